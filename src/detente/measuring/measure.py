"""A relation counted period by period.

The score of an act is PLOVER's (Halterman, Bagozzi, Beger, Schrodt and Scarborough, PLOVER and
POLECAT manual, 2021), a scale from -10, the worst conflict, to 10, the closest cooperation; it
follows Goldstein ("A conflict-cooperation scale for WEIS events data", Journal of Conflict
Resolution 36, 1992), whose own scores of CAMEO codes may be asked for instead. `net` is the mean of these
scores, `total` their sum, which Goldstein's and most later studies use; the mean does not rise and
fall with how much the press reports. In both an act weighs by its confidence, the probability that it
is right, so that each is what is to be expected of what was told; an act of which no coder says how sure
it is weighs 1. The quad classes count acts by verbal or material, and cooperation or conflict (Duval and
Thompson 1980; Schrodt and Gerner).

Sums are exact (`detente.measuring.tally.sums`), so that the order of the acts changes no digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from detente.coding.ontology import COOPERATIVE
from detente.coding.topics import TRACKS
from detente.measuring.periods import Period, label
from detente.measuring.question import Question
from detente.measuring.series import Row, Series
from detente.measuring.slants import constant_mix
from detente.measuring.tally import Ints, Tally, mean, sums, tally

QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
THOUSAND = 1000


def measure(acts: pa.Table, question: Question, *, coverage: pa.Table | None = None) -> Series:
    """The series of two states from their acts, a table as `detente.measuring.ACTS`.

    The question's `between` is in the order that the acts were made with.

    The column `value` is the index. It is `net` unless normalised. With `normalise="coverage"` it
    is `total` for each thousand acts of all states in the period, which `coverage` tells by day
    (`detente.measuring.tally.COVERAGE`). With `normalise="outlets"` it is the net score as the
    outlets together would tell it if each had the share of the telling that it has over the whole
    time (`detente.measuring.slants`). Raises `QueryError` where coverage is to be normalised for and is not
    given.
    """
    return series_of(tally(acts, question, coverage))


def measure_by_track(
    acts: pa.Table, question: Question, *, coverage: pa.Table | None = None
) -> dict[str, Series]:
    """A series for each track that the acts have, by name, over the same periods.

    An act with several tracks counts in each; one without a track counts in none.
    """
    return {
        track: measure(acts, each, coverage=coverage)
        for track, each in questions_by_track(acts, question).items()
    }


def questions_by_track(acts: pa.Table, question: Question) -> dict[str, Question]:
    """The question asked of each track that the acts have, by name, over the same days for all."""
    whole = tally(acts, question)
    lists = whole.acts["tracks"].combine_chunks()
    found = set(pc.list_flatten(lists).unique().to_pylist())
    if whole.periods:
        question = replace(question, since=whole.periods[0].start, until=whole.periods[-1].end)
    return {track: replace(question, track=track) for track in sorted(found & set(TRACKS))}


def series_of(counted: Tally) -> Series:
    """The series of a tally."""
    question = counted.question
    return Series(
        between=question.between,
        every=question.every,
        directed=question.directed,
        track=question.track,
        rows=tuple(_rows(counted)),
        scores=question.scores,
        normalise=question.normalise,
        unscored=counted.unscored,
    )


def totals(counted: Tally) -> list[float]:
    """The sum of the scores of each period, each act weighed by its confidence."""
    return sums(counted.place, counted.weights * counted.scores, len(counted.periods))


def weights(counted: Tally) -> list[float]:
    """What the acts of each period weigh together."""
    return sums(counted.place, counted.weights, len(counted.periods))


def values_of(counted: Tally) -> list[float | None]:
    """The index of each period as asked for; None where there is none."""
    sums = totals(counted)
    if counted.everything is not None:
        whole = counted.everything.tolist()
        return [_ratio(THOUSAND * sum_, all_) for sum_, all_ in zip(sums, whole, strict=True)]
    shifts = constant_mix(counted) if counted.question.normalise == "outlets" else [0.0] * len(sums)
    return [
        None if net is None else net - shift
        for net, shift in zip(map(mean, sums, weights(counted)), shifts, strict=True)
    ]


def _rows(counted: Tally) -> list[Row]:
    acts = counted.acts
    quads = {name: counted.count(_is(acts["quad_class"], name)) for name in QUADS}
    forward, backward = acts["forward"], acts["backward"]
    ways = {
        "forward": counted.count(pc.and_not(forward, backward)),
        "backward": counted.count(pc.and_not(backward, forward)),
        "mutual": counted.count(pc.and_(forward, backward)),
    }
    columns = {"n": counted.count(), "outlets": _outlets(counted), **quads, **ways}
    told = (dict(zip(columns, each, strict=True)) for each in _by_period(list(columns.values())))
    everything = counted.everything
    return [
        _row(period, counted.question.every, numbers, weight, total, value, whole)
        for period, numbers, weight, total, value, whole in zip(
            counted.periods, told, weights(counted), totals(counted), values_of(counted),
            [None] * len(counted.periods) if everything is None else everything.tolist(),
            strict=True,
        )
    ]  # fmt: skip


def _row(
    days: Period, every: str, numbers: dict[str, int], weight: float, total: float,
    value: float | None, everything: int | None,
) -> Row:  # fmt: skip
    n = numbers["n"]
    kind = {name.replace(" ", "_") for name in COOPERATIVE}
    return Row(
        period=label(days, every),
        start=days.start,
        end=days.end,
        weight=weight,
        net=mean(total, weight),
        total=total,
        cooperation=_ratio(sum(numbers[name] for name in kind), n),
        value=value,
        everything=everything,
        **numbers,
    )


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _is(column: Any, name: str) -> Any:
    return pc.equal(column, name.replace("_", " "))


def _by_period(columns: Sequence[Ints]) -> list[list[int]]:
    return np.array(columns, dtype=np.int64).T.tolist()  # type: ignore[no-any-return]


def _outlets(counted: Tally) -> Ints:
    """By period the number of different outlets."""
    acts, outlets, names = counted.told
    pairs = pa.array(counted.place[acts] * max(1, len(names)) + outlets).unique()
    periods = np.asarray(pairs) // max(1, len(names))
    return np.bincount(periods, minlength=len(counted.periods)).astype(np.int64)

"""Draw a sample to be checked, and keep it with the chance that each unit had."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from math import fsum

import numpy as np

from detente.auditing.design import (
    MISSING,
    OF_PASSAGES,
    cell_of,
    draw_from,
    joined_cells,
)
from detente.auditing.passages import Passage, passages_of
from detente.correcting.making import moment, now
from detente.errors import QueryError, TooLittleDataError
from detente.records import Article, Drawn, Occurrence
from detente.schema import to_json, to_rows
from detente.store import Query, Workspace
from detente.store.occurrences import Merged
from detente.store.query import resolve_pair
from detente.version import __version__

SMALLEST = 20
"""Units below which a sample says too little to be drawn."""


def coded(workspace: Workspace, between: tuple[str, str]) -> Merged:
    """The acts of two states that measures count, as they were coded: what no reviewer said is in it."""
    found = workspace.merged(Query(between=between, uncorrected=True))
    return replace(found, occurrences=tuple(each for each in found.occurrences if each.date))


def draw(
    workspace: Workspace,
    between: tuple[str, str],
    *,
    sample: int = 100,
    seed: int = 0,
    by: str | None = None,
    clock: Callable[[], dt.datetime] = now,
) -> list[Drawn]:
    """Draw acts to be checked, and passages to look for missed ones in; they are stored and given back.

    Half of the `sample` are passages, or more where there are fewer acts. The same folder, seed and size
    give the same units; `detente.auditing.design` says how they are drawn. Raises `QueryError` for a
    state that does not exist, or fewer than 20 units, and `TooLittleDataError` where no text names both.
    """
    pair = resolve_pair(between)
    if sample < SMALLEST:
        raise QueryError(f"a sample of {sample} tells nothing", advice=f"Draw {SMALLEST} or more.")
    found = coded(workspace, pair)
    passages = _passages(workspace, pair, found)
    if not passages:
        raise TooLittleDataError(
            f"no text names both {pair[0]} and {pair[1]}",
            advice="Name two other states, or read texts on these.",
        )
    rng = np.random.default_rng([seed, sample])
    # Where there is less of one kind than its half, the other takes the rest.
    acts = min(
        len(found.occurrences), max(sample - round(sample * OF_PASSAGES), sample - len(passages))
    )
    drawn = [*_acts(found, acts, rng), *_drawn_passages(passages, sample - acts, rng)]
    order = rng.permutation(len(drawn)).tolist()
    made = moment(clock, max((each.made for each in workspace.audits()), default=None))
    units = [
        replace(drawn[old], place=place, between=pair, seed=seed, drawn_by=by, made=made)
        for place, old in enumerate(order, 1)
    ]
    name = _digest(units)
    units = [replace(each, audit=name) for each in units]
    workspace.audit(drawn=units)
    return units


def looked_through(workspace: Workspace, between: tuple[str, str]) -> set[str]:
    """The passages that somebody looked through for any audit of two states."""
    own = {each.audit for each in workspace.audits() if set(each.between) == set(between)}
    return {each.unit for each in workspace.looked() if each.audit in own}


def latest(workspace: Workspace, between: tuple[str, str]) -> list[Drawn]:
    """The units of the audit of two states that was drawn last, in the order in which they are checked.

    Raises `QueryError` where none was drawn.
    """
    pair = resolve_pair(between)
    own = [each for each in workspace.audits() if set(each.between) == set(pair)]
    if not own:
        raise QueryError(
            f"no sample of {pair[0]} and {pair[1]} was drawn",
            advice="Draw one: detente audit WORKSPACE --between A B --sample 100 --out audit.csv",
        )
    return [each for each in own if each.audit == own[-1].audit]


def _passages(workspace: Workspace, pair: tuple[str, str], found: Merged) -> list[Passage]:
    told: dict[str, list[int]] = defaultdict(list)
    for each in found.reports.values():
        told[each.event.article_id].append(each.event.start)
    return passages_of(to_rows(workspace.articles(), Article), pair, told)


def _acts(found: Merged, count: int, rng: np.random.Generator) -> list[Drawn]:
    acts = sorted(
        found.occurrences, key=lambda each: (each.outlets, str(each.date), each.representative)
    )
    if not count:
        return []
    cells = [cell_of(each.quad_class, each.confidence) for each in acts]
    joined = joined_cells(cells, count)
    strata = [joined[cell] for cell in cells]
    drawn = draw_from(strata, count, _sure(acts, strata), rng)
    sizes = Counter(strata)
    return [
        _unit(
            "act", each.representative, event.article_id, event.start, event.end,
            stratum, sizes[stratum], len(places),
        )
        for stratum, places in drawn.items()
        for each in (acts[place] for place in places)
        for event in (found.reports[each.representative].event,)
    ]  # fmt: skip


def _sure(acts: Sequence[Occurrence], strata: Sequence[str]) -> dict[str, float]:
    """The mean confidence of each stratum."""
    of_each: dict[str, list[float]] = defaultdict(list)
    for act, stratum in zip(acts, strata, strict=True):
        of_each[stratum].append(act.confidence)
    return {name: fsum(held) / len(held) for name, held in of_each.items()}


def _drawn_passages(
    passages: Sequence[Passage], count: int, rng: np.random.Generator
) -> list[Drawn]:
    strata = [each.stratum for each in passages]
    sizes = Counter(strata)
    return [
        _unit(
            "passage", f"{each.article.article_id}:{each.start}-{each.end}", each.article.article_id,
            each.start, each.end, stratum, sizes[stratum], len(places),
        )
        for stratum, places in draw_from(strata, count, MISSING, rng).items()
        for each in (passages[place] for place in places)
    ]  # fmt: skip


def _unit(
    kind: str, unit: str, article_id: str, start: int, end: int, stratum: str, size: int, count: int
) -> Drawn:
    return Drawn(
        audit="", unit=unit, kind="act" if kind == "act" else "passage", between=(),
        article_id=article_id, start=start, end=end, stratum=stratum, size=size, count=count,
        chance=count / size, place=0, seed=0, drawn_by=None, made="", version=__version__,
    )  # fmt: skip


def _digest(units: Sequence[Drawn]) -> str:
    written = json.dumps([to_json(each) for each in units])
    return hashlib.blake2b(written.encode(), digest_size=8).hexdigest()

"""Training of the weights that tell how likely an act is the one that was promised.

Pairs that people read point to a clause and to the word of an act, by article and place; the records
that hold them are read anew, so that the signs are those that a ledger sees.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, log_expit

from detente.errors import InputError
from detente.ledgers.fulfilling import can_fulfil
from detente.ledgers.gathering import Record, gather, held
from detente.ledgers.happening import Happenings
from detente.ledgers.pairing import NAMES, signs
from detente.ledgers.promising import Promise, promise_of
from detente.ledgers.rows import happened_in
from detente.store import Workspace

Label = Literal["kept", "broken", "same", "unrelated"]
PENALTY = 2.0
"""Of the squared weights of signs scaled to one standard deviation, against the summed log-loss."""
Span = tuple[str, int, int]
"""Article, start and end."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A promise and a later act, as somebody read them."""

    source: str
    state: str
    promise: Span
    act: Span
    label: Label


@dataclass(frozen=True, slots=True)
class Example:
    """A pair as the regression sees it."""

    pair: Pair
    values: tuple[float, ...]

    @property
    def kept(self) -> bool:
        """Whether the act is the promised one."""
        return self.pair.label == "kept"


@dataclass(frozen=True, slots=True)
class Judged:
    """An example and the probability that weights fitted without its like give it."""

    example: Example
    likelihood: float


def read_pairs(path: Path) -> list[Pair]:
    """The pairs of a file. Raises `InputError` with file and line for one that does not parse."""
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    return [_pair(line, f"{path}:{number}") for number, line in lines if line.strip()]


def _pair(line: str, where: str) -> Pair:
    try:
        row = json.loads(line)
        label = row["label"]
        if label not in get_args(Label):
            raise ValueError(f"`{label}` is no label")
        promise, act = (
            (str(row[side]["article"]), int(row[side]["start"]), int(row[side]["end"]))
            for side in ("promise", "act")
        )
        return Pair(str(row["source"]), str(row["state"]), promise, act, cast(Label, label))
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"no pair: {error}", where=where, advice="corpus/README.md says what a row holds."
        ) from error


def examples(pairs: Iterable[Pair], workspaces: Mapping[str, Workspace]) -> list[Example]:
    """The pairs whose source is among the workspaces and whose act is of a kind that could keep the
    promise; `same` is left out, since such an act is no later one."""
    groups: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in pairs:
        if pair.source in workspaces and pair.label != "same":
            groups[pair.source, pair.state].append(pair)
    found = []
    for (source, state), members in sorted(groups.items()):
        seen = _Seen(gather(workspaces[source], of=state), state)
        found += [made for pair in members if (made := seen.example(pair)) is not None]
    return found


class _Seen:
    """What a ledger sees of the pairs of one state."""

    def __init__(self, record: Record, state: str) -> None:
        self.state = state
        self.found: Happenings = happened_in(record)
        self.promises: dict[Span, Promise] = {}
        for one in held(record, state, "commitment"):
            about = one.said.about
            if made := promise_of(one, state, self.found.people):
                self.promises[one.said.article_id, about.start, about.end] = made
        told = (report.event for report in record.reports)
        self.events: dict[Span, list[str]] = defaultdict(list)
        for event in told:
            place = (event.article_id, event.trigger.start, event.trigger.end)
            self.events[place].append(event.event_id)

    def example(self, pair: Pair) -> Example | None:
        promise = self.promises.get(pair.promise)
        if promise is None:
            return None
        acts = [self.found.event(each) for each in sorted(self.events[pair.act])]
        able = [each for each in acts if can_fulfil(each, promise, self.state)]
        if not able:
            return None
        told = signs(able[0], promise, self.found.rarity)
        return Example(pair, tuple(told[name] for name in NAMES))


def fit(learnt: Sequence[Example]) -> dict[str, float]:
    """The weights of the signs and the constant, by penalised maximum likelihood."""
    values = np.array([each.values for each in learnt])
    spread = values.std(axis=0)
    spread[spread == 0] = 1
    scaled = np.column_stack([values / spread, np.ones(len(values))])
    sides = np.array([1.0 if each.kept else -1.0 for each in learnt])

    def loss(weights: np.ndarray) -> float:
        fits = -log_expit(sides * (scaled @ weights)).sum()
        return float(fits + PENALTY / 2 * np.square(weights[:-1]).sum())

    def slope(weights: np.ndarray) -> np.ndarray:
        missed = -sides * expit(-sides * (scaled @ weights))
        return np.asarray(scaled.T @ missed + PENALTY * np.append(weights[:-1], 0.0))

    best = minimize(loss, np.zeros(scaled.shape[1]), jac=slope, method="BFGS").x
    told = dict(zip(NAMES, best / np.append(spread, 1), strict=False)) | {"constant": best[-1]}
    return {name: round(float(weight), 3) for name, weight in told.items()}


def judge(example: Example, weights: Mapping[str, float]) -> float:
    """The probability that some weights give an example."""
    told = zip(NAMES, example.values, strict=True)
    return float(expit(weights["constant"] + sum(weights[name] * value for name, value in told)))


def by_source(example: Example) -> Hashable:
    """Leaves one source out at a time."""
    return example.pair.source


def by_promise(example: Example, parts: int = 10) -> Hashable:
    """Leaves out a tenth of the promises at a time, told by their articles."""
    return int(example.pair.promise[0], 16) % parts


def cross_validated(learnt: Sequence[Example], part: Callable[[Example], Hashable]) -> list[Judged]:
    """Each example with what weights fitted on the other parts tell of it, the likeliest first."""
    found = []
    for each in sorted({part(example) for example in learnt}, key=str):
        weights = fit([example for example in learnt if part(example) != each])
        own = (example for example in learnt if part(example) == each)
        found += [Judged(example, judge(example, weights)) for example in own]
    return sorted(found, key=lambda one: (-one.likelihood, one.example.pair.promise))

"""Which states stand together, period by period: how close blocs are within, and which the signs themselves
make.

Blocs are found by the partition that has most modularity of a signed network (Gómez, Jensen and Arenas,
"Analysis of community structure in networks of correlated data", Physical Review E 80, 2009; Traag and
Bruggeman, "Community detection in networks with positive and negative links", the same volume): signs
within that are friendlier than chance has them. Chance here is that of `signs`, on the edges that there are
and with each state's own share of friendly ones. With chance that also deals the edges anew, as is usual,
the blocs are regions: neighbours are told of together, and to be told of is no alliance. The partition is
sought by moving one state, or joining two blocs, for as long as that helps (Blondel and others, "Fast
unfolding of communities in large networks", Journal of Statistical Mechanics 2008), from states in several
orders.

Any network falls into some blocs. So the modularity is held against that of signs by chance.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import t as student

from detente.measuring.exporting import Exports
from detente.measuring.points import Floats
from detente.measuring.tally import Ints
from detente.networks.balance import numbered
from detente.networks.network import Edge, NetworkResult
from detente.networks.signs import Signs, chances, of_states
from detente.records import column

STARTS = 8
"""Orders of the states from which blocs are sought."""
LEAST = 1e-9
"""A gain of modularity that is one."""


@dataclass(frozen=True, slots=True)
class BlocRow:
    """A state in a bloc of a period."""

    period: str = column("name of the period")
    bloc: int = column("number of the bloc, from 1, the largest first")
    state: str = column("a state in it, by code")
    edges: int = column("its edges whose sign is known")
    within: int = column("those within the bloc")
    fitting: int = column("edges that are friendly within, or hostile to other blocs")
    sure: float = column(
        "share of redrawn signs in which it is with most of the others of its bloc"
    )
    modularity: float = column("of the period's blocs")
    expected: float = column("the same by chance, each state keeping its share of friendly signs")
    p_value: float = column("how often chance gives as much")


@dataclass(frozen=True, slots=True)
class CohesionRow:
    """How acts within a bloc, or between two, score in a period."""

    period: str = column("name of the period")
    first: str = column("a bloc")
    second: str = column("the same, or another")
    pairs: int = column("pairs of states that have acts")
    n: int = column("acts")
    mean: float = column("mean over pairs of their mean scores, -10 to 10")
    low: float = column("lower end of its interval")
    high: float = column("upper end")


@dataclass(frozen=True, slots=True, eq=False)
class BlocsResult(Exports):
    """Blocs, period by period."""

    record = BlocRow
    worded_by = "detente.networks.wording"
    drawn_by = "detente.networks.drawing"

    rows: tuple[BlocRow, ...]
    network: NetworkResult
    options: Blocs

    def records(self) -> Sequence[BlocRow]:
        """The states, by period and bloc."""
        return self.rows

    def asked(self) -> dict[str, Any]:
        """What was measured, and how."""
        given = {"draws": self.options.draws, "seed": self.options.seed}
        return {**self.network.asked(), "measure": "blocs", **given}


@dataclass(frozen=True, slots=True, eq=False)
class CohesionResult(Exports):
    """Cohesion within and between blocs that were given, period by period."""

    record = CohesionRow
    worded_by = "detente.networks.wording"
    drawn_by = "detente.networks.drawing"

    rows: tuple[CohesionRow, ...]
    network: NetworkResult

    def records(self) -> Sequence[CohesionRow]:
        """By period, within blocs and between them."""
        return self.rows

    def asked(self) -> dict[str, Any]:
        """What was measured, and how."""
        return {**self.network.asked(), "measure": "cohesion of blocs"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocs:
    """Finds blocs from signs, each period by itself.

    A state with less than `fewest` signed edges is left out. `draws` networks of chance make an expectation
    and `redrawn` say how sure a place is, from `seed`; `clear` is the largest p-value that counts.
    """

    fewest: int = 2
    draws: int = 99
    redrawn: int = 50
    seed: int = 0
    clear: float = 0.05

    def fit(self, network: NetworkResult) -> BlocsResult:
        """The blocs of each period of a network in which there are a friendly and a hostile edge."""
        rows: list[BlocRow] = []
        for place, period in enumerate(network.periods()):
            edges = connected(network.signed(period), self.fewest)
            if len({edge.sign for edge in edges}) == 2:
                rows += self._of_period(period, edges, np.random.default_rng([self.seed, place]))
        return BlocsResult(tuple(rows), network, self)

    def _of_period(
        self, period: str, edges: Sequence[Edge], rng: np.random.Generator
    ) -> list[BlocRow]:
        names, ends = numbered(edges)
        friendly = np.array([edge.sign == "friendly" for edge in edges])
        blocs, found = partition(ends, friendly, len(names))
        drawn = [
            partition(ends, each, len(names), starts=1)[1]
            for each in of_states(ends, friendly, len(names), self.draws, rng)
        ]
        one_start = partition(ends, friendly, len(names), starts=1)[1]
        p_value = (1 + sum(each >= one_start - LEAST for each in drawn)) / (1 + len(drawn))
        sure = self._sure(edges, ends, blocs, rng)
        return _rows(
            period, names, ends, friendly, blocs, sure, found, float(np.mean(drawn)), p_value
        )

    def _sure(
        self, edges: Sequence[Edge], ends: Ints, blocs: Ints, rng: np.random.Generator
    ) -> Floats:
        """For each state in what share of redrawn signs it is with most others of its bloc."""
        likely = np.array([edge.friendly for edge in edges])
        together = np.zeros(len(blocs))
        own = blocs[:, None] == blocs
        np.fill_diagonal(own, False)
        for each in rng.random((self.redrawn, len(edges))) < likely:
            again, _ = partition(ends, each, len(blocs), starts=1)
            same = ((again[:, None] == again) & own).sum(axis=1)
            together += 2 * same >= own.sum(axis=1)
        return np.asarray(together / self.redrawn)


def connected(edges: Sequence[Edge], fewest: int) -> tuple[Edge, ...]:
    """The edges among states that have at least so many of them."""
    held = tuple(edges)
    while held:
        names, ends = numbered(held)
        degrees = np.bincount(ends.ravel(), minlength=len(names))
        few = {name for name, degree in zip(names, degrees, strict=True) if degree < fewest}
        if not few:
            break
        held = tuple(each for each in held if not {each.first, each.second} & few)
    return held


def partition(
    ends: Ints, friendly: Signs, states: int, *, starts: int = STARTS
) -> tuple[Ints, float]:
    """The bloc of each state, by number, and the modularity of these blocs."""
    gains = _gains(ends, friendly, states)
    orders = np.random.default_rng(0)
    best, most = np.arange(states), -np.inf
    for start in range(starts):
        order = np.arange(states) if start == 0 else orders.permutation(states)
        found = _joined(_moved(np.arange(states), gains, order), gains, order)
        value = float(gains[found[:, None] == found].sum())
        if value > most + LEAST:
            best, most = found, value
    return _by_size(best), most


def _gains(ends: Ints, friendly: Signs, states: int) -> Floats:
    """What two states add to modularity if they are in one bloc: their sign (1 or -1) beyond the mean of
    what it would be by chance; nothing where they have no sign."""
    beyond = 2.0 * (friendly - chances(ends, friendly, states))
    found = np.zeros((states, states))
    found[tuple(ends.T)] = beyond / (2 * len(ends))
    return found + found.T


def _moved(blocs: Ints, gains: Floats, order: Ints) -> Ints:
    """The blocs after each state went where it adds most, until none moves."""
    members = np.zeros(gains.shape)
    members[np.arange(len(blocs)), blocs] = 1.0
    moving = True
    while moving:
        moving = False
        for state in order:
            here = int(np.argmax(members[state]))
            worth = gains[state] @ members
            worth[here] -= gains[state, state]
            there = int(np.argmax(worth))
            if worth[there] > worth[here] + LEAST:
                members[state, here], members[state, there] = 0.0, 1.0
                moving = True
    return np.asarray(members.argmax(axis=1), dtype=np.int64)


def _joined(blocs: Ints, gains: Floats, order: Ints) -> Ints:
    """The blocs after those were made one that add most, and states moved anew, until nothing helps."""
    while True:
        names, blocs = np.unique(blocs, return_inverse=True)
        members = np.eye(len(names))[blocs]
        between = members.T @ gains @ members
        np.fill_diagonal(between, -np.inf)
        one, other = np.unravel_index(int(np.argmax(between)), between.shape)
        if len(names) < 2 or between[one, other] <= LEAST:
            return np.asarray(blocs, dtype=np.int64)
        blocs = _moved(np.where(blocs == other, one, blocs), gains, order)


def _by_size(blocs: Ints) -> Ints:
    """Blocs numbered from 0, the largest first, of equals the one with the first state."""
    names, first, size = np.unique(blocs, return_index=True, return_counts=True)
    order = sorted(range(len(names)), key=lambda place: (-size[place], first[place]))
    number = {names[place]: rank for rank, place in enumerate(order)}
    return np.array([number[each] for each in blocs], dtype=np.int64)


def _rows(
    period: str,
    names: Sequence[str],
    ends: Ints,
    friendly: Signs,
    blocs: Ints,
    sure: Floats,
    found: float,
    expected: float,
    p_value: float,
) -> list[BlocRow]:
    inside = blocs[ends[:, 0]] == blocs[ends[:, 1]]
    counts = [
        np.bincount(ends[kept].ravel(), minlength=len(names))
        for kept in (np.ones(len(ends), dtype=bool), inside, inside == friendly)
    ]
    rows = [
        BlocRow(
            period=period,
            bloc=int(blocs[place]) + 1,
            state=name,
            edges=int(counts[0][place]),
            within=int(counts[1][place]),
            fitting=int(counts[2][place]),
            sure=round(float(sure[place]), 6),
            modularity=round(found, 6),
            expected=round(expected, 6),
            p_value=round(p_value, 6),
        )
        for place, name in enumerate(names)
    ]
    return sorted(rows, key=lambda row: (row.bloc, row.state))


def cohesion(network: NetworkResult, blocs: Mapping[str, Collection[str]]) -> CohesionResult:
    """How acts within each of some blocs (name to codes of its members) and between them score.

    Each pair of states counts alike, however much is told of it, as a bloc is no more than its pairs. The
    interval is that of a mean over pairs which differ, or of means each of which has its doubt, if that is
    more.
    """
    names = list(blocs)
    rows: list[CohesionRow] = []
    for period in network.periods():
        edges = [each for each in network.edges if each.period == period]
        for place, one in enumerate(names):
            for other in names[place:]:
                between = _between(edges, set(blocs[one]), set(blocs[other]))
                if between:
                    rows.append(_cohesion_row(period, one, other, between, network.options.width))
    return CohesionResult(tuple(rows), network)


def _between(edges: Sequence[Edge], one: set[str], other: set[str]) -> list[Edge]:
    return [
        each
        for each in edges
        if (each.first in one and each.second in other)
        or (each.first in other and each.second in one)
    ]


def _cohesion_row(
    period: str, one: str, other: str, edges: Sequence[Edge], width: float
) -> CohesionRow:
    means = np.array([edge.mean for edge in edges])
    count = len(means)
    reach = float(np.sqrt(sum(((edge.high - edge.low) / 2) ** 2 for edge in edges))) / count
    if count > 2:
        error = float(means.std(ddof=1) / np.sqrt(count))
        reach = max(reach, float(student.ppf((1 + width) / 2, count - 1)) * error)
    mean = float(means.mean())
    return CohesionRow(
        period=period,
        first=one,
        second=other,
        pairs=count,
        n=sum(edge.n for edge in edges),
        mean=round(mean, 6),
        low=round(mean - reach, 6),
        high=round(mean + reach, 6),
    )

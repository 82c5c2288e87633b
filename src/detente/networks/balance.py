"""Is a friend's friend a friend, and an enemy's enemy? The balance of triads, period by period.

Three states of which each pair has a sign are a triad. It is balanced where an even number of its signs is
hostile: all friends, or two friends with one enemy (Heider, "Attitudes and cognitive organization", Journal
of Psychology 21, 1946; Cartwright and Harary, "Structural balance: a generalization of Heider's theory",
Psychological Review 63, 1956). Weak balance lets three enemies stand (Davis, "Clustering and structural
balance in graphs", Human Relations 20, 1967). Between states see Maoz, Terris, Kuperman and Talmud ("What
is the enemy of my enemy?", Journal of Politics 69, 2007) and Doreian and Mrvar ("Structural balance and
signed international relations", Journal of Social Structure 16, 2015).

Where most signs are friendly, most triads are balanced whatever anybody thinks. So the share is held
against that of signs by chance on the same edges (Kirkley, Cantwell and Newman, "Balance in signed
networks", Physical Review E 99, 2019): with the share of friendly signs that the network has, and with that
of each state (`signs`). The second decides. Over several periods the p-values are corrected (Benjamini and
Hochberg, "Controlling the false discovery rate", Journal of the Royal Statistical Society B 57, 1995). The
band of a share is that of signs drawn by how sure each is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
from scipy.stats import false_discovery_control

from detente.errors import TooLittleDataError
from detente.measuring.exporting import Exports
from detente.measuring.points import Floats
from detente.measuring.tally import Ints
from detente.networks.network import Edge, NetworkResult
from detente.networks.signs import Signs, of_network, of_states
from detente.records import column

CHUNK = 2_000_000
"""Signs of triads that are looked at together."""


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """The triads of a period."""

    period: str = column("name of the period")
    states: int = column("states with an edge whose sign is known")
    edges: int = column("pairs whose sign is known")
    friendly: float = column("share of these that are friendly")
    triads: int = column("triads of which all three signs are known")
    all_friends: int = column("triads with no hostile sign (+++), balanced")
    one_enmity: int = column("triads with one (++-), not balanced")
    common_enemy: int = column("triads with two (+--), balanced")
    all_enemies: int = column("triads with three (---), balanced in the weak sense only")
    balanced: float | None = column("share of triads that are balanced; null without triads")
    low: float | None = column("lower end of its band, from how sure the signs are")
    high: float | None = column("upper end")
    expected: float | None = column(
        "share by chance, each state keeping its own share of friendly signs"
    )
    expected_network: float | None = column(
        "share by chance, the network keeping its share of friendly signs"
    )
    p_value: float | None = column("how often chance of the first sort gives as large a share")
    p_network: float | None = column("how often chance of the second sort does")
    q_value: float | None = column("`p_value` corrected for the number of periods")
    weak: float | None = column("share that is balanced in the weak sense")
    weak_expected: float | None = column("that by chance, each state keeping its share")
    p_weak: float | None = column("how often chance gives as large a share of these")


@dataclass(frozen=True, slots=True)
class Triad:
    """Three states of which each pair has a sign."""

    period: str = column("name of the period")
    states: tuple[str, str, str] = column("their codes")
    signs: str = column("of first and second, first and third, second and third: `+-+`")
    balanced: bool = column("an even number of them is hostile")


@dataclass(frozen=True, slots=True, eq=False)
class BalanceResult(Exports):
    """Balance, period by period."""

    record = BalanceRow
    worded_by = "detente.networks.wording"
    drawn_by = "detente.networks.drawing"

    rows: tuple[BalanceRow, ...]
    network: NetworkResult
    options: Balance

    def records(self) -> Sequence[BalanceRow]:
        """The periods, in order."""
        return self.rows

    def asked(self) -> dict[str, Any]:
        """What was measured, and how."""
        return {
            **self.network.asked(),
            "measure": "balance of triads",
            "draws": self.options.draws,
            "seed": self.options.seed,
        }

    def triads(self) -> tuple[Triad, ...]:
        """Every triad, by period and states."""
        found: list[Triad] = []
        for period in self.network.periods():
            edges = self.network.signed(period)
            signs = {(edge.first, edge.second): edge.sign for edge in edges}
            for one, two, three in triangles(edges):
                marks = [signs[pair] for pair in ((one, two), (one, three), (two, three))]
                told = "".join("+" if mark == "friendly" else "-" for mark in marks)
                found.append(Triad(period, (one, two, three), told, told.count("-") % 2 == 0))
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Measures how balanced triads are.

    `draws` networks of chance make an expectation, from `seed`; a period with fewer than `fewest` triads is
    not tested; `clear` is the largest corrected p-value that counts; `width` the share of the band.
    """

    draws: int = 999
    seed: int = 0
    fewest: int = 10
    clear: float = 0.05
    width: float = 0.9

    def fit(self, network: NetworkResult) -> BalanceResult:
        """Balance in each period of a network; raises `TooLittleDataError` where no period has a triad."""
        rows = [self._row(place, name, network) for place, name in enumerate(network.periods())]
        if not any(row.triads for row in rows):
            raise TooLittleDataError(
                "no three states have each a known sign towards the others",
                advice="Take longer periods, or more states.",
            )
        return BalanceResult(_corrected(rows), network, self)

    def _row(self, place: int, period: str, network: NetworkResult) -> BalanceRow:
        edges = network.signed(period)
        names, ends, triads = _places(edges)
        friendly = np.array([edge.sign == "friendly" for edge in edges], dtype=bool)
        kinds = _kinds(friendly[None, :], triads)[0]
        row: dict[str, Any] = dict(
            period=period,
            states=len(names),
            edges=len(edges),
            friendly=round(float(friendly.mean()), 6) if len(edges) else 0.0,
            triads=len(triads),
            **dict(zip(KINDS, map(int, kinds), strict=True)),
            **dict.fromkeys(SHARES),
        )
        if len(triads):
            row |= {"balanced": _share(kinds), "weak": _weak_share(kinds)}
            rng = np.random.default_rng([self.seed, place])
            row |= self._band(edges, triads, rng)
            if len(triads) >= self.fewest:
                row |= self._chance(ends, friendly, len(names), triads, kinds, rng)
        return BalanceRow(**row)

    def _band(
        self, edges: Sequence[Edge], triads: Ints, rng: np.random.Generator
    ) -> dict[str, float]:
        likely = np.array([edge.friendly for edge in edges])
        drawn = rng.random((self.draws, len(edges))) < likely
        ends = np.quantile(
            _shares(_kinds(drawn, triads)), [(1 - self.width) / 2, (1 + self.width) / 2]
        )
        return {"low": round(float(ends[0]), 6), "high": round(float(ends[1]), 6)}

    def _chance(
        self,
        ends: Ints,
        friendly: Signs,
        states: int,
        triads: Ints,
        kinds: Ints,
        rng: np.random.Generator,
    ) -> dict[str, float]:
        by_states = _kinds(of_states(ends, friendly, states, self.draws, rng), triads)
        by_network = _kinds(of_network(friendly, self.draws, rng), triads)
        shares, weak = _shares(by_states), _weak_shares(by_states)
        found = _share(kinds)
        return {
            "expected": round(float(shares.mean()), 6),
            "expected_network": round(float(_shares(by_network).mean()), 6),
            "p_value": _p(shares, found),
            "p_network": _p(_shares(by_network), found),
            "weak_expected": round(float(weak.mean()), 6),
            "p_weak": _p(weak, _weak_share(kinds)),
        }


KINDS = ("all_friends", "one_enmity", "common_enemy", "all_enemies")
"""Of triads, by their number of hostile signs."""
SHARES = (
    "balanced", "low", "high", "expected", "expected_network", "p_value", "p_network", "q_value",
    "weak", "weak_expected", "p_weak",
)  # fmt: skip
"""What is null where there are no triads, or too few."""


def triangles(edges: Sequence[Edge]) -> list[tuple[str, str, str]]:
    """Each three states of which every pair is among the edges, in order of the alphabet."""
    later: dict[str, set[str]] = {}
    for edge in edges:
        later.setdefault(edge.first, set()).add(edge.second)
    return [
        (one, two, three)
        for one in sorted(later)
        for two, three in combinations(sorted(later[one]), 2)
        if three in later.get(two, ())
    ]


def numbered(edges: Sequence[Edge]) -> tuple[tuple[str, ...], Ints]:
    """The states of some edges, in order of the alphabet, and the two of each edge by number."""
    names = sorted({name for edge in edges for name in (edge.first, edge.second)})
    at = {name: place for place, name in enumerate(names)}
    ends = [(at[edge.first], at[edge.second]) for edge in edges]
    return tuple(names), np.array(ends, dtype=np.int64).reshape(-1, 2)


def _places(edges: Sequence[Edge]) -> tuple[tuple[str, ...], Ints, Ints]:
    """The states, the two of each edge by number, and the three edges of each triad by place."""
    names, ends = numbered(edges)
    at = {(edge.first, edge.second): place for place, edge in enumerate(edges)}
    found = [(at[a, b], at[a, c], at[b, c]) for a, b, c in triangles(edges)]
    return names, ends, np.array(found, dtype=np.int64).reshape(-1, 3)


def _kinds(signs: Signs, triads: Ints) -> Ints:
    """For each row of signs how many triads have no, one, two and three hostile ones."""
    found = np.zeros((len(signs), 4), dtype=np.int64)
    step = max(1, CHUNK // max(1, len(triads)))
    for start in range(0, len(signs), step):
        hostile = ~signs[start : start + step]
        number = hostile[:, triads].sum(axis=2)
        for kind in range(4):
            found[start : start + step, kind] = (number == kind).sum(axis=1)
    return found


def _shares(kinds: Ints) -> Floats:
    return np.asarray((kinds[:, 0] + kinds[:, 2]) / kinds.sum(axis=1), dtype=np.float64)


def _weak_shares(kinds: Ints) -> Floats:
    return np.asarray(1.0 - kinds[:, 1] / kinds.sum(axis=1), dtype=np.float64)


def _share(kinds: Ints) -> float:
    return round(float(_shares(kinds[None, :])[0]), 6)


def _weak_share(kinds: Ints) -> float:
    return round(float(_weak_shares(kinds[None, :])[0]), 6)


def _p(drawn: Floats, found: float) -> float:
    """How often what is drawn is as large as what was found, which is one of the draws itself."""
    return float((1 + np.sum(drawn >= found - 1e-6)) / (1 + len(drawn)))


def _corrected(rows: Sequence[BalanceRow]) -> tuple[BalanceRow, ...]:
    tested = [row.p_value for row in rows if row.p_value is not None]
    corrected = iter(false_discovery_control(tested).tolist() if tested else ())
    return tuple(
        row if row.p_value is None else replace(row, q_value=round(next(corrected), 6))
        for row in rows
    )

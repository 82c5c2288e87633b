"""How each pair of states stood to one another, period by period, with the doubt of it: a signed network.

An edge is the mean score of a pair's acts in a period. Its doubt is that of a mean of acts which come in
stories: what the acts of one week share counts once (Liang and Zeger, "Longitudinal data analysis using
generalized linear models", Biometrika 73, 1986), and, as few weeks tell little of their own variance, it is
drawn towards that of all pairs (Smyth, "Linear models and empirical Bayes methods", Statistical
Applications in Genetics and Molecular Biology 3, 2004), with Student's t for what is left unknown. Three
acts of one score are thus not sure.

A sign is given only where the interval lies on one side of what is neutral. That is zero by default: the
scale's own middle, on which acts neither help nor harm, so that a sign means the same in each period and
data set, as Heider's signs ("Attitudes and cognitive organization", Journal of Psychology 21, 1946) are of
a relation and not of a comparison. States talk more than they fight, so most signs will be friendly:
whether two deal with one another and whether they fight are two questions (Lerner, "Structural balance in
signed networks: separating the probability to interact from the tendency to fight", Social Networks 45,
2016), and what is made of signs here is held against the share of friendly ones. `neutral="mean"` takes the
mean of all acts instead: then a sign says who is closer than usual.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pyarrow as pa
from scipy.stats import t as student

from detente.errors import QueryError
from detente.measuring.exporting import Exports
from detente.measuring.periods import Every, label, period_of
from detente.measuring.points import Floats
from detente.records import column

Sign = Literal["friendly", "hostile", "unknown"]
USUAL_FREEDOM = 4.0
"""Degrees of freedom with which a pair's variance is drawn towards that of all."""
MANY = 5
"""Clusters from which on a pair tells something of the variance of all."""
WIDEST = 25.0
"""The variance of scores where no pair tells it."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Two states in a period."""

    period: str = column("name of the period, such as `2024`")
    first: str = column("a state, by code")
    second: str = column("another, later in the alphabet")
    n: int = column("acts of the two, whoever acted")
    mean: float = column("mean score of the acts, -10 to 10, each weighed by its confidence")
    low: float = column("lower end of the interval of the mean")
    high: float = column("its upper end")
    friendly: float = column("how likely the mean is truly above what is neutral, 0 to 1")
    sign: Sign = column(  # noqa: RUF009 (a field, not a value)
        "friendly or hostile where the interval is on one side of it, else unknown"
    )


@dataclass(frozen=True, slots=True, eq=False)
class NetworkResult(Exports):
    """The edges of each period, by period and pair."""

    record = Edge
    worded_by = "detente.networks.wording"
    drawn_by = "detente.networks.drawing"

    edges: tuple[Edge, ...]
    neutral: float
    every: Every
    options: Network

    def records(self) -> Sequence[Edge]:
        """The edges."""
        return self.edges

    def asked(self) -> dict[str, Any]:
        """What was measured, and how."""
        return {
            "measure": "network",
            "every": self.every,
            "neutral": self.neutral,
            "width": self.options.width,
            "fewest": self.options.fewest,
        }

    def periods(self) -> tuple[str, ...]:
        """The periods that have an edge, in order."""
        return tuple(dict.fromkeys(edge.period for edge in self.edges))

    def signed(self, period: str) -> tuple[Edge, ...]:
        """The edges of a period whose sign is known."""
        return tuple(
            each for each in self.edges if each.period == period and each.sign != "unknown"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Finds how pairs of states stand.

    `width` is the share of the intervals; a pair with less than `fewest` acts in a period has no known
    sign; `neutral` is the score between friendly and hostile, or `mean` for that of all acts. Raises
    `QueryError` for a width that is no share.
    """

    width: float = 0.9
    fewest: int = 5
    neutral: float | Literal["mean"] = 0.0

    def __post_init__(self) -> None:
        if not 0 < self.width < 1:
            raise QueryError(f"width {self.width} is no share", advice="Give one between 0 and 1.")

    def fit(self, sums: pa.Table, *, every: Every = "year") -> NetworkResult:
        """The edges of sums (`pair_sums`) that were taken over periods of a length."""
        n, weight, mean, clusters, squares = (
            np.asarray(sums[name].to_numpy(), dtype=np.float64)
            for name in ("n", "weight", "mean", "clusters", "squares")
        )
        neutral = _neutral(self.neutral, weight, mean)
        error, freedom = _errors(weight, clusters, squares)
        reach = np.asarray(student.ppf((1 + self.width) / 2, freedom) * error)
        above = np.asarray(student.cdf((mean - neutral) / error, freedom))
        known = (np.abs(mean - neutral) > reach) & (n >= self.fewest)
        starts = sums["start"].to_pylist()
        firsts, seconds = sums["first"].to_pylist(), sums["second"].to_pylist()
        order = sorted(
            range(len(n)), key=lambda place: (starts[place], firsts[place], seconds[place])
        )
        edges = tuple(
            Edge(
                period=label(period_of(starts[place], every), every),
                first=firsts[place],
                second=seconds[place],
                n=int(n[place]),
                mean=round(float(mean[place]), 6),
                low=round(max(-10.0, float(mean[place] - reach[place])), 6),
                high=round(min(10.0, float(mean[place] + reach[place])), 6),
                friendly=round(float(above[place]), 6),
                sign=_sign(float(mean[place]) - neutral, known=bool(known[place])),
            )
            for place in order
        )
        return NetworkResult(edges, neutral, every, self)


def _sign(beyond: float, *, known: bool) -> Sign:
    if not known:
        return "unknown"
    return "friendly" if beyond > 0 else "hostile"


def _neutral(asked: float | Literal["mean"], weight: Floats, mean: Floats) -> float:
    if asked != "mean":
        return float(asked)
    return round(float(np.average(mean, weights=weight)), 6) if len(mean) else 0.0


def _errors(weight: Floats, clusters: Floats, squares: Floats) -> tuple[Floats, Floats]:
    """The standard error of each mean, and its degrees of freedom."""
    own = np.maximum(clusters - 1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.where(own > 0, clusters / own * squares / weight, 0.0)
    many, some = variance[clusters >= MANY], variance[own > 0]
    usual = float(np.median(many)) if len(many) else float(np.mean(some)) if len(some) else WIDEST
    freedom = own + USUAL_FREEDOM
    drawn = (own * variance + USUAL_FREEDOM * max(usual, 1.0)) / freedom
    return np.asarray(np.sqrt(drawn / weight)), np.asarray(freedom)

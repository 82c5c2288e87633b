"""Which outlets tell the same record? Clusters that nobody named beforehand, where they stand.

Outlets are joined by the mean of their distances (average linkage: Sokal and Michener, "A statistical
method for evaluating systematic relationships", University of Kansas Science Bulletin 38, 1958), once by
what they tell and once by how they score (`detente.comparing.distances`). How many clusters there are is
what separates them best (Rousseeuw, "Silhouettes", Journal of Computational and Applied Mathematics 20,
1987).

Any outlets fall into some clusters. So two things are asked. Are they separated better than by chance?
For what is told, chance turns the weeks of each outlet in sign; for scores, it deals the scores of each
act anew among those who tell it. And is each cluster found again where weeks are drawn anew? Its
stability is the mean of its likeness (Jaccard's) to the cluster likest it; one of .75 or more stands
(Hennig, "Cluster-wise assessment of cluster stability", Computational Statistics and Data Analysis 52,
2007).

Clusters are numbered. They are no camps: outlets of one desk, language or wire tell the same, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, ClassVar, Literal, Protocol

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from detente.comparing.distances import FEWEST_ACTS, Left, those_that_tell
from detente.comparing.scoring import Scored
from detente.comparing.weeks import Weeks
from detente.measuring.exporting import Exports
from detente.records import column

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Way = Literal["telling", "scoring"]

FEWEST = 4
"""Outlets below which nothing is put together."""
MOST_CLUSTERS = 8
LEAST = 1e-9
DRAWS = 199
STABLE = 0.75
CLEAR = 0.05
"""Chance up to which clusters are told."""


@dataclass(frozen=True, slots=True)
class Clustered:
    """An outlet and its cluster."""

    by: Way = column("what it goes by: acts told (telling), or their scores (scoring)")
    cluster: int | None = column(
        "its number, from 1, the largest first; null where it is alone, or its cluster does not stand"
    )
    outlet: str = column("an outlet")
    stability: float | None = column(
        "how far its cluster is found again in drawn weeks, 0 to 1; null where it is alone"
    )
    silhouette: float = column("how well all clusters are separated, -1 to 1")
    p_value: float = column("how often chance separates some as well")


@dataclass(frozen=True, slots=True, eq=False)
class ClustersResult(Exports):
    """Clusters of outlets."""

    record = Clustered
    worded_by = "detente.comparing.wording"

    rows: tuple[Clustered, ...]
    options: Clusters

    def records(self) -> Sequence[Clustered]:
        """By what they go by, cluster and name."""
        return self.rows

    def asked(self) -> dict[str, Any]:
        """What was asked, and how."""
        given = {"draws": self.options.draws, "seed": self.options.seed}
        return {"measure": "clusters of outlets", "stable": STABLE, "clear": CLEAR, **given}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clusters:
    """Puts outlets together. `draws` of weeks say what is stable, as many of chance what is clear."""

    draws: int = DRAWS
    seed: int = 1

    def fit(self, scored: Scored) -> ClustersResult:
        """The clusters by either way, of the outlets of which all distances are known.

        Raises `TooLittleDataError` where too few outlets tell enough.
        """
        outlets = those_that_tell(scored)
        weeks = Weeks.of(scored.telling.days, draws=self.draws, flips=0, seed=self.seed)
        names = [scored.telling.outlets[at] for at in outlets]
        ways: list[Distanced] = [
            _ByTelling.of(scored, outlets, weeks),
            _ByScoring.of(scored, outlets, weeks),
        ]
        rows = [row for way in ways for row in self._clustered(way, names, weeks)]
        return ClustersResult(tuple(rows), self)

    def _clustered(self, way: Distanced, names: Sequence[str], weeks: Weeks) -> list[Clustered]:
        whole = way.distances(np.ones(weeks.count))
        kept = _known(whole)
        if len(kept) < FEWEST:
            return []
        inner = np.ix_(kept, kept)
        clusters, silhouette = best(whole[inner])
        rng = np.random.default_rng(self.seed)
        chance = [best(way.by_chance(rng)[inner])[1] for _ in range(self.draws)]
        p_value = (1 + sum(each >= silhouette - LEAST for each in chance)) / (1 + len(chance))
        drawn = (way.distances(each)[inner] for each in weeks.drawn)
        stability = _stability(clusters, [each for each in drawn if np.isfinite(each).all()])
        return _rows(way.name, [names[at] for at in kept], clusters, stability, silhouette, p_value)


class Distanced(Protocol):
    """Outlets with distances."""

    name: ClassVar[Way]

    def distances(self, drawn: Floats) -> Floats:
        """Of each two, where each week counts as often as it is drawn; NaN where none is known."""

    def by_chance(self, rng: np.random.Generator) -> Floats:
        """The same where nobody is like anybody."""


@dataclass(frozen=True, slots=True, eq=False)
class _ByTelling:
    """Distances by what is told: one less the correlation of what is left."""

    name: ClassVar[Way] = "telling"
    pairs: Ints
    product: Floats
    first: Floats
    second: Floats
    outlets: int

    @classmethod
    def of(cls, scored: Scored, outlets: Sequence[int], weeks: Weeks) -> _ByTelling:
        known = [
            ((one, other), left)
            for one, other in combinations(range(len(outlets)), 2)
            if (left := Left.of(scored, outlets[one], outlets[other], weeks)) is not None
        ]
        product, first, second = (
            np.array([getattr(left, name) for _, left in known]).reshape(len(known), weeks.count)
            for name in ("product", "first", "second")
        )
        pairs = np.array([pair for pair, _ in known], dtype=np.int64).reshape(len(known), 2)
        return cls(pairs, product, first, second, len(outlets))

    def distances(self, drawn: Floats) -> Floats:
        return self._distances(self.product @ drawn, drawn)

    def by_chance(self, rng: np.random.Generator) -> Floats:
        """The weeks of each outlet are turned in sign."""
        weeks = self.product.shape[1]
        signs = rng.choice([-1.0, 1.0], (self.outlets, weeks))
        turned = self.product * signs[self.pairs[:, 0]] * signs[self.pairs[:, 1]]
        return self._distances(turned.sum(axis=1), np.ones(weeks))

    def _distances(self, product: Floats, drawn: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            alike = product / np.sqrt((self.first @ drawn) * (self.second @ drawn))
        return _matrix(self.pairs, 1 - alike, self.outlets)


@dataclass(frozen=True, slots=True, eq=False)
class _ByScoring:
    """Distances by the scores of what both tell: the mean of how far they lie apart."""

    name: ClassVar[Way] = "scoring"
    scores: Floats
    pairs: Ints
    weeks: Weeks

    @classmethod
    def of(cls, scored: Scored, outlets: Sequence[int], weeks: Weeks) -> _ByScoring:
        pairs = np.array([*combinations(range(len(outlets)), 2)], dtype=np.int64)
        return cls(scored.scores[:, outlets], pairs, weeks)

    def distances(self, drawn: Floats) -> Floats:
        return self._distances(self.scores, drawn[self.weeks.place])

    def by_chance(self, rng: np.random.Generator) -> Floats:
        """The scores of each act are dealt anew among those who tell it."""
        untold = np.isnan(self.scores)
        dealt = np.argsort(rng.random(self.scores.shape) + untold, axis=1)
        order = np.argsort(untold, axis=1, kind="stable")
        found = np.full(self.scores.shape, np.nan)
        np.put_along_axis(found, order, np.take_along_axis(self.scores, dealt, axis=1), axis=1)
        return self._distances(found, np.ones(len(found)))

    def _distances(self, scores: Floats, weight: Floats) -> Floats:
        apart = np.abs(scores[:, self.pairs[:, 0]] - scores[:, self.pairs[:, 1]])
        both = np.isfinite(apart)
        enough = both.sum(axis=0) >= FEWEST_ACTS
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = (weight @ np.nan_to_num(apart)) / (weight @ both)
        return _matrix(self.pairs, np.where(enough, mean, np.nan), self.scores.shape[1])


def _matrix(pairs: Ints, distances: Floats, outlets: int) -> Floats:
    """Distances both ways; NaN where none is known, nothing from each outlet to itself."""
    found = np.full((outlets, outlets), np.nan)
    found[pairs[:, 0], pairs[:, 1]] = distances
    found[pairs[:, 1], pairs[:, 0]] = distances
    np.fill_diagonal(found, 0.0)
    return found


def _known(distances: Floats) -> list[int]:
    """Outlets of which all distances are known: without the one that lacks most, until none lacks any."""
    kept = list(range(len(distances)))
    while kept:
        lacking = np.isnan(distances[np.ix_(kept, kept)]).sum(axis=1)
        if not lacking.any():
            break
        # of equals the one that tells least, which stands last
        kept.pop(len(kept) - 1 - int(np.argmax(lacking[::-1])))
    return kept


def best(distances: Floats) -> tuple[Ints, float]:
    """The number of the cluster of each outlet, and the mean silhouette, where that is largest."""
    joined = linkage(squareform(distances, checks=False), method="average")
    most = min(MOST_CLUSTERS, len(distances) - 1)
    cuts = [
        fcluster(joined, count, criterion="maxclust").astype(np.int64)
        for count in range(2, most + 1)
    ]
    widths = [silhouette_of(distances, cut) for cut in cuts]
    at = int(np.argmax(widths))
    return cuts[at], widths[at]


def silhouette_of(distances: Floats, clusters: Ints) -> float:
    """The mean of how much nearer each one's own cluster is than the next; 0 for who is alone."""
    members = (clusters[:, None] == np.unique(clusters)).astype(np.float64)
    size = members.sum(axis=0)
    if len(size) == 1:
        return 0.0
    total = distances @ members
    own = members.astype(bool)
    within = total[own] / np.maximum(size[own.argmax(axis=1)] - 1, 1)
    beside = np.where(own, np.inf, total / size).min(axis=1)
    width = (beside - within) / np.maximum(np.maximum(beside, within), LEAST)
    return float(np.where(size[own.argmax(axis=1)] > 1, width, 0.0).mean())


def _stability(clusters: Ints, drawn: Sequence[Floats]) -> dict[int, float]:
    """For each cluster the mean likeness of the cluster likest it, in as many clusters of drawn weeks."""
    names = np.unique(clusters)
    found = dict.fromkeys(names.tolist(), 0.0)
    for each in drawn:
        joined = linkage(squareform(each, checks=False), method="average")
        again = fcluster(joined, len(names), criterion="maxclust")
        for name in names:
            held = clusters == name
            found[int(name)] += max(
                float((held & (again == other)).sum() / (held | (again == other)).sum())
                for other in np.unique(again)
            )
    return {name: total / max(len(drawn), 1) for name, total in found.items()}


def _rows(
    way: Way,
    names: Sequence[str],
    clusters: Ints,
    stability: dict[int, float],
    silhouette: float,
    p_value: float,
) -> list[Clustered]:
    held = {
        int(each): [names[at] for at in np.flatnonzero(clusters == each).tolist()]
        for each in np.unique(clusters)
    }
    stands = [
        each
        for each, outlets in held.items()
        if len(outlets) > 1 and stability[each] >= STABLE and p_value <= CLEAR
    ]
    stands.sort(key=lambda each: (-len(held[each]), min(held[each])))
    rows = [
        Clustered(
            by=way,
            cluster=stands.index(each) + 1 if each in stands else None,
            outlet=outlet,
            stability=stability[each] if len(outlets) > 1 else None,
            silhouette=silhouette,
            p_value=p_value,
        )
        for each, outlets in held.items()
        for outlet in outlets
    ]
    return sorted(rows, key=lambda row: (row.cluster is None, row.cluster or 0, row.outlet))

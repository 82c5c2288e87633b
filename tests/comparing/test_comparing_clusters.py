"""How far outlets are apart, and which tell the same record."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.comparing import Clusters, Distances
from detente.comparing.clusters import best, silhouette_of
from detente.errors import TooLittleDataError
from detente.laboratory.datasets.eyes import Watched, watched

QUICK = Clusters(draws=79)
WORLD = Watched(outlets=7, acts=1500, weeks=60, unlike=3)


def clusters(world: Watched, by: str, seed: int = 2) -> list[list[str]]:
    rows = [row for row in QUICK.fit(watched(world, seed)).rows if row.by == by]
    assert rows
    numbers = sorted({row.cluster for row in rows if row.cluster is not None})
    return [[row.outlet for row in rows if row.cluster == number] for number in numbers]


OWN_KIND = [f"outlet {at}" for at in range(3)]
OTHERS = [f"outlet {at}" for at in range(3, 7)]


def test_those_who_tell_the_same_acts_are_together() -> None:
    assert clusters(replace(WORLD, schools=1.2), "telling") == [OTHERS, OWN_KIND]


def test_those_who_score_alike_are_together() -> None:
    world = replace(WORLD, presents=2.0)
    assert OWN_KIND in clusters(world, "scoring")
    assert clusters(world, "telling") == []


def test_without_kinds_no_cluster_stands() -> None:
    plain = replace(WORLD, unlike=0)
    assert [clusters(plain, by, seed) for by in ("telling", "scoring") for seed in (2, 3)] == [
        []
    ] * 4
    assert "no cluster of the" in str(QUICK.fit(watched(plain, 2)))


def test_what_is_not_found_again_does_not_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.comparing.clusters.STABLE", 1.01)
    assert clusters(replace(WORLD, schools=1.2), "telling") == []


def test_clusters_are_said_in_words() -> None:
    lines = str(QUICK.fit(watched(replace(WORLD, schools=1.2), 2))).splitlines()
    assert lines[0].startswith("By which acts they tell, 2 clusters (silhouette ")
    assert lines[2].startswith("  2: outlet 0, outlet 1, outlet 2 (found again ")


def test_pairs_of_one_kind_are_more_alike() -> None:
    found = Distances(draws=49).fit(watched(replace(WORLD, schools=1.2), 2))
    alike = {True: [], False: []}  # type: ignore[var-annotated]
    for row in found.rows:
        assert row.alike is not None and row.alike_low is not None and row.alike_high is not None
        assert row.alike_low <= row.alike <= row.alike_high
        assert row.both <= row.either <= row.acts
        alike[(row.first in OWN_KIND) == (row.second in OWN_KIND)].append(row.alike)
    assert len(found.rows) == 21
    assert min(alike[True]) > max(alike[False])
    assert "By which acts they tell, beyond what is usual (-1 to 1):" in str(found)


def test_an_act_is_apart_by_how_far_scores_are() -> None:
    scored = watched(WORLD, 2)
    first, second = scored.telling.outlets[:2]
    one, other = scored.scores[:, 0], scored.scores[:, 1]
    row = next(each for each in Distances(draws=9).fit(scored).rows if each.first == first)
    assert row.second == second
    assert row.apart == pytest.approx(np.nanmean(np.abs(one - other)))
    assert row.shared == int((scored.told[:, 0] & scored.told[:, 1]).sum())


def test_of_two_those_acts_are_asked_that_a_third_tells() -> None:
    scored = watched(WORLD, 2)
    row = Distances(draws=9).fit(scored).rows[0]
    told, read = scored.told, scored.telling.read
    asked = told[:, 2:].any(axis=1) & read[:, 0] & read[:, 1]
    assert row.acts == int(asked.sum()) < len(told)
    assert row.both == int((asked & told[:, 0] & told[:, 1]).sum())


def test_few_acts_give_no_distances() -> None:
    few = watched(Watched(outlets=3, acts=20, weeks=12), 1)
    with pytest.raises(TooLittleDataError, match="how far outlets are apart"):
        Distances().fit(few)


NEAR = np.array([[0, 1, 9, 9], [1, 0, 9, 9], [9, 9, 0, 1], [9, 9, 1, 0]], dtype=np.float64)


def test_the_best_cut_is_that_of_the_widest_silhouette() -> None:
    found, width = best(NEAR)
    assert (found[0] == found[1], found[2] == found[3], found[0] == found[2]) == (True, True, False)
    assert width == pytest.approx(8 / 9)


@pytest.mark.parametrize(
    ("clusters", "width"),
    [([1, 1, 2, 2], 8 / 9), ([1, 2, 3, 3], (0 + 0 + 8 / 9 * 2) / 4), ([1, 1, 1, 1], 0)],
)
def test_a_silhouette(clusters: list[int], width: float) -> None:
    assert silhouette_of(NEAR, np.array(clusters)) == pytest.approx(width)

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import QueryError, TooLittleDataError
from detente.laboratory.datasets.shapes import shape
from detente.measuring import Points, Spells, SpellsResult
from detente.measuring.coverage import Coverage

CALM = [2.0, 5.0, 3.0, 4.0, 1.0, 3.0] * 6
CRISIS = [70.0, 100.0, 46.0, 25.0]
SILENT = [0.0] * 36


def spans(found: SpellsResult) -> list[tuple[int, int]]:
    return [(int(each.start), int(each.end)) for each in found.spells]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (CALM * 2, []),
        (SILENT * 2, []),
        ([*CALM, *CRISIS, *CALM], [(36, 39)]),
        ([*SILENT, *CRISIS, *SILENT], [(36, 39)]),
        ([*CALM, *CALM, *CRISIS], [(72, 75)]),
        ([*CALM, *CRISIS, *CALM, *CRISIS, *CALM], [(36, 39), (76, 79)]),
    ],
)
def test_spells_of_known_series(values: list[float], expected: list[tuple[int, int]]) -> None:
    assert spans(Spells().fit(Points.plain(values))) == expected


def test_what_a_spell_tells() -> None:
    (spell,) = Spells().fit(Points.plain([*CALM, *CRISIS, *CALM])).spells
    assert (spell.peak, spell.most, spell.periods, spell.lasting) == ("37", 100.0, 4, False)
    assert spell.level == pytest.approx(np.mean(CRISIS))
    assert spell.usual == pytest.approx(3.0, abs=0.2)
    assert spell.excess == pytest.approx(sum(CRISIS) - 4 * spell.usual)


def test_what_lasts_becomes_usual() -> None:
    higher = [10 * each for each in CALM]
    found = Spells().fit(Points.plain([*CALM, *higher, *higher]))
    assert found.spells[0].lasting
    assert [each.start for each in found.spells] == ["36"]


def test_a_crisis_of_six_is_found_and_over_dispersion_is_none() -> None:
    """The short form of benchmarks/shapes.py."""
    still = [shape("over-dispersed", seed).values for seed in range(40)]
    assert np.mean([bool(Spells().fit(Points.plain(values)).spells) for values in still]) <= 0.1
    near = []
    for seed in range(40):
        world = shape("crisis of six", seed)
        starts = [start for start, _ in spans(Spells().fit(Points.plain(world.values)))]
        assert world.happened is not None
        near.append(any(abs(start - world.happened[0]) <= 1 for start in starts))
    assert np.mean(near) >= 0.75


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=12, max_size=60), st.sampled_from([0.25, 4.0, 16.0]))
def test_the_unit_does_not_decide(numbers: list[int], factor: float) -> None:
    values = np.array(numbers, dtype=float)
    one, other = (Spells().fit(Points.plain(each)) for each in (values, factor * values))
    if values.any():
        assert spans(one) == spans(other)


def test_more_coverage_is_no_spell() -> None:
    values = np.array([*CALM, *(8 * each for each in CALM[:6]), *CALM])
    volume = np.where(np.arange(78) // 6 == 6, 800.0, 100.0)
    points = Points.plain(values)
    coverage = Coverage(points.names, volume, volume, np.zeros(78, dtype=bool))
    assert Spells().fit(points).spells
    found = Spells().fit(points, coverage=coverage)
    assert (found.spells, found.adjusted) == ((), True)
    assert "usual coverage" in str(found)


@pytest.mark.parametrize(
    ("points", "error", "words"),
    [
        (Points.plain([1.0] * 30, [2.0] * 30), QueryError, "never negative"),
        (Points.plain([-1.0, *CALM]), QueryError, "never negative"),
        (Points.plain([1.0] * 11), TooLittleDataError, "spells need 12"),
    ],
)
def test_what_is_refused(points: Points, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        Spells().fit(points)


def test_the_result_tells_charts_and_exports() -> None:
    found = Spells().fit(Points.plain([*CALM, *CRISIS, *CALM], what="hostility"))
    assert str(found).startswith(
        "1 spell of hostility, 76 periods, 0 to 75.\n36 to 39: 60 a period"
    )
    assert found.to_table().to_pylist()[0]["start"] == "36"
    assert found.chart().to_dict()["layer"]


@pytest.mark.parametrize("name", ["lognormal", "many zeros", "over-dispersed"])
def test_heavy_tails_and_many_zeros_are_told_no_oftener_than_promised(name: str) -> None:
    """The short form of benchmarks/spells.py; the worlds are of ten years."""
    still = [shape(name, seed).values for seed in range(40)]
    told = [Spells().fit(Points.plain(values, every="month")).spells for values in still]
    assert np.mean([bool(each) for each in told]) <= Spells().clear


def test_every_busy_month_of_a_quiet_series_is_no_spell() -> None:
    """Months out of the usual must not make each other so, by leaving what is usual one after the other."""
    quiet = [0.0, 0.0, 9.0, 0.0, 4.0, 0.0, 0.0, 12.0, 0.0, 0.0, 2.0, 0.0] * 10
    assert Spells().fit(Points.plain(quiet)).spells == ()


def test_one_large_crisis_does_not_hide_another() -> None:
    found = Spells().fit(Points.plain([*CALM, 90.0, *CALM, 80.0, *CALM]))
    assert spans(found) == [(36, 36), (73, 73)]


def test_what_comes_before_a_crisis_is_not_its_start() -> None:
    found = Spells().fit(Points.plain([*CALM, 7.0, 7.0, *CRISIS, *CALM]))
    assert spans(found) == [(38, 41)]


def test_hardly_any_acts_are_no_spell() -> None:
    """Four of the smallest there are, where five are asked for."""
    seldom = [*SILENT, 3.0, *SILENT, 3.0, *SILENT]
    few, many = ([*seldom, times * 3.0, *SILENT] for times in (4, 6))
    assert not Spells().fit(Points.plain(few)).spells
    assert spans(Spells().fit(Points.plain(many))) == [(110, 110)]


def test_a_year_of_weeks_tells_what_is_usual() -> None:
    assert [Spells().usual(every) for every in ("month", "week", "quarter")] == [24, 52, 24]
    assert Spells(before=9).usual("week") == 9

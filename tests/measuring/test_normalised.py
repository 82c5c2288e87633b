"""Other scores, and the two ways to normalise."""

import datetime as dt

import pyarrow as pa
import pytest
from measuring_world import PAIR, act, table

from detente.errors import QueryError
from detente.laboratory.datasets.worlds import world
from detente.measuring import Level, Points, Turns, measure
from detente.measuring.question import Question
from detente.measuring.slants import slants
from detente.measuring.tally import COVERAGE, tally


def test_goldstein_scores_leave_out_what_has_none() -> None:
    acts = table(act("2020-01-01", goldstein=-2.0), act("2020-01-02", goldstein=0.1),
                 act("2020-01-03"))  # fmt: skip
    series = measure(acts, Question(between=PAIR, scores="goldstein"))
    (row,) = series.rows
    assert (row.n, row.total, row.net, series.unscored) == (2, -1.9, -0.95, 1)


def coverage(**days: int) -> pa.Table:
    rows = [
        {"day": dt.date.fromisoformat(day[1:].replace("_", "-")), "n": n} for day, n in days.items()
    ]
    return pa.Table.from_pylist(rows, schema=COVERAGE)


def test_points_of_a_normalised_series_are_its_values() -> None:
    """A share of what was told falls where the same acts are told among ten times as many."""
    acts = table(*(act(f"2020-{month:02d}-01", "AID") for month in range(1, 13)))
    told = coverage(**{f"d2020_{month:02d}_01": 10 if month < 7 else 100 for month in range(1, 13)})
    series = measure(acts, Question(between=PAIR, normalise="coverage"), coverage=told)
    points = Points.of(series)
    assert points.values.tolist() == [row.value for row in series.rows]
    assert points.values[0] == 10 * points.values[-1]
    assert (points.what, points.counts) == ("score for each thousand acts of all states", None)
    (turn,) = Turns().fit(series).turns
    assert (turn.period, turn.size < 0) == ("2020-07", True)
    with pytest.raises(QueryError, match="no total score"):
        Points.of(series, total=True)


def test_coverage_makes_it_the_score_for_each_thousand_acts_of_all_states() -> None:
    acts = table(act("2020-01-01"), act("2020-01-20"), act("2020-03-01", "AID"))
    told = coverage(d2020_01_01=30, d2020_01_31=20, d2020_02_29=10, d2020_03_01=40, d2020_04_01=99)
    rows = measure(acts, Question(between=PAIR, normalise="coverage"), coverage=told).rows
    assert [row.everything for row in rows] == [50, 10, 40]
    assert [row.value for row in rows] == [-6 / 50 * 1000, 0.0, 10 / 40 * 1000]
    assert [row.net for row in rows] == [-3.0, None, 10.0]


def test_a_level_of_coverage_is_in_its_own_unit() -> None:
    acts = table(*(act(f"2020-{month:02}-{day:02}") for month in range(1, 13) for day in (1, 9)))
    told = coverage(**{f"d2020_{month:02}_01": 400 for month in range(1, 13)})
    result = Level(draws=60).fit(acts, Question(between=PAIR, normalise="coverage"), coverage=told)
    assert all(row.low < -15 < row.high for row in result.rows)  # type: ignore[operator]


def test_coverage_must_be_given() -> None:
    with pytest.raises(QueryError, match="coverage"):
        measure(table(act("2020-01-01")), Question(between=PAIR, normalise="coverage"))


def test_outlets_held_constant() -> None:
    """One outlet tells only good, five tell only bad; who tells more changes, how they tell does not."""
    acts = []
    for month in range(1, 13):
        sunny = 5 if month > 6 else 1
        acts += [act(f"2020-{month:02}-{day:02}", "CONSULT", outlets=["Sun"])
                 for day in range(1, sunny + 1)]  # fmt: skip
        acts += [act(f"2020-{month:02}-{day:02}", outlets=[f"Rain {day}"]) for day in range(1, 6)]
    plain = [row.net for row in measure(table(*acts), Question(between=PAIR)).rows]
    held = [
        row.value for row in measure(table(*acts), Question(between=PAIR, normalise="outlets")).rows
    ]
    moved = plain[-1] - plain[0]  # type: ignore[operator]
    assert moved > 1.5
    assert abs(held[-1] - held[0]) < 0.1 * moved  # type: ignore[operator]


def test_few_outlets_cannot_be_held_constant() -> None:
    with pytest.raises(QueryError, match="takes 5"):
        measure(
            table(act("2020-01-01", outlets=["A"])), Question(between=PAIR, normalise="outlets")
        )


def test_slants_of_outlets_are_found() -> None:
    made = world(2, misreads=False, slant=1.5, acts=40.0, periods=60)
    found = slants(tally(made.acts, made.question()))
    assert found is not None
    for name, slant, doubt in zip(found.outlets, found.slant, found.doubt, strict=True):
        truth = made.slants[int(name[-2:]) - 1] - sum(made.slants) / len(made.slants)
        assert abs(slant - truth) < 1.0 + 2 * doubt
    assert 0.8 < found.spread < 2.4


def test_outlets_that_do_not_differ_have_no_slant_to_speak_of() -> None:
    made = world(2, misreads=False, acts=40.0, periods=60)
    found = slants(tally(made.acts, made.question()))
    assert found is not None
    assert found.spread < 0.4


@pytest.mark.parametrize("asked", [{"scores": "mine"}, {"normalise": "somehow"}])
def test_unknown_choices(asked: dict[str, str]) -> None:
    with pytest.raises(QueryError, match="Choose"):
        measure(table(), Question(between=PAIR, **asked))

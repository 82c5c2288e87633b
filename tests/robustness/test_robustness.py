"""What is found again where it is computed otherwise, and what is not."""

from __future__ import annotations

import datetime as dt
from functools import cache

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import QueryError
from detente.laboratory.datasets.pairs import Flow, acts_of
from detente.robustness import Material, Robustness, RobustnessResult, Source
from detente.robustness import specifications as made
from detente.robustness.findings import Finding, dated, fixed
from detente.robustness.looking import Measure, Outcome, Sighting, When
from detente.robustness.material import like_pairs, once_a_day
from detente.robustness.rows import Standing
from detente.robustness.specifications import Specification
from detente.robustness.viewing import scored, sure, view_of

PAIR = ("CHL", "KEN")
MONTHS = 60
STEP = np.where(np.arange(MONTHS) < 35, -2.0, 2.0)  # up in 2016-12
CHOICES = {
    "source": ("read", "gdelt"),
    "merging": ("alike",),
    "every": ("month", "week"),
    "seed": (0, 1, 2),
}


@cache
def stepped() -> RobustnessResult:
    flows = [Flow("CHL", "KEN", STEP, 8), Flow("KEN", "CHL", STEP, 8)]
    source = Source.of_acts(acts_of(flows, between=PAIR, seed=4), PAIR)
    other = acts_of(
        [Flow("CHL", "FJI", -STEP, 8), Flow("FJI", "CHL", -STEP, 8)], between=("CHL", "FJI"), seed=5
    )
    placebo = Source.of_acts(other, ("CHL", "FJI"))
    search = Robustness(sample=6, dates=9, events=("2016-12-01",))
    return search.fit(Material(PAIR, (source,), (placebo,)))


def standing(words: str) -> Standing:
    return next(each for each in stepped().standings if each.finding.startswith(words))


def test_a_step_stands_and_random_dates_and_other_pairs_do_not_show_it() -> None:
    found = standing("mean turned up in 2016-12")
    assert found.told and found.verdict == "stands"
    assert found.share == found.found / found.specifications >= 0.8
    assert found.random_dates is not None and found.random_dates < 0.3
    assert (found.placebo_found, found.placebo_pairs) == (0, 1), "the other pair turns down"
    assert found.effect_low <= found.effect <= found.effect_high
    assert found.effect_low > 0


def test_what_followed_an_event_is_told_with_its_sign() -> None:
    found = standing("total rose after 2016-12-01")
    assert (found.kind, found.sign, found.told, found.verdict) == ("event", 1, True, "stands")
    assert found.same_sign == 1.0


def test_answers_are_told_in_both_directions_where_none_is_seen() -> None:
    answers = [each for each in stepped().standings if each.kind == "answer"]
    assert {each.about for each in answers} == {"CHL>KEN KEN>CHL", "KEN>CHL CHL>KEN"}
    assert all(each.random_dates is None and each.placebo_pairs == 1 for each in answers)


def test_choices_and_the_curve_agree_with_the_findings() -> None:
    found = stepped()
    for each in found.standings:
        rows = [row for row in found.curve.rows if row.finding == each.finding]
        assert (len(rows), sum(row.found for row in rows)) == (each.specifications, each.found)
        spans = [
            row
            for row in found.choices.rows
            if row.finding == each.finding and row.dimension == "span"
        ]
        assert sum(row.specifications for row in spans) == each.specifications
        assert sum(row.found for row in spans) == each.found


def test_each_choice_is_told_alone_and_with_all_others() -> None:
    rows = [row for row in stepped().choices.rows if row.finding.startswith("mean turned up")]
    merging = {row.choice: row for row in rows if row.dimension == "merging"}
    assert set(merging) == {"each report", "one-a-day"}
    total = standing("mean turned up").specifications
    assert sum(row.specifications for row in merging.values()) == total
    assert all(row.alone is True for row in merging.values())
    every = [row.choice for row in rows if row.dimension == "every"]
    assert every == ["month", "week", "quarter"], "the one asked for first"


def test_a_merging_that_a_data_set_lacks_is_its_usual_one() -> None:
    held = {"alike": ROWS, "each report": ROWS.slice(0, 2)}
    source = Source("read", PAIR, held)
    told = [source.merging(name) for name in ("usual", "alike", "each report", "one-a-day")]
    assert told == ["alike", "alike", "each report", "alike"]


def test_a_curve_has_only_the_choices_that_matter() -> None:
    rows = [row for row in stepped().curve.rows if row.finding.startswith("mean turned up")]
    assert (
        {row.lags for row in rows}
        == {row.step for row in rows}
        == {row.coverage for row in rows}
        == {None}
    )
    assert {row.every for row in rows} == {"month", "week", "quarter"}


def test_the_same_again() -> None:
    before = [table.to_csv() for table in (stepped(), stepped().choices, stepped().curve)]
    stepped.cache_clear()
    assert [table.to_csv() for table in (stepped(), stepped().choices, stepped().curve)] == before


def test_words_say_what_stands_and_what_was_compared() -> None:
    told = str(stepped())
    assert told.startswith("CHL - KEN: ")
    assert "Mean turned up in 2016-12: stands, " in told
    assert told.endswith("Other pairs: CHL-FJI.")


def test_a_chart_is_of_one_finding_and_of_none_that_there_is_not() -> None:
    drawn = stepped().chart(finding=stepped().standings[0].finding).to_dict()
    assert len(drawn["vconcat"]) == 3
    with pytest.raises(QueryError, match="no finding is called 'peace'"):
        stepped().chart(finding="peace")


def test_what_cannot_be_computed_is_told_and_not_raised() -> None:
    few = acts_of([Flow("CHL", "KEN", np.zeros(4), 3)], between=PAIR, seed=1)
    found = Robustness(sample=2).fit(Material(PAIR, (Source.of_acts(few, PAIR),)))
    assert found.standings == ()
    assert [each.partition(":")[0] for each in found.refusals] == [
        "turn in mean", "turn in hostility", "spell in hostility", "answer in total", "lead in total",
    ]  # fmt: skip
    with pytest.raises(QueryError, match="no finding to draw"):
        found.chart()


def test_single_departures_differ_in_one_choice() -> None:
    base = made.first_of(CHOICES)
    singles = list(made.single_departures(CHOICES))
    assert [name for name, _ in singles] == ["source", "every", "seed", "seed"]
    for name, spec in singles:
        differ = [each for each in made.DIMENSIONS if getattr(spec, each) != getattr(base, each)]
        assert differ == [name]


@given(count=st.integers(0, 20), seed=st.integers(0, 99))
def test_a_sample_is_of_the_choices_and_has_none_twice(count: int, seed: int) -> None:
    drawn = made.sampled(CHOICES, count, seed)
    assert len(drawn) == len(set(drawn)) <= min(count, 12)
    assert all(getattr(each, name) in held for each in drawn for name, held in CHOICES.items())
    assert drawn == made.sampled(CHOICES, count, seed)


def when(day: str, first: str | None = None, last: str | None = None, unit: int = 31) -> When:
    held = (dt.date.fromisoformat(each) for each in (day, first or day, last or day))
    return When(*held, unit)


def seen(kind: str, day: str, sign: int = 1, **ends: str) -> Sighting:
    return Sighting(day, sign, 1.0, 0.01, True, when(day, **ends))


def measure(kind: str) -> Measure:
    return Measure(kind, "mean", (), lambda view, spec: Outcome())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "other", "same"),
    [
        ("turn", seen("turn", "2016-03-20"), True),  # within the interval
        ("turn", seen("turn", "2016-01-10"), True),  # a period before it
        ("turn", seen("turn", "2015-11-01"), False),
        ("turn", seen("turn", "2016-03-20", sign=-1), False),
        ("spell", seen("spell", "2015-11-01", last="2016-02-01"), True),  # a day in common
        ("spell", seen("spell", "2015-11-01", last="2016-01-31"), False),
    ],
)
def test_what_is_found_again(kind: str, other: Sighting, same: bool) -> None:
    base = seen(kind, "2016-03-01", first="2016-02-01", last="2016-03-31")
    assert Finding.of(measure(kind), base).is_same(other) is same


@pytest.mark.parametrize(
    ("first", "last", "covers"),
    [
        ("2015-01-01", "2016-12-31", True),
        ("2016-01-01", "2016-12-31", False),  # too little before
        ("2015-01-01", "2016-04-15", False),  # too little after
    ],
)
def test_a_time_that_does_not_hold_the_date_is_no_witness(
    first: str, last: str, covers: bool
) -> None:
    told = Outcome((), dt.date.fromisoformat(first), dt.date.fromisoformat(last), 31)
    assert Finding.of(measure("turn"), seen("turn", "2016-03-01")).in_time(told) is covers


def outcome(*sightings: Sighting) -> Outcome:
    return Outcome(sightings, dt.date(2010, 1, 1), dt.date(2020, 1, 1), 31)


def test_what_most_specifications_find_is_told_though_the_one_asked_for_does_not() -> None:
    late, early = seen("turn", "2016-03-01"), seen("turn", "2013-03-01")
    outcomes = [outcome(early), outcome(early, late), *[outcome(late)] * 3]
    found = dated(measure("turn"), outcomes, 0.5)
    assert [each.about for each in found] == ["2013-03-01", "2016-03-01"]
    assert [each.found(outcomes[0]) for each in found] == [True, False]
    assert [each.about for each in dated(measure("turn"), outcomes, 0.9)] == ["2013-03-01"]
    few = outcomes[:4]
    assert [each.about for each in dated(measure("turn"), few, 0.5)] == ["2013-03-01"]


@pytest.mark.parametrize(
    ("signs", "sign"),
    [
        ([(1, True), (-1, True), (-1, True)], 1),  # the one asked for sees it
        ([(1, False), (-1, True), (1, False)], -1),  # those that see it
        ([(-1, False), (1, False), (1, False)], 1),  # nobody sees it
    ],
)
def test_the_sign_of_a_test(signs: list[tuple[int, bool]], sign: int) -> None:
    outcomes = [
        Outcome((Sighting("CHL>KEN KEN>CHL", way, 0.1, 0.01, clear),)) for way, clear in signs
    ]
    (found,) = fixed(measure("answer"), outcomes)
    assert found.sign == sign


def acts(*rows: tuple[str, str, float | None, float | None]) -> pa.Table:
    flows = [Flow("CHL", "KEN", np.zeros(1), 400)]
    held = acts_of(flows, between=PAIR, seed=1).slice(0, len(rows)).to_pylist()
    for row, (day, kind, goldstein, confidence) in zip(held, rows, strict=True):
        row |= {
            "day": dt.date.fromisoformat(day),
            "event_type": "AID",
            "quad_class": kind,
            "score": 5.0,
        }
        row |= {"goldstein": goldstein, "confidence": confidence}
    return pa.Table.from_pylist(held, schema=acts_of(flows, between=PAIR, seed=1).schema)


ROWS = acts(
    ("2016-01-01", "verbal cooperation", 2.0, 0.9),
    ("2016-01-01", "material conflict", -7.0, 0.4),
    ("2016-01-02", "verbal conflict", None, None),
)


@pytest.mark.parametrize(
    ("scale", "scores"),
    [("plover", [5.0, 5.0, 5.0]), ("goldstein", [2.0, -7.0]), ("quad", [1.0, -1.0, -1.0])],
)
def test_scales(scale: str, scores: list[float]) -> None:
    assert scored(ROWS, scale)["score"].to_pylist() == scores


@pytest.mark.parametrize(("least", "kept"), [(0.0, 3), (0.5, 2), (0.95, 1)])
def test_an_act_of_which_nobody_says_how_sure_it_is_is_kept(least: float, kept: int) -> None:
    assert len(sure(ROWS, least)) == kept


def test_like_acts_of_a_day_are_one() -> None:
    assert [str(day) for day in once_a_day(ROWS)["day"].to_pylist()] == ["2016-01-01", "2016-01-02"]
    assert once_a_day(ROWS).schema == ROWS.schema


def test_a_fifth_of_the_days_is_left_out() -> None:
    source = Source.of_acts(ROWS, PAIR, first=dt.date(2016, 1, 1), last=dt.date(2016, 1, 10))
    spec = Specification(source="acts", merging="each report", span="without the first fifth")
    view = view_of(source, spec)
    assert (view.first, view.last, len(view.acts)) == (dt.date(2016, 1, 3), dt.date(2016, 1, 10), 0)


def test_pairs_that_share_a_state_and_are_told_of_about_as_often() -> None:
    counted = {
        ("CHL", "KEN"): 100, ("CHL", "FJI"): 90, ("CHL", "NOR"): 250, ("CHL", "PER"): 20,
        ("FJI", "KEN"): 130, ("FJI", "NOR"): 100,
    }  # fmt: skip
    assert like_pairs(counted, PAIR) == [("CHL", "FJI"), ("CHL", "NOR"), ("FJI", "KEN")]
    assert like_pairs(counted, PAIR, most=2) == [("CHL", "FJI"), ("FJI", "KEN")]
    assert like_pairs({}, PAIR) == []

"""Few acts, all alike, or none in the time asked for: a measure answers, or says why it does not."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measuring_world import PAIR, act, table

from detente.errors import DetenteError, InputError, TooLittleDataError
from detente.measuring import (
    Drivers,
    LeadLag,
    Level,
    Points,
    Question,
    Reciprocity,
    Relationship,
    Shocks,
    States,
    TurnOrder,
    Turns,
    by_period,
    chosen,
    directed,
    measure_by_track,
    period_of,
)
from detente.measuring.refusing import finite, refusing

FIRST = dt.date(2010, 1, 1)
TYPES = ("ACCUSE", "CONSULT", "ASSAULT", "AID")


@st.composite
def few_acts(draw: st.DrawFn) -> pa.Table:
    """Up to eight acts, within days or years, often of one type."""
    reach = draw(st.sampled_from([1, 40, 400, 1500]))
    kinds = draw(st.sampled_from([TYPES, TYPES[:1]]))
    made = []
    for place in range(draw(st.integers(0, 8))):
        day = FIRST + dt.timedelta(days=draw(st.integers(0, reach)))
        forward, backward = draw(st.sampled_from([(True, False), (False, True), (True, True)]))
        made.append(
            act(
                day.isoformat(), draw(st.sampled_from(kinds)), act_id=f"{place}",
                forward=forward, backward=backward, confidence=draw(st.sampled_from([None, 0.0, 0.9])),
                tracks=draw(st.sampled_from([[], ["economic"], ["economic", "legal"]])),
                outlets=draw(st.sampled_from([[], ["A"], list("ABCDEF")])),
            )
        )  # fmt: skip
    return table(*sorted(made, key=lambda each: (each["day"], each["act_id"])))


def measures(acts: pa.Table, every: Any, of: Any) -> dict[str, Callable[[], object]]:
    question = Question(between=PAIR, every=every)
    both = lambda: directed({PAIR: acts}, every=every, of=of)  # noqa: E731
    tracks = lambda: measure_by_track(acts, question)  # noqa: E731
    return {
        "level": lambda: States().fit(Level(draws=10).fit(acts, question)),
        "turns": lambda: Turns(draws=19).fit(by_period(acts, every=every, of=of)),
        "drivers": lambda: Drivers().fit(
            Turns(draws=19).fit(by_period(acts, every=every)), acts, PAIR
        ),
        "reciprocity": lambda: Reciprocity().fit(both()),
        "lead and lag": lambda: LeadLag(draws=19, most=2).fit(*both().values(), ("a", "b")),
        "order": lambda: TurnOrder(draws=19).fit(
            {track: Points.of(series) for track, series in tracks().items()}
        ),
        "shocks": lambda: Shocks(width=1, of=of).fit(acts, FIRST + dt.timedelta(days=35)),
    }


@settings(max_examples=60)
@given(
    few_acts(), st.sampled_from(["week", "month", "year"]), st.sampled_from(["mean", "hostility"])
)
def test_every_measure_answers_or_refuses(acts: pa.Table, every: str, of: str) -> None:
    for name, fit in measures(acts, every, of).items():
        with warnings.catch_warnings():
            warnings.simplefilter(
                "error"
            )  # what a library warns of is no answer, and is not printed
            try:
                assert str(fit()), name
            except DetenteError as refusal:
                assert refusal.what and refusal.advice, name


@pytest.mark.parametrize(
    ("forward", "backward"),
    [
        pytest.param([0], [0], id="one act each, in one week"),
        pytest.param([5], [5, 39], id="alike but for one"),
    ],
)
def test_a_regression_on_hardly_any_acts_is_refused(
    forward: list[int], backward: list[int]
) -> None:
    series = {}
    for name, places in (("CHN>USA", forward), ("USA>CHN", backward)):
        values = np.zeros(40)
        values[places] = 2.0
        series[name] = Points.plain(values, every="week")
    with pytest.raises(TooLittleDataError, match="the vector autoregression cannot be computed"):
        Reciprocity().fit(series)


def test_a_shock_after_steps_without_acts_is_refused() -> None:
    acts = table(*(act(day) for day in ("2010-01-01", "2010-02-20", "2010-02-21", "2010-03-30")))
    with pytest.raises(TooLittleDataError, match="0 of 26 steps before the day have a value"):
        Shocks(width=1).fit(acts, "2010-02-20", until="2010-03-30")


@pytest.mark.parametrize(
    "failure", [np.linalg.LinAlgError("Singular matrix"), FloatingPointError("x"), ValueError("y")]
)
def test_a_numerical_failure_is_a_refusal(failure: Exception) -> None:
    with (
        pytest.raises(TooLittleDataError, match="the fit cannot be computed") as refused,
        refusing("the fit"),
    ):
        raise failure
    assert refused.value.__cause__ is failure
    with pytest.raises(TooLittleDataError, match="no number"):
        finite("the fit", [1.0, float("nan")])


def test_a_mistake_of_our_own_stays_one() -> None:
    with pytest.raises(TypeError), refusing("the fit"):
        raise TypeError("wrong argument")


DAYS = [act("2020-01-15"), act("2020-02-10"), act("2020-04-01")]


@pytest.mark.parametrize(
    ("asked", "names", "counts"),
    [
        ({}, ["2020-01", "2020-02", "2020-03", "2020-04"], [1, 1, 0, 1]),
        ({"until": "2020-02-28"}, ["2020-01", "2020-02"], [1, 1]),
        ({"until": "2020-04-01"}, ["2020-01", "2020-02", "2020-03", "2020-04"], [1, 1, 0, 1]),
        ({"since": dt.date(2020, 2, 11)}, ["2020-02", "2020-03", "2020-04"], [0, 0, 1]),
        ({"since": dt.datetime(2020, 4, 1, 9)}, ["2020-04"], [1]),
        ({"since": "2021-01-01", "until": "2021-02-01"}, ["2021-01", "2021-02"], [0, 0]),
    ],
)
def test_only_acts_in_the_time_asked_for_are_in_its_periods(
    asked: dict[str, Any], names: list[str], counts: list[int]
) -> None:
    points = by_period(table(*DAYS), of="acts", **asked)
    assert (list(points.names), points.values.tolist()) == (names, counts)


@pytest.mark.parametrize("asked", [{"since": "2021-01-01"}, {"until": "2019-01-01"}])
def test_a_time_beyond_the_acts_is_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(TooLittleDataError, match=r"there are no acts to measure (from|until)"):
        by_period(table(*DAYS), **asked)


@pytest.mark.parametrize("day", ["2020-02-10", "2020-02-10T08:30:00", dt.datetime(2020, 2, 10, 8)])
def test_days_are_taken_as_text_and_with_a_time(day: Any) -> None:
    acts = table(*DAYS)
    assert len(chosen(acts, since=day, until=day)) == 1
    assert by_period(acts, since=day, until=day).names == ("2020-02",)
    assert Question(between=PAIR, since=day).since == dt.date(2020, 2, 10)
    assert period_of(day, "day").start == dt.date(2020, 2, 10)
    assert len(directed({PAIR: acts}, since=day, until=day)["CHN>USA"].names) == 1


@pytest.mark.parametrize("day", [20200210, 1.5, "10 Feb 2020", np.datetime64("2020-02-10"), True])
def test_what_is_no_day_is_refused(day: Any) -> None:
    for ask in (
        lambda: chosen(table(*DAYS), since=day),
        lambda: by_period(table(*DAYS), until=day),
        lambda: Question(between=PAIR, until=day),
        lambda: period_of(day, "month"),
        lambda: Relationship.of([], PAIR, since=day),
        lambda: Shocks().fit(table(*DAYS), day),
    ):
        with pytest.raises(InputError, match="is no date"):
            ask()


def series(seen: int, periods: int) -> Points:
    """A level of 0 and then of 5, in so many of the periods, evenly spread."""
    values = np.full(periods, np.nan)
    places = np.linspace(0, periods - 1, seen).round().astype(int)
    noise = np.random.default_rng(0).normal(size=seen) / 4
    values[places] = np.where(np.arange(seen) < seen // 2, 0.0, 5.0) + noise
    return Points.plain(values, every="week")


@pytest.mark.parametrize(
    ("seen", "periods", "why"),
    [
        (11, 11, "only 11 periods have a value, and turns need 12"),
        (15, 1715, "only 15 of 1715 periods have a value, and turns need one in 10"),
        (100, 1715, "only 100 of 1715 periods have a value, and turns need one in 10"),
        (29, 60, "only 29 of 60 periods have a value, and turns need 30 where so many have none"),
        (12, 17, "only 12 of 17 periods"),
    ],
)
def test_a_series_that_is_almost_empty_has_no_turns(seen: int, periods: int, why: str) -> None:
    with pytest.raises(TooLittleDataError, match=why):
        Turns().fit(series(seen, periods))


def test_values_that_all_stand_alone_tell_of_no_autocorrelation() -> None:
    found = Turns(draws=99).fit(series(30, 60))
    assert found.noise.rho == 0.0


@pytest.mark.parametrize(("seen", "periods"), [(12, 12), (12, 16), (30, 60), (30, 300)])
def test_a_series_with_values_enough_may_turn(seen: int, periods: int) -> None:
    sizes = [turn.size for turn in Turns(draws=99).fit(series(seen, periods)).turns]
    assert max(sizes) == pytest.approx(5.0, abs=0.3)

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest

from detente.errors import QueryError
from detente.laboratory.datasets.pairs import Flow, acts_of
from detente.measuring import Shocks, ShocksResult
from detente.measuring.tally import COVERAGE

PAIR = ("CHL", "KEN")
DAY = dt.date(2018, 1, 1)


def world(fall: float, *, months: int = 60, rate: float = 20.0, seed: int = 1) -> pa.Table:
    """Levels of 1, and for three months from 2018 on so much less."""
    levels = np.ones(months)
    levels[48:51] -= fall
    return acts_of([Flow("CHL", "KEN", levels, rate)], between=PAIR, seed=seed)


@pytest.fixture(scope="module")
def found() -> ShocksResult:
    return Shocks().fit(world(4.0), DAY)


def test_a_fall_is_seen(found: ShocksResult) -> None:
    assert found.p_value <= 0.05
    assert found.mean == pytest.approx(-4.0, abs=1.0)
    assert "below what was expected (p = 0.0" in str(found)
    assert sum(step.outside for step in found.steps) >= 4


def test_nothing_is_seen_where_nothing_happened() -> None:
    results = [Shocks().fit(world(0.0, seed=seed), DAY) for seed in range(20)]
    assert np.mean([each.p_value <= 0.05 for each in results]) <= 0.2
    calm = next(each for each in results if each.p_value > 0.05)
    assert "No clear response" in str(calm)


def test_steps_are_counted_from_the_day(found: ShocksResult) -> None:
    assert [step.start for step in found.steps] == [
        DAY + dt.timedelta(days=7 * k) for k in range(8)
    ]
    assert all((step.end - step.start).days == 6 for step in found.steps)
    assert (found.before[-1][0] - DAY).days == -7
    acts = world(4.0)
    days = acts["day"].to_numpy()
    first = (days >= np.datetime64(DAY)) & (days < np.datetime64(DAY + dt.timedelta(days=7)))
    assert found.steps[0].observed == pytest.approx(acts["score"].to_numpy()[first].mean())


def test_differences_are_from_the_last_level_before(found: ShocksResult) -> None:
    assert {step.expected for step in found.steps} == {found.expected}
    told = [step.difference for step in found.steps if step.difference is not None]
    assert found.mean == pytest.approx(np.mean(told))


def test_what_comes_after_changes_no_forecast() -> None:
    long, short = world(4.0), world(4.0).slice(0, len(world(4.0)) - 100)
    assert Shocks().fit(long, DAY).expected == Shocks().fit(short, DAY).expected


def test_only_whole_steps_are_followed() -> None:
    found = Shocks().fit(world(4.0), DAY, until=dt.date(2018, 1, 20))
    assert len(found.steps) == 2


def test_steps_without_acts_have_no_mean() -> None:
    found = Shocks(width=2).fit(world(4.0, rate=8.0), DAY)
    assert any(step.observed is None for step in found.steps)
    assert Shocks(width=2, of="total").fit(world(4.0, rate=8.0), DAY).steps[0].observed is not None


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (dt.date(2014, 5, 1), "17 steps of 7 days lie before"),
        (dt.date(2019, 2, 1), "2014-01-.* to 2018-12-"),
        (dt.date(2013, 2, 1), "nothing is told around 2013-02-01"),
        (dt.date(2014, 7, 15), "other dates|earlier dates"),
    ],
)
def test_too_little_record_is_refused(day: dt.date, why: str) -> None:
    with pytest.raises(QueryError, match=why):
        Shocks().fit(world(1.0), day)


def test_forms(found: ShocksResult) -> None:
    assert found.to_table().num_rows == 8
    assert found.asked()["placebos"] == found.placebos
    assert found.chart().to_dict()["layer"][0]["mark"]["type"] == "area"


def counted(each: float, *, after: float = 1.0, gone: tuple[int, int] = (0, 0)) -> pa.Table:
    """So many acts of all states on each day, times `after` from the day on; none on some days."""
    days = np.datetime64("2014-01-01") + np.arange(5 * 365)
    place = (days - np.datetime64(DAY)).astype(int)
    n = np.where(place >= 0, each * after, each)
    n[(place >= gone[0]) & (place < gone[1])] = 0
    return pa.table({"day": days, "n": n.astype(int)}, COVERAGE)


def more(times: float) -> pa.Table:
    """Levels of 1 throughout, and from the day on so many times the acts."""
    levels = np.ones(60)
    early = acts_of([Flow("CHL", "KEN", levels[:48], 20.0)], between=PAIR, seed=1)
    late = acts_of([Flow("KEN", "CHL", levels[48:], 20.0 * times)], between=PAIR, start=DAY, seed=2)
    return pa.concat_tables([early, late])


def test_more_news_of_everybody_is_no_response() -> None:
    acts = more(3.0)
    found = Shocks(of="acts").fit(acts, DAY, coverage=counted(50, after=3.0), own=acts.slice(0, 0))
    assert found.plain is not None
    assert (found.seen, found.plain.seen) == (0, 1)
    assert found.expected == pytest.approx(found.plain.expected, rel=0.02)
    assert "at the volume of reporting of the time before" in str(found)
    assert "As it is told, without regard to the volume: on the mean of 8 steps" in str(found)
    assert found.asked()["p_plain"] == found.plain.p_value


def test_more_news_of_the_two_alone_is_a_response() -> None:
    acts = more(3.0)
    found = Shocks(of="acts").fit(acts, DAY, coverage=counted(50), own=acts.slice(0, 0))
    assert found.seen == 1
    assert "As it is told" not in str(found)


def test_a_week_that_was_out_of_the_usual_is_not_what_is_expected() -> None:
    """What is foretold raises the last week: that the next is as usual is no fall."""
    acts = world(0.0)
    eve = acts_of(
        [Flow("CHL", "KEN", np.full(1, 6.0), 80.0)], between=PAIR, start=dt.date(2017, 12, 1)
    )
    last = eve.filter(pa.array(eve["day"].to_numpy() >= np.datetime64("2017-12-25")))
    assert len(last) > 10
    found = Shocks(of="cooperation").fit(pa.concat_tables([acts, last]), DAY)
    assert found.expected == Shocks(of="cooperation").fit(acts, DAY).expected
    assert found.before[-1][1] > 2 * found.expected  # type: ignore[operator]


def test_steps_without_data_are_left_out() -> None:
    acts = world(0.0)
    days = (acts["day"].to_numpy() - np.datetime64(DAY)).astype(int)
    kept = acts.filter(pa.array((days < -70) | (days >= -28)))
    found = Shocks(of="total").fit(kept, DAY, coverage=counted(50, gone=(-70, -28)))
    assert found.missing == 6
    assert [value for _, value in found.before][-10:-4] == [None] * 6
    assert "Left out, as the data set has next to nothing: 6 steps." in str(found)
    zeros = Shocks(of="total").fit(kept, DAY)
    assert zeros.expected < found.expected


def test_where_few_acts_of_others_are_told_the_sums_are_as_they_are() -> None:
    found = Shocks(of="total").fit(world(4.0), DAY, coverage=counted(1))
    assert (found.at_volume, found.plain) == (False, None)

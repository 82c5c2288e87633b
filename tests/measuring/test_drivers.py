from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest

from detente.errors import QueryError
from detente.laboratory.datasets.pairs import Flow, acts_of
from detente.measuring import Drivers, Points, Turns, TurnsResult, by_period
from detente.measuring.acts import ACTS
from detente.measuring.drivers import DriversResult

PAIR = ("CHL", "KEN")
LEVELS = np.where(np.arange(40) < 20, -1.0, 2.0)


def world(rate: float = 4.0, seed: int = 1) -> pa.Table:
    flows = [Flow("CHL", "KEN", LEVELS, rate), Flow("KEN", "CHL", LEVELS, rate)]
    return acts_of(flows, between=PAIR, seed=seed)


def explained(acts: pa.Table, most: int = 7) -> tuple[TurnsResult, DriversResult]:
    found = Turns().fit(by_period(acts))
    return found, Drivers(most=most).fit(found, acts, PAIR)


def size(found: TurnsResult, acts: pa.Table) -> float:
    """The size of the first turn in other acts, its place and the weights' share kept."""
    from detente.measuring.noise import SeenValues, weights_of

    first = by_period(acts, since=dt.date(2014, 1, 1), until=dt.date(2017, 4, 30))
    usual, share = SeenValues.of(found.points).usual(), found.noise.share
    place = found.points.names.index(found.turns[0].period)
    held = first.seen()
    weights = weights_of(first.counts[held], share, usual)
    before, after = held < place, held >= place
    values = first.values[held]
    return float(
        np.average(values[after], weights=weights[after])
        - np.average(values[before], weights=weights[before])
    )


@pytest.mark.parametrize("rate", [0.7, 4.0])  # with few acts, leaving one out empties a month
def test_without_is_the_size_with_the_act_left_out(rate: float) -> None:
    acts = world(rate)
    found, told = explained(acts)
    assert len(found.turns) == 1
    (each,) = told.explained
    for driver in each.drivers:
        others = acts.filter(pa.compute.not_equal(acts["act_id"], driver.act_id))
        assert driver.without == pytest.approx(size(found, others))
        assert driver.pull == pytest.approx(size(found, acts) - driver.without)


def test_without_all_and_without_a_kind() -> None:
    acts = world()
    found, told = explained(acts)
    (each,) = told.explained
    ids = pa.array([driver.act_id for driver in each.drivers])
    rest = acts.filter(pa.compute.invert(pa.compute.is_in(acts["act_id"], ids)))
    assert each.without_all == pytest.approx(size(found, rest))
    kind = each.kinds[0]
    others = acts.filter(pa.compute.not_equal(acts["event_type"], kind.event_type))
    assert kind.without == pytest.approx(size(found, others))
    assert sum(one.n_before + one.n_after for one in each.kinds) == len(acts)


def test_drivers_pull_the_way_of_the_turn_the_strongest_first() -> None:
    _, told = explained(world())
    pulls = [driver.pull for driver in told.records()]
    assert pulls == sorted(pulls, reverse=True)
    assert pulls[-1] > 0
    assert [driver.rank for driver in told.records()] == [1, 2, 3, 4, 5, 6, 7]
    assert all((driver.score > 0) == (driver.side == "after") for driver in told.records())


def test_one_act_that_makes_the_turn_comes_first() -> None:
    """A single month's only act, far from the rest."""
    rows = [
        (month, score)
        for month in range(24)
        for score in ([-1.0, 1.0] if month < 12 else [3.0, 5.0] if month != 20 else [10.0])
    ]
    columns = {
        "act_id": [f"a{place:02d}" for place in range(len(rows))],
        "day": [dt.date(2020 + month // 12, month % 12 + 1, 5) for month, _ in rows],
        "forward": [True] * len(rows),
        "backward": [month == 20 for month, _ in rows],
        "event_type": ["AID" if score > 5 else "CONSULT" for _, score in rows],
        "quad_class": ["verbal cooperation"] * len(rows),
        "score": [score for _, score in rows],
        "goldstein": pa.nulls(len(rows), pa.float64()),
        "confidence": pa.nulls(len(rows), pa.float64()),
        "tracks": [["military"]] * len(rows),
        "outlets": [["A"]] * len(rows),
    }
    _, told = explained(pa.table(columns, schema=ACTS))
    first = told.records()[0]
    assert (first.event_type, first.who, first.date) == ("AID", "CHL-KEN", dt.date(2021, 9, 5))
    assert first.without == pytest.approx(4.0)
    assert "1. 2021-09-05 CHL-KEN AID +10.0" in str(told)


def test_turns_of_something_else_are_refused() -> None:
    acts = world()
    found = Turns().fit(by_period(acts))
    with pytest.raises(QueryError, match="not found in the mean scores of these acts"):
        Drivers().fit(found, acts.slice(5), PAIR)
    plain = Turns().fit(Points.plain(LEVELS + np.random.default_rng(1).normal(size=40)))
    with pytest.raises(QueryError, match="not found in the mean scores"):
        Drivers().fit(plain, acts, PAIR)


def doubted(acts: pa.Table, unsure: set[str], confidence: float) -> pa.Table:
    """The acts with a confidence: 0.9, and another of some."""
    sure = [confidence if act in unsure else 0.9 for act in acts["act_id"].to_pylist()]
    place = acts.schema.get_field_index("confidence")
    return acts.set_column(place, "confidence", pa.array(sure, pa.float64()))


def test_unsure_acts_are_passed_over_and_counted() -> None:
    acts = doubted(world(), set(), 0.9)
    _, all_told = explained(acts, most=4)
    first, second, third, fourth = (driver.act_id for driver in all_told.records())
    given = doubted(acts, {first, third}, 0.89)
    found = Turns().fit(by_period(given))
    (each,) = Drivers(most=2, least=0.9).fit(found, given, PAIR).explained
    assert [driver.act_id for driver in each.drivers] == [second, fourth]
    assert [driver.rank for driver in each.drivers] == [1, 2]
    assert each.unsure == 2
    (none_sure,) = Drivers(most=2, least=0.95).fit(found, given, PAIR).explained
    assert (none_sure.drivers, none_sure.without_all) == ((), pytest.approx(found.turns[0].size))
    assert none_sure.unsure > 20
    found, _ = explained(world())
    (unknown,) = Drivers(most=2, least=0.5).fit(found, world(), PAIR).explained
    assert (unknown.unsure, unknown.drivers[0].act_id) == (0, first)


def test_an_act_pulls_by_its_confidence() -> None:
    acts = world()
    first = explained(acts)[1].records()[0]
    given = doubted(acts, {first.act_id}, 0.1)
    found, told = explained(given, most=len(acts))
    assert told.records()[0].act_id != first.act_id
    (unsure,) = [each for each in told.records() if each.act_id == first.act_id]
    others = given.filter(pa.compute.not_equal(given["act_id"], first.act_id))
    assert unsure.confidence == 0.1
    assert unsure.without == pytest.approx(size(found, others))
    assert 0 < unsure.pull < first.pull / 3


def test_the_chart_has_a_bar_for_each_driver() -> None:
    turns, found = explained(world(), most=3)
    (rows,) = found.chart().to_dict()["datasets"].values()
    assert [row["pull"] for row in rows] == [abs(each.pull) for each in found.records()]
    assert {row["turn"] for row in rows} == {
        f"{turn.period}: a change of {turn.size:+.2f}" for turn in turns.turns
    }

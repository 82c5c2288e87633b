from __future__ import annotations

import numpy as np
import pytest

from detente.errors import QueryError
from detente.laboratory.datasets.pairs import steps
from detente.measuring import Points, TurnOrder, TurnOrderResult, Turns


def series(**breaks: int) -> dict[str, Points]:
    """A series for each name, with one step of eight standard deviations at its place."""
    return {
        name: steps((place,), size=8, seed=seed).points
        for seed, (name, place) in enumerate(breaks.items(), start=1)
    }


def ordered(**breaks: int) -> TurnOrderResult:
    return TurnOrder().fit(series(**breaks))


def test_the_order_and_the_gap_are_found() -> None:
    found = ordered(military=65, economic=60)
    (gap,) = found.gaps
    assert (gap.earlier, gap.later, gap.periods, gap.up) == ("economic", "military", 5, True)
    assert 0 < gap.low <= 5 <= gap.high
    assert gap.clear
    assert "Military turned up in 65, 5 periods after economic did in 60 (interval" in str(found)


def test_turns_at_one_time_have_no_order() -> None:
    (gap,) = ordered(military=60, economic=60).gaps
    assert not gap.clear
    assert gap.low <= 0 <= gap.high
    found = ordered(military=60, economic=60)
    assert "which came first is not known (interval" in str(found)


def test_the_intervals_of_all_dates_compared_hold_together() -> None:
    given = {
        name: steps((place,), size=2, seed=seed).points
        for seed, (name, place) in enumerate({"a": 40, "b": 48, "c": 56}.items(), start=1)
    }
    gaps = TurnOrder(most=20).fit(given).gaps
    by_level = {
        level: {name: Turns(level=level).fit(each).turns[0] for name, each in given.items()}
        for level in (0.9, 1 - 0.1 / 3)
    }
    ends = {
        level: [
            (int(turns[gap.later].low) - int(turns[gap.earlier].high),
             int(turns[gap.later].high) - int(turns[gap.earlier].low))
            for gap in gaps
        ]
        for level, turns in by_level.items()
    }  # fmt: skip
    assert [(gap.low, gap.high) for gap in gaps] == ends[1 - 0.1 / 3]
    assert ends[0.9] != ends[1 - 0.1 / 3]


def test_a_series_that_did_not_turn_or_is_too_short_is_said_to_be_so() -> None:
    still = Points.plain(np.random.default_rng(4).normal(size=120))
    short = Points.plain(np.where(np.arange(120) < 5, 1.0, np.nan))
    found = TurnOrder().fit(series(economic=60) | {"people": still, "legal": short})
    assert found.gaps == ()
    assert found.turned() == ["economic"]
    assert "Fewer than two turned, so that none can be said to have come first." in str(found)
    assert "legal: not looked at, only 5 periods have a value" in str(found)
    assert found.asked()["refused"] == dict(found.refused)


def test_opposite_turns_are_no_pair() -> None:
    up, down = series(a=40)["a"], series(b=60)["b"]
    found = TurnOrder().fit({"a": up, "b": Points.plain(-down.values)})
    assert found.gaps == ()
    assert "No two turned the same way within 12 periods of each other" in str(found)


def test_turns_far_apart_are_no_pair() -> None:
    given = series(a=40, b=60)
    assert TurnOrder().fit(given).gaps == ()
    (gap,) = TurnOrder(most=25).fit(given).gaps
    assert gap.periods == 20


def test_other_periods_and_one_series_are_refused() -> None:
    given = series(a=40)
    with pytest.raises(QueryError, match="two or more series over the same periods"):
        TurnOrder().fit(given)
    with pytest.raises(QueryError, match="two or more series over the same periods"):
        TurnOrder().fit(given | {"b": Points.plain(np.zeros(30))})


def test_forms() -> None:
    found = ordered(military=65, economic=60)
    assert found.to_csv().splitlines()[0] == "earlier,later,first,second,up,periods,low,high"
    drawn = found.chart().to_dict()
    rows = drawn["datasets"][drawn["data"]["name"]]
    assert [(row["series"], row["turn"]) for row in rows] == [
        ("military", "65"),
        ("economic", "60"),
    ]
    assert ordered(military=65, economic=60).to_json() == found.to_json()

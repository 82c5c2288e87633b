from __future__ import annotations

import numpy as np
import pytest

from detente.errors import QueryError
from detente.laboratory.datasets.pairs import autoregression, steps
from detente.measuring import LeadLag, LeadLagResult, Points

NAMES = ("economic", "military")


def pair(
    behind: int, *, months: int = 120, share: float = 0.8, seed: int = 0
) -> tuple[Points, Points]:
    """Two series, the second like the first so many months before."""
    rng = np.random.default_rng(seed)
    first, own = (autoregression(rng.normal(size=months + 80), 0.4) for _ in range(2))
    moved = first[60 - behind : 60 - behind + months]
    second = share * moved + (1 - share) * own[60 : 60 + months]
    return tuple(
        Points.plain(values, what="total score", every="month")
        for values in (first[60 : 60 + months], second)
    )


def compared(behind: int, **asked: float) -> LeadLagResult:
    return LeadLag(draws=199).fit(*pair(behind, **asked), NAMES)


@pytest.mark.parametrize(
    ("behind", "told"),
    [
        (5, "Military follows economic by 5 months (r = +0."),
        (-3, "Economic follows military by 3 months (r = +0."),
        (0, "They move in the same month (r = +"),
    ],
)
def test_the_lag_is_found(behind: int, told: str) -> None:
    found = compared(behind)
    assert found.lag == behind
    assert told in str(found)


def test_unrelated_series_are_told_as_such() -> None:
    found = [compared(3, share=0.0, seed=seed) for seed in range(15)]
    assert np.mean([each.p_value <= 0.05 for each in found]) <= 0.2
    calm = next(each for each in found if each.p_value > 0.05)
    assert "Month by month, neither is seen to move first" in str(calm)


def test_correlations_are_of_the_second_moved_back() -> None:
    first, second = (each.values for each in pair(4, share=1.0))
    found = LeadLag(draws=9).fit(Points.plain(first), Points.plain(second), NAMES)
    assert [each.lag for each in found.lags] == list(range(-12, 13))
    assert max(found.lags, key=lambda each: each.r).lag == 4
    assert found.peak == pytest.approx(1.0, abs=0.15)
    assert "Economic helps to foretell military" in str(found)


def test_turns_are_compared() -> None:
    first, second = steps((60,), size=5, seed=1).points, steps((65,), size=5, seed=2).points
    found = LeadLag(draws=9).fit(first, second, NAMES)
    (gap,) = found.gaps
    assert (gap.periods, gap.up) == (5, True)
    assert gap.low <= 5 <= gap.high
    assert "Military turned up in 65, 5 periods after economic did in 60" in str(found)
    (turned,) = LeadLag(draws=9).fit(second, first, NAMES).gaps
    assert (turned.periods, turned.earlier, turned.later) == (5, "military", "economic")


def test_too_many_lags_are_refused() -> None:
    with pytest.raises(QueryError, match="too few for lags up to 20"):
        LeadLag(most=20).fit(*pair(1, months=40), NAMES)


def test_forms() -> None:
    found = compared(2)
    assert found.to_csv().splitlines()[0] == "lag,r,outside"
    assert found.chart().to_dict()["layer"][0]["mark"]["type"] == "bar"
    assert found.asked()["lag"] == 2
    assert compared(2).to_csv() == found.to_csv()


def test_turns_with_another_between_them_are_no_pair() -> None:
    place = np.arange(90)
    noise = np.random.default_rng(1).normal(0, 0.3, (2, 90))
    first = np.where((place >= 20) & (place < 40), 2.0, -2.0) + noise[0]
    second = np.where(place >= 60, 2.0, -2.0) + noise[1]
    found = LeadLag().fit(Points.plain(first), Points.plain(second), ("a", "b"))
    assert found.gaps == ()


def test_series_over_other_periods_are_refused() -> None:
    (first, _), (_, second) = pair(1, months=60), pair(1, months=61)
    with pytest.raises(QueryError, match="economic and military are not over the same") as refused:
        LeadLag(draws=9).fit(first, second, NAMES)
    assert "`by_period`" in str(refused.value)

from __future__ import annotations

import numpy as np
import pytest

from detente.measuring import Points, Turns
from detente.measuring.noise import Noise, SeenValues
from detente.measuring.scanning import clearest, scanned

WHITE = Noise(0.0, 0.0, 1.0)


def chances(values: list[float] | np.ndarray, breaks: list[int]) -> list[float]:
    seen = SeenValues.of(Points.plain(values))
    return scanned(seen, breaks, WHITE, shortest=3, clear=0.05, draws=199)


def test_the_clearest_step_is_that_of_the_plain_sums() -> None:
    series = np.random.default_rng(1).normal(size=(1, 9))
    steps = [
        before * after / (before + after)
        * (series[0, k : k + after].mean() - series[0, k - before : k].mean()) ** 2
        for before, after in [(3, 3), (3, 6), (6, 3)]
        for k in range(before, 9 - after + 1)
    ]  # fmt: skip
    assert clearest(series, 3) == pytest.approx([max(steps)])


def test_a_step_is_clear_and_three_large_ones_among_many_are_not() -> None:
    rng = np.random.default_rng(2)
    step = rng.normal(size=80) + 2.0 * (np.arange(80) >= 40)
    assert chances(step, [40])[0] <= 0.01
    heavy = np.where(rng.random(80) < 0.3, rng.gamma(0.8, 20.0, 80), 0.0)
    heavy[40:43] = np.sort(heavy)[-8:-5]
    assert min(chances(heavy, [40, 43])) > 0.05


def test_up_and_back_are_one_finding_and_up_twice_are_two() -> None:
    rng = np.random.default_rng(3)
    level = np.repeat([0.0, 3.0, 0.0], [30, 5, 45])
    one, other = chances(level + rng.normal(size=80), [30, 35])
    assert one == other
    stairs = np.repeat([0.0, 4.0, 4.5], [30, 20, 30])
    one, other = chances(stairs + rng.normal(size=80), [30, 50])
    assert one < other


def test_no_seed_changes_what_is_told_of_the_orders() -> None:
    values = np.random.default_rng(4).lognormal(3.0, 1.0, 60)
    told = {bool(Turns(draws=99, seed=seed).fit(Points.plain(values)).turns) for seed in range(3)}
    assert len(told) == 1

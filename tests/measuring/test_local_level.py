"""The level model says what statsmodels says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.tsa.statespace.kalman_smoother import KalmanSmoother

from detente.measuring.local_level import VAGUE, LocalLevel, Spreads, Values


def made(seed: int, count: int = 40) -> Values:
    rng = np.random.default_rng(seed)
    values = 3 + np.cumsum(rng.normal(0, 0.5, count)) + rng.normal(size=count)
    values[rng.random(count) < 0.2] = np.nan
    values[0] = 3.0
    return Values(values, rng.uniform(0.2, 4, count))


def smoother(seen: Values, model: LocalLevel, spreads: Spreads) -> KalmanSmoother:
    count = len(seen.values)
    found = KalmanSmoother(k_endog=1, k_states=1, k_posdef=1)
    found.bind((seen.values - model.centre).reshape(1, -1).copy(order="F"))
    found["design"] = found["transition"] = found["selection"] = np.ones((1, 1))
    noise = np.nan_to_num(seen.variances, nan=1.0) + spreads.irregular**2
    found["obs_cov"] = noise.reshape(1, 1, count)
    wide = np.ones(count) if spreads.stretches is None else np.append(spreads.stretches, 1.0)
    found["state_cov"] = (spreads.step**2 * wide).reshape(1, 1, count)
    found.initialize_known(np.zeros(1), np.array([[(VAGUE * model.unit) ** 2]]))
    return found


@settings(max_examples=25)
@given(
    seed=st.integers(0, 10_000),
    step=st.floats(0.01, 3),
    irregular=st.floats(0, 3),
    uneven=st.booleans(),
)
def test_likelihood_and_smoothed_level_are_those_of_statsmodels(
    seed: int, step: float, irregular: float, uneven: bool
) -> None:
    seen = made(seed)
    model = LocalLevel(seen)
    stretches = np.random.default_rng(seed).lognormal(0, 2, 39) if uneven else None
    spreads = Spreads(step, irregular, stretches)
    theirs = smoother(seen, model, spreads)
    both = np.array([step, 1.0]), np.array([irregular, 0.5])
    ours = model.log_likelihoods(seen, *both, stretches)
    assert ours[0] == pytest.approx(theirs.loglike(), abs=1e-8, rel=1e-8)
    smoothed = theirs.smooth().smoothed_state[0] + model.centre
    np.testing.assert_allclose(model.level(seen, spreads), smoothed, atol=1e-8, rtol=1e-8)


def test_drawn_levels_have_the_smoothed_mean_and_variance() -> None:
    seen = made(3)
    model, spreads = LocalLevel(seen), Spreads(0.5, 0.3)
    rng = np.random.default_rng(1)
    draws = np.array([model.level(seen, spreads, rng.standard_normal(40)) for _ in range(4000)])
    theirs = smoother(seen, model, spreads).smooth()
    np.testing.assert_allclose(draws.var(axis=0), theirs.smoothed_state_cov[0, 0], rtol=0.12)
    steps = np.diff(draws, axis=1).var(axis=0)
    assert (steps < 2 * theirs.smoothed_state_cov[0, 0, 1:]).all()  # neighbours move together
    np.testing.assert_allclose(draws.mean(axis=0), model.level(seen, spreads), atol=0.1)


@pytest.mark.parametrize(("step", "more"), [(0.05, False), (1.5, True)])
def test_a_level_that_moves_more_is_seen_to(step: float, more: bool) -> None:
    rng = np.random.default_rng(7)
    values = np.cumsum(rng.normal(0, step, 200)) + rng.normal(size=200)
    seen = Values(values, np.ones(200))
    model = LocalLevel(seen)
    moved = np.diff(model.level(seen, model.mean_spreads(seen)))
    assert (float(moved.std()) > 0.8) == more


def test_a_crisis_of_six_is_not_smoothed_away() -> None:
    rng = np.random.default_rng(3)
    truth = np.ones(96)
    truth[40:46] = -4.0
    seen = Values(truth + rng.normal(0, 1.4, 96), np.full(96, 2.0))
    model = LocalLevel(seen)
    level = model.level(seen, model.mean_spreads(seen))
    assert np.abs(level - truth)[40:46].max() < 1.5
    assert np.abs(level - truth)[:38].max() < 1.4


def test_the_middle_of_the_spreads_is_the_same_for_the_same_values() -> None:
    seen = made(5)
    one, other = (LocalLevel(seen).mean_spreads(seen) for _ in range(2))
    assert one.stretches is not None and other.stretches is not None
    assert (one.step, one.irregular) == (other.step, other.irregular)
    assert one.stretches.tolist() == other.stretches.tolist()

"""What is known of a chain equals what dense matrices and the Kalman smoother of statsmodels say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.tsa.statespace.kalman_smoother import KalmanSmoother

from detente.modelling.chain import Chain, known


def told(periods: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Precisions, some of them zero where nothing is seen, and pulls."""
    rng = np.random.default_rng(seed)
    precision = rng.gamma(1.0, 1.0, periods) * (rng.random(periods) < 0.7)
    return precision, precision * rng.normal(size=periods)


@given(
    periods=st.integers(2, 30),
    keeps=st.floats(0.05, 0.99),
    sd=st.floats(0.1, 5.0),
    seed=st.integers(0, 1000),
)
def test_it_is_the_inverse_of_the_precision_matrix(
    periods: int, keeps: float, sd: float, seed: int
) -> None:
    precision, pull = told(periods, seed)
    apart = np.abs(np.subtract.outer(np.arange(periods), np.arange(periods)))
    covariance = np.linalg.inv(np.linalg.inv(sd**2 * keeps**apart) + np.diag(precision))
    found = known(Chain(keeps, sd), precision, pull)
    np.testing.assert_allclose(found.mean, covariance @ pull, atol=1e-6)
    np.testing.assert_allclose(found.variance, np.diag(covariance), rtol=1e-6)
    np.testing.assert_allclose(found.beside, np.diag(covariance, 1), rtol=1e-6)
    assert found.log_volume == pytest.approx(np.linalg.slogdet(covariance)[1] / 2, abs=1e-6)
    columns = np.eye(periods)[:, :2]
    np.testing.assert_allclose(found.solved(columns), covariance[:, :2], atol=1e-6)


def test_the_kalman_smoother_says_the_same() -> None:
    precision, pull = told(60, 3)
    seen = precision > 0
    chain = Chain(0.8, 1.5)
    smoother = KalmanSmoother(k_endog=1, k_states=1)
    values = np.where(seen, pull / np.where(seen, precision, 1.0), np.nan)
    smoother.bind(values[:, None].copy())
    smoother["design"] = smoother["selection"] = np.ones((1, 1))
    smoother["transition"] = np.full((1, 1), chain.keeps)
    smoother["state_cov"] = np.full((1, 1), chain.step)
    smoother["obs_cov"] = np.where(seen, 1 / np.where(seen, precision, 1.0), 1.0)[None, None, :]
    smoother.initialize_known(np.zeros(1), np.full((1, 1), chain.sd**2))
    told_by = smoother.smooth()
    found = known(chain, precision, pull)
    np.testing.assert_allclose(found.mean, told_by.smoothed_state[0], atol=1e-8)
    np.testing.assert_allclose(found.variance, told_by.smoothed_state_cov[0, 0], atol=1e-8)

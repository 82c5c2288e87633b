"""The bound has the derivatives that it says, and a factor is found where there is one."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import approx_fprime
from scipy.stats import nbinom

from detente.modelling.factor import Parameters, _Search, fit_factor
from detente.modelling.likelihood import Seen, log_likelihood, slopes


def counted(seed: int = 1, periods: int = 80) -> tuple[Seen, np.ndarray, np.ndarray]:
    """Counts of five items whose loadings are known, with the hidden value; one item lacks a third."""
    rng = np.random.default_rng(seed)
    hidden = np.convolve(rng.normal(size=periods + 10), np.ones(10) / 3, mode="valid")[:periods]
    loadings = np.array([0.4, 0.7, 1.0, 1.3, 1.6])
    mean = np.exp(np.array([2.0, 1.0, 1.5, 0.5, 1.0])[:, None] + np.outer(loadings, hidden))
    counts = rng.poisson(mean * rng.gamma(4.0, 1 / 4.0, mean.shape)).astype(float)
    there = np.ones_like(counts)
    there[2, : periods // 3] = 0.0
    return Seen(counts * there, there), hidden, loadings


def test_without_doubt_the_likelihood_is_the_negative_binomial() -> None:
    seen, _, _ = counted()
    mean, log_size = np.full(seen.counts.shape, 0.7), np.full((5, 1), 0.3)
    told, _ = log_likelihood(seen, mean, np.zeros_like(mean), log_size)
    size = np.exp(0.3)
    each = nbinom.logpmf(seen.counts, size, size / (size + np.exp(0.7)))
    assert told == pytest.approx(float((each * seen.there).sum()))


def test_its_slopes_are_its_derivatives() -> None:
    seen, _, _ = counted(periods=4)
    variance, log_size = np.full(seen.counts.shape, 0.2), np.full((5, 1), 0.3)

    def told(flat: np.ndarray) -> float:
        return log_likelihood(seen, flat.reshape(5, 4), variance, log_size)[0]

    first, _ = slopes(seen, np.full((5, 4), 0.7), variance, log_size)
    np.testing.assert_allclose(
        first.ravel(), approx_fprime(np.full(20, 0.7), told, 1e-6), atol=1e-3
    )


def test_the_bound_has_the_derivatives_that_it_says() -> None:
    seen, _, _ = counted(periods=30)
    offsets = np.linspace(-0.5, 0.5, 30) * np.ones((5, 1))
    search = _Search(seen, offsets, np.full(5, 1.0))
    at = search.start().flat + 0.05 * np.random.default_rng(0).normal(size=17)

    def bound(flat: np.ndarray) -> float:
        for _ in range(3):  # until the pseudo-observations have settled to the last digit
            value = search.loss(flat)[0]
        return value

    expected = approx_fprime(at, bound, 1e-5)
    np.testing.assert_allclose(search.loss(at)[1], expected, rtol=2e-3, atol=2e-2)


def test_a_factor_and_its_loadings_are_found() -> None:
    seen, hidden, loadings = counted(periods=200)
    found = fit_factor(seen, np.zeros_like(seen.counts), np.ones(5))
    assert np.corrcoef(found.known.mean, hidden)[0, 1] > 0.88
    told = found.parameters.loadings
    assert list(np.argsort(told)) == [0, 1, 2, 3, 4]
    np.testing.assert_allclose(told / told.mean(), loadings / loadings.mean(), atol=0.2)
    assert found.information.sum() == pytest.approx(1.0)


def test_what_is_not_known_of_the_parameters_adds_to_the_doubt() -> None:
    seen, _, _ = counted()
    found = fit_factor(seen, np.zeros_like(seen.counts), np.ones(5))
    assert np.all(found.variance > found.known.variance)
    whole = found.times(np.eye(80))
    np.testing.assert_allclose(np.diag(whole), found.variance)
    assert np.linalg.eigvalsh(whole).min() > 0


def test_parameters_keep_their_order() -> None:
    given = Parameters(np.array([1.0, 2.0]), np.array([3.0, 4.0]), np.array([5.0, 6.0]), 7.0, 8.0)
    assert Parameters.of(given.flat).flat.tolist() == list(range(1, 9))

"""The hidden intensity that would make several items of counts go up and down as they do.

    count_it ~ negative binomial, mean μ_it, variance μ_it + μ_it² / size_i
    log μ_it = intercept_i + offset_it + loading_i · x_t        x_t a chain (`detente.modelling.chain`)

Loadings say how much an item discriminates. They are free, about a prior mean (`expected`) that pins the
sign and, with the free spread of the chain, the scale (Reuning, Kenwick and Fariss, "Exploring the dynamics
of latent variable models", Political Analysis 27, 2019; Terechshenko, "Hot under the collar: a latent
measure of interstate hostility", Journal of Peace Research 57, 2020).

Fitted as Durbin and Koopman ("Monte Carlo maximum likelihood estimation for non-Gaussian state space
models", Biometrika 84, 1997) linearise: counts become pseudo-observations of a linear Gaussian model until
nothing changes. Here they are linearised by what is *expected* under what is known of x, which makes the
Gaussian of the least Kullback-Leibler divergence (Opper and Archambeau, "The variational Gaussian
approximation revisited", Neural Computation 21, 2009), and a lower bound of the likelihood that has exact
derivatives. L-BFGS makes that bound, with the priors, the largest.

What is known of x after that takes intercepts and loadings for exactly known. Their doubt is added by the
joint information of both (Louis, Journal of the Royal Statistical Society B 44, 1982; Kass and Steffey,
Journal of the American Statistical Association 84, 1989), so no draws and no seed are needed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from detente.measuring.points import Floats
from detente.modelling.chain import Chain, Known, known
from detente.modelling.likelihood import Seen, log_likelihood, slopes

LOADING_SPREAD = 0.3
LOG_SIZE, LOG_SIZE_SPREAD = 1.0, 0.7
KEEPS, KEEPS_SPREAD = 2.0, 1.5
"""Of the logit of what the chain keeps."""
LOG_SD, LOG_SD_SPREAD = 0.0, 0.7
"""Means and standard deviations of the priors: normal, of loadings, log sizes, the chain's logit of what it
keeps, and the log of its spread."""
SETTLED, MOST = 1e-5, 60
"""When the pseudo-observations are taken to have settled, and after how many rounds at the latest."""
STRIDE = 3.0
"""The farthest that a round moves a hidden value."""


class Parameters(NamedTuple):
    """What a factor is fitted by."""

    intercepts: Floats
    loadings: Floats
    log_sizes: Floats
    keeps: float
    """Its logit."""
    log_sd: float

    @property
    def chain(self) -> Chain:
        """How the hidden value wanders."""
        return Chain(float(expit(self.keeps)), float(np.exp(self.log_sd)))

    @property
    def flat(self) -> Floats:
        """One after the other."""
        ends = [self.keeps, self.log_sd]
        return np.concatenate([self.intercepts, self.loadings, self.log_sizes, ends])

    @classmethod
    def of(cls, flat: Floats) -> Parameters:
        """From those that stand one after the other."""
        intercepts, loadings, log_sizes = np.split(flat[:-2], 3)
        return cls(intercepts, loadings, log_sizes, float(flat[-2]), float(flat[-1]))


@dataclass(frozen=True, eq=False)
class Factor:
    """A fitted factor: its parameters and what is known of the hidden value."""

    parameters: Parameters
    known: Known
    first: Floats
    second: Floats
    """The expected derivatives of the log-likelihood by log means, item by period."""
    bound: float

    @property
    def told(self) -> Floats:
        """How much each item tells of the hidden value in each period (its Fisher information)."""
        return self.parameters.loadings[:, None] ** 2 * self.second

    @property
    def information(self) -> Floats:
        """The share of each item in all that is told."""
        each = self.told.sum(axis=1)
        return np.asarray(each / each.sum())

    @property
    def usual_loading(self) -> float:
        """The mean of the loadings, each by what its item tells."""
        return float(self.information @ self.parameters.loadings)

    @cached_property
    def doubt(self) -> Floats:
        """Covariance matrix of intercepts and loadings, those of all items after each other."""
        mean, square = self.known.mean, self.known.mean**2 + self.known.variance
        second = self.second
        own = second.sum(axis=1)
        cross = second @ mean
        loading = second @ square + LOADING_SPREAD**-2
        joint = np.block([[np.diag(own), np.diag(cross)], [np.diag(cross), np.diag(loading)]])
        values, vectors = np.linalg.eigh(joint - self._across.T @ self._shifts)
        return np.asarray((vectors / np.maximum(values, LOADING_SPREAD**-2)) @ vectors.T)

    @cached_property
    def _across(self) -> Floats:
        """The joint information of hidden values and parameters, period by parameter."""
        weighed = self.parameters.loadings[:, None] * self.second
        return np.vstack([weighed, weighed * self.known.mean - self.first]).T

    @cached_property
    def _shifts(self) -> Floats:
        """By how much each hidden value falls when a parameter rises."""
        return self.known.solved(self._across)

    @cached_property
    def variance(self) -> Floats:
        """Of each hidden value, with the doubt of the parameters."""
        added = np.einsum("tp,pq,tq->t", self._shifts, self.doubt, self._shifts)
        return np.asarray(self.known.variance + added)

    def times(self, columns: Floats) -> Floats:
        """The covariance matrix of the hidden values, with the doubt of the parameters, times columns."""
        added = self._shifts @ (self.doubt @ (self._shifts.T @ columns))
        return np.asarray(self.known.solved(columns) + added)


def fit_factor(seen: Seen, offsets: Floats, expected: Floats) -> Factor:
    """The factor of some items. `offsets` are the logs of how much was written, as `seen` by item and
    period; `expected` the loadings of the items before anything is seen."""
    search = _Search(seen, offsets, expected)
    first = search.start()
    found = minimize(
        search.loss, first.flat, jac=True, method="L-BFGS-B", bounds=search.bounds(),
        options={"maxiter": 500, "maxcor": 30, "ftol": 1e-9, "gtol": 1e-3},
    )  # fmt: skip
    bound = -search.loss(found.x)[0]
    held = Parameters.of(found.x)
    return Factor(held, search.known, *search.slopes(held), bound)


class _Search:
    """The bound and its derivatives; keeps what is known of x from one call to the next, to start from."""

    def __init__(self, seen: Seen, offsets: Floats, expected: Floats) -> None:
        self.seen, self.offsets = seen, np.where(seen.there > 0, offsets, 0.0)
        self.expected = expected
        items, periods = seen.counts.shape
        self.items = items
        self.known = known(Chain(0.9, 1.0), np.ones(periods), np.zeros(periods))

    def start(self) -> Parameters:
        """Where the search begins: intercepts by the counts, all else as the priors have it."""
        told = (self.seen.there * np.exp(self.offsets)).sum(axis=1)
        intercepts = np.log((self.seen.counts.sum(axis=1) + 0.5) / told) - 0.3
        return Parameters(intercepts, self.expected, np.zeros(self.items), KEEPS, LOG_SD)

    def bounds(self) -> list[tuple[float, float]]:
        """Beyond these nothing is changed any more by what is seen."""
        each = [(-15.0, 10.0), (-4.0, 6.0), (-4.0, 7.0)]
        return [bound for bound in each for _ in range(self.items)] + [(-3.0, 7.0), (-4.0, 2.5)]

    def loss(self, flat: Floats) -> tuple[float, Floats]:
        """The bound and the log priors without their sign, and their derivatives."""
        given = Parameters.of(flat)
        self._settle(given)
        mean, variance = self._log_means(given)
        told, sizes = log_likelihood(self.seen, mean, variance, given.log_sizes[:, None])
        first, second = slopes(self.seen, mean, variance, given.log_sizes[:, None])
        loadings = first @ self.known.mean - given.loadings * (second @ self.known.variance)
        wandered, ends = _wandering(given.chain, self.known)
        prior, by_prior = _prior(given, self.expected)
        rise = np.concatenate([first.sum(axis=1), loadings, sizes, ends]) + by_prior
        return -(told + wandered + self.known.log_volume + prior), -rise

    def slopes(self, given: Parameters) -> tuple[Floats, Floats]:
        """The expected derivatives of the log-likelihood by log means."""
        return slopes(self.seen, *self._log_means(given), given.log_sizes[:, None])

    def _settle(self, given: Parameters) -> None:
        """What is known of x, once its pseudo-observations are those that it makes itself."""
        chain, loadings = given.chain, given.loadings
        for _ in range(MOST):
            first, second = self.slopes(given)
            told = loadings**2 @ second
            pull = told * self.known.mean + loadings @ first
            found = known(chain, told, pull)
            moved = found.mean - self.known.mean
            far = float(np.abs(moved).max())
            if far > STRIDE:
                found = replace(found, mean=self.known.mean + moved * STRIDE / far)
            self.known = found
            if far < SETTLED:
                return

    def _log_means(self, given: Parameters) -> tuple[Floats, Floats]:
        """Mean and variance of the log mean of each count."""
        mean = given.intercepts[:, None] + self.offsets + np.outer(given.loadings, self.known.mean)
        return mean, np.outer(given.loadings**2, self.known.variance)


def _wandering(chain: Chain, held: Known) -> tuple[float, Floats]:
    """The expected log density of the hidden values, and its derivatives by the chain's two parameters."""
    square = held.mean**2 + held.variance
    after, before = float(square[1:].sum()), float(square[:-1].sum())
    joint = float((held.mean[1:] * held.mean[:-1] + held.beside).sum())
    keeps, spread, step, count = chain.keeps, chain.sd**2, chain.step, len(square) - 1
    rest = after - 2 * keeps * joint + keeps**2 * before
    value = -0.5 * (np.log(spread) + square[0] / spread + count * np.log(step) + rest / step)
    by_step = -0.5 * (count / step - rest / step**2)
    by_keeps = -2 * keeps * spread * by_step + (joint - keeps * before) / step
    by_sd = square[0] / spread - 1 - count + rest / step
    return float(value), np.array([by_keeps * keeps * (1 - keeps), by_sd])


def _prior(given: Parameters, expected: Floats) -> tuple[float, Floats]:
    """The log density of the priors, and its derivatives by all parameters."""
    parts: list[tuple[Floats, Floats | float, float]] = [
        (given.loadings, expected, LOADING_SPREAD),
        (given.log_sizes, LOG_SIZE, LOG_SIZE_SPREAD),
        (np.array([given.keeps]), KEEPS, KEEPS_SPREAD),
        (np.array([given.log_sd]), LOG_SD, LOG_SD_SPREAD),
    ]
    away = [(values - mean) / spread for values, mean, spread in parts]
    value = -0.5 * sum(float(each @ each) for each in away)
    rises = [-each / part[2] for each, part in zip(away, parts, strict=True)]
    return value, np.concatenate([np.zeros_like(given.intercepts), *rises])

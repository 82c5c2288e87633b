"""What libraries warn of is checked by the measures, and never printed."""

import warnings
from itertools import combinations

import numpy as np
import pytest

from detente.errors import QueryError
from detente.measuring import LeadLag, Points, Reciprocity, Turns

RNG = np.random.default_rng(0)
HARD = {
    "a random walk": np.cumsum(RNG.normal(size=60)),
    "nearly all zeros": np.where(RNG.random(60) < 0.1, RNG.poisson(5, 60), 0.0),
    "a bare trend": np.arange(60) + RNG.normal(size=60) * 1e-3,
    "a bare step": np.r_[np.zeros(30), np.ones(30)] + RNG.normal(size=60) * 1e-6,
    "exploding": np.exp(np.cumsum(RNG.normal(size=60))),
}


@pytest.mark.parametrize("names", list(combinations(HARD, 2)))
def test_no_warning_leaks(names: tuple[str, str]) -> None:
    first, second = (Points.plain(HARD[name]) for name in names)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for measured in (
            lambda: Turns(draws=19).fit(first),
            lambda: Reciprocity().fit(dict(zip(names, (first, second), strict=True))),
            lambda: LeadLag(draws=19).fit(first, second, names),
        ):
            try:
                measured()
            except QueryError as refused:
                assert refused.advice

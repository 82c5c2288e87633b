"""Series that were published with the F values of Granger's test on them; sources stand in their files."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import f as distribution
from statsmodels.tsa.stattools import grangercausalitytests

from detente.measuring import Points, Reciprocity
from detente.measuring.reciprocity import ReciprocityResult

FOLDER = Path(__file__).parent / "published"


def published(name: str, *, growth: bool = False) -> dict[str, Points]:
    """The columns of a file, as they are or as changes of the logarithm."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    rows = list(csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t"))
    values = np.array([row[1:] for row in rows[1:]], dtype=float)
    held = np.diff(np.log(values), axis=0) if growth else values
    periods = tuple(row[0] for row in rows[1:])[-len(held) :]
    every = rows[0][0]
    return {
        column: Points(periods, held[:, place], None, column, every)
        for place, column in enumerate(rows[0][1:])
    }


def f_values(found: ReciprocityResult) -> dict[tuple[str, str], float]:
    return {(each.cause, each.effect): each.f for each in found.answers}


@pytest.mark.parametrize(
    ("cause", "effect", "f", "p"),
    [("chickens", "eggs", 0.5916, 0.6238), ("eggs", "chickens", 5.405, 0.002966)],
)
def test_the_egg_came_first(cause: str, effect: str, f: float, p: float) -> None:
    """F(3, 44) as A. Zeileis and T. Hothorn ("Diagnostic Checking in Regression Relationships", R News 2,
    2002) print it in the documentation of `lmtest`, with p-values by one equation's degrees of freedom."""
    found = Reciprocity(lags=3).fit(published("chickens-and-eggs.tsv"))
    (answer,) = (each for each in found.answers if (each.cause, each.effect) == (cause, effect))
    assert answer.f == pytest.approx(f, abs=5e-4)
    assert (answer.df_num, answer.df_den, answer.n) == (3, 88, 51)
    assert distribution.sf(answer.f, 3, 44) == pytest.approx(p, abs=5e-5)


@pytest.mark.parametrize("lags", [1, 2, 3, 4])
def test_two_series_have_the_f_of_single_equations(lags: int) -> None:
    series = published("chickens-and-eggs.tsv")
    found = f_values(Reciprocity(lags=lags).fit(series))
    for cause, effect in found:
        columns = np.column_stack([series[effect].values, series[cause].values])
        by_hand = grangercausalitytests(columns, [lags])[lags][0]["ssr_ftest"]
        assert found[cause, effect] == pytest.approx(float(by_hand[0]), abs=1e-8)


def test_west_german_growth() -> None:
    """Lütkepohl (2005, 3.6.2) gives 1.59 for both causes of investment; the manual of Stata (Time Series,
    `vargranger`, example 1) gives F values of each."""
    found = Reciprocity(lags=2).fit(published("west-germany.tsv", growth=True))
    told = {
        ("income", "investment"): 0.0485, ("consumption", "investment"): 1.5004,
        ("investment", "income"): 1.7683, ("consumption", "income"): 1.7184,
        ("investment", "consumption"): 0.9715, ("income", "consumption"): 6.1465,
    }  # fmt: skip
    assert f_values(found) == pytest.approx(told, abs=2e-4)
    both = found.model.test_causality("investment", ["income", "consumption"], kind="f")
    assert both.test_statistic == pytest.approx(1.59, abs=5e-3)
    assert {each.n for each in found.answers} == {73}


def test_lags_that_are_given_are_bounded_by_the_periods_alone() -> None:
    """Where they are chosen, two years are the most that are tried."""
    series = published("chickens-and-eggs.tsv")
    assert {each.lags for each in Reciprocity(lags=4).fit(series).answers} == {4}
    assert Reciprocity().fit(series).answers[0].lags <= 2

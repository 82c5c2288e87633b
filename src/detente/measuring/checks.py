"""May a vector autoregression be believed? Tests of what it takes for granted, in plain words."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from statsmodels.tools.sm_exceptions import InterpolationWarning
from statsmodels.tsa.stattools import adfuller, kpss

from detente.measuring.figures import p_value

CLEAR = 0.05
SPARSE = 0.5
"""Share of periods with anything in them, under which a series is told to be sparse."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that the model takes for granted: its name, whether it holds (None where that is open),
    and a sentence that says so."""

    name: str
    holds: bool | None
    words: str


def checks(model: Any, frame: pd.DataFrame) -> list[Check]:
    """Stability, uncorrelated residuals, stationarity and enough acts."""
    return [
        _stable(model),
        _white(model),
        *(_steady(str(name), frame[name].to_numpy()) for name in frame.columns),
        *(found for name in frame.columns if (found := _sparse(str(name), frame[name].to_numpy()))),
    ]


def _stable(model: Any) -> Check:
    largest = float(1 / np.abs(model.roots).min())
    holds = largest < 1
    put = "responses die out" if holds else "responses do not die out, so do not trust them"
    return Check(
        "stability",
        holds,
        f"The model is {'' if holds else 'not '}stable: {put} (largest root {largest:.2f}).",
    )


def _white(model: Any) -> Check:
    """Adjusted portmanteau test (Hosking 1980; Lütkepohl 2005, 4.4.3)."""
    lags = int(min(max(model.k_ar + 4, 10), model.nobs // 4))
    p = float(model.test_whiteness(lags, adjusted=True).pvalue)
    holds = p > CLEAR
    put = (
        "are not autocorrelated"
        if holds
        else "are autocorrelated: more lags may be needed, and p-values may be too small"
    )
    return Check(
        "residuals", holds, f"The residuals {put} (portmanteau over {lags} periods, {p_value(p)})."
    )


def _steady(name: str, values: Any) -> Check:
    """Dickey and Fuller's test of a unit root and the test of Kwiatkowski et al. (1992) of none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", InterpolationWarning)  # p-values end at .01 and .1
        warnings.simplefilter("ignore", FutureWarning)  # results will be objects, and still tuples
        unit = float(adfuller(values, autolag="AIC")[1])
        steady = float(kpss(values, regression="c", nlags="auto")[1])
    told = f"(augmented Dickey-Fuller {p_value(unit)}, KPSS {_bounded(steady)})"
    if unit < CLEAR and steady > CLEAR:
        return Check("stationarity", True, f"{name} keeps to a level {told}.")
    if unit >= CLEAR and steady <= CLEAR:
        return Check(
            "stationarity", False,
            f"{name} drifts or changes level {told}: the tests may err; "
            "look for turns, and measure between them.",
        )  # fmt: skip
    return Check("stationarity", None, f"Whether {name} keeps to a level is open {told}.")


def _bounded(p: float) -> str:
    """A p-value of KPSS, whose tables end at .01 and .1."""
    return "p < 0.01" if p <= 0.01 else "p > 0.1" if p >= 0.1 else p_value(p)


def _sparse(name: str, values: Any) -> Check | None:
    share = float(np.mean(values != 0))
    if share >= SPARSE:
        return None
    return Check(
        "acts",
        False,
        f"{name} is zero in {1 - share:.0%} of the periods: few acts decide the tests.",
    )

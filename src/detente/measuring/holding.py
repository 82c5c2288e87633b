"""Whether one series is answered by another once what moves both alike is taken in.

How much is written moves all sums of acts, an outage empties them, and a trend that two states share by
accident makes either foretell the other. Granger's test takes all three for answers. So it is made once
more, in one equation, with

- the volume of others' acts (`detente.measuring.coverage`) in the period itself and in each that is looked
  back on, as a control. A series that does not move with the volume is not harmed by that, as it would be
  if it were divided by it (Kronmal, "Spurious correlation and the fallacy of the ratio standard revisited",
  Journal of the Royal Statistical Society A 156, 1993);
- a linear trend, and one lag of each series more than is tested, so that the test holds though the series
  drift (Toda and Yamamoto, "Statistical inference in vector autoregressions with possibly integrated
  processes", Journal of Econometrics 66, 1995);
- errors that hold though months of much news vary more than others: HC3 (MacKinnon and White, "Some
  heteroskedasticity-consistent covariance matrix estimators with improved finite sample properties",
  Journal of Econometrics 29, 1985; Long and Ervin, The American Statistician 54, 2000).

Periods that are missing, and those that look back on one, are left out.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import t as student
from statsmodels.api import OLS

from detente.measuring.coverage import Coverage, Truths
from detente.measuring.points import Floats

EXTRA = 1
"""Lags of each series that are in the equation and not in the test."""
EACH = 3
"""Periods that the equation needs for each coefficient."""


@dataclass(frozen=True, slots=True)
class Held:
    """Granger's test with volume, trend and unequal variance taken in."""

    p_value: float
    total: float
    """The sum of the coefficients that are tested: above zero where like follows like."""
    within: int
    """The first lag whose own coefficient is clear; the longest that is tested where none is."""
    n: int


def held_test(
    frame: pd.DataFrame, cause: str, effect: str, lags: int, clear: float, coverage: Coverage | None
) -> Held | None:
    """Whether a column is answered in another; None where the periods are too few, or vary too little."""
    back = lags + EXTRA
    others = [name for name in frame.columns if name != cause]
    past = [lagged(frame[name].to_numpy(float), back) for name in (cause, *others)]
    common, kept = held_constant(len(frame), back, coverage)
    design = np.column_stack([*past, common])[kept]
    target = frame[effect].to_numpy(float)[back:][kept]
    if len(target) < EACH * design.shape[1]:
        return None
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        fit = OLS(target, design).fit(cov_type="HC3", use_t=True)
        p_value = float(fit.f_test(np.eye(lags, design.shape[1])).pvalue)
        each = 2 * student.sf(np.abs(fit.params[:lags] / fit.bse[:lags]), fit.df_resid)
    if not np.isfinite(p_value):
        return None
    seen = np.flatnonzero(each <= clear)
    within = int(seen[0]) + 1 if len(seen) else lags
    return Held(p_value, float(fit.params[:lags].sum()), within, len(target))


def held_constant(periods: int, back: int, coverage: Coverage | None) -> tuple[Floats, Truths]:
    """The columns of what is held constant, from the first period that can look so far back; and which of
    these periods count, as neither they nor those that they look back on are missing."""
    size = periods - back
    columns = [np.ones(size), np.linspace(-1.0, 1.0, periods)[back:]]
    if coverage is None:
        return np.column_stack(columns), np.ones(size, dtype=bool)
    missing = coverage.missing
    kept = ~(missing[back:] | lagged(missing, back).any(axis=1))
    if varies(coverage):
        share = np.nan_to_num(coverage.share)
        columns += [share[back:, None], lagged(share, back)]
    return np.column_stack(columns), kept


def varies(coverage: Coverage | None) -> bool:
    """Whether a volume is known that may move sums."""
    return coverage is not None and coverage.usable and float(np.nanstd(coverage.share)) > 0


def lagged(values: Floats | Truths, back: int) -> Floats:
    """From the first place that can look so far back, the values 1, 2 … places before, side by side."""
    return np.column_stack([values[back - lag : len(values) - lag] for lag in range(1, back + 1)])

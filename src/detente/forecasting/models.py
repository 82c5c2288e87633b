"""A few well-known models of a series, each of which tells distributions of what comes next.

- *local level*: a level that wanders, seen with noise (Muth, "Optimal properties of exponentially weighted
  forecasts", Journal of the American Statistical Association 55, 1960; Harvey, "Forecasting, Structural
  Time Series Models and the Kalman Filter", 1989); the forecast is exponential smoothing.
- *local level and season*: the same with a trigonometric season (Harvey 1989).
- *autoregression*: each period ahead is regressed on the last ones (direct forecasts: Marcellino, Stock and
  Watson, Journal of Econometrics 135, 2006), as many as the criterion of Schwarz takes.
- *counts*: a log-linear regression of sums on the last period, the last three and the last twelve, with a
  negative binomial distribution (Fokianos and Tjøstheim, "Log-linear Poisson autoregression", Journal of
  Multivariate Analysis 102, 2011; its mean by a quasi-likelihood, Gourieroux, Monfort and Trognon,
  Econometrica 52, 1984).
- *average*: the mean of the quantiles of all of them (Lichtendahl, Grushka-Cockayne and Winkler, Management
  Science 59, 2013).

All but the last but one are of values on their scale (`scales`), with errors distributed as those of the
past were (filtered historical simulation: Barone-Adesi, Giannopoulos and Vosper, Journal of Futures Markets
19, 1999). Nothing is drawn: no seed decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy.optimize import nnls
from scipy.stats import nbinom

from detente.forecasting.past import BEYOND, Foresight, Model, Past
from detente.forecasting.scoring import LEVELS
from detente.measuring.points import Floats
from detente.measuring.refusing import refusing

AVERAGE = "average of the models"
MOST_LAGS = 3
HARMONICS = 2
WINDOWS = (1, 3, 12)
"""Last periods whose means the regression of counts takes."""
LEAST_DISPERSION = 1e-6
"""Over-dispersion at which a negative binomial is as good as a Poisson."""
LEAST_ACT = 1e-3
"""The least weight of one act, as a share of the mean: a sum of less is as good as continuous."""


def models(past: Past) -> dict[str, Model]:
    """The models for a series, by name, but for their average."""
    found: dict[str, Model] = {"local level": local_level, "autoregression": autoregression}
    if past.season:
        found["local level and season"] = level_and_season
    if past.scale.unit is not None:
        found["counts"] = counts
    return found


def averaged(told: Sequence[Floats]) -> Floats:
    """The average of distributions, quantile by quantile."""
    return np.asarray(np.mean([np.sort(each, axis=1) for each in told], axis=0))


def local_level(past: Past) -> Foresight:
    """A level that wanders, seen with noise."""
    return _structural(past, seasonal=False)


def level_and_season(past: Past) -> Foresight:
    """The same with a season that stays as it is."""
    return _structural(past, seasonal=True)


def autoregression(past: Past) -> Foresight:
    """Each period ahead by a regression on the last ones."""
    values = (past.values - past.seen.mean()) / past.spread
    lags = min(range(1, MOST_LAGS + 1), key=lambda each: _schwarz(values, each))
    fits = [_regressed(_lagged(values, lags), values, ahead) for ahead in _steps(past)]

    def foresee(now: Past) -> Floats:
        centre, unit = float(now.seen.mean()), now.spread
        row = np.nan_to_num(_lagged((now.values - centre) / unit, lags)[-1])
        return np.vstack(
            [now.about(centre + unit * float(row @ betas), unit * off) for betas, off in fits]
        )

    return foresee


def counts(past: Past) -> Foresight:
    """Sums by a log-linear regression, with a negative binomial distribution."""
    features = _windows(past.values)
    fits = [_counted(features, _in_units(past), ahead) for ahead in _steps(past)]

    def foresee(now: Past) -> Floats:
        row = _windows(now.values)[-1]
        unit = now.scale.unit or 1.0
        most = BEYOND * float(np.nanmax(now.raw)) / unit
        told = [_negative_binomial(min(np.exp(row @ each), most), *noise) for each, noise in fits]
        return np.asarray(unit * np.minimum(np.vstack(told), most))

    return foresee


def _steps(past: Past) -> range:
    return range(1, past.ahead + 1)


def _structural(past: Past, *, seasonal: bool) -> Foresight:
    with refusing("the local level"):
        params = _level_model(past, seasonal=seasonal).fit(disp=0).params

    def foresee(now: Past) -> Floats:
        with refusing("the local level"):
            held = _level_model(now, seasonal=seasonal).filter(params)
            ahead = held.get_forecast(now.ahead)
            errors = held.filter_results.standardized_forecasts_error[0][held.loglikelihood_burn :]
        errors = errors[np.isfinite(errors)]
        shape = (errors - errors.mean()) / (errors.std() or 1.0)
        spread = np.sqrt(np.asarray(ahead.var_pred_mean))
        return np.vstack(
            [
                now.about(now.spread * float(mean), now.spread * float(wide) * shape)
                for mean, wide in zip(np.asarray(ahead.predicted_mean), spread, strict=True)
            ]
        )

    return foresee


def _level_model(past: Past, *, seasonal: bool) -> Any:
    values = past.values / past.spread
    if not seasonal or past.season is None:
        return sm.tsa.UnobservedComponents(values, "llevel")
    season = [{"period": past.season, "harmonics": min(HARMONICS, past.season // 2)}]
    return sm.tsa.UnobservedComponents(
        values, "llevel", freq_seasonal=season, stochastic_freq_seasonal=[False]
    )


def _lagged(values: Floats, lags: int) -> Floats:
    """For each period a row of 1, its value and those before it; nan where there is none."""
    columns = [np.ones(len(values))]
    columns += [
        np.concatenate([np.full(lag, np.nan), values])[: len(values)] for lag in range(lags)
    ]
    return np.column_stack(columns)


def _regressed(features: Floats, values: Floats, ahead: int) -> tuple[Floats, Floats]:
    """Coefficients of values so many periods later, and what they are off, scaled for lost freedom."""
    x, y = _later(features, values, ahead)
    betas, *_ = np.linalg.lstsq(x, y, rcond=None)
    free = max(1, len(y) - x.shape[1])
    return betas, (y - x @ betas) * np.sqrt(len(y) / free)


def _later(features: Floats, values: Floats, ahead: int) -> tuple[Floats, Floats]:
    """The periods of which both the features and the value so many periods later are known."""
    x, y = features[:-ahead], values[ahead:]
    held = np.isfinite(y) & np.isfinite(x).all(axis=1)
    return x[held], y[held]


def _schwarz(values: Floats, lags: int) -> float:
    """The criterion of an autoregression, over the periods that the longest one is fitted to."""
    x, y = _later(_lagged(values, MOST_LAGS), values, 1)
    x = x[:, : lags + 1]
    betas, *_ = np.linalg.lstsq(x, y, rcond=None)
    return float(len(y) * np.log(np.mean((y - x @ betas) ** 2) + 1e-12) + lags * np.log(len(y)))


def _windows(values: Floats) -> Floats:
    """For each period a row of 1 and the means of the last ones; the mean of all where none is known."""
    held = pd.Series(values)
    columns = [held.rolling(window, min_periods=1).mean() for window in WINDOWS]
    filled = [each.fillna(held.mean()).to_numpy(dtype=np.float64) for each in columns]
    return np.column_stack([np.ones(len(values)), *filled])


def _in_units(past: Past) -> Floats:
    return np.maximum(past.raw, 0.0) / (past.scale.unit or 1.0)


def _counted(features: Floats, sums: Floats, ahead: int) -> tuple[Floats, tuple[float, float]]:
    """Coefficients of the logarithm of the mean; and the noise: weight of an act, and over-dispersion."""
    x, y = _later(features, sums, ahead)
    with refusing("the regression of counts"):
        family = sm.families.NegativeBinomial(alpha=1.0)
        fit = sm.GLM(y, x, family=family).fit()
    mean = np.maximum(np.asarray(fit.fittedvalues), 1e-9)
    squares = (y - mean) ** 2 * len(y) / max(1, len(y) - x.shape[1])
    (act, dispersion), _ = nnls(np.column_stack([np.ones_like(mean), mean]), squares / mean)
    return np.asarray(fit.params), (max(float(act), LEAST_ACT * float(mean.mean())), dispersion)


def _negative_binomial(mean: float, act: float, dispersion: float) -> Floats:
    """Members of a distribution of that mean whose variance is `act` μ + `dispersion` μ²."""
    size = 1 / max(dispersion, LEAST_DISPERSION)
    return np.asarray(act * nbinom.ppf(LEVELS, size, size / (size + mean / act)), dtype=np.float64)

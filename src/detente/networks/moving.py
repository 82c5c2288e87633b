"""Does what two states do move with what one of them does with a third?

The sum of scores of the two in a period is regressed on that of one of them with the third in the same
period, with these held constant: the own past of both, the volume of all others' acts and a trend (as
`detente.measuring.holding` has them, with its errors), and what the state that both have in common does
with everybody else. Without the last, a state that falls out with all would be told to move with each. What
is correlated is what is left of both (Frisch and Waugh, "Partial time regressions as compared with
individual trends", Econometrica 1, 1933). Which comes first is told by Granger's test with the same held
constant.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
from statsmodels.api import OLS

from detente.measuring.coverage import Coverage
from detente.measuring.holding import EACH, held_constant, held_test, lagged
from detente.measuring.points import Floats


@dataclass(frozen=True, slots=True)
class Moved:
    """A partial correlation and its p-value; and the p-values that either comes before the other."""

    r: float
    p_value: float
    third_first: float | None
    pair_first: float | None


def moved(
    pair: Floats,
    link: Floats,
    rest: Floats,
    *,
    lags: int,
    clear: float,
    coverage: Coverage | None,
) -> Moved | None:
    """How two sums move together over the same periods; None where they are too few or vary too little."""
    common, kept = held_constant(len(pair), lags, coverage)
    past = [lagged(values, lags) for values in (pair, link)]
    design = np.column_stack([link[lags:], rest[lags:], *past, common])[kept]
    target = pair[lags:][kept]
    if len(target) < EACH * design.shape[1]:
        return None
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        fit = OLS(target, design).fit(cov_type="HC3", use_t=True)
        p_value, plain = float(fit.pvalues[0]), float(OLS(target, design).fit().tvalues[0])
    if not np.isfinite(p_value) or not np.isfinite(plain):
        return None
    r = plain / np.sqrt(plain**2 + len(target) - design.shape[1])
    frame = pd.DataFrame({"pair": pair, "link": link, "rest": rest})
    before = held_test(frame, "link", "pair", lags, clear, coverage)
    after = held_test(frame, "pair", "link", lags, clear, coverage)
    return Moved(
        r=round(float(r), 6),
        p_value=p_value,
        third_first=None if before is None else before.p_value,
        pair_first=None if after is None else after.p_value,
    )

"""From which periods are forecasts made that can be judged, and which of them is believed?

Rolling origin (Tashman, "Out-of-sample tests of forecasting accuracy", International Journal of Forecasting
16, 2000): from one period after the other the following are foreseen with what was known then, and held
against what came. Whoever tries several models finds one that was lucky. So the model is chosen on the
first two thirds of the origins, and what is told of it is of the last third alone, against the baseline
that is best there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.errors import QueryError, TooLittleDataError
from detente.forecasting.scoring import no_difference
from detente.measuring.figures import many
from detente.measuring.points import Floats

START = 0.3
"""Share of the periods that is known before the first forecast that counts."""
KNOWN = 30
"""Periods that are known before it at the least."""
ORIGINS = 24
"""Periods to forecast from, at the least: a third of them tells."""
MOST = 180
"""Periods to forecast from, at the most: the latest, since a method is judged for today."""
REFITS = 24
"""How often models learn again, unless it is said how often."""
CAME = 6
"""Forecasts of each part of the record of which it must be known what came."""
WORTH = 0.02
"""The least share of the baseline's loss that is worth telling of."""
TOLD = 1 / 3
"""The share of the origins that tells, and chooses nothing."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the chosen model did against the best baseline, on forecasts that did not choose it.

    `skill` is the share of the baseline's loss that the model saves; `gives` is who gives the forecast.
    """

    model: str
    baseline: str
    loss: float
    baseline_loss: float
    skill: float
    p_value: float
    beats: bool
    gives: str
    n: int
    """Origins of which it is told."""
    first: int
    """The first of them, as a place among all origins."""


def check_settings(ahead: int, refit: int | None) -> None:
    """Raise `QueryError` where so many periods ahead, or between two lessons, are none."""
    if ahead < 1:
        raise QueryError(f"{ahead} periods ahead is none", advice="Give 1 or more.")
    if refit is not None and refit < 1:
        raise QueryError(f"refit {refit} is no number of periods", advice="Give 1 or more.")


def origins(periods: int, ahead: int, every: str) -> range:
    """Places of the periods from which forecasts are made that can be judged; raises `TooLittleDataError`
    where they are too few."""
    start = max(KNOWN, round(START * periods)) - 1
    found = range(start, periods - ahead)
    if len(found) < ORIGINS:
        least = KNOWN - 1 + ORIGINS + ahead
        raise TooLittleDataError(
            f"{many(periods, every)} are too few to know whether forecasts {many(ahead, every)} ahead "
            f"come true: the least is {least}",
            advice="Take shorter periods, a longer time, or look less far ahead.",
        )
    return found[-MOST:]


def refitted(count: int, every: int | None) -> list[int]:
    """For each origin, the place of the one at which models have learnt last."""
    step = every or -(-count // REFITS)
    return [place - place % step for place in range(count)]


def judged(
    losses: Mapping[str, Floats], baselines: Sequence[str], ahead: int, clear: float
) -> Verdict:
    """The verdict by the losses at each origin (rows) and period ahead (columns); nan where nothing came.

    A model beats the best baseline where the test says so on the last third, by a share worth telling of,
    and where it was better on the first two thirds, too. Raises `TooLittleDataError` where hardly anything
    came.
    """
    mean = {name: _mean(each) for name, each in losses.items()}
    count = len(next(iter(mean.values())))
    first = count - round(TOLD * count)
    # What chose the model has come before the first forecast that tells was made.
    chosen, told = (
        {name: each[part] for name, each in mean.items()}
        for part in (slice(0, first - ahead + 1), slice(first, count))
    )
    _check_enough(chosen, told)
    model = _best(chosen, [name for name in losses if name not in baselines])
    baseline = _best(told, baselines)
    apart = told[model] - told[baseline]
    apart = apart[np.isfinite(apart)]
    p_value, skill = no_difference(apart, ahead), _skill(told, model, baseline)
    beats = p_value <= clear and skill >= WORTH and _skill(chosen, model, baseline) > 0
    return Verdict(
        model=model,
        baseline=baseline,
        loss=float(np.nanmean(told[model])),
        baseline_loss=float(np.nanmean(told[baseline])),
        skill=skill,
        p_value=p_value,
        beats=beats,
        gives=model if beats else _best(mean, baselines),
        n=len(apart),
        first=first,
    )


def _best(losses: Mapping[str, Floats], names: Sequence[str]) -> str:
    return min(names, key=lambda name: float(np.nanmean(losses[name])))


def _skill(losses: Mapping[str, Floats], model: str, baseline: str) -> float:
    """The share of the baseline's loss that a model saves."""
    own, other = (float(np.nanmean(losses[name])) for name in (model, baseline))
    return 1 - own / other if other else 0.0


def _mean(losses: Floats) -> Floats:
    """The mean loss of each origin over what came; nan where nothing did."""
    known = np.isfinite(losses)
    total = np.where(known, losses, 0.0).sum(axis=1)
    return np.where(known.any(axis=1), total / np.maximum(known.sum(axis=1), 1), np.nan)


def _check_enough(*parts: Mapping[str, Floats]) -> None:
    came = min(int(np.isfinite(next(iter(part.values()))).sum()) for part in parts)
    if came < CAME:
        raise TooLittleDataError(
            f"of only {many(came, 'forecast')} of a part of the record is it known what came",
            advice="Take longer periods, a longer time, or a sum instead of a mean.",
        )

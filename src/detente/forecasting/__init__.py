"""What may come next, and has that been right before?

    found = Forecasts(ahead=3).fit(history(workspace, ("CHN", "USA")))
    print(found)              # first, whether any model beats what anybody could have said

What needs the statistical packages is loaded when it is first used, since they take a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.late import late_names

if TYPE_CHECKING:
    from detente.forecasting.forecasts import Forecast, Forecasts, ForecastsResult, Score
    from detente.forecasting.gathering import history, history_in
    from detente.forecasting.known import History, history_of
    from detente.forecasting.risks import Reliability, Risk, Risks, RisksResult

_HOMES = {
    "Forecast": "forecasts",
    "Forecasts": "forecasts",
    "ForecastsResult": "forecasts",
    "History": "known",
    "Reliability": "risks",
    "Risk": "risks",
    "Risks": "risks",
    "RisksResult": "risks",
    "Score": "forecasts",
    "history": "gathering",
    "history_in": "gathering",
    "history_of": "known",
}

__all__ = [
    "Forecast",
    "Forecasts",
    "ForecastsResult",
    "History",
    "Reliability",
    "Risk",
    "Risks",
    "RisksResult",
    "Score",
    "history",
    "history_in",
    "history_of",
]

__getattr__, __dir__ = late_names(__name__, _HOMES, __all__)

"""Forecasts and risks in sentences; whether they are better than nothing comes first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from detente.measuring.figures import many, p_value, sentence

if TYPE_CHECKING:
    from detente.forecasting.forecasts import Forecast, ForecastsResult, Scoreboard
    from detente.forecasting.risks import Reliability, Risk, RisksResult
    from detente.forecasting.rolling import Verdict


def forecasts(found: ForecastsResult) -> str:
    """Whether a model beats the baselines; what may come; how such intervals did; how it was made."""
    points, unit, last = found.points, found.points.every, found.points.names[-1]
    ahead, verdict = found.options.ahead, found.verdict
    subject = _subject(points.what)
    head = _verdict(verdict, subject, "CRPS", _reach(ahead, unit), len(found.origins))
    coverage = ", at the usual coverage" if found.adjusted else ""
    lines = [
        head,
        f"After {last}{coverage}, by {_named(verdict.gives)}:",
        *(_forecast(each, unit) for each in found.forecasts),
        *as_they_stand(found),
        _scores(found),
        _method("models", found.options.refit, len(found.origins), unit),
    ]
    return "\n".join(lines)


def scoreboard(found: Scoreboard) -> str:
    """The CRPS of each model and baseline."""
    return _scores(found.found)


def risks(found: RisksResult) -> str:
    """Whether a model beats the baselines; the chances; how such chances came true; how it was made."""
    points, unit, last = found.points, found.points.every, found.points.names[-1]
    options, verdict = found.options, found.verdict
    spell = (
        f"spell of {points.what}"
        if options.threshold is None
        else f"{unit} of {options.threshold:g} or more"
    )
    subject = f"the risk of a {'new ' if options.begins else ''}{spell}"
    head = _verdict(
        verdict, subject, "Brier score", _reach(options.ahead, unit), len(found.origins)
    )
    on = found.on[-1] == 1
    state = "One is on then." if on else "None is on then."
    asked = " Its beginning is asked for where none is on." if options.begins and on else ""
    return "\n".join(
        [
            head,
            f"After {last}, by {_named(verdict.gives)}. {state}{asked}",
            *(_risk(each, unit) for each in found.risks),
            "Chances told before, and how often it came: "
            f"{'; '.join(map(_reliability, found.reliability))}.",
            _method("logistic regressions", options.refit, len(found.origins), unit),
        ]
    )


def as_they_stand(found: ForecastsResult) -> list[str]:
    """What would be said of sums as they stand, where that differs."""
    other, verdict = found.unadjusted, found.verdict
    if other is None or other.beats == verdict.beats:
        return []
    if not other.beats:
        return ["Of sums as they stand no model does better than the best baseline."]
    return [
        f"Of sums as they stand {_named(other.model)} does better than {_named(other.baseline)}, by "
        f"{other.skill:.0%} ({p_value(other.p_value)}): how much is written can be foretold, or others' "
        "acts are a poor measure of it."
    ]


def _subject(what: str) -> str:
    return what if what in ("hostility", "cooperation") else f"the {what}"


def _named(name: str) -> str:
    """A model or baseline with its article."""
    return name if name.startswith("all") else f"the {name}"


def _reach(ahead: int, unit: str) -> str:
    return f"1 {unit} ahead" if ahead == 1 else f"1 to {ahead} {unit}s ahead"


def _verdict(verdict: Verdict, subject: str, score: str, reach: str, origins: int) -> str:
    """The first sentence."""
    record = f"{reach}, last {verdict.n} of {origins} forecasts; {p_value(verdict.p_value)}"
    if verdict.beats:
        return (
            f"{sentence(_named(verdict.model))} forecasts {subject} better than "
            f"{_named(verdict.baseline)}, by {verdict.skill:.0%} of the {score} ({record})."
        )
    share = f"{abs(verdict.skill):.0%}"
    way = "better" if verdict.skill > 0 else "worse"
    how = "is no better" if share == "0%" else f"is {share} of the {score} {way}"
    return (
        f"No model forecasts {subject} clearly better than {_named(verdict.baseline)}: "
        f"{_named(verdict.model)}, chosen before, {how} ({record})."
    )


def _forecast(each: Forecast, unit: str) -> str:
    ends = [_value(end) for end in (each.low_50, each.high_50, each.low_90, each.high_90)]
    return (
        f"  {many(each.ahead, unit)} ahead: {_value(each.median)}; half between {ends[0]} and {ends[1]}, "
        f"nine tenths between {ends[2]} and {ends[3]}. Such intervals held {each.held_50:.0%} and "
        f"{each.held_90:.0%}."
    )


def _risk(each: Risk, unit: str) -> str:
    return (
        f"  within {many(each.ahead, unit)}: {each.chance:.0%} ({_named(each.baseline)} says "
        f"{each.baseline_chance:.0%}). It came {each.came:.0%} of {each.n} times, last third."
    )


def _reliability(each: Reliability) -> str:
    return f"said {each.said:.0%}, came {each.came:.0%} of {each.n}"


def _scores(found: ForecastsResult) -> str:
    """The CRPS of all, the best first."""
    mean: dict[str, list[float]] = {}
    for each in found.scores:
        mean.setdefault(each.by, []).append(each.crps)
    ranked = sorted(mean, key=lambda name: (sum(mean[name]), name))
    told = ", ".join(f"{name} {sum(mean[name]) / len(mean[name]):.3g}" for name in ranked)
    return f"CRPS on the last third, the less the better: {told}."


def _method(who: str, refit: int | None, origins: int, unit: str) -> str:
    step = refit or -(-origins // 24)
    return (
        f"Method: rolling origin over {many(origins, unit)}, {who} learning anew every {many(step, unit)} "
        "from what was known then; chosen on the first two thirds, told by the last."
    )


def _value(value: float) -> str:
    return f"{round(value, 1) + 0.0:.1f}"


WORDS: Mapping[str, Callable[[Any], str]] = {
    "ForecastsResult": forecasts,
    "RisksResult": risks,
    "Scoreboard": scoreboard,
}

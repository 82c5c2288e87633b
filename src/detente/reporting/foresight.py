"""Which hidden relation would make what is told, and can what comes be foretold? In words, with doubt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from detente.forecasting import Forecast, Forecasts, ForecastsResult, history_in
from detente.forecasting.wording import as_they_stand
from detente.measuring import Relationship
from detente.measuring.covered import volume
from detente.modelling import Latent, LatentResult, LatentRow, Source, counts_of
from detente.reporting import wording
from detente.reporting.computed import Computed
from detente.reporting.gathering import Material
from detente.reporting.standing import OF, Doing, or_reason, silent
from detente.store import Workspace

AHEAD = 3
"""Periods that are forecast."""
MOST_ACTS = 100_000
"""Beyond which forecasts are left to their command: each period to forecast from goes through all acts as
they were known then, which took 19 seconds for 330,000."""
PARTINGS = 3
"""Periods that are named in which the hidden level and the mean score part most."""
Named = Callable[[str], str]


def _plainly(period: str) -> str:
    return f"in {period}"


def _names(material: Material) -> Named:
    """The periods of a report in words; one that it does not have by its name."""
    starts = {row.period: row.start for row in material.series.rows}
    every = material.asked.every

    def named(period: str) -> str:
        start = starts.get(period)
        return _plainly(period) if start is None else wording.in_period(start, every)

    return named


@dataclass(frozen=True, slots=True)
class LatentView:
    """The hidden relation in sentences and by period; `refused` says why there is none, or is empty."""

    sentences: tuple[str, ...]
    rows: tuple[LatentRow, ...]
    refused: str
    computed: Computed | None


@dataclass(frozen=True, slots=True)
class ForecastView:
    """Whether forecasts were right before, and what they say; `refused` says why there are none."""

    verdict: str
    rows: tuple[Forecast, ...]
    known: str
    """When the last of what is known was, in words."""
    adjusted: bool
    """Whether sums are those that would be told at the usual coverage."""
    by: str
    refused: str
    computed: Computed | None


@dataclass(frozen=True, slots=True)
class Foresight:
    """Both."""

    latent: LatentView
    forecast: ForecastView


def foresight(workspace: Workspace, material: Material, *, doing: Doing = silent) -> Foresight:
    """The hidden relation of the acts of a report, and forecasts from them, each or why there is none."""
    doing("estimating a hidden relation")
    latent = or_reason(lambda: _latent(workspace, material))
    doing("forecasting, and holding forecasts against what came")
    forecasts: ForecastsResult | str | None = _too_many(len(material.acts))
    if forecasts is None:
        forecasts = or_reason(lambda: _forecasts(workspace, material))
    named = _names(material)
    return Foresight(latent_view(latent, named=named), forecast_view(forecasts, named=named))


def _latent(workspace: Workspace, material: Material) -> LatentResult:
    asked = material.asked
    told = volume(workspace, [asked.between], dataset=asked.dataset)
    first, last = _covered(workspace, material)
    source = Source(material.acts, told, first, last)
    return Latent().fit(
        counts_of(
            {asked.dataset or "own": source}, asked.between, every=asked.every, since=asked.since,
            until=asked.until,
        )
    )  # fmt: skip


def _too_many(acts: int) -> str | None:
    if acts <= MOST_ACTS:
        return None
    return f"with {acts:,} acts that takes a while, and `detente forecast` does it"


def _forecasts(workspace: Workspace, material: Material) -> ForecastsResult:
    asked = material.asked
    first, _ = _covered(workspace, material)
    found = Relationship(
        between=asked.between, acts=material.acts, occurrences=material.occurrences, start=first
    )
    held = history_in(
        workspace, found, every=asked.every, of=OF, until=asked.until, dataset=asked.dataset
    )
    return Forecasts(ahead=AHEAD).fit(held)


def _covered(workspace: Workspace, material: Material) -> tuple[Any, Any]:
    """From when on, and to when, the record covers the two; None where that is told by their acts."""
    asked = material.asked
    if asked.dataset is not None:
        _, first, last = workspace.datasets()[asked.dataset]
        return asked.since or first, last
    return asked.since or material.start, None


def latent_view(found: LatentResult | str, *, named: Named = _plainly) -> LatentView:
    """The hidden relation in words, or why there is none; `named` says `in May 2023` of a period."""
    if isinstance(found, str):
        refused = f"A hidden relation cannot be told: {found}."
        return LatentView((), (), refused, None)
    return LatentView(tuple(_of_latent(found, named)), found.rows, "", _latent_computed(found))


def _of_latent(found: LatentResult, named: Named) -> list[str]:
    rows, every = found.rows, found.counts.every
    best, worst = (choose(rows, key=lambda row: row.level) for choose in (max, min))
    hot = max(rows, key=lambda row: row.conflict)
    warm = max(rows, key=lambda row: row.cooperation)
    width = wording.percent(found.options.width)
    told = [
        f"{wording.capitalised(named(rows[-1].period))}, the last {every} of this time, the balance of "
        f"cooperation and conflict stood at {_with_band(rows[-1])}, by its {width} band; 0 is its mean "
        "over this time, 1 its standard deviation, up is better.",
        f"It was worst {named(worst.period)}, at {_with_band(worst)}, and best {named(best.period)}, at "
        f"{_with_band(best)}; conflict was most intense {named(hot.period)}, cooperation "
        f"{named(warm.period)}.",
    ]
    if apart := found.partings(PARTINGS):
        listed = wording.listed(
            f"{named(each.period)} (balance {wording.signed(each.level)}, mean score "
            f"{wording.signed(each.mean)})"
            for each in apart
        )
        told.append(f"The mean score of the acts says something else, in the same unit, {listed}.")
    return told


def _with_band(row: LatentRow) -> str:
    return f"{wording.signed(row.level)} ({wording.signed(row.low)} to {wording.signed(row.high)})"


def _latent_computed(found: LatentResult) -> Computed:
    counts = found.counts
    acts = int(counts.acts.sum())
    return Computed(
        "Counts of acts of each type and direction, negative binomial, by two hidden intensities, of "
        "conflict and of cooperation, each an autoregression; how much is told of other states is held "
        "constant. Acts count alike, however sure their coder is.",
        "Schrodt and Gerner 2004; Reuning, Kenwick and Fariss 2019; Terechshenko 2020; Durbin and Koopman "
        "2012.",
        f"{wording.many(acts, 'act')} of {wording.many(len(found.items), 'sort')} in "
        f"{wording.many(len(found.rows), counts.every)}",
    )


def forecast_view(found: ForecastsResult | str, *, named: Named = _plainly) -> ForecastView:
    """The forecasts in words, or why there are none; `named` says `in May 2023` of a period."""
    if isinstance(found, str):
        refused = f"Whether what comes can be foretold was not tested: {found}."
        return ForecastView("", (), "", False, "", refused, None)
    points = found.points
    return ForecastView(
        verdict=" ".join([str(found).partition("\n")[0], *as_they_stand(found)]),
        rows=found.forecasts,
        known=named(points.names[-1]),
        adjusted=found.adjusted,
        by=found.verdict.gives,
        refused="",
        computed=_forecast_computed(found),
    )


def _forecast_computed(found: ForecastsResult) -> Computed:
    every = found.points.every
    return Computed(
        f"From one {every} after the other the next ones were forecast by what was known then, and held "
        f"against the {OF} that came; the model was chosen on the first two thirds, and what is told is of "
        "the last. A model is said to be better only where chance is ruled out and it was better before.",
        "Tashman 2000; Gneiting and Raftery 2007; Diebold and Mariano 1995; Harvey, Leybourne and Newbold "
        "1997.",
        f"{len(found.origins)} forecasts, {found.verdict.n} of them told",
    )

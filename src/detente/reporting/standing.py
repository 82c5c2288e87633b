"""How do things stand? The measures of a relation, each with its result or the reason why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

import pyarrow as pa

from detente.auditing.doubts import Doubts
from detente.errors import TooLittleDataError
from detente.measuring import (
    DoubtResult,
    Drivers,
    DriversResult,
    Level,
    LevelResult,
    Points,
    Question,
    Reciprocity,
    ReciprocityResult,
    Series,
    Spells,
    SpellsResult,
    States,
    StatesResult,
    TurnOrder,
    TurnOrderResult,
    Turns,
    TurnsResult,
    by_period,
    directed,
)
from detente.measuring.covered import Volume
from detente.reporting.doubted import Doubted, stood

OF: Literal["hostility"] = "hostility"
"""Whether this is answered is what the report tests."""
MOST = 7
"""Drivers of a turn that the report tells."""
SURE = 0.5
"""Confidence below which an event is not held up as a fact."""
FIRM = 0.7
"""Confidence below which an event is not named among the strongest."""
BAND_DRAWS = 100
"""Levels that are drawn for the band of a track, which is for the eye; they take most of the time."""
Found = TypeVar("Found")
Doing = Callable[[str], None]
"""Is told in words what is done now."""


def silent(what: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the measures found. Where one of them refuses there is its reason, as words, instead."""

    level: LevelResult
    states: StatesResult
    turns: TurnsResult | str
    hostility: TurnsResult | str
    """Turns of the summed hostility, which a crisis shows that has more of everything."""
    spells: SpellsResult | str
    """When that sum was out of the usual for a while."""
    drivers: DriversResult | None
    reciprocity: ReciprocityResult | str
    tracks: dict[str, TurnsResult | str]
    """Turns of each track, in the order of the series given."""
    bands: dict[str, LevelResult]
    """The level of each track, its band of sampling error alone: for the eye, beside the plain scores."""
    order: TurnOrderResult | None
    """Which track turned first; None where there are fewer than two."""
    stood: dict[Doubted, DoubtResult]
    """In how many redrawn records what was found stands; by measure, where something was found."""


def stand(
    acts: pa.Table,
    by_track: Mapping[str, Series],
    question: Question,
    *,
    told: Volume | None = None,
    doubts: Doubts | None = None,
    doing: Doing = silent,
) -> Standing | None:
    """Measure how two states stand from their acts; None where there are none.

    `told` is how much is told of others, at which sums are held constant, `doubts` what may be wrong of the
    record. `doing` is told what is measured before it is.
    """
    if not len(acts):
        return None
    doing("measuring the level")
    level = Level().fit(acts, question)
    states = States().fit(level)
    doing("looking for turning points")
    turns = or_reason(lambda: Turns().fit(level.series))
    between = question.between
    days: Any = {"every": question.every, "since": question.since, "until": question.until}
    hostility = or_reason(lambda: _of_hostility(Turns().fit, acts, days, told))
    spells = or_reason(lambda: _of_hostility(Spells().fit, acts, days, told))
    tracks = {track: or_reason(_turns_of(series)) for track, series in by_track.items()}
    order = _order(by_track, tracks)
    doing("asking who answers whom")
    reciprocity = or_reason(lambda: _answers(acts, between, days, told))
    bands = {}
    for track, series in by_track.items():
        doing(f"measuring the {track} track")
        bands[track] = _band(acts, series, question)
    doing("drawing the record again")
    found: dict[Doubted, object] = {
        "turns": turns, "hostility": hostility, "spells": spells, "reciprocity": reciprocity,
    }  # fmt: skip
    return Standing(
        level=level,
        states=states,
        turns=turns,
        hostility=hostility,
        spells=spells,
        drivers=None
        if isinstance(turns, str)
        else Drivers(most=MOST, least=SURE).fit(turns, acts, between),
        reciprocity=reciprocity,
        tracks=tracks,
        bands=bands,
        order=order,
        stood=stood(acts, question, found, told=told, doubts=doubts or Doubts()),
    )


def _of_hostility(
    fit: Callable[..., Found], acts: pa.Table, days: Any, told: Volume | None
) -> Found:
    """What a measure finds in the hostility of each period, at how much is told of others in it."""
    points = by_period(acts, of=OF, **days)
    return fit(points, coverage=told.over(points) if told else None)


def _answers(
    acts: pa.Table, between: tuple[str, str], days: Any, told: Volume | None
) -> ReciprocityResult:
    flows = directed({between: acts}, of=OF, **days)
    return Reciprocity().fit(
        flows, coverage=told.over(next(iter(flows.values()))) if told else None
    )


def _band(acts: pa.Table, series: Series, question: Question) -> LevelResult:
    first, last = series.rows[0].start, series.rows[-1].end
    asked = replace(question, since=first, until=last, track=series.track)
    return Level(holds=("sampling",), draws=BAND_DRAWS).fit(acts, asked)


def _order(
    by_track: Mapping[str, Series], tracks: Mapping[str, TurnsResult | str]
) -> TurnOrderResult | None:
    points = {track: Points.of(series) for track, series in by_track.items()}
    found = {track: each for track, each in tracks.items() if isinstance(each, TurnsResult)}
    return TurnOrder().fit(points, found=found) if len(points) > 1 else None


def _turns_of(series: Series) -> Callable[[], TurnsResult]:
    return lambda: Turns().fit(series)


def or_reason(measured: Callable[[], Found]) -> Found | str:
    """What is measured, or why there is too little for it."""
    try:
        return measured()
    except TooLittleDataError as refusal:
        return refusal.what

"""How do things stand? The measures of a relation, each with its result or the reason why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import pyarrow as pa

from detente.errors import QueryError
from detente.measuring import (
    Drivers,
    DriversFound,
    Level,
    LevelResult,
    Reciprocity,
    ReciprocityFound,
    Series,
    States,
    StatesResult,
    Turns,
    TurnsFound,
    directed,
)

OF = "hostility"
"""Whether this is answered is what the report tests."""
MOST = 7
"""Drivers of a turn that the report tells."""
SURE = 0.5
"""Confidence below which an event is not held up as a fact."""
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Standing:
    """What the measures found. Where one of them refuses there is its reason, as words, instead."""

    level: LevelResult
    states: StatesResult
    turns: TurnsFound | str
    drivers: DriversFound | None
    reciprocity: ReciprocityFound | str
    tracks: dict[str, TurnsFound | str]
    """Turns of each track, in the order of the series given."""


def stand(acts: pa.Table, by_track: Mapping[str, Series], **asked: Any) -> Standing | None:
    """Measure how two states stand from their acts; None where there are none.

    `asked` has `between`, `every`, `since` and `until` as `detente.measuring.measure` takes them.
    """
    if not len(acts):
        return None
    level = Level().fit(acts, **asked)
    turns = _or_reason(lambda: Turns().fit(level.series))
    between = asked["between"]
    days = {name: value for name, value in asked.items() if name != "between"}
    return Standing(
        level=level,
        states=States().fit(level),
        turns=turns,
        drivers=None
        if isinstance(turns, str)
        else Drivers(MOST, least=SURE).fit(turns, acts, between),
        reciprocity=_or_reason(
            lambda: Reciprocity().fit(directed({between: acts}, of=OF, **days))  # type: ignore[arg-type]
        ),
        tracks={track: _or_reason(_turns_of(series)) for track, series in by_track.items()},
    )


def _turns_of(series: Series) -> Callable[[], TurnsFound]:
    return lambda: Turns().fit(series)


def _or_reason(measured: Callable[[], Found]) -> Found | str:
    try:
        return measured()
    except QueryError as refusal:
        return refusal.what

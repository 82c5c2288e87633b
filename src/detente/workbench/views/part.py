"""What measures and ledgers say of two states: parts that take long, each found when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from threading import Lock
from typing import Any

from detente.errors import TooLittleDataError
from detente.reporting import brief as briefs
from detente.reporting import (
    charts,
    dialogues,
    ledgers,
    level_charts,
    ordering,
    outlets,
    outlook,
    statements,
    static,
    summary,
    telling,
    turning,
    wording,
)
from detente.reporting.gathering import Asked, Material, gather
from detente.store import Workspace
from detente.workbench.addresses import PARTS, PairAsked, Part
from detente.workbench.views import part_data
from detente.workbench.views.pair import PartLink, title

SHOWN = 6
"""Acts of an outlet of either sort that are shown."""
KEPT = 4
"""Relations that are kept until a table changes, with their parts; each takes long to gather."""
_ONE = Lock()
"""Two that ask for one relation at once wait for one gathering."""


@dataclass(frozen=True, slots=True)
class PairPart:
    """One part of what is known of two states."""

    asked: PairAsked
    title: str
    part: str
    time: str
    whole: str
    """The address of the page on the pair."""
    parts: tuple[PartLink, ...]
    refused: str | None
    """Why there is nothing to show; None where there is."""
    told: Mapping[str, Any]
    """What is shown, as `detente.reporting` puts it into words."""
    charts: Mapping[str, str]
    """As SVG, by name."""

    @property
    def rows(self) -> tuple[Any, ...]:
        """The main table of the part, as data."""
        found: tuple[Any, ...] = self.told["rows"]
        return found

    @property
    def columns(self) -> tuple[str, ...]:
        """Its columns, whether it has rows or not."""
        assert self.asked.part is not None
        return part_data.COLUMNS[self.asked.part]


def part(workspace: Workspace, asked: PairAsked) -> PairPart:
    """One part, or why there is none in that time."""
    assert asked.part is not None
    found: Told = ({"rows": ()}, {})
    refused, time = None, ""
    try:
        relation = gathered(workspace, asked)
    except TooLittleDataError as problem:
        refused = f"{wording.capitalised(problem.what)}."
    else:
        found, time = relation.told(asked.part), summary.time_covered(relation.material)
    told, drawn = found
    return PairPart(
        asked=asked,
        title=title(asked),
        part=PARTS[asked.part],
        time=time,
        whole=asked.of(None),
        parts=tuple(PartLink(each, words, asked.of(each)) for each, words in PARTS.items()),
        refused=refused,
        told=told,
        charts=drawn,
    )


class Relation:
    """All that a report on two states would show, and what of it was put into words so far."""

    def __init__(self, workspace: Workspace, material: Material) -> None:
        self.workspace, self.material = workspace, material
        self._told: dict[Part, Told] = {}
        self._lock = Lock()

    @cached_property
    def held(self) -> tuple[ledgers.Held, ...]:
        """The ledgers of the two, of which two parts tell."""
        return ledgers.held(self.material)

    def told(self, part: Part) -> Told:
        """One part; it is kept."""
        with self._lock:
            if part not in self._told:
                self._told[part] = TELL[part](self)
            return self._told[part]


def gathered(workspace: Workspace, asked: PairAsked) -> Relation:
    """What is known of two states in a time, kept until the workspace changes."""
    with _ONE:
        state = workspace.catalogue().state
        return _gathered(workspace, state, replace(asked, part=None))


@lru_cache(maxsize=KEPT)
def _gathered(workspace: Workspace, state: object, asked: PairAsked) -> Relation:
    wanted = Asked(between=asked.between, since=asked.since, until=asked.until, every=asked.every)
    return Relation(workspace, gather(workspace, wanted))


Told = tuple[dict[str, Any], dict[str, str]]


def _turns(of: Relation) -> Told:
    material = of.material
    brief = briefs.brief(material, of.held)
    found = material.standing
    drawn = {}
    if found is not None:
        spec = level_charts.index_chart(material.series, found)
        sizes = (static.WIDE, static.NARROW)
        drawn["net"] = static.drawings("net", spec, brief.chart, *sizes, linked=False)
    return {
        "brief": brief,
        "turns": turning.turns_view(material),
        "outlook": outlook.outlook(material),
        "answering": outlook.answering(material),
        "rows": tuple(found.level.to_table().to_pylist()) if found else (),
    }, drawn


def _tracks(of: Relation) -> Told:
    material = of.material
    found = material.standing
    specs = {} if found is None else level_charts.standing_charts(material.by_track, found)
    specs |= charts.track_charts(material.by_track)
    every = material.asked.every
    drawn = {
        name: static.svg(
            name, spec, f"{name.replace('-', ' ')} by {every}", width=static.MIDDLE, linked=False
        )
        for name, spec in specs.items()
    }
    series = material.by_track
    return {
        "tracks": {track: sum(row.n for row in each.rows) for track, each in series.items()},
        "captions": level_charts.captions(series, found) if found else {},
        "order": ordering.order(material),
        "rows": part_data.track_rows(material),
    }, drawn


def _words(of: Relation) -> Told:
    material = of.material
    sides = statements.sides(material)
    said = [each.id for side in sides for kind in side.kinds for each in kind.statements]
    return {"sides": sides, "rows": part_data.statement_rows(material, said)}, {}


def _ledgers(of: Relation) -> Told:
    families = ledgers.ledgers(of.held, of.material)
    rows = part_data.ledger_rows(of.material, [row for side in of.held for row in side.rows])
    return {"families": families, "rows": rows}, {}


def _channels(of: Relation) -> Told:
    material = of.material
    rows = part_data.channel_rows(material)
    return {"channels": dialogues.channel_views(material), "rows": rows}, {}


def _outlets(of: Relation) -> Told:
    material = of.material
    found = outlets.outlet_rows(material)
    compared = telling.compare(of.workspace, material)
    return {
        "outlets": found,
        "covered": compared.covered,
        "no_covered": compared.no_covered,
        "indexes": compared.indexes,
        "no_indexes": compared.no_indexes,
        "acts": telling.acts_told(compared, material, shown=SHOWN),
        "rows": part_data.outlet_rows(found, compared),
    }, {}


TELL = {
    "turns": _turns, "tracks": _tracks, "words": _words, "ledgers": _ledgers,
    "channels": _channels, "outlets": _outlets,
}  # fmt: skip
"""How each part is found."""

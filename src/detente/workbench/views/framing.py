"""How outlets tell the deeds of two states: shares by outlet, and the sentences that they come from."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from detente.comparing import (
    DeedRow,
    Framed,
    Framing,
    FramingResult,
    FramingRow,
    Position,
    Positions,
    PositionsResult,
    framed,
)
from detente.errors import TooLittleDataError
from detente.reporting import wording
from detente.store import Workspace
from detente.workbench.addresses import FramingAsked, of_article, of_outlet, of_pair

KEPT = 8
"""Questions that are kept until the workspace changes; each reads its sentences anew."""
SHOWN = 12
"""Sentences of an outlet that are shown; all are in the tables of `detente framing`."""


@dataclass(frozen=True, slots=True)
class ToldBy:
    """How one outlet tells deeds: shares of its deeds, from 0 to 1, and sentences with loaded words."""

    outlet: str
    outlet_address: str | None
    deeds: int
    first: dt.date | None
    agentless: float
    doer_first: float
    doer_second: float
    said: float
    speakers: str
    claimed: float
    denied: float
    possible: float
    loaded_first: int
    loaded_second: int


@dataclass(frozen=True, slots=True)
class LightOf:
    """In what light one outlet shows one of the two, from -1 to 1."""

    outlet: str
    outlet_address: str | None
    state: str
    sentences: int
    light: float
    band: str
    own: float
    difference: str
    """From the others on the same days, with its band; empty where too little is there."""


@dataclass(frozen=True, slots=True)
class DeedsOf:
    """A sentence of an outlet with the deeds that it tells."""

    address: str
    published: dt.date | None
    text: str
    deeds: tuple[str, ...]
    """Each in words."""


@dataclass(frozen=True, slots=True)
class FramingView:
    """What the page shows."""

    asked: FramingAsked
    names: tuple[str, str]
    pair_address: str
    refused: str | None
    """Why there is nothing to show; None where there is, or where nothing was asked."""
    deeds: int
    sentences: int
    rows: tuple[ToldBy, ...]
    clear: tuple[str, ...]
    """Where an outlet differs from the others beyond chance, in words."""
    told: dict[str, tuple[DeedsOf, ...]]
    """Sentences by outlet."""
    lights: tuple[LightOf, ...] = ()


def framing(workspace: Workspace, asked: FramingAsked) -> FramingView:
    """How outlets tell deeds; nothing is read where no words are given."""
    first, second = map(wording.country_name, asked.between)
    if asked.words is None:
        return FramingView(asked, (first, second), of_pair(*asked.between), None, 0, 0, (), (), {})
    try:
        held, found, positions = _read(workspace, workspace.catalogue().state, asked)
    except TooLittleDataError as problem:
        refused = f"{wording.capitalised(problem.what)}."
        return FramingView(
            asked, (first, second), of_pair(*asked.between), refused, 0, 0, (), (), {}
        )
    return FramingView(
        asked=asked,
        names=(first, second),
        pair_address=of_pair(*asked.between),
        refused=None,
        deeds=found.deeds,
        sentences=found.sentences,
        rows=tuple(_told_by(each.outlet, each.speakers, found, held) for each in found.speaking),
        clear=tuple(line for result in (found, positions) for line in _clear(result)),
        told=_sentences(held.deeds),
        lights=tuple(map(_light, positions.rows if positions else ())),
    )


def _clear(result: FramingResult | PositionsResult | None) -> list[str]:
    return [line for line in str(result).splitlines() if line.startswith("Clear: ")]


def _light(row: Position) -> LightOf:
    return LightOf(
        outlet=row.outlet,
        outlet_address=of_outlet(row.outlet),
        state=wording.country_name(row.state),
        sentences=row.sentences,
        light=row.light,
        band=_ends(row.low, row.high),
        own=row.own,
        difference=""
        if row.difference is None
        else f"{row.difference:+.2f} ({_ends(row.difference_low, row.difference_high)})",
    )


def _ends(low: float | None, high: float | None) -> str:
    return "" if low is None else f"{low:+.2f} to {high:+.2f}"


@lru_cache(maxsize=KEPT)
def _read(
    workspace: Workspace, state: object, asked: FramingAsked
) -> tuple[Framed, FramingResult, PositionsResult | None]:
    held = framed(workspace, asked.between, words=asked.words, since=asked.since, until=asked.until)
    return held, Framing().fit(held), Positions().fit(held) if held.shown else None


def _told_by(
    outlet: str, speakers: Sequence[tuple[str, int]], found: FramingResult, held: Framed
) -> ToldBy:
    first, second = found.between
    rows = found.of(outlet)
    days = [deed.published for deed in held.deeds if deed.outlet == outlet and deed.published]
    return ToldBy(
        outlet=outlet,
        outlet_address=of_outlet(outlet),
        deeds=rows["agentless"].of,
        first=min(days, default=None),
        agentless=rows["agentless"].share,
        doer_first=rows[f"doer {first}"].share,
        doer_second=rows[f"doer {second}"].share,
        said=rows["said"].share,
        speakers=", ".join(f"{wording.country_name(name)} {n}" for name, n in speakers),
        claimed=rows["claimed"].share,
        denied=rows["denied"].share,
        possible=rows["possible"].share,
        loaded_first=_own_loaded(rows, first),
        loaded_second=_own_loaded(rows, second),
    )


def _own_loaded(rows: dict[str, FramingRow], state: str) -> int:
    return rows[f"own loaded against {state}"].n


def _sentences(deeds: Sequence[DeedRow]) -> dict[str, tuple[DeedsOf, ...]]:
    """The sentences of each outlet in order of days, as many as are shown."""
    inside: dict[str, dict[tuple[str, int], list[DeedRow]]] = defaultdict(lambda: defaultdict(list))
    for deed in deeds:
        inside[deed.outlet][deed.article_id, deed.sentence].append(deed)
    return {
        outlet: tuple(_sentence(each) for each in list(sentences.values())[:SHOWN])
        for outlet, sentences in inside.items()
    }


def _sentence(deeds: Sequence[DeedRow]) -> DeedsOf:
    one = deeds[0]
    return DeedsOf(
        of_article(one.article_id), one.published, one.text, tuple(map(_in_words, deeds))
    )


def _in_words(deed: DeedRow) -> str:
    doer = f"by {deed.doer}" if deed.doer else "nobody named"
    whose = f"; in the words of {deed.by or 'somebody'}" if deed.said else ""
    stance = "" if deed.stance == "fact" else f"; {deed.stance}"
    return f"{deed.word}: {doer}{whose}{stance}"

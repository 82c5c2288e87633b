"""What do others say and do about the two? Each third with its sentences, and to whom the two speak."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from detente.comparing import (
    Heard,
    Siding,
    SidingResult,
    Third,
    Voice,
    Voices,
    audience,
    voices_about,
)
from detente.reporting import wording
from detente.reporting.quoting import Piece
from detente.reporting.standing import or_reason
from detente.store import Query, Workspace

FEW, MANY = 3, 30
"""Sentences of each third in a report, and on a page of its own."""
MOST = 8
"""Thirds that a report tells of."""


@dataclass(frozen=True, slots=True)
class SaidView:
    """One sentence in which a third says or does something about the two."""

    record_id: str
    source: Literal["statement", "act"]
    day: dt.date | None
    speaker: str
    what: str
    """The kind, and towards whom, in words."""
    outlet: str | None
    article_id: str
    quote: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ThirdView:
    """One third: how often it says or does what, whom that is good for, and sentences of it."""

    code: str | None
    """None for others without a state."""
    name: str
    sentences: int
    kinds: str
    to_first: int
    to_second: int
    to_both: int
    to_neither: int
    siding: float | None
    low: float | None
    high: float | None
    verdict: str
    """Whom it sides with, in words."""
    said: tuple[SaidView, ...]


@dataclass(frozen=True, slots=True)
class HeardView:
    """To whom one of the two speaks of the other: shares from 0 to 1."""

    speaker: str
    about: str
    sentences: int
    share: float | None
    low: float | None
    high: float | None
    to_thirds: int
    to_own: int
    to_nobody: int


@dataclass(frozen=True, slots=True)
class ThirdsView:
    """All that is shown of thirds; `refused` says why there is nothing, and is empty where there is."""

    rows: tuple[ThirdView, ...]
    more: int
    """Thirds that are not shown."""
    heard: tuple[HeardView, ...]
    asked: int
    """Of how many thirds siding was asked."""
    refused: str


def thirds_view(
    workspace: Workspace,
    between: tuple[str, str],
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    most: int | None = None,
    shown: int = MANY,
) -> ThirdsView:
    """The thirds of two states, those told most of first, `most` of them; each with `shown` sentences."""
    voices = voices_about(workspace, between, Query(since=since, until=until))
    found = or_reason(lambda: Siding().fit(voices))
    heard = tuple(_heard(row) for row in audience(voices).rows if row.n)
    if isinstance(found, str):
        return ThirdsView((), 0, heard, 0, f"{wording.capitalised(found)}.")
    rows = _rows(found, voices, most, shown)
    asked = sum(row.p_value is not None for row in found.rows)
    left = len(found.rows) - len(found.rows[:most])
    return ThirdsView(rows, left, heard, asked, "")


def _rows(
    found: SidingResult, voices: Voices, most: int | None, shown: int
) -> tuple[ThirdView, ...]:
    said: dict[str | None, list[Voice]] = defaultdict(list)
    for voice in voices.rows:
        said[voice.third].append(voice)
    rows = [_third(row, said[row.third], voices.between, shown) for row in found.rows[:most]]
    if voices.without_state:
        rows.append(_without_state(voices, shown))
    return tuple(rows)


def _third(row: Third, said: Sequence[Voice], between: tuple[str, str], shown: int) -> ThirdView:
    return ThirdView(
        code=row.third,
        name=wording.country_name(row.third),
        sentences=row.n,
        kinds=", ".join(row.kinds),
        to_first=row.to_first,
        to_second=row.to_second,
        to_both=row.to_both,
        to_neither=row.to_neither,
        siding=row.siding,
        low=row.low,
        high=row.high,
        verdict=_verdict(row),
        said=_said(said, between, shown),
    )


def _verdict(row: Third) -> str:
    if row.siding is None:
        return "too little is told"
    if row.sides_with is None:
        return "with neither clearly"
    return f"with {wording.in_sentence(wording.country_name(row.sides_with))}"


def _without_state(voices: Voices, shown: int) -> ThirdView:
    rows = voices.without_state
    kinds: dict[str, int] = defaultdict(int)
    towards: dict[str, int] = defaultdict(int)
    for row in rows:
        kinds[row.kind] += 1
        towards[row.towards] += 1
    first, second = voices.between
    named = sorted(kinds.items(), key=lambda each: (-each[1], each[0]))
    return ThirdView(
        code=None,
        name="Others without a state",
        sentences=len(rows),
        kinds=", ".join(f"{kind} {n}" for kind, n in named),
        to_first=towards[first],
        to_second=towards[second],
        to_both=towards["both"],
        to_neither=towards["neither"],
        siding=None,
        low=None,
        high=None,
        verdict="not asked",
        said=_said(rows, voices.between, shown),
    )


def _said(rows: Sequence[Voice], between: tuple[str, str], shown: int) -> tuple[SaidView, ...]:
    """The latest sentences, each once; first those on which siding rests."""
    latest = sorted(rows, key=lambda row: row.day or dt.date.min, reverse=True)
    latest.sort(key=lambda row: not row.counts)
    once = list({(row.article_id, row.start): row for row in reversed(latest)}.values())[::-1]
    return tuple(_said_view(row) for row in once[:shown])


def _said_view(row: Voice) -> SaidView:
    to = row.towards if row.towards in ("both", "neither") else wording.country_name(row.towards)
    return SaidView(
        record_id=row.record_id,
        source=row.source,
        day=row.day,
        speaker=row.speaker,
        what=f"{row.kind}, to {wording.in_sentence(to)}",
        outlet=row.outlet,
        article_id=row.article_id,
        quote=_quote(row),
    )


def _quote(row: Voice) -> tuple[Piece, ...]:
    """The sentence with the words that say it marked, where they stand in it."""
    before, marked, after = row.sentence.partition(row.clause) if row.clause else ("", "", "")
    if not marked:
        return (Piece(row.sentence, ""),) if row.sentence else ()
    mark: Literal["about", "trigger"] = "about" if row.source == "statement" else "trigger"
    pieces = (Piece(before, ""), Piece(marked, mark), Piece(after, ""))
    return tuple(piece for piece in pieces if piece.text)


def _heard(row: Heard) -> HeardView:
    return HeardView(
        speaker=wording.country_name(row.speaker),
        about=wording.in_sentence(wording.country_name(row.about)),
        sentences=row.n,
        share=row.share,
        low=row.low,
        high=row.high,
        to_thirds=row.to_thirds,
        to_own=row.to_own,
        to_nobody=row.to_nobody,
    )

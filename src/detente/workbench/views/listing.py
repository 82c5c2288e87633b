"""One record in a list: who did or said what, when, in which words, and where it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from detente.records import Article
from detente.reporting import wording
from detente.reporting.quoting import Mark, Piece, cut
from detente.store import Workspace
from detente.store.corrected import Coded
from detente.workbench import addresses

WIDE = 320
"""Characters of a sentence that a list shows."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One event or statement as a list shows it."""

    kind: str
    address: str
    day: dt.date | None
    dated: bool
    """Whether the text tells the day; else it is that of publication."""
    parties: str
    what: str
    type: str
    quad_class: str
    """Empty for a statement."""
    score: float | None
    confidence: float
    status: str
    outlet: str
    outlet_address: str | None
    article_address: str
    quote: tuple[Piece, ...]


def listed(
    workspace: Workspace, table: Coded, cards: Iterable[Mapping[str, Any]]
) -> tuple[Listed, ...]:
    """Cards of the catalogue with their sentences."""
    rows = list(cards)
    ids = list(dict.fromkeys(row["article_id"] for row in rows))
    articles = workspace.catalogue().articles(ids)
    show = _event if table == "events" else _statement
    return tuple(show(row, articles.get(row["article_id"])) for row in rows)


def _event(card: Mapping[str, Any], article: Article | None) -> Listed:
    marks = [(card["trigger"], "trigger")]
    marks += [(party, "party") for party in (*card["actors"], *card["recipients"])]
    return Listed(
        kind="event",
        address=addresses.of_event(card["event_id"]),
        day=card["date_start"] or card["published"],
        dated=card["date_start"] is not None,
        parties=wording.parties(
            _named(card["actors"]), _named(card["recipients"]), reciprocal=card["reciprocal"]
        ),
        what=wording.act(card["event_type"], card["mode"]),
        type=card["event_type"],
        quad_class=card["quad_class"],
        score=card["score"],
        confidence=card["confidence"],
        status=wording.STATUSES[card["status"]],
        **_place(card, article, marks),
    )


def _statement(card: Mapping[str, Any], article: Article | None) -> Listed:
    marks = [(card["condition"], "condition")] if card["condition"] else []
    marks += [(card["about"], "about")]
    return Listed(
        kind="statement",
        address=addresses.of_statement(card["statement_id"]),
        day=card["date"] or card["published"],
        dated=card["date"] is not None,
        parties=_speaking(card["speaker"], card["addressees"]),
        what=card["kind"],
        type=card["kind"],
        quad_class="",
        score=None,
        confidence=card["confidence"],
        status="in quotation marks" if card["quoted"] else "",
        **_place(card, article, marks),
    )


def _place(
    card: Mapping[str, Any], article: Article | None, marks: list[tuple[Any, Any]]
) -> dict[str, Any]:
    return {
        "outlet": card["outlet"] or "outlet unknown",
        "outlet_address": addresses.of_outlet(card["outlet"]),
        "article_address": addresses.of_article(card["article_id"]),
        "quote": pieces(article, card["start"], card["end"], marks),
    }


def _named(actors: Iterable[Mapping[str, Any]]) -> list[str]:
    """Those who have a country by its code, others by how they are written, each once."""
    return list(dict.fromkeys(each["country"] or each["name"] or each["text"] for each in actors))


def _speaking(speaker: Mapping[str, Any], addressees: Iterable[Mapping[str, Any]]) -> str:
    said = speaker["name"] or speaker["text"]
    code = speaker["country"]
    who = f"{said} ({wording.country_name(code)})" if code and code != said else said
    to = ", ".join(wording.country_name(each) for each in _named(addressees))
    return f"{who} \N{RIGHTWARDS ARROW} {to}" if to else who


def pieces(
    article: Article | None, start: int, end: int, marks: Iterable[tuple[Mapping[str, Any], Mark]]
) -> tuple[Piece, ...]:
    """The sentence cut into plain and marked pieces; of a long one what stands around the marks."""
    if article is None:
        return ()
    placed = [
        (told["start"], told["end"], mark) for told, mark in marks if told["start"] is not None
    ]
    inside = [first for first, last, _ in placed if start <= first and last <= end]
    first, last = start, end
    if end - start > WIDE and inside:
        first = max(start, min(inside) - WIDE // 4)
        last = min(end, first + WIDE)
    found = cut(article, first, last, placed)
    before = (Piece("… ", ""),) if first > start else ()
    after = (Piece(" …", ""),) if last < end else ()
    return (*before, *found, *after)

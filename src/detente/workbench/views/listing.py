"""One record in a list: who did or said what, when, in which words, and where it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from detente.records import Article, Statement
from detente.reporting import dating, wording
from detente.reporting.quoting import Mark, Piece, cut
from detente.schema import to_dict
from detente.store import Workspace
from detente.store.corrected import Coded
from detente.workbench import addresses

WIDE = 320
"""Characters of a sentence that a list shows."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One event or statement as a list shows it."""

    kind: str
    id: str
    address: str
    day: dt.date | None
    dated: bool
    """Whether the text tells the day; else it is that of publication."""
    when: str
    """When it was, no more exactly than the text tells: `2018`, `June 2023`, or that no date is told; empty
    where it is just the day of publication."""
    published: dt.date | None
    date_start: dt.date | None
    date_end: dt.date | None
    parties: str
    acting: str
    """Codes of the states that act or speak, with `;` between."""
    towards: str
    """Codes of the states on the other side."""
    what: str
    type: str
    mode: str | None
    quad_class: str
    """Empty for a statement."""
    score: float | None
    confidence: float
    status: str
    outlet: str
    outlet_address: str | None
    article_address: str
    sentence: str
    """All of it."""
    quote: tuple[Piece, ...]
    """What of it a list shows."""


def listed(
    workspace: Workspace, table: Coded, cards: Iterable[Mapping[str, Any]]
) -> tuple[Listed, ...]:
    """Cards of the catalogue with their sentences."""
    rows = list(cards)
    ids = list(dict.fromkeys(row["article_id"] for row in rows))
    articles = workspace.catalogue().articles(ids)
    show = _event if table == "events" else _statement
    return tuple(show(row, articles.get(row["article_id"])) for row in rows)


def listed_statement(said: Statement, article: Article | None) -> Listed:
    """A statement with its sentence."""
    place = {"published": article.published, "outlet": article.outlet} if article else {}
    unknown = {"published": None, "outlet": None}
    return _statement(to_dict(said) | unknown | place, article)


def _event(card: Mapping[str, Any], article: Article | None) -> Listed:
    marks = [(card["trigger"], "trigger")]
    marks += [(party, "party") for party in (*card["actors"], *card["recipients"])]
    return Listed(
        kind="event",
        id=card["event_id"],
        address=addresses.of_event(card["event_id"]),
        day=card["date_start"] or card["published"],
        dated=card["date_start"] is not None,
        when=_when(card["date_start"], card["date_end"], card["published"]),
        date_start=card["date_start"],
        date_end=card["date_end"],
        acting=_codes(card["actors"]),
        towards=_codes(card["recipients"]),
        parties=wording.parties(
            _named(card["actors"]), _named(card["recipients"]), reciprocal=card["reciprocal"]
        ),
        what=wording.act(card["event_type"], card["mode"]),
        type=card["event_type"],
        mode=card["mode"],
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
        id=card["statement_id"],
        address=addresses.of_statement(card["statement_id"]),
        day=card["date"] or card["published"],
        dated=card["date"] is not None,
        when=_when(card["date"], card["date"], card["published"]),
        date_start=card["date"],
        date_end=card["date"],
        acting=_codes([card["speaker"]]),
        towards=_codes(card["addressees"]),
        parties=_speaking(card["speaker"], card["addressees"]),
        what=card["kind"],
        type=card["kind"],
        mode=None,
        quad_class="",
        score=None,
        confidence=card["confidence"],
        status="in quotation marks" if card["quoted"] else "",
        **_place(card, article, marks),
    )


def _when(first: dt.date | None, last: dt.date | None, published: dt.date | None) -> str:
    if first is None:
        return "no date told"
    if first == published == (last or first):
        return ""
    return dating.days(first, last or first)


def _place(
    card: Mapping[str, Any], article: Article | None, marks: list[tuple[Any, Any]]
) -> dict[str, Any]:
    return {
        "published": card["published"],
        "outlet": card["outlet"] or "outlet unknown",
        "outlet_address": addresses.of_outlet(card["outlet"]),
        "article_address": addresses.of_article(card["article_id"]),
        "sentence": article.text[card["start"] : card["end"]] if article else "",
        "quote": pieces(article, card["start"], card["end"], marks),
    }


def _codes(actors: Iterable[Mapping[str, Any]]) -> str:
    return ";".join(dict.fromkeys(each["country"] for each in actors if each["country"]))


def _named(actors: Iterable[Mapping[str, Any]]) -> list[str]:
    """Those who have a country by its code, others by how they are written, each once."""
    return list(dict.fromkeys(each["country"] or each["name"] or each["text"] for each in actors))


def _speaking(speaker: Mapping[str, Any], addressees: Iterable[Mapping[str, Any]]) -> str:
    said = speaker["name"] or speaker["text"]
    code = speaker["country"]
    is_said = not code or said in (code, wording.country_name(code))
    who = said if is_said else f"{said} ({wording.country_name(code)})"
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

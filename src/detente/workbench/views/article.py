"""One article: its text with all that was read in it."""

from __future__ import annotations

from dataclasses import dataclass

from detente.records import Event
from detente.store import Workspace
from detente.store.corrected import Told, id_of, told_by
from detente.workbench import addresses
from detente.workbench.addresses import ArticleAsked
from detente.workbench.views.marking import Paragraph, marked, paragraphs
from detente.workbench.views.record import Source, article_of, parties_of, source_of, what_of


@dataclass(frozen=True, slots=True)
class Read:
    """One record that was read in the article."""

    kind: str
    record_id: str
    address: str
    parties: str
    what: str
    type: str
    quad_class: str
    score: float | None
    words: str
    """The words that tell it."""
    confidence: float


@dataclass(frozen=True, slots=True)
class Text:
    """What the page of one article shows."""

    asked: ArticleAsked
    title: str
    source: Source
    paragraphs: tuple[Paragraph, ...]
    rows: tuple[Read, ...]
    replaced_by: str | None
    """The address of the later version that counts instead."""


def article(workspace: Workspace, asked: ArticleAsked) -> Text:
    """One article. Raises `NotFoundError` where there is none of that id."""
    found = article_of(workspace, asked.article_id)
    catalogue = workspace.catalogue()
    told: list[Told] = [
        *catalogue.records_of("events", asked.article_id),
        *catalogue.records_of("statements", asked.article_id),
    ]
    told.sort(key=lambda each: (told_by(each).start, id_of(each)))
    return Text(
        asked=asked,
        title=found.title or "Without a title",
        source=source_of(found),
        paragraphs=paragraphs(marked(found, told)),
        rows=tuple(map(_read, told)),
        replaced_by=_later(workspace, asked.article_id),
    )


def _read(told: Told) -> Read:
    event = told if isinstance(told, Event) else None
    kind = "event" if event else "statement"
    make = addresses.of_event if event else addresses.of_statement
    return Read(
        kind=kind,
        record_id=id_of(told),
        address=make(id_of(told)),
        parties=parties_of(told),
        what=what_of(told),
        type=told.event_type if isinstance(told, Event) else told.kind,
        quad_class=event.quad_class if event else "",
        score=event.score if event else None,
        words=" ".join(told_by(told).text.split()),
        confidence=told.confidence,
    )


def _later(workspace: Workspace, article_id: str) -> str | None:
    if workspace.catalogue().articles([article_id]):
        return None
    for row in workspace.revisions().to_pylist():
        if row["article_id"] == article_id:
            return addresses.of_article(row["replaced_by"])
    return None

"""Why was a record coded so? What the coder sees in its sentence, and what it leaves out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from detente.reporting import wording
from detente.store import Workspace
from detente.workbench.addresses import RecordAsked
from detente.workbench.views.record import article_of, find, parties_of, what_of

if TYPE_CHECKING:
    from detente.coding.coder import Coder, SentenceTrace
    from detente.records import Article

KEPT = 50
"""Articles whose traces are kept."""
_ONE = Lock()
"""Coding takes all of the machine: one article at a time."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was seen, kept or left out."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Why:
    """What the page shows."""

    asked: RecordAsked
    title: str
    what: str
    back: str
    """The address of the record."""
    sentence: str
    rows: tuple[Line, ...]
    parse: str
    coder: str


def why(workspace: Workspace, asked: RecordAsked) -> Why:
    """How the coder of today reads the sentence of a record. Raises `NotFoundError` where there is none."""
    found, _, _ = find(workspace, asked)
    article = article_of(workspace, found.article_id)
    traces = _traces(article)
    trace = next((each for each in traces if each.start <= found.start < each.end), None)
    return Why(
        asked=asked,
        title=parties_of(found),
        what=what_of(found),
        back=RecordAsked(asked.kind, asked.record_id).address,
        sentence=article.text[found.start : found.end],
        rows=_lines(article, trace) if trace else (),
        parse=trace.parse if trace else "",
        coder=found.coder,
    )


def _traces(article: Article) -> tuple[SentenceTrace, ...]:
    with _ONE:
        return _coded(article)


@lru_cache(maxsize=KEPT)
def _coded(article: Article) -> tuple[SentenceTrace, ...]:
    return tuple(_coder().code_articles([article], trace=True)[0].traces)


@lru_cache(maxsize=1)
def _coder() -> Coder:
    from detente.coding.coder import Coder

    return Coder()


def _lines(article: Article, trace: SentenceTrace) -> tuple[Line, ...]:
    names = [
        f"{article.text[each.start : each.end]} ({each.code or 'no state'})"
        for each in trace.mentions
    ]
    lines = [Line("names seen", ", ".join(dict.fromkeys(names)))] if names else []
    for place, event in enumerate(trace.events):
        sure = wording.percent(event.confidence)
        told = f"{parties_of(event)}: {what_of(event)}, by “{event.trigger.text}”, {event.status}"
        lines.append(Line("event", f"{told}, confidence {sure}"))
        if place < len(trace.dating):
            lines.append(Line("its date", trace.dating[place].partition(": ")[2]))
    for said in trace.statements:
        sure = wording.percent(said.confidence)
        lines.append(
            Line(
                "statement",
                f"{parties_of(said)}: {what_of(said)}, “{said.about.text}”, confidence {sure}",
            )
        )
    lines += [Line("left out", f"“{word}”: {reason}") for word, reason in trace.left_out]
    if trace.skipped:
        lines.append(Line("not read", trace.skipped))
    return tuple(lines)

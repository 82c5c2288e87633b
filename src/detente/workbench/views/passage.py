"""A passage of an audit: its text in its article, with what the coder read there marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from detente.records import Article, Drawn, Event
from detente.reporting import wording
from detente.reporting.quoting import Marked, cut
from detente.store import Workspace
from detente.store.countries import country_name, country_names
from detente.workbench.views.marking import AROUND, Paragraph, marks_of, paragraphs
from detente.workbench.views.record import Source, article_of, parties_of, source_of, what_of

WORD = re.compile(r"\w[\w\N{APOSTROPHE}\N{RIGHT SINGLE QUOTATION MARK}\N{HYPHEN-MINUS}]*")


@dataclass(frozen=True, slots=True)
class Coded:
    """One act that the coder read in the passage."""

    parties: str
    what: str
    words: str


@dataclass(frozen=True, slots=True)
class Passage:
    """What is shown of a passage that is to be looked through."""

    unit: str
    between: tuple[str, str]
    names: tuple[str, str]
    """Of the two states."""
    source: Source
    before: tuple[Paragraph, ...]
    """Of the article from its beginning, up to what stands near."""
    near_before: tuple[Paragraph, ...]
    text: tuple[Paragraph, ...]
    """The passage whole."""
    near_after: tuple[Paragraph, ...]
    after: tuple[Paragraph, ...]
    coded: tuple[Coded, ...]
    words: tuple[str, ...]
    """The words of the passage, each once."""


def passage(workspace: Workspace, unit: Drawn) -> Passage:
    """A passage with what the coder read in it, whatever reviewers said of that. Raises `NotFoundError`
    where its article is gone."""
    article = article_of(workspace, unit.article_id)
    every = workspace.catalogue().records_of("events", unit.article_id, uncorrected=True)
    inside = [each for each in every if unit.start <= each.start < unit.end]
    start, end = _near(article.text, unit)

    def shown(first: int, last: int) -> tuple[Paragraph, ...]:
        return _shown(article, first, last, inside)

    return Passage(
        unit=unit.unit,
        between=(unit.between[0], unit.between[1]),
        names=(country_name(unit.between[0]), country_name(unit.between[1])),
        source=source_of(article),
        before=shown(0, start),
        near_before=shown(start, unit.start),
        text=shown(unit.start, unit.end),
        near_after=shown(unit.end, end),
        after=shown(end, len(article.text)),
        coded=tuple(map(_coded, inside)),
        words=tuple(dict.fromkeys(WORD.findall(article.text, unit.start, unit.end))),
    )


def _coded(event: Event) -> Coded:
    return Coded(parties_of(event), what_of(event), " ".join(event.trigger.text.split()))


def _near(text: str, unit: Drawn) -> tuple[int, int]:
    """From where and to where the text is shown at once: whole words, some way on either side."""
    start, end = max(0, unit.start - AROUND), min(len(text), unit.end + AROUND)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    found = text.find(" ", end)
    return start, found if found >= 0 else len(text)


def _shown(article: Article, start: int, end: int, told: Sequence[Event]) -> tuple[Paragraph, ...]:
    marks: list[Marked] = [
        mark for each in told for mark in marks_of(each) if mark[2] != "sentence"
    ]
    return paragraphs(cut(article, start, end, marks))


@cache
def types() -> tuple[tuple[str, str], ...]:
    """Each type of act with its words."""
    return tuple(wording.TYPES.items())


@cache
def parties(between: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Code and name of whoever may act, the two states first."""
    first = [(code, country_name(code)) for code in between]
    return (*first, *(each for each in country_names() if each[0] not in between))

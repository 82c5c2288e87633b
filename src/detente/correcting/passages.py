"""Corrected sentences as annotated passages: what a reader learns from, and is scored against.

A passage is one sentence in which a reviewer judged something, with all that stands in it now; where all
was deleted, with nothing. What nobody judged there is as the coder told it, and marked as arguable (`must`
false). The sentences before it are read for what its parties mean, but nothing of theirs counts (`begins`).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from detente.coding.reader.article import windows
from detente.coding.sentences import split_sentences
from detente.records import Actor, Article, Correction, Event, Evidence, Revision, Statement
from detente.schema import to_rows
from detente.store import Workspace
from detente.store.corrected import (
    Told,
    followed,
    id_of,
    place_of_sentence,
    records_of,
    reviewer_of,
    told_by,
)

Span = tuple[int, int]
Row = dict[str, Any]
KIND = "corrected"
NOBODY = "-"
"""The code of a mention that stands for no state or body."""
OUTLET = "outlet"


@dataclass(frozen=True, slots=True)
class Passages:
    """Rows in the form of `corpus/real`, and how many corrections they are from; `lost` no longer fit, and
    `linking` ones say which events tell one act, which no sentence shows."""

    rows: tuple[Row, ...]
    corrections: int
    lost: int
    linking: int


def passages_of(workspace: Workspace, *, with_text: bool = False) -> Passages:
    """The corrected sentences of a workspace, by article and place.

    Each points to its article, or holds its text: then whoever has the file needs no workspace.
    """
    every, validity = workspace.corrections(), workspace.validity()
    held = [each for each in every if validity[each.correction_id].holds]
    used = [each for each in held if each.table != "occurrences"]
    judged, standing = _judged(workspace, used)
    rows: list[Row] = []
    for article_id, spans in sorted(judged.items()):
        article = workspace.article(article_id)
        if article is not None:
            here = standing[article_id]
            rows += [_row(article, span, here, with_text=with_text) for span in sorted(spans)]
    return Passages(tuple(rows), len(used), len(every) - len(held), len(held) - len(used))


def _judged(
    workspace: Workspace, used: Sequence[Correction]
) -> tuple[dict[str, set[Span]], dict[str, list[Told]]]:
    """The sentences in which something was judged, and all that stands, both by article."""
    latest = _Latest.of(workspace)
    spans: dict[str, set[Span]] = defaultdict(set)
    for each in used:
        spans[latest.id_of(each.article_id or "")].update(latest.spans(each))
    standing: dict[str, list[Told]] = defaultdict(list)
    for record in _standing(workspace, spans) if spans else ():
        standing[record.article_id].append(record)
        if reviewer_of(record) is not None:
            spans[record.article_id].add((record.start, record.end))
    return spans, standing


@dataclass(frozen=True, slots=True)
class _Latest:
    """The articles of a workspace as they stand: what replaced one counts in its place."""

    workspace: Workspace
    later: dict[str, str]

    @classmethod
    def of(cls, workspace: Workspace) -> _Latest:
        found: list[Revision] = to_rows(workspace.revisions(), Revision)
        return cls(workspace, {each.article_id: each.replaced_by for each in found})

    def id_of(self, article_id: str) -> str:
        """The article that counts instead of one, which may be itself."""
        return [article_id, *followed(article_id, self.later)][-1]

    def spans(self, one: Correction) -> Iterator[Span]:
        """Where the sentences stand in which a correction changed something."""
        assert one.table != "occurrences" and one.article_id
        judged = records_of(one.table, one.before)
        latest = self.id_of(one.article_id)
        if latest == one.article_id:
            yield from ((each.start, each.end) for each in judged)
            return
        earlier, article = (self.workspace.article(each) for each in (one.article_id, latest))
        if article is None:
            return
        for each in judged[:1]:
            before = earlier.text if earlier else None
            start = place_of_sentence(article.text, one.sentence or "", each.start, before)
            if start is not None:
                yield start, start + each.end - each.start


def _standing(workspace: Workspace, articles: Iterable[str]) -> list[Told]:
    """All that stands in some articles."""
    wanted = pa.array(sorted(articles), pa.string())
    tables: tuple[tuple[pa.Table, type], ...] = (
        (workspace.events(), Event), (workspace.statements(), Statement),
    )  # fmt: skip
    return [
        record
        for table, kind in tables
        for record in to_rows(table.filter(pc.is_in(table["article_id"], wanted)), kind)
    ]


def _row(article: Article, sentence: Span, standing: Iterable[Told], *, with_text: bool) -> Row:
    """The passage of a sentence."""
    start, end = _first_read(article, sentence), sentence[1]
    here = [each for each in standing if sentence[0] <= told_by(each).start < end]
    here.sort(key=lambda each: (told_by(each).start, id_of(each)))
    marking = _Marking(start, end)
    acts = [marking.act(each) for each in here if isinstance(each, Event)]
    positions = [marking.position(each) for each in here if isinstance(each, Statement)]
    text = article.text[start:end]
    row: Row = {
        "article": article.article_id, "start": start, "end": end,
        "digest": hashlib.sha256(text.encode()).hexdigest()[:16],
    }  # fmt: skip
    if with_text:
        published = article.published.isoformat() if article.published else ""
        row |= {
            "text": text, "title": article.title or "", "outlet": article.outlet or "",
            "published": published,
        }  # fmt: skip
    return row | {
        "begins": sentence[0] - start, "partial": True, "kind": KIND, "genre": article.genre,
        "reader": "; ".join(dict.fromkeys(filter(None, map(reviewer_of, here)))),
        "parties": sorted(marking.parties), "acts": acts, "positions": positions,
    }  # fmt: skip


def _first_read(article: Article, sentence: Span) -> int:
    """Where the sentences begin that the reader reads with one."""
    spans = [(each.start, each.end) for each in split_sentences(article.text)]
    index = next((i for i, (_, end) in enumerate(spans) if sentence[0] < end), None)
    if index is None:
        return sentence[0]
    ((first, _),) = windows(spans, [index])
    return min(spans[first][0], sentence[0])


class _Marking:
    """Marks records in one passage, whose offsets count from its first character."""

    def __init__(self, start: int, end: int) -> None:
        self._start, self._end = start, end
        self.parties: set[tuple[int, int, str]] = set()

    def act(self, event: Event) -> Row:
        """An act, with its parties noted."""
        return {
            "actors": self._parties(event.actors), "recipients": self._parties(event.recipients),
            "joint": event.reciprocal, "trigger": self._words(event.trigger),
            "type": event.event_type, "mode": event.mode, "or": [], "status": event.status,
            "recalled": event.recalled, "when": None,
            "by": self._party(event.reported_by) if event.reported_by else None,
        } | self._judged(event)  # fmt: skip

    def position(self, said: Statement) -> Row:
        """A position, with its parties noted."""
        itself = said.speaker.sector == "MED" and said.speaker.start is None
        return {
            "speaker": OUTLET if itself else self._party(said.speaker),
            "to": self._parties(said.addressees), "kind": said.kind,
            "clause": self._words(said.about),
        } | self._judged(said)  # fmt: skip

    def _judged(self, record: Told) -> Row:
        """Whether it must be found; its tracks are right only where somebody looked at them."""
        judged = reviewer_of(record) is not None
        return {"must": judged} | ({"tracks": list(record.tracks)} if judged else {})

    def _parties(self, actors: Sequence[Actor]) -> list[Any]:
        found = [party for each in actors if (party := self._party(each)) is not None]
        return [each for number, each in enumerate(found) if each not in found[:number]]

    def _party(self, actor: Actor) -> list[int] | str | None:
        """A mention by its place, else a state by its code; None for one of which neither is known."""
        start, end = actor.start, actor.end
        if start is None or end is None or not self._start <= start < end <= self._end:
            return actor.country
        place = [start - self._start, end - self._start]
        self.parties.add((place[0], place[1], actor.country or NOBODY))
        return place

    def _words(self, words: Evidence) -> list[int]:
        return [words.start - self._start, min(words.end, self._end) - self._start]

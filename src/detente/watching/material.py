"""What does the record hold of two who are watched, and which sentence tells it?"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from detente.ledgers import Record, between_both, happened_in
from detente.ledgers.happening import Happenings
from detente.merging import Report
from detente.merging.reports import ToldChannel
from detente.records import (
    AlertRule,
    Article,
    ChannelReport,
    Event,
    Occurrence,
    Revision,
    Statement,
)
from detente.reporting.quoting import in_words, shortened
from detente.schema import to_rows
from detente.store import Merged, Query, Workspace
from detente.watching.rules import Watched

MOST = 280
"""Characters of a sentence that are shown."""
Told = Event | Statement | ChannelReport


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence, where it stands, and what it is known by."""

    sentence: str
    outlet: str | None
    published: dt.date | None
    address: str
    key: str


class Versions:
    """By which article one that was read again, with another text, was met first."""

    def __init__(self, revisions: Iterable[Revision]) -> None:
        self._earlier = {
            each.replaced_by: each.article_id
            for each in sorted(revisions, key=lambda each: (each.replaced_by, each.article_id))
        }

    def first(self, article_id: str) -> str:
        """The earliest version of an article that is known."""
        seen = {article_id}
        while (earlier := self._earlier.get(article_id)) is not None and earlier not in seen:
            seen.add(earlier)
            article_id = earlier
        return article_id


class Material:
    """What one workspace holds of one pair, read once for all its rules.

    `until` is the day up to which the record goes.
    """

    def __init__(
        self, workspace: Workspace, watched: Watched, *, until: dt.date, versions: Versions
    ) -> None:
        self.workspace = workspace
        self.watched = watched
        self.until = until
        self._versions = versions
        self._articles: dict[str, Article] = {}

    @cached_property
    def merged(self) -> Merged:
        """What the two did, once each."""
        return self.workspace.merged(self.watched.query())

    def rarity(self, found: Occurrence) -> float:
        """The share of what the two did that is of another type: in a war, one shelling more is no news."""
        types = self._types
        return 1 - (types[found.event_type] - 1) / max(types.total(), 1)

    @cached_property
    def _types(self) -> Counter[str]:
        return Counter(each.event_type for each in self.merged.occurrences if each.date)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """What either said to the other, or to nobody in an article about both."""
        query = self.watched.query(unaddressed=True)
        told = to_rows(self.workspace.statements(query), Statement)
        about = {report.event.article_id for report in self.reports}
        return tuple(between_both(told, about))

    @cached_property
    def reports(self) -> tuple[Report, ...]:
        """The events that tell what the two did, of every status."""
        return tuple(sorted(self.merged.reports.values(), key=lambda each: each.event.event_id))

    @cached_property
    def channels(self) -> tuple[ToldChannel, ...]:
        """What is told of the channels that the two have."""
        return tuple(self.workspace.told_channels(self.watched.query()))

    @cached_property
    def record(self) -> Record:
        """The same as ledgers take it."""
        ids = {each.article_id for each in self.statements}
        articles = self.articles(ids | {each.event.article_id for each in self.reports})
        return Record(statements=self.statements, reports=self.reports, articles=articles)

    @cached_property
    def happened(self) -> Happenings:
        """What may bear on the ledgers."""
        return happened_in(self.record)

    def articles(self, ids: Iterable[str]) -> Mapping[str, Article]:
        """Articles by id; each is read once."""
        asked = set(ids)
        if missing := asked - self._articles.keys():
            found: list[Article] = to_rows(self.workspace.articles(missing), Article)
            self._articles |= {each.article_id: each for each in found}
        return {name: self._articles[name] for name in asked if name in self._articles}

    def source(self, told: Told) -> Source | None:
        """Where a record stands; None where its article is gone."""
        article = self.articles([told.article_id]).get(told.article_id)
        if article is None:
            return None
        words = " ".join(article.text[told.start : told.end].split())
        shown = in_words(told, article, MOST) if isinstance(told, Event) else shortened(words, MOST)
        first = self._versions.first(told.article_id)
        return Source(
            shown, article.outlet, article.published, article.address, key_of(first, words)
        )

    def select(self, query: Query) -> frozenset[str]:
        """The ids of the events that are as asked for."""
        return frozenset(self.workspace.events(query).column("event_id").to_pylist())


def key_of(*parts: str | AlertRule) -> str:
    """What something is known by. A sentence is known by its article and its words, whatever is coded
    of it: coded anew, it is not told anew."""
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=12).hexdigest()

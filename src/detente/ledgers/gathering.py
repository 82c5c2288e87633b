"""What goes into a ledger? The statements of a state, and the events between it and another."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from detente.days import Day
from detente.ledgers.words import issues_of, named_issues, opens_by_agreeing, promises
from detente.merging import Report
from detente.merging.dyads import party_codes
from detente.records import Actor, Article, Event, Family, Statement, StatementKind
from detente.schema import to_rows
from detente.store import Query, Workspace
from detente.store.blocs import Blocs
from detente.store.query import as_days

KINDS: dict[Family, frozenset[StatementKind]] = {
    "red-line": frozenset({"red-line"}),
    "commitment": frozenset({"commitment", "offer"}),
    "demand": frozenset({"demand", "appeal"}),
}
"""Kinds of statements that are one family."""
SURE = 0.5
"""Confidence below which a statement makes no row, and an event shows no outcome."""
COVERING: frozenset[StatementKind] = frozenset({"red-line"})
"""Kinds whose clause tells all there is to say: `a line that Peru must not cross` is no demand besides."""
AND = re.compile(r"(?:,[^,;.]*,)?\s+and\s+(?:\w+\s+counterpart,\s+)?")
"""Between two who speak together."""
PRIVATE = frozenset({"BUS", "CVL", "EDU", "LAB", "MED", "NGO", "OPP", "REB", "UNK"})
"""PLOVER sectors that do not speak for their state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a ledger is made from."""

    statements: Sequence[Statement]
    reports: Sequence[Report]
    """Events with outlet and date, of every status."""
    articles: Mapping[str, Article]
    """By `article_id`: those that the statements and events are read from."""

    def day(self, said: Statement) -> dt.date | None:
        """Day on which something was said or published."""
        article = self.articles.get(said.article_id)
        return said.date or (article.published if article else None)


@dataclass(frozen=True, slots=True)
class HeldStatement:
    """One statement of a ledger, with what its article adds."""

    said: Statement
    article: Article
    parties: tuple[str, ...]
    """Who takes the position: the speaker's state, and those that agree to it with him."""

    @property
    def day(self) -> dt.date | None:
        """Day on which it was said or published."""
        return self.said.date or self.article.published

    @property
    def sentence(self) -> str:
        """The sentence it was read from."""
        return self.article.text[self.said.start : self.said.end]

    @property
    def issues(self) -> frozenset[str]:
        """Those that the clause names, else those of its sentence, or of its part up to a semicolon."""
        said = self.said
        start = self.article.text.rfind(";", said.start, said.about.start) + 1
        end = self.article.text.find(";", said.about.end, said.end)
        if start or end >= 0:
            part = self.article.text[start or said.start : end if end >= 0 else said.end]
            return named_issues(said.about.text, said.issues) or named_issues(part, said.issues)
        return issues_of(said.about.text, said.issues)


def gather(
    workspace: Workspace,
    *,
    of: str,
    towards: str | None = None,
    blocs: Blocs | None = None,
    since: Day | None = None,
    until: Day | None = None,
    superseded: bool = False,
) -> Record:
    """What a workspace holds of the positions of a state or bloc, given by code or name, and what followed.

    With `towards`, of its positions only those addressed to that state or bloc, or to nobody in an article
    about both; `since` and `until` bound the days of the statements, `until` also those of events; with
    `superseded`, articles that a later version replaced count, too.
    Raises `QueryError` for a state that does not exist and for dates in the wrong order.
    """
    since, until = as_days(since, until)
    asked: dict[str, Any] = {
        "blocs": blocs or {}, "since": since, "until": until, "superseded": superseded,
    }  # fmt: skip
    if towards is None:
        said, told = _of_one(workspace, Query(of=of, **asked))
    else:
        query = Query(between=(of, towards), unaddressed=True, **asked)
        acts = replace(query, since=None, unaddressed=False)
        told = to_rows(workspace.events(acts), Event)
        about = {event.article_id for event in told}
        said = between_both(to_rows(workspace.statements(query), Statement), about)
    ids = {each.article_id for each in said} | {event.article_id for event in told}
    found = to_rows(workspace.articles(ids), Article)
    articles = {article.article_id: article for article in found}
    reports = [
        Report(event, article.outlet, article.published)
        for event in told
        if (article := articles.get(event.article_id)) is not None
    ]
    return Record(statements=said, reports=reports, articles=articles)


def between_both(found: Iterable[Statement], about: Collection[str]) -> list[Statement]:
    """Statements to the other state, and those to nobody in an article about both.

    `about` holds articles with an event between the two.
    """
    every = list(found)
    both = {*about, *(said.article_id for said in every if said.addressees)}
    return [said for said in every if said.article_id in both]


def held(record: Record, state: str, family: Family) -> list[HeldStatement]:
    """The statements of one family by which a state is bound, in order of time, those that are sure."""
    agreed = _agreed(record.reports)
    found = []
    sure = [each for each in record.statements if each.confidence >= SURE]
    wider = _by_sentence(each for each in sure if each.kind in KINDS[family] | COVERING)
    for said in sure:
        if said.kind not in KINDS[family] or not _speaks_for_state(said.speaker):
            continue
        if any(_covers(each, said) for each in wider[said.article_id, said.sentence]):
            continue
        article = record.articles.get(said.article_id)
        if article is None:
            continue
        parties = {said.speaker.country, *_joining(said, article.text, agreed)} - {None}
        if state in parties:
            found.append(
                HeldStatement(said, article, tuple(sorted(code for code in parties if code)))
            )
    return sorted(found, key=in_time)


def _by_sentence(statements: Iterable[Statement]) -> dict[tuple[str, int], list[Statement]]:
    found: dict[tuple[str, int], list[Statement]] = defaultdict(list)
    for said in statements:
        found[said.article_id, said.sentence].append(said)
    return found


def _covers(wider: Statement, said: Statement) -> bool:
    """`demanded that the ship be freed` and `that the ship be freed`: one position, told once."""
    one, other = wider.about, said.about
    inside = one.start <= other.start and other.end <= one.end
    longer = one.end - one.start > other.end - other.start
    return inside and longer and wider.speaker.country == said.speaker.country


def in_time(one: HeldStatement) -> tuple[dt.date, str, int, str]:
    """Sorts statements by day, article and place."""
    said = one.said
    return one.day or dt.date.max, said.article_id, said.about.start, said.statement_id


def _of_one(workspace: Workspace, query: Query) -> tuple[list[Statement], list[Event]]:
    """What a state says, what is said to it, and what it agrees to; and every event it has part in."""
    told: list[Event] = to_rows(workspace.events(replace(query, since=None)), Event)
    found: list[Statement] = to_rows(workspace.statements(query), Statement)
    agreed = sorted({event.article_id for event in told if _is_agreement(event)})
    if agreed:
        every = workspace.statements(replace(query, of=None))
        beside = pc.is_in(every.column("article_id"), value_set=pa.array(agreed, pa.string()))
        found += to_rows(every.filter(beside), Statement)
    return list({said.statement_id: said for said in found}.values()), told


def _speaks_for_state(speaker: Actor) -> bool:
    return speaker.country is not None and speaker.sector not in PRIVATE


def _agreed(reports: Iterable[Report]) -> dict[tuple[str, int], list[Event]]:
    """Agreements and joint promises, by article and sentence."""
    found: dict[tuple[str, int], list[Event]] = {}
    for each in reports:
        if _is_agreement(each.event):
            found.setdefault((each.event.article_id, each.event.sentence), []).append(each.event)
    return found


def _is_agreement(event: Event) -> bool:
    return event.event_type == "AGREE" and len(party_codes(event.actors)) > 1


def _joining(said: Statement, text: str, agreed: dict[tuple[str, int], list[Event]]) -> set[str]:
    """States that a commitment binds: all who agree, or promise together, in its own words.

    Not those that only have a part in what is promised: `Norway promised to talk with Chile`.
    """
    if said.kind != "commitment":
        return set()
    together = [each for each in said.addressees if _speaks_too(said.speaker, each, text)]
    return {*party_codes(together)} | {
        code
        for event in agreed.get((said.article_id, said.sentence), ())
        if said.speaker.country in (codes := party_codes(event.actors)) and _is_told_by(said, event)
        for code in codes
    }


def _speaks_too(speaker: Actor, other: Actor, text: str) -> bool:
    """Whether the speaker's phrase names another too: `both governments`, `Peru and its neighbour`."""
    if speaker.start is None or speaker.end is None or other.start is None:
        return False
    between = text[speaker.end : other.start]
    return other.start == speaker.start or AND.fullmatch(between) is not None


def _is_told_by(said: Statement, event: Event) -> bool:
    """Whether an event tells of the promise itself: its own word, or an agreement of the speaker's."""
    if said.about.start <= event.trigger.start < said.about.end:
        return opens_by_agreeing(said.about.text) or promises(event.trigger.text)
    speaks = said.speaker.start in {actor.start for actor in event.actors}
    return speaks and opens_by_agreeing(event.trigger.text)

"""What goes into the report? Everything that the store and the measures say of two states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

import pyarrow as pa

from detente.auditing import audit_sentence
from detente.auditing.doubts import doubts
from detente.errors import QueryError, TooLittleDataError
from detente.ledgers import between_both
from detente.measuring import (
    Every,
    Question,
    Relationship,
    Series,
    chosen,
    measure,
    measure_by_track,
)
from detente.measuring.acts import use_imported
from detente.measuring.covered import volume
from detente.merging import Report, ToldChannel, channels
from detente.records import Article, Channel, Imported, Occurrence, Statement
from detente.reporting.standing import Doing, Standing, silent, stand
from detente.reporting.wording import country_name, many
from detente.schema import to_rows
from detente.store import TRACKS, Merged, Query, Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the report was asked for."""

    between: tuple[str, str]
    since: dt.date | None
    until: dt.date | None
    every: Every
    dataset: str | None = None
    """Imported data that are asked for instead of what was read."""

    @property
    def question(self) -> Question:
        """What measures are asked of it."""
        return Question(between=self.between, every=self.every, since=self.since, until=self.until)

    @property
    def names(self) -> tuple[str, str]:
        """Plain names of the two states, in the order given."""
        first, second = self.between
        return country_name(first), country_name(second)

    def covers(self, day: dt.date | None) -> bool:
        """Whether a day lies in the time asked for."""
        return day is not None and (self.since or day) <= day <= (self.until or day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All that the page shows, before it is put into words."""

    asked: Asked
    acts: pa.Table
    """What is measured, as `detente.measuring.ACTS`."""
    rows: dict[str, Imported]
    """Of imported data the rows that drove a turn, by `imported_id`; nothing that follows is of them."""
    occurrences: tuple[Occurrence, ...]
    """Counted, in the time asked for, by day."""
    reports: dict[str, Report]
    """By `event_id`: the members of the occurrences."""
    left_out: tuple[Report, ...]
    start: dt.date | None = None
    """The day from which acts count; None of imported data, which say it themselves."""
    earlier: int = 0
    """Dated acts before the first article's period, which are not counted unless `since` takes them in."""
    earliest: dt.date | None = None
    """The day of the first of them."""
    statements: tuple[Statement, ...]
    """Of the two states."""
    opinions: tuple[Statement, ...]
    """Of outlets themselves."""
    channels: tuple[Channel, ...]
    """Of the two states, by name."""
    told_channels: dict[str, ToldChannel]
    """By `channel_report_id`: the members of the channels."""
    until: dt.date | None
    """The day to which the time since the last round is counted."""
    articles: dict[str, Article]
    """By `article_id`: those that any of these are read from."""
    article_ids: tuple[str, ...]
    """Of every article in the workspace, sorted; of imported data the acts' own."""
    rejected: int
    """Rows of the whole workspace that could not be read or gave nothing."""
    series: Series
    by_track: dict[str, Series]
    """As the store lists tracks."""
    standing: Standing | None
    """None where nothing was counted."""
    audit: str = ""
    """What a sample checked by hand says of it, as a sentence; empty of imported data."""


def gather(workspace: Workspace, asked: Asked, *, doing: Doing = silent) -> Material:
    """Read and measure; raises `QueryError` where there is nothing between the two states."""
    doing("reading the record, and merging what tells the same")
    merged = workspace.merged(Query(between=asked.between))
    of_both = Relationship.of(
        merged.occurrences, asked.between, every=asked.every, since=asked.since
    )
    occurrences = [found for found in of_both.occurrences if asked.covers(found.date)]
    left_out = _left_out(workspace, asked, of_both.start, merged)
    members = {event_id for found in occurrences for event_id in found.members}
    counted = {event_id: merged.reports[event_id] for event_id in sorted(members)}
    used = {each.event.article_id for each in (*counted.values(), *left_out)}
    statements = _statements(workspace, asked, used)
    used |= {said.article_id for said in statements}
    if not used:
        raise _nothing(workspace, asked, merged)
    opinions = _opinions(workspace, asked, used)
    used |= {said.article_id for said in opinions}
    query = Query(between=asked.between, since=asked.since, until=asked.until)
    told_channels = workspace.told_channels(query)
    used |= {told.report.article_id for told in told_channels}
    until = asked.until or workspace.last_published()
    acts = chosen(of_both.acts, since=asked.since, until=asked.until)
    by_track = in_order(measure_by_track(acts, asked.question))
    return Material(
        asked=asked,
        acts=acts,
        rows={},
        occurrences=tuple(occurrences),
        reports=counted,
        left_out=tuple(left_out),
        start=of_both.start,
        earlier=0 if asked.since else of_both.earlier,
        earliest=of_both.earliest,
        statements=tuple(statements),
        opinions=tuple(opinions),
        channels=tuple(channels(told_channels, until)),
        told_channels={told.report.channel_report_id: told for told in told_channels},
        until=until,
        articles={each.article_id: each for each in to_rows(workspace.articles(used), Article)},
        article_ids=_article_ids(workspace),
        rejected=len(workspace.rejected()),
        series=measure(acts, asked.question),
        by_track=by_track,
        standing=stand(
            acts,
            by_track,
            asked.question,
            told=volume(workspace, [asked.between]),
            doubts=doubts(workspace, asked.between, merged=merged),
            doing=doing,
        ),
        audit=audit_sentence(workspace, asked.between),
    )


def in_order(by_track: dict[str, Series]) -> dict[str, Series]:
    """Tracks as the store lists them."""
    return {track: by_track[track] for track in TRACKS if track in by_track}


def _in_time(workspace: Workspace, asked: Asked) -> list[Report]:
    query = Query(between=asked.between, since=asked.since, until=asked.until)
    return workspace.reports(query)


def _left_out(
    workspace: Workspace, asked: Asked, start: dt.date | None, merged: Merged
) -> list[Report]:
    """Reports in the time asked for whose occurrence counts on no day, or before the first article."""
    out = {
        event_id
        for found in merged.occurrences
        if found.date is None or (asked.since is None and start is not None and found.date < start)
        for event_id in found.members
    }
    return [each for each in _in_time(workspace, asked) if each.event.event_id in out]


def _statements(workspace: Workspace, asked: Asked, about: Collection[str]) -> list[Statement]:
    """What either state says to the other, or to nobody in an article about both."""
    query = Query(between=asked.between, since=asked.since, until=asked.until, unaddressed=True)
    return between_both(to_rows(workspace.statements(query), Statement), about)


def _opinions(workspace: Workspace, asked: Asked, about: Collection[str]) -> list[Statement]:
    """What outlets say for themselves to either state, or in articles about both."""
    found = to_rows(workspace.statements(Query(since=asked.since, until=asked.until)), Statement)
    return [
        said
        for said in found
        if is_outlets_own(said)
        and (said.article_id in about or _addressed(said) & set(asked.between))
    ]


def is_outlets_own(said: Statement) -> bool:
    """Whether the outlet itself speaks: it has no country, and no words name it in the text."""
    return said.speaker.country is None and said.speaker.start is None


def _addressed(said: Statement) -> set[str | None]:
    return {party.country for party in said.addressees}


def _article_ids(workspace: Workspace) -> tuple[str, ...]:
    return tuple(sorted(set(workspace.addresses().column("article_id").to_pylist())))


def _nothing(workspace: Workspace, asked: Asked, merged: Merged) -> QueryError:
    first, second = asked.names
    days = [found.date for found in merged.occurrences if found.date]
    if days:
        return TooLittleDataError(
            f"no event or statement between {first} and {second} in the time asked for",
            advice=f"Outside it there are {many(len(days), 'event')}, from {days[0]} to "
            f"{days[-1]}: change --since or --until.",
        )
    held = len(_article_ids(workspace))
    read = "Read articles about these into it: detente read PATH --into WORKSPACE"
    if not held:
        return TooLittleDataError(
            f"no event or statement between {first} and {second}, as no article was read into this "
            "workspace",
            advice=use_imported(workspace) or f"{read}.",
        )
    return TooLittleDataError(
        f"no event or statement between {first} and {second} in the {many(held, 'article')} of this "
        "workspace",
        advice=use_imported(workspace) or f"Name two other states. {read}.",
    )

"""The records of what was read and coded: articles, events, statements, mentions of channels."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from detente.records.values import (
    ChannelKind,
    DateBasis,
    EventType,
    Genre,
    PartiesFrom,
    Precision,
    QuadClass,
    StatementKind,
    Status,
    Told,
    column,
    later_column,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Characters of an article: `article.text[start:end] == text`, always."""

    text: str = column("the characters")
    start: int = column("offset of the first character in the article's text")
    end: int = column("offset after the last character")


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone named in a text, and the state he stands for."""

    text: str = column("the phrase as written; the outlet's name where the outlet itself speaks")
    start: int | None = column("offset of its first character; null where nothing is written")
    end: int | None = column("offset after its last character")
    name: str | None = column("the name it resolves to")
    country: str | None = column("ISO 3166-1 alpha-3, or `IGO:UN` and the like, or null")
    sector: str | None = column("PLOVER sector: `GOV`, `MIL`, `BUS` …, or null")


@dataclass(frozen=True, slots=True)
class Article:
    """One text as published."""

    article_id: str = column("hash of text, outlet and publication date")
    text: str = column("the text that every offset counts in")
    title: str | None = column("headline, where it is known apart from the text")
    outlet: str | None = column("who published it")
    published: dt.date | None = column("publication date")
    genre: Genre = column("what kind of text it is")
    address: str = column("path or URL where it was first read")
    file_made: dt.date | None = later_column(
        "day on which its file was made, as the file's properties say; dates nothing by itself"
    )


@dataclass(frozen=True, slots=True)
class Event:
    """One reported act: who did what to whom, when, and who says so."""

    event_id: str = column("hash of what it was read from")
    article_id: str = column("the article it was read from")
    sentence: int = column("index of the sentence in the article, from 0")
    start: int = column("offset of the sentence's first character")
    end: int = column("offset after the sentence's last character")
    actors: tuple[Actor, ...] = column("who acts; all parties where `reciprocal`")
    recipients: tuple[Actor, ...] = column("towards whom; empty where `reciprocal` or untold")
    reciprocal: bool = column("every party acts towards every other (talks, exchanges)")
    event_type: EventType = column("PLOVER type")
    mode: str | None = column("PLOVER mode of that type, or null")
    cameo: str | None = column("best CAMEO code, or null")
    quad_class: QuadClass = column("PLOVER quad class of the type")
    score: float = column("PLOVER cooperation score of type and mode, -10 to 10")
    goldstein: float | None = column("Goldstein score of the CAMEO code, -10 to 10, or null")
    contexts: tuple[str, ...] = column("PLOVER contexts named in the sentence")
    tracks: tuple[str, ...] = column("fields of the relation it belongs to, main one first")
    issues: tuple[str, ...] = column("what it is about, from the issue list")
    trigger: Evidence = column("the word or words that tell the act")
    status: Status = column("whether it happened")
    date_start: dt.date | None = column("first day on which it can have happened")
    date_end: dt.date | None = column("last day on which it can have happened")
    date_precision: Precision | None = column("unit in which the text dates it")
    date_basis: DateBasis | None = column("what the date was read from")
    recalled: bool = column("told as background, not as news")
    place: str | None = column("where it happened, as written")
    reported_by: Actor | None = column("who says so; null where the outlet itself reports it")
    confidence: float = column("probability that parties and type are right, 0 to 1")
    coder: str = column("name and version of the coder")


@dataclass(frozen=True, slots=True)
class Statement:
    """One reported position: who demands, promises, claims or rules out what."""

    statement_id: str = column("hash of what it was read from")
    article_id: str = column("the article it was read from")
    sentence: int = column("index of the sentence in the article, from 0")
    start: int = column("offset of the sentence's first character")
    end: int = column("offset after the sentence's last character")
    speaker: Actor = column("who takes the position")
    addressees: tuple[Actor, ...] = column("towards whom")
    kind: StatementKind = column("what kind of position it is")
    about: Evidence = column("the clause that holds it")
    issues: tuple[str, ...] = column("what it is about, from the issue list")
    tracks: tuple[str, ...] = column("fields of the relation it belongs to, main one first")
    condition: Evidence | None = column("the if-clause, where there is one")
    quoted: bool = column("whether the clause stands in quotation marks")
    date: dt.date | None = column("day on which it was said or published")
    confidence: float = column("probability that speaker and kind are right, 0 to 1")
    coder: str = column("name and version of the coder")


@dataclass(frozen=True, slots=True)
class ChannelReport:
    """One mention of a standing dialogue between states, and what is told of it."""

    channel_report_id: str = column("hash of what it was read from")
    article_id: str = column("the article it was read from")
    sentence: int = column("index of the sentence in the article, from 0")
    start: int = column("offset of the sentence's first character")
    end: int = column("offset after the sentence's last character")
    channel: str = column("name in the list of channels, else the name as written")
    key: str = column("normalised name that reports of one channel share")
    kind: ChannelKind = column("what kind of channel it is")
    named: Evidence = column("the words that name it")
    parties: tuple[str, ...] = column("country codes of those whose channel it is, sorted")
    parties_from: PartiesFrom = column("where the parties were read")
    ordinal: int | None = column("number of the round, where one is told")
    told: Told = column("what is told of it; `planned` is a round to come")
    trigger: Evidence | None = column("the word that tells it; null where it is only named")
    status: Status | None = column("how that is put; null where it is only named")
    date_start: dt.date | None = column("first day on which that can have happened")
    date_end: dt.date | None = column("last day on which that can have happened")
    date_precision: Precision | None = column("unit in which the text dates it")
    date_basis: DateBasis | None = column("what the date was read from")
    reported_by: Actor | None = column("who says so; null where the outlet itself reports it")
    coder: str = column("name and version of the coder")

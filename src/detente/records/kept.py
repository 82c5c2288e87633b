"""What is kept beside what is coded: imported rows, versions, corrections, audits, alerts, rejections."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from detente.records.values import (
    AlertRule,
    Correctable,
    EventType,
    Judgement,
    QuadClass,
    Stage,
    UnitKind,
    column,
    later_column,
)


@dataclass(frozen=True, slots=True)
class Imported:
    """One row of somebody else's event data, in our words."""

    imported_id: str = column("`dataset:` and the row's own id, or a hash of the row without one")
    dataset: str = column("`gdelt`, `icews`, `polecat` …, or the name in a mapping file")
    source_id: str | None = column("the row's id in the data set, or null")
    file: str = column("file it was read from")
    line: int = column("line of that file, from 1")
    date: dt.date = column("day of the event, as the data set has it")
    actor: str | None = column("who acts, as written")
    actor_country: str | None = column("ISO 3166-1 alpha-3, or `IGO:UN` and the like, or null")
    actor_sector: str | None = column("PLOVER sector: `GOV`, `MIL`, `BUS` …, or null")
    recipient: str | None = column("towards whom, as written")
    recipient_country: str | None = column("ISO 3166-1 alpha-3, or `IGO:UN` and the like, or null")
    recipient_sector: str | None = column("PLOVER sector, or null")
    pair: str | None = column("`CHN-USA`, in order of the alphabet; null unless two different ones")
    code: str | None = column("the code or name of the act, as written")
    event_type: EventType | None = column("PLOVER type; null where the code has none")
    mode: str | None = column("PLOVER mode of that type, or null")
    cameo: str | None = column("CAMEO code, or the nearest to a PLOVER type and mode, or null")
    quad_class: QuadClass | None = column("of the PLOVER type, else of the CAMEO code, else null")
    score: float | None = column("PLOVER cooperation score, -10 to 10; null without a type")
    goldstein: float | None = column("Goldstein score, the data set's own where it has one")
    contexts: tuple[str, ...] = column("PLOVER contexts, of the data set or of the code")
    tracks: tuple[str, ...] = column("fields of the relation that type and contexts tell")
    mentions: int | None = column("times it was mentioned, where the data set counts them")
    articles: int | None = column("articles that told it, where the data set counts them")
    sources: int | None = column("outlets that told it, where the data set counts them")
    outlet: str | None = column("who published it: a name, or the host in `url`")
    place: str | None = column("where it happened, as written")
    url: str | None = column("where it was published")
    acts: int | None = later_column(
        "how many acts it stands for, where it is an aggregate; null for one"
    )


@dataclass(frozen=True, slots=True)
class Revision:
    """An article whose text was met again in another form: the later one counts in its place."""

    article_id: str = column("the earlier article, which no longer counts")
    replaced_by: str = column("the later article, which counts in its place")
    address: str = column("path or URL at which both were read")
    published: dt.date | None = column("publication date of the later one")


@dataclass(frozen=True, slots=True)
class Correction:
    """What a reviewer said of records: how they were, and how they should be."""

    correction_id: str = column("hash of all the rest")
    table: Correctable = column("of what; `occurrences` says which events tell one act")
    judgement: Judgement = column(
        "what was done; of occurrences `together` (one act) or `apart` (not that of the others)"
    )
    records: tuple[str, ...] = column("ids of the records it was made on; empty where one is added")
    article_id: str | None = column("the article they are read from; null for occurrences")
    sentence: str | None = column("the sentence of the first, as written; null for occurrences")
    before: tuple[str, ...] = column("those records as they were, each as JSON")
    after: tuple[str, ...] = column("the records that stand instead, each as JSON")
    reviewer: str = column("who says so")
    made: str = column("when, in UTC: `2026-12-01T13:05:00.000000Z`")
    why: str | None = column("the reason given, or null")
    version: str = column("version of detente that it was made with")


@dataclass(frozen=True, slots=True)
class Drawn:
    """One unit of an audit: an act, or a passage, that was drawn at random to be checked."""

    audit: str = column("the sample it belongs to: hash of all its units, its seed and moment")
    unit: str = column(
        "of an act the `event_id` of the report that stands for it, of a passage `article:start-end`"
    )
    kind: UnitKind = column("whether what was coded is checked, or what was missed looked for")
    between: tuple[str, ...] = column("country codes of the two states, as asked for")
    article_id: str = column("the article it stands in")
    start: int = column("offset of its first character: of the sentence, or of the passage")
    end: int = column("offset after its last character")
    stratum: str = column("the group of alike units that it was drawn from")
    size: int = column("units of that stratum when it was drawn")
    count: int = column("units drawn of that stratum")
    chance: float = column("probability with which it came into the sample: `count` by `size`")
    place: int = column("order in which the units of the sample are checked, from 1")
    seed: int = column("of the random draw")
    drawn_by: str | None = column("who drew it, or null")
    made: str = column("when, in UTC: `2026-12-01T13:05:00.000000Z`")
    version: str = column("version of detente that drew it")


@dataclass(frozen=True, slots=True)
class Looked:
    """That a reviewer looked through a passage of an audit; what he found missing are corrections."""

    audit: str = column("the sample")
    unit: str = column("the passage")
    reviewer: str = column("who looked")
    made: str = column("when, in UTC")
    undone: bool | None = later_column("true where he takes it back that he looked through it")


@dataclass(frozen=True, slots=True)
class Alert:
    """Something new that a watchlist asks to be told of."""

    alert_id: str = column("hash of the first sentence that tells it, or else of what it is")
    rule: AlertRule = column("which rule tells it")
    also: tuple[AlertRule, ...] = column("other rules that would have told the same sentence")
    watched: str = column("who is watched, `CHN-USA`, or the name of a question")
    day: dt.date | None = column("day it is counted on")
    what: str = column("what it is, in words")
    why: str = column("the rule in words")
    sentence: str | None = column("the words that tell it; null where no sentence does")
    outlet: str | None = column("who published that sentence")
    published: dt.date | None = column("publication date of that sentence")
    address: str | None = column("path or URL of that sentence's article")
    outlets: int = column("outlets that tell it")
    weight: float = column("how much it matters among others of its rule, the most first")
    first_reported: dt.date = column("first day on which it could be told")
    evidence: tuple[str, ...] = column("ids of the events, statements or mentions that it rests on")
    keys: tuple[str, ...] = column("what it is known by, so that it is told once")


@dataclass(frozen=True, slots=True)
class Rejected:
    """What could not be read or coded, and why."""

    path: str = column("file or address")
    place: str | None = column("line, record or sentence within it")
    stage: Stage = column("which step turned it down")
    reason: str = column("why, in words")
    advice: str = column("what to do about it")
    article_id: str | None = column("the article, where there is one")

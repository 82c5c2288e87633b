"""The records, declared once.

Everything that names a column takes it from here: the Arrow schemas of the store, the JSON
Schemas, the CSV headers and the tables in the docs (see `detente.schema`). A field's meaning is
the text given to `column`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Literal

Genre = Literal["news", "opinion", "statement", "transcript"]
EventType = Literal[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
]
QuadClass = Literal[
    "verbal cooperation", "material cooperation", "verbal conflict", "material conflict"
]
Status = Literal["done", "ongoing", "planned", "conditional", "hypothetical", "denied"]
Precision = Literal["day", "week", "month", "season", "quarter", "year", "decade"]
DateBasis = Literal["explicit", "relative", "publication"]
StatementKind = Literal[
    "demand",
    "appeal",
    "accusation",
    "warning",
    "red-line",
    "condition",
    "commitment",
    "offer",
    "denial",
    "praise",
    "assessment",
]
Stage = Literal["reading", "coding", "importing"]
Family = Literal["red-line", "commitment", "demand"]
Trend = Literal["sharper", "softer", "same"]
Outcome = Literal[
    "kept", "broken", "contested", "met", "refused", "answered otherwise", "open", "due, not seen"
]
ChannelKind = Literal["dialogue", "hotline", "commission", "working-group", "summit"]
Told = Literal["held", "planned", "suspended", "resumed", "cancelled", "established", "named"]
LeftOut = Literal["denied", "conditional", "hypothetical", "no acting state", "undated"]
PartiesFrom = Literal["name", "list", "sentence", "article"]
Correctable = Literal["events", "statements", "occurrences"]
UnitKind = Literal["act", "passage"]
Judgement = Literal["accept", "change", "delete", "add", "split", "merge", "together", "apart"]
AlertRule = Literal[
    "level",
    "channel",
    "red-line",
    "promise",
    "act",
    "demand",
    "silence",
    "words",
    "events",
    "statements",
]
ChannelState = Literal[
    "active", "resumed", "suspended", "cancelled", "established", "planned", "named"
]


def column(meaning: str) -> Any:
    """A required field with its meaning, which the docs' tables print."""
    return field(metadata={"meaning": meaning})


def later_column(meaning: str) -> Any:
    """A field that came later than its record, null where the record is from before."""
    return field(default=None, metadata={"meaning": meaning})


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


@dataclass(frozen=True, slots=True)
class Round:
    """One meeting within a channel, told by one or many reports."""

    ordinal: int | None = column("its number, where a report tells one")
    date_start: dt.date | None = column("first day, or the first on which it can have been")
    date_end: dt.date | None = column("last day, or the last on which it can have been")
    report: str = column("`channel_report_id` of the report that dates it best")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a channel came to stand."""

    state: ChannelState = column("how it stood from then on")
    date_start: dt.date = column("first day on which it can have come to stand so")
    date_end: dt.date = column("last day on which it can have come to stand so")
    report: str = column("`channel_report_id` of the report that dates it best")


@dataclass(frozen=True, slots=True)
class Channel:
    """A standing dialogue between states, joined from its reports."""

    channel_id: str = column("hash of parties and key")
    channel: str = column("its name")
    kind: ChannelKind = column("what kind of channel it is")
    parties: tuple[str, ...] = column("country codes, sorted")
    state: ChannelState = column("how it stands by the latest dated report")
    state_start: dt.date | None = column("first day on which it can have come to stand so")
    state_end: dt.date | None = column("last day on which it can have come to stand so")
    state_report: str = column("`channel_report_id` of that report")
    standings: tuple[Standing, ...] = column("each change of how it stood, by date")
    planned_report: str | None = column("latest report of what is to come, if it came after that")
    planned_start: dt.date | None = column("first day for which that is planned, where told")
    planned_end: dt.date | None = column("last day for which that is planned, where told")
    rounds: tuple[Round, ...] = column("the rounds told as held, by date")
    first_held: dt.date | None = column("first day of the earliest dated round")
    last_held: dt.date | None = column("last day of the latest dated round")
    longest_gap: int | None = column("most days between two dated rounds that follow each other")
    since_last: int | None = column("days from the last round to the last article of the workspace")
    outlets: tuple[str, ...] = column("who told of it")
    members: tuple[str, ...] = column("`channel_report_id` of each report, by date")


@dataclass(frozen=True, slots=True)
class Taken:
    """Which member a field of an occurrence was taken from."""

    field: str = column("name of the field")
    event_id: str = column("the member it was taken from")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What happened once, told by one or many events."""

    occurrence_id: str = column(
        "`event_id` of its first report; merged one-a-day, a hash of parties, type and day"
    )
    members: tuple[str, ...] = column("`event_id` of each event that tells it")
    outlets: tuple[str, ...] = column("who told it")
    texts: int = column("independent texts that tell it; copies of one text count once")
    first_reported: dt.date | None = column("earliest publication date among its members")
    actors: tuple[str, ...] = column("country codes of the actors")
    recipients: tuple[str, ...] = column("country codes of the recipients")
    reciprocal: bool = column("every party acts towards every other")
    event_type: EventType = column("PLOVER type")
    mode: str | None = column("PLOVER mode of that type, or null")
    quad_class: QuadClass = column("PLOVER quad class")
    score: float = column("PLOVER score of type and mode, -10 to 10")
    goldstein: float | None = column("Goldstein score, where the member has a CAMEO code")
    confidence: float = column("confidence of the member that represents it, 0 to 1")
    contexts: tuple[str, ...] = column("PLOVER contexts")
    tracks: tuple[str, ...] = column("fields of the relation it belongs to, main one first")
    issues: tuple[str, ...] = column("what it is about, from the issue list")
    status: Status = column("whether it happened")
    date: dt.date | None = column("day it is counted on; null where it is left out")
    date_start: dt.date | None = column("first day on which it can have happened")
    date_end: dt.date | None = column("last day on which it can have happened")
    date_precision: Precision | None = column("unit in which it is dated")
    date_basis: DateBasis | None = column("what the date was read from")
    place: str | None = column("where it happened, as written")
    left_out: LeftOut | None = column("why no index counts it; null where one does")
    representative: str = column("`event_id` of the surest member of its type")
    taken_from: tuple[Taken, ...] = column("the member that each merged field was taken from")


@dataclass(frozen=True, slots=True)
class Wording:
    """One statement of a row of a ledger."""

    statement_id: str = column("the statement")
    article_id: str = column("the article it was read from")
    date: dt.date | None = column("day on which it was said or published")
    outlet: str | None = column("who published it")
    speaker: str = column("who takes the position, as written")
    kind: StatementKind = column("what kind of position it is")
    text: str = column("the clause that holds it")
    condition: str | None = column("the if-clause, where there is one")
    quoted: bool = column("whether the clause stands in quotation marks")
    grade: int | None = column("how strong its words are, 1 to 5; null where no word tells")
    copy_of: str | None = column("`statement_id` of the same sentence, printed the same day")
    confidence: float = column("probability that speaker and kind are right, 0 to 1")


@dataclass(frozen=True, slots=True)
class Bearing:
    """A later event, or a later accusation, that bears on a row of a ledger."""

    event_id: str | None = column("the event; null where it is a statement")
    statement_id: str | None = column("the accusation; null where it is an event")
    article_id: str = column("the article it was read from")
    date: dt.date = column("day it is counted on")
    actors: tuple[str, ...] = column("country codes of who acts or accuses")
    recipients: tuple[str, ...] = column("country codes of whom it is done to")
    what: str = column("PLOVER type, or `accusation`")
    text: str = column("the words that tell it")
    status: Status | None = column("whether it happened; null for an accusation")
    outcome: Outcome | None = column("what it shows of the row, or null")
    reported_by: str | None = column("who says so: a speaker, or else the outlet")
    shared: tuple[str, ...] = column("issues and words it has in common with the row")


@dataclass(frozen=True, slots=True)
class Settled:
    """The event that shows a commitment kept or broken."""

    outcome: Outcome = column("`kept` or `broken`")
    date: dt.date = column("day the event is counted on")
    event_id: str = column("the event")
    occurrence_id: str | None = column("what it tells; null where events were not merged")
    article_id: str = column("the article it was read from")
    sentence: str = column("the sentence that tells it")


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """What a state ruled out, promised or demanded, every time it said so, and what came of it."""

    row_id: str = column("hash of state, family and first statement")
    family: Family = column("`commitment` holds offers too, `demand` appeals")
    state: str = column("country code of the state that says it")
    jointly: tuple[str, ...] = column("other states that commit themselves in the same words")
    addressees: tuple[str, ...] = column("country codes of those it is said to, where named")
    issues: tuple[str, ...] = column("what it is about, from the issue list")
    first: dt.date | None = column("day on which it was first stated")
    last: dt.date | None = column("day on which it was last stated")
    times: int = column("statements, without copies of one sentence on one day")
    days: int = column("different days on which it was stated")
    outlets: int = column("different outlets that told it")
    wording: str = column("the clearest wording, as it is read by itself")
    statement_id: str = column("the statement with that wording")
    first_wording: str = column("the strongest wording of the first day")
    first_grade: int | None = column("its grade, 1 to 5")
    last_wording: str = column("the strongest wording of the last day")
    last_grade: int | None = column("its grade, 1 to 5")
    trend: Trend | None = column("last grade against first; null on one day or without grades")
    due: dt.date | None = column("last day of the time that a commitment names, or null")
    outcomes: tuple[Outcome, ...] = column("what the record shows; empty where nothing shows it")
    settled: Settled | None = column("what shows a commitment kept or broken, or null")
    wordings: tuple[Wording, ...] = column("every statement of it, in order of time")
    bearings: tuple[Bearing, ...] = column("later events that bear on it, in order of time")


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


Record = (
    Article
    | Event
    | Statement
    | ChannelReport
    | Channel
    | Occurrence
    | LedgerRow
    | Imported
    | Revision
    | Correction
    | Drawn
    | Looked
    | Alert
    | Rejected
)

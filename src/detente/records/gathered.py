"""The records that are made of coded ones: channels, occurrences, ledgers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from detente.records.values import (
    ChannelKind,
    ChannelState,
    DateBasis,
    EventType,
    Family,
    LeftOut,
    Outcome,
    Precision,
    QuadClass,
    StatementKind,
    Status,
    Trend,
    column,
)


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

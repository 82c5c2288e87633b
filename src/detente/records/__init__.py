"""The records, declared once.

Everything that names a column takes it from here: the Arrow schemas of the store, the JSON
Schemas, the CSV headers and the tables in the docs (see `detente.schema`). A field's meaning is
the text given to `column`.
"""

from detente.records.coded import Actor, Article, ChannelReport, Event, Evidence, Statement
from detente.records.gathered import (
    Bearing,
    Channel,
    LedgerRow,
    Occurrence,
    Round,
    Settled,
    Standing,
    Taken,
    Wording,
)
from detente.records.kept import Alert, Correction, Drawn, Imported, Looked, Rejected, Revision
from detente.records.values import (
    AlertRule,
    ChannelKind,
    ChannelState,
    Correctable,
    DateBasis,
    EventType,
    Family,
    Genre,
    Judgement,
    LeftOut,
    Outcome,
    PartiesFrom,
    Precision,
    QuadClass,
    Sector,
    Stage,
    StatementKind,
    Status,
    Told,
    Trend,
    UnitKind,
    column,
    later_column,
)

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

__all__ = [
    "Actor",
    "Alert",
    "AlertRule",
    "Article",
    "Bearing",
    "Channel",
    "ChannelKind",
    "ChannelReport",
    "ChannelState",
    "Correctable",
    "Correction",
    "DateBasis",
    "Drawn",
    "Event",
    "EventType",
    "Evidence",
    "Family",
    "Genre",
    "Imported",
    "Judgement",
    "LedgerRow",
    "LeftOut",
    "Looked",
    "Occurrence",
    "Outcome",
    "PartiesFrom",
    "Precision",
    "QuadClass",
    "Record",
    "Rejected",
    "Revision",
    "Round",
    "Sector",
    "Settled",
    "Stage",
    "Standing",
    "Statement",
    "StatementKind",
    "Status",
    "Taken",
    "Told",
    "Trend",
    "UnitKind",
    "Wording",
    "column",
    "later_column",
]

"""The closed lists of values that fields of records have, and how a field is declared."""

from __future__ import annotations

from dataclasses import field
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
Sector = Literal[
    "GOV", "MIL", "LEG", "JUD", "COP", "SPY", "OPP", "PTY", "REB", "BUS", "CVL", "MED", "EDU", "NGO", "LAB",
    "REL", "CRM", "REF", "IGO", "UAF", "UNK",
]  # fmt: skip
"""PLOVER's sectors."""
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
Judgement = Literal[
    "accept", "change", "delete", "add", "split", "merge", "together", "apart", "undo"
]
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
    return field(default=None, kw_only=True, metadata={"meaning": meaning})

"""What kind of voice a statement or an act is.

Statements and acts have many kinds and types (docs/statements.md, docs/ontology.md); of a third beside two
states few matter, and a verbal act and the statement of it (`urged` gives both) are one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from detente.comparing.voices_words import speaks_of
from detente.records import Event, EventType, Statement, StatementKind

VoiceKind = Literal[
    "mediation", "backing", "commitment", "concern", "appeal", "demand", "warning", "accusation",
    "opposing", "contact", "other",
]  # fmt: skip
KINDS: tuple[VoiceKind, ...] = get_args(VoiceKind)
GOOD: frozenset[VoiceKind] = frozenset({"backing"})
BAD: frozenset[VoiceKind] = frozenset({"demand", "warning", "accusation", "opposing"})

SAID: Mapping[StatementKind, VoiceKind] = {
    "praise": "backing",
    "commitment": "commitment",
    "offer": "commitment",
    "assessment": "concern",
    "appeal": "appeal",
    "demand": "demand",
    "warning": "warning",
    "accusation": "accusation",
    "condition": "commitment",
    "denial": "other",
    "red-line": "other",
}
DONE: Mapping[EventType, VoiceKind] = {
    "AGREE": "commitment",
    "CONSULT": "contact",
    "SUPPORT": "backing",
    "CONCEDE": "backing",
    "COOPERATE": "backing",
    "AID": "backing",
    "RETREAT": "backing",
    "REQUEST": "appeal",
    "ACCUSE": "accusation",
    "REJECT": "opposing",
    "THREATEN": "warning",
    "PROTEST": "opposing",
    "SANCTION": "opposing",
    "MOBILIZE": "opposing",
    "COERCE": "opposing",
    "ASSAULT": "opposing",
}
TOLD_AGAIN: Mapping[EventType, frozenset[VoiceKind]] = {
    "AGREE": frozenset({"commitment", "mediation", "backing"}),
    "SUPPORT": frozenset({"backing", "mediation"}),
    "REQUEST": frozenset({"appeal", "demand", "warning", "mediation"}),
    "ACCUSE": frozenset({"accusation", "warning", "concern"}),
    "THREATEN": frozenset({"warning", "other"}),
    "REJECT": frozenset({"other", "demand"}),
}
"""Kinds of a statement that tell a verbal act of the same sentence and speaker again."""
OFFERING: frozenset[StatementKind] = frozenset({"appeal", "offer", "commitment"})
ASKING_BOTH: frozenset[StatementKind] = OFFERING | {"demand", "praise"}


def of_statement(said: Statement, *, both: bool, named: bool) -> VoiceKind:
    """The kind of a statement; `both` where both states are addressed, or neither, `named` where the
    sentence names both."""
    clause = said.about.text
    if both and said.kind in ASKING_BOTH and speaks_of(clause, "between", "talks", "calm"):
        return "mediation"
    if named and said.kind in OFFERING and speaks_of(clause, "between"):
        return "mediation"
    if named and said.kind == "appeal" and speaks_of(clause, "talks"):
        return "mediation"
    return SAID[said.kind]


def of_event(done: Event, sentence: str, *, both: bool, named: bool) -> VoiceKind:
    """The kind of an act, told in a sentence."""
    if done.mode == "third-party" and (both or named):
        return "mediation"
    calming = done.mode == "meet" or speaks_of(sentence, "between", "talks", "calm")
    if done.event_type in ("REQUEST", "SUPPORT") and both and calming:
        return "mediation"
    if done.mode == "investigate":
        return "concern"
    if done.mode == "resign":
        return "other"
    if done.event_type == "AGREE" and done.status in ("done", "ongoing"):
        return "backing"
    if done.event_type == "AGREE" and done.reciprocal:
        return "contact"
    return DONE[done.event_type]

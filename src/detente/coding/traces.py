"""What coding gives: records, and the trace of how each sentence was read."""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.coding.actors.mentions import Mention
from detente.coding.time.dating import Dating
from detente.records import ChannelReport, Event, Rejected, Statement, Status


@dataclass(frozen=True, slots=True)
class SentenceTrace:
    """What was seen in one sentence, kept and left out: one part of an explanation.

    `dating` runs beside `events`: why each has its date. `no_channel` are names that could have been
    channels, with why they are none.
    """

    sentence: int
    start: int
    end: int
    skipped: str | None
    mentions: tuple[Mention, ...]
    events: tuple[Event, ...]
    statements: tuple[Statement, ...]
    left_out: tuple[tuple[str, str], ...]
    dating: tuple[str, ...] = ()
    parse: str = ""
    channels: tuple[ChannelReport, ...] = ()
    no_channel: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TimeTold:
    """Whether an act happened that a word of a text tells, and when."""

    status: Status
    dating: Dating


@dataclass(frozen=True, slots=True)
class Coding:
    """What one article gave, in text order; `traces` only where they were asked for."""

    events: list[Event]
    statements: list[Statement]
    rejected: list[Rejected] = field(default_factory=list)
    traces: list[SentenceTrace] = field(default_factory=list, repr=False)
    channels: list[ChannelReport] = field(default_factory=list)

"""What others say and do about two states, and to whom the two speak.

A *third* is a state or a body, by its code: never one of the two, and never anybody without a code. The
world, the international community or observers are no actor: who says that they are concerned is the
speaker, if it has a code, and else one of the *others without a state*, which are counted and sided with
nobody.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from detente.comparing.voices_kinds import KINDS, VoiceKind
from detente.measuring.exporting import Exports
from detente.records import column

Audience = Literal["the two", "thirds", "nobody"]
Source = Literal["statement", "act"]


@dataclass(frozen=True, slots=True)
class Voice:
    """What one third, or one without a state, says or does in one sentence."""

    record_id: str = column("the statement or event")
    source: Source = column("which of these it is")  # noqa: RUF009 (a field, not a value)
    third: str | None = column(
        "the state or body that says or does it, by code; null for others without a state"
    )
    speaker: str = column("who says or does it, as written")
    sector: str | None = column("the speaker's sector")
    official: bool = column("whether the speaker stands for the state or body")
    kind: VoiceKind = column("what kind of voice it is")  # noqa: RUF009
    towards: str = column(
        "the one of the two that it is addressed to, or `both`; `neither` where its sentence names both, "
        "or one as the place of what is told or as who suffers it"
    )
    addressees: tuple[str, ...] = column("all whom it is addressed to, by code")
    audience: Audience = column(  # noqa: RUF009
        "whether it is said to the two or one of them, to thirds only, or to nobody that is named"
    )
    names_both: bool = column("whether its sentence names both of the two, or addresses them")
    counts: bool = column("whether siding rests on it")
    day: dt.date | None = column("day of the word or deed, as far as it is known")  # noqa: RUF009
    outlet: str | None = column("who published it")
    reported_by: str | None = column("who says that it was done; null where the outlet itself does")
    clause: str = column("the clause that says it, or the word that tells the act")
    sentence: str = column("the sentence")
    article_id: str = column("the article")
    start: int = column("offset of the sentence in the article's text")
    confidence: float = column("probability that the record is right, 0 to 1")


@dataclass(frozen=True, slots=True)
class Own:
    """A statement of one of the two about the other."""

    speaker: str
    about: str
    addressees: tuple[str, ...]
    day: dt.date | None
    article_id: str
    start: int
    statement_id: str


@dataclass(frozen=True, slots=True, eq=False)
class Voices:
    """All that is said and done about two states, by day; and what the two say of each other."""

    between: tuple[str, str]
    rows: tuple[Voice, ...]
    own: tuple[Own, ...]

    @property
    def thirds(self) -> tuple[str, ...]:
        """The states and bodies, those with most rows first."""
        counted = Counter(row.third for row in self.rows if row.third)
        return tuple(sorted(counted, key=lambda third: (-counted[third], third)))

    @property
    def without_state(self) -> tuple[Voice, ...]:
        """What others say of whom no state or body is known."""
        return tuple(row for row in self.rows if row.third is None)

    def days(self) -> tuple[dt.date, dt.date] | None:
        """The first and last day; None where none is known."""
        known = [row.day for row in self.rows if row.day]
        return (min(known), max(known)) if known else None


@dataclass(frozen=True, slots=True, eq=False)
class StatementsResult(Exports):
    """Every statement and act, with its sentence."""

    record = Voice
    worded_by = "detente.comparing.voices_wording"

    voices: Voices

    def records(self) -> Sequence[Voice]:
        """By day, article and place in the text."""
        return self.voices.rows

    def asked(self) -> dict[str, Any]:
        """What was asked for."""
        return {"measure": "what is said and done about two", "between": self.voices.between}


@dataclass(frozen=True, slots=True)
class Kinds:
    """How often a third said or did something of one kind towards one of the two."""

    third: str | None = column("the state or body, by code; null for others without a state")
    kind: VoiceKind = column("what kind of voice")  # noqa: RUF009
    towards: str = column("one of the two, `both`, or `neither`")
    n: int = column("sentences that tell it")
    private: int = column(
        "of these, by those who do not stand for the state: firms, papers, people"
    )
    days: int = column("different days")
    outlets: int = column("different outlets")


@dataclass(frozen=True, slots=True, eq=False)
class KindsResult(Exports):
    """What each third said and did, by kind and by whom it is addressed to."""

    record = Kinds
    worded_by = "detente.comparing.voices_wording"

    voices: Voices
    rows: tuple[Kinds, ...]

    def records(self) -> Sequence[Kinds]:
        """By third, those told most first; then by kind and addressee."""
        return self.rows

    def asked(self) -> dict[str, Any]:
        """What was asked for."""
        return {"measure": "voices by kind", "between": self.voices.between}


def kinds(voices: Voices) -> KindsResult:
    """How often each third said and did what towards whom; others without a state come last."""
    places = (*voices.between, "both", "neither")
    grouped: dict[tuple[str | None, VoiceKind, str], list[Voice]] = {}
    for row in voices.rows:
        grouped.setdefault((row.third, row.kind, row.towards), []).append(row)
    keys = [
        (third, kind, towards)
        for third in (*voices.thirds, None)
        for kind in KINDS
        for towards in places
        if (third, kind, towards) in grouped
    ]
    return KindsResult(voices, tuple(_kinds(*key, grouped[key]) for key in keys))


def _kinds(third: str | None, kind: VoiceKind, towards: str, rows: Sequence[Voice]) -> Kinds:
    return Kinds(
        third=third,
        kind=kind,
        towards=towards,
        n=len(rows),
        private=sum(third is not None and not row.official for row in rows),
        days=len({row.day for row in rows if row.day}),
        outlets=len({row.outlet for row in rows if row.outlet}),
    )

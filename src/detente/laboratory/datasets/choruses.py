"""Thirds that speak of two states, and side with one or with neither: worlds in which it is known.

A third speaks in stories of some days; in each it leans to one side or the other by chance, so that what it
says within one hangs together, and over all by its siding. Several outlets tell the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.comparing.voices import Voice, Voices
from detente.comparing.voices_kinds import VoiceKind

BETWEEN = ("CHL", "NOR")
FIRST = dt.date(2021, 1, 4)
BAD: tuple[VoiceKind, ...] = ("demand", "warning", "accusation", "opposing")
ELSE: tuple[VoiceKind, ...] = ("concern", "contact", "mediation", "commitment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chorus:
    """`siding` is that of each third, from -1 (with NOR) to 1 (with CHL); those left over side with
    neither."""

    thirds: int = 10
    siding: tuple[float, ...] = ()
    stories: int = 30
    """Of each third, in a year."""
    length: float = 2.0
    """Days of a story in the middle."""
    leaning: float = 0.5
    """How far a third leans within a story, at most."""
    weeks: int = 52

    def of(self, third: int) -> float:
        """The siding of a third."""
        return self.siding[third] if third < len(self.siding) else 0.0


def chorus(world: Chorus, seed: int) -> Voices:
    """What is said in a world, by day."""
    rng = np.random.default_rng(seed)
    rows = [row for third in range(world.thirds) for row in _of(world, third, rng)]
    return Voices(between=BETWEEN, rows=tuple(sorted(rows, key=lambda row: row.record_id)), own=())


def _of(world: Chorus, third: int, rng: np.random.Generator) -> Iterator[Voice]:
    siding = world.of(third)
    for story in range(world.stories):
        begun = int(rng.integers(0, 7 * world.weeks))
        leaning = rng.uniform(-1, 1) * min(world.leaning, 1 - abs(siding))
        for day in range(begun, begun + int(rng.geometric(1 / world.length))):
            for told in range(1 + int(rng.integers(0, 2))):
                favours = rng.random() < (1 + siding + leaning) / 2
                said = _said(favours, rng)
                for outlet in range(1 + int(rng.integers(0, 3))):
                    name = f"{day:04}-{third:02}-{story:03}-{told}-{outlet}"
                    yield _voice(name, third, FIRST + dt.timedelta(days=day), outlet, *said)


def _said(favours: bool, rng: np.random.Generator) -> tuple[VoiceKind, str]:
    """A kind and whom it is addressed to: something good for one, or bad for the other; or neither."""
    if rng.random() < 0.3:
        return ELSE[rng.integers(0, len(ELSE))], BETWEEN[rng.integers(0, 2)]
    if rng.random() < 0.4:
        return "backing", BETWEEN[0 if favours else 1]
    return BAD[rng.integers(0, len(BAD))], BETWEEN[1 if favours else 0]


def _voice(
    name: str, third: int, day: dt.date, outlet: int, kind: VoiceKind, towards: str
) -> Voice:
    known: dict[str, Any] = {
        "record_id": name, "source": "statement", "third": f"T{third:02}", "speaker": "the minister",
        "sector": "GOV", "official": True, "audience": "the two", "names_both": True,
        "reported_by": None, "clause": "", "sentence": "", "start": 0, "confidence": 1.0,
    }  # fmt: skip
    return Voice(
        **known,
        kind=kind,
        towards=towards,
        addressees=(towards,),
        counts=kind not in ELSE,
        day=day,
        outlet=f"outlet {outlet}",
        article_id=name,
    )

"""To whom do two states speak when they speak of each other?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.comparing.voices import Own, Voices
from detente.comparing.voices_resampling import interval
from detente.measuring.exporting import Exports
from detente.records import column

MOST_NAMED = 3
FEWEST_DAYS = 5


@dataclass(frozen=True, slots=True)
class Heard:
    """To whom the statements of one of the two about the other are addressed."""

    speaker: str = column("who speaks, by code")
    about: str = column("of whom")
    n: int = column("sentences in which it takes a position and that address or name the other")
    to_other: int = column("addressed to the other, whoever else hears it")
    to_thirds: int = column("addressed to others, and not to it")
    to_own: int = column("addressed to its own people or offices alone")
    to_nobody: int = column("addressed to no state or body that is named")
    share: float | None = column("share addressed to the other")
    low: float | None = column("lower end of its 95 % interval; null on too few days")
    high: float | None = column("upper end")
    thirds: tuple[str, ...] = column(
        "which others most often, by code, also where the other hears it"
    )


@dataclass(frozen=True, slots=True, eq=False)
class AudienceResult(Exports):
    """To whom each of the two speaks."""

    record = Heard
    worded_by = "detente.comparing.voices_wording"

    voices: Voices
    rows: tuple[Heard, ...]

    def records(self) -> Sequence[Heard]:
        """The first of the two, then the second."""
        return self.rows

    def asked(self) -> dict[str, Any]:
        """What was asked for."""
        return {"measure": "audience", "between": self.voices.between}


def audience(voices: Voices, *, draws: int = 1999, seed: int = 0) -> AudienceResult:
    """To whom each of the two speaks of the other; intervals by resampling days, `draws` from `seed`."""
    first, second = voices.between
    rows = (
        _heard(speaker, about, _sentences(voices.own, speaker), draws, seed)
        for speaker, about in ((first, second), (second, first))
    )
    return AudienceResult(voices, tuple(rows))


def _sentences(own: Iterable[Own], speaker: str) -> list[tuple[Any, frozenset[str]]]:
    """Day and addressees of each sentence in which a state speaks."""
    found: dict[tuple[str, int], tuple[Any, set[str]]] = {}
    for each in own:
        if each.speaker == speaker:
            held = found.setdefault((each.article_id, each.start), (each.day, set()))
            held[1].update(each.addressees)
    return [(day, frozenset(codes)) for day, codes in found.values()]


def _heard(
    speaker: str, about: str, sentences: Sequence[tuple[Any, frozenset[str]]], draws: int, seed: int
) -> Heard:
    to = Counter(_to(codes, speaker, about) for _, codes in sentences)
    thirds = Counter(
        code for _, codes in sentences for code in codes if code not in (speaker, about)
    )
    share, low, high = _share([(day, about in codes) for day, codes in sentences], draws, seed)
    named = sorted(thirds.items(), key=lambda each: (-each[1], each[0]))[:MOST_NAMED]
    return Heard(
        speaker=speaker,
        about=about,
        n=len(sentences),
        to_other=to["other"],
        to_thirds=to["thirds"],
        to_own=to["own"],
        to_nobody=to["nobody"],
        share=share,
        low=low,
        high=high,
        thirds=tuple(code for code, _ in named),
    )


def _to(codes: frozenset[str], speaker: str, about: str) -> str:
    if about in codes:
        return "other"
    if codes - {speaker}:
        return "thirds"
    return "own" if codes else "nobody"


def _share(
    sentences: Sequence[tuple[Any, bool]], draws: int, seed: int
) -> tuple[float | None, float | None, float | None]:
    if not sentences:
        return None, None, None
    share = sum(heard for _, heard in sentences) / len(sentences)
    days: dict[Any, list[bool]] = {}
    for day, heard in sentences:
        days.setdefault(day, []).append(heard)
    if len(days) < FEWEST_DAYS:
        return round(share, 6), None, None
    counts = np.array([len(each) for each in days.values()], dtype=float)
    totals = np.array([2.0 * sum(each) for each in days.values()]) - counts
    found = interval(totals, counts, draws=draws, seed=seed)
    return round(share, 6), round((1 + found.low) / 2, 6), round((1 + found.high) / 2, 6)

"""What of a report is compared with other reports."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from detente import tables
from detente.coding.actors.names import state_names
from detente.merging.dyads import party_codes
from detente.merging.reports import Report
from detente.records import Event, Status

Reality = Literal["happened", "planned", "supposed", "denied"]
REALITIES: dict[Status, Reality] = {
    "done": "happened",
    "ongoing": "happened",
    "planned": "planned",
    "conditional": "supposed",
    "hypothetical": "supposed",
    "denied": "denied",
}
ANNOUNCING = frozenset({"AGREE", "THREATEN"})
"""Types whose `planned` is that of the act promised or threatened: the saying of it happened."""
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*")
ENDING = re.compile(r"(?<=[^\W\d_]{3})(?:ing|ed|es|s)$")
STEM = 5
"""Letters of a word that are compared, so that `accused`, `accuses` and `accusation` are alike."""
STATE_KINDS = frozenset({"country", "adjective", "people", "capital", "seat"})
NEWS = 1
"""Days before publication on which undated news can have happened."""
WIDEST = 31
"""Days within which an act must be dated to be compared by date; a year holds too much."""
EXACT = 3
"""Days within which an act is dated so well that another day is another act."""


@dataclass(frozen=True, slots=True)
class DayRange:
    """First and last day on which an act can have happened, as ordinals."""

    first: int
    last: int

    @property
    def exact(self) -> bool:
        """Whether it is a matter of days, not of weeks."""
        return self.last - self.first < EXACT

    def gap(self, other: DayRange) -> int:
        """Days between the two; 0 where they overlap."""
        return max(self.first - other.last, other.first - self.last, 0)


@dataclass(frozen=True, slots=True)
class ToldWords:
    """A report as it is compared."""

    event_id: str
    article_id: str
    sentence: int
    span: tuple[int, int]
    """Where its trigger stands."""
    actors: frozenset[str]
    recipients: frozenset[str]
    mutual: bool
    event_type: str
    mode: str | None
    reality: Reality
    recalled: bool
    days: DayRange | None
    words: frozenset[str]
    """Stems of what its sentence says, names and empty words aside."""
    names: frozenset[str]
    """Names and figures in its sentence, those of the parties' own states aside."""
    place: frozenset[str]
    issues: frozenset[str]

    @property
    def parties(self) -> frozenset[str]:
        """Both sides."""
        return self.actors | self.recipients


def telling(report: Report) -> ToldWords:
    """What of a report is compared."""
    event = report.event
    actors, recipients = party_codes(event.actors), party_codes(event.recipients)
    own = frozenset().union(*(_state_words().get(code, ()) for code in (*actors, *recipients)))
    words, names = _words(report.sentence or event.trigger.text)
    for party in (*event.actors, *event.recipients):
        names |= _words(party.name or "")[1]
    return ToldWords(
        event_id=event.event_id,
        article_id=event.article_id,
        sentence=event.sentence,
        span=(event.trigger.start, event.trigger.end),
        actors=frozenset(actors),
        recipients=frozenset(recipients),
        mutual=event.reciprocal,
        event_type=event.event_type,
        mode=event.mode,
        reality=_reality(event),
        recalled=event.recalled,
        days=_days(event, report.published),
        words=words - own,
        names=names - own,
        place=frozenset().union(*_words(event.place or "")),
        issues=frozenset(event.issues),
    )


def _reality(event: Event) -> Reality:
    if event.status == "planned" and event.event_type in ANNOUNCING:
        return "happened"
    return REALITIES[event.status]


def _days(event: Event, published: dt.date | None) -> DayRange | None:
    first, last = event.date_start, event.date_end or event.date_start
    if first is None or last is None:
        if published is None or event.recalled:
            return None
        return DayRange(published.toordinal() - NEWS, published.toordinal())
    early = NEWS if event.date_basis == "publication" else 0
    found = DayRange(first.toordinal() - early, last.toordinal())
    return found if found.last - found.first <= WIDEST else None


@lru_cache(maxsize=50_000)
def _words(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Stems of plain words, and of names and figures; empty words in neither."""
    plain, named = set[str](), set[str]()
    for word in WORD.findall(text):
        lower = re.sub(r"['’]s?$", "", word.lower())
        if lower not in _empty() and (len(lower) > 2 or not lower.isalpha()):
            (plain if word[0].islower() else named).add(ENDING.sub("", lower)[:STEM])
    return frozenset(plain), frozenset(named)


@cache
def _empty() -> frozenset[str]:
    path = tables.packaged("merging", "data", "empty.tsv")
    return frozenset(
        word for row in tables.rows(path, ("kind", "words")) for word in row.many("words")
    )


@cache
def _state_words() -> dict[str, frozenset[str]]:
    """By country code the stems of its own names, which tell nothing of an act of its own."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in state_names():
        if name.code and name.kind in STATE_KINDS:
            found[name.code] |= frozenset().union(*_words(name.surface))
    return {code: frozenset(words) for code, words in found.items()}

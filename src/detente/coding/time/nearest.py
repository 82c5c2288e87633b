"""Which of the time expressions of a sentence hangs nearest to an act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from detente.coding.grammar.clauses import clause_of, clauses_around, heads_clause, host_of
from detente.coding.grammar.parse import Parse
from detente.coding.grammar.tense import tense_of
from detente.coding.time.calendar import Calendar, Dated
from detente.coding.time.expressions import NORTHERN
from detente.coding.time.reading import Timed
from detente.records import Genre, Status

COARSENESS = {"month": 1, "season": 1, "quarter": 1, "year": 2, "decade": 2}
"""Steps by which a coarser expression yields to a finer one elsewhere in the sentence."""
AHEAD: frozenset[Status] = frozenset({"planned", "conditional", "hypothetical"})
"""Statuses of acts that may lie ahead."""
DOCUMENTS = frozenset("note letter statement communique memorandum message telegram".split())
DIVIDING = frozenset({",", ";", ":", "—", "–", "-", "(", ")", "“", "”", '"', "``", "''"})
MEETINGS = frozenset(
    """meeting talk summit conference session visit ceremony call hearing sitting manoeuvre maneuver
    exercise drill""".split()
)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of an act before it is dated: its status, the day of the text, whether it is a verbal
    act (whose content has dates of its own), whether it is only named (`after the summit`), the day
    told just before, and the genre of the text. Day, anchor and calendar are filled in by `Timeline`."""

    status: Status
    today: dt.date | None = None
    verbal: bool = False
    background: bool = False
    anchor: Dated | None = None
    calendar: Calendar = NORTHERN
    genre: Genre = "news"

    @property
    def ahead(self) -> bool:
        """Whether the act itself lies ahead; one of speech was said, whatever it promises."""
        return self.status in AHEAD and not self.verbal


def nearest(
    parse: Parse, times: Sequence[Timed], trigger: int, about: Circumstances
) -> Timed | None:
    """The expression that dates an act: the one that hangs nearest to it within its time."""
    scored = [
        (
            cost + _coarse(timed) + _beyond_and(parse, timed, trigger),
            abs(timed.token - trigger),
            timed.expression.start,
            timed,
        )
        for timed in times
        for cost in [_cost(parse, timed, trigger, about)]
        if cost is not None
    ]
    return min(scored, key=lambda item: item[:3])[3] if scored else None


def _beyond_and(parse: Parse, timed: Timed, trigger: int) -> int:
    """`met on Monday and, a day later, left`: what stands after `and` or beyond a semicolon is more likely
    of another act."""
    between = range(min(trigger, timed.token) + 1, max(trigger, timed.token))
    if any(parse.words[t] == ";" for t in between):
        return 6
    after = range(trigger + 1, timed.token)
    return 4 * any(parse.is_coordinator(t) and parse.is_verb(parse.heads[t]) for t in after)


def _coarse(timed: Timed) -> int:
    if timed.dated is None:
        return 3
    return COARSENESS.get(timed.dated.precision, 0) + 3 * (timed.expression.lead == "since")


def _cost(parse: Parse, timed: Timed, trigger: int, about: Circumstances) -> int | None:
    """How far an expression hangs from an act, or None where it tells another time."""
    host = host_of(parse, timed.token)
    if trigger in (host, timed.token):
        return 0
    own, clause = clause_of(parse, trigger), clause_of(parse, host)
    if parse.heads[own] == timed.token and own != timed.token:
        return 1
    for around, far in clauses_around(parse, own, ahead=about.ahead):
        if around != clause:
            continue
        if far and about.ahead and _told_of_saying(timed, about):
            return None
        if host == clause or clause == timed.token:
            return far + 1
        return far + 2 if _of_the_clause(parse, host, timed, trigger) else None
    return _fronted(parse, timed, own, clause)


def _told_of_saying(timed: Timed, about: Circumstances) -> bool:
    """Whether an expression beside the verb above an act to come lies behind, as that verb does."""
    return timed.dated is not None and about.today is not None and timed.dated.start <= about.today


def _fronted(parse: Parse, timed: Timed, own: int, clause: int) -> int | None:
    """`On Friday Peru left and Chile stayed`: what opens a sentence dates its joined clauses alike."""
    upper = parse.heads[own]
    joined = parse.is_conjunct(own) and upper == clause and timed.token < clause
    if not joined or tense_of(parse, own) != tense_of(parse, clause):
        return None
    subject = parse.any_subject(clause)
    return 6 if subject is not None and timed.token < subject else None


def _of_the_clause(parse: Parse, host: int, timed: Timed, trigger: int) -> bool:
    """Whether an expression that hangs from a noun tells the time of the clause (`signed the pact in May`,
    `at Thursday's meeting`), and not of the thing (`the pact of May`)."""
    if trigger in parse.subtree(host):
        return True
    if parse.lemmas[host] in MEETINGS | DOCUMENTS and parse.is_complement(host):
        return True
    if parse.is_of_a_thing(timed.token):
        return False
    prep = parse.heads[timed.token]
    return not parse.is_preposition(prep) or parse.lowers[prep] not in ("of", "from")


def beside_alone(
    parse: Parse, times: Sequence[Timed], trigger: int, about: Circumstances
) -> Timed | None:
    """The one expression between the same marks as the act, where the parse joins them not."""
    first, last = _stretch(parse, trigger)
    inside = [
        timed
        for timed in times
        if first <= timed.token < last
        and timed.expression.form != "offset"
        and not _of_something_beside(parse, timed, trigger)
        and not (
            about.status == "planned"
            and _told_of_saying(timed, about)
            and _verb_between(parse, trigger, timed.token)
        )
    ]
    if len(inside) > 1:
        inside = [timed for timed in inside if not _verb_between(parse, trigger, timed.token)]
    return inside[0] if len(inside) == 1 else None


def _of_something_beside(parse: Parse, timed: Timed, trigger: int) -> bool:
    """`left after Monday's attack`, `its 2021 invasion`: a date of another thing than the act."""
    owner = parse.heads[timed.token]
    if not parse.is_counted(timed.token) or owner == trigger:
        return False
    return parse.lemmas[owner] not in MEETINGS | DOCUMENTS


def _verb_between(parse: Parse, one: int, other: int) -> bool:
    return any(heads_clause(parse, t) for t in range(min(one, other) + 1, max(one, other)))


def _stretch(parse: Parse, trigger: int) -> tuple[int, int]:
    """The words around an act up to the next comma, `and` between clauses, or word that opens a clause."""
    first = trigger
    while first > 0 and not _divides(parse, first - 1):
        first -= 1
    last = trigger + 1
    while last < len(parse) and not _divides(parse, last):
        last += 1
    return first, last


def _divides(parse: Parse, token: int) -> bool:
    if parse.words[token] in DIVIDING or parse.is_relative_word(token):
        return True
    joins = parse.is_coordinator(token) and parse.is_verb(parse.heads[token])
    return joins or parse.is_marker(token)

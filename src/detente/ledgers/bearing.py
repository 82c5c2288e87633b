"""What came of it? Later events on the same matter, and what each shows.

Nothing is said to be kept, broken, met or refused without an event that shows it: one whose own word
tells the very act and whose sentence speaks of the same matter, or, of a promise, an act that fulfils its
kind (`fulfilling`). Whatever else bears on a row is listed without a verdict.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from detente.ledgers.fulfilling import NOTHING, Came
from detente.ledgers.gathering import HeldStatement
from detente.ledgers.happening import SPOKEN, Happening, Happenings
from detente.ledgers.words import (
    acts,
    content_beside,
    is_turned,
    named_issues,
    points_back,
    speaks_of,
    words_of,
)
from detente.merging.dyads import party_codes
from detente.records import Bearing, EventType, Family, Outcome

ENOUGH = 2
"""Words in common from which two texts speak of the same matter."""
RESTATING: dict[Family, EventType | None] = {
    "commitment": "AGREE", "demand": "REQUEST", "red-line": None,
}  # fmt: skip
FINAL: dict[Family, frozenset[Outcome]] = {
    "commitment": frozenset({"kept"}), "demand": frozenset({"met"}), "red-line": frozenset(),
}  # fmt: skip
"""Outcomes that happen once: only the first events that show one are said to."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A wording as it is compared."""

    day: dt.date
    words: frozenset[str]
    issues: frozenset[str]
    named: frozenset[str]
    """Issues that the clause itself names."""
    acts: Mapping[str, bool]
    addressees: frozenset[str]
    binding: bool
    """Whether it is promised, and on no condition."""

    @classmethod
    def of(cls, one: HeldStatement, day: dt.date) -> Clause:
        said, text = one.said, one.said.about.text
        issues = one.issues
        return cls(
            day,
            content_beside(text, issues),
            issues,
            named_issues(text, said.issues),
            {} if is_turned(one.article.text[said.start : said.about.start]) else acts(text),
            frozenset(party_codes(said.addressees)),
            said.kind == "commitment" and said.condition is None,
        )


def bearings(
    row: Sequence[HeldStatement],
    found: Happenings,
    *,
    family: Family,
    state: str,
    others: frozenset[str],
    fulfilled: Came = NOTHING,
) -> tuple[Bearing, ...]:
    """What bears on the statements of a row, after its first day, in order of time.

    `others` are the states it is said to, `fulfilled` what came of the promises among them.
    A state's saying the same again is left out.
    """
    clauses = [Clause.of(each, each.day) for each in row if each.day is not None]
    first = min((clause.day for clause in clauses), default=None)
    own = {(each.said.article_id, each.said.sentence) for each in row}
    if first is None:
        return ()
    conduct = frozenset({state}) if family == "commitment" else others
    came = []
    for each in _near(found, clauses):
        again = each.bearing.what == RESTATING[family] and state in each.bearing.actors
        between = state in each.parties and not others.isdisjoint(each.parties)
        later = each.bearing.date > first and each.sentence not in own
        if later and between and not again and _bears(each, clauses, conduct):
            came.append(_judged(each, clauses, family, state))
    if family == "commitment":
        shown: list[tuple[Happening, Outcome | None]] = [
            (each, None) for each in fulfilled.possible
        ]
        shown += fulfilled.shown
        came = _with_shown(came, [each for each in shown if each[0].sentence not in own])
    if family == "demand":
        answers = [each for place in sorted(own) for each in _answers(found, place, state, others)]
        told = {each.event_id for each in came if each.outcome}
        came = [each for each in came if each.event_id not in {a.event_id for a in answers} - told]
        came = sorted([*came, *(a for a in answers if a.event_id not in told)], key=_in_time)
    return _only_first(came, FINAL[family])


def _with_shown(
    came: Sequence[Bearing], shown: Iterable[tuple[Happening, Outcome | None]]
) -> list[Bearing]:
    """What bears on a promise, with the acts that fulfil it or go back on it."""
    by_id = {each.event_id or each.statement_id: each for each in came}
    for each, outcome in shown:
        name = each.bearing.event_id
        known = by_id.get(name, each.bearing)
        by_id[name] = replace(known, outcome=known.outcome or outcome)
    return sorted(by_id.values(), key=_in_time)


def _answers(
    found: Happenings, place: tuple[str, int], state: str, others: frozenset[str]
) -> list[Bearing]:
    """Refusals told in the sentence of a demand, or in the next one in words that point back to it."""
    article, sentence = place
    return [
        replace(each.bearing, outcome="refused", shared=())
        for each in (*found.told_in(place), *found.told_in((article, sentence + 1)))
        if each.bearing.what == "REJECT" and each.happened
        and state in each.bearing.recipients and not others.isdisjoint(each.bearing.actors)
        and not speaks_of("charge", each.text)
        and (each.sentence == place or points_back(each.text))
    ]  # fmt: skip


def _in_time(one: Bearing) -> tuple[dt.date, str, str]:
    return one.date, one.article_id, one.event_id or one.statement_id or ""


def _near(found: Happenings, clauses: Sequence[Clause]) -> list[Happening]:
    issues = {issue for clause in clauses for issue in clause.issues}
    return found.near(issues, {clause.words for clause in clauses}, ENOUGH)


def _bears(each: Happening, clauses: Sequence[Clause], conduct: frozenset[str]) -> bool:
    """Whether it shares a word besides an issue, or enough words, with a wording said before.

    An issue that the clause itself names is enough for a deed of those whose conduct the row is about.
    """
    deed = each.bearing.what not in (*SPOKEN, "accusation")
    done = deed and not conduct.isdisjoint(each.bearing.actors)
    for clause in clauses:
        if clause.day < each.bearing.date:
            words = len(each.words & clause.words)
            about = not each.issues.isdisjoint(clause.issues)
            if words >= ENOUGH or (about and words):
                return True
            if done and not each.issues.isdisjoint(clause.named):
                return True
    return False


def _judged(each: Happening, clauses: Sequence[Clause], family: Family, state: str) -> Bearing:
    before = [clause for clause in clauses if clause.day < each.bearing.date]
    outcomes = [_outcome(each, clause, family, state) for clause in before]
    issues = sorted(each.issues & {issue for clause in before for issue in clause.issues})
    words = sorted(each.words & {word for clause in before for word in clause.words})
    outcome = next((outcome for outcome in outcomes if outcome), None)
    return replace(each.bearing, outcome=outcome, shared=tuple(dict.fromkeys([*issues, *words])))


def _outcome(each: Happening, clause: Clause, family: Family, state: str) -> Outcome | None:
    if family == "red-line" or not _same_matter(each, clause):
        return None
    return (_of_commitment if family == "commitment" else _of_demand)(each, clause, state)


def _of_commitment(each: Happening, clause: Clause, state: str) -> Outcome | None:
    if _is_accused(each, state):
        return "contested" if each.sure and speaks_of("breach", each.text) else None
    if state not in each.bearing.actors or not each.happened:
        return None
    broken = clause.binding and _does(each, clause, wanted=False)
    return "broken" if broken and clause.words <= each.words | clause.acts.keys() else None


def _of_demand(each: Happening, clause: Clause, state: str) -> Outcome | None:
    if clause.addressees.isdisjoint(each.bearing.actors) or not each.happened:
        return None
    if each.bearing.what == "CONCEDE" or _does(each, clause, wanted=True):
        return "met"
    if each.bearing.what == "REJECT" and state in each.bearing.recipients:
        return None if speaks_of("charge", each.text) else "refused"
    return "answered otherwise" if _does(each, clause, wanted=False) else None


def _is_accused(each: Happening, state: str) -> bool:
    charge = each.bearing.what in ("ACCUSE", "accusation")
    return charge and state in each.bearing.recipients and state not in each.bearing.actors


def _same_matter(each: Happening, clause: Clause) -> bool:
    """Whether they share enough words, or an issue and a word, beside those that tell the act."""
    words = len((each.words & clause.words) - each.telling)
    return words >= ENOUGH or (words >= 1 and not each.issues.isdisjoint(clause.issues))


def _does(each: Happening, clause: Clause, *, wanted: bool) -> bool:
    """Whether an event is an act of the clause: told by its own word, or both are talks.

    Other types are too wide: releasing and withdrawing are both RETREAT.
    """
    if each.bearing.what in SPOKEN:
        return False
    words = {word for word, way in clause.acts.items() if way is wanted}
    talks = each.bearing.what == "CONSULT" and not words.isdisjoint(words_of("talks"))
    return talks or not words.isdisjoint(each.telling)


def _only_first(found: Sequence[Bearing], final: frozenset[Outcome]) -> tuple[Bearing, ...]:
    """Final outcomes on their first day only; what was kept is not broken by what comes later."""
    days = {outcome: each.date for each in reversed(found) if (outcome := each.outcome)}
    ends = {outcome: day for outcome, day in days.items() if outcome in final}
    if "kept" in ends:
        ends["broken"] = ends["kept"]
    return tuple(
        replace(each, outcome=None)
        if each.outcome and each.date > ends.get(each.outcome, each.date)
        else each
        for each in found
    )

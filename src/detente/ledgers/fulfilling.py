"""Does an act fulfil a promise, or go back on it?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from detente.ledgers.happening import Happening, Happenings
from detente.ledgers.promising import Promise, fields_of, is_of_rank
from detente.ledgers.ways import Way, is_among
from detente.ledgers.words import WORD, form, speaks_of, words_of
from detente.records import Outcome

ENOUGH = 2
"""Words in common from which a clause and an event are of the same matter."""
HORIZON = dt.timedelta(days=365)
"""How long after a promise that names no time an act is still taken for the promised one."""
USUAL = dt.timedelta(days=90)
"""An act that happened so shortly before a promise may well happen without it."""
AMONG_MANY = "multilateral"
"""Mode of a conference, at which two may be without a word to each other."""
GRACE = dt.timedelta(days=3)
"""How long after its day an act may come, or be told."""


def came_of(
    promises: Iterable[Promise], found: Happenings, state: str, others: frozenset[str]
) -> list[tuple[Happening, Outcome]]:
    """What shows that promises of a state to others were kept or broken, in order of time.

    Of the acts that keep them those of the first day, and of those that break them only what came before.
    """
    told = list(promises)
    types = {kind for each in told for way in each.ways for kind, _ in (*way.done, *way.undone)}
    acts = [
        each
        for each in found.of_types(types)
        if each.happened and state in each.parties and not others.isdisjoint(each.parties)
    ]
    seen = [one for one in told if not _is_lost_among(one, acts)]
    shown = [(each, outcome) for each in acts if (outcome := _outcome(each, seen, state))]
    kept = min((each.bearing.date for each, outcome in shown if outcome == "kept"), default=None)
    return [
        (each, outcome)
        for each, outcome in shown
        if kept is None
        or each.bearing.date < kept
        or (outcome == "kept" and each.bearing.date == kept)
    ]


def _outcome(each: Happening, promises: Iterable[Promise], state: str) -> Outcome | None:
    in_time = [one for one in promises if one.day < each.bearing.date <= _last_day(one)]
    if any(_fulfils(each, way, one, state) for one in in_time for way in one.ways):
        return "kept"
    back = any(_goes_back(each, way, one, state) for one in in_time for way in one.ways)
    return "broken" if back else None


def _is_lost_among(promise: Promise, acts: Iterable[Happening]) -> bool:
    """Whether a promise says nothing by which its act is told from those that happen anyway.

    Of two that meet every month, the next meeting shows nothing of `ready to talk`.
    """
    about = promise.words | promise.issues | promise.fields | promise.who | promise.named
    if about or promise.rank:
        return False
    return any(
        is_among(way.done, each.bearing.what, each.mode)
        for way in promise.ways
        for each in acts
        if promise.day - USUAL <= each.bearing.date < promise.day
    )


def _last_day(promise: Promise) -> dt.date:
    """The day up to which an act counts as the promised one."""
    return promise.due + GRACE if promise.due else promise.day + HORIZON


def _fulfils(each: Happening, way: Way, promise: Promise, state: str) -> bool:
    told = not way.told or not way.told.isdisjoint(each.telling)
    done = told and is_among(way.done, each.bearing.what, each.mode)
    return done and _acts(each, way, state) and _is_the_promised(each, way, promise)


def _goes_back(each: Happening, way: Way, promise: Promise, state: str) -> bool:
    """Whether the state itself refuses, stops or undoes what it promised; putting it off is no breach."""
    undone = promise.binding and is_among(way.undone, each.bearing.what, each.mode)
    if not undone or state not in each.bearing.actors or not each.bearing.recipients:
        return False
    if not each.telling.isdisjoint(words_of("delay")) or speaks_of("charge", each.text):
        return False
    if promise.who:
        return promise.who <= each.people
    common = len((each.words & promise.words) - each.telling)
    of_the_act = not (way.words | way.nouns).isdisjoint(map(form, WORD.findall(each.text)))
    enough = 1 if of_the_act and way.shares == "field" else max(ENOUGH, len(promise.words) / 2)
    return bool(promise.words) and common >= min(enough, len(promise.words))


def _acts(each: Happening, way: Way, state: str) -> bool:
    """Whether those act of whom the table says so."""
    actors = each.bearing.actors
    return {
        "promiser": state in actors,
        "other": any(actor != state for actor in actors),
        "either": True,
        "both": not each.bearing.recipients,
    }[way.by]


def _is_the_promised(each: Happening, way: Way, promise: Promise) -> bool:
    """Whether the two have in common what the table asks for, those who take part, and their rank."""
    if way.shares == "nothing":
        return not promise.named or not promise.named.isdisjoint(each.issues)
    if way.shares == "words":
        return _same_matter(each, promise)
    if promise.rank and not is_of_rank(each.text, promise.rank):
        return False
    if way.shares == "who":
        return promise.who <= each.people if promise.who else _same_matter(each, promise)
    if promise.who and way.shares == "field":
        return promise.who <= each.people
    if wanted := promise.fields | promise.issues:
        return not wanted.isdisjoint(fields_of(each.text) | each.issues)
    return _same_matter(each, promise) if promise.words else each.mode != AMONG_MANY


def _same_matter(each: Happening, promise: Promise) -> bool:
    """Whether they share enough of the words, or an issue and a word, besides those that tell the act."""
    if not promise.words and not promise.issues:
        return True
    common = len((each.words & promise.words) - each.telling)
    about = not each.issues.isdisjoint(promise.issues)
    return common >= min(ENOUGH, len(promise.words) or ENOUGH) or (
        about and common >= min(1, len(promise.words))
    )

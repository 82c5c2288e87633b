"""Does an act fulfil a promise, or go back on it?"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from detente.ledgers.happening import Happening, Happenings
from detente.ledgers.pairing import likelihood, signs, weights
from detente.ledgers.promising import Promise
from detente.ledgers.rarity import Rarity
from detente.ledgers.ways import Way, is_among
from detente.ledgers.words import WORD, form, speaks_of, words_of
from detente.records import Outcome

HORIZON = dt.timedelta(days=365)
"""How long after a promise that names no time an act is still taken for the promised one."""
GRACE = dt.timedelta(days=3)
"""How long after its day an act may come, or be told."""
LISTED = 3
"""Acts that may be the promised one which are listed; of talks there may be hundreds."""


@dataclass(frozen=True, slots=True)
class Came:
    """What came of the promises of a row."""

    shown: tuple[tuple[Happening, Outcome], ...]
    """The acts that show them kept or broken, in order of time."""
    possible: tuple[Happening, ...]
    """The likeliest of those that may be what was promised."""


NOTHING = Came((), ())


def came_of(
    promises: Iterable[Promise], found: Happenings, state: str, others: frozenset[str]
) -> Came:
    """What shows that promises of a state to others were kept or broken.

    Of the acts that keep them those of the first day, and of those that break them only what came before.
    """
    told = list(promises)
    types = {kind for each in told for way in each.ways for kind, _ in (*way.done, *way.undone)}
    acts = [
        each
        for each in found.of_types(types)
        if each.happened and state in each.parties and not others.isdisjoint(each.parties)
    ]
    likely = _likelihoods(acts, told, found.rarity, state)
    kept = {place for place, how in likely.items() if how >= weights()["kept"]}
    first = min((acts[place].bearing.date for place in kept), default=dt.date.max)
    broken = _broken(acts, told, state)
    shown: list[tuple[Happening, Outcome]] = []
    for place, each in enumerate(acts):
        if place in kept and each.bearing.date == first:
            shown.append((each, "kept"))
        elif place in broken and each.bearing.date < first:
            shown.append((each, "broken"))
    able = [place for place, how in likely.items() if how >= weights()["possible"]]
    likeliest = sorted(able, key=lambda place: (-likely[place], place))[:LISTED]
    return Came(tuple(shown), tuple(acts[place] for place in likeliest))


def _likelihoods(
    acts: Sequence[Happening], promises: Iterable[Promise], rarity: Rarity, state: str
) -> dict[int, float]:
    """How likely the acts that can be what one of some promises promised are so, by place."""
    likely: dict[int, float] = {}
    for place, promise in _in_time(acts, promises):
        if _fulfils(acts[place], promise, state):
            how = likelihood(signs(acts[place], promise, rarity))
            likely[place] = max(how, likely.get(place, 0.0))
    return likely


def _broken(acts: Sequence[Happening], promises: Iterable[Promise], state: str) -> set[int]:
    """The places of acts by which a state goes back on a promise."""
    return {
        place
        for place, promise in _in_time(acts, promises)
        if any(_goes_back(acts[place], way, promise, state) for way in promise.ways)
    }


def _in_time(
    acts: Sequence[Happening], promises: Iterable[Promise]
) -> Iterator[tuple[int, Promise]]:
    """The places of acts, which are in order of time, with the promises for which each comes in time."""
    days = [each.bearing.date for each in acts]
    for promise in promises:
        begin, end = bisect_right(days, promise.day), bisect_right(days, _last_day(promise))
        yield from ((place, promise) for place in range(begin, end))


def can_fulfil(each: Happening, promise: Promise, state: str) -> bool:
    """Whether an act comes in time, and is of a kind, told by a word and done by whom the table says."""
    in_time = promise.day < each.bearing.date <= _last_day(promise)
    return in_time and _fulfils(each, promise, state)


def _last_day(promise: Promise) -> dt.date:
    return promise.due + GRACE if promise.due else promise.day + HORIZON


def _fulfils(each: Happening, promise: Promise, state: str) -> bool:
    return any(
        is_among(way.done, each.bearing.what, each.mode)
        and (not way.told or not way.told.isdisjoint(each.telling))
        and _acts(each, way, state)
        for way in promise.ways
    )


def _goes_back(each: Happening, way: Way, promise: Promise, state: str) -> bool:
    """Whether the state itself refuses, stops or undoes the very thing, in all the words of its promise;
    putting it off is no breach."""
    undone = promise.binding and is_among(way.undone, each.bearing.what, each.mode)
    if not undone or state not in each.bearing.actors or not each.bearing.recipients:
        return False
    if not each.telling.isdisjoint(words_of("delay")) or speaks_of("charge", each.text):
        return False
    of_the_act = not (way.words | way.nouns).isdisjoint(map(form, WORD.findall(each.text)))
    return of_the_act and bool(promise.words) and promise.words <= each.words


def _acts(each: Happening, way: Way, state: str) -> bool:
    """Whether those act of whom the table says so."""
    actors = each.bearing.actors
    return {
        "promiser": state in actors,
        "other": any(actor != state for actor in actors),
        "either": True,
        "both": not each.bearing.recipients,
    }[way.by]

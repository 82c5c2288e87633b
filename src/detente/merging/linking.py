"""Which reports tell one act? Groups in which every two are compatible and on average alike."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from detente.merging.likeness import GAP, family, likeness
from detente.merging.telling import WIDEST, ToldWords

Links = dict[int, dict[int, int]]
"""Place of a telling to those it may tell one act with, and how alike they are, both ways."""
REACH = WIDEST + GAP
"""Days between the first days of two acts from which they cannot be one."""


def groups(tellings: Sequence[ToldWords]) -> list[list[int]]:
    """Places of the tellings of one act each, in order of their first; singles among them.

    Average linkage (Sokal and Michener, 1958): the two groups whose members are most alike on average are
    joined, as long as the average is not below an even chance and no member of one is incompatible
    with one of the other, so that no chain of reports, each like the next, becomes one act. What is
    told in the same words counts as one telling. Ties go to the groups that begin first.
    """
    same = _told_in_the_same_words(tellings)
    distinct = [tellings[places[0]] for places in same]
    links = _links(distinct)
    parted = [
        sorted(place for number in group for place in same[number])
        for connected in _connected(len(distinct), links)
        for group in _joined(connected, links)
    ]
    return sorted(parted)


def _told_in_the_same_words(tellings: Sequence[ToldWords]) -> list[list[int]]:
    """Places of tellings that differ only in where they stand; copies are compared once."""
    found: dict[object, list[int]] = defaultdict(list)
    for place in sorted(range(len(tellings)), key=lambda place: _stands(tellings[place])):
        told = tellings[place]
        plain = replace(told, event_id="", article_id="", sentence=0, span=(0, 0))
        found[plain if told.days and (told.words or told.names) else place].append(place)
    return list(found.values())


def _stands(told: ToldWords) -> tuple[str, int, int, str]:
    return told.article_id, *told.span, told.event_id


def _links(tellings: Sequence[ToldWords]) -> Links:
    links: Links = defaultdict(dict)
    for one, other in _candidates(tellings):
        alike = None if other in links[one] else likeness(tellings[one], tellings[other])
        if alike is not None:
            links[one][other] = links[other][one] = alike
    return links


def _candidates(tellings: Sequence[ToldWords]) -> Iterator[tuple[int, int]]:
    """Pairs worth comparing: of one sentence, or of near types, with parties in common, about one time."""
    sentences: dict[tuple[str, int], list[int]] = defaultdict(list)
    dyads: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    acting: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for place, told in enumerate(tellings):
        sentences[told.article_id, told.sentence].append(place)
        if told.days is not None:
            kind, when = family(told.event_type), (told.days.first, place)
            for pair in _pairs(told):
                dyads[(kind, *pair)].append(when)
            for actor in told.parties if told.mutual else told.actors:
                acting[kind, actor].append(when)
    for places in sentences.values():
        yield from combinations(places, 2)
    for block in dyads.values():
        yield from _about_one_time(sorted(block), tellings)
    for block in acting.values():
        yield from _with_one_sided(sorted(block), tellings)


def _pairs(told: ToldWords) -> set[tuple[str, str]]:
    if told.mutual:
        return set(combinations(sorted(told.parties), 2))
    return {(min(a, b), max(a, b)) for a in told.actors for b in told.recipients}


def _about_one_time(
    block: Sequence[tuple[int, int]], tellings: Sequence[ToldWords]
) -> Iterator[tuple[int, int]]:
    for number, (_, place) in enumerate(block):
        days = tellings[place].days
        assert days is not None
        for first, other in block[number + 1 :]:
            if first > days.last + GAP:
                break
            yield place, other


def _with_one_sided(
    block: Sequence[tuple[int, int]], tellings: Sequence[ToldWords]
) -> Iterator[tuple[int, int]]:
    """Acts that name no other side, each with all of its actor about that time."""
    for _, place in block:
        if _pairs(tellings[place]):
            continue
        days = tellings[place].days
        assert days is not None
        for first, other in block[bisect_left(block, (days.first - REACH,)) :]:
            if first > days.last + GAP:
                break
            if other != place:
                yield min(place, other), max(place, other)


def _connected(count: int, links: Links) -> Iterator[list[int]]:
    """Places joined by links of at least an even chance; only they can come together."""
    seen: set[int] = set()
    for start in range(count):
        if start in seen:
            continue
        seen.add(start)
        found = [start]
        for place in found:
            fresh = sorted(o for o, alike in links.get(place, {}).items() if alike >= 0)
            found += [other for other in fresh if other not in seen]
            seen.update(fresh)
        yield sorted(found)


def _joined(connected: Sequence[int], links: Links) -> list[list[int]]:
    """The groups within one connected part."""
    members = {place: [place] for place in connected}
    sums = {
        place: {other: alike for other, alike in links[place].items() if other in members}
        for place in connected
        if place in links
    }
    heap: list[tuple[float, int, int]] = [
        (-alike, one, other)
        for one, others in sums.items()
        for other, alike in others.items()
        if one < other and alike >= 0
    ]
    heapq.heapify(heap)
    while heap:
        unlike, one, other = heapq.heappop(heap)
        if other not in sums.get(one, ()) or unlike != _unlike(one, other, members, sums):
            continue  # one of the two has grown, or is gone
        members[one] += members.pop(other)
        _take_over(one, other, sums)
        for third in sums[one]:
            unlike = _unlike(one, third, members, sums)
            if unlike <= 0:
                heapq.heappush(heap, (unlike, min(one, third), max(one, third)))
    return [sorted(group) for group in members.values()]


def _unlike(one: int, other: int, members: dict[int, list[int]], sums: Links) -> float:
    """How unlike two compatible groups are on average, in hundredths of log-odds."""
    return -sums[one][other] / (len(members[one]) * len(members[other]))


def _take_over(one: int, other: int, sums: Links) -> None:
    """Sums of the joined group; only those compatible with both parts stay."""
    mine, theirs = sums[one], sums.pop(other)
    for third in mine.keys() | theirs.keys():
        if third in (one, other):
            continue
        if third in mine and third in theirs:
            mine[third] += theirs[third]
            sums[third][one] = mine[third]
        else:
            mine.pop(third, None)
            sums[third].pop(one, None)
        sums[third].pop(other, None)
    mine.pop(other, None)

"""Which reports tell one act? Groups in which every two are compatible and on average alike."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from detente.merging.joining import Joined
from detente.merging.likeness import GAP, family, likeness
from detente.merging.telling import WIDEST, ToldWords

Block = tuple[str, ...]
"""What tellings that may be of one act have in common: a family of types with a pair, with one who acts, or
with nobody."""
Part = list[list[int]]
"""Places of tellings, those in the same words as one; no act is told in two parts."""
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
    return sorted(group for part in parts(tellings) for group in within(part, tellings))


def parts(tellings: Sequence[ToldWords], together: Iterable[Collection[str]] = ()) -> list[Part]:
    """The tellings in parts, of which each can be looked at alone; their order means nothing.

    Tellings in the same words, and those joined by links of at least an even chance, are in one part;
    so are those that have the ids of one of `together`.
    """
    same = _told_in_the_same_words(tellings)
    distinct = [tellings[places[0]] for places in same]
    joined = Joined(range(len(distinct)))
    for one, other in _candidates(distinct):
        if not joined.are(one, other) and _is_even(distinct[one], distinct[other]):
            joined.join(one, other)
    if ids := [frozenset(each) for each in together]:
        numbers = {tellings[place].event_id: n for n, places in enumerate(same) for place in places}
        for members in ids:
            here = sorted(numbers[each] for each in members if each in numbers)
            for other in here[1:]:
                joined.join(here[0], other)
    return [[same[number] for number in numbers] for numbers in joined.sets()]


def within(part: Part, tellings: Sequence[ToldWords]) -> list[list[int]]:
    """The groups of one part, as places."""
    distinct = [tellings[places[0]] for places in part]
    found = _joined(len(part), _links(distinct)) if len(part) > 1 else [[0]]
    return [sorted(place for number in group for place in part[number]) for group in found]


def compared(tellings: Sequence[ToldWords]) -> tuple[list[list[int]], Links]:
    """Places of tellings, those in the same words as one, and how alike any two of these are that may tell
    one act."""
    same = _told_in_the_same_words(tellings)
    return same, _links([tellings[places[0]] for places in same])


def reached(tellings: Sequence[ToldWords], fresh: Collection[int]) -> set[int]:
    """Places of those not `fresh` that something fresh may share a part with."""
    found = set[int]()
    for places in _told_in_the_same_words(tellings):
        if any(place in fresh for place in places):
            found.update(place for place in places if place not in fresh)
    for one, other in _candidates(tellings):
        if (one in fresh) != (other in fresh) and _is_even(tellings[one], tellings[other]):
            found.add(other if one in fresh else one)
    return found


def blocks(told: ToldWords) -> Iterator[Block]:
    """Where a telling is looked for: those that may be of one act with it are in one of them, or in its
    sentence. What is told of nobody shares an act only with the very same words."""
    kind, pairs = family(told.event_type), _pairs(told)
    acting = told.parties if told.mutual else told.actors
    yield from ((kind, *pair) for pair in pairs)
    yield from ((kind, actor) for actor in acting)
    if not (pairs or acting):
        yield (kind,)


def one_sided(told: ToldWords) -> bool:
    """Whether it names nobody towards whom, so that it may be of one act with all that its actor does."""
    return not _pairs(told)


def _is_even(one: ToldWords, other: ToldWords) -> bool:
    """Whether the chance that both tell one act is at least even."""
    alike = likeness(one, other)
    return alike is not None and alike >= 0


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
    found: dict[Block, list[tuple[int, int]]] = defaultdict(list)
    for place, told in enumerate(tellings):
        sentences[told.article_id, told.sentence].append(place)
        if told.days is not None:
            for block in blocks(told):
                found[block].append((told.days.first, place))
    for places in sentences.values():
        yield from combinations(places, 2)
    for block, each in found.items():
        if len(block) == OF_PAIR:
            yield from _about_one_time(sorted(each), tellings)
        elif len(block) == OF_ACTOR:
            yield from _with_one_sided(sorted(each), tellings)


OF_ACTOR, OF_PAIR = 2, 3
"""How long a block is."""


def _pairs(told: ToldWords) -> set[tuple[str, str]]:
    if told.mutual:
        return set(combinations(sorted(told.parties), 2))
    return {(min(a, b), max(a, b)) for a in told.actors for b in told.recipients}


def _about_one_time(
    block: Sequence[tuple[int, int]], tellings: Sequence[ToldWords]
) -> Iterator[tuple[int, int]]:
    for number, (_, place) in enumerate(block):
        yield from ((place, other) for other in _until_after(place, block, number + 1, tellings))


def _with_one_sided(
    block: Sequence[tuple[int, int]], tellings: Sequence[ToldWords]
) -> Iterator[tuple[int, int]]:
    """Acts that name no other side, each with all of its actor about that time."""
    for _, place in block:
        if _pairs(tellings[place]):
            continue
        days = tellings[place].days
        assert days is not None
        earliest = bisect_left(block, (days.first - REACH,))
        for other in _until_after(place, block, earliest, tellings):
            if other != place:
                yield min(place, other), max(place, other)


def _until_after(
    place: int, block: Sequence[tuple[int, int]], start: int, tellings: Sequence[ToldWords]
) -> Iterator[int]:
    """The tellings of a block from one of them on, as long as their days may be those of `place`."""
    days = tellings[place].days
    assert days is not None
    for number in range(start, len(block)):
        first, other = block[number]
        if first > days.last + GAP:
            break
        yield other


def _joined(count: int, sums: Links) -> list[list[int]]:
    """The groups of so many, by the links between them."""
    members = {place: [place] for place in range(count)}
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

"""Which statements tell the same?

Likeness is Dice's coefficient (Dice, "Measures of the amount of ecologic association between
species", Ecology 26, 1945) of what two clauses speak of: their words and their issues. Rows are
the connected components of the pairs at least `ALIKE`. Pairs are looked for by prefix filtering
(Chaudhuri, Ganti and Kaushik, "A primitive operator for similarity joins in data cleaning", ICDE
2006): of each set only the rarest members need to be looked up, and no pair is lost.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

ALIKE = 0.5
"""Likeness from which two statements tell the same, 0 to 1. Chosen on invented pairs of clauses
(`tests/ledgers/pairs.tsv`): the highest that joins all 30 that tell the same; it joins 5 of 25 others."""


@dataclass(frozen=True, slots=True)
class Said:
    """What of a statement is compared."""

    words: frozenset[str]
    issues: frozenset[str]
    addressees: frozenset[str]

    @property
    def matter(self) -> frozenset[str]:
        """Words and issues, which cannot be taken for each other."""
        return self.words | {f"issue:{issue}" for issue in self.issues}


def likeness(one: Said, other: Said) -> float:
    """Share of what either speaks of that both do, 0 to 1; 0 where both say nothing."""
    size = len(one.matter) + len(other.matter)
    return 2 * len(one.matter & other.matter) / size if size else 0.0


def alike(one: Said, other: Said) -> bool:
    """Whether two tell the same: alike enough, by a word and something more, or in all words."""
    words = one.words & other.words
    if not words or contradict(one, other) or likeness(one, other) < ALIKE:
        return False
    return len(one.matter & other.matter) > 1 or one.words == other.words


def contradict(one: Said, other: Said) -> bool:
    """Whether both name issues, or addressees, and none of them is the same."""
    return _apart(one.issues, other.issues) or _apart(one.addressees, other.addressees)


def joined(statements: Sequence[Said]) -> list[list[int]]:
    """Places of the statements that tell the same, in groups, whatever their order."""
    parent = list(range(len(statements)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for one, other in _candidates([said.matter for said in statements]):
        if root(one) != root(other) and alike(statements[one], statements[other]):
            parent[root(other)] = root(one)
    groups: dict[int, list[int]] = defaultdict(list)
    for place in range(len(statements)):
        groups[root(place)].append(place)
    return list(groups.values())


def _candidates(matters: Sequence[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Pairs that share one of their rarest members; each pair that is alike is among them."""
    counts = Counter(member for matter in matters for member in matter)
    holders: dict[str, list[int]] = defaultdict(list)
    for place, matter in enumerate(matters):
        ranked = sorted(matter, key=lambda member: (counts[member], member))
        # Likeness t needs t / (2 - t) of the members in common, whatever the other's size.
        needed = math.ceil(ALIKE / (2 - ALIKE) * len(ranked) - 1e-9)
        for member in ranked[: len(ranked) - needed + 1]:
            yield from ((earlier, place) for earlier in holders[member])
            holders[member].append(place)


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and one.isdisjoint(other)

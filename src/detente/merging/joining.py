"""Which of many belong together, where it is told pair by pair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, TypeVar

Member = TypeVar("Member", int, str)


class Joined(Generic[Member]):
    """Members in sets that grow together; each set is known by its first member."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._above: dict[Member, Member] = {member: member for member in members}

    def first(self, member: Member) -> Member:
        """The first member of a set."""
        above = self._above
        while above[member] != member:
            above[member] = member = above[above[member]]
        return member

    def are(self, one: Member, other: Member) -> bool:
        """Whether two are in one set."""
        return self.first(one) == self.first(other)

    def join(self, one: Member, other: Member) -> None:
        """Make one set of those of two members."""
        first, second = sorted((self.first(one), self.first(other)))
        self._above[second] = first

    def sets(self) -> list[list[Member]]:
        """The sets, in the order in which their members were given."""
        found: dict[Member, list[Member]] = defaultdict(list)
        for member in self._above:
            found[self.first(member)].append(member)
        return list(found.values())

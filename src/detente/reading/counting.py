"""How are rejections of one kind told that a file gives by the thousand? The first, the rest counted.

Nine kilobytes of gzip can hold three million lines that are no article. A user mends such a file by
the first of them; a row for each would only bury those of other files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.reading.problems import Problem, Source
from detente.reading.reasons import kind_of
from detente.records import Article, Rejected

IN_FULL = 100
"""Rejections of one kind in one file that are told one by one."""
KINDS = 100
"""Kinds told apart in one file; what is of further kinds is counted together."""
OTHER_KINDS = "further reasons"


@dataclass(slots=True)
class _Kind:
    """What a file gave of one kind: how many, and where the last one stood."""

    advice: str
    told: int = 0
    counted: int = 0
    last_place: str | None = None


class Counting:
    """Passes on what one file gives, and counts rejections of a kind beyond the first `IN_FULL`.

    Notes on articles that were kept are counted apart from what was lost.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._kinds: dict[tuple[str, bool], _Kind] = {}

    def passing(self, one: Article | Rejected) -> Iterator[Article | Rejected]:
        """The same, unless it is one rejection too many of its kind."""
        if isinstance(one, Article):
            yield one
            return
        kind = self._kind(one)
        if kind.told < IN_FULL:
            kind.told += 1
            yield one
        else:
            kind.counted += 1
            kind.last_place = one.place

    def rest(self) -> Iterator[Rejected]:
        """A row for each kind of which some were only counted."""
        for (reason, kept), kind in self._kinds.items():
            if kind.counted:
                up_to = f", the last in {kind.last_place}" if kind.last_place else ""
                what = "articles kept" if kept else "left out"
                told = f"{reason}: {kind.counted:,} more {what} in this file{up_to}"
                yield self._source.reject(Problem(told, kind.advice))

    def _kind(self, one: Rejected) -> _Kind:
        key = kind_of(one.reason), one.article_id is not None
        if key not in self._kinds and len(self._kinds) >= KINDS:
            key = OTHER_KINDS, key[1]
        return self._kinds.setdefault(key, _Kind(one.advice))

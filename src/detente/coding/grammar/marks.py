"""How words hang from one another in a parse: what says who does a deed, and to whom.

All that is found is told as marks, short strings, each of which has a weight.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from detente.coding.grammar.parse import Parse

Span = tuple[int, int]
LONGEST = 5
"""Steps of a path that are told apart."""
HIGHEST = 3
"""Heads above a word that are looked at."""
FAR, ELSEWHERE = "far", "elsewhere"
"""A longer path, and a word of another sentence."""


@dataclass(frozen=True)
class Hung:
    """A stretch of characters in the parse of its sentence; where it lies in none of `parses`, nothing is
    known of it."""

    parses: Sequence[Parse]
    stretch: Span

    def marks(self) -> list[str]:
        """What stands about the stretch: its sort, labels and words above and below it, the words of its
        sentence."""
        if self._parse is None or self._token is None:
            return []
        return list(_marks(self._parse, self._token))

    def paths(self, words: Sequence[Span]) -> list[list[str]]:
        """Of each of some words, the path to it behind the sort of the stretch."""
        return [[self._path(word)] for word in words]

    def governing(self) -> frozenset[str]:
        """The words, as lemmas, that the stretch hangs from, and those beside it that hang from it."""
        return frozenset(
            mark.split(" ", 1)[1] for mark in self.marks() if mark.startswith(("under ", "with "))
        )

    @cached_property
    def _parse(self) -> Parse | None:
        return next((parse for parse in self.parses if _reaches(parse, self.stretch)), None)

    @cached_property
    def _token(self) -> int | None:
        return None if self._parse is None else token_over(self._parse, self.stretch)

    def _path(self, word: Span) -> str:
        parse, token = self._parse, self._token
        if parse is None or token is None or not _reaches(parse, word):
            return ELSEWHERE
        other = token_over(parse, word)
        return (
            ELSEWHERE if other is None else f"{sort_of(parse, token)}:{path(parse, token, other)}"
        )


def token_over(parse: Parse, span: Span) -> int | None:
    """The word of a parse that heads a stretch of characters."""
    inside = [t for t in range(len(parse)) if parse.starts[t] < span[1] and span[0] < parse.ends[t]]
    heads = [t for t in inside if parse.heads[t] == t or parse.heads[t] not in inside]
    return next(iter(heads or inside), None)


def sort_of(parse: Parse, token: int) -> str:
    """Whether a word that may tell a deed is a verb (V), one in the passive (P), a participle before a noun
    (A), or none (N)."""
    if not parse.tags[token].startswith("V"):
        return "N"
    if parse.first(token, "auxpass", "nsubjpass") is not None:
        return "P"
    if parse.deps[token] == "amod":
        return "A"
    bare = parse.tags[token] == "VBN" and parse.first(token, "aux") is None
    return "P" if bare else "V"


def path(parse: Parse, start: int, end: int) -> str:
    """The labels from one word to another: up to the head that they share, and down."""
    above, below = [start, *parse.ancestors(start)], [end, *parse.ancestors(end)]
    shared = next((token for token in above if token in below), None)
    if shared is None:
        return FAR
    up = [parse.deps[token] for token in above[: above.index(shared)]]
    down = [parse.deps[token] for token in reversed(below[: below.index(shared)])]
    if len(up) + len(down) > LONGEST:
        return FAR
    return "".join([f"^{dep}" for dep in up] + [f"v{dep}" for dep in down])


def _reaches(parse: Parse, span: Span) -> bool:
    return bool(len(parse)) and parse.starts[0] < span[1] and span[0] < parse.ends[-1]


def _marks(parse: Parse, token: int) -> Iterator[str]:
    sort, above = sort_of(parse, token), list(parse.ancestors(token))[:HIGHEST]
    yield from (f"sort {sort}", f"is {sort} {parse.deps[token]}", f"tag {parse.tags[token]}")
    for number, head in enumerate(above):
        yield from (f"above {number} {parse.deps[head]}", f"under {parse.lemmas[head]}")
        for child in parse.children[head]:
            if child not in above and child != token:
                yield f"beside {parse.lemmas[child]}"
    for child in parse.children[token]:
        yield from (f"has {sort} {parse.deps[child]}", f"with {parse.lemmas[child]}")
    yield from (f"cue {lemma}" for lemma in parse.lemmas)

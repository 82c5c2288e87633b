"""A dependency parse, as plain lists.

What the coder sees of a parsed sentence is a `Parse`, so that rules are tested on parses written by hand
and none depends on spaCy's objects. Tags and labels are asked for by their grammatical names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from detente.coding.grammar.lemmas import lemma
from detente.coding.grammar.relations import Relations
from detente.coding.grammar.word_classes import WordClasses


@dataclass(slots=True)
class Parse(WordClasses, Relations):
    """One parsed sentence; token lists run in parallel and offsets count in the article."""

    start: int
    words: list[str]
    lowers: list[str]
    tags: list[str]
    deps: list[str]
    heads: list[int]
    starts: list[int]
    ends: list[int]
    lemmas: list[str] = field(init=False)
    children: list[list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.lemmas = [lemma(low, tag) for low, tag in zip(self.lowers, self.tags, strict=True)]
        self.children = [[] for _ in self.words]
        for token, head in enumerate(self.heads):
            if head != token:
                self.children[head].append(token)

    def __len__(self) -> int:
        return len(self.words)

    def described(self) -> str:
        """The parse in one line: each word with its tag, label and head."""
        return " ".join(
            f"{word}/{tag}/{dep}→{self.words[head]}"
            for word, tag, dep, head in zip(
                self.words, self.tags, self.deps, self.heads, strict=True
            )
        )

    def subtree(self, token: int) -> list[int]:
        """The token and all below it, in text order."""
        found = [token]
        for member in found:
            found.extend(self.children[member])
        return sorted(found)

    def ancestors(self, token: int) -> Iterator[int]:
        """Heads upwards, the root last."""
        while self.heads[token] != token:
            token = self.heads[token]
            yield token

"""Where could an act of two states have been missed? The passages in which they are named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.auditing.design import BOTH, ONE, TOLD
from detente.coding.sentences import split_sentences
from detente.records import Article

LONGEST = 800
"""Characters at which a paragraph is divided, between sentences, so that a passage is soon read."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or part of a long one: `article.text[start:end]`."""

    article: Article
    start: int
    end: int
    stratum: str


def passages_of(
    articles: Sequence[Article], between: tuple[str, str], told: Mapping[str, Sequence[int]]
) -> list[Passage]:
    """The passages that name one of two states, in articles that name both; and those in which an act of
    theirs was coded. `told` has for each article where sentences with such an act begin.

    In the order of outlet, day and place.
    """
    ordered = sorted(
        articles, key=lambda each: (each.outlet or "", str(each.published), each.article_id)
    )
    return [
        passage
        for article in ordered
        for passage in _of_article(article, between, told.get(article.article_id, ()))
    ]


def _of_article(
    article: Article, between: tuple[str, str], told: Sequence[int]
) -> Iterator[Passage]:
    named = _named(article, between)
    both = len({code for _, code in named}) == len(between)
    if not both and not told:
        return
    for start, end in _stretches(article.text):
        here = {code for place, code in named if start <= place < end}
        if any(start <= place < end for place in told):
            yield Passage(article, start, end, TOLD)
        elif both and here:
            yield Passage(article, start, end, BOTH if len(here) == len(between) else ONE)


def _named(article: Article, between: tuple[str, str]) -> list[tuple[int, str]]:
    """Where either state, or somebody who stands for it, is named."""
    from detente.coding.actors.mentions import find_mentions
    from detente.coding.actors.names import name_table

    found = find_mentions(article.text, name_table(), article.published)
    return [(each.start, each.code) for each in found if each.code in between]


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """First and last offset of each passage of a text."""
    start, end, paragraph = 0, 0, -1
    for span in split_sentences(text):
        if span.paragraph == paragraph and span.end - start <= LONGEST:
            end = span.end
            continue
        if end > start:
            yield start, end
        start, end, paragraph = span.start, span.end, span.paragraph
    if end > start:
        yield start, end

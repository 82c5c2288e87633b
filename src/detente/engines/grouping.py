"""Articles in groups of some size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.records import Article

BATCH = 32
CHARACTERS = 500_000
"""Text at which a batch is full, whatever its number of articles: some 80 long articles."""


def grouped(articles: Iterable[Article], most: int, characters: int) -> Iterator[list[Article]]:
    """Groups of at most `most` articles, ended early once they hold this many characters.

    One article may be longer than that; it ends its group.
    """
    group: list[Article] = []
    held = 0
    for article in articles:
        group.append(article)
        held += len(article.text)
        if len(group) >= most or held >= characters:
            yield group
            group, held = [], 0
    if group:
        yield group

"""A coder that reads other words than those that stand there."""

from __future__ import annotations

from collections.abc import Sequence

from detente.coding.coder import Coder, Coding
from detente.records import Article


class Fixed:
    """Codes as if certain words stood in the text."""

    def __init__(self, **instead: str) -> None:
        self._coder, self._instead = Coder(), instead

    def code_articles(self, articles: Sequence[Article]) -> list[Coding]:
        return [self._coder.code(self._changed(article.text)) for article in articles]

    def _changed(self, text: str) -> str:
        for word, other in self._instead.items():
            text = text.replace(word, other)
        return text

"""What stands before a text when the reader reads it: genre, issuer, title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.coding.actors.mentions import Mention, find_mentions
from detente.coding.actors.names import NameTable
from detente.coding.voice.issuers import issuing_state
from detente.reading.options import GENRES
from detente.records import Article, Genre


@dataclass(frozen=True, slots=True)
class Setting:
    """The genre of a text, the state or body that issues it with the name of its office, and the title with
    the names in it."""

    genre: Genre
    issuer: str | None
    title: str
    titled: Sequence[Mention]
    office: str | None = None

    @property
    def home(self) -> tuple[str, str | None] | None:
        """The state whose office issues the text, with the name of the office."""
        return (self.issuer, self.office) if self.issuer else None


def setting_of(article: Article, names: NameTable, issuing: Sequence[Mention]) -> Setting:
    """What stands before an article's text; `issuing` are the names in its outlet."""
    issuer, office = issuing_state(article, issuing) or (None, None)
    title = article.title or ""
    titled = find_mentions(title, names, article.published) if title else []
    genre = article.genre if article.genre in GENRES else "news"
    return Setting(genre, issuer, title, titled, office)


def issuing_names(article: Article, names: NameTable) -> list[Mention]:
    """States, bodies and offices named by the outlet of a text that speaks for whoever issued it."""
    if not article.outlet or article.genre == "news":
        return []
    return find_mentions(article.outlet, names, article.published)

"""What is appended together, and the one record that only the store has."""

from __future__ import annotations

from dataclasses import dataclass

from detente.records import Article, ChannelReport, Event, Rejected, Statement, column


@dataclass(frozen=True, slots=True)
class Address:
    """One place where an article was met; an article met twice has two."""

    article_id: str = column("the article")
    address: str = column("path or URL where it was met")


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """An article that was met before and is read once more, after so many of its batch's articles."""

    article_id: str
    address: str
    after: int


@dataclass(frozen=True, slots=True)
class Part:
    """A file of rows of one table, written by a worker (`detente.store.parts`)."""

    table: str
    name: str
    """Of the file, in the folder of the table."""
    rows: int
    size: int
    """In bytes."""
    digest: str
    """SHA-256 of its bytes."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Records that become visible together.

    Events, statements and channels belong to `articles` of the same batch. `addresses` are those of
    articles met before; the articles' own addresses need no row here. `again` are those of them that may
    be earlier versions that count again, in the order of reading. Coded data that comes without text
    is stored with an `Article` whose text is empty, as without one it stays hidden. `parts` hold what
    workers wrote themselves: `articles` again and all of what was coded from them; none of the articles may
    be in the workspace before.
    """

    articles: tuple[Article, ...] = ()
    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    addresses: tuple[Address, ...] = ()
    channels: tuple[ChannelReport, ...] = ()
    again: tuple[ReadAgain, ...] = ()
    parts: tuple[Part, ...] = ()

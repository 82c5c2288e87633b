"""What is known of a text that is named, and of what names it?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from detente.reading.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A text that a feed or sitemap names. `text` is what an entry holds of it, if anything.

    `published` is its date of publication; `changed` a day on which it was changed at the latest.
    """

    address: str
    title: str | None = None
    outlet: str | None = None
    published: dt.date | None = None
    changed: dt.date | None = None
    text: str | None = None

    def __post_init__(self) -> None:
        # JSON may hold half of a surrogate pair, which no file or table takes.
        for name in ("address", "title", "outlet", "text"):
            value = getattr(self, name)
            if value is not None:
                whole = value.encode("utf-8", "replace").decode("utf-8")
                object.__setattr__(self, name, whole)

    @property
    def day(self) -> dt.date | None:
        """The day by which it is old or new."""
        return self.published or self.changed


@dataclass(frozen=True, slots=True)
class Listing:
    """All that a feed or sitemap names: texts, or other sitemaps; and what is wrong with it."""

    links: tuple[Link, ...] = ()
    sitemaps: tuple[Link, ...] = ()
    problems: tuple[Problem, ...] = ()


BROKEN = "Nothing: what could be saved was. Tell the site if it stays so."

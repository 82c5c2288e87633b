"""What does the user want? Feeds, sitemaps and pages, with what is known of their texts."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from dataclasses import dataclass

from detente.errors import InputError
from detente.fetching.addresses import web_address
from detente.reading.options import GENRES
from detente.records import Genre

PAUSE = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An address that is wanted. `outlet` and `genre` are those of the texts that come of it.

    Raises `InputError` for what is no web address or no genre.
    """

    url: str
    outlet: str | None = None
    genre: Genre | None = None

    def __post_init__(self) -> None:
        if web_address(self.url) is None:
            raise InputError(
                "no web address", where=repr(self.url),
                advice="Write it in full, with https:// and without a password.",
            )  # fmt: skip
        if self.genre is not None and self.genre not in GENRES:
            raise InputError(
                f"no genre {self.genre!r}", where=self.url, advice=f"Choose {', '.join(GENRES)}."
            )

    def wants(self, address: str, day: dt.date | None) -> bool:
        """Whether a text that it names is wanted; `day` is when it was published or changed."""
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Wanted):
    """One page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed(Wanted):
    """An RSS, Atom or JSON feed; its texts are the pages that it names, or else its own entries."""

    pages: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap(Wanted):
    """A sitemap, or an index of sitemaps.

    `since` leaves out what it dates before a day, `match` all addresses in which a regular
    expression is not found. Raises `InputError` also for what is no regular expression.
    """

    since: dt.date | None = None
    match: str | None = None

    def __post_init__(self) -> None:
        # Not super(): a dataclass with slots is not the class that its methods were written in.
        Wanted.__post_init__(self)
        try:
            re.compile(self.match or "")
        except re.error as problem:
            raise InputError(
                f"match is no regular expression: {problem}",
                where=self.url,
                advice='Write a part of the addresses that you want, such as "/world/".',
            ) from problem

    def wants(self, address: str, day: dt.date | None) -> bool:
        """Whether a text that it names is wanted; `day` is when it was published or changed."""
        return not self.before(day) and re.search(self.match or "", address) is not None

    def before(self, day: dt.date | None) -> bool:
        """Whether a day, if it is known, lies before what is wanted."""
        return self.since is not None and day is not None and day < self.since


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeds:
    """All that is wanted, and how to ask for it.

    `pause` is how many seconds lie between two requests to one host, `contact` an address at which
    a site can reach you; it is told to every site. Raises `InputError` for what cannot be meant.
    """

    wanted: tuple[Wanted, ...]
    pause: float = PAUSE
    contact: str | None = None

    def __post_init__(self) -> None:
        if not self.wanted:
            raise InputError(
                "names no feed, sitemap or page", advice="Name one: [[feed]] and its url."
            )
        twice = [
            url for url, count in Counter(each.url for each in self.wanted).items() if count > 1
        ]
        if twice:
            raise InputError("is named twice", where=twice[0], advice="Name it once.")
        if not (math.isfinite(self.pause) and self.pause >= 0):
            raise InputError(f"a pause of {self.pause}", advice="Give seconds, such as 2.0.")
        if self.contact is not None and not (self.contact.isascii() and self.contact.isprintable()):
            raise InputError(
                "the contact has letters that no request can carry",
                advice='Give an address such as "mailto:desk@example.org".',
            )

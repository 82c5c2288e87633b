"""Is it the same article with another text? Then the later one counts.

Told by the address at which both were first read. An address may also stand for many texts: the rows of a
table that names one page, a page that is filled anew each day, the front page of a site. So the texts must
be alike, too, and not be of different days.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from deltalake import DeltaTable

from detente.records import Article, Revision
from detente.store.layout import ask, connect
from detente.store.ledger import Ledger

ALIKE = 0.5
"""Least share of the shorter text's runs of three words that the longer one has, too. Of two
paragraphs of one page hardly any reach it; a correction leaves most of a text as it was."""
CROWDED = 20
"""Texts that count, none a version of another, from which an address is taken for that of many articles,
and no more is compared at it."""
APART = dt.timedelta(days=7)
"""Most time between two versions of a page. What a page says weeks later is another article, however
much of the old text it repeats."""
WORD = re.compile(r"\w+")
EARLIER = """
SELECT a.article_id, address, outlet, published, text FROM articles a
WHERE list_contains($asked::VARCHAR[], address)
    AND a.article_id NOT IN (SELECT article_id FROM revisions)
QUALIFY count(*) OVER (PARTITION BY address) < $crowded
ORDER BY a.article_id
"""
REPLACED = """
SELECT article_id, replaced_by FROM revisions WHERE list_contains($asked::VARCHAR[], replaced_by)
ORDER BY ALL
"""


@dataclass(slots=True)
class _Held:
    """The articles first read at an address: those that count, and what each of them replaced."""

    counting: list[Article] = field(default_factory=list)
    replaced: dict[str, list[str]] = field(default_factory=dict)

    def take(self, article: Article) -> list[Revision]:
        """The revisions that one more article makes; what an article replaced goes over to the next."""
        if len(self.counting) >= CROWDED:
            return []
        before = [each for each in self.counting if is_revision(article, each)]
        gone = [
            own
            for each in before
            for own in (*self.replaced.pop(each.article_id, ()), each.article_id)
        ]
        self.counting = [each for each in self.counting if each not in before]
        self.counting.append(article)
        self.replaced[article.article_id] = gone
        return [
            Revision(own, article.article_id, article.address, article.published) for own in gone
        ]


def find_revisions(
    articles: Sequence[Article], tables: dict[str, DeltaTable], addresses: Ledger
) -> list[Revision]:
    """Which earlier articles, of the tables or of these, each of these replaces, in their order.

    `addresses` knows those of the table `articles`.
    """
    met = addresses.known(sorted({(article.address,) for article in articles}))
    held = _held(sorted(str(address) for (address,) in met), tables)
    found = []
    for article in articles:
        if (article.address,) in met and article.address not in held:
            continue  # crowded
        found += held.setdefault(article.address, _Held()).take(article)
    return found


def is_revision(later: Article, earlier: Article) -> bool:
    """Whether two articles that were read at one address are one article with two texts.

    A URL is the same page wherever it is met, for some days, or for good where its text stays the same.
    The front page of a site is not, nor is a file's name: outlet and date must not differ. What came
    through standard input has no address.
    """
    place = later.address
    if place == "-" or place.startswith("-#"):
        return False
    if _is_page(place):
        of_one_time = later.text == earlier.text or _near_or_missing(
            later.published, earlier.published
        )
    else:
        same_outlet = _same_or_missing(later.outlet, earlier.outlet)
        of_one_time = same_outlet and _same_or_missing(later.published, earlier.published)
    return of_one_time and _are_alike(later.text, earlier.text)


def _is_page(address: str) -> bool:
    """Whether an address is that of one page of a site, and not of its front page."""
    if "://" not in address:
        return False
    try:
        parts = urlsplit(address)
    except ValueError:  # broken, but an address for all that
        return True
    return bool(parts.path.strip("/") or parts.query)


def _held(addresses: Sequence[str], tables: dict[str, DeltaTable]) -> dict[str, _Held]:
    """The articles first read at each address; none of one that is crowded."""
    held: dict[str, _Held] = {}
    if not addresses:
        return held
    with connect({name: tables[name] for name in ("articles", "revisions")}) as connection:
        rows = ask(connection, EARLIER, asked=addresses, crowded=CROWDED).to_pylist()
        counting = [row["article_id"] for row in rows]
        replaced = ask(connection, REPLACED, asked=counting).to_pylist()
    for row in rows:
        told = Article(**row, title=None, genre="news")
        held.setdefault(told.address, _Held()).counting.append(told)
    address_of = {row["article_id"]: row["address"] for row in rows}
    for row in replaced:
        of_later = held[address_of[row["replaced_by"]]].replaced
        of_later.setdefault(row["replaced_by"], []).append(row["article_id"])
    return held


def _near_or_missing(one: dt.date | None, other: dt.date | None) -> bool:
    return one is None or other is None or abs(one - other) <= APART


def _same_or_missing(one: object, other: object) -> bool:
    return one is None or other is None or one == other


def _are_alike(one: str, other: str) -> bool:
    if one == other:
        return bool(one)
    shorter, longer = sorted((_runs(one), _runs(other)), key=len)
    return len(shorter & longer) >= ALIKE * max(1, len(shorter))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = WORD.findall(text.lower())
    return {tuple(words[first : first + 3]) for first in range(len(words) - 2)} or {tuple(words)}

"""Is it the same article with another text, date or outlet? Then the later one counts.

Told by the address at which both were first read. An address may also stand for many texts: the rows of a
table that names one page, a page that is filled anew each day, the front page of a site. So the texts must
be alike, too, and not be of different days.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from deltalake import DeltaTable

from detente.records import Article, Revision
from detente.schema import to_arrow
from detente.store.batch import ReadAgain
from detente.store.commits import change
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
SELECT a.article_id, address, outlet, published, text, r.article_id IS NULL AS counts
FROM articles a LEFT JOIN (SELECT DISTINCT article_id FROM revisions) r ON r.article_id = a.article_id
WHERE list_contains($asked::VARCHAR[], address)
    AND (r.article_id IS NULL OR list_contains($again::VARCHAR[], a.article_id))
QUALIFY count(*) FILTER (r.article_id IS NULL) OVER (PARTITION BY address) < $crowded
ORDER BY a.article_id
"""
REPLACED = """
SELECT article_id, replaced_by, address, published FROM revisions
WHERE list_contains($later::VARCHAR[], replaced_by) OR list_contains($again::VARCHAR[], article_id)
ORDER BY ALL
"""


@dataclass(frozen=True, slots=True)
class Revised:
    """The revisions that reading made, and those undone, whose earlier article counts again."""

    made: list[Revision]
    undone: list[Revision]


@dataclass(slots=True)
class _Held:
    """What was first read at an address: the articles that count, those read again, and the revisions."""

    articles: dict[str, Article] = field(default_factory=dict)
    counting: list[Article] = field(default_factory=list)
    stored: dict[tuple[str, str], Revision] = field(default_factory=dict)
    revisions: dict[tuple[str, str], Revision] = field(default_factory=dict)
    replaced: dict[str, list[str]] = field(default_factory=dict)
    """Of the articles that count, which each has replaced."""

    def load(self, row: Revision) -> None:
        """Take in a revision that is stored."""
        self.stored[row.article_id, row.replaced_by] = row
        self.revisions[row.article_id, row.replaced_by] = row
        self.replaced.setdefault(row.replaced_by, []).append(row.article_id)

    def take(self, article: Article) -> None:
        """Let one more article count instead of its earlier versions."""
        if len(self.counting) < CROWDED:
            self.articles[article.article_id] = article
            self._count(article, [each for each in self.counting if is_revision(article, each)])

    def take_again(self, article_id: str) -> None:
        """Let an article that was replaced count again, instead of what replaced it, if that is wanted."""
        before = [
            each
            for each in self.counting
            if (article_id, each.article_id) in self.revisions
            and wanted_again(self.articles[article_id], each)
        ]
        if before:
            self.revisions = {
                key: each for key, each in self.revisions.items() if key[0] != article_id
            }
            self._count(self.articles[article_id], before)

    def _count(self, article: Article, before: list[Article]) -> None:
        """What was replaced by those before, and they themselves, go over to the article."""
        gone = [
            own
            for each in before
            for own in (*self.replaced.pop(each.article_id, ()), each.article_id)
            if own != article.article_id
        ]
        self.counting = [each for each in self.counting if each not in before]
        self.counting.append(article)
        self.replaced[article.article_id] = gone
        for own in gone:
            self.revisions[own, article.article_id] = Revision(
                own, article.article_id, article.address, article.published
            )


def find_revisions(
    articles: Sequence[Article],
    again: Sequence[ReadAgain],
    tables: dict[str, DeltaTable],
    addresses: Ledger,
) -> Revised:
    """Which earlier articles, of the tables or of these, each of these replaces, in the order of reading.

    `addresses` knows those of the table `articles`.
    """
    asked = {each.address for each in articles} | {each.address for each in again}
    met = {str(address) for (address,) in addresses.known(sorted((each,) for each in asked))}
    held = _held(sorted(met), tables, sorted({each.article_id for each in again}))
    for item in _in_order(articles, again):
        if item.address in met and item.address not in held:
            continue  # crowded
        of_address = held.setdefault(item.address, _Held())
        if isinstance(item, Article):
            of_address.take(item)
        else:
            of_address.take_again(item.article_id)
    found = Revised([], [])
    for each in held.values():
        found.made.extend(row for key, row in each.revisions.items() if key not in each.stored)
        found.undone.extend(row for key, row in each.stored.items() if key not in each.revisions)
    return found


def exchange_revisions(table: DeltaTable, revised: Revised, *, batch: int) -> None:
    """Write what was made and delete what was undone, in one commit, so that one version always counts."""
    gone = to_arrow(revised.undone, Revision).select(["article_id", "replaced_by"])
    change(table, gone=gone, added=to_arrow(revised.made, Revision), batch=batch)


def _in_order(
    articles: Sequence[Article], again: Sequence[ReadAgain]
) -> Iterator[Article | ReadAgain]:
    rest = deque(again)
    for place, article in enumerate(articles):
        while rest and rest[0].after <= place:
            yield rest.popleft()
        yield article
    yield from rest


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


def wanted_again(earlier: Article, counting: Article) -> bool:
    """Whether an earlier version that was read again is to count instead of the one that replaced it.

    That is so where the same text was read with other options, as of old with the day of its file. A file
    of before, read again with others, brings back no other text; and a text that is read again without the
    options that gave it its date or outlet keeps them.
    """
    tells_less = (earlier.outlet is None and counting.outlet is not None) or (
        earlier.published is None and counting.published is not None
    )
    return earlier.text == counting.text and not tells_less


def _is_page(address: str) -> bool:
    """Whether an address is that of one page of a site, and not of its front page."""
    if "://" not in address:
        return False
    try:
        parts = urlsplit(address)
    except ValueError:  # broken, but an address for all that
        return True
    return bool(parts.path.strip("/") or parts.query)


def _held(
    addresses: Sequence[str], tables: dict[str, DeltaTable], again: Sequence[str]
) -> dict[str, _Held]:
    """What was first read at each address; nothing of one that is crowded."""
    held: dict[str, _Held] = {}
    if not addresses:
        return held
    with connect({name: tables[name] for name in ("articles", "revisions")}) as connection:
        rows = ask(connection, EARLIER, asked=addresses, again=again, crowded=CROWDED).to_pylist()
        later = [row["article_id"] for row in rows]
        replaced = ask(connection, REPLACED, later=later, again=again).to_pylist()
    for row in rows:
        counts = row.pop("counts")
        told = Article(**row, title=None, genre="news")
        of_address = held.setdefault(told.address, _Held())
        of_address.articles[told.article_id] = told
        if counts:
            of_address.counting.append(told)
    for row in replaced:
        if row["address"] in held:
            held[row["address"]].load(Revision(**row))
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

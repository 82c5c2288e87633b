"""Is it the same article with another text? Then the later one counts.

Told by the address at which both were first read. An address may also stand for many texts: the rows of a
table that names one page, a page that is filled anew each day. So the texts must be alike, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from deltalake import DeltaTable

from detente.records import Article, Revision
from detente.store.layout import ask, connect
from detente.store.ledger import Ledger

ALIKE = 0.5
"""Least share of the shorter text's runs of three words that the longer one has, too. Of two
paragraphs of one page hardly any reach it; a correction leaves most of a text as it was."""
CROWDED = 20
"""Texts from which an address is taken for that of many articles, and nothing at it is compared."""
WORD = re.compile(r"\w+")
EARLIER = """
SELECT article_id, address, outlet, published, text FROM articles WHERE address IN (
    SELECT address FROM articles WHERE list_contains($asked::VARCHAR[], address)
    GROUP BY address HAVING count(*) < $crowded)
ORDER BY article_id
"""


def find_revisions(
    articles: Sequence[Article], table: DeltaTable, addresses: Ledger
) -> list[Revision]:
    """Which earlier articles, of the table or of these, each of these replaces, in their order.

    `addresses` knows those of the table.
    """
    met = addresses.known(sorted({(article.address,) for article in articles}))
    held = _held(sorted(str(address) for (address,) in met), table)
    found = []
    for article in articles:
        before = held.setdefault(article.address, [])
        if (article.address,) in met and not before:
            continue  # crowded
        if len(before) < CROWDED:
            found += [_revision(each, article) for each in before if is_revision(article, each)]
            before.append(article)
    return found


def is_revision(later: Article, earlier: Article) -> bool:
    """Whether two articles that were read at one address are one article with two texts.

    A URL is the same page wherever it is met. A file's name is not: outlet and date must not differ.
    What came through standard input has no address.
    """
    place = later.address
    if place == "-" or place.startswith("-#"):
        return False
    if "://" not in place and not (
        _same_or_missing(later.outlet, earlier.outlet)
        and _same_or_missing(later.published, earlier.published)
    ):
        return False
    return _are_alike(later.text, earlier.text)


def _held(addresses: Sequence[str], table: DeltaTable) -> dict[str, list[Article]]:
    """The articles first read at each address; none of one that is crowded."""
    held: dict[str, list[Article]] = {}
    if addresses:
        with connect({"articles": table}) as connection:
            rows = ask(connection, EARLIER, asked=addresses, crowded=CROWDED).to_pylist()
        for row in rows:
            told = Article(**row, title=None, genre="news")
            held.setdefault(told.address, []).append(told)
    return held


def _revision(earlier: Article, later: Article) -> Revision:
    return Revision(earlier.article_id, later.article_id, later.address, later.published)


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

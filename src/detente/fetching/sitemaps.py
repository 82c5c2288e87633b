"""What does a sitemap name? Pages, with what its news extension says of them, or other sitemaps."""

from __future__ import annotations

from typing import Any

from detente.fetching.addresses import untracked, web_address
from detente.fetching.client import Fetched
from detente.fetching.failures import FetchError
from detente.fetching.listing import BROKEN, Link, Listing
from detente.fetching.unpacking import unpacked
from detente.reading.dates import parse_date
from detente.reading.problems import Problem

ENTRIES = ("url", "sitemap")


def read_sitemap(fetched: Fetched) -> Listing:
    """What a sitemap or an index of sitemaps names, packed by gzip or not.

    Raises `FetchError` for what is neither.
    """
    from lxml import etree  # type: ignore[import-untyped]  # lxml brings no types

    data = unpacked(fetched.data)
    # Broken ones are read as far as they go; nothing outside the file is looked at.
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError):
        root = None
    kind = _name(root) if root is not None else ""
    if kind not in ("urlset", "sitemapindex"):
        raise FetchError(
            f"no sitemap but {fetched.kind or 'something else'}",
            "Look for `Sitemap:` in the site's robots.txt.",
            lasting=True,
        )
    found = [_link(element, fetched.address) for element in root if _name(element) in ENTRIES]
    links = tuple(filter(None, found))
    problems = _problems(parser.error_log, len(found) - len(links))
    if kind == "urlset":
        return Listing(links, problems=problems)
    return Listing(sitemaps=links, problems=problems)


def _link(element: Any, base: str) -> Link | None:
    """A page or sitemap with what is said of it, in its own words and in those for news."""
    said: dict[str, str] = {}
    for part in element.iter():
        words = " ".join((part.text or "").split())
        if words:
            said.setdefault(_name(part), words)
    address = web_address(said.get("loc"), base)
    if address is None:
        return None
    return Link(
        address=untracked(address),
        title=said.get("title"),
        outlet=said.get("name"),
        published=parse_date(said.get("publication_date", "")),
        changed=parse_date(said.get("lastmod", "")),
    )


def _name(element: Any) -> str:
    """An element's name without its namespace, which is often written wrongly."""
    return str(element.tag).rpartition("}")[2]


def _problems(errors: Any, nameless: int) -> tuple[Problem, ...]:
    problems = []
    if len(errors):
        first = errors[0]
        reason = f"the sitemap is broken: {first.message}, line {first.line}"
        problems.append(Problem(reason, BROKEN))
    if nameless:
        problems.append(Problem(f"{nameless:,} of its entries have no address", BROKEN))
    return tuple(problems)

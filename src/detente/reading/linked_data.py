"""What does a page say in JSON-LD (schema.org) of the article that it holds?"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

MAX_NODES = 20_000
"""Most nodes of a page's linked data that are looked at."""

_OPENS = re.compile(r"<!--|//\s*<!\[CDATA\[")
_CLOSES = ("-->", "]]>", "//", ";")
"""What pages put around their linked data, to hide it from old browsers."""
_ARTICLE = re.compile(r".*(?:Article|Posting)|Report|NewsItem")

Node = dict[str, Any]


class LinkedData:
    """The nodes of a page's linked data, and the one among them that is its article."""

    def __init__(self, scripts: Iterable[str], address: str | None) -> None:
        self._nodes = [node for script in scripts for node in _nodes(script)]
        self._by_id = {
            node["@id"]: node
            for node in reversed(self._nodes)
            # A reference to a node has nothing but its name.
            if isinstance(node.get("@id"), str) and len(node) > 1
        }
        self._article = self._main(address)

    def text(self, *keys: str) -> Iterator[str]:
        """What the article, then the page that it is on, has as text under the first key, and so on."""
        for node in (self._article, *self._of_type("WebPage")):
            for key in keys:
                yield from _texts(node.get(key))

    def names(self) -> Iterator[str]:
        """The names of the article's publisher, then of the site."""
        for key in ("publisher", "isPartOf"):
            for node in self._linked(self._article.get(key)):
                if _types(node) != {"WebPage"}:
                    yield from _texts(node.get("name"))
        for node in (*self._of_type("WebSite"), *self._of_type("NewsMediaOrganization")):
            yield from _texts(node.get("name"))

    def addresses(self) -> Iterator[str]:
        """Where the article says that it is."""
        yield from _texts(self._article.get("url"))
        for page in _listed(self._article.get("mainEntityOfPage")):
            yield from _texts(page.get("@id") if isinstance(page, dict) else page)

    def _main(self, address: str | None) -> Node:
        """The article at the address; else the first."""
        articles = [node for node in self._nodes if any(map(_ARTICLE.fullmatch, _types(node)))]
        at = _plain(address or "")
        here = [node for node in articles if at and at in map(_plain, _places(node))]
        return next(iter(here or articles), {})

    def _of_type(self, kind: str) -> list[Node]:
        return [node for node in self._nodes if kind in _types(node)]

    def _linked(self, value: object) -> Iterator[Node]:
        """The nodes under a key, those that are only referred to looked up."""
        for one in _listed(value):
            if isinstance(one, str):
                yield {"name": one}
            elif isinstance(one, dict):
                yield self._by_id.get(str(one.get("@id")), one) if "name" not in one else one


def _unwrapped(script: str) -> str:
    """The data without what hides them from old browsers."""
    text = script.strip()
    if found := _OPENS.match(text):
        text = text[found.end() :]
    for mark in _CLOSES:
        text = text.rstrip().removesuffix(mark)
    return text.strip()


def _nodes(script: str) -> list[Node]:
    """All objects in a script, outer before inner; none where it is not JSON."""
    try:
        document = json.loads(_unwrapped(script), strict=False)
    except (ValueError, RecursionError):
        return []
    found: list[Node] = []
    waiting = deque([document])
    while waiting and len(found) < MAX_NODES:
        one = waiting.popleft()
        if isinstance(one, dict):
            found.append(one)
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    return found


def _types(node: Node) -> set[str]:
    return {one.rpartition("/")[2] for one in _listed(node.get("@type")) if isinstance(one, str)}


def _places(node: Node) -> Iterator[str]:
    for key in ("@id", "url", "mainEntityOfPage"):
        for one in _listed(node.get(key)):
            yield from _texts(one.get("@id") if isinstance(one, dict) else one)


def _plain(address: str) -> str:
    return address.partition("#")[0].rstrip("/")


def _listed(value: object) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _texts(value: object) -> Iterator[str]:
    return (one for one in _listed(value) if isinstance(one, str) and one.strip())

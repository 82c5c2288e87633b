"""What does a feed name? RSS and Atom, broken ones too, and JSON Feed."""

from __future__ import annotations

import datetime as dt
import email.utils
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from detente.days import existing_day
from detente.fetching.addresses import untracked, web_address
from detente.fetching.client import Fetched
from detente.fetching.failures import FetchError
from detente.fetching.listing import BROKEN, Link, Listing
from detente.fetching.unpacking import unpacked
from detente.reading.dates import parse_date
from detente.reading.encoding import Decoder, declared_encoding
from detente.reading.fetched import in_utf8
from detente.reading.markup import text_of_markup
from detente.reading.problems import Problem

XML = "application/xml; charset=utf-8"


def read_feed(fetched: Fetched) -> Listing:
    """What a feed names, in its order; raises `FetchError` for what is no feed."""
    data = in_utf8(unpacked(fetched.data), fetched.charset)
    decoded = Decoder(data, declared=declared_encoding(data)).decode(data).text
    if decoded is not None:
        data = decoded.encode("utf-8")
    start = data.lstrip()
    if start.startswith(b"{"):
        return _json_feed(start, fetched.address)
    if not start.startswith(b"<"):
        raise _no_feed(fetched.kind or "something else")
    return _xml_feed(data, fetched, known=decoded is not None)


def _xml_feed(data: bytes, fetched: Fetched, *, known: bool) -> Listing:
    import feedparser  # type: ignore[import-untyped]  # it brings no types

    headers = {"content-location": fetched.address, **({"content-type": XML} if known else {})}
    try:
        # Bytes as such might be taken for the name of a file.
        feed = feedparser.parse(io.BytesIO(data), response_headers=headers)
    # A feed may be broken in any way, and one feed must not end a run.
    except Exception as error:
        raise _broken(f"{type(error).__name__}: {error}") from error
    if not feed.version and not feed.entries:
        raise _no_feed("a web page" if "html" in fetched.kind else fetched.kind or "something else")
    outlet = _lines(feed.feed.get("title") or "") or None
    links = [_link(entry, outlet, fetched.address) for entry in feed.entries]
    problems = _nameless(len(links) - sum(map(bool, links)))
    if feed.bozo and not isinstance(feed.bozo_exception, feedparser.CharacterEncodingOverride):
        problems = (Problem(f"the feed is broken: {feed.bozo_exception}", BROKEN), *problems)
    return Listing(tuple(filter(None, links)), problems=problems)


def _link(entry: dict[str, Any], outlet: str | None, base: str) -> Link | None:
    address = _page(entry.get("link"), base) or _named(entry.get("id"), base)
    if address is None:
        return None
    source = entry.get("source") or {}
    return Link(
        address=address,
        title=_lines(entry.get("title") or "") or None,
        outlet=_lines(source.get("title") or "") or outlet,
        published=_day(entry, "published") or _day(entry, "updated"),
        text=_text(entry),
    )


def _named(name: object, base: str) -> str | None:
    """The address that an entry's id is, or else a place within its feed, as it has no page."""
    return _page(name) or (f"{base}#{name}" if name and isinstance(name, str | int) else None)


def _page(written: object, base: str = "") -> str | None:
    """The address of a page, if what is written is one."""
    address = web_address(written, base)
    return untracked(address) if address else None


def _day(entry: dict[str, Any], field: str) -> dt.date | None:
    """A day as the entry writes it, whatever the time zone; in mail's form also with `24` for 2024.

    Not as feedparser understands it: it finds a day in any number, and day and month in `11-01-24`.
    """
    # The entry's own `get` takes one field for the other, and warns of it.
    written = dict.get(entry, field)
    if not isinstance(written, str):
        return None
    mail = email.utils.parsedate(written)
    return parse_date(written) or (existing_day(*mail[:3]) if mail else None)


def _lines(markup: str) -> str:
    """The words of a title or a text in HTML, its paragraphs on lines of their own."""
    return text_of_markup(markup, between="\n")


def _text(entry: Mapping[str, Any]) -> str | None:
    """The longest that an entry gives of its text."""
    held = [*entry.get("content", []), entry.get("summary_detail") or {}]
    texts = [
        each["value"] if each.get("type") == "text/plain" else _lines(each["value"])
        for each in held
        if each.get("value")
    ]
    return max(texts, key=len, default=None) or None


def _json_feed(data: bytes, address: str) -> Listing:
    try:
        feed = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _broken(str(error)) from error
    items = feed.get("items")
    if not isinstance(items, list):
        raise _no_feed("other JSON")
    outlet = _words(feed, "title")
    links = [_json_link(item, outlet, address) for item in items]
    missing = _nameless(len(links) - sum(map(bool, links)))
    return Listing(tuple(filter(None, links)), problems=missing)


def _json_link(item: object, outlet: str | None, base: str) -> Link | None:
    if not isinstance(item, dict):
        return None
    address = _page(item.get("url"), base) or _named(item.get("id"), base)
    if address is None:
        return None
    html = _lines(_words(item, "content_html") or "")
    return Link(
        address=address,
        title=_words(item, "title"),
        outlet=outlet,
        published=next(filter(None, _json_days(item)), None),
        text=html or _words(item, "content_text") or _words(item, "summary"),
    )


def _json_days(item: Mapping[str, Any]) -> Iterator[dt.date | None]:
    for field in ("date_published", "date_modified"):
        yield parse_date(_words(item, field) or "")


def _words(table: Mapping[str, Any], field: str) -> str | None:
    value = table.get(field)
    return value if isinstance(value, str) and value.strip() else None


def _nameless(count: int) -> tuple[Problem, ...]:
    if not count:
        return ()
    what = "an entry has" if count == 1 else f"{count:,} entries have"
    return (Problem(f"{what} neither address nor id", BROKEN),)


def _broken(why: str) -> FetchError:
    advice = "Nothing could be saved. It is tried anew in the next run."
    return FetchError(f"the feed cannot be parsed: {why}", advice)


def _no_feed(kind: str) -> FetchError:
    return FetchError(
        f"no feed but {kind}",
        "Give the address of its RSS or Atom feed; a single page goes under [[page]].",
        lasting=True,
    )

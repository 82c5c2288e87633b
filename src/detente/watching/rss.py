"""Alerts as an RSS 2.0 feed."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterable
from email.utils import format_datetime
from xml.etree import ElementTree

from detente.records import Alert
from detente.version import __version__
from detente.watching.telling import TITLES, link_of, reasons, told_by

MOST = 100
"""Alerts that the feed holds: a reader that looks in seldom still finds them."""
PAGE = "http://127.0.0.1:8765/watch"
"""Where `detente serve` shows what is watched, if nothing else is asked of it."""
# XML 1.0 has no way to write these, and texts from anywhere may hold them.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed(alerts: Iterable[Alert], *, name: str, page: str = PAGE) -> bytes:
    """The feed of a workspace of a name, the latest first; an alert has the same guid in every run.

    `page` is where a browser is shown the same.
    """
    latest = sorted(alerts, key=lambda each: each.first_reported, reverse=True)[:MOST]
    root = ElementTree.Element("rss", version="2.0")
    channel = ElementTree.SubElement(root, "channel")
    _put(channel, "title", f"detente watch: {name}")
    _put(channel, "link", page)
    _put(channel, "description", "What is new between those who are watched.")
    _put(channel, "generator", f"detente {__version__}")
    for each in latest:
        _item(channel, each)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _item(channel: ElementTree.Element, alert: Alert) -> None:
    item = ElementTree.SubElement(channel, "item")
    _put(item, "title", f"{alert.watched}: {alert.what}")
    if link := link_of(alert):
        _put(item, "link", link)
    _put(item, "description", _described(alert))
    _put(item, "category", TITLES[alert.rule])
    guid = _put(item, "guid", f"detente:{alert.alert_id}")
    guid.set("isPermaLink", "false")
    noon = dt.datetime.combine(alert.first_reported, dt.time(12), dt.UTC)
    _put(item, "pubDate", format_datetime(noon, usegmt=True))


def _described(alert: Alert) -> str:
    """As HTML, which readers take it for."""
    parts = []
    if alert.sentence:
        parts.append(f"<blockquote>{html.escape(alert.sentence)}</blockquote>")
        parts.append(f"<p>{html.escape(told_by(alert))}, {alert.published or 'no date'}</p>")
    parts.append(f"<p>Why: {html.escape(reasons(alert))}</p>")
    return "".join(parts)


def _put(parent: ElementTree.Element, name: str, text: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, name)
    child.text = NOT_XML.sub(" ", text)
    return child

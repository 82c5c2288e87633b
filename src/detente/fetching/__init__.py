"""What do feeds, sitemaps and pages name, and what is new among it?

The way in is `fetch`; every other module here answers one question on it:

    feeds        what does the user want?          client       what does an address give, politely?
    file         what is written in feeds.toml?    hosts        when may a host be asked, and for what?
    addresses    which address is meant?           transfer     what comes back of one request?
    syndication  what do RSS, Atom and JSON name?  journal      what was fetched before?
    sitemaps     what do sitemaps name?            report       what did the run do?
    listing      what is known of a named text?    failures     why did an address give nothing?
    run          all of them, in order             unpacking    what are the bytes of a list?

Nothing that comes over the network is run, and none of it names a file.
"""

from __future__ import annotations

from detente.fetching.feeds import Feed, Feeds, Page, Sitemap
from detente.fetching.file import read_feeds
from detente.fetching.report import FetchReport, OriginReport
from detente.fetching.run import fetch

__all__ = [
    "Feed",
    "Feeds",
    "FetchReport",
    "OriginReport",
    "Page",
    "Sitemap",
    "fetch",
    "read_feeds",
]

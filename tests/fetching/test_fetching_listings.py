"""What feeds and sitemaps name, broken ones too."""

from __future__ import annotations

import datetime as dt
import gzip
import json

import pytest
from fetching_world import fetched
from hypothesis import given
from hypothesis import strategies as st

from detente.fetching import unpacking
from detente.fetching.failures import FetchError
from detente.fetching.listing import Link
from detente.fetching.sitemaps import read_sitemap
from detente.fetching.syndication import read_feed
from detente.reading.markup import text_of_markup

AT = "https://gazette.example"
DAY = dt.date(2024, 1, 11)

RSS = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Harbour Gazette &amp;amp; Co</title>
<item><title>Talks &lt;b&gt;begin&lt;/b&gt;</title><link>/talks#top</link>
<pubDate>Thu, 11 Jan 2024 23:15:00 -0800</pubDate>
<description>In short.</description>
<content:encoded>
&lt;p&gt;Chile met&lt;br&gt;Kenya.&lt;/p&gt;&lt;p&gt;It rained.&lt;/p&gt;</content:encoded></item>
<item><guid isPermaLink="false">id 2</guid><description>No page.</description></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Fjord Wire</title>
<entry><title>Talks begin</title><link href="https://fjord.example/talks"/>
<published>2024-01-11T10:15:00Z</published><updated>2024-02-01T10:15:00Z</updated>
<source><title>Inland Echo</title></source><summary type="text">Chile &lt; Kenya.</summary></entry>
<entry><link href="https://fjord.example/loan"/><updated>2024-01-11T10:15:00Z</updated></entry>
</feed>"""

JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Savanna Post",
        "items": [
            {"id": "1", "url": "/talks", "title": "Talks", "content_html": "<p>Chile met Kenya.",
             "date_published": "2024-01-11T10:15:00Z"},
            {"id": 2, "content_text": "It rained.", "date_modified": "2024-01-11T10:15:00Z"},
        ],
    }
)  # fmt: skip


def test_rss() -> None:
    outlet = "Harbour Gazette & Co"
    first, second = read_feed(fetched(RSS)).links
    assert first == Link(
        address=f"{AT}/talks",
        title="Talks begin",
        outlet=outlet,
        published=DAY,
        text="Chile met\nKenya.\nIt rained.",
    )
    assert second == Link(address=f"{AT}/list.xml#id 2", outlet=outlet, text="No page.")


def test_atom() -> None:
    assert read_feed(fetched(ATOM)).links == (
        Link(
            address="https://fjord.example/talks",
            title="Talks begin",
            outlet="Inland Echo",
            published=DAY,
            text="Chile < Kenya.",
        ),
        Link(address="https://fjord.example/loan", outlet="Fjord Wire", published=DAY),
    )


def test_json_feed() -> None:
    assert read_feed(fetched(JSON, "application/feed+json")).links == (
        Link(
            address=f"{AT}/talks",
            title="Talks",
            outlet="Savanna Post",
            published=DAY,
            text="Chile met Kenya.",
        ),
        Link(address=f"{AT}/list.xml#2", outlet="Savanna Post", published=DAY, text="It rained."),
    )


ACCENTED = (
    '<rss version="2.0"><channel><title>El Día</title><item><link>/a</link></item></channel></rss>'
)


@pytest.mark.parametrize(
    ("declared", "encoding", "charset"),
    [
        ("", "utf-8", None),
        ("", "utf-8", "iso-8859-1"),  # the server lies
        ("iso-8859-1", "utf-8", None),  # the feed lies
        ("utf-8", "cp1252", "windows-1252"),  # the feed lies
        ("iso-8859-1", "latin-1", None),
        ("", "cp1252", "iso-8859-1"),
        ("", "utf-16", None),
        ("", "utf-8-sig", "ascii"),
        ("", "utf-8", "no-such-encoding"),
    ],
)
def test_encodings_that_lie(declared: str, encoding: str, charset: str | None) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    listing = read_feed(fetched((head + ACCENTED).encode(encoding), charset=charset))
    assert [link.outlet for link in listing.links] == ["El Día"]
    assert listing.problems == ()


def test_a_broken_feed_gives_what_can_be_saved() -> None:
    cut = RSS[: RSS.index("<item><guid")].replace("<title>Talks", "<title>Talks & ")
    listing = read_feed(fetched(cut))
    assert [link.address for link in listing.links] == [f"{AT}/talks"]
    assert "the feed is broken" in listing.problems[0].reason


def test_entries_without_address_are_counted() -> None:
    feed = '<rss version="2.0"><channel><item><title>A</title></item></channel></rss>'
    assert read_feed(fetched(feed)).problems[0].reason == "an entry has neither address nor id"


@pytest.mark.parametrize(
    ("data", "kind", "reason"),
    [
        ("<html><body>Hello", "text/html", "no feed but a web page"),
        ("%PDF-1.7", "application/pdf", "no feed but application/pdf"),
        ("", "", "no feed but something else"),
        ('{"items": 7}', "application/json", "no feed but other JSON"),
        ('{"items": [', "application/json", "cannot be parsed"),
        ('{"a": ' * 100_000, "application/json", "cannot be parsed"),
    ],
)
def test_what_is_no_feed(data: str, kind: str, reason: str) -> None:
    with pytest.raises(FetchError) as caught:
        read_feed(fetched(data, kind))
    assert reason in caught.value.problem.reason


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"<rss>", b"<feed><entry>", b'{"items": [', b"{"]),
)
def test_no_feed_raises_anything_else(data: bytes, start: bytes) -> None:
    try:
        read_feed(fetched(start + data))
    except FetchError as failure:
        assert failure.problem.reason


SITEMAP = """<?xml version="1.0"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://gazette.example/talks </loc><lastmod>2024-02-01T10:15:00+00:00</lastmod>
<news:news><news:publication><news:name>Harbour Gazette</news:name></news:publication>
<news:publication_date>2024-01-11T10:15:00+00:00</news:publication_date>
<news:title>Talks begin</news:title></news:news></url>
<!-- a remark -->
<url><loc>https://gazette.example/loan</loc><lastmod>2024-02-01</lastmod></url>
</urlset>"""
INDEX = """<sitemapindex><sitemap><loc>https://gazette.example/1.xml.gz</loc>
<lastmod>2024-02-01</lastmod></sitemap></sitemapindex>"""
FEBRUARY = dt.date(2024, 2, 1)


@pytest.mark.parametrize("pack", [str.encode, lambda text: gzip.compress(text.encode())])
def test_sitemaps(pack: object) -> None:
    assert callable(pack)
    listing = read_sitemap(fetched(pack(SITEMAP)))
    assert listing.links == (
        Link(
            address=f"{AT}/talks",
            title="Talks begin",
            outlet="Harbour Gazette",
            published=DAY,
            changed=FEBRUARY,
        ),
        Link(address=f"{AT}/loan", changed=FEBRUARY),
    )
    assert (listing.sitemaps, listing.problems) == ((), ())
    assert [link.day for link in listing.links] == [DAY, FEBRUARY]


def test_an_index_of_sitemaps() -> None:
    listing = read_sitemap(fetched(INDEX))
    assert listing.links == ()
    assert listing.sitemaps == (Link(address=f"{AT}/1.xml.gz", changed=FEBRUARY),)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (SITEMAP[:-30], "the sitemap is broken"),
        ("<urlset><url><loc>file:///a</loc></url></urlset>", "1 of its entries have no address"),
    ],
)
def test_a_broken_sitemap(data: str, reason: str) -> None:
    assert reason in read_sitemap(fetched(data)).problems[0].reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html></html>", "no sitemap but text/html"),
        (b"", "no sitemap"),
        (b"\x00\x01", "no sitemap"),
        (gzip.compress(SITEMAP.encode())[:-20], "damaged or cut off"),
    ],
)
def test_what_is_no_sitemap(data: bytes, reason: str) -> None:
    with pytest.raises(FetchError) as caught:
        read_sitemap(fetched(data, "text/html"))
    assert reason in caught.value.problem.reason


def test_a_sitemap_that_unpacks_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MOST_UNPACKED", 1000)
    with pytest.raises(FetchError, match="unpacked"):
        read_sitemap(fetched(gzip.compress(b" " * 1001)))


def test_a_sitemap_names_no_files() -> None:
    inside = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><urlset><url><loc>https://a.example/&x;'
    assert [link.address for link in read_sitemap(fetched(inside)).links] == ["https://a.example/"]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One.</p><p>Two\n three.</p>", "One.\nTwo three."),
        ("One <b>bold</b>word.<br/>Two.", "One boldword.\nTwo."),
        ("One.<script>alert(1)</script> Two.", "One. Two."),
        ("One.<!-- not seen --> Two.", "One. Two."),
        ("<ul><li>One<li>Two</ul>", "One\nTwo"),
        ("A &amp; B", "A & B"),
        ("A&#1;B\x00C", "ABC"),
        ("A<template>B</template>C", "AC"),
        ("", ""),
        ("<!-- -->", ""),
    ],
)
def test_text_of_markup(markup: str, text: str) -> None:
    assert text_of_markup(markup, between="\n") == text


@given(st.text())
def test_any_markup_has_a_text(markup: str) -> None:
    assert "\n\n" not in text_of_markup(markup, between="\n")


@pytest.mark.parametrize(
    "entry",
    [
        "<pubDate>0000-00-00</pubDate>",
        "<pubDate>0001-01-01T00:00:00+14:00</pubDate>",
        "<description>one&amp;#1; two</description>",
        "<description><![CDATA[one\x08 two]]></description>",
    ],
)
def test_an_odd_entry_spoils_no_feed(entry: str) -> None:
    feed = (
        '<rss version="2.0"><channel><title>T</title><item><title>A</title>'
        f"<link>https://a.example/1</link>{entry}</item></channel></rss>"
    )
    found = read_feed(fetched(feed.encode()))
    assert [link.address for link in found.links] == ["https://a.example/1"]


def test_half_a_surrogate_pair_spoils_no_feed() -> None:
    item = {"id": "\ud83d", "url": "https://a.example/1", "title": "\ud83d talks"}
    version = "https://jsonfeed.org/version/1.1"
    feed = json.dumps({"version": version, "title": "T", "items": [item]})
    (link,) = read_feed(fetched(feed.encode())).links
    assert link.title == "? talks"


def entries(*entries: str) -> tuple[Link, ...]:
    """What a feed of such entries names."""
    items = "".join(f"<item>{entry}</item>" for entry in entries)
    return read_feed(fetched(f'<rss version="2.0"><channel>{items}</channel></rss>')).links


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Thu, 11 Jan 2024 23:15:00 EST", DAY),
        ("Thu, 11 Jan 24 23:15:00 -0800", DAY),  # as written, whatever the zone
        ("11 Jan 24 10:15 PST", DAY),
        ("Thursday, 11-Jan-24 10:15:00 GMT", DAY),
        ("Thu,11 Jan 2024 10:15:00 +0000 (UTC)", DAY),
        ("2024-01-11T23:15:00", DAY),
        ("2024-01-11T23:15:00.123-08:00", DAY),
        ("20240111T101500Z", DAY),
        ("Thursday, January 11, 2024 - 10:15", DAY),
        # No day can be told of these.
        ("02/07/2023 10:15:00", None),
        ("11-01-24", None),
        ("1704968100", None),
        ("2024-W02-4", None),
        ("2024-01", None),
        ("Thu, 32 Jan 2024 10:15:00 GMT", None),
    ],
)
def test_days_as_feeds_write_them(written: str, day: dt.date | None) -> None:
    (link,) = entries(f"<link>{AT}/1</link><pubDate>{written}</pubDate>")
    assert link.published == day


@pytest.mark.parametrize(
    ("entry", "address"),
    [
        ("<link>/talks</link>", f"{AT}/talks"),
        (f"<link><![CDATA[ {AT}/talks?a=1&b=2 ]]></link>", f"{AT}/talks?a=1&b=2"),
        (f"<guid>{AT}/talks</guid>", f"{AT}/talks"),
        (f'<guid isPermaLink="false">{AT}/talks</guid>', f"{AT}/talks"),
        (f"<guid>7</guid><link>{AT}/talks</link>", f"{AT}/talks"),
        (f"<link/><guid>{AT}/talks</guid>", f"{AT}/talks"),
        ("<link> </link><guid>tag:gazette,7</guid>", f"{AT}/list.xml#tag:gazette,7"),
        (f"<link>{AT}/talks?utm_source=rss&amp;id=7&amp;UTM_Medium=feed#top</link>", f"{AT}/talks?id=7"),
        (f"<link>{AT}/talks?fbclid=a&amp;gclid=b</link>", f"{AT}/talks"),
        (f"<link>{AT}/talks?automatic=1&amp;at=2</link>", f"{AT}/talks?automatic=1&at=2"),
    ],
)  # fmt: skip
def test_addresses_as_feeds_write_them(entry: str, address: str) -> None:
    assert [link.address for link in entries(entry)] == [address]


def test_addresses_under_a_base() -> None:
    feed = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://fjord.example/news/">
    <entry xml:base="world/"><link rel="self" href="1.atom"/><link href="talks"/></entry></feed>"""
    assert [link.address for link in read_feed(fetched(feed)).links] == [
        "https://fjord.example/news/world/talks"
    ]


def test_a_sitemap_names_pages_without_where_readers_come_from() -> None:
    listing = read_sitemap(
        fetched("<urlset><url><loc>https://a.example/1?utm_x=2</loc></url></urlset>")
    )
    assert [link.address for link in listing.links] == ["https://a.example/1"]

"""Articles from what came over the network."""

from __future__ import annotations

import datetime as dt
import gzip

import pytest

from detente.reading.encoding import encoding_called
from detente.reading.fetched import Told, articles_of_entry, articles_of_page, in_utf8
from detente.records import Article, Rejected

DAY = dt.date(2024, 1, 11)
WORDS = "Chile's minister met his counterpart from Kenya in Oslo, and both spoke of fisheries."
PAGE = f"<html><head>%s</head><body><article><p>{WORDS}</p></article></body></html>"
AT = "https://gazette.example/2019/05/talks"


def article(found: object) -> Article:
    (only,) = found  # type: ignore[misc]  # a list of one
    assert isinstance(only, Article)
    return only


def test_what_is_told_fills_in_what_a_page_leaves_open() -> None:
    told = Told(likely_outlet="Wire", genre="statement", title="Talks", published=DAY)
    found = article(articles_of_page((PAGE % "").encode(), AT, told))
    assert (found.text, found.title, found.outlet) == (WORDS, "Talks", "Wire")
    assert (found.published, found.genre, found.address) == (DAY, "statement", AT)


def test_a_page_speaks_for_itself_but_for_outlet_and_address() -> None:
    head = (
        '<meta property="og:title" content="Ministers meet in Oslo">'
        '<meta property="og:site_name" content="Fjord Wire">'
        '<meta property="article:published_time" content="2024-01-09">'
        '<link rel="canonical" href="https://elsewhere.example/">'
    )
    told = Told(outlet="Gazette", title="Talks", published=DAY)
    found = article(articles_of_page((PAGE % head).encode(), AT, told))
    assert (found.title, found.outlet) == ("Ministers meet in Oslo", "Gazette")
    assert (found.published, found.address) == (dt.date(2024, 1, 9), AT)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no article was found"),
        (b"<html></html>", "no article was found"),
        (b"\x89PNG\r\n", "not text but a picture"),
        (b"\0\0\0", "binary"),
        (gzip.compress(PAGE.encode())[:-9], "damaged or cut off"),
    ],
)
def test_what_is_no_page(data: bytes, reason: str) -> None:
    (row,) = articles_of_page(data, AT, Told())
    assert isinstance(row, Rejected)
    assert reason in row.reason and (row.path, row.stage) == (AT, "reading")


def test_an_entry() -> None:
    told = Told(likely_outlet="Wire", title="Talks", published=DAY)
    found = article(articles_of_entry(WORDS, AT, told, feed="https://gazette.example/rss"))
    assert (found.text, found.title, found.outlet, found.address) == (WORDS, "Talks", "Wire", AT)
    (row,) = articles_of_entry("", AT, Told(), feed="https://gazette.example/rss")
    assert isinstance(row, Rejected)
    assert (row.path, row.place, row.reason) == (
        "https://gazette.example/rss",
        f"entry {AT}",
        "no text",
    )


@pytest.mark.parametrize(
    ("written", "charset", "read"),
    [
        ("é".encode(), "iso-8859-1", "é"),  # the name is wrong
        ("é".encode("latin-1"), "iso-8859-1", "é"),
        ("“é”".encode("cp1252"), "iso-8859-1", "“é”"),  # as browsers mean it
        ("Αθήνα".encode("iso-8859-7"), "iso-8859-7", "Αθήνα"),
    ],
)
def test_the_encoding_that_a_server_names(written: bytes, charset: str, read: str) -> None:
    assert in_utf8(written, charset).decode() == read


@pytest.mark.parametrize("charset", [None, "no-such", "utf-8", "ascii\0", "shift_jis"])
def test_an_encoding_that_does_not_fit_is_passed_over(charset: str | None) -> None:
    assert in_utf8(b"\xff\xa0", charset) == b"\xff\xa0"


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("ISO-8859-1", "cp1252"), ("utf-8", None), ("GB2312", "gb18030"), ("nonsense", None)],
)
def test_names_of_encodings(name: str, encoding: str | None) -> None:
    assert encoding_called(name) == encoding

"""Articles from what came over the network."""

from __future__ import annotations

import datetime as dt
import gzip
import io

import docx
import pytest

from detente.reading.encoding import encoding_called
from detente.reading.fetched import Told, articles_at, articles_of_entry, in_utf8
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
    found = article(articles_at(AT, (PAGE % "").encode(), told))
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
    found = article(articles_at(AT, (PAGE % head).encode(), told))
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
    (row,) = articles_at(AT, data, Told())
    assert isinstance(row, Rejected)
    assert reason in row.reason and (row.path, row.stage) == (AT, "reading")


PUBLISHED = '<meta property="article:published_time" content="2024-01-09T08:00:00Z">'
LINKED = (
    '<script type="application/ld+json">{"@type": "Report", "datePublished": "2024-01-09"}</script>'
)
OPEN = '<meta property="article:published_time" content="02/07/2023">'
CHANGED = '<meta property="article:modified_time" content="2024-02-02T08:00:00Z">'
DATED = "https://gazette.example/2024/01/10/talks"


@pytest.mark.parametrize(
    ("head", "address", "in_feed", "published", "noted"),
    [
        (PUBLISHED + CHANGED, AT, DAY, "2024-01-09", False),
        (LINKED + CHANGED, DATED, DAY, "2024-01-09", False),
        (CHANGED, AT, DAY, "2024-01-11", False),
        (CHANGED, AT, None, "2024-02-02", False),
        (CHANGED, DATED, None, "2024-01-10", False),
        ("", DATED, DAY, "2024-01-11", False),
        ("", DATED, None, "2024-01-10", False),
        ("", "https://gazette.example/20240110-talks", None, "2024-01-10", False),
        ("", AT, None, None, False),
        # A date whose day and month are open hides nothing that is known.
        (OPEN, AT, DAY, "2024-01-11", True),
        (OPEN + CHANGED, AT, DAY, "2024-01-11", True),
        (OPEN + CHANGED, AT, None, "2024-02-02", True),
        (OPEN, DATED, None, "2024-01-10", True),
        (OPEN, "https://gazette.example/2023/07/02/talks", None, "2023-07-02", True),
        (OPEN, AT, None, None, True),
    ],
)
def test_which_date_counts(
    head: str, address: str, in_feed: dt.date | None, published: str | None, noted: bool
) -> None:
    found, *notes = articles_at(address, (PAGE % head).encode(), Told(published=in_feed))
    assert isinstance(found, Article)
    assert found.published == (dt.date.fromisoformat(published) if published else None)
    assert ["02/07/2023" in note.reason for note in notes if isinstance(note, Rejected)] == (
        [True] if noted else []
    )


@pytest.mark.parametrize(
    ("head", "told", "outlet"),
    [
        ('<meta property="og:site_name" content="Fjord Wire">', Told(), "Fjord Wire"),
        ("", Told(likely_outlet="Wire"), "Wire"),
        ("", Told(), "gazette.example"),
    ],
)
def test_the_domain_is_the_outlet_where_nothing_names_it(
    head: str, told: Told, outlet: str
) -> None:
    assert article(articles_at(AT, (PAGE % head).encode(), told)).outlet == outlet


def word(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("data", "kind", "charset"),
    [
        (word(WORDS), WORD, None),
        (word(WORDS), "application/octet-stream", "iso-8859-1"),
        (word(WORDS), "text/html", None),
        (b"{\\rtf1\\ansi " + WORDS.encode() + b"}", "application/rtf", None),
        (WORDS.encode(), "text/plain", None),
        ((PAGE % "").encode(), "text/plain", None),
        ((PAGE % "").encode(), "application/xhtml+xml", None),
        ((PAGE % "").encode(), "", None),
        (WORDS.encode("utf-16"), "text/plain", "utf-16"),
    ],
)
def test_documents_are_told_by_their_first_bytes_or_their_media_type(
    data: bytes, kind: str, charset: str | None
) -> None:
    told = Told(outlet="Gazette", title="Talks", published=DAY)
    found = article(articles_at(AT, data, told, kind=kind, charset=charset))
    assert found.text.strip() == WORDS
    assert (found.title, found.outlet) == ("Talks", "Gazette")
    assert (found.published, found.address) == (DAY, AT)


@pytest.mark.parametrize(
    ("kind", "data", "reason"),
    [
        ("video/mp4", b"ftypisom", "neither a web page nor a document, but video/mp4"),
        ("application/json", b"{}", "but application/json"),
        ("application/octet-stream", b"MZ", "but application/octet-stream"),
        ("application/pdf", b"%PDF-1.7", "a damaged PDF"),
        (WORD, b"PK\x03\x04", "damaged or cut off"),
    ],
)
def test_what_is_no_document(kind: str, data: bytes, reason: str) -> None:
    (row,) = articles_at(AT, data, Told(), kind=kind)
    assert isinstance(row, Rejected)
    assert reason in row.reason and (row.path, row.stage) == (AT, "reading")


LONG = " ".join(f"{WORDS} Part {part}." for part in range(5))


@pytest.mark.parametrize(
    ("page", "in_feed", "text", "noted"),
    [
        (PAGE % "", LONG, LONG, "only the beginning"),  # a paywall behind the first sentence
        ("<html></html>", LONG, LONG, "no article was found"),
        (PAGE % "", WORDS + " Read more on our site.", WORDS, None),
        (PAGE % "", None, WORDS, None),
    ],
)
def test_the_longer_of_page_and_feed(
    page: str, in_feed: str | None, text: str, noted: str | None
) -> None:
    found, *notes = articles_at(AT, page.encode(), Told(title="Talks", text=in_feed))
    assert isinstance(found, Article)
    assert (found.text, found.title, found.address) == (text, "Talks", AT)
    told = [note.reason for note in notes if isinstance(note, Rejected)]
    assert len(told) == (noted is not None) and (noted or "") in "".join(told)


def test_a_caption_is_no_text_of_an_article() -> None:
    (row,) = articles_at(AT, b"<html></html>", Told(text="Comments"))
    assert isinstance(row, Rejected)


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

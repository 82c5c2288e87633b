"""`feeds.toml`: what it may say, and what is said of what it may not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.fetching import Feed, Feeds, Page, Sitemap, read_feeds
from detente.fetching.addresses import web_address

WHOLE = """
[defaults]
pause = 5
contact = "mailto:desk@example.org"
[[feed]]
url = "https://gazette.example/rss.xml"
outlet = "Harbour Gazette"
genre = "opinion"
[[feed]]
url = "https://gazette.example/atom.xml"
pages = false
[[sitemap]]
url = "https://gazette.example/news-sitemap.xml"
since = 2024-01-01
match = "/world/"
[[page]]
url = "https://gazette.example/a"
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "feeds.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_all_settings(tmp_path: Path) -> None:
    assert read_feeds(written(tmp_path, WHOLE)) == Feeds(
        wanted=(
            Feed(url="https://gazette.example/rss.xml", outlet="Harbour Gazette", genre="opinion"),
            Feed(url="https://gazette.example/atom.xml", pages=False),
            Sitemap(
                url="https://gazette.example/news-sitemap.xml",
                since=dt.date(2024, 1, 1),
                match="/world/",
            ),
            Page(url="https://gazette.example/a"),
        ),
        pause=5,
        contact="mailto:desk@example.org",
    )


URL = 'url = "https://a.example/"'


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("", "feeds.toml", "names no feed"),
        ("[[feed]]\nurl = https", "feeds.toml", "line 2"),
        ("[[feeds]]", "feeds.toml", "'feeds' is no setting"),
        ("[feed]\n" + URL, "feeds.toml", "feed is {"),
        ("feed = [1]", "[[feed]] 1", "no table"),
        ("[[feed]]\noutlet = 'A'", "[[feed]] 1", "has no url"),
        (f"[[feed]]\n{URL}\n[[feed]]\nurl = 'feed.xml'", "[[feed]] 2", "no web address"),
        ("[[page]]\nurl = 'file:///a.html'", "[[page]] 1", "no web address"),
        ("[[page]]\nurl = 'https://me:secret@a.example/'", "[[page]] 1", "no web address"),
        (f"[[feed]]\n{URL}\npages = 1", "[[feed]] 1", "pages is 1"),
        (f"[[feed]]\n{URL}\nsince = 2024-01-01", "[[feed]] 1", "'since' is no setting"),
        (f"[[feed]]\n{URL}\ngenre = 'gossip'", "[[feed]] 1", "no genre 'gossip'"),
        (f"[[sitemap]]\n{URL}\nsince = 'May'", "[[sitemap]] 1", "'May'"),
        (f"[[sitemap]]\n{URL}\nsince = 2024", "[[sitemap]] 1", "since is 2024"),
        (f"[[sitemap]]\n{URL}\nmatch = '('", "[[sitemap]] 1", "no regular expression"),
        (f"[[page]]\n{URL}\n[[feed]]\n{URL}", "feeds.toml", "named twice"),
        (f"[defaults]\npause = true\n[[page]]\n{URL}", "[defaults]", "pause is True"),
        (f"[defaults]\npause = -1\n[[page]]\n{URL}", "feeds.toml", "a pause of -1"),
        (f"[defaults]\npause = nan\n[[page]]\n{URL}", "feeds.toml", "a pause of nan"),
        (f'[defaults]\ncontact = "a\\nb"\n[[page]]\n{URL}', "feeds.toml", "the contact"),
    ],
)
def test_mistakes(tmp_path: Path, text: str, where: str, what: str) -> None:
    with pytest.raises(InputError) as caught:
        read_feeds(written(tmp_path, text))
    assert where in str(caught.value.where)
    assert what in caught.value.what
    assert caught.value.advice


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_feeds(tmp_path / "nowhere.toml")


@pytest.mark.parametrize(
    ("address", "day", "wanted"),
    [
        ("https://a.example/world/1", dt.date(2024, 1, 1), True),
        ("https://a.example/world/1", None, True),
        ("https://a.example/world/1", dt.date(2023, 12, 31), False),
        ("https://a.example/sport/1", dt.date(2024, 1, 1), False),
    ],
)
def test_what_of_a_sitemap_is_wanted(address: str, day: dt.date | None, wanted: bool) -> None:
    sitemap = Sitemap(url="https://a.example/s.xml", since=dt.date(2024, 1, 1), match="/world/")
    assert sitemap.wants(address, day) is wanted


@pytest.mark.parametrize(
    ("written", "base", "address"),
    [
        (" https://A.Example/B?c=1#d ", "", "https://a.example/B?c=1"),
        ("../b", "https://a.example/x/y/z", "https://a.example/x/b"),
        ("//b.example/c", "https://a.example/", "https://b.example/c"),
        ("HTTP://a.example", "", "http://a.example"),
        ("file:///etc/hosts", "https://a.example/", None),
        ("https:///a", "", None),
        ("https://a.example:port/", "", None),
        ("https://a.example/\ud800", "", None),
        ("a.example/b", "", None),
        (None, "https://a.example/", None),
        (7, "https://a.example/", None),
    ],
)
def test_addresses(written: object, base: str, address: str | None) -> None:
    assert web_address(written, base) == address


@given(st.text(), st.sampled_from(["", "https://a.example/b/"]))
def test_an_address_is_none_or_stays_as_it_is(written: str, base: str) -> None:
    address = web_address(written, base)
    assert address is None or address.startswith(("http://", "https://"))
    assert address is None or web_address(address) == address

"""Whole runs into a workspace: what is new comes once, what failed is tried anew, a cut loses nothing."""

from __future__ import annotations

import datetime as dt
import gzip
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from fetching_world import HTML, XML, Clock, Coding, Quiet, Reply, Site, page, rss, served, text

from detente.errors import WorkspaceError
from detente.fetching import Feed, Feeds, FetchReport, Page, Sitemap, fetch
from detente.fetching import run as fetching_run
from detente.fetching.feeds import Wanted
from detente.fetching.journal import NAME
from detente.records import Article
from detente.store import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "ws")


def once(workspace: Workspace, *wanted: Wanted, coder: Any = Quiet, **options: Any) -> FetchReport:
    """One run with a clock of its own."""
    return fetch(Feeds(wanted=wanted), workspace, coder, clock=Clock(), **options)


def addresses(workspace: Workspace) -> list[str]:
    return sorted(workspace.articles().column("address").to_pylist())


def reasons(workspace: Workspace) -> dict[str, str]:
    return {row["path"]: row["reason"] for row in workspace.rejected().to_pylist()}


def counts(report: FetchReport) -> tuple[int, int, int]:
    return report.new, sum(each.known for each in report.origins), report.failed


def test_a_feed(site: Site, workspace: Workspace) -> None:
    site.routes |= {"/rss": rss("/1", "/2", site=site), "/1": page(1), "/2": page(2)}
    feed = Feed(url=f"{site.url}/rss", genre="opinion")
    report = once(workspace, feed)
    assert counts(report) == (2, 0, 0) and report.read.articles_new == 2
    first = min(workspace.articles().to_pylist(), key=lambda row: str(row["address"]))
    assert first["text"].startswith("The foreign ministers of Chile and Kenya met")
    told = (first["outlet"], first["published"], first["genre"], first["title"])
    assert told == ("Harbour Gazette", dt.date(2024, 1, 11), "opinion", "Round 1")
    assert addresses(workspace) == [f"{site.url}/1", f"{site.url}/2"]


def test_a_page_is_fetched_once_over_runs(site: Site, workspace: Workspace) -> None:
    site.routes |= {"/rss": rss("/1", site=site), "/1": page(1), "/2": page(2)}
    feed = Feed(url=f"{site.url}/rss")
    once(workspace, feed)
    site.routes["/rss"] = rss("/2", "/1", site=site)
    assert counts(once(workspace, feed)) == (1, 1, 0)
    assert (site.count("/1"), site.count("/2")) == (1, 1)
    assert counts(once(workspace, feed)) == (0, 2, 0)


def test_what_the_page_says_comes_before_what_the_feed_says(
    site: Site, workspace: Workspace
) -> None:
    head = (
        '<meta property="og:site_name" content="Fjord Wire">'
        '<meta property="article:published_time" content="2024-01-09T08:00:00Z">'
    )
    site.routes |= {"/rss": rss("/1", "/2", site=site), "/1": page(1, head=head), "/2": page(2)}
    once(workspace, Feed(url=f"{site.url}/rss"))
    found = {row["address"][-1]: row for row in workspace.articles().to_pylist()}
    assert (found["1"]["outlet"], found["1"]["published"]) == ("Fjord Wire", dt.date(2024, 1, 9))
    assert (found["2"]["outlet"], found["2"]["published"]) == (
        "Harbour Gazette",
        dt.date(2024, 1, 11),
    )


def test_the_outlet_that_is_given_holds(site: Site, workspace: Workspace) -> None:
    head = '<meta property="og:site_name" content="Fjord Wire">'
    site.routes |= {"/rss": rss("/1", site=site), "/1": page(1, head=head)}
    once(workspace, Feed(url=f"{site.url}/rss", outlet="Inland Echo"))
    assert workspace.articles().column("outlet").to_pylist() == ["Inland Echo"]


def test_a_feed_that_did_not_change(site: Site, workspace: Workspace) -> None:
    def feed(headers: Any) -> Reply:
        if headers.get("If-None-Match") == '"7"':
            return Reply(status=304)
        named = rss("/1", "/2", site=site)
        return Reply(named.data, headers={**XML, "ETag": '"7"'})

    site.routes |= {"/rss": feed, "/1": page(1), "/2": Reply(status=500)}
    wanted = Feed(url=f"{site.url}/rss")
    assert counts(once(workspace, wanted)) == (1, 0, 1)
    site.routes["/2"] = page(2)
    report = once(workspace, wanted)  # it is still known what the feed named
    assert counts(report) == (1, 0, 0) and report.origins[0].unchanged == 1
    changed = Feed(url=f"{site.url}/rss", outlet="Inland Echo")
    assert once(workspace, changed).origins[0].unchanged == 0


def test_the_text_of_a_feeds_entries(site: Site, workspace: Workspace) -> None:
    words = f"<description>&lt;p&gt;{text(1)}&lt;/p&gt;</description>"
    site.routes["/rss"] = rss("/1", site=site, more=words)
    feed = Feed(url=f"{site.url}/rss", pages=False)
    assert counts(once(workspace, feed)) == (1, 0, 0)
    assert counts(once(workspace, feed)) == (0, 1, 0)
    (found,) = workspace.articles().to_pylist()
    assert (found["text"], found["title"]) == (text(1), "On /1")
    assert (found["address"], found["published"]) == (f"{site.url}/1", dt.date(2024, 1, 11))
    assert site.count("/1") == 0


def sitemap(*entries: str) -> Reply:
    return Reply(gzip.compress(f"<urlset>{''.join(entries)}</urlset>".encode()))


def test_sitemaps(site: Site, workspace: Workspace) -> None:
    def entry(kind: str, path: str, day: str) -> str:
        return f"<{kind}><loc>{site.url}{path}</loc><lastmod>{day}</lastmod></{kind}>"

    index = entry("sitemap", "/new.xml.gz", "2024-02-01") + entry("sitemap", "/old", "2019-01-01")
    circle = entry("sitemap", "/index", "2024-02-01")
    site.routes |= {
        "/index": Reply(f"<sitemapindex>{index}{circle}</sitemapindex>".encode()),
        "/new.xml.gz": sitemap(
            entry("url", "/world/1", "2024-02-01"),
            entry("url", "/world/2", "2023-02-01"),
            entry("url", "/sport/3", "2024-02-01"),
        ),
        "/world/1": page(1),
    }
    wanted = Sitemap(url=f"{site.url}/index", since=dt.date(2024, 1, 1), match="/world/")
    assert counts(once(workspace, wanted)) == (1, 0, 0)
    assert site.asked == ["/robots.txt", "/index", "/new.xml.gz", "/world/1"]


def test_more_sitemaps_than_are_followed(
    site: Site, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching_run, "MOST_SITEMAPS", 2)
    names = "".join(f"<sitemap><loc>{site.url}/{number}</loc></sitemap>" for number in range(3))
    site.routes |= {
        "/index": Reply(f"<sitemapindex>{names}</sitemapindex>".encode()),
        "/0": sitemap(),
    }
    once(workspace, Sitemap(url=f"{site.url}/index"))
    assert site.asked == ["/robots.txt", "/index", "/0"]
    assert "sitemaps" in reasons(workspace)[f"{site.url}/index"]


def test_the_same_page_of_two_feeds_and_by_way_of_a_redirect(
    site: Site, workspace: Workspace
) -> None:
    site.routes |= {
        "/a": rss("/1", site=site, title="Harbour Gazette"),
        "/b": rss("/1", "/moved", site=site, title="Inland Echo"),
        "/1": page(1),
        "/moved": Reply(status=301, headers={"Location": "/2"}),
        "/2": page(2),
    }
    wanted = (Feed(url=f"{site.url}/a"), Feed(url=f"{site.url}/b"), Page(url=f"{site.url}/2"))
    assert counts(once(workspace, *wanted)) == (2, 2, 0)
    assert addresses(workspace) == [f"{site.url}/1", f"{site.url}/2"]
    assert (site.count("/1"), site.count("/2")) == (1, 1)
    outlets = {row["address"][-1]: row["outlet"] for row in workspace.articles().to_pylist()}
    assert outlets == {"1": "Harbour Gazette", "2": "Inland Echo"}


def test_what_fails_is_told_and_tried_anew(site: Site, workspace: Workspace) -> None:
    site.routes |= {
        "/rss": rss("/gone", "/film", "/empty", "/busy", "/1", site=site),
        "/film": Reply(b"ftypisom", headers={"Content-Type": "video/mp4"}),
        "/empty": Reply(b"<html><body><p></p></body></html>", headers=HTML),
        "/busy": Reply(status=503),
        "/1": page(1),
    }
    feed = Feed(url=f"{site.url}/rss")
    assert counts(once(workspace, feed)) == (1, 0, 4)
    told = {path.removeprefix(site.url): reason for path, reason in reasons(workspace).items()}
    assert told == {
        "/gone": "nothing is there (HTTP 404)",
        "/film": "neither a web page nor a document, but video/mp4",
        "/empty": "no article was found on the page",
        "/busy": "the server is busy (HTTP 503)",
    }
    rows = workspace.rejected().num_rows
    once(workspace, feed)
    assert (site.count("/gone"), site.count("/empty"), site.count("/1")) == (2, 2, 1)
    assert workspace.rejected().num_rows == rows


def test_what_fails_in_three_runs_for_good_is_given_up(site: Site, workspace: Workspace) -> None:
    site.routes |= {"/rss": rss("/gone", "/broken", site=site), "/broken": Reply(status=500)}
    feed = Feed(url=f"{site.url}/rss")
    for _ in range(4):
        report = once(workspace, feed)
    assert (site.count("/gone"), site.count("/broken")) == (3, 4)
    (origin,) = report.origins
    assert (origin.given_up, dict(origin.failed)) == (1, {"the server answers HTTP 500": 1})


def test_a_page_that_left_the_feed_is_still_tried(site: Site, workspace: Workspace) -> None:
    site.routes |= {"/rss": rss("/1", site=site), "/1": Reply(status=500), "/2": page(2)}
    feed = Feed(url=f"{site.url}/rss")
    once(workspace, feed)
    site.routes |= {"/rss": rss("/2", site=site), "/1": page(1)}
    assert counts(once(workspace, feed)) == (2, 0, 0)


def test_a_feed_that_fails_leaves_the_others_alone(site: Site, workspace: Workspace) -> None:
    broken = rss("/1", site=site).data.replace(b"</channel></rss>", b"")
    site.routes |= {
        "/broken": Reply(broken, headers=XML),
        "/html": page(3),
        "/1": page(1),
        "/2": page(2),
    }
    paths = ("/none", "/html", "/broken")
    wanted = [Feed(url=site.url + path) for path in paths]
    report = once(workspace, *wanted, Page(url=f"{site.url}/2"))
    assert counts(report) == (2, 0, 3)
    told = reasons(workspace)
    assert told[f"{site.url}/none"] == "nothing is there (HTTP 404)"
    assert told[f"{site.url}/html"] == "no feed but a web page"
    assert told[f"{site.url}/broken"].startswith("the feed is broken")


def test_the_encoding_of_a_page_whose_server_lies(site: Site, workspace: Workspace) -> None:
    words = page(1).data.replace(b"Chile", "Perú".encode())
    site.routes |= {
        "/utf8": Reply(words, headers={"Content-Type": "text/html; charset=iso-8859-1"}),
        "/greek": Reply(
            page(2).data.replace(b"Oslo", "Αθήνα".encode("iso-8859-7")),
            headers={"Content-Type": "text/html; charset=iso-8859-7"},
        ),
    }
    once(workspace, Page(url=f"{site.url}/utf8"), Page(url=f"{site.url}/greek"))
    texts = " ".join(workspace.articles().column("text").to_pylist())
    assert "of Perú and Kenya" in texts and "met in Αθήνα" in texts
    assert workspace.rejected().num_rows == 0


@pytest.mark.parametrize(
    ("path", "target", "reason"),
    [
        ("/2024/talks", "/", "a front page"),
        ("/2024/talks", "/consent?back=/2024/talks", "consent or a login"),
        ("/2024/talks", "/account/login", "consent or a login"),
        ("/2024/talks", "/2024/talks-open", None),
        ("/?id=7", "/talks", None),
        ("/?utm_source=mail", "/", None),
        ("/login/talks", "/login/talks-open", None),
    ],
)
def test_pages_that_lead_elsewhere(
    site: Site, workspace: Workspace, path: str, target: str, reason: str | None
) -> None:
    site.routes |= {path: Reply(status=302, headers={"Location": target}), target: page(1)}
    report = once(workspace, Page(url=site.url + path))
    assert report.new == (reason is None)
    assert (reason or "") in "".join(reasons(workspace).values())
    assert (reason is None) == (reasons(workspace) == {})


def test_one_page_by_several_addresses(site: Site, workspace: Workspace) -> None:
    to = {"Location": "/1?utm_source=c"}
    site.routes |= {
        "/rss": rss("/1?utm_source=a", "/1", "/short", site=site),
        "/1": page(1),
        "/1?utm_source=c": page(1),
        "/short": Reply(status=302, headers=to),
    }
    once(workspace, Feed(url=f"{site.url}/rss"))
    assert addresses(workspace) == [f"{site.url}/1"]
    assert site.count("/1") == 1 and site.count("/1?utm_source=a") == 0


def test_a_paywall_leaves_the_text_of_the_feed(site: Site, workspace: Workspace) -> None:
    whole = " ".join(text(number) for number in range(9))
    site.routes |= {
        "/rss": rss("/1", site=site, more=f"<description>{whole}</description>"),
        "/1": page(1),
    }
    assert counts(once(workspace, Feed(url=f"{site.url}/rss"))) == (1, 0, 0)
    (found,) = workspace.articles().to_pylist()
    assert (found["text"], found["title"]) == (whole, "Round 1")
    assert "only the beginning" in reasons(workspace)[f"{site.url}/1"]


def test_documents_behind_a_feed(site: Site, workspace: Workspace) -> None:
    plain = Reply(text(1).encode(), headers={"Content-Type": "text/plain; charset=utf-8"})
    site.routes |= {"/rss": rss("/1.txt", site=site), "/1.txt": plain}
    assert counts(once(workspace, Feed(url=f"{site.url}/rss"))) == (1, 0, 0)
    (found,) = workspace.articles().to_pylist()
    assert (found["text"], found["title"]) == (text(1), "On /1.txt")


def test_what_a_list_said_before_holds(site: Site, workspace: Workspace) -> None:
    undated = Reply(rss("/1", site=site).data.replace(b"<pubDate>", b"<x>"), headers=XML)
    site.routes |= {"/rss": rss("/1", site=site), "/1": Reply(status=500)}
    feed = Feed(url=f"{site.url}/rss")
    once(workspace, feed)
    site.routes |= {"/rss": undated, "/1": page(1)}
    once(workspace, feed)
    assert workspace.articles().column("published").to_pylist() == [dt.date(2024, 1, 11)]


def test_what_was_removed_comes_again_only_where_it_is_asked_for(
    site: Site, workspace: Workspace
) -> None:
    tagged = Reply(rss("/1", "/2", "/gone", site=site).data, headers={**XML, "ETag": '"7"'})
    site.routes |= {"/rss": tagged, "/1": page(1), "/2": page(2)}
    feed = Feed(url=f"{site.url}/rss")
    for _ in range(3):
        once(workspace, feed)
    first = min(workspace.articles().to_pylist(), key=lambda row: str(row["address"]))
    workspace.remove([first["article_id"]])
    assert counts(once(workspace, feed)) == (0, 2, 0)
    assert (site.count("/1"), site.count("/gone")) == (1, 3)
    assert counts(once(workspace, feed, again=True)) == (1, 1, 1)
    assert (site.count("/1"), site.count("/2"), site.count("/gone")) == (2, 1, 4)
    assert addresses(workspace) == [f"{site.url}/1", f"{site.url}/2"]


def test_entries_that_were_removed_come_again_of_a_feed_that_did_not_change(
    site: Site, workspace: Workspace
) -> None:
    named = rss("/1", site=site, more=f"<description>{text(1)}</description>").data

    def route(headers: Any) -> Reply:
        same = headers.get("If-None-Match") == '"7"'
        return Reply(status=304) if same else Reply(named, headers={**XML, "ETag": '"7"'})

    site.routes["/rss"] = route
    feed = Feed(url=f"{site.url}/rss", pages=False)
    once(workspace, feed)
    workspace.remove(workspace.articles().column("article_id").to_pylist())
    assert counts(once(workspace, feed)) == (0, 0, 0)
    assert counts(once(workspace, feed, again=True)) == (1, 0, 0)


def test_sitemaps_within_sitemaps(site: Site, workspace: Workspace) -> None:
    def index(*paths: str) -> Reply:
        names = "".join(f"<sitemap><loc>{path}</loc></sitemap>" for path in paths)
        return Reply(f"<sitemapindex>{names}</sitemapindex>".encode())

    site.routes |= {
        "/index": index("/2023", "/2024"),
        "/2023": index("/index", "/2024"),
        "/2024": sitemap("<url><loc>/1</loc></url>"),
        "/1": page(1),
    }
    assert counts(once(workspace, Sitemap(url=f"{site.url}/index"))) == (1, 0, 0)
    assert site.asked == ["/robots.txt", "/index", "/2023", "/2024", "/1"]


def test_a_feed_in_place_of_a_page(site: Site, workspace: Workspace) -> None:
    site.routes["/rss"] = rss("/1", site=site, more=f"<description>{text(1)}</description>")
    assert counts(once(workspace, Page(url=f"{site.url}/rss"))) == (0, 0, 1)


def test_hosts_are_asked_in_turn(site: Site, workspace: Workspace) -> None:
    with served() as other:
        for each in (site, other):
            each.routes |= {"/rss": rss("/1", "/2", site=each), "/1": page(1), "/2": page(2)}
        clock = Clock()
        feeds = Feeds(wanted=tuple(Feed(url=f"{each.url}/rss") for each in (site, other)))
        report = fetch(feeds, workspace, Quiet, clock=clock)
    assert report.new == 4
    # One host after the other, each request after its pause, would be 12 seconds.
    assert sum(clock.waits) == 8.0


def test_progress_ends_with_the_report(site: Site, workspace: Workspace) -> None:
    site.routes |= {"/rss": rss("/1", "/2", site=site), "/1": page(1), "/2": page(2)}
    told: list[FetchReport] = []
    report = once(workspace, Feed(url=f"{site.url}/rss"), on_progress=told.append)
    assert [each.waiting for each in told][:4] == [0, 1, 0, 0]
    assert counts(told[-1]) == counts(report) == (2, 0, 0)
    assert told[-1].read.articles_new == report.read.articles_new == 2


class Cut(Quiet):
    """Breaks off at the text of one round."""

    at = 5

    def code_articles(self, articles: Sequence[Article]) -> list[Coding]:
        if any(f"round {self.at} " in article.text for article in articles):
            raise MemoryError
        return super().code_articles(articles)


def test_a_run_that_is_cut_is_picked_up(
    site: Site, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching_run, "BATCH", 1)
    monkeypatch.setattr(fetching_run, "COMMIT_EVERY", 2)
    paths = [f"/{number}" for number in range(8)]
    feed = rss(*paths, site=site)
    tagged = Reply(feed.data, headers={**XML, "ETag": '"7"'})
    site.routes |= {path: page(number) for number, path in enumerate(paths)} | {"/rss": tagged}
    wanted = Feed(url=f"{site.url}/rss")
    with pytest.raises(MemoryError):
        once(workspace, wanted, coder=Cut)
    stored = addresses(workspace)
    assert stored == [site.url + path for path in paths[:4]]
    report = once(workspace, wanted)
    assert counts(report) == (4, 4, 0) and report.origins[0].unchanged == 0
    assert addresses(workspace) == [site.url + path for path in paths]
    assert [site.count(path) for path in paths] == [1, 1, 1, 1, 2, 2, 1, 1]


SCRIPT = """
import sys
from fetching_world import Clock, Quiet
from detente.fetching import Feed, Feeds, fetch, run
from detente.store import Workspace
run.BATCH, run.COMMIT_EVERY = 1, 3
fetch(Feeds(wanted=(Feed(url=sys.argv[1]),)), Workspace.open(sys.argv[2]), Quiet, clock=Clock())
"""


def test_a_kill_loses_nothing_and_doubles_nothing(site: Site, workspace: Workspace) -> None:
    paths = [f"/{number}" for number in range(12)]
    site.routes |= {path: page(number) for number, path in enumerate(paths)}
    site.routes["/rss"] = rss(*paths, site=site)
    place = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    command = [sys.executable, "-c", SCRIPT, f"{site.url}/rss", str(workspace.folder)]
    running = subprocess.Popen(command, env=place)
    while site.count("/7") == 0 and running.poll() is None:
        time.sleep(0.005)
    assert running.poll() is None
    running.kill()
    running.wait()
    report = once(workspace, Feed(url=f"{site.url}/rss"))
    assert addresses(workspace) == sorted(site.url + path for path in paths)
    assert workspace.rejected().num_rows == 0
    assert report.origins[0].known + report.new == 12 and report.origins[0].known > 0
    assert max(site.count(path) for path in paths) == 2
    assert site.count("/0") == site.count("/11") == 1


def test_a_journal_that_is_damaged(workspace: Workspace) -> None:
    (workspace.folder / NAME).write_bytes(b"this is no database" * 100)
    with pytest.raises(WorkspaceError, match="cannot be read") as caught:
        once(workspace, Page(url="http://127.0.0.1/1"))
    assert str(workspace.folder / NAME) == caught.value.where

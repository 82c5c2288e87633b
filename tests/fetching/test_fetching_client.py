"""What an address gives, from a site that is slow, busy, broken, wandering or unwilling."""

from __future__ import annotations

import email.utils
import gzip
import threading
from collections.abc import Mapping

import pytest
from fetching_world import HTML, Clock, Reply, Site, client

from detente.fetching import transfer
from detente.fetching.client import BACKOFF, MOST_REDIRECTS, Validators
from detente.fetching.failures import FetchError
from detente.version import __version__

HELLO = Reply(b"<p>hello", headers=HTML)


def fails(site: Site, clock: Clock, path: str, *, timeout: float = 5.0) -> FetchError:
    with client(clock, timeout=timeout) as asked, pytest.raises(FetchError) as caught:
        asked.get(site.url + path)
    return caught.value


def to(path: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": path})


def test_what_comes(site: Site, clock: Clock) -> None:
    tags = {"ETag": '"7"', "Last-Modified": "Thu, 11 Jan 2024 10:15:00 GMT"}
    site.routes["/a"] = Reply(
        b"<p>caf\xe9", headers={"Content-Type": 'Text/HTML; charset="latin-1"', **tags}
    )
    with client(clock) as asked:
        found = asked.get(f"{site.url}/a")
    assert (found.kind, found.charset, found.data) == ("text/html", "latin-1", b"<p>caf\xe9")
    assert found.validators == Validators('"7"', "Thu, 11 Jan 2024 10:15:00 GMT")


def test_it_says_who_asks(site: Site, clock: Clock) -> None:
    site.routes["/a"] = HELLO
    with client(clock, contact="mailto:desk@example.org") as asked:
        asked.get(f"{site.url}/a")
    agents = {headers["User-Agent"] for headers in site.headers}
    assert agents == {f"detente/{__version__} (+mailto:desk@example.org)"}


def test_a_host_is_left_in_peace_between_requests(site: Site, clock: Clock) -> None:
    site.routes["/a"] = HELLO
    with client(clock, pause=3.0) as asked:
        for _ in range(3):
            asked.get(f"{site.url}/a")
    assert site.asked == ["/robots.txt", "/a", "/a", "/a"]
    assert clock.waits == [3.0, 3.0, 3.0]


def test_nothing_changed(site: Site, clock: Clock) -> None:
    def route(headers: Mapping[str, str]) -> Reply:
        return Reply(status=304 if headers.get("If-None-Match") == '"7"' else 200)

    site.routes["/a"] = route
    with client(clock) as asked:
        assert asked.get_changed(f"{site.url}/a", None) is not None
        assert asked.get_changed(f"{site.url}/a", Validators('"8"')) is not None
        assert asked.get_changed(f"{site.url}/a", Validators('"7"')) is None


@pytest.mark.parametrize(
    ("robots", "path", "allowed"),
    [
        (Reply(b"User-agent: *\nDisallow: /no"), "/no/a", False),
        (Reply(b"User-agent: *\nDisallow: /no"), "/yes", True),
        (Reply(b"User-agent: detente\nDisallow: /\n\nUser-agent: *\nAllow: /"), "/yes", False),
        (Reply(b"\xef\xbb\xbfUser-agent: *\nDisallow: /"), "/yes", False),
        (Reply(b"\xff\xfe\x00 nonsense"), "/yes", True),
        (Reply(status=404), "/yes", True),
        (Reply(status=403), "/yes", True),
        (Reply(status=500), "/yes", False),
        (to("/elsewhere.txt"), "/yes", False),
    ],
)
def test_robots(site: Site, clock: Clock, robots: Reply, path: str, allowed: bool) -> None:
    site.routes |= {
        "/robots.txt": robots,
        "/elsewhere.txt": Reply(b"User-agent: *\nDisallow: /"),
        path: HELLO,
    }
    if allowed:
        with client(clock) as asked:
            assert asked.get(site.url + path).data == HELLO.data
    else:
        failure = fails(site, clock, path)
        assert "robots.txt" in failure.problem.reason and not failure.lasting
        assert site.count(path) == 0


def test_robots_hold_where_a_redirect_leads(site: Site, clock: Clock) -> None:
    site.routes |= {
        "/robots.txt": Reply(b"User-agent: *\nDisallow: /no"),
        "/a": to("/no/b"),
        "/no/b": HELLO,
    }
    assert "forbids" in fails(site, clock, "/a").problem.reason
    assert site.count("/no/b") == 0


@pytest.mark.parametrize(("delay", "waits"), [(b"7", [2.0, 7.0]), (b"0.5", [2.0, 2.0])])
def test_crawl_delay(site: Site, clock: Clock, delay: bytes, waits: list[float]) -> None:
    site.routes |= {"/robots.txt": Reply(b"User-agent: *\nCrawl-delay: " + delay), "/a": HELLO}
    with client(clock) as asked:
        for _ in range(2):
            asked.get(f"{site.url}/a")
    assert clock.waits == waits


def test_a_crawl_delay_of_hours_leaves_the_rest_to_later_runs(site: Site, clock: Clock) -> None:
    site.routes |= {"/robots.txt": Reply(b"User-agent: *\nCrawl-delay: 7200"), "/a": HELLO}
    with client(clock) as asked:
        asked.get(f"{site.url}/a")
        with pytest.raises(FetchError, match="in peace"):
            asked.get(f"{site.url}/a")
    assert max(clock.waits) < 7200


def busy_once(retry_after: str | None, status: int = 429) -> list[Reply]:
    headers = {"Retry-After": retry_after} if retry_after else {}
    return [Reply(status=status, headers=headers), HELLO]


@pytest.mark.parametrize(
    ("replies", "wait"),
    [
        (busy_once("17"), 17.0),
        (busy_once("0"), 2.0),
        (busy_once(email.utils.formatdate(60, usegmt=True)), 58.0),
        (busy_once("soon"), BACKOFF),
        (busy_once(None, 503), BACKOFF),
    ],
)
def test_a_busy_host_is_asked_again(
    site: Site, clock: Clock, replies: list[Reply], wait: float
) -> None:
    site.routes["/a"] = lambda headers: replies.pop(0)
    with client(clock) as asked:
        assert asked.get(f"{site.url}/a").data == HELLO.data
    assert clock.waits == [2.0, wait]


def test_a_host_that_stays_busy_is_left_alone(site: Site, clock: Clock) -> None:
    site.routes["/a"] = Reply(status=503)
    failure = fails(site, clock, "/a")
    assert (failure.problem.reason, failure.lasting) == ("the server is busy (HTTP 503)", False)
    assert site.count("/a") == 3
    assert clock.waits == [2.0, BACKOFF, 2 * BACKOFF]


def test_a_host_that_asks_for_an_hour_is_not_waited_for(site: Site, clock: Clock) -> None:
    site.routes |= {"/a": Reply(status=429, headers={"Retry-After": "3600"}), "/b": HELLO}
    with client(clock) as asked:
        for path in ("/a", "/b"):
            with pytest.raises(FetchError, match="in peace"):
                asked.get(site.url + path)
    assert (site.count("/a"), site.count("/b"), clock.waits) == (1, 0, [2.0])


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(site: Site, clock: Clock, status: int) -> None:
    site.routes |= {"/a": to("b/c", status), "/b/c": to("../d#part", status), "/d": HELLO}
    with client(clock) as asked:
        assert asked.get(f"{site.url}/a").address == f"{site.url}/d"


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("/a", "in a circle"),
        ("/b", "in a circle"),
        ("file:///etc/hostname", "no web address"),
        ("ftp://gazette.example/a", "no web address"),
        ("javascript:alert(1)", "no address"),
        ("http://me:secret@gazette.example/", "no web address"),
        ("http://[", "no web address"),
    ],
)
def test_redirects_that_are_not_followed(
    site: Site, clock: Clock, target: str, reason: str
) -> None:
    site.routes |= {"/a": to(target), "/b": to("/a")}
    failure = fails(site, clock, "/a")
    assert reason in failure.problem.reason and failure.lasting


def test_redirects_without_end(site: Site, clock: Clock) -> None:
    site.routes |= {f"/{number}": to(f"/{number + 1}") for number in range(50)}
    assert f"more than {MOST_REDIRECTS}" in fails(site, clock, "/0").problem.reason
    assert site.count(f"/{MOST_REDIRECTS + 1}") == 0


@pytest.mark.parametrize(
    ("status", "reason", "lasting"),
    [
        (404, "nothing is there (HTTP 404)", True),
        (410, "nothing is there (HTTP 410)", True),
        (401, "does not give it to everybody (HTTP 401)", True),
        (403, "does not give it to everybody (HTTP 403)", True),
        (418, "answers HTTP 418", True),
        (204, "answers HTTP 204", True),
        (302, "answers HTTP 302", True),  # to nowhere
        (500, "answers HTTP 500", False),
    ],
)
def test_refusals(site: Site, clock: Clock, status: int, reason: str, lasting: bool) -> None:
    site.routes["/a"] = Reply(status=status)
    failure = fails(site, clock, "/a")
    assert reason in failure.problem.reason and failure.problem.advice
    assert failure.lasting is lasting
    assert site.count("/a") == 1


def test_a_server_that_says_nothing(site: Site, clock: Clock) -> None:
    end = threading.Event()

    def route(headers: Mapping[str, str]) -> Reply:
        end.wait(10)
        return HELLO

    site.routes["/a"] = route
    failure = fails(site, clock, "/a", timeout=0.1)
    end.set()
    assert (failure.problem.reason, failure.lasting) == ("no answer within 0.1 s", False)


def test_a_connection_that_breaks_off(site: Site, clock: Clock) -> None:
    replies = [Reply(b"half", cut=True), HELLO]
    site.routes["/a"] = lambda headers: replies.pop(0)
    with client(clock) as asked:
        assert asked.get(f"{site.url}/a").data == HELLO.data
    site.routes["/b"] = Reply(b"half", cut=True)
    assert "broke off" in fails(site, clock, "/b").problem.reason


def test_a_host_that_stays_silent_is_let_be(site: Site, clock: Clock) -> None:
    site.routes |= {path: Reply(b"half", cut=True) for path in ("/a", "/b", "/c")}
    with client(clock) as asked:
        reasons = []
        for path in ("/a", "/b", "/c"):
            with pytest.raises(FetchError) as caught:
                asked.get(site.url + path)
            reasons.append(caught.value.problem.reason)
    assert "no longer answers" in reasons[2] and "broke off" in reasons[1]
    assert site.count("/c") == 0


def test_nobody_is_there(clock: Clock) -> None:
    # A port that needs rights to be opened, and is not.
    failure = fails(Site("http://127.0.0.1:1"), clock, "/a")
    assert failure.problem.reason.startswith("cannot be reached")


@pytest.mark.parametrize("packed", [False, True])
def test_a_huge_answer(site: Site, clock: Clock, packed: bool) -> None:
    data = bytes(transfer.MOST_BYTES + 1)
    headers = {"Content-Encoding": "gzip"} if packed else {}
    site.routes["/a"] = Reply(gzip.compress(data) if packed else data, headers=headers)
    failure = fails(site, clock, "/a")
    assert (failure.problem.reason, failure.lasting) == ("more than 16 MiB", True)
    assert site.count("/a") == 1


def test_an_answer_that_trickles_in(
    site: Site, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "MOST_SECONDS", -1)
    site.routes["/a"] = HELLO
    assert "not complete after" in fails(site, clock, "/a").problem.reason


def test_packing_that_is_none(site: Site, clock: Clock) -> None:
    site.routes["/a"] = Reply(b"no gzip", headers={"Content-Encoding": "gzip"})
    assert "cannot be unpacked" in fails(site, clock, "/a").problem.reason

"""A site on this machine that answers as it is told, a clock that never waits, and a coder that finds
nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from detente.fetching.client import Client, Fetched, Validators
from detente.fetching.transfer import Transfer
from detente.records import Article, ChannelReport, Event, Rejected, Statement

HTML = {"Content-Type": "text/html; charset=utf-8"}
XML = {"Content-Type": "application/rss+xml"}


@dataclass(frozen=True)
class Reply:
    """What the site says; `cut` breaks off after the header has promised more."""

    data: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False


Route = Reply | Callable[[Mapping[str, str]], Reply]


class Site:
    """Answers by path; what it was asked for is kept, with the request's headers."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.routes: dict[str, Route] = {}
        self.asked: list[str] = []
        self.headers: list[Mapping[str, str]] = []

    def count(self, path: str) -> int:
        return self.asked.count(path)

    def answer(self, path: str, headers: Mapping[str, str]) -> Reply:
        self.asked.append(path)
        self.headers.append(headers)
        route = self.routes.get(path, Reply(status=404))
        return route if isinstance(route, Reply) else route(headers)


@contextmanager
def served() -> Iterator[Site]:
    """A site for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reply = site.answer(self.path, dict(self.headers))
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.data) + 100 * reply.cut))
            self.end_headers()
            try:
                self.wfile.write(reply.data)
            except OSError:
                return  # a client that has enough goes away

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Clock:
    """Time that passes only where somebody waits."""

    def __init__(self) -> None:
        self.time = 0.0
        self.waits: list[float] = []

    def now(self) -> float:
        return self.time

    def wall(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.time += seconds


@contextmanager
def client(
    clock: Clock, *, pause: float = 2.0, timeout: float = 5.0, contact: str | None = None
) -> Iterator[Client]:
    with Transfer(clock, contact=contact, timeout=timeout) as transfer:
        yield Client(transfer, clock, pause=pause)


def fetched(data: bytes | str, kind: str = "", charset: str | None = None) -> Fetched:
    """What an address gave, for what is read of it without a network."""
    data = data.encode() if isinstance(data, str) else data
    return Fetched("https://gazette.example/list.xml", kind, charset, data, Validators())


def text(number: int) -> str:
    """The text of an invented report, long enough to stand out on its page."""
    return (
        f"The foreign ministers of Chile and Kenya met in Oslo for round {number} of their talks. "
        "Both sides spoke of fisheries, of a port that Fiji wants to build, and of a loan. "
        "Norway, the host, called the talks useful and offered to hold the next ones as well."
    )


def page(number: int, *, head: str = "") -> Reply:
    """A web page with an invented report."""
    body = "".join(f"<p>{text(number)} Part {part}.</p>" for part in range(3))
    markup = (
        f"<html><head><title>Round {number}</title>{head}</head><body><article>{body}</article>"
    )
    return Reply(f"{markup}</body></html>".encode(), headers=HTML)


def rss(*paths: str, site: Site, title: str = "Harbour Gazette", more: str = "") -> Reply:
    """A feed that names pages of a site."""
    items = "".join(
        f"<item><title>On {path}</title><link>{site.url}{path}</link>"
        f"<pubDate>Thu, 11 Jan 2024 10:15:00 GMT</pubDate>{more}</item>"
        for path in paths
    )
    feed = f'<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'
    return Reply(feed.encode(), headers=XML)


@dataclass(frozen=True)
class Coding:
    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()
    channels: tuple[ChannelReport, ...] = ()
    rejected: tuple[Rejected, ...] = ()


class Quiet:
    """Finds nothing in any text."""

    def code_articles(self, articles: Sequence[Article]) -> list[Coding]:
        return [Coding() for _ in articles]

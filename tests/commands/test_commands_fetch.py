"""`detente fetch` in the form that scripts rely on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import Result
from commands_run import Run

from detente.store import Workspace

WORDS = "China summoned the American ambassador on Monday."
PAGES = {"/1": f"<html><body><article><p>{WORDS}</p></article></body></html>"}


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a site on this machine with a feed of two pages, one of which is gone."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = pages.get(self.path, "").encode()
            self.send_response(200 if data else 404)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    address = f"http://127.0.0.1:{server.server_port}"
    items = "".join(f"<item><link>{address}{path}</link></item>" for path in ("/1", "/2"))
    feed = f'<rss version="2.0"><channel><title>Wire</title>{items}</channel></rss>'
    pages = {**PAGES, "/rss": feed}
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield address
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def feeds(site: str, tmp_path: Path) -> Path:
    path = tmp_path / "feeds.toml"
    path.write_text(f'[defaults]\npause = 0\n[[feed]]\nurl = "{site}/rss"\n', encoding="utf-8")
    return path


def told(result: Result) -> list[str]:
    """The lines at the end of a run, without those on how far it had come."""
    return [line for line in result.stderr.splitlines() if not line.startswith("fetching: ")]


def test_fetch_twice(run: Run, feeds: Path, site: str, tmp_path: Path) -> None:
    first = run("fetch", feeds, "--into", tmp_path / "ws")
    assert (first.exit_code, first.stdout) == (3, "")
    shown = told(first)
    assert [line.split() for line in shown[:2]] == [
        ["new", "known", "failed", "from"],
        ["1", "0", "1", f"{site}/rss"],
    ]
    assert shown[2].strip() == "1 × nothing is there (HTTP 404)"
    assert shown[3].startswith("1 new article, 0 known before; 1 event, ")
    assert shown[4] == "1 address failed: run it again to try them anew"
    assert shown[-1] == f"next: detente events {tmp_path / 'ws'}"
    again = run("fetch", feeds, "--into", tmp_path / "ws")
    assert again.exit_code == 3
    assert told(again)[1].split()[:3] == ["0", "1", "1"]
    assert Workspace.open(tmp_path / "ws").articles().column("text").to_pylist() == [WORDS]


def test_what_was_removed_is_fetched_again_where_it_is_asked_for(
    run: Run, feeds: Path, tmp_path: Path
) -> None:
    ws = tmp_path / "ws"
    run("fetch", feeds, "--into", ws)
    run("remove", ws, "--outlet", "Wire", "--yes")
    same = told(run("fetch", feeds, "--into", ws))
    assert same[3].startswith("0 new articles, ")
    assert same[-1].startswith(f"next: detente status {ws} tells what failed")
    again = told(run("fetch", feeds, "--into", ws, "--again"))
    assert again[3].startswith("1 new article, ")


def test_feeds_that_are_wrong_make_no_workspace(run: Run, tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text("[[feed]]\nurl = 'rss.xml'\n", encoding="utf-8")
    result = run("fetch", tmp_path / "feeds.toml", "--into", tmp_path / "ws")
    assert result.exit_code == 1
    assert "[[feed]] 1: 'rss.xml': no web address" in " ".join(result.stderr.split())
    assert not (tmp_path / "ws").exists()

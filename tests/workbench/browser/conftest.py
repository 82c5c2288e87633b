"""A real browser at a real server; where there is none these tests are skipped, and say so."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from workbench_world import stored

from detente.store import Workspace
from detente.workbench import Settings, make_app

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
"""Debian's, or where `CHROMIUM` says: what is named there must be there."""
REFUSED = "Failed to load resource"
"""What Chromium says of an answer that is a refusal, which is for the page to say."""
PATIENCE = 30_000
"""Milliseconds that a slow machine may take."""


@pytest.fixture
def own(tmp_path: Path) -> Workspace:
    """A workspace in which all may be judged, and two are watched."""
    made = stored(tmp_path / "ws")
    watched = '[[pair]]\nbetween = ["CHL", "NOR"]\n'
    (made.folder / "watch.toml").write_text(watched, encoding="utf-8")
    return made


@pytest.fixture
def address(own: Workspace) -> Iterator[str]:
    """Where it is served."""
    import uvicorn

    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings = Settings(port=listener.getsockname()[1])
        app = make_app(Workspace.open(own.folder), settings)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield settings.address.rstrip("/")
        server.should_exit = True
        thread.join(timeout=10)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Chromium, driven by Playwright."""
    driver = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if not CHROMIUM.exists() and "CHROMIUM" not in os.environ:
        pytest.skip(f"{CHROMIUM} is not installed")
    with driver.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Any, address: str) -> Iterator[Any]:
    """What opens a page, of some width, with JavaScript or without; a complaint of it fails the test."""
    opened, complaints = [], []

    def open_page(path: str, *, width: int = 1300, script: bool = True) -> Any:
        size = {"width": width, "height": 900}
        context = chromium.new_context(base_url=address, viewport=size, java_script_enabled=script)
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text))
        page.on("pageerror", lambda problem: complaints.append(str(problem)))
        page.goto(path)
        return page

    yield open_page
    for context in opened:
        context.close()
    assert [each for each in complaints if not each.startswith(REFUSED)] == []

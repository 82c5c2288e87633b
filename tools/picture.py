"""Photographs the workbench for the README: the page of one pair, as Chromium shows it.

make report; .venv/bin/python tools/picture.py build/china-us /pair/CHN/USA docs/workbench.png
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SIZE = {"width": 1000, "height": 618}
PATIENCE = 60.0
"""Seconds in which the workbench has to answer."""


def main() -> int:
    """Serve a workspace, and write the picture of one of its addresses."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("address")
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "detente", "serve", str(options.workspace)]
    server = subprocess.Popen([*command, "--port", str(port), "--no-browser"])
    try:
        _wait(port)
        _photograph(f"http://127.0.0.1:{port}{options.address}", options.out)
    finally:
        server.terminate()
        server.wait()
    return 0


def _wait(port: int) -> None:
    """Wait until somebody listens."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nothing listens at port {port}")


def _photograph(address: str, out: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE, locale="en-GB", color_scheme="light")  # type: ignore[arg-type]  # a mapping of its own kind
        page.goto(address, timeout=PATIENCE * 1000)
        page.screenshot(path=out)
        browser.close()


if __name__ == "__main__":
    sys.exit(main())

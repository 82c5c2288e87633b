"""A webhook that fails, stalls, redirects, refuses: a real server on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from detente.errors import InputError
from detente.watching import webhook

SECRET = "/hook/t0ken"
TOLD = {"id": "abc", "count": 1, "alerts": [{"what": "Norway → Chile"}]}
STALL = -1


class Clock:
    """Waits for nobody."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    def now(self) -> float:
        return 0.0

    def wall(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)


class Hook:
    """Answers each request by the next of its statuses; keeps what it was sent."""

    def __init__(self, answers: Sequence[int]) -> None:
        self.answers = list(answers)
        self.bodies: list[dict[str, object]] = []
        self.keys: set[str] = set()
        self.done = threading.Event()
        self.address = ""


@pytest.fixture
def hook(request: pytest.FixtureRequest) -> Iterator[Hook]:
    made = Hook(request.param)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.bodies.append(json.loads(body))
            made.keys.add(self.headers["Idempotency-Key"])
            status = made.answers.pop(0)
            if status == STALL:
                made.done.wait(10)
                return
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "http://elsewhere.example/t0ken")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made.address = f"http://127.0.0.1:{server.server_port}{SECRET}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield made
    finally:
        made.done.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize(
    ("hook", "tries"),
    [([200], 1), ([204], 1), ([503, 200], 2), ([500, 429, 201], 3), ([STALL, 200], 2)],
    indirect=["hook"],
)
def test_what_is_taken_in_the_end(hook: Hook, tries: int) -> None:
    clock = Clock()
    webhook.post(hook.address, TOLD, clock=clock, timeout=0.3)
    assert hook.bodies == [TOLD] * tries
    assert hook.keys == {"abc"}
    assert clock.waits == [2.0, 4.0][: tries - 1]


@pytest.mark.parametrize(
    ("hook", "tries", "why"),
    [
        ([500, 500, 500], 3, "it answers 500"),
        ([STALL, STALL, STALL], 3, "no answer within 0.3 s"),
        ([302], 1, "sends on to elsewhere.example"),
        ([308], 1, "sends on to elsewhere.example"),
        ([403], 1, "answers 403"),
    ],
    indirect=["hook"],
)
def test_what_is_not_taken_is_told_without_the_secret(hook: Hook, tries: int, why: str) -> None:
    with pytest.raises(InputError, match=why) as told:
        webhook.post(hook.address, TOLD, clock=Clock(), timeout=0.3)
    assert len(hook.bodies) == tries
    assert "t0ken" not in str(told.value)
    assert "tells it again" in str(told.value)


def test_nobody_there() -> None:
    with pytest.raises(InputError, match="cannot be reached"):
        webhook.post(f"http://127.0.0.1:1{SECRET}", TOLD, clock=Clock())


@pytest.mark.parametrize(
    "address", ["t0ken", "ftp://hooks.example/t0ken", "https:///t0ken", "http://["]
)
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(InputError, match="none that can be posted to") as told:
        webhook.check(address)
    assert "t0ken" not in str(told.value)


@pytest.mark.parametrize(
    "address", ["http://host:99999/t0ken", "http://host:x/t0ken", "http://h:0/"]
)
def test_an_address_with_no_such_port_is_refused_before_any_work(address: str) -> None:
    with pytest.raises(InputError, match="none that can be posted to") as told:
        webhook.check(address)
    assert "t0ken" not in str(told.value)


def test_an_address_that_is_none_after_all_is_refused() -> None:
    with pytest.raises(InputError, match="none that can be posted to") as told:
        webhook.post("http://a\x00b/t0ken", TOLD, clock=Clock())
    assert "t0ken" not in str(told.value)

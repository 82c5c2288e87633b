"""A page that takes long says so, is looked for once, and comes when it is there."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread
from typing import Any

import pytest
from fastapi.testclient import TestClient

from detente.errors import QueryError
from detente.store import Workspace
from detente.workbench import Settings, make_app, waiting
from detente.workbench.waiting import Late, Meanwhile


def test_what_takes_long_is_looked_for_once_and_comes_in_the_end() -> None:
    meanwhile, go, calls = Meanwhile(), Event(), list[int]()

    def find() -> str:
        calls.append(1)
        go.wait(10)
        return "found"

    for _ in range(3):
        with pytest.raises(Late):
            meanwhile.found("/a", find, 0.01)
    go.set()
    assert meanwhile.found("/a", find, 10) == "found"
    assert len(calls) == 1
    assert meanwhile.found("/a", find, 10) == "found"  # asked again, it is looked for again
    assert len(calls) == 2


def test_one_address_does_not_wait_for_another() -> None:
    meanwhile, go = Meanwhile(), Event()
    with pytest.raises(Late):
        meanwhile.found("/slow", lambda: go.wait(10), 0.01)
    assert meanwhile.found("/quick", lambda: 1, 10) == 1
    go.set()


def test_many_who_ask_get_the_same() -> None:
    meanwhile, go, told = Meanwhile(), Event(), list[object]()

    def find() -> object:
        go.wait(10)
        return object()

    asking = [Thread(target=lambda: told.append(meanwhile.found("/a", find, 10))) for _ in range(5)]
    for each in asking:
        each.start()
    while not meanwhile._searches:
        pass
    go.set()
    for each in asking:
        each.join()
    assert len(told) == 5


def test_what_goes_wrong_is_told() -> None:
    def find() -> None:
        raise QueryError("no such thing")

    with pytest.raises(QueryError, match="no such thing"):
        Meanwhile().found("/a", find, 10)


def test_what_nobody_came_back_for_is_looked_for_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile, go = Meanwhile(), Event()
    with pytest.raises(Late):
        meanwhile.found("/a", lambda: go.wait(10) and "old", 0.01)
    go.set()
    meanwhile._searches["/a"].found.result(10)
    monkeypatch.setattr("detente.workbench.waiting.KEPT", -1.0)
    while meanwhile._searches["/a"].ended is None:
        pass
    assert meanwhile.found("/a", lambda: "new", 10) == "new"


def test_the_page_says_that_it_is_being_made(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, look = Event(), waiting._look

    def slow(search: Any, find: Callable[[], Any]) -> None:
        go.wait(10)
        look(search, find)

    monkeypatch.setattr(waiting, "_look", slow)
    app = make_app(workspace, Settings(patience=0.0))
    client = TestClient(app, base_url="http://127.0.0.1")  # not as a context: nothing is made ready
    told = client.get("/?sort=pair")
    assert told.status_code == 202
    assert "being made" in told.text and 'http-equiv="refresh"' in told.text
    go.set()
    app.state.settings = Settings(patience=30.0)
    shown = client.get("/?sort=pair")
    assert shown.status_code == 200 and "being made" not in shown.text

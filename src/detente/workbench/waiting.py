"""Pages that take long: what they show is looked for meanwhile, and whoever asks is told so."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Any

KEPT = 10.0
"""Seconds for which what was found waits to be asked for again; a page that waits asks every second."""


@dataclass(slots=True)
class _Search:
    """What is being looked for, and when it was found."""

    found: Future[Any]
    ended: float | None = None


class Meanwhile:
    """Looks for what is shown at addresses, at each once, however many ask."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._searches: dict[str, _Search] = {}

    def found(self, address: str, find: Callable[[], Any], patience: float) -> Any:
        """What `find` gives, or raises; raises `Late` where that takes more seconds: then ask again."""
        search = self._search(address, find)
        try:
            return search.found.result(patience)
        finally:
            if search.found.done():
                with self._lock:
                    if self._searches.get(address) is search:
                        del self._searches[address]

    def _search(self, address: str, find: Callable[[], Any]) -> _Search:
        with self._lock:
            now = time.monotonic()
            for name, each in list(self._searches.items()):
                if each.ended is not None and now - each.ended > KEPT:  # nobody came back for it
                    del self._searches[name]
            search = self._searches.get(address)
            if search is None:
                search = self._searches[address] = _Search(Future())
                # A daemon: who stops the server need not wait for it.
                Thread(target=_look, args=(search, find), daemon=True).start()
            return search


def _look(search: _Search, find: Callable[[], Any]) -> None:
    try:
        search.found.set_result(find())
    except Exception as problem:  # whoever asked is told
        search.found.set_exception(problem)
    search.ended = time.monotonic()


__all__ = ["Late", "Meanwhile"]

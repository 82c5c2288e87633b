"""A site and a clock for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fetching_world import Clock, Site, served


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as made:
        yield made


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests go to this machine, whatever stands between it and the network."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")

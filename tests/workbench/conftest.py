"""One workspace and one server for all tests that change nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from workbench_long import long_stored
from workbench_world import stored

from detente.store import Workspace
from detente.workbench import Settings, make_app


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The made-up world, stored."""
    return stored(tmp_path_factory.mktemp("workbench") / "w s")


@pytest.fixture(scope="session")
def browser(workspace: Workspace) -> Iterator[TestClient]:
    """What asks the pages of it."""
    with TestClient(make_app(workspace, Settings()), base_url="http://127.0.0.1:8765") as client:
        yield client


@pytest.fixture(scope="session")
def long_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """What asks the pages of a world of some years."""
    made = long_stored(tmp_path_factory.mktemp("workbench") / "long")
    with TestClient(make_app(made, Settings()), base_url="http://127.0.0.1") as client:
        yield client

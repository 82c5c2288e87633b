"""One workspace and one page for all tests of the room."""

from __future__ import annotations

import pytest
from lxml import html
from reporting_world import parsed, stored

from detente.reporting import render
from detente.store import Workspace


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The made-up world, stored."""
    return stored(tmp_path_factory.mktemp("world") / "ws")


@pytest.fixture(scope="session")
def text(workspace: Workspace) -> str:
    """The report on it."""
    return render(workspace, ("CHN", "USA"))


@pytest.fixture(scope="session")
def page(text: str) -> html.HtmlElement:
    """The report's tree."""
    return parsed(text)

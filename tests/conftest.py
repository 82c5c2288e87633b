"""What holds for all tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""Read when numpy is first imported: tests run side by side, and more threads would only wait."""

LONGEST = (
    "docs/test_docs_pages.py", "workbench/browser/test_workbench_browser.py",
    "laboratory/evaluating/test_annotated.py", "workbench/test_workbench_reviewing.py",
    "workbench/test_workbench_api.py", "auditing/test_auditing.py", "measuring/test_level.py",
    "store/test_store_revisions.py", "workbench/test_workbench_passages.py",
    "watching/test_watching_rules.py", "store/test_store_standing.py", "hostile/test_hostile.py",
    "store/test_store_repairing.py", "store/test_store_removal.py", "store/test_store_catalogue.py",
    "store/test_store_kills.py", "laboratory/training/test_onto.py",
    "workbench/test_workbench_site.py", "workbench/test_workbench_watch.py",
)  # fmt: skip
"""Files that take longest: they are begun first, so that no worker waits for another at the end."""

# Many examples are for continuous checks; `make test` is for those who wait.
settings.register_profile(
    "untimed", deadline=None, max_examples=int(os.environ.get("EXAMPLES", "30"))
)
settings.load_profile("untimed")
# Thousands of small commits need not outlive a power failure; the tests of that turn it on again.
os.environ.setdefault("DETENTE_SYNC", "no")


def pytest_configure(config: pytest.Config) -> None:
    """Say what a mark is for."""
    long = (
        "long: minutes of what hardly breaks alone; `make test-long` runs it, `make test` does not"
    )
    config.addinivalue_line("markers", long)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first, and leave the order of the others, and within each, as it is."""
    here = Path(__file__).parent
    places = {here / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing that is kept of the workspaces of tests comes to lie among a user's own files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session", autouse=True)
def made_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What tests take copies of has a place."""
    from made_once import keep_in  # not before the threads of numpy are bounded, above

    keep_in(tmp_path_factory.mktemp("made_once"))

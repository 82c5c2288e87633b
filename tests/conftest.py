"""What holds for all tests."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""Read when numpy is first imported: tests run side by side, and more threads would only wait."""

# Many examples are for continuous checks; `make test` is for those who wait.
settings.register_profile(
    "untimed", deadline=None, max_examples=int(os.environ.get("EXAMPLES", "30"))
)
settings.load_profile("untimed")
# Thousands of small commits need not outlive a power failure; the tests of that turn it on again.
os.environ.setdefault("DETENTE_SYNC", "no")


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

"""Workspaces that take long to make: made once in each process, and each test changes a copy of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Hashable
from functools import cache
from itertools import count
from pathlib import Path

from detente.store import Workspace

Make = Callable[..., Workspace]
"""What makes a workspace in a folder, the same each time."""
_place: list[Path] = []
_names = map(str, count())


def keep_in(folder: Path) -> None:
    """Where they are kept; told before the first test."""
    _place[:] = [folder]


def copy_of(make: Make, folder: Path, *asked: Hashable) -> Workspace:
    """What `make(folder, *asked)` makes, in a folder that is not there yet."""
    return Workspace.open(shutil.copytree(_made(make, *asked), folder))


@cache
def _made(make: Make, *asked: Hashable) -> Path:
    (place,) = _place
    return make(place / next(_names), *asked).folder

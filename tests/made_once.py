"""Workspaces that take long to make: made once in each process, and each test changes a copy of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Hashable, Sequence
from functools import cache
from itertools import count
from pathlib import Path

from detente.store import Workspace, cards, kept, word_index

Make = Callable[..., Workspace]
"""What makes a workspace in a folder, the same each time."""
_place: list[Path] = []
_names = map(str, count())


def keep_in(folder: Path) -> None:
    """Where they are kept; told before the first test."""
    _place[:] = [folder]


def copy_of(make: Make, folder: Path, *asked: Hashable, catalogued: bool = False) -> Workspace:
    """What `make(folder, *asked)` makes, in a folder that is not there yet.

    With `catalogued` its catalogue is there, too, as an earlier run would have left it.
    """
    made = _made(make, *asked)
    copy = Workspace.open(shutil.copytree(made, folder))
    if catalogued:
        for held, file in zip(_catalogue(made), _places(folder), strict=True):
            shutil.copyfile(held, file)
    return copy


@cache
def _made(make: Make, *asked: Hashable) -> Path:
    (place,) = _place
    return make(place / next(_names), *asked).folder


@cache
def _catalogue(made: Path) -> Sequence[Path]:
    """The files of the catalogue of a workspace, where nothing tidies them away."""
    catalogue = Workspace.open(made).catalogue()
    catalogue.index_words()
    catalogue.close()
    (place,) = _place
    return [shutil.copyfile(each, place / next(_names)) for each in _places(made)]


def _places(folder: Path) -> Sequence[Path]:
    """Where the catalogue of a workspace is kept, and its index of words."""
    whole = kept.path_of(folder, cards.held_tables(folder), cards.MADE_BY)
    assert whole is not None
    return [whole, kept.beside(whole, word_index.MADE_BY)]

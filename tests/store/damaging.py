"""How tests damage a workspace, and what they compare."""

from __future__ import annotations

from pathlib import Path

from store_world import FakeCoder, article

from detente.reading_run import read_into
from detente.records import Article, Correction
from detente.store import Workspace

RUNS = (range(4), range(4, 8), range(8, 12))
CORRECTION = Correction(
    "c1", "occurrences", "accept", (), None, None, (), (), "Ana", "2024-01-01", None, "1"
)


def some(numbers: range) -> list[Article]:
    return [article(number) for number in numbers]


def made(folder: Path) -> Workspace:
    """A workspace that was filled in three runs."""
    workspace = Workspace.create(folder)
    for numbers in RUNS:
        read_into(workspace, some(numbers), FakeCoder)
    return workspace


def contents(workspace: Workspace) -> list[object]:
    tables = (
        workspace.articles(), workspace.addresses(), workspace.events(), workspace.statements(),
        workspace.channels(), workspace.rejected(), workspace.revisions(),
    )  # fmt: skip
    return [table.to_pylist() for table in tables]


def files(folder: Path, table: str) -> list[Path]:
    """The files of a table, in the order in which they were written."""
    return sorted((folder / table).glob("*.parquet"), key=lambda file: file.stat().st_mtime_ns)


def entries(folder: Path, table: str) -> list[Path]:
    return sorted((folder / table / "_delta_log").glob("*.json"))


def flip(file: Path) -> None:
    held = bytearray(file.read_bytes())
    held[len(held) // 2] ^= 1
    file.write_bytes(held)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-9])


def empty(file: Path) -> None:
    file.write_bytes(b"")

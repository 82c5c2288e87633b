"""What were the acts taken from: which versions of tables, which outlets, or which files of a data set?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa

from detente.replicating.script import digest
from detente.robustness.material import READ, Source
from detente.store import Workspace
from detente.store.imports import TABLE
from detente.store.layout import has_table, open_table
from detente.store.seeing import files_of
from detente.store.told_pairs import files_told

TABLES = ("articles", "events", "corrections")
"""What acts are taken from that were read here."""


def inputs(workspace: Workspace, source: Source) -> dict[str, Any]:
    """The tables, and of what was read the outlets with the acts that each tells; of what was imported the
    files with the rows of each."""
    if source.name == READ:
        tables = {name: _table(workspace.folder, name, "") for name in TABLES}
        return {"data_set": READ, "tables": tables, "outlets": _outlets(source.usual)}
    return {
        "data_set": source.name,
        "tables": {TABLE: _table(workspace.folder, TABLE, f"{source.name}.")},
        "files": files_told(workspace, source.name, source.between),
    }


def _table(folder: Path, name: str, beginning: str) -> dict[str, Any]:
    """The version of a table, how many of its files begin so, and one digest of their contents."""
    if not has_table(folder, name):
        return {"version": None, "files": 0, "digest": None}
    table = open_table(folder, name)
    paths = [path for path in files_of(table) if path.name.startswith(beginning)]
    return {"version": table.version(), "files": len(paths), "digest": _digest(paths)}


def _digest(paths: Iterable[Path]) -> str:
    """One digest of some files, whatever they are called and in whatever order they come."""
    signs = sorted(digest(path.read_bytes()) for path in paths)
    return digest("\n".join(signs).encode())


def _outlets(acts: pa.Table) -> dict[str, int]:
    counted = Counter(name for names in acts["outlets"].to_pylist() for name in names)
    return dict(sorted(counted.items()))

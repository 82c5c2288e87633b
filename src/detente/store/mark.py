"""The file that makes a folder a workspace, and says of which format."""

from __future__ import annotations

import json
from importlib import metadata
from pathlib import Path

from detente.errors import WorkspaceError
from detente.store.disk import sync
from detente.store.layout import TABLES
from detente.store.lock import LOCK
from detente.store.manifest import MANIFEST

FORMAT = 1
"""Version of the folder's layout; a later one may not be readable here."""
MARK = "workspace.json"


def check_mark(folder: Path) -> None:
    """Raise `WorkspaceError` for a folder that is no workspace of a format that is known here."""
    if not folder.exists():
        raise _refused(folder, "no such folder", f"Make one: detente read PATH --into {folder}")
    if not folder.is_dir():
        raise _refused(folder, "a file, not a folder", "Name the folder of a workspace.")
    if not (folder / MARK).exists():
        raise _refused(
            folder, f"not a workspace: it has no {MARK}", "Name the folder given to --into."
        )
    found = _read_mark(folder)
    if found > FORMAT:
        raise _refused(
            folder,
            f"of format {found}, made by a newer detente; this one reads {FORMAT}",
            "Upgrade: pip install --upgrade detente",
        )


def _read_mark(folder: Path) -> int:
    try:
        return int(json.loads((folder / MARK).read_text(encoding="utf-8"))["format"])
    except (ValueError, KeyError, TypeError) as problem:
        raise _refused(
            folder,
            f"its {MARK} does not say the format",
            f'Restore it from a copy, or write {{"format": {FORMAT}}} into it.',
        ) from problem


def check_vacant(folder: Path) -> None:
    """Raise `WorkspaceError` for a folder in which no workspace can be made."""
    if folder.exists() and not folder.is_dir():
        raise _refused(folder, "a file, not a folder", "Choose another name.")
    if (folder / MARK).exists():
        raise _refused(folder, "a workspace already", "Open it, or choose another folder.")
    # Our own names may be there: from a run killed while it made the workspace.
    ours = {*TABLES, LOCK, MANIFEST, f"{MARK}.new"}
    if folder.exists() and {entry.name for entry in folder.iterdir()} - ours:
        raise _refused(
            folder, "holds other things, and is not a workspace", "Choose a new or empty folder."
        )


def write_mark(folder: Path) -> None:
    """Make a folder whose tables are there a workspace."""
    mark = {"format": FORMAT, "detente": metadata.version("detente")}
    new = folder / f"{MARK}.new"
    new.write_text(json.dumps(mark) + "\n", encoding="utf-8")
    sync((new,))
    new.replace(folder / MARK)
    sync((folder, folder.absolute().parent))


def _refused(folder: Path, what: str, advice: str) -> WorkspaceError:
    return WorkspaceError(what, where=str(folder), advice=advice)

"""Delta's log of one table, as files: one for each commit."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.store.disk import sync
from detente.store.failures import hindered

LOG = "_delta_log"
LAST_CHECKPOINT = "_last_checkpoint"
NOTED = "detente"
"""Name, in what a commit tells of itself, of what the manifest is to tell of the files that came."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a commit changed."""

    came: Mapping[str, int]
    """The files that it added, with their sizes."""
    went: tuple[str, ...]
    noted: str | None
    """What was written under `NOTED`; nothing by older versions, and by Delta itself."""


NOTHING = Entry({}, (), None)


def entry(table: Path, version: int) -> Path:
    """The file that tells what a commit changed."""
    return table / LOG / f"{version:020}.json"


def versions(table: Path) -> list[int]:
    """The commits that have a file in the log, first to last."""
    names = (path.stem for path in (table / LOG).glob("*.json"))
    return sorted(int(name) for name in names if name.isdecimal())


def changes(table: Path, version: int) -> Entry:
    """What a commit changed; nothing, where its entry is gone or damaged."""
    try:
        return _entry(entry(table, version).read_bytes().splitlines())
    except (ValueError, KeyError, TypeError, AttributeError):
        return NOTHING
    except OSError as problem:
        if hindered(problem):
            raise
        return NOTHING


def sign(table: Path) -> str:
    """Something that changes whenever a table does: its last commit, and when that was written; empty where
    there is none.

    Another table in the place of this one has commits of the same names.
    """
    log = table / LOG
    last = max((each.name for each in os.scandir(log) if each.name[0].isdigit()), default="")
    return f"{last} {(log / last).stat().st_mtime_ns}" if last else ""


def sync_entry(table: Path, version: int) -> None:
    """Wait until a commit is on the disk, with the checkpoint that Delta may have made after it."""
    written = sorted((table / LOG).glob(f"{version:020}*"))
    if len(written) > 1:
        written.append(table / LOG / LAST_CHECKPOINT)
    sync(path for path in (*written, table / LOG) if path.exists())


def _entry(lines: Iterable[bytes]) -> Entry:
    came, went, noted = {}, [], None
    for line in lines:
        action: dict[str, Any] = json.loads(line)
        if "add" in action:
            came[str(action["add"]["path"])] = int(action["add"]["size"])
        elif "remove" in action:
            went.append(str(action["remove"]["path"]))
        elif "commitInfo" in action:
            noted = action["commitInfo"].get(NOTED)
    return Entry(came, tuple(went), noted)

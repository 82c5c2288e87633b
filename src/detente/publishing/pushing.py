"""How do the contents of a folder get to object storage?"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from detente.errors import WorkspaceError
from detente.publishing.contents import Contents, Kept, contents_of
from detente.publishing.shelf import Moved, Progress, Shelf, at_once
from detente.store import Workspace
from detente.store.failures import explained
from detente.store.lock import writer_lock
from detente.store.manifest import digest_of


def push(workspace: Workspace, address: str, *, on_progress: Progress = lambda size: None) -> Moved:
    """Make the contents of a workspace those that count at an address such as `s3://bucket/ws`.

    Only files that are not there yet are moved, among them those that somebody deleted there; killed at any
    moment and run again, it goes on. Nobody else writes to the folder meanwhile. `on_progress` is told of
    bytes as files are there. Raises `WorkspaceError` where what lies there holds what the folder does not,
    and where the folder is damaged; `InputError` where object storage cannot be asked.
    """
    shelf, folder = Shelf(address), workspace.folder
    with writer_lock(folder):
        before, small = shelf.counting(), dict[str, bytes]()
        with explained(folder):
            contents = contents_of(folder, small)
        total = sum(kept.size for kept in contents.files.values())
        if before and not contents.goes_on_from(before.contents):
            raise _not_from(shelf, before.contents, contents, folder)
        moved = _put_files(shelf, folder, contents, small, on_progress)
        same = before is not None and contents == before.contents
        if not same and not shelf.count(contents, before):
            raise WorkspaceError(
                "another push came first",
                where=shelf.name,
                advice=f"What you have is not there. Run it again: detente push {folder} {shelf.name}",
            )
    return Moved(len(moved), sum(kept.size for kept in moved), len(contents.files), total)


def _put_files(
    shelf: Shelf,
    folder: Path,
    contents: Contents,
    small: Mapping[str, bytes],
    on_progress: Progress,
) -> list[Kept]:
    """Put the files there that are not there yet; those that were put."""
    there, missing = shelf.there(), dict[Kept, str]()
    for name, kept in sorted(contents.files.items()):
        if there.get(kept.digest) == kept.size:
            on_progress(kept.size)
        else:
            missing.setdefault(kept, name)
    with tempfile.TemporaryDirectory(prefix="detente-") as spare:

        def put(each: tuple[Kept, str]) -> None:
            kept, name = each
            file = folder / name
            if name in small:  # as it was when the contents were looked at
                file = Path(spare) / kept.digest
                file.write_bytes(small[name])
            elif digest_of(file) != kept.digest:
                raise WorkspaceError(
                    f"damaged: {name} is not what was written",
                    where=str(folder),
                    advice=f"See what is lost, and repair it: detente check {folder}",
                )
            shelf.put(file, kept)

        with explained(folder):
            for kept, _ in at_once(put, missing.items()):
                on_progress(kept.size)
    return [*missing]


def _not_from(shelf: Shelf, there: Contents, here: Contents, folder: Path) -> WorkspaceError:
    if there.goes_on_from(here):
        return WorkspaceError(
            "it is further than this folder",
            where=shelf.name,
            advice=f"Get what was added: detente pull {shelf.name} {folder}",
        )
    return WorkspaceError(
        "it holds records that this folder does not, as far as their logs tell",
        where=shelf.name,
        advice="Pull it into a new folder and read there what this one has more; or push to another key.",
    )

"""The occurrences of all events of a workspace, as they stand: kept from one question to the next.

They are kept in a file beside the catalogue (`kept`), one for each workspace and version of the code that
made it. It says of which state of the tables it was made; where they came further, what is new is merged
into a copy, which takes its place when it is whole and on the disk. One that is broken is made anew.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
from deltalake import DeltaTable

from detente import merging
from detente.errors import WorkspaceError
from detente.merging import Judged
from detente.store import cards, corrections, kept, remerging, remerging_sql, seeing
from detente.store.connected import connected
from detente.store.databases import opened
from detente.store.disk import sync
from detente.store.kept import MERGED
from detente.store.layout import has_table
from detente.store.remerging import Remerging
from detente.store.stopping import passing_over
from detente.version import __version__

MADE_OF = ("articles", "revisions", "events", "corrections")
"""Tables that occurrences follow from."""
FAULTS = (OSError, duckdb.Error, WorkspaceError)
"""What may go wrong with a file that is kept: then there is none."""
TRIES = 3
"""How often what others wrote meanwhile is merged, too, before it is left."""


def answers(
    folder: Path,
    ask: Callable[[duckdb.DuckDBPyConnection], Iterator[pa.Table]],
    *,
    superseded: bool = False,
    uncorrected: bool = False,
) -> Iterator[pa.Table]:
    """What a question finds on the connection of `standing`.

    Where that breaks off before anything was found, as a kept file does that is broken and hence was let go
    of, it is asked once more.
    """
    found = False
    try:
        with standing(folder, superseded=superseded, uncorrected=uncorrected) as connection:
            for each in ask(connection):
                found = True
                yield each
        return
    except duckdb.Error as problem:
        if found or isinstance(problem, duckdb.InterruptException):
            raise
    with standing(folder, superseded=superseded, uncorrected=uncorrected) as connection:
        yield from ask(connection)


@contextmanager
def standing(
    folder: Path, *, superseded: bool = False, uncorrected: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that sees the `occurrences` of all events of a workspace.

    They are kept if only what counts is asked for, as it was corrected.
    """
    making = _Making(folder, superseded=superseded, uncorrected=uncorrected)
    path = None if superseded or uncorrected else _path(folder)
    with tempfile.TemporaryDirectory(prefix="detente-", ignore_cleanup_errors=True) as place:
        found = None
        if path is not None:
            with passing_over(*FAULTS):  # a full disk, a cache that cannot be written
                found = _kept(path, making)
        if found is None:
            own = Path(place) / f"all{MERGED}"
            making.write(own, earlier=path)
            found = _seen(own)
        with found as connection:
            try:
                yield connection
            except duckdb.InterruptException:
                raise
            except duckdb.Error:  # a file that is broken is not kept
                if path is not None:
                    path.unlink(missing_ok=True)
                raise


def _kept(path: Path, making: _Making) -> duckdb.DuckDBPyConnection | None:
    """The file that is kept, brought to what the tables hold; None where others write all the time."""
    for _ in range(TRIES):
        signs = _signs(making.folder)
        if not signs:
            return None
        if _signs_in(path) == signs:
            kept.touch(path)
            return _seen(path)
        kept.keep(path, lambda new: making.write(new, earlier=path))
    return None


class _Making:
    """How a file is made."""

    def __init__(self, folder: Path, *, superseded: bool, uncorrected: bool) -> None:
        self.folder = folder
        self._shown = {"superseded": superseded, "uncorrected": uncorrected}

    def write(self, new: Path, *, earlier: Path | None) -> None:
        """Write the occurrences into a new file; what an earlier one holds is taken over."""
        if earlier is not None and _signs_in(earlier) is not None:
            with passing_over(*FAULTS):
                shutil.copyfile(earlier, new)
                self._make(new, kept=True)
                return
            for left in new.parent.glob(f"{new.name}*"):  # what DuckDB noted of it beside, too
                left.unlink()
        self._make(new, kept=False)

    def _make(self, new: Path, *, kept: bool) -> None:
        before = _signs(self.folder)
        with connected(self.folder, "events", "", **self._shown) as connection:
            judged = self._judged()
            # Where another wrote meanwhile, it is not known of which state this is.
            signs = before if _signs(self.folder) == before else ""
            connection.execute(f"ATTACH {seeing.quoted(str(new))} AS made")
            Remerging(connection, judged).make(signs, kept=kept)
            connection.execute("CHECKPOINT made")
            connection.execute("DETACH made")
        sync([new])

    def _judged(self) -> Judged:
        found = None if self._shown["uncorrected"] else corrections.corrected(self.folder)
        return found.links if found else ()


def _path(folder: Path) -> Path | None:
    """Where the occurrences of a workspace are kept by this version; None where they cannot be."""
    try:
        made_by = f"{_code()} {duckdb.__version__} {__version__}"
    except OSError:  # a program in one file has no modules to read
        return None
    path = kept.path_of(folder, {}, made_by)
    return path and path.with_suffix(MERGED)


def _code() -> str:
    """A digest of what decides how reports are merged."""
    content = hashlib.sha256()
    own = (Path(str(each.__file__)) for each in (remerging, remerging_sql))
    for path in sorted((*Path(merging.__file__).parent.rglob("*.*"), *own)):
        if path.suffix in (".py", ".tsv"):
            content.update(path.name.encode() + path.read_bytes())
    return content.hexdigest()


def _signs(folder: Path) -> str:
    """Something that changes whenever a table does; empty where it cannot be told."""
    try:
        tables = {name: DeltaTable(folder / name) for name in MADE_OF if has_table(folder, name)}
        return hashlib.sha256(kept.state_of(folder, tables)).hexdigest()
    except OSError:
        return ""


def _signs_in(path: Path) -> str | None:
    """Of which state of the tables a file was made; None where it is none, or is broken."""
    if not path.exists():
        return None
    try:
        with _seen(path) as connection:
            ((signs,),) = connection.execute("SELECT signs FROM state").fetchall()
    except (OSError, duckdb.Error, ValueError):
        return None
    return str(signs)


def _seen(path: Path) -> duckdb.DuckDBPyConnection:
    connection = opened()
    try:
        seeing.bound(connection)
        cards.look_into(connection, path)
    except duckdb.Error:
        connection.close()
        raise
    return connection

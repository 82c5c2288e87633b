"""The side of a worker: articles from a file, records into files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from detente.cluster.marks import Marks
from detente.cluster.units import Coded, Unit
from detente.engines import ArticleCoder, CoderFactory
from detente.engines.allowing import SECONDS, allow
from detente.engines.grouping import BATCH, CHARACTERS, grouped
from detente.engines.safely import code_safely
from detente.engines.worker import portable
from detente.errors import WorkspaceError
from detente.records import Rejected
from detente.store.failures import explained
from detente.store.parts import read_part, write_part
from detente.version import __version__

RECORDS = ("events", "statements", "channels")


class UnitCoder:
    """Codes units; one in each worker, with one coder."""

    def __init__(
        self, workspace: Path, marks: Marks, coder_factory: CoderFactory, version: str
    ) -> None:
        self._workspace = workspace
        self._marks = marks
        self._coder_factory = coder_factory
        self._version = version
        self._coder: ArticleCoder | None = None

    def __call__(self, unit: Unit) -> Coded | Exception:
        """What was written of a unit, or what went wrong.

        That is told as a value: an exception would be taken for the fault of the unit.
        """
        try:
            return self._code(unit)
        except Exception as problem:
            return portable(problem)

    def _code(self, unit: Unit) -> Coded:
        check_here(self._marks, self._version)
        if self._coder is None:
            self._coder = self._coder_factory()
        mark = self._marks.begin(unit)
        with explained(self._workspace):
            articles = read_part(self._workspace, unit.staged, unit.first, unit.count)
        found: dict[str, list[Any]] = {name: [] for name in (*RECORDS, "rejected")}
        for batch in grouped(articles, BATCH, CHARACTERS):
            allow(batch, SECONDS)
            for coded in code_safely(self._coder, batch):
                for name, records in found.items():
                    records += getattr(coded, name)
        written = self._written(found)
        mark.unlink(missing_ok=True)
        return written

    def _written(self, found: dict[str, list[Any]]) -> Coded:
        met = len(found["rejected"])
        found["rejected"] = _once(found["rejected"])
        with explained(self._workspace):
            parts = [write_part(self._workspace, name, rows) for name, rows in found.items()]
        return Coded(tuple(part for each in parts for part in each), met)


def check_here(marks: Marks, version: str) -> None:
    """Raise `WorkspaceError` where this machine does not see the workspace, or has another detente."""
    if not marks.are_seen():
        raise WorkspaceError(
            f"{machine()} does not see the workspace",
            where=str(marks.folder.parent.parent),
            advice="Put it where all machines of the cluster find it under one path, as on NFS or a shared "
            "volume.",
        )
    if version != __version__:
        raise WorkspaceError(
            f"{machine()} has detente {__version__}, and this machine {version}",
            where=str(marks.folder.parent.parent),
            advice="Install the same version on all machines of the cluster.",
        )


def machine() -> str:
    """The machine that this runs on, as messages name it."""
    import socket

    return f"the machine {socket.gethostname()}"


def _once(rejected: Sequence[Rejected]) -> list[Rejected]:
    by_key: dict[object, Rejected] = {}
    for row in rejected:
        by_key.setdefault((row.path, row.place, row.stage, row.reason, row.article_id), row)
    return list(by_key.values())

"""The side of a worker: articles from a file, records into files."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from detente.cluster.build import build
from detente.cluster.marks import Marks
from detente.cluster.units import Coded, Hindered, Unit
from detente.engines import ArticleCoder, CoderFactory
from detente.engines.allowing import SECONDS, allow
from detente.engines.grouping import BATCH, CHARACTERS, grouped
from detente.engines.safely import code_safely
from detente.engines.worker import portable
from detente.errors import DetenteError, WorkspaceError
from detente.records import Rejected
from detente.store.failures import explained, forbids_writing
from detente.store.parts import read_part, write_part

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

    def __call__(self, unit: Unit) -> Coded | Hindered | Exception:
        """What was written of a unit, or what went wrong here.

        That is told as a value: an exception would be taken for the fault of the unit.
        """
        try:
            return self._code(unit)
        except WorkspaceError as problem:
            told = met_here(problem)
            cause = problem.__cause__
            if cause is not None and forbids_writing(cause) and isinstance(told, WorkspaceError):
                return Hindered(told)
            return told
        except Exception as problem:
            return met_here(problem)

    def _code(self, unit: Unit) -> Coded:
        check_here(self._marks, self._version)
        if self._coder is None:
            self._coder = self._coder_factory()
        with explained(self._workspace):
            mark = self._marks.begin(unit)
            articles = read_part(self._workspace, unit.staged, unit.first, unit.count)
        found: dict[str, list[Any]] = {name: [] for name in (*RECORDS, "rejected")}
        for batch in grouped(articles, BATCH, CHARACTERS):
            allow(batch, SECONDS)
            for coded in code_safely(self._coder, batch):
                for name, records in found.items():
                    records += getattr(coded, name)
        try:
            return self._written(found)
        finally:  # it did not end its worker, whether its records could be written or not
            with suppress(OSError):
                mark.unlink(missing_ok=True)

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
            where=str(marks.workspace),
            advice="Put it where all machines of the cluster find it under one path, as on NFS or a shared "
            "volume.",
        )
    if version != build():
        raise WorkspaceError(
            f"{machine()} has detente {build()}, and this machine {version}",
            where=str(marks.workspace),
            advice="Install the same one on all machines of the cluster.",
        )


def check_writing_here(marks: Marks) -> None:
    """Raise `WorkspaceError` where this machine sees the workspace and cannot write to it."""
    try:
        with explained(marks.workspace):
            marks.try_writing()
    except WorkspaceError as problem:
        raise met_here(problem) from problem


def met_here(problem: Exception) -> Exception:
    """The problem as it can be sent to the driver, with the machine on which it was met."""
    if isinstance(problem, DetenteError) and machine() not in str(problem):
        where = f"{problem.where}, on {machine()}" if problem.where else machine()
        return type(problem)(problem.what, where=where, advice=problem.advice)
    problem.add_note(f"on {machine()}")
    return portable(problem)


def machine() -> str:
    """The machine that this runs on, as messages name it."""
    import socket

    return f"the machine {socket.gethostname()}"


def _once(rejected: Sequence[Rejected]) -> list[Rejected]:
    by_key: dict[object, Rejected] = {}
    for row in rejected:
        by_key.setdefault((row.path, row.place, row.stage, row.reason, row.article_id), row)
    return list(by_key.values())

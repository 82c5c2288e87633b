"""An audit: how far it is, and how right what was coded is by it; the same as `detente audit` tells."""

from __future__ import annotations

from dataclasses import dataclass

from detente.auditing import AccuracyRow, Checked, Progress, accuracy, checked
from detente.auditing.telling import in_words
from detente.errors import TooLittleDataError
from detente.store import Workspace
from detente.store.countries import country_name
from detente.workbench.addresses import AuditAsked


@dataclass(frozen=True, slots=True)
class Audit:
    """What the page of an audit shows."""

    asked: AuditAsked
    names: tuple[str, str]
    progress: Progress
    rows: tuple[AccuracyRow, ...]
    """Its figures; none where hardly anything is checked."""
    told: tuple[str, ...]
    """The figures in words."""
    queue: str
    """Where its sample is checked."""


def audit(workspace: Workspace, asked: AuditAsked) -> Audit:
    """The audit of two states that was drawn last. Raises `QueryError` where none was."""
    found = checked(workspace, asked.between)
    first, second = asked.between
    rows, told = _figures(found)
    return Audit(
        asked=asked,
        names=(country_name(first), country_name(second)),
        progress=found.progress,
        rows=rows,
        told=told,
        queue=asked.queue,
    )


def _figures(found: Checked) -> tuple[tuple[AccuracyRow, ...], tuple[str, ...]]:
    try:
        known = accuracy(found)
    except TooLittleDataError as problem:
        return (), (f"{problem.what[:1].upper()}{problem.what[1:]}: too few for a figure.",)
    return known.rows, tuple(in_words(known).splitlines())

"""Records as rows of text cells: the CSV form.

A nested field becomes a column for each of its own (`trigger_text`, `trigger_start` …), a list
becomes one cell with its members joined by `;`, so that the columns of one list run in parallel
(a `;` inside a member is written `\\;`, and a list within a member is joined by `,`). An empty cell
is a null or an empty list.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import typing
from typing import Any

from detente.schema import hints

JOINT = ";"


def flat_header(record: type) -> list[str]:
    """Column names, in declared order."""
    return [column for name, hint in hints(record).items() for column in _columns(name, hint)]


def flat_row(item: Any) -> list[str]:
    """The cells of one record, in the order of `flat_header`."""
    record: type = type(item)
    return [
        cell for name, hint in hints(record).items() for cell in _cells(getattr(item, name), hint)
    ]


def _columns(name: str, hint: Any) -> list[str]:
    nested = _nested(hint)
    return [name] if nested is None else [f"{name}_{inner}" for inner in hints(nested)]


def _cells(value: Any, hint: Any) -> list[str]:
    nested = _nested(hint)
    if nested is None:
        return [_joined(value) if isinstance(value, tuple) else _cell(value)]
    if isinstance(value, tuple):
        return [_joined(getattr(member, name) for member in value) for name in hints(nested)]
    return [_cell(getattr(value, name, None)) for name in hints(nested)]


def _nested(hint: Any) -> Any:
    """The record class that a field holds, alone, in a list or optionally; None for plain ones."""
    if dataclasses.is_dataclass(hint):
        return hint
    return next(filter(None, map(_nested, typing.get_args(hint))), None)


def _joined(values: Any) -> str:
    return JOINT.join(_cell(value).replace(JOINT, "\\" + JOINT) for value in values)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ",".join(map(_cell, value))
    return value.isoformat() if isinstance(value, dt.date) else str(value)

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
from dataclasses import dataclass
from functools import cache
from typing import Any

from detente.schema import choices, hints, meaning, scalar

JOINT = ";"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the flat form."""

    name: str
    meaning: str
    kind: type = str
    """`str`, `int`, `float`, `bool` or `date`; `str` where a cell joins several."""
    choices: tuple[str, ...] = ()
    """The values it may have, where the list of them is closed."""


def flat_columns(record: type) -> list[Column]:
    """The columns of a record class, in declared order."""
    return [each for name, hint in hints(record).items() for each in _columns(record, name, hint)]


def flat_header(record: type) -> list[str]:
    """Column names, in declared order."""
    return [column.name for column in flat_columns(record)]


def flat_values(item: Any) -> list[Any]:
    """The values of one record, in the order of `flat_columns`; lists are joined, others as they are."""
    record: type = type(item)
    return [
        value
        for name, hint in hints(record).items()
        for value in _values(getattr(item, name), hint)
    ]


def flat_row(item: Any) -> list[str]:
    """The cells of one record, in the order of `flat_header`."""
    return [cell(value) for value in flat_values(item)]


def _columns(record: type, name: str, hint: Any) -> list[Column]:
    nested = _nested(hint)
    meant = meaning(record, name)
    if nested is None:
        kind = str if _is_list(hint) else scalar(hint)
        return [Column(name, meant, kind, choices(record).get(name, ()))]
    closed = {} if _is_list(hint) else choices(nested)
    return [
        Column(
            f"{name}_{inner}",
            f"{meant}: {meaning(nested, inner)}",
            str if _is_list(hint) or _is_list(told) else scalar(told),
            closed.get(inner, ()),
        )
        for inner, told in hints(nested).items()
    ]


def _values(value: Any, hint: Any) -> list[Any]:
    nested = _nested(hint)
    if nested is None:
        return [joined(value) if isinstance(value, tuple) else value]
    if isinstance(value, tuple):
        return [joined(getattr(member, name) for member in value) for name in hints(nested)]
    held = (getattr(value, name, None) for name in hints(nested))
    return [joined(each) if isinstance(each, tuple) else each for each in held]


@cache
def _is_list(hint: Any) -> bool:
    return typing.get_origin(hint) is tuple


@cache
def _nested(hint: Any) -> Any:
    """The record class that a field holds, alone, in a list or optionally; None for plain ones."""
    if dataclasses.is_dataclass(hint):
        return hint
    return next(filter(None, map(_nested, typing.get_args(hint))), None)


def joined(values: Any) -> str:
    """Several values as the text of one cell."""
    return JOINT.join(cell(value).replace(JOINT, "\\" + JOINT) for value in values)


def cell(value: Any) -> str:
    """A value as the text of a cell; empty where there is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ",".join(map(cell, value))
    return value.isoformat() if isinstance(value, dt.date) else str(value)

"""The twins of pages: what a page shows, as JSON, and its main table as CSV."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Sequence
from typing import Any, get_args, get_origin, get_type_hints

from fastapi import Request, Response

from detente.cells import csv_line
from detente.schema import hints
from detente.workbench.addresses import HOME
from detente.workbench.api import plain
from detente.workbench.pages import Page
from detente.workbench.parameters import read_drawing

ENDINGS = ("json", "csv")
DRAWING = "/pair/{first}/{second}.svg"
INKED = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""Of a drawing that is opened by itself: it loads and runs nothing, and has its ink with it."""


def path_of(page: Page, ending: str) -> str:
    """The pattern of the addresses of a page's twins."""
    return f"{'/overview' if page.path == HOME else page.path}.{ending}"


def answer(page: Page, ending: str) -> Callable[[Request], Response]:
    """What answers the address of a twin."""

    def as_json(request: Request) -> Response:
        return Response(to_json(page.found(request)), media_type="application/json")

    def as_csv(request: Request) -> Response:
        view = page.found(request)
        table = to_csv(view.rows, header_of(view))
        return Response(table, media_type="text/csv; charset=utf-8")

    return as_json if ending == "json" else as_csv


def drawing(request: Request) -> Response:
    """What answers the address of the chart of a pair."""
    from detente.workbench.views import pair

    path, given = request.path_params, request.query_params
    found = {name: given.getlist(name) for name in given}
    asked, size = read_drawing(path["first"], path["second"], found)
    drawn = pair.drawing(request.app.state.workspace, asked, size)
    return Response(drawn, media_type="image/svg+xml", headers={"Content-Security-Policy": INKED})


def to_json(view: Any) -> str:
    """A view as JSON; drawings are left out."""
    return json.dumps(plain(_told(view)), ensure_ascii=False, indent=1, allow_nan=False)


def to_csv(rows: Sequence[Any], header: Sequence[str] = ()) -> str:
    """The rows of a view's main table; columns that do not hold plain values are left out. Without rows its
    header alone."""
    if not rows:
        return csv_line(header) if header else ""
    held = [_fields(row) for row in rows]
    names = [name for name in held[0] if name not in DRAWN]
    columns = [name for name in names if all(_is_plain(row[name]) for row in held)]
    return "".join(map(csv_line, (columns, *([row[name] for name in columns] for row in held))))


def header_of(view: Any) -> list[str]:
    """The columns of a view's main table, whether it has rows or not."""
    if hasattr(view, "columns"):
        return list(view.columns)
    kind: Any = type(view)
    declared = kind.rows
    is_made = isinstance(declared, property)
    told = get_type_hints(declared.fget)["return"] if is_made else hints(kind)["rows"]
    of_row = hints(get_args(told)[0])
    return [name for name in of_row if name not in DRAWN and _holds_plain(of_row[name])]


def _holds_plain(kind: Any) -> bool:
    return not any(
        dataclasses.is_dataclass(each) or get_origin(each) in (tuple, list, dict)
        for each in (kind, *get_args(kind))
    )


def _fields(row: Any) -> dict[str, Any]:
    if isinstance(row, dict):
        return row
    return {each.name: getattr(row, each.name) for each in dataclasses.fields(row)}


def _is_plain(value: Any) -> bool:
    return not isinstance(value, (tuple, list, dict)) and not dataclasses.is_dataclass(value)


def _told(value: Any) -> Any:
    """A view as dictionaries and lists, without what it draws."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: _told(each) for name, each in _fields(value).items() if name not in DRAWN}
    if isinstance(value, (tuple, list)):
        return [_told(each) for each in value]
    return {str(k): _told(each) for k, each in value.items()} if isinstance(value, dict) else value


DRAWN = frozenset({"chart", "charts", "series"})
"""Fields that hold what a page draws; the numbers stand beside them."""

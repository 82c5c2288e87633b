"""The twins of pages: what a page shows, as JSON, and its main table as CSV."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import json
from collections.abc import Callable, Sequence
from typing import Any

from fastapi import Request, Response

from detente.workbench.addresses import HOME
from detente.workbench.pages import Page

ENDINGS = ("json", "csv")


def path_of(page: Page, ending: str) -> str:
    """The pattern of the addresses of a page's twins."""
    return f"{'/overview' if page.path == HOME else page.path}.{ending}"


def answer(page: Page, ending: str) -> Callable[[Request], Response]:
    """What answers the address of a twin."""

    def as_json(request: Request) -> Response:
        return Response(to_json(page.found(request)), media_type="application/json")

    def as_csv(request: Request) -> Response:
        rows = page.found(request).rows
        return Response(to_csv(rows), media_type="text/csv; charset=utf-8")

    return as_json if ending == "json" else as_csv


def to_json(view: Any) -> str:
    """A view as JSON, with dates in ISO form; drawings are left out."""
    return json.dumps(_plain(view), ensure_ascii=False, indent=1)


def to_csv(rows: Sequence[Any]) -> str:
    """The rows of a view's main table; cells that are no plain values are left out."""
    written = io.StringIO()
    if rows:
        names = [each.name for each in dataclasses.fields(rows[0])]
        plain = [name for name in names if _is_plain(getattr(rows[0], name))]
        table = csv.writer(written, lineterminator="\n")
        table.writerow(plain)
        table.writerows([_cell(getattr(row, name)) for name in plain] for row in rows)
    return written.getvalue()


def _is_plain(value: Any) -> bool:
    return not isinstance(value, (tuple, dict)) and not dataclasses.is_dataclass(value)


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        told = {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
        return {name: _plain(each) for name, each in told.items() if name not in DRAWN}
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    return value.isoformat() if isinstance(value, dt.date) else value


DRAWN = frozenset({"chart", "charts", "series"})
"""Fields that hold what a page draws; the numbers stand beside them."""

"""A relation period by period, and its forms for other programs."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from detente.errors import InputError
from detente.records import column
from detente.schema import arrow_schema, csv_header, to_dict


@dataclass(frozen=True, slots=True)
class Row:
    """One period."""

    period: str = column("name of the period, such as `2024-01`")
    start: dt.date = column("first day counted")  # noqa: RUF009 (a field, not a value)
    end: dt.date = column("last day counted")  # noqa: RUF009
    n: int = column("occurrences")
    verbal_cooperation: int = column("occurrences of that quad class")
    material_cooperation: int = column("occurrences of that quad class")
    verbal_conflict: int = column("occurrences of that quad class")
    material_conflict: int = column("occurrences of that quad class")
    net: float | None = column("mean score, -10 (conflict) to 10; null without occurrences")
    total: float = column("sum of the scores")
    cooperation: float | None = column(
        "share of occurrences that are cooperative, 0 to 1; null without occurrences"
    )
    outlets: int = column("different outlets that told them")
    forward: int = column("occurrences only of the first state towards the second")
    backward: int = column("occurrences only of the second state towards the first")
    mutual: int = column("occurrences in both directions")


@dataclass(frozen=True, slots=True)
class Series:
    """How two states dealt with each other, period by period, empty periods included."""

    between: tuple[str, str]
    every: str
    directed: bool
    track: str | None
    rows: tuple[Row, ...]

    def to_table(self) -> pa.Table:
        """Arrow table of the rows; what was measured is in the schema's metadata."""
        schema = arrow_schema(Row).with_metadata({"detente": json.dumps(self._asked())})
        return pa.Table.from_pylist([to_dict(row) for row in self.rows], schema=schema)

    def to_csv(self) -> str:
        """CSV with a header; an empty cell is a null."""
        out = io.StringIO()
        writer = csv.DictWriter(out, csv_header(Row), lineterminator="\n")
        writer.writeheader()
        writer.writerows(to_dict(row) for row in self.rows)
        return out.getvalue()

    def to_json(self) -> str:
        """One JSON object: what was measured, and `rows`."""
        rows = [to_dict(row) for row in self.rows]
        return json.dumps({**self._asked(), "rows": rows}, default=dt.date.isoformat)

    def to_parquet(self, path: str | Path) -> None:
        """Write the table to a Parquet file; raises `InputError` where that is not possible."""
        try:
            pq.write_table(self.to_table(), path)
        except OSError as problem:
            raise InputError(
                f"cannot be written ({problem})", where=str(path), advice="Choose another file."
            ) from problem

    def _asked(self) -> dict[str, Any]:
        names = (field.name for field in dataclasses.fields(self) if field.name != "rows")
        return {name: getattr(self, name) for name in names}

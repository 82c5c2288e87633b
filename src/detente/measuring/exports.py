"""How a result leaves: Arrow, pandas, Polars, CSV, JSON and Parquet, alike for every measure."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import pyarrow as pa
import pyarrow.parquet as pq

from detente.errors import InputError, MissingExtraError
from detente.schema import arrow_schema, csv_header, to_dict


class Exports:
    """A result whose rows are records of one class; what was asked goes with them as metadata."""

    __slots__ = ()
    record: ClassVar[type]

    def records(self) -> Sequence[Any]:
        """The rows of the result."""
        raise NotImplementedError

    def asked(self) -> dict[str, Any]:
        """What was measured, and how."""
        raise NotImplementedError

    def to_table(self) -> pa.Table:
        """Arrow table of the rows; what was asked is in the schema's metadata."""
        told = json.dumps(self.asked(), default=str)
        schema = arrow_schema(self.record).with_metadata({"detente": told})
        return pa.Table.from_pylist([to_dict(row) for row in self.records()], schema=schema)

    def to_pandas(self) -> Any:
        """The rows as a pandas frame."""
        return self.to_table().to_pandas()

    def to_polars(self) -> Any:
        """The rows as a Polars frame; raises `MissingExtraError` where Polars is not installed."""
        try:
            import polars
        except ImportError as problem:
            raise MissingExtraError(
                "Polars is not installed", advice="Run `pip install polars`, or use to_pandas()."
            ) from problem
        return polars.from_arrow(self.to_table())

    def to_csv(self) -> str:
        """CSV with a header; an empty cell is a null."""
        out = io.StringIO()
        writer = csv.DictWriter(out, csv_header(self.record), lineterminator="\n")
        writer.writeheader()
        writer.writerows(to_dict(row) for row in self.records())
        return out.getvalue()

    def to_json(self) -> str:
        """One JSON object: what was asked, and `rows`."""
        rows = [to_dict(row) for row in self.records()]
        return json.dumps({**self.asked(), "rows": rows}, default=dt.date.isoformat)

    def write(self, path: str | Path) -> None:
        """Write to a file whose name ends in .csv, .json or .parquet; raises `InputError` else."""
        target = Path(path)
        writers = {".csv": self.to_csv, ".json": self.to_json}
        try:
            if target.suffix == ".parquet":
                pq.write_table(self.to_table(), target)
            elif target.suffix in writers:
                target.write_text(writers[target.suffix](), encoding="utf-8")
            else:
                raise InputError(
                    "has a name that tells no form",
                    where=str(path),
                    advice="End it in .csv, .json or .parquet.",
                )
        except OSError as problem:
            raise InputError(
                f"cannot be written ({problem})", where=str(path), advice="Choose another file."
            ) from problem

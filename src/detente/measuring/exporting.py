"""How a result leaves: Arrow, pandas, Polars, CSV, JSON and Parquet, alike for every measure."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

import pyarrow as pa
import pyarrow.parquet as pq

from detente.cells import csv_line
from detente.errors import InputError, MissingExtraError
from detente.schema import arrow_schema, to_dict
from detente.whole import whole_file


class Exports:
    """A result whose rows are records of one class, and what it can be turned into by its table.

    `worded_by` and `drawn_by` are the modules that put it into words and charts, by their tables `WORDS`
    and `CHARTS`. They know every result of theirs, and no result knows them.
    """

    __slots__ = ()
    record: ClassVar[type]
    worded_by: ClassVar[str] = "detente.measuring.wording"
    drawn_by: ClassVar[str] = "detente.measuring.drawing"

    def records(self) -> Sequence[Any]:
        """The rows of the result."""
        raise NotImplementedError

    def asked(self) -> dict[str, Any]:
        """What was measured, and how, as JSON takes it."""
        raise NotImplementedError

    def __str__(self) -> str:
        """What was found, in sentences."""
        words = import_module(self.worded_by).WORDS.get(type(self).__name__, repr)
        return str(words(self))

    def chart(self, **options: Any) -> Any:
        """An altair chart of what was found; `TypeError` for a result that has none."""
        name = type(self).__name__
        charts = import_module(self.drawn_by).CHARTS
        if name not in charts:
            raise TypeError(f"no chart shows a {name}")
        return charts[name](self, **options)

    def to_table(self) -> pa.Table:
        """Arrow table of the rows; what was measured is in the schema's metadata."""
        told = json.dumps(self.asked(), default=str)
        schema = arrow_schema(self.record).with_metadata({"detente": told})
        return pa.Table.from_pylist([to_dict(row) for row in self.records()], schema=schema)

    def to_pandas(self) -> Any:
        """The table as a pandas data frame."""
        return self.to_table().to_pandas()

    def to_polars(self) -> Any:
        """The table as a Polars data frame; raises `MissingExtraError` where Polars is absent."""
        try:
            import polars
        except ImportError as problem:
            raise MissingExtraError(
                "Polars is not installed", advice="Run `pip install polars`, or use to_pandas()."
            ) from problem
        return polars.from_arrow(self.to_table())

    def to_csv(self) -> str:
        """CSV with a header; an empty cell is a null."""
        table = self.to_table()
        rows = (row.values() for row in table.to_pylist())
        return "".join(map(csv_line, (table.column_names, *rows)))

    def to_json(self) -> str:
        """One JSON object: what was measured, and `rows`."""
        rows = self.to_table().to_pylist()
        return json.dumps({**self.asked(), "rows": rows}, default=dt.date.isoformat)

    def to_parquet(self, path: str | Path) -> None:
        """Write the table to a Parquet file; raises `InputError` where that is not possible."""
        self.write(path, form="parquet")

    def write(self, path: str | Path, form: str | None = None) -> None:
        """Write CSV, JSON or Parquet, told by the ending of the file's name unless `form` says.

        Raises `InputError` for another ending, or where the file cannot be written.
        """
        form = form or Path(path).suffix.removeprefix(".")
        if form not in ("csv", "json", "parquet"):
            raise InputError(
                "its name tells no form, as no form has this ending", where=str(path),
                advice="End the name in .csv, .json or .parquet.",
            )  # fmt: skip
        try:
            with whole_file(Path(path)) as stream:
                if form == "parquet":
                    pq.write_table(self.to_table(), stream)
                else:
                    text = self.to_csv() if form == "csv" else self.to_json()
                    stream.write(text.encode())
        except OSError as problem:
            raise InputError(
                f"cannot be written ({problem})", where=str(path), advice="Choose another file."
            ) from problem

"""Machine output: UTF-8 on every system, to standard output or a file."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import click

from detente.errors import InputError

Writer = Callable[[BinaryIO], None]


def check_form(form: str, out: Path | None) -> None:
    """Refuse, before any work, a form that cannot go where it is asked to."""
    if form == "table" and out is not None:
        raise click.UsageError("--out needs --as csv, jsonl or parquet: a table is for the screen.")
    if form == "parquet" and out is None and sys.stdout.buffer.isatty():
        raise click.UsageError("Parquet is not for the screen: give --out FILE, or pipe it.")


def write(out: Path | None, writer: Writer) -> None:
    """Let a writer write to a file, or to standard output."""
    with _opened(out) as stream:
        writer(stream)


@contextmanager
def _opened(out: Path | None) -> Iterator[BinaryIO]:
    if out is None:
        yield sys.stdout.buffer
        return
    try:
        stream = out.open("wb")
    except OSError as problem:
        raise InputError(
            f"cannot be written ({problem.strerror or problem})",
            where=str(out),
            advice="Choose a file in a folder that exists and that you may write to.",
        ) from problem
    with stream:
        yield stream


def lines(texts: Iterable[str]) -> Writer:
    """A writer of one text a line, each as soon as it is there."""

    def writer(stream: BinaryIO) -> None:
        for text in texts:
            stream.write(text.encode() + b"\n")

    return writer


def csv_rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Writer:
    """A writer of CSV with a header."""

    def writer(stream: BinaryIO) -> None:
        for row in (header, *rows):
            line = io.StringIO()
            csv.writer(line, lineterminator="\n").writerow(row)
            stream.write(line.getvalue().encode())

    return writer


def parquet(table: Any) -> Writer:
    """A writer of an Arrow table; the fields of nested records may be null in the file.

    Parquet's writer refuses a null record whose own fields must not be null.
    """

    def writer(stream: BinaryIO) -> None:
        import pyarrow.parquet as pq

        whole = io.BytesIO()  # standard output cannot be asked where it stands
        pq.write_table(_lenient(table), whole)
        stream.write(whole.getvalue())

    return writer


def tabular(table: Any, form: str) -> Writer:
    """A writer of an Arrow table whose cells are plain, as CSV, JSON Lines or Parquet."""
    if form == "parquet":
        return parquet(table)
    rows = table.to_pylist()
    if form == "jsonl":
        return lines(json.dumps(row, default=str) for row in rows)
    return csv_rows(table.column_names, (_cells(row.values()) for row in rows))


def _cells(values: Iterable[Any]) -> list[str]:
    return ["" if value is None else str(value) for value in values]


def _lenient(table: Any) -> Any:
    import pyarrow as pa

    fields = [field.with_type(_lenient_type(field.type)) for field in table.schema]
    return table.cast(pa.schema(fields, metadata=table.schema.metadata))


def _lenient_type(kind: Any) -> Any:
    import pyarrow as pa

    if pa.types.is_list(kind):
        return pa.list_(_lenient_field(kind.value_field))
    return (
        pa.struct([_lenient_field(field) for field in kind]) if pa.types.is_struct(kind) else kind
    )


def _lenient_field(field: Any) -> Any:
    return field.with_type(_lenient_type(field.type)).with_nullable(True)

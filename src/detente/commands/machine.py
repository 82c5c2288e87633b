"""Machine output: UTF-8 on every system, to standard output or a file."""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import click

from detente.cells import csv_line
from detente.whole import unwritten, whole_file

Writer = Callable[[BinaryIO], None]


BINARY = {"parquet": "Parquet", "xlsx": "Excel", "dta": "Stata"}
FILES = ("csv", "jsonl", *BINARY)
"""The forms that a file may have, each named by its ending."""
ENDINGS = f"{', '.join(f'.{form}' for form in FILES[:-1])} or .{FILES[-1]}"


def form_for(form: str | None, out: Path | None) -> str:
    """The form that is asked for by `--as`, or else by the ending of the file to write to.

    Refuses an ending that tells no form, or another form than `--as`.
    """
    if out is None:
        return form or "table"
    if form == "table":
        raise click.UsageError(
            f"A table is for the screen: name a file in {ENDINGS}, without --as."
        )
    ending = out.suffix.lower().removeprefix(".")
    if form is not None and ending in (form, ""):
        return form
    if ending not in FILES:
        raise click.UsageError(f"The ending of '{out.name}' tells no form: end it in {ENDINGS}.")
    if form is not None:
        raise click.UsageError(
            f"--as {form} and the ending of '{out.name}' contradict each other: the endings are {ENDINGS}."
        )
    return ending


def check_form(form: str, out: Path | None) -> None:
    """Refuse, before any work, a form that cannot go where it is asked to."""
    if form in BINARY and out is None and sys.stdout.buffer.isatty():
        raise click.UsageError(
            f"{BINARY[form]} is not for the screen: give --out FILE, or pipe it."
        )


def write(out: Path | None, writer: Writer) -> None:
    """Let a writer write to a file, or to standard output."""
    with _opened(out) as stream:
        writer(stream)


@contextmanager
def _opened(out: Path | None) -> Iterator[BinaryIO]:
    if out is None:
        yield sys.stdout.buffer
        return
    with ExitStack() as held:
        try:
            stream = held.enter_context(whole_file(out))
        except OSError as problem:
            raise unwritten(out, problem) from problem
        yield stream


def lines(texts: Iterable[str]) -> Writer:
    """A writer of one text a line, each as soon as it is there."""

    def writer(stream: BinaryIO) -> None:
        for text in texts:
            stream.write(text.encode() + b"\n")

    return writer


def csv_rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Writer:
    """A writer of CSV with a header, each row as soon as it is there."""

    def writer(stream: BinaryIO) -> None:
        for row in itertools.chain([header], rows):
            stream.write(csv_line(row).encode())

    return writer


def parquet(table: Any) -> Writer:
    """A writer of an Arrow table; the fields of nested records may be null in the file.

    Parquet's writer refuses a null record whose own fields must not be null.
    """
    return parquet_parts(table.schema, [table])


def parquet_parts(schema: Any, tables: Iterable[Any]) -> Writer:
    """The same of a table that comes in parts; `schema` has the metadata."""

    def writer(stream: BinaryIO) -> None:
        import pyarrow.parquet as pq

        lenient = _lenient(schema)
        with pq.ParquetWriter(_Counting(stream), lenient) as file:
            for group in _groups(lenient, tables):
                file.write_table(group, GROUP)

    return writer


GROUP = 65_536
"""Rows of a group in Parquet, all of which are held until it is written."""


def _groups(schema: Any, tables: Iterable[Any]) -> Iterator[Any]:
    """Parts as tables of `GROUP` rows, but for the last; one without rows, where none has any."""
    groups = regrouped((table.cast(schema) for table in tables), GROUP)
    yield next(groups, schema.empty_table())
    yield from groups


def regrouped(tables: Iterable[Any], rows: int) -> Iterator[Any]:
    """The rows of tables as tables of so many, but for the last; none without rows."""
    import pyarrow as pa

    held: Any = None
    for table in tables:
        held = table if held is None else pa.concat_tables([held, table])
        while len(held) >= rows:
            yield held.slice(0, rows).combine_chunks()
            held = held.slice(rows)
    if held is not None and len(held):
        yield held.combine_chunks()


class _Counting:
    """A stream that knows where it stands: standard output cannot be asked."""

    closed = False

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._at = stream, 0

    def tell(self) -> int:
        """How many bytes were written."""
        return self._at

    def write(self, data: bytes) -> int:
        """Write on."""
        self._stream.write(data)
        self._at += len(data)
        return len(data)

    def flush(self) -> None:
        """Let go of what is held back."""
        self._stream.flush()


def with_metadata(table: Any, told: Iterable[tuple[str, str]]) -> Any:
    """An Arrow table with more in its metadata, under `detente`."""
    held = {**metadata(table), **dict(told)}
    written = {b"detente": json.dumps(held, ensure_ascii=False).encode()}
    return table.replace_schema_metadata((table.schema.metadata or {}) | written)


def metadata(table: Any) -> dict[str, Any]:
    """What the metadata of an Arrow table say under `detente`."""
    found: dict[str, Any] = json.loads((table.schema.metadata or {}).get(b"detente", b"{}"))
    return found


def tabular(table: Any, form: str, *, question: Iterable[tuple[str, str]] = ()) -> Writer:
    """A writer of an Arrow table whose cells are plain, in any form for programs.

    `question` is what was asked, for the forms that can say so.
    """
    if form == "parquet":
        return parquet(with_metadata(table, question))
    if form in ("xlsx", "dta"):
        return _sheet(table, form, question)
    from detente.commands.flat import cell, joined

    rows = table.to_pylist()
    if form == "jsonl":
        return lines(json.dumps(row, default=str) for row in rows)
    cells = (
        [joined(value) if isinstance(value, list) else cell(value) for value in row.values()]
        for row in rows
    )
    return csv_rows(table.column_names, cells)


def _sheet(table: Any, form: str, question: Iterable[tuple[str, str]]) -> Writer:
    from detente.commands import sheets, spreadsheet, stata
    from detente.version import __version__

    sheet = sheets.plain_sheet(table, "measured")
    if form == "dta":
        return stata.stata(sheet)
    version = ("version", f"detente {__version__}")
    return spreadsheet.workbook([sheet], [*question, version, *_plainly("", metadata(table))])


def _plainly(name: str, value: Any) -> list[tuple[str, str]]:
    """A value of metadata in plain words, under its name; of nested ones, each."""
    if isinstance(value, dict):
        inner = ((f"{name} {key}".strip().replace("_", " "), each) for key, each in value.items())
        return [pair for key, each in inner for pair in _plainly(key, each)]
    if isinstance(value, list):
        return [(name, ", ".join(map(str, value)) or "none")]
    if isinstance(value, bool):
        return [(name, "yes" if value else "no")]
    return [(name, "none" if value is None else str(value))]


def _lenient(schema: Any) -> Any:
    import pyarrow as pa

    fields = [field.with_type(_lenient_type(field.type)) for field in schema]
    return pa.schema(fields, metadata=schema.metadata)


def _lenient_type(kind: Any) -> Any:
    import pyarrow as pa

    if pa.types.is_list(kind):
        return pa.list_(_lenient_field(kind.value_field))
    return (
        pa.struct([_lenient_field(field) for field in kind]) if pa.types.is_struct(kind) else kind
    )


def _lenient_field(field: Any) -> Any:
    return field.with_type(_lenient_type(field.type)).with_nullable(True)

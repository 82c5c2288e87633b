"""How DuckDB sees the tables: their files as they lie on the disk, within bounds of memory.

DuckDB reads the files itself. So it passes over groups of rows that cannot hold what is asked for, reads
the columns that are asked for and no others, and counts what it holds against its limit.
"""

from __future__ import annotations

import os
import re
import tempfile
import uuid
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable

MEMORY = "1GB"
"""What one question may hold; beyond it, it uses the disk."""
THREADS = 4
"""Each thread holds rows of its own, so that many of them would not fit."""
GLOB = re.compile(r"[*?\[]")
TYPES = {"string": "VARCHAR", "int64": "BIGINT", "double": "DOUBLE", "bool": "BOOLEAN",
         "date32[day]": "DATE"}  # fmt: skip
"""What DuckDB calls the plain types of columns."""


def bound(connection: duckdb.DuckDBPyConnection) -> Path:
    """Let a connection hold no more than `MEMORY`, and write what is more to a temporary folder.

    The folder, which is returned, is made when it is needed, and goes with the connection.
    """
    spill = Path(tempfile.gettempdir()) / f"detente-{uuid.uuid4()}"
    connection.execute(f"SET memory_limit = '{MEMORY}'")
    connection.execute(f"SET temp_directory = {quoted(str(spill))}")
    connection.execute(f"SET threads = {min(THREADS, os.cpu_count() or 1)}")
    return spill


def show(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    table: DeltaTable,
    *,
    lacking: Sequence[pa.Field] = (),
) -> None:
    """Let a connection see the snapshot of a table under a name, columns that it is lacking as null."""
    schema = pa.schema([*pa.schema(table.schema().to_arrow()), *lacking])
    files = files_of(table)
    source = read(files) if files else ""
    if not files or set(schema.names) - set(connection.sql(f"FROM {source}").columns):
        # Not by `register`, which imports pandas: a fifth of a second in each command.
        connection.execute(f"CREATE OR REPLACE TABLE no_{name} ({columns_of(schema)})")
        source = f"(FROM no_{name} UNION ALL BY NAME FROM {source})" if files else f"no_{name}"
    columns = ", ".join(f'"{each}"' for each in schema.names)
    connection.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT {columns} FROM {source}")


def columns_of(fields: Iterable[pa.Field]) -> str:
    """SQL that names columns with their types."""
    return ", ".join(f'"{field.name}" {_type(field.type)}' for field in fields)


def _type(kind: pa.DataType) -> str:
    """What DuckDB calls a type of a table's column."""
    if pa.types.is_struct(kind):
        return f"STRUCT({columns_of(kind)})"
    if pa.types.is_list(kind):
        return f"{_type(kind.value_type)}[]"
    return TYPES[str(kind)]


def hide(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Undo `show`."""
    connection.execute(f"DROP VIEW {name}; DROP TABLE IF EXISTS no_{name}")


def folder_of(table: DeltaTable) -> Path:
    """The folder of a table."""
    return Path(url2pathname(urlsplit(table.table_uri).path))


def files_of(table: DeltaTable) -> list[Path]:
    """The files of a snapshot, which lie in its folder."""
    folder = folder_of(table)
    # The names stand coded in a URI; those that Delta and DuckDB give have nothing to code.
    return [folder / uri.replace("\\", "/").rpartition("/")[2] for uri in table.file_uris()]


def read_file(file: Path, columns: list[str] | None = None) -> pa.Table:
    """The rows of one file; Arrow would take brackets in its path for a pattern."""
    with file.open("rb") as stream:
        return pq.read_table(stream, columns=columns)


def read(files: Sequence[Path]) -> str:
    """SQL that names files, of which the earlier may lack columns that the later have."""
    return f"read_parquet([{', '.join(map(literal, files))}], union_by_name = true)"


def literal(path: Path) -> str:
    """A path as an SQL text that DuckDB does not take for a pattern."""
    return quoted(GLOB.sub(r"[\g<0>]", str(path)))


def quoted(text: str) -> str:
    """A text in SQL."""
    return "'" + text.replace("'", "''") + "'"

"""Tables as DuckDB sees them: whatever the folder is called, whatever the earlier files lack, in bounds."""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake

from detente.store import seeing


@pytest.mark.parametrize("name", ["plain", "two words", "it's", "été"])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    write_deltalake(tmp_path / name, pa.table({"a": [1, 2]}))
    with duckdb.connect() as connection:
        seeing.show(connection, "seen", DeltaTable(tmp_path / name))
        assert connection.execute("FROM seen ORDER BY a").fetchall() == [(1,), (2,)]


def test_no_letter_of_a_path_stands_for_others(tmp_path: Path) -> None:
    for name, value in (("a[1]", 1), ("a1", 2), ("a?", 3), ("ab", 4)):
        (tmp_path / name).mkdir()
        duckdb.sql(f"SELECT {value} AS a").write_parquet(str(tmp_path / name / "f.parquet"))
    for name, value in (("a[1]", 1), ("a?", 3)):
        source = seeing.read([tmp_path / name / "f.parquet"])
        assert duckdb.sql(f"FROM {source}").fetchall() == [(value,)]


def test_what_earlier_files_lack_is_null(tmp_path: Path) -> None:
    write_deltalake(tmp_path, pa.table({"a": [1]}))
    later = pa.table({"b": ["later"], "a": [2]})
    write_deltalake(tmp_path, later, mode="append", schema_mode="merge")
    with duckdb.connect() as connection:
        lacking = pa.field("c", pa.list_(pa.string()))
        seeing.show(connection, "seen", DeltaTable(tmp_path), lacking=[lacking])
        found = connection.execute("SELECT a, b, c FROM seen ORDER BY a").fetchall()
        kinds = connection.sql("FROM seen").types
    assert found == [(1, None, None), (2, "later", None)]
    assert str(kinds[2]) == "VARCHAR[]"


def test_a_table_without_files_has_its_columns(tmp_path: Path) -> None:
    write_deltalake(tmp_path, pa.schema([("a", pa.date32())]).empty_table())
    with duckdb.connect() as connection:
        seeing.show(connection, "seen", DeltaTable(tmp_path))
        assert connection.sql("FROM seen").columns == ["a"]
        seeing.hide(connection, "seen")
        left = "SELECT count(*) FROM duckdb_views() WHERE NOT internal"
        assert connection.execute(left).fetchall() == [(0,)]


def test_what_does_not_fit_goes_to_the_disk_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(seeing, "MEMORY", "64MB")
    monkeypatch.setattr(seeing, "THREADS", 1)
    rows = "SELECT md5(i::VARCHAR) AS a, repeat(md5(i::VARCHAR), 8) AS b FROM range(500000) t(i)"
    with duckdb.connect() as connection:
        seeing.bound(connection)
        answer = connection.sql(f"FROM ({rows}) ORDER BY a").to_arrow_reader(2048)
        first = answer.read_next_batch()
        spilled = sum(each.stat().st_size for each in tmp_path.rglob("*") if each.is_file())
    assert first["a"].to_pylist() == sorted(first["a"].to_pylist())
    assert spilled > 2**20
    del answer
    assert list(tmp_path.iterdir()) == []

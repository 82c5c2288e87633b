"""CSV: what a spreadsheet would run is text, wherever it is written, and comes back as it was."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import cells
from detente.commands import machine
from detente.commands.audit_sheet import rows_of
from detente.workbench import twins


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("- said the minister", "'- said the minister"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("-1-1", "'-1-1"),
        ("--1", "'--1"),
        (-5.25, "-5.25"),
        (-1e-7, "-1e-07"),
        ("-5", "-5"),
        ("+.5", "+.5"),
        (float("-inf"), "-inf"),
        ("'tis", "'tis"),
        ("a=b", "a=b"),
        ("", ""),
        (None, ""),
        (True, "True"),
    ],
)
def test_a_cell_that_a_spreadsheet_would_run_is_text(value: object, cell: str) -> None:
    assert cells.written(value) == cell
    if isinstance(value, str):
        assert cells.read(cell) == value


@given(st.text(alphabet="=+-@'\t\r\n＝1.e ab", max_size=8))
def test_every_text_comes_back(text: str) -> None:
    cell = cells.written(text)
    assert cells.read(cell) == text
    assert cell[:1] not in set("=+-@\t\r\n＝") or cells.NUMBER.fullmatch(cell)


@dataclass(frozen=True)
class Row:
    title: str
    score: float
    source: object = None
    chart: str = "<svg>"


def test_commands_and_pages_write_by_one_rule(tmp_path: Path) -> None:
    machine.write(tmp_path / "a.csv", machine.csv_rows(["title"], [["=1"], ["-2"]]))
    assert (tmp_path / "a.csv").read_text() == "title\n'=1\n-2\n"
    assert twins.to_csv([Row("@a", -2.0)]) == "title,score,source\n'@a,-2.0,\n"


def test_a_page_s_columns_are_those_that_are_plain_in_every_row() -> None:
    rows = [Row("a", 1.0), Row("b", 2.0, ("x",))]
    assert list(csv.reader(io.StringIO(twins.to_csv(rows)))) == [
        ["title", "score"], ["a", "1.0"], ["b", "2.0"],
    ]  # fmt: skip


def test_json_of_a_page_has_no_number_that_is_none() -> None:
    assert '"score": null' in twins.to_json(Row("a", float("nan")))


def test_a_sheet_is_read_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "audit.csv"
    machine.write(path, machine.csv_rows(["unit", "note"], [["e1", "=1"], ["e2", "-1"]]))
    assert [each["note"] for each in rows_of(path)] == ["=1", "-1"]

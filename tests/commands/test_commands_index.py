"""`index` and `report`."""

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from commands_run import Run

from detente.commands.index_table import HALF, bar
from detente.measuring import Row
from detente.schema import csv_header

PAIR = ("--between", "CHN", "USA")


def test_csv_and_json_lines_agree(run: Run, workspace: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("index", workspace, *PAIR, "--as", "csv").stdout)))
    objects = map(json.loads, run("index", workspace, *PAIR, "--as", "jsonl").stdout.splitlines())
    assert list(rows[0]) == csv_header(Row)
    assert [row["n"] for row in rows] == [str(each["n"]) for each in objects]
    assert [row["period"] for row in rows] == ["2023-03", "2023-04", "2023-05"]


def test_an_empty_period_has_no_mean(run: Run, workspace: Path) -> None:
    _, april, _ = run("index", workspace, *PAIR, "--as", "jsonl").stdout.splitlines()
    assert (json.loads(april)["n"], json.loads(april)["net"]) == (0, None)


def test_by_track_names_the_track_first(run: Run, workspace: Path, tmp_path: Path) -> None:
    asked = (workspace, *PAIR, "--by-track", "--every", "quarter")
    shown = run("index", *asked, "--as", "csv").stdout
    assert shown.splitlines()[0] == ",".join(["track", *csv_header(Row)])
    run("index", *asked, "--as", "parquet", "--out", tmp_path / "i.parquet")
    assert pq.read_table(tmp_path / "i.parquet").column_names == ["track", *csv_header(Row)]


def test_table_has_a_bar_each_period(run: Run, workspace: Path) -> None:
    shown = run("index", workspace, *PAIR).stdout
    assert shown.splitlines()[0].strip() == "CHN - USA"
    assert shown.count("│") == 2  # and a point for April
    assert max(map(len, shown.splitlines())) <= 80


def test_table_by_track(run: Run, workspace: Path) -> None:
    shown = run("index", workspace, *PAIR, "--by-track").stdout
    assert "2023-03 to 2023-05 by month" in shown
    assert "diplomatic" in shown


def test_directed(run: Run, workspace: Path) -> None:
    asked = ("--directed", "--every", "year", "--as", "jsonl")
    (line,) = run("index", workspace, "--between", "USA", "CHN", *asked).stdout.splitlines()
    row = json.loads(line)
    assert (row["backward"], row["forward"]) == (0, 1)


@pytest.mark.parametrize(
    ("net", "shown"),
    [(None, " " * HALF + "·"), (0.0, " " * HALF + "│"), (1.0, " " * HALF + "│" + "█" * 6),
     (-2.0, "█" * HALF + "│"), (0.1, " " * HALF + "│▌")],
)  # fmt: skip
def test_bar(net: float | None, shown: str) -> None:
    assert bar(net, 2).plain == shown


def test_track_and_by_track_exclude_each_other(run: Run, workspace: Path) -> None:
    result = run("index", workspace, *PAIR, "--track", "legal", "--by-track")
    assert (result.exit_code, result.stdout) == (2, "")


def test_report_prints_its_path(run: Run, workspace: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    result = run("report", workspace, *PAIR, "--every", "quarter", "--out", out)
    assert (result.exit_code, result.stdout) == (0, f"{out}\n")
    assert "Harbour Post" in out.read_text(encoding="utf-8")

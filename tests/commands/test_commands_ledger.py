"""`ledger`: rows for people, and every form for programs."""

import csv
import io
import json
from pathlib import Path

import jsonschema
import pyarrow.parquet as pq
from commands_run import Run

from detente.commands.flat import flat_header
from detente.records import LedgerRow
from detente.schema import json_schema

OF_CHINA = ("--of", "china", "--towards", "USA", "--kind", "demands")


def test_table(run: Run, workspace: Path) -> None:
    lines = run("ledger", workspace, *OF_CHINA).stdout.splitlines()
    assert lines[0].split() == ["row", "stated", "to", "wording", "since"]
    assert lines[1].split()[1:3] == ["2023-05-22", "USA"]
    assert lines[-1] == "1 row"
    assert max(map(len, lines)) <= 80


def test_between_two_tells_whose_each_row_is(run: Run, workspace: Path) -> None:
    asked = ("--between", "Duo", "USA", "--bloc", "Duo=CHN,JPN", "--kind", "demands")
    found = run("ledger", workspace, *asked, "--as", "jsonl").stdout
    assert {json.loads(line)["state"] for line in found.splitlines()} == {"CHN"}
    assert found == run("ledger", workspace, *OF_CHINA, "--as", "jsonl").stdout
    both = run("ledger", workspace, "--between", "CHN", "USA", "--kind", "demands")
    assert both.exit_code == 0


def test_neither_of_nor_between(run: Run, workspace: Path) -> None:
    result = run("ledger", workspace, "--kind", "demands")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "a ledger needs one question" in result.stderr


def test_json_lines_parquet_and_csv_hold_the_same(
    run: Run, workspace: Path, tmp_path: Path
) -> None:
    (line,) = run("ledger", workspace, *OF_CHINA, "--as", "jsonl").stdout.splitlines()
    row = json.loads(line)
    jsonschema.validate(row, json_schema(LedgerRow))
    out = tmp_path / "out.parquet"
    run("ledger", workspace, *OF_CHINA, "--as", "parquet", "--out", out)
    assert json.loads(json.dumps(pq.read_table(out).to_pylist(), default=str)) == [row]
    text = run("ledger", workspace, *OF_CHINA, "--as", "csv").stdout
    header, cells = csv.reader(io.StringIO(text))
    assert header == flat_header(LedgerRow)
    assert dict(zip(header, cells, strict=True))["wording"] == row["wording"]


def test_a_row_opens_to_its_sentences(run: Run, workspace: Path) -> None:
    line = run("ledger", workspace, *OF_CHINA, "--as", "jsonl").stdout
    row_id = json.loads(line)["row_id"]
    opened = run("ledger", workspace, *OF_CHINA, "--open", row_id[:4], columns=160)
    shown = " ".join(opened.stdout.split())
    assert "demand of CHN to USA" in shown
    assert "China urged the United States to lift the sanctions at once." in shown
    assert "no later event in the record bears on it" in shown


def test_a_row_that_is_not_there(run: Run, workspace: Path) -> None:
    result = run("ledger", workspace, *OF_CHINA, "--open", "zz")
    assert result.exit_code == 1
    assert "no rows of this ledger begin with 'zz'" in result.stderr


def test_nothing_found(run: Run, workspace: Path) -> None:
    result = run("ledger", workspace, "--of", "JPN", "--kind", "red-lines")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no red-lines as asked" in result.stderr


def test_a_state_and_itself(run: Run, workspace: Path) -> None:
    result = run("ledger", workspace, "--of", "CHN", "--towards", "China", "--kind", "demands")
    assert result.exit_code == 1
    assert "CHN and China are the same state" in result.stderr

"""`audit`, and `index --audited`."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pytest
from commands_run import Run

PAIR = ("--between", "CHN", "USA")


@pytest.fixture
def own(workspace: Path, tmp_path: Path) -> Path:
    """The workspace, to be corrected without others seeing it."""
    return Path(shutil.copytree(workspace, tmp_path / "ws"))


def drawn(run: Run, own: Path, tmp_path: Path) -> tuple[Path, list[dict[str, str]]]:
    sheet = tmp_path / "audit.csv"
    result = run("audit", own, *PAIR, "--sample", 20, "--by", "Eva", "--out", sheet)
    assert result.exit_code == 0, result.stderr
    assert f"{sheet} is written" in result.stderr
    with sheet.open(encoding="utf-8", newline="") as file:
        return sheet, list(csv.DictReader(file))


def write(sheet: Path, rows: list[dict[str, str]], delimiter: str = ",") -> None:
    with sheet.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)


def test_a_sheet_goes_out_and_comes_back(run: Run, own: Path, tmp_path: Path) -> None:
    sheet, rows = drawn(run, own, tmp_path)
    kinds = [row["kind"] for row in rows]
    assert (kinds.count("act"), kinds.count("passage")) == (4, 5)
    for row in rows:
        row["verdict"] = "right"
    write(sheet, rows, delimiter=";")
    result = run("audit", own, *PAIR, "--read", sheet, "--by", "Ana")
    assert (result.exit_code, result.stdout) == (0, "9 units taken in, 0 not filled in\n")
    again = run("audit", own, *PAIR, "--read", sheet, "--by", "Ana")
    assert again.stdout == "0 units taken in, 9 known already, 0 not filled in\n"
    lines = run("audit", own, *PAIR, "--as", "jsonl").stdout.splitlines()
    told = {row["figure"]: row for row in map(json.loads, lines)}
    assert (told["precision"]["value"], told["recall"]["value"]) == (1.0, 1.0)
    shown = run("audit", own, *PAIR).stdout
    assert re.search(r"^precision +1\.00 +1\.00 +1\.00 +4 +\d+$", shown, re.M), "at 80 columns"
    assert "100% (100 to 100) of what it tells is told by the text (4 units checked)." in shown


def test_a_row_that_is_not_understood_is_told_and_nothing_taken_in(
    run: Run, own: Path, tmp_path: Path
) -> None:
    sheet, rows = drawn(run, own, tmp_path)
    rows[0]["verdict"], rows[1]["verdict"] = "perhaps", "right"
    write(sheet, rows)
    result = run("audit", own, *PAIR, "--read", sheet, "--by", "Ana")
    assert result.exit_code == 3
    assert result.stdout == (
        "nothing taken in: 1 row not understood, 1 to be taken in once mended, 7 not filled in\n"
    )
    assert "row 2: 'perhaps' is no verdict" in result.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--sample", "20", "--review", "--by", "Ana"), "exclude each other"),
        (("--review",), "Say who checks"),
        (("--sample", "20", "--as", "parquet", "--out", "x.parquet"), ".xlsx, .csv or .jsonl"),
        ((), "no sample of CHN and USA was drawn"),
    ],
)
def test_what_cannot_be_asked(
    run: Run,
    own: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("audit", own, *PAIR, *words)
    assert result.exit_code in (1, 2)
    assert told in result.stderr


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.xlsx", b"PK", "a workbook is not read back"),
        ("a.csv", b"name,verdict\nx,right\n", "no column `unit`"),
        ("a.jsonl", b"[1]\n", "line 1 is no JSON object"),
    ],
)
def test_what_is_no_sheet(
    run: Run, own: Path, tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    drawn(run, own, tmp_path)
    (tmp_path / name).write_bytes(content)
    result = run("audit", own, *PAIR, "--read", tmp_path / name, "--by", "Ana")
    assert result.exit_code == 1
    assert told in result.stderr


def test_a_workbook_to_be_filled_in(run: Run, own: Path, tmp_path: Path) -> None:
    result = run("audit", own, *PAIR, "--sample", 20, "--out", tmp_path / "audit.xlsx")
    assert result.exit_code == 0, result.stderr
    assert (tmp_path / "audit.xlsx").read_bytes()[:2] == b"PK"


def test_checking_on_the_screen(run: Run, own: Path, tmp_path: Path) -> None:
    _, rows = drawn(run, own, tmp_path)
    answers = ["r"] * (len(rows) - 1) + ["q"]
    result = run("audit", own, *PAIR, "--review", "--by", "Ana", given="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.stderr
    assert "1 of 9" in result.stdout
    left = run("audit", own, *PAIR, "--review", "--by", "Ana", given="s\n")
    assert "1 unit to check" in left.stderr
    assert "Still to be checked: 1 unit of the sample" in run("audit", own, *PAIR).stdout


def test_the_index_beside_what_the_audit_makes_of_it(run: Run, own: Path, tmp_path: Path) -> None:
    sheet, rows = drawn(run, own, tmp_path)
    for row in rows:
        row["verdict"] = "right"
    write(sheet, rows)
    run("audit", own, *PAIR, "--read", sheet, "--by", "Ana")
    asked = ("index", own, *PAIR, "--every", "year", "--audited")
    (row,) = csv.DictReader(run(*asked, "--as", "csv").stdout.splitlines())
    assert row["audited"] and float(row["audited"]) == pytest.approx(float(row["net"]))
    shown = run(*asked).stdout
    assert "mean score: " in shown and "audited" in shown
    refused = run(*asked, "--by-track")
    assert (refused.exit_code, "--audited excludes" in refused.stderr) == (2, True)

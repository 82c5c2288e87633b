"""`robustness` and `replicate`, on what was read and on an imported data set."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from commands_run import Run

from detente.importing import import_files
from detente.laboratory.datasets.pairs import Flow, acts_of
from detente.robustness import gathered
from detente.store import Workspace

PAIR = ("--between", "CHL", "KEN")
QUICK = ("--from", "keds", "--sample", 3)
STEP = np.where(np.arange(48) < 25, -3.0, 3.0)  # up in 2016-02


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("robustness")
    pairs = {("CHL", "KEN"): STEP, ("CHL", "FJI"): np.zeros(48)}
    rows = ["date,source,target,code"]
    for seed, (pair, levels) in enumerate(pairs.items()):
        flows = [Flow(*pair, levels, 5), Flow(*pair[::-1], levels, 5)]
        for row in acts_of(flows, between=pair, seed=seed).to_pylist():
            ends = pair if row["forward"] else pair[::-1]
            rows.append(f"{row['day']},{','.join(ends)},{'223' if row['score'] < 0 else '042'}")
    (folder / "made.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    import_files(Workspace.create(folder / "ws"), [folder / "made.csv"], "keds")
    return folder / "ws"


def test_a_table_says_what_stands(run: Run, made: Path, tmp_path: Path) -> None:
    drawn = tmp_path / "curve.svg"
    result = run("robustness", made, *PAIR, *QUICK, "--chart", drawn, columns=200)
    assert result.exit_code == 0, result.stderr
    row = next(line for line in result.stdout.splitlines() if line.startswith("mean turned up"))
    assert row.split()[:6] == ["mean", "turned", "up", "in", "2016-02", "yes"]
    assert "Other pairs: CHL-FJI." in result.stdout
    assert drawn.read_text("utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("rows", "first"),
    [
        ("findings", "finding,kind,of"),
        ("choices", "finding,dimension"),
        ("specifications", "finding,spec"),
    ],
)
def test_rows_for_programs(run: Run, made: Path, rows: str, first: str) -> None:
    asked = ("--every", "quarter", "--rows", rows, "--as", "csv")
    result = run("robustness", made, *PAIR, *QUICK, *asked)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith(first)
    assert len(list(csv.DictReader(io.StringIO(result.stdout)))) > 3


def test_many_pairs_are_told_together(run: Run, made: Path) -> None:
    result = run("robustness", made, "--least", 100, "--from", "keds", "--as", "jsonl")
    assert result.exit_code == 0, result.stderr
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert {row["pair"] for row in rows} == {"CHL-KEN", "CHL-FJI"}
    turn = next(row for row in rows if row["pair"] == "CHL-KEN" and row["of"] == "mean")
    assert (turn["finding"], turn["tests"], turn["told_any"]) == (
        "mean turned up in 2016-02",
        2,
        True,
    )


def test_a_pair_of_which_nothing_is_told_is_passed_over(run: Run, made: Path) -> None:
    asked = ("--between", "CHL", "NOR", "--from", "keds")
    result = run("robustness", made, *PAIR, *asked)
    assert result.exit_code == 0
    assert "passed over: no act joins CHL and NOR in that time" in result.stderr
    assert result.stdout.startswith("1 pair, 4 tests: ")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ((), "Give --between A B, or --least N"),
        ((*PAIR, "--least", 5), "Give --between A B, or --least N"),
        (("--least", 5, "--rows", "choices"), "--chart and --rows are of one pair."),
        ((*PAIR, "--chart", "curve.gif"), "The chart's file ends in .svg or .html."),
    ],
)
def test_what_contradicts_itself(
    run: Run, made: Path, asked: tuple[object, ...], told: str
) -> None:
    result = run("robustness", made, *asked)
    assert result.exit_code == 2
    assert told in result.stderr


def test_what_was_read_is_merged_in_three_ways(workspace: Path) -> None:
    (source,) = gathered(Workspace.open(workspace), ("China", "United States")).sources
    sizes = {name: len(acts) for name, acts in source.acts.items()}
    assert sizes == {"alike": 3, "one-a-day": 3, "each report": 4}, (
        "two outlets tell one accusation"
    )


def test_a_short_record_is_told_so(run: Run, workspace: Path) -> None:
    result = run("robustness", workspace, "--between", "CHN", "USA", "--sample", 2)
    assert result.exit_code == 0, result.stderr
    assert "As asked for it cannot be computed: turn in mean: only" in result.stdout


def test_a_folder_is_written_that_computes_itself_again(
    run: Run, made: Path, tmp_path: Path
) -> None:
    asked = (*PAIR, "--from", "keds", "--event", "2014-01-05", "--every", "quarter")
    result = run("replicate", made, *asked, "--out", tmp_path / "again")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == f"{tmp_path / 'again'}\n"
    assert "not computed: event-2014-01-05-total: " in result.stderr
    done = subprocess.run([sys.executable, tmp_path / "again" / "replicate.py"], check=False)
    assert done.returncode == 0
    refused = run("replicate", made, *asked, "--out", tmp_path / "again")
    assert refused.exit_code == 1
    assert "is there already" in refused.stderr

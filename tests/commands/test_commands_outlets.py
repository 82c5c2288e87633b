"""`detente outlets`."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from commands_run import Run

ASKED = ("--between", "CHN", "USA")


def test_coverage_in_words(run: Run, workspace: Path) -> None:
    told = run("outlets", workspace, *ASKED)
    assert told.exit_code == 0
    assert told.stdout.splitlines()[0].endswith("told by 2 outlets.")
    assert "Harbour Post told" in told.stdout


def test_acts_as_csv(run: Run, workspace: Path) -> None:
    told = run("outlets", workspace, *ASKED, "--show", "acts", "--as", "csv")
    rows = list(csv.DictReader(io.StringIO(told.stdout)))
    assert {row["outlet"] for row in rows} == {"Harbour Post", "Inland Echo"}
    assert all(row["event_id"] for row in rows if row["told"] == "true")


def test_too_few_outlets_are_told(run: Run, workspace: Path) -> None:
    told = run("outlets", workspace, *ASKED, "--show", "omissions")
    assert told.exit_code == 1
    assert "told by 2 outlets" in told.stderr


def test_where_nothing_is_told(run: Run, workspace: Path) -> None:
    told = run("outlets", workspace, "--between", "FJI", "CHL")
    assert told.exit_code == 1
    assert "no outlet that is known tells such an act" in told.stderr

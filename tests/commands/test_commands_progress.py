"""What a report tells while it is made: on a terminal what it does now, elsewhere a line now and then."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands_run import Run

from detente.commands import progress


def test_a_quick_report_says_nothing_but_its_path(
    run: Run, workspace: Path, tmp_path: Path
) -> None:
    out = tmp_path / "r.html"
    result = run("report", workspace, "--between", "CHN", "USA", "--out", out)
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"{out}\n", "")


def test_a_slow_report_says_what_it_does(
    run: Run, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0.0)
    asked = ("report", workspace, "--between", "CHN", "USA", "--out", tmp_path / "r.html")
    told = [line.rpartition(" (")[0] for line in run(*asked).stderr.splitlines()]
    assert told[:2] == [
        "report: reading the record, and merging what tells the same",
        "report: measuring the level",
    ]
    assert told[-1] == "report: putting the page together"

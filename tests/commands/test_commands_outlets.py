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


def test_the_index_by_outlet(run: Run, workspace: Path) -> None:
    told = run("outlets", workspace, *ASKED, "--show", "index", "--as", "csv")
    rows = list(csv.DictReader(io.StringIO(told.stdout)))
    assert {row["outlet"] for row in rows} == {"Harbour Post", "Inland Echo"}
    assert all(-10 <= float(row["score"]) <= 10 and row["period"] == "" for row in rows)
    assert all(row["selection"] == "" for row in rows), "so few acts have no parts"


def test_the_index_by_outlet_and_month(run: Run, workspace: Path) -> None:
    told = run("outlets", workspace, *ASKED, "--show", "index", "--every", "month", "--as", "csv")
    assert all(row["period"].count("-") == 1 for row in csv.DictReader(io.StringIO(told.stdout)))
    refused = run("outlets", workspace, *ASKED, "--every", "month")
    assert (refused.exit_code, "--show index" in refused.stderr) == (2, True)


def test_outlets_by_a_table_of_ones_own(run: Run, workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("outlet,bloc\nHarbour Post,coast\n", encoding="utf-8")
    told = run("outlets", workspace, *ASKED, "--by", "bloc", "--outlets", tmp_path / "mine.csv")
    assert told.stdout.splitlines()[0].endswith("told by 1 outlet.")
    assert told.stdout.splitlines()[1].startswith("coast told ")
    assert "does not say their bloc: Inland Echo; give them by --outlets FILE" in told.stderr


def test_outlets_of_which_nothing_is_known(run: Run, workspace: Path) -> None:
    told = run("outlets", workspace, *ASKED, "--by", "country")
    assert (told.exit_code, "says the country of none" in told.stderr) == (1, True)


def test_distances_of_too_few(run: Run, workspace: Path) -> None:
    for show in ("distances", "clusters"):
        told = run("outlets", workspace, *ASKED, "--show", show)
        assert (told.exit_code, "how far outlets are apart" in told.stderr) == (1, True)

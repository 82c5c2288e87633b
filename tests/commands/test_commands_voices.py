"""`detente voices`."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from commands_run import Run
from commands_world import make

BETWEEN = ("--between", "KEN", "FJI")


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("voices") / "ws")


def test_thirds_in_words(run: Run, held: Path) -> None:
    told = run("voices", held, *BETWEEN)
    assert told.exit_code == 0, told.stderr
    assert told.stdout.startswith("1 third about KEN and FJI: 0 statements, 2 acts.")
    assert "NOR 2: contact 1, opposing 1; 1 to KEN, 1 to FJI." in told.stdout


def test_a_figure_opens_to_its_sentence(run: Run, held: Path) -> None:
    told = run("voices", held, *BETWEEN, "--show", "statements", "--as", "csv")
    rows = list(csv.DictReader(io.StringIO(told.stdout)))
    (sanctions,) = [row for row in rows if row["kind"] == "opposing"]
    assert sanctions["sentence"] == "Norway sanctioned Fijian traders."
    assert (sanctions["third"], sanctions["towards"], sanctions["day"]) == (
        "NOR",
        "FJI",
        "2023-03-09",
    )
    assert (sanctions["outlet"], sanctions["counts"]) == ("Inland Echo", "true")


def test_to_whom_they_speak(run: Run, held: Path) -> None:
    told = run("voices", held, *BETWEEN, "--show", "audience")
    assert "KEN of FJI: 1 sentence with a position, 100% addressed to FJI" in told.stdout


def test_days_narrow_it(run: Run, held: Path) -> None:
    told = run("voices", held, *BETWEEN, "--show", "kinds", "--until", "2023-03-05")
    assert told.stdout.splitlines() == ["NOR: contact to KEN 1, on 1 day, by 1 outlet"]


def test_few_days_have_no_periods(run: Run, held: Path) -> None:
    told = run("voices", held, *BETWEEN, "--show", "periods")
    assert told.exit_code == 1
    assert "no third has something good or bad for one of the two on 5 days" in told.stderr


def test_where_nobody_speaks(run: Run, held: Path) -> None:
    told = run("voices", held, "--between", "CHL", "PER")
    assert told.exit_code == 1
    assert "nobody else is told to say or do anything about CHL and PER" in told.stderr

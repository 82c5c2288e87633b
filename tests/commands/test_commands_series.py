"""`detente series`: one's own series, of any name."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from commands_run import Run


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    noise = np.random.default_rng(0).normal(size=(60, 2))
    level = np.where(np.arange(60) < 30, 2.0, -2.0)
    rows = [
        f"{2000 + m // 12}-{m % 12 + 1:02d},{level[m] + noise[m, 0]},{noise[m, 1]}"
        for m in range(60)
    ]
    path = tmp_path / "steps.csv"
    path.write_text("\n".join(["month,a to b,b", *rows]) + "\n")
    return path


def test_turns_of_a_column(run: Run, steps: Path) -> None:
    asked = ("series", "turns", steps, "--of", "a to b", "--period", "month")
    assert run(*asked).stdout.startswith(
        "1 turn in the a to b, 60 months, 2000-01 to 2004-12.\n2002-0"
    )
    (row,) = csv.DictReader(io.StringIO(run(*asked, "--as", "csv").stdout))
    assert row["period"][:6] == "2002-0"


def test_lags_are_fixed_if_wished(run: Run, steps: Path) -> None:
    asked = ("series", "reciprocity", steps, "--of", "a to b", "--of", "b", "--period", "month")
    shown = run(*asked, "--lags", 4, "--as", "csv").stdout
    assert {row["lags"] for row in csv.DictReader(io.StringIO(shown))} == {"4"}
    assert "over 4 months" in run(*asked, "--lags", 4).stdout


def test_lags_of_leadlag_are_fixed_if_wished(run: Run, steps: Path) -> None:
    asked = ("series", "leadlag", steps, "--of", "a to b", "--of", "b", "--lags", 3)
    assert "F(3, " in run(*asked).stdout


def test_order_of_two_columns(run: Run, steps: Path) -> None:
    shown = run("series", "leadlag", steps, "--of", "a to b", "--of", "b").stdout
    assert "a to b and b" in " ".join(shown.split())


def test_a_forecast_of_a_column(run: Run, steps: Path) -> None:
    asked = ("series", "forecast", steps, "--of", "b", "--period", "month", "--ahead", 2)
    shown = " ".join(run(*asked).stdout.split())
    assert shown.startswith("No model forecasts the b clearly better than all past values")
    assert "2 months ahead" in shown


@pytest.mark.parametrize(
    "words",
    [
        ("turns", "--of", "b", "--of", "a to b"),
        ("turns", "--of", "b", "--ahead", 2),
        ("forecast", "--of", "b", "--of", "a to b"),
        ("reciprocity", "--of", "b"),
        ("leadlag", "--of", "b"),
        ("reciprocity", "--of", "b", "--of", "b"),
        ("turns", "--of", "b", "--lags", 2),
        ("turns",),
    ],
)
def test_wrong_use(run: Run, steps: Path, words: tuple[object, ...]) -> None:
    assert run("series", words[0], steps, *words[1:]).exit_code == 2


def test_a_wrong_column_is_told(run: Run, steps: Path) -> None:
    shown = run("series", "turns", steps, "--of", "c")
    assert shown.exit_code == 1
    assert "no column 'c' in steps.csv" in shown.stderr

"""`detente correct` and `detente corrections`."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from detente.cli import main
from detente.store import Workspace

TEXT = (
    "Chile's foreign minister met Norway's ambassador. Chile imposed sanctions on Norway on Friday."
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("correct")
    (folder / "one.txt").write_text(TEXT, encoding="utf-8")
    done = run("read", str(folder / "one.txt"), "--into", str(folder / "ws"))
    assert done.exit_code == 0, done.output
    return folder / "ws"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def of_type(folder: Path, kind: str) -> str:
    rows = Workspace.open(folder).events().to_pylist()
    return next(str(row["event_id"]) for row in rows if row["event_type"] == kind)


def test_a_record_is_set_right_from_the_command_line(made: Path) -> None:
    name = of_type(made, "CONSULT")
    done = run(
        "correct", str(made), name, "--set", "type=THREATEN", "--why", "not yet", "--by", "Ana"
    )
    assert done.exit_code == 0 and "change: kept as correction" in done.output
    listed = list(csv.DictReader(io.StringIO(run("corrections", str(made), "--as", "csv").stdout)))
    assert [(row["reviewer"], row["why"], row["holds"]) for row in listed] == [
        ("Ana", "not yet", "true")
    ]
    assert "type: CONSULT → THREATEN" in listed[0]["changed"]
    again = run("correct", str(made), name, "--delete", "--by", "Ben")
    assert again.exit_code == 0
    assert run("corrections", str(made), "--disputed").stdout.count("disagrees") == 2


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((), "Name a record by its id"),
        (("x",), "Say what is right"),
        (("x", "y", "--accept"), "Several records are for"),
        (("x", "--accept"), "no record x among the events"),
        (("x", "--set", "type"), "is not FIELD=VALUE"),
        (("--add", "x", "--set", "trigger=met"), "no article x"),
    ],
)
def test_what_cannot_be_done_is_told(made: Path, arguments: tuple[str, ...], reason: str) -> None:
    done = run("correct", str(made), *arguments)
    assert done.exit_code != 0
    assert reason in done.output


def test_the_ending_decides_and_a_wrong_one_is_an_error(made: Path, tmp_path: Path) -> None:
    assert run("corrections", str(made), "--out", str(tmp_path / "c.xlsx")).exit_code == 2
    assert run("corrections", str(made), "--out", str(tmp_path / "c.jsonl")).exit_code == 0
    assert (tmp_path / "c.jsonl").exists()

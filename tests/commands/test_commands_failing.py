"""Errors are messages with an exit status, never tracebacks."""

import errno
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from commands_run import Run

from detente.commands import machine
from detente.commands.failing import KEPT, Command, Guarded
from detente.schema import to_rows

PAIR = ("--between", "CHN", "USA")


def failing(problem: BaseException, *words: str) -> tuple[int, str]:
    """Exit status and standard error of a command that raises."""

    @click.group(cls=Guarded)
    def group() -> None:
        pass

    @group.command(cls=Command)
    @click.pass_context
    def fail(ctx: click.Context, /) -> None:
        ctx.meta[KEPT] = "the rest is kept"
        raise problem

    result = CliRunner().invoke(group, ["fail", *words])
    return result.exit_code, result.stderr


@pytest.mark.parametrize(
    "asked",
    [
        ("events", "nowhere"),
        ("statements", "nowhere"),
        ("occurrences", "nowhere"),
        ("index", "nowhere", *PAIR),
        ("report", "nowhere", *PAIR, "--out", "x.html"),
    ],
)
def test_no_workspace(run: Run, tmp_path: Path, asked: tuple[str, ...]) -> None:
    command, folder, *others = asked
    result = run(command, tmp_path / folder, *others)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no such folder" in result.stderr and "detente read PATH --into" in result.stderr


def test_a_folder_that_is_no_workspace(run: Run, texts: Path) -> None:
    result = run("events", texts)
    assert result.exit_code == 1
    assert "not a workspace" in result.stderr


@pytest.mark.parametrize("command", ["events", "occurrences", "index"])
def test_an_unknown_country_has_suggestions(run: Run, workspace: Path, command: str) -> None:
    result = run(command, workspace, "--between", "Chnia", "USA")
    assert result.exit_code == 1
    assert "no state is called 'Chnia'" in result.stderr
    assert "Did you mean China (CHN)" in result.stderr


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("events", "ws", "--since", "yesterday"), "is no date. Write it as 2021-03-04."),
        (("events", "ws", "--track", "sport"), "'diplomatic'"),
        (("events", "ws", "--between", "CHN"), "requires 2 arguments"),
        (("events", "ws", "--as", "table", "--out", "x.csv"), "A table is for the screen"),
        (("index", "ws"), "--between"),
        (("read", "x"), "--into"),
        (("code",), "PATH"),
        (("code", "x", "--column", "text"), "is not FIELD=NAME"),
        (("code", "x", "--names", "nowhere.tsv"), "does not exist"),
    ],
)
def test_wrong_usage(run: Run, asked: tuple[str, ...], words: str) -> None:
    result = run(*asked)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr


def test_dates_in_the_wrong_order(run: Run, workspace: Path) -> None:
    asked = ("--since", "2024-01-01", "--until", "2023-01-01")
    for command in ("events", "statements", "occurrences"):
        assert "Swap the two dates" in run(command, workspace, *asked).stderr


def test_output_that_cannot_be_written(run: Run, workspace: Path, tmp_path: Path) -> None:
    result = run("events", workspace, "--as", "csv", "--out", tmp_path / "no" / "x.csv")
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


def test_an_unforeseen_error_says_what_failed_where_and_how_to_report_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    try:
        to_rows("no table", int)  # type: ignore[arg-type]
    except AttributeError as raised:
        status, told = failing(raised)
    assert status == 1
    assert told.startswith("error: `detente fail` failed: AttributeError: 'str' object has")
    assert "an error of detente, not of yours, in schema.py, line " in told
    (file,) = tmp_path.glob("detente-error-*.txt")
    assert str(file) in told.replace("\n", "")
    kept = file.read_text(encoding="utf-8")
    assert kept.startswith("detente ") and "Traceback" in kept and "schema.py" in kept
    assert "Traceback" not in told


def test_where_no_file_can_be_written_the_traceback_is_to_be_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    status, told = failing(KeyError("x"))
    assert status == 1
    assert "KeyError: 'x'" in told and "Run it again with --debug" in told


def test_debug_shows_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert "Traceback" in failing(KeyError("x"), "--debug")[1]


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "a.csv"), "Free some space"),
        (
            PermissionError(errno.EACCES, "Permission denied", "a.csv"),
            "that you may read and write",
        ),
        (OSError(errno.EROFS, "Read-only file system", "a.csv"), "choose another place"),
        (OSError(errno.EIO, "Input/output error", "a.csv"), "a.csv: Input/output error"),
        (MemoryError(), "not enough memory"),
    ],
)
def test_what_the_machine_lacks_is_no_error_of_detente(
    problem: Exception, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    status, told = failing(problem)
    assert status == 1
    assert words in told and "error of detente" not in told
    assert not list(tmp_path.iterdir())


def test_ctrl_c() -> None:
    assert failing(KeyboardInterrupt()) == (130, "stopped: the rest is kept\n")
    assert failing(RuntimeError("Query interrupted")) == (130, "stopped: the rest is kept\n")


@pytest.mark.parametrize("came", [True, False])
def test_ctrl_c_that_a_library_turns_into_another_error(
    came: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    # Of what a shell starts in the background Ctrl-C is ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)

    @click.group(cls=Guarded)
    def group() -> None:
        pass

    @group.command(cls=Command)
    def fail() -> None:
        with suppress(KeyboardInterrupt):
            if came:
                signal.raise_signal(signal.SIGINT)
        raise SystemError("returned a result with an exception set")

    result = CliRunner().invoke(group, ["fail"])
    assert (result.exit_code, result.stderr == "stopped\n") == ((130, True) if came else (1, False))
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    signal.signal(signal.SIGINT, before)


INTERRUPTED_EARLY = """
import sys
class Interrupted:
    def find_spec(self, name, path=None, target=None):
        if name == "detente.cli":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupted())
import runpy
runpy.run_module("detente", run_name="__main__", alter_sys=True)
"""


def test_ctrl_c_while_it_is_still_loaded() -> None:
    command = [sys.executable, "-c", INTERRUPTED_EARLY]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "stopped\n")


@pytest.mark.skipif(os.name == "nt", reason="pipes close otherwise there")
@pytest.mark.parametrize("form", ["jsonl", "parquet", "xlsx", "dta", "table"])
def test_a_reader_that_goes_away(workspace: Path, form: str) -> None:
    command = [sys.executable, "-m", "detente", "events", str(workspace), "--as", form]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(os.name == "nt", reason="no output can be closed from there")
def test_an_output_that_is_closed_before_anything_runs(workspace: Path) -> None:
    command = f'"{sys.executable}" -m detente events "{workspace}" --limit 1 >&-'
    done = subprocess.run(["sh", "-c", command], stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_an_export_that_breaks_off_leaves_what_stood_there(tmp_path: Path) -> None:
    out = tmp_path / "events.csv"
    out.write_text("of yesterday")

    def rows() -> Iterator[str]:
        yield "half"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        machine.write(out, machine.lines(rows()))
    assert out.read_text() == "of yesterday"
    assert [each.name for each in tmp_path.iterdir()] == ["events.csv"]

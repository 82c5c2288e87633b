"""`check` says in words what is lost, and what to do; its exit status says it to scripts."""

from pathlib import Path

import pytest
from commands_run import Run

SENTENCE = "Kenya sent food aid to Fiji on Sunday."


@pytest.fixture
def made(run: Run, tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(SENTENCE)
    run("read", tmp_path / "a.txt", "--into", tmp_path / "ws")
    return tmp_path / "ws"


def test_a_whole_workspace(run: Run, made: Path) -> None:
    result = run("check", made)
    assert result.exit_code == 0
    assert result.stdout.startswith("whole: ") and "of 11 tables" in result.stdout


def test_a_damaged_one_is_repaired_by_reading_again(run: Run, made: Path, tmp_path: Path) -> None:
    before = run("events", made, "--as", "csv").stdout
    (lost,) = (made / "events").glob("*.parquet")
    lost.write_bytes(lost.read_bytes()[:-1])
    refused = run("read", tmp_path / "a.txt", "--into", made)
    assert refused.exit_code == 1
    assert f"damaged: events/{lost.name}" in refused.stderr and "detente check" in refused.stderr
    for asked in ("events", "index", "turns", "report"):  # not answered with fewer records
        options = ("--out", tmp_path / "report.html") if asked == "report" else ()
        refused = run(asked, made, "--between", "Kenya", "Fiji", *options)
        assert refused.exit_code == 1 and not refused.stdout
        assert f"damaged: events/{lost.name}" in refused.stderr
    told = run("check", made)
    assert told.exit_code == 1
    assert f"events/{lost.name}: " in told.stdout and "bytes are left of" in told.stdout
    assert f"of 1 of 1 article, met in\n  {tmp_path / 'a.txt'} (1)\n" in told.stdout
    assert "--repair" in told.stdout and "takes these articles out until" in told.stdout
    repaired = run("check", made, "--repair")
    assert repaired.exit_code == 0 and "read these files again" in repaired.stdout
    assert (made / "damaged" / "events-1" / lost.name).exists()
    run("read", tmp_path / "a.txt", "--into", made)
    assert run("events", made, "--as", "csv").stdout == before

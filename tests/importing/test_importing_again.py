"""Nothing comes in twice, nothing is half there, and nobody else's rows come in."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from deltalake import DeltaTable
from importing_world import ICEWS_HEADER, gdelt, icews, imported, rejections

from detente.errors import InputError, QueryError
from detente.importing import import_files
from detente.store import Workspace
from detente.store.imports import ImportWriter


def test_again_adds_nothing(tmp_path: Path) -> None:
    lines = [gdelt(), gdelt(GLOBALEVENTID=2), "bad"]
    first, rows, _ = imported(tmp_path, "gdelt", lines)
    again, same, workspace = imported(tmp_path, "gdelt", lines)
    assert rows == same
    assert (first.verdicts, again.verdicts) == (
        {"new": 2, "rejected": 1}, {"known": 2, "rejected": 1},
    )  # fmt: skip
    assert len(rejections(workspace)) == 1


def test_duplicate_rows_and_files_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for name in ("b.CSV", "a.CSV"):
        (folder / name).write_text(f"{gdelt()}\n{gdelt()}\n{gdelt(GLOBALEVENTID=2)}\n")
    workspace = Workspace.open_or_create(tmp_path / "ws")
    report = import_files(workspace, [folder / "b.CSV", folder], "gdelt")
    assert report.verdicts == {"new": 2, "duplicate": 4}
    assert report.repeated_files == [str(folder / "b.CSV")]
    assert {row["file"] for row in workspace.imported().to_pylist()} == {str(folder / "a.CSV")}


def test_rows_without_an_id_are_told_apart_by_all_their_cells(tmp_path: Path) -> None:
    lines = ["date,source,target,code,note"]
    lines += [f"1990-01-01,USA,IRQ,042,{note}" for note in ("one", "two", "one")]
    report, rows, _ = imported(tmp_path, "keds", lines, identical="once")
    assert report.verdicts == {"new": 2, "duplicate": 1}
    assert len({row["imported_id"] for row in rows}) == 2


@pytest.mark.parametrize("batch", [1, 2, 100])
def test_batches_change_nothing(tmp_path: Path, batch: int) -> None:
    lines = [
        gdelt(GLOBALEVENTID=number % 5, SQLDATE=f"201402{number % 5 + 10}") for number in range(20)
    ]
    report, rows, _ = imported(tmp_path, "gdelt", lines, batch=batch)
    assert report.verdicts == {"new": 5, "duplicate": 15}
    assert [row["line"] for row in rows] == [1, 2, 3, 4, 5]


def test_between(tmp_path: Path) -> None:
    lines = [
        ICEWS_HEADER, icews(1), icews(2, **{"from": "Chile", "to": "Norway"}), icews(3, to="Peru"),
        icews(4, to="Norway"), icews(5, **{"from": "Fiji", "to": "Peru"}),
    ]  # fmt: skip
    report, rows, _ = imported(
        tmp_path, "icews", lines, between=[("norway", "CHL"), ("PER", "FJI")]
    )
    assert [row["source_id"] for row in rows] == ["1", "2", "5"]
    assert report.verdicts == {"new": 3, "outside": 2}


def test_mentions_are_wanted_where_their_event_is(tmp_path: Path) -> None:
    imported(tmp_path, "gdelt", [gdelt(GLOBALEVENTID=8)])
    lines = [
        f"{event}\t20200101000000\t20200101000000\t1\tx\tu{event}" + "\t" * 10 for event in (8, 9)
    ]
    report, rows, _ = imported(tmp_path, "gdelt", lines, between=[("CHN", "USA")])
    assert report.verdicts == {"new": 1, "outside": 1}
    assert {row["source_id"] for row in rows} == {"8"}


def test_missing_days_are_those_that_the_set_gave_out(tmp_path: Path) -> None:
    days = [("20130203", "20140201"), ("20140202", "20140202"), ("20140204", "20140204")]
    lines = [
        gdelt(GLOBALEVENTID=number, SQLDATE=day, DATEADDED=added)
        for number, (day, added) in enumerate(days)
    ]
    report, _, _ = imported(tmp_path, "gdelt", lines)
    (found,) = report.days.values()
    assert [str(day) for day in (found.first, found.last, *found.missing)] == [
        "2014-02-01", "2014-02-04", "2014-02-03",
    ]  # fmt: skip


def added(table: DeltaTable) -> list[list[dict[str, Any]]]:
    """What each commit that added files says of them."""
    logs = sorted((Path(urlsplit(table.table_uri).path) / "_delta_log").glob("*.json"))
    lines = [[json.loads(line) for line in log.read_text().splitlines()] for log in logs]
    found = [[action["add"] for action in told if "add" in action] for told in lines]
    return [made for made in found if made]


KILLED = """
import os, sys
from detente.importing import import_files
from detente.store import Workspace, commits
left, commit = int(sys.argv[3]), commits.commit
def commit_or_die(*args, **options):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), 9)
    commit(*args, **options)
commits.commit = commit_or_die
import_files(Workspace.open_or_create(sys.argv[1]), [sys.argv[2]], "gdelt", batch=2)
"""


@pytest.mark.parametrize("commits", range(3))
def test_an_import_that_is_killed_is_finished_by_the_next(tmp_path: Path, commits: int) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "a.CSV").write_text(f"{gdelt(GLOBALEVENTID=1)}\n{gdelt(GLOBALEVENTID=2)}\n")
    (files / "b.CSV").write_text(f"{gdelt(GLOBALEVENTID=3)}\nbad\n")
    asked = [str(tmp_path / "ws"), str(files), str(commits)]
    assert subprocess.run([sys.executable, "-c", KILLED, *asked], check=False).returncode == -9
    assert (tmp_path / "ws" / "spill").exists()
    workspace = Workspace.open(tmp_path / "ws")
    import_files(workspace, [files], "gdelt")
    assert workspace.imported().column("source_id").to_pylist() == ["1", "2", "3"]
    assert len(rejections(workspace)) == 1
    assert not (tmp_path / "ws" / "spill").exists()
    assert workspace.check().damages == ()


def test_a_kill_before_the_commit_leaves_no_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ImportWriter.append

    def killed(self: ImportWriter, rows: str, dataset: str) -> None:
        raise KeyboardInterrupt

    lines = [gdelt(), "bad"]
    monkeypatch.setattr(ImportWriter, "append", killed)
    with pytest.raises(KeyboardInterrupt):
        imported(tmp_path, "gdelt", lines)
    assert Workspace.open(tmp_path / "ws").imported().num_rows == 0
    monkeypatch.setattr(ImportWriter, "append", whole)
    report, rows, workspace = imported(tmp_path, "gdelt", lines)
    assert (len(rows), report.verdicts["new"], len(rejections(workspace))) == (1, 1, 1)


def test_many_small_imports_become_one_file(tmp_path: Path) -> None:
    lines = [gdelt(GLOBALEVENTID=number, SQLDATE=f"201402{number + 10}") for number in range(18)]
    imported(tmp_path, "keds", ["date,source,target,code", "1990-01-01,USA,IRQ,042"])
    for number in range(18):
        _, rows, _ = imported(tmp_path, "gdelt", lines[: number + 1], batch=1)
    assert [row["source_id"] for row in rows if row["dataset"] == "gdelt"] == list(
        map(str, range(18))
    )
    table = DeltaTable(tmp_path / "ws" / "imported")
    assert len(table.file_uris()) == 1 + 3
    assert table.to_pyarrow_dataset().count_rows() == 19
    # Whoever still reads as of before finds all files there, and whoever follows what is new, nothing.
    assert len([*(tmp_path / "ws" / "imported").glob("*.parquet")]) == 19 + 1
    (merged,) = [made for made in added(table) if made[0]["dataChange"] is False]
    assert [each["dataChange"] for each in merged] == [False]


def test_other_files_are_rejected_and_stop_nothing(tmp_path: Path) -> None:
    files = {"empty.CSV": "", "note.txt": "Dear all,\n", "rows.CSV": gdelt()}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    workspace = Workspace.open_or_create(tmp_path / "ws")
    report = import_files(workspace, [tmp_path / name for name in files], "gdelt")
    assert report.verdicts == {"new": 1}
    assert rejections(workspace) == [(None, "an empty file"), (None, "not a file of this kind")]


def test_wrong_questions(tmp_path: Path) -> None:
    workspace = Workspace.open_or_create(tmp_path / "ws")
    with pytest.raises(InputError, match="no such file"):
        import_files(workspace, [tmp_path / "none"], "gdelt")
    with pytest.raises(QueryError, match="no state is called"):
        import_files(workspace, [], "gdelt", between=[("CHN", "Atlantis")])
    with pytest.raises(QueryError, match="the same state"):
        import_files(workspace, [], "gdelt", between=[("CHN", "China")])

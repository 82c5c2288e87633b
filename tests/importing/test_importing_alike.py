"""Rows that are alike in every cell, and rows that stand for many acts."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from importing_world import gdelt, imported, rejections

from detente.commands.importing import summary
from detente.errors import InputError
from detente.importing import Format, import_files, slicing, user_format
from detente.measuring import acts_imported
from detente.measuring.acts import coverage
from detente.store import Workspace

KEDS = "date,source,target,code"
ROW = "1990-01-01,CHL,NOR,042"


@pytest.mark.parametrize("batch", [1, 2, 100])
@pytest.mark.parametrize("size", [30, 10**6])
def test_rows_alike_are_acts_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int, size: int
) -> None:
    """However the file is cut, and when it is read again."""
    monkeypatch.setattr(slicing, "SLICE", size)
    lines = [KEDS, ROW, "1990-01-02,CHL,NOR,042", ROW, ROW]
    report, rows, workspace = imported(tmp_path, "keds", lines, batch=batch)
    assert (report.verdicts, report.identical) == ({"new": 4}, 2)
    assert "2 rows alike another of its file in every cell: kept as acts" in list(summary(report))
    first = min(row["imported_id"] for row in rows if str(row["date"]) == "1990-01-01")
    assert {row["imported_id"] for row in rows if str(row["date"]) == "1990-01-01"} == {
        first, f"{first}-2", f"{first}-3",
    }  # fmt: skip
    assert len(acts_imported(workspace, ("CHL", "NOR"), "keds")) == 4
    again, same, _ = imported(tmp_path, "keds", lines, batch=batch)
    assert (again.verdicts, same) == ({"known": 4}, rows)


def test_rows_alike_may_be_taken_once(tmp_path: Path) -> None:
    report, rows, _ = imported(tmp_path, "keds", [KEDS, ROW, ROW], identical="once")
    assert (report.verdicts, report.identical, len(rows)) == ({"new": 1, "duplicate": 1}, 0, 1)


def test_wrong_ways_to_take_rows_alike(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is neither kept nor once"):
        imported(tmp_path, "keds", [KEDS, ROW], identical="twice")


def test_mentions_alike_are_one(tmp_path: Path) -> None:
    mention = gdelt(16, GLOBALEVENTID=7, EventTimeDate="20140203000000", MentionTimeDate="20140203")
    report, _, _ = imported(tmp_path, "gdelt", [mention, mention])
    assert report.verdicts == {"new": 1, "duplicate": 1}


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=st.lists(st.lists(st.sampled_from("abc"), max_size=6), min_size=1, max_size=3))
def test_of_each_row_there_are_as_many_as_in_the_file_that_has_most(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("files")
    paths = [folder / f"{place}.csv" for place in range(len(files))]
    for path, notes in zip(paths, files, strict=True):
        path.write_text("\n".join([f"{KEDS},note", *(f"{ROW},{note}" for note in notes)]) + "\n")
    workspace = Workspace.open_or_create(folder / "ws")
    import_files(workspace, paths, "keds")
    most = sum(max(notes.count(note) for notes in files) for note in "abc")
    assert workspace.imported().num_rows == most


def aggregates(folder: Path) -> list[Format]:
    (folder / "own.toml").write_text(
        'dataset = "sums"\ncodes = "cameo"\ncountries = "codes"\n'
        '[fields]\nsource_id = "id"\ndate = "day"\nactor_country = "a"\nrecipient_country = "b"\n'
        'code = "c"\nacts = "n"\n'
    )
    return [user_format(folder / "own.toml")]


def test_a_row_may_stand_for_many_acts(tmp_path: Path) -> None:
    lines = [
        "id,day,a,b,c,n",
        "1,2020-01-01,CHL,NOR,042,3",
        "2,2020-01-01,NOR,CHL,190,",
        "3,2020-01-02,CHL,NOR,190,0",
    ]
    _, rows, workspace = imported(tmp_path, aggregates(tmp_path), lines, name="rows.csv")
    assert [row["acts"] for row in rows] == [3, None, 0]
    acts = acts_imported(workspace, ("CHL", "NOR"), "sums")
    assert acts["act_id"].to_pylist() == ["sums:1"] * 3 + ["sums:2"]
    assert coverage(workspace, dataset="sums").to_pylist()[0]["n"] == 4


@pytest.mark.parametrize(
    ("count", "reason"),
    [
        ("-1", "acts outside 0 to 100,000: '-1'"),
        ("100001", "acts outside 0 to 100,000: '100001'"),
        ("many", "no number of acts: 'many'"),
        ("2.5", "no whole number of acts: '2.5'"),
    ],
)
def test_no_count_of_acts(tmp_path: Path, count: str, reason: str) -> None:
    lines = ["id,day,a,b,c,n", f"1,2020-01-01,CHL,NOR,042,{count}"]
    _, rows, workspace = imported(tmp_path, aggregates(tmp_path), lines, name="rows.csv")
    assert (rows, rejections(workspace)) == ([], [("line 2", reason)])

"""Every line of a file is a row, a duplicate, outside, rejected, or blank, and known by its number."""

import gzip
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from importing_world import ICEWS_HEADER, gdelt, icews, imported, rejections

from detente.importing import import_files, opening, run, slicing
from detente.importing.layouts import Layout
from detente.importing.slicing import Slice
from detente.store import Workspace


def test_bad_rows_are_rejected_with_file_and_line(tmp_path: Path) -> None:
    lines = [
        ICEWS_HEADER,
        icews(1),
        "",
        "2\t2018-06-01\tonly three",
        icews(3) + "\tone more\tand more",
        icews(4, date="2018-06-31"),
        icews(5).replace("\t1.9\t", "\tmuch\t"),
        icews(6),
    ]
    report, rows, workspace = imported(tmp_path, "icews", lines)
    assert rejections(workspace) == [
        ("line 4", "fewer than 20 cells"),
        ("line 5", "more than 20 cells"),
        ("line 6", "no date: '2018-06-31'"),
        ("line 7", "no number of goldstein: 'much'"),
    ]
    assert [(row["source_id"], row["line"]) for row in rows] == [("1", 2), ("6", 8)]
    assert (report.lines, report.headers, report.blank, report.unaccounted) == (8, 1, 1, 0)


def test_bytes_that_are_not_utf8_move_no_line(tmp_path: Path) -> None:
    good = [gdelt(GLOBALEVENTID=number).encode() for number in range(4)]
    data = b"\n".join([good[0], b"", good[1].replace(b"CHN", b"\xff"), good[2], b"\r", good[3]])
    report, rows, workspace = imported(tmp_path, "gdelt", data)
    assert rejections(workspace) == [("line 3", "not UTF-8")]
    assert [(row["source_id"], row["line"]) for row in rows] == [("0", 1), ("2", 4), ("3", 6)]
    assert (report.lines, report.blank, report.unaccounted) == (6, 2, 0)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_quoted_cells_may_hold_line_ends(tmp_path: Path, end: str) -> None:
    rows = [
        "date,source,target,code,note",
        '1990-01-01,USA,IRQ,042,"one\ntwo\n"',
        '1990-01-02,USA,IRQ,"042",x',
    ]
    report, found, _ = imported(tmp_path, "keds", end.join(rows).encode(), name="rows.csv")
    assert [row["line"] for row in found] == [2, 5]
    assert (report.within, report.unaccounted) == (2, 0)


def test_mixed_line_ends_and_a_mark_at_the_start(tmp_path: Path) -> None:
    data = f"\ufeff{gdelt()}\r\n{gdelt(GLOBALEVENTID=2)}\n{gdelt(GLOBALEVENTID=3)}\r\n".encode()
    report, rows, _ = imported(tmp_path, "gdelt", data)
    assert [row["source_id"] for row in rows] == ["1", "2", "3"]
    assert (report.lines, report.unaccounted) == (3, 0)


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=6)
LINES = st.one_of(
    st.builds(lambda number: icews(number), st.integers(0, 9)),
    st.builds(lambda number: icews(number, target="Peru", to="Peru"), st.integers(10, 19)),
    st.builds(lambda number, date: icews(number, date=date), st.integers(20, 29), CELLS),
    st.lists(CELLS.map(lambda cell: cell.replace("\x02", "")), max_size=25).map("\t".join),
    st.just(""),
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=st.lists(LINES, max_size=30), end=st.sampled_from(["\n", "\r\n"]), packed=st.booleans()
)
def test_every_line_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], end: str, packed: bool
) -> None:
    data = end.join([ICEWS_HEADER, *lines]).encode()
    folder = tmp_path_factory.mktemp("made")
    report, rows, workspace = imported(
        folder, "icews", gzip.compress(data) if packed else data, between=[("NOR", "CHL")]
    )
    counts = report.verdicts
    assert report.unaccounted == 0
    assert report.lines == len(data.decode().removesuffix(end).split(end))
    assert counts["new"] == len(rows)
    assert counts["rejected"] == len(rejections(workspace))
    texts = [ICEWS_HEADER, *lines]
    for row in rows:
        assert texts[row["line"] - 1].split("\t")[0].strip() == row["source_id"]


@pytest.mark.parametrize("size", [200, 1000, 10**6])
def test_slices_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(slicing, "SLICE", size)
    monkeypatch.setattr(slicing, "CHUNK", 150)
    lines = [gdelt(GLOBALEVENTID=number) if number % 7 else "" for number in range(1, 60)]
    lines[30] = "a bad line"
    report, rows, workspace = imported(tmp_path, "gdelt", lines, batch=10)
    assert [row["line"] for row in rows] == [int(row["source_id"]) for row in rows]
    assert rejections(workspace) == [("line 31", "fewer than 58 cells")]
    assert (report.lines, report.blank, report.unaccounted) == (59, 8, 0)


def test_archives(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    with zipfile.ZipFile(folder / "day.zip", "w") as archive:
        archive.writestr("one.CSV", gdelt() + "\n")
        archive.writestr("two.CSV", gdelt(GLOBALEVENTID=2))
    (folder / "three.gz").write_bytes(gzip.compress(gdelt(GLOBALEVENTID=3).encode()))
    report, rows, _ = imported(folder, "gdelt", [gdelt(GLOBALEVENTID=4)])
    assert len(rows) == 1
    workspace = Workspace.open_or_create(tmp_path / "ws")
    report = import_files(workspace, [folder / "day.zip", folder / "three.gz"], "gdelt")
    found = {row["source_id"]: Path(row["file"]).name for row in workspace.imported().to_pylist()}
    assert found == {"1": "one.CSV", "2": "two.CSV", "3": "three.gz"}
    assert report.files == 3


def test_a_file_that_duckdb_refuses_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = run.draft

    def refused(layout: Layout, part: Slice, number: int, *, quoted: bool) -> str:
        if part.path.name == "a.CSV":
            return "SELECT error('no such state')"
        return usual(layout, part, number, quoted=quoted)

    monkeypatch.setattr(run, "draft", refused)
    for number, name in enumerate(("a.CSV", "b.CSV")):
        (tmp_path / name).write_text(gdelt(GLOBALEVENTID=number))
    workspace = Workspace.open_or_create(tmp_path / "ws")
    report = import_files(workspace, [tmp_path / "a.CSV", tmp_path / "b.CSV"], "gdelt")
    assert report.refused_files == [str(tmp_path / "a.CSV")]
    assert report.verdicts == {"new": 1}
    assert "no such state" in rejections(workspace)[0][1]


def test_a_broken_archive_gives_what_could_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "HEAD", 500)
    monkeypatch.setattr(slicing, "CHUNK", 500)
    lines = "\n".join(gdelt(GLOBALEVENTID=number, SOURCEURL=hash(number)) for number in range(3000))
    data = gzip.compress(lines.encode())
    report, rows, workspace = imported(tmp_path, "gdelt", data[: len(data) // 2])
    assert 0 < len(rows) < 3000
    assert report.unaccounted == 0
    (told,) = [reason for place, reason in rejections(workspace) if place is None]
    assert "cannot be read to its end" in told

"""Values, names and archives by which an import could stop, fill the memory, or spoil every measure."""

import gzip
import os
import tempfile
from pathlib import Path

import pytest
from importing_world import gdelt, imported, rejections

from detente.buckets.fetching import fetched
from detente.errors import InputError
from detente.importing import import_files, user_format
from detente.importing.drafting import draft
from detente.importing.slicing import Slice, blank_runs
from detente.reading.counting import IN_FULL
from detente.store import Workspace


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"SQLDATE": "infinity"}, "a date outside the years 1600 to 2199: infinity"),
        ({"SQLDATE": "99991231"}, "a date outside the years 1600 to 2199: 99991231"),
        ({"SQLDATE": "02021220"}, "a date outside the years 1600 to 2199: 02021220"),
        ({"GoldsteinScale": "nan"}, "no number of goldstein: 'nan'"),
        ({"GoldsteinScale": "-inf"}, "no number of goldstein: '-inf'"),
        ({"GoldsteinScale": "1e999"}, "no number of goldstein: '1e999'"),
    ],
)
def test_values_that_spoil_a_measure(tmp_path, cells, reason):
    lines = [gdelt(GLOBALEVENTID=1, **cells), gdelt(GLOBALEVENTID=2)]
    _, rows, workspace = imported(tmp_path, "gdelt", lines)
    assert [row["source_id"] for row in rows] == ["2"]
    assert rejections(workspace) == [("line 1", reason)]


def own_format(folder: Path, years: str) -> Path:
    path = folder / "own.toml"
    path.write_text(
        f'dataset = "old"\ndate = "%Y-%m-%d"\ncountries = "codes"\n{years}\n[fields]\ndate = "day"\n'
        'actor_country = "who"\nrecipient_country = "whom"\ncode = "what"\n'
    )
    return path


def test_years_that_a_format_widens(tmp_path):
    lines = ["day,who,whom,what", "1066-10-14,CHL,NOR,042"]
    for years, kept in (("", 0), ("years = [1000, 2100]", 1)):
        folder = tmp_path / str(kept)
        folder.mkdir()
        asked = [user_format(own_format(folder, years))]
        _, rows, _ = imported(folder, asked, lines, name="rows.csv")
        assert len(rows) == kept
    for wrong in ("[2, 1]", "[0, 9]", "[1]", '["a", "b"]'):
        with pytest.raises(InputError, match="no first and last year"):
            user_format(own_format(tmp_path, f"years = {wrong}"))


def test_files_of_any_name(tmp_path):
    place = tmp_path / "in"
    place.mkdir()
    names = [b"\xff\xfe.tsv", b"a\nb.tsv", b"[a]*?.tsv", b"it's.tsv", b"%41.tsv"]
    for number, name in enumerate(names):
        line = gdelt(GLOBALEVENTID=number)
        (place / os.fsdecode(name)).write_text(f"{line}\nbad\n")
    workspace = Workspace.open_or_create(tmp_path / "ws")
    report = import_files(workspace, [place], "gdelt")
    assert report.verdicts == {"new": len(names), "rejected": len(names)}
    files = {row["file"].rpartition("/")[2] for row in workspace.imported().to_pylist()}
    assert files == {r"\xff\xfe.tsv", "a\nb.tsv", "[a]*?.tsv", "it's.tsv", "%41.tsv"}


@pytest.mark.parametrize(
    ("data", "runs"),
    [
        (b"", []),
        (b"a\n\n\nb\n\r\n", [(2, 2), (5, 1)]),
        (b"\n\na\n", [(1, 2)]),
        (b"a\n" + b"\n" * 9_999, [(2, 9_999)]),
    ],
)
def test_blank_lines_in_a_row_are_one_stretch(tmp_path, data, runs):
    path = tmp_path / "rows"
    path.write_bytes(data)
    assert blank_runs(Slice(path, 0, 1, 0)).T.tolist() == [list(each) for each in runs]


def test_lines_after_blank_ones_keep_their_numbers(tmp_path):
    lines = ["", gdelt(GLOBALEVENTID=1), "", "", gdelt(GLOBALEVENTID=2), "", gdelt(GLOBALEVENTID=3)]
    _, rows, _ = imported(tmp_path, "gdelt", lines)
    assert {row["source_id"]: row["line"] for row in rows} == {"1": 2, "2": 5, "3": 7}


def test_an_archive_that_unpacks_without_end(tmp_path, monkeypatch):
    monkeypatch.setattr("detente.importing.slicing.SLICE", 2**20)
    line = f"{gdelt(GLOBALEVENTID=1)}\n".encode()
    data = gzip.compress(line * 200 + b"\n" * 2**25, mtime=0)
    report, rows, workspace = imported(tmp_path, "gdelt", data, name="rows.gz")
    assert [row["source_id"] for row in rows] == ["1"]
    (reason,) = report.reasons
    assert "unpacks to more than 200 times its size" in reason
    assert rejections(workspace) == [(None, reason)]


def test_a_line_without_end_takes_no_memory(tmp_path, monkeypatch):
    monkeypatch.setattr("detente.importing.slicing.LONGEST_LINE", 2**21 + 2**10)
    good = f"{gdelt(GLOBALEVENTID=1)}\n".encode()
    last = f"{gdelt(GLOBALEVENTID=2)}\n".encode()
    data = gzip.compress(good + b"a" * 2**24 + b"\n" + last, mtime=0)
    _, rows, workspace = imported(tmp_path, "gdelt", data, name="rows.gz")
    assert {row["source_id"]: row["line"] for row in rows} == {"1": 1, "2": 3}
    assert rejections(workspace) == [("line 2", "longer than two million bytes")]


def test_rejections_of_one_kind_are_counted(tmp_path):
    bad = [gdelt(GLOBALEVENTID=n, SQLDATE="soon") for n in range(150)]
    no_text = [b"\xff" + gdelt(GLOBALEVENTID=n).encode() for n in range(130)]
    data = "".join(f"{line}\n" for line in [gdelt(GLOBALEVENTID=999), *bad]).encode()
    data += b"".join(line + b"\n" for line in no_text)

    report, rows, workspace = imported(tmp_path, "gdelt", data)
    assert len(rows) == 1 and report.verdicts == {"new": 1, "rejected": 280}
    assert report.reasons == {"no date": 150, "not UTF-8": 130} and report.unaccounted == 0
    found = rejections(workspace)
    assert len(found) == 2 * IN_FULL + 2
    assert [row for row in found if row[0] is None] == [
        (None, "no date: 50 more left out in this file, the last in line 151"),
        (None, "not UTF-8: 30 more left out in this file, the last in line 281"),
    ]
    again, *_ = imported(tmp_path, "gdelt", data)
    assert again.verdicts == {"known": 1, "rejected": 280} and rejections(workspace) == found


def test_lines_of_carriage_returns_are_blank_ones(tmp_path):
    data = f"{gdelt(GLOBALEVENTID=1)}\n\r\r\r\r\n{gdelt(GLOBALEVENTID=2)}\n".encode()
    report, rows, _ = imported(tmp_path, "gdelt", data)
    assert report.unaccounted == 0 and {row["source_id"] for row in rows} == {"1", "2"}


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\x0b", "\x1c"])
def test_signs_within_a_cell_end_no_line(tmp_path, sign):
    lines = [gdelt(GLOBALEVENTID=n, Actor1Name=f"a{sign}b") for n in range(3)]
    _, rows, _ = imported(tmp_path, "gdelt", lines)
    assert [row["actor"] for row in rows] == [f"a{sign}b"] * 3


def test_nothing_is_put_into_the_temporary_folder_for_files_of_this_machine(tmp_path, monkeypatch):
    """What is killed would leave it there."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with fetched([str(tmp_path / "a.csv")]) as (paths, names):
        assert (paths, names) == ([str(tmp_path / "a.csv")], {})


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_what_is_no_file_is_not_passed_over(tmp_path):
    os.mkfifo(tmp_path / "a.csv")
    with pytest.raises(InputError, match="neither a file nor a folder"):
        import_files(Workspace.open_or_create(tmp_path / "ws"), [tmp_path / "a.csv"], "keds")


KEDS = "date,source,target,code,note\n"


def keds_between(wrong: bytes) -> bytes:
    first, last = (f"2018-06-{day},CHLGOV,NOR,042,\n".encode() for day in ("01", "28"))
    return KEDS.encode() + first + wrong + last


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_more_blank_lines_than_a_line_may_have_bytes(tmp_path, packed, end):
    data = keds_between(end * 2_100_000)
    data = gzip.compress(data, 1, mtime=0) if packed else data
    report, rows, _ = imported(tmp_path, "keds", data, name="rows")
    assert [row["line"] for row in rows] == [2, 2_100_003] and not report.reasons
    assert (report.blank, report.unaccounted) == (2_100_000, 0)


@pytest.mark.parametrize("wrong", [b"\n", b",,,,\n", b"a\n", b"\n,,,,\n", b"\xff\n"])
@pytest.mark.parametrize("packed", [False, True])
def test_what_is_held_does_not_grow_with_the_file(tmp_path, monkeypatch, packed, wrong):
    monkeypatch.setattr("detente.importing.slicing.LINES", 100)
    monkeypatch.setattr("detente.importing.slicing.CHUNK", 64)
    sizes = []

    def seen(layout, part, number, *, quoted):
        sizes.append(part.lines)
        return draft(layout, part, number, quoted=quoted)

    monkeypatch.setattr("detente.importing.run.draft", seen)
    data = keds_between(wrong * 2_000)
    data = gzip.compress(data, mtime=0) if packed else data
    report, rows, workspace = imported(tmp_path, "keds", data, name="rows", batch=100)
    assert max(sizes) <= 100 + 64 and sum(sizes) == 2 + 2_000 * wrong.count(b"\n")
    assert [row["line"] for row in rows] == [2, sum(sizes) + 1] and report.unaccounted == 0
    assert len(rejections(workspace)) <= IN_FULL + 1


@pytest.mark.parametrize("lines", [1, 2, 3, 1000])
@pytest.mark.parametrize("longest", [60, 200])
def test_a_slice_ends_in_no_cell(tmp_path, monkeypatch, lines, longest):
    monkeypatch.setattr("detente.importing.slicing.LINES", lines)
    monkeypatch.setattr("detente.importing.slicing.LONGEST", longest)
    monkeypatch.setattr("detente.importing.slicing.CHUNK", 16)
    told = [f'2018-06-{day:02},CHLGOV,NOR,042,"a\n{day}\n\nb"\n' for day in range(1, 9)]
    plain = ["2018-06-09,CHLGOV,NOR,042,\n"] * 20
    data = (KEDS + "".join([*told, *plain, *told, *plain, *told])).encode()
    report, rows, _ = imported(tmp_path, "keds", gzip.compress(data, mtime=0), name="rows.gz")
    assert len(rows) == 64 and not report.reasons and report.unaccounted == 0
    texts = data.decode().split("\n")
    assert all(texts[row["line"] - 1].startswith(str(row["date"])) for row in rows)


@pytest.mark.parametrize("packed", [False, True])
def test_lines_that_end_in_a_carriage_return_alone(tmp_path, monkeypatch, packed):
    monkeypatch.setattr("detente.importing.slicing.CHUNK", 100)
    monkeypatch.setattr("detente.importing.slicing.LONGEST_LINE", 200)
    data = keds_between(b"2018-06-02,CHLGOV,NOR,042,\n" * 50).replace(b"\n", b"\r")
    data = gzip.compress(data, mtime=0) if packed else data
    report, rows, _ = imported(tmp_path, "keds", data, name="rows")
    assert [row["line"] for row in rows] == list(range(2, 54))
    assert (report.lines, report.unaccounted) == (53, 0)

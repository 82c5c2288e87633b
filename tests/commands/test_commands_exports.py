"""Exports for spreadsheets and statistics, read back: nothing lost, and nothing taken for a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from commands_run import Run
from commands_world import ARTICLES, EVENTS, TEXT, make

from detente.commands import exports, machine, spreadsheet
from detente.commands.flat import Column
from detente.commands.sheets import ARTICLE_COLUMNS, Sheet
from detente.commands.stata import RESERVED, stata, variable_names
from detente.errors import InputError
from detente.records import Event
from detente.schema import to_arrow

NS = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
EPOCH = dt.date(1899, 12, 30)
TEXTS = ["=1+1", "+1", "-1", "@cmd", "042", "a;b", "“é” 😀", "two\nlines", ""]


def column_of(reference: str) -> int:
    place = 0
    for letter in re.sub(r"\d", "", reference):
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def sheets_of(file: Path | io.BytesIO) -> dict[str, list[dict[int, Any]]]:
    """The cells of each sheet, row by row: text, number, or (for a formula) a failure."""
    with zipfile.ZipFile(file) as book:
        names = [each.get("name") for each in ElementTree.fromstring(
            book.read("xl/workbook.xml")).iterfind(".//x:sheet", NS)]  # fmt: skip
        found = {}
        for number, name in enumerate(names, start=1):
            root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            assert root.find(".//x:f", NS) is None
            found[str(name)] = [
                {column_of(cell.get("r", "")): value_of(cell) for cell in row}
                for row in root.iterfind(".//x:row", NS)
            ]
    return found


def value_of(cell: ElementTree.Element) -> str | float | bool:
    if cell.get("t") == "inlineStr":
        return "".join(text.text or "" for text in cell.iterfind(".//x:t", NS))
    number = float(cell.findtext("x:v", "", NS))
    return bool(number) if cell.get("t") == "b" else number


def written(writer: machine.Writer) -> io.BytesIO:
    stream = io.BytesIO()
    writer(stream)
    return io.BytesIO(stream.getvalue())


def made_sheet(rows: list[list[Any]]) -> Sheet:
    columns = [
        Column("code", "a code"), Column("end", "a day", dt.date), Column("n", "a count", int),
        Column("sure", "whether", bool), Column("kind", "of what kind", str, ("one", "other")),
        Column("address", "where it was met"),
    ]  # fmt: skip
    return Sheet("things", columns, rows)


ROWS = [
    [
        text,
        dt.date(2024, 2, 29) if text else None,
        place,
        bool(place % 2),
        "one",
        f"texts/{place}.txt",
    ]
    for place, text in enumerate(TEXTS)
]


def test_a_workbook_has_texts_as_texts_and_days_as_days() -> None:
    head, *rows = sheets_of(written(spreadsheet.workbook([made_sheet(ROWS)], [])))["things"]
    assert list(head.values()) == ["code", "end", "n", "sure", "kind", "address"]
    assert [row.get(0, "") for row in rows] == TEXTS
    assert EPOCH + dt.timedelta(days=int(rows[0][1])) == dt.date(2024, 2, 29)
    assert (rows[3][2], rows[3][3]) == (3.0, True)


def test_a_workbook_has_links_a_frozen_head_and_filters() -> None:
    rows = [["a", None, 1, True, "one", "https://reef.example/?q=a&b=%20c"], ["b"] + [None] * 5]
    with zipfile.ZipFile(written(spreadsheet.workbook([made_sheet(rows)], []))) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
        links = book.read("xl/worksheets/_rels/sheet1.xml.rels").decode()
    assert 'state="frozen"' in page and '<autoFilter ref="A1:F3"/>' in page
    assert links.count("https://reef.example/?q=a&amp;b=%20c") == 1


def test_what_excel_cannot_hold_is_cut_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_LINKS", 1)
    long = "😀" * 20_000  # each of two units
    rows = [[long, dt.date(1842, 8, 29), 1, True, "one", "https://a.example"],
            ["b", None, 2, True, "one", "https://b.example"]]  # fmt: skip
    pages = sheets_of(written(spreadsheet.workbook([made_sheet(rows)], [("question", "=all")])))
    first = pages["things"][1]
    assert str(first[0]).endswith(" […]") and long.startswith(str(first[0])[:-4])
    assert len(str(first[0]).encode("utf-16-le")) // 2 <= spreadsheet.MOST_CHARACTERS
    assert first[1] == "1842-08-29"
    told = [str(row[1]) for row in pages["about"]]
    assert told[:2] == ["=all", "2"]
    assert [note.split(" ")[:2] for note in told[2:]] == [["things:", "1"]] * 3


def test_more_rows_than_a_sheet_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", len(ROWS))
    with pytest.raises(InputError, match=r"(?s)9 rows are more.*--out FILE\.parquet"):
        spreadsheet.workbook([made_sheet(ROWS)], [])
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", len(ROWS) + 1)
    spreadsheet.workbook([made_sheet(ROWS)], [])


@pytest.mark.parametrize(
    "rows", [ROWS, [["x" * 3000, None, None, None, None, ""]], [["é" * 200] + [None] * 5]]
)
def test_stata_reads_back_what_was_written(rows: list[list[Any]]) -> None:
    file = written(stata(made_sheet(rows)))
    with pd.io.stata.StataReader(file) as reader:
        found = reader.read()
        labels, values = reader.variable_labels(), reader.value_labels()
    assert labels["code"] == "a code" and labels["_end"] == "a day"
    assert values["kind"] == {0: "one", 1: "other"} and values["sure"] == {0: "false", 1: "true"}
    assert [*found["code"]] == [row[0] for row in rows]
    days = [None if pd.isna(day) else day.date() for day in found["_end"]]
    assert days == [row[1] for row in rows]
    assert [None if pd.isna(n) else n for n in found["n"]] == [row[2] for row in rows]


def test_no_rows_are_a_file_of_stata_too() -> None:
    assert [*pd.read_stata(written(stata(made_sheet([])))).columns][:2] == ["code", "_end"]


def test_days_in_stata_are_days() -> None:
    with pd.io.stata.StataReader(written(stata(made_sheet(ROWS)))) as reader:
        reader.read(convert_dates=False)
        assert "%td" in reader._fmtlist


def test_variable_names() -> None:
    long = "a_name_that_is_longer_than_stata_takes"
    found = variable_names(["end", "code", long, f"{long}_too"])
    assert found[:2] == ["_end", "code"]
    assert len(set(found)) == 4 and all(len(name) <= 32 for name in found)
    assert not RESERVED.intersection(found)


@pytest.mark.parametrize("form", ["xlsx", "dta"])
def test_the_same_records_give_the_same_bytes(form: str) -> None:
    def make() -> bytes:
        made = made_sheet(ROWS)
        writer = stata(made) if form == "dta" else spreadsheet.workbook([made], [])
        return written(writer).getvalue()

    assert make() == make()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("exported") / "ws")


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet", "xlsx", "dta"])
def test_the_ending_tells_the_form(run: Run, made: Path, tmp_path: Path, ending: str) -> None:
    named, told = tmp_path / f"x.{ending.upper()}", tmp_path / "told"
    for words in (("--out", named), ("--out", told, "--as", ending)):
        result = run("events", made, *words)
        assert (result.exit_code, result.stdout) == (0, ""), result.stderr
    assert named.read_bytes() == told.read_bytes()


def table_of(page: list[dict[int, Any]]) -> list[dict[str, Any]]:
    """The rows of a sheet by the names in its head."""
    head, *rows = page
    return [{str(name): row.get(place) for place, name in head.items()} for row in rows]


def test_a_workbook_of_events(run: Run, made: Path, tmp_path: Path) -> None:
    out = tmp_path / "e.xlsx"
    run("events", made, "--by", "FJI", "--type", "AID", "--out", out, "--with", "sentence")
    pages = sheets_of(out)
    assert list(pages) == ["events", "about"]
    (row,) = table_of(pages["events"])
    assert (row["actors_country"], row["outlet"], row["title"]) == ("FJI", "Inland Echo", "=Aid")
    assert (row["cameo"], row["confidence"]) == ("042", 0.5)
    assert row["published"] == (dt.date(2023, 5, 20) - EPOCH).days
    assert row["sentence_text"] == "Kenya accused Fiji of interference."
    assert row["address"] == "https://reef.example/a3"
    about = {str(row[0]): str(row[1]) for row in pages["about"]}
    assert about["question"] == "detente events --by FJI --type AID --with sentence"
    assert about["days"] == "2023-05-20 to 2023-05-20"
    assert about["rows in events"] == "1" and about["version"].startswith("detente ")


@pytest.mark.parametrize(
    ("asked", "question"),
    [
        ("occurrences --type ACCUSE --merge one-a-day --left-out --superseded --limit 2",
         "--type ACCUSE --merge one-a-day --left-out --superseded --limit 2"),
        ("events --between KEN FJI --between NOR Kenya --news --with title,sentence --since 2023",
         "--between KEN FJI --between NOR Kenya --news --since 2023-01-01 --with title,sentence"),
        ("channels --of KEN --reports", "--of KEN --reports"),
        ("index --between KEN FJI --no-band --until 2023-04",
         "--between KEN FJI --until 2023-04-30 --no-band"),
        ("ledger --of KEN --kind demands --limit 1", "--of KEN --kind demands --limit 1"),
    ],
)  # fmt: skip
def test_an_export_says_every_option(
    run: Run, made: Path, tmp_path: Path, asked: str, question: str
) -> None:
    command, *options = asked.split()
    book, table = tmp_path / "e.xlsx", tmp_path / "e.parquet"
    for out in (book, table):
        result = run(command, made, *options, "--out", out)
        assert result.exit_code == 0, result.stderr
    about = {str(row[0]): str(row[1]) for row in sheets_of(book)["about"]}
    assert sorted(about["question"].split()) == sorted(f"detente {command} {question}".split())
    told = json.loads(pq.read_schema(table).metadata[b"detente"])
    assert told["question"] == about["question"]
    assert not any(sign in value for value in about.values() for sign in ("{", "(", "None", "True"))


def test_an_export_says_what_held_without_being_asked(run: Run, made: Path, tmp_path: Path) -> None:
    run("index", made, "--between", "KEN", "FJI", "--out", tmp_path / "i.xlsx")
    about = {str(row[0]): str(row[1]) for row in sheets_of(tmp_path / "i.xlsx")["about"]}
    assert "--every month" in about["unless asked otherwise"]
    assert (about["track"], about["directed"], about["between"]) == ("none", "no", "KEN, FJI")
    assert about["band width"] == "0.9"


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet", "xlsx", "dta"])
@pytest.mark.parametrize("more", [(), ("--reports",)])
def test_channels_are_written_in_every_form(
    run: Run, made: Path, tmp_path: Path, ending: str, more: tuple[str, ...]
) -> None:
    out = tmp_path / f"c.{ending}"
    assert run("channels", made, *more, "--out", out).exit_code == 0
    assert out.exists()


def test_a_workbook_of_occurrences_has_their_reports(run: Run, made: Path, tmp_path: Path) -> None:
    out = tmp_path / "o.xlsx"
    run("occurrences", made, "--type", "ACCUSE", "--out", out)
    pages = sheets_of(out)
    assert list(pages) == ["occurrences", "reports", "about"]
    (occurrence,), reports = table_of(pages["occurrences"]), table_of(pages["reports"])
    assert {row["occurrence_id"] for row in reports} == {occurrence["occurrence_id"]}
    assert [row["outlet"] for row in reports] == ["Harbour Post", "Inland Echo"]
    assert {row["sentence_text"] for row in reports} == {"Kenya accused Fiji of interference."}


@pytest.mark.parametrize(
    ("command", "asked"),
    [
        ("events", ()),
        ("statements", ()),
        ("occurrences", ()),
        ("ledger", ("--of", "KEN", "--kind", "demands")),
    ],
)
def test_every_form_can_carry_the_sentence(
    run: Run, made: Path, tmp_path: Path, command: str, asked: tuple[str, ...]
) -> None:
    words = (command, made, *asked, "--with", "sentence,title,published")
    lines = [json.loads(line) for line in run(*words, "--as", "jsonl").stdout.splitlines()]
    sentences = [line["sentence_text"] for line in lines]
    titles = {title: str(day) for _, day, title in ARTICLES.values()}
    assert sentences and all(sentence in TEXT and sentence[-1] == "." for sentence in sentences)
    assert lines and all(titles[line["title"]] == line["published"] for line in lines)
    run(*words, "--out", tmp_path / "p.parquet")
    table = pq.read_table(tmp_path / "p.parquet")
    assert table.column("sentence_text").to_pylist() == sentences
    assert [str(day) for day in table.column("published").to_pylist()] == [
        line["published"] for line in lines
    ]
    rows = csv.DictReader(io.StringIO(run(*words, "--as", "csv").stdout))
    assert [row["sentence_text"] for row in rows] == sentences
    run(*words, "--out", tmp_path / "s.dta")
    assert [*pd.read_stata(tmp_path / "s.dta")["sentence_text"]] == sentences


def test_csv_marks_what_a_spreadsheet_would_run(run: Run, made: Path) -> None:
    words = ("events", made, "--type", "AID", "--as", "csv")
    (row,) = csv.DictReader(io.StringIO(run(*words).stdout))
    assert row["title"] == "'=Aid"
    assert tuple(name for name in row if name in ARTICLE_COLUMNS) == ARTICLE_COLUMNS


def test_measures_take_the_same_forms(run: Run, made: Path, tmp_path: Path) -> None:
    asked = ("index", made, "--between", "KEN", "FJI")
    rows = [*csv.DictReader(io.StringIO(run(*asked, "--as", "csv").stdout))]
    for ending in ("xlsx", "dta"):
        assert run(*asked, "--out", tmp_path / f"i.{ending}").exit_code == 0
    found = pd.read_stata(tmp_path / "i.dta")
    assert [*found["period"]] == [row["period"] for row in rows]
    assert [*found["n"]] == [int(row["n"]) for row in rows]
    assert len(sheets_of(tmp_path / "i.xlsx")["measured"]) == len(rows) + 1


def test_an_option_that_says_nothing_is_not_named(run: Run, made: Path, tmp_path: Path) -> None:
    run("events", made, "--out", tmp_path / "e.xlsx")
    about = {str(row[0]): str(row[1]) for row in sheets_of(tmp_path / "e.xlsx")["about"]}
    assert (about["question"], about["unless asked otherwise"]) == ("detente events", "--sort date")


@pytest.mark.parametrize("sizes", [[], [0], [7], [1, 1, 1], [2, 5, 0, 1], [3, 3]])
def test_parquet_in_parts_is_the_same_file(
    sizes: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "GROUP", 3)
    whole = pa.table({"a": range(sum(sizes))}, pa.schema([("a", pa.int64())]))
    places = itertools.accumulate(sizes, initial=0)
    parts = [whole.slice(first, size) for first, size in zip(places, sizes, strict=False)]
    streams = io.BytesIO(), io.BytesIO()
    machine.parquet(whole)(streams[0])
    machine.parquet_parts(whole.schema, parts)(streams[1])
    assert streams[0].getvalue() == streams[1].getvalue()
    written = pq.ParquetFile(streams[1])
    assert written.read().equals(whole)
    groups = [written.metadata.row_group(n).num_rows for n in range(written.num_row_groups)]
    assert groups == ([3] * (sum(sizes) // 3) + ([sum(sizes) % 3] if sum(sizes) % 3 else []) or [0])


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_each_part_is_written_before_the_next_is_asked_for(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "GROUP", 2)
    record = to_arrow(list(EVENTS[:2]), Event)
    stream, at = io.BytesIO(), list[int]()

    def parts() -> Iterator[exports.Part]:
        for _ in range(3):
            at.append(stream.tell())
            yield exports.Part(record, [("Reef",)] * len(record))

    exports.streamed(parts(), Event, form, ("outlet",), [])(stream)
    assert at[0] < at[1] < at[2] < stream.tell()

"""What came of each file, counted as it passes."""

from __future__ import annotations

import json
from pathlib import Path

from store_world import article, rejection

from detente.reading import read
from detente.reading_run import Item
from detente.reading_summary import MOST, MOST_NAMED, FileSummary, ReadingSummary
from detente.store import Address


def summary_of(folder: Path) -> tuple[ReadingSummary, list[Item]]:
    summary = ReadingSummary()
    return summary, list(summary.watch(read([folder], on_file=summary.begin)))


def story(**fields: str) -> str:
    return json.dumps({"text": "Kenya sent aid to Fiji."} | fields) + "\n"


def told(row: FileSummary) -> tuple[object, ...]:
    return row.name, row.files, row.articles, row.dated, row.with_outlet, row.rejected


def test_a_row_for_each_file(tmp_path: Path) -> None:
    lines = story(outlet="Echo", url="https://echo.example/1") + story(date="2024-03-01") + "{\n"
    (tmp_path / "a.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(story(date="2024-03-01", genre="opinion"), encoding="utf-8")
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.4\0\0")
    summary, items = summary_of(tmp_path)
    a, b, c = (str(tmp_path / name) for name in ("a.jsonl", "b.jsonl", "c.pdf"))
    first, second, third = summary.rows()
    assert [told(row) for row in (first, second, third)] == [
        (a, 1, 2, 1, 1, 1), (b, 1, 1, 1, 0, 0), (c, 1, 0, 0, 0, 1),
    ]  # fmt: skip
    assert first.lacking == {"published": {a: 1}, "outlet": {a: 1}}
    assert second.lacking == {"published": {}, "outlet": {b: 1}}
    assert (dict(second.genres), dict(second.languages)) == ({"opinion": 1}, {"short": 1})
    assert told(summary.total()) == ("all", 3, 3, 2, 1, 2)
    (address,) = [item for item in items if isinstance(item, Address)]
    assert address.address == a  # the article has the address of the web, so its file is told, too


def test_many_files_share_rows(tmp_path: Path) -> None:
    for number in range(MOST + 5):
        folder = tmp_path / ("even" if number % 2 == 0 else "odd")
        folder.mkdir(exist_ok=True)
        (folder / f"{number}.jsonl").write_text(story(n=str(number)), encoding="utf-8")
    (tmp_path / "one.txt").write_text("Kenya sent aid to Fiji.\n", encoding="utf-8")
    summary, _ = summary_of(tmp_path)
    assert [told(row)[:3] for row in summary.rows()] == [
        (f"{tmp_path}/even/*.jsonl", 13, 13),
        (f"{tmp_path}/odd/*.jsonl", 12, 12),
        (f"{tmp_path}/one.txt", 1, 1),
    ]
    assert next(iter(summary.rows()[0].lacking["published"])) == f"{tmp_path}/even/0.jsonl"
    assert summary.total().lacking["published"].total() == MOST_NAMED


def test_many_folders_leave_the_largest(tmp_path: Path) -> None:
    summary = ReadingSummary()
    for number in range(50):
        summary.begin(f"{number:02d}/a.txt")
        list(summary.watch([article(number)] * (2 if number == 40 else 1)))
    rows = summary.rows()
    assert [len(rows), told(rows[0])[:3]] == [MOST, ("40/a.txt", 1, 2)]
    assert told(rows[-1])[:3] == ("31 other folders", 31, 31)


def test_without_files_the_address_tells() -> None:
    summary = ReadingSummary()
    items = [
        article(1, address="a.csv#1"), article(2, address="a.csv#2"),
        article(3, address="https://echo.example/1"), rejection("9", path="b.csv"),
    ]  # fmt: skip
    assert list(summary.watch(items)) == items
    assert [told(row)[:3] for row in summary.rows()] == [
        ("a.csv", 1, 2), ("echo.example", 1, 1), ("b.csv", 1, 0),
    ]  # fmt: skip

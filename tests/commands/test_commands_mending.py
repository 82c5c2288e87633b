"""Which mends are told, and what is said of those that there is no room for."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.commands.mending import MENDS, mends
from detente.reading import ReadingOptions, read
from detente.reading_summary import ReadingSummary


@pytest.mark.parametrize(
    ("kinds", "named", "left"),
    [
        (MENDS, MENDS, None),
        (MENDS + 1, MENDS + 1, None),  # a line on what is left would take as much room
        (MENDS + 2, MENDS, "and 2 other articles in files not named here"),
    ],
)
def test_as_many_mends_as_there_is_room_for(
    tmp_path: Path, kinds: int, named: int, left: str | None
) -> None:
    for number in range(kinds):
        table = f'text,day{number}\n"Kenya met Fiji {number}.",2024-03-04\n'
        (tmp_path / f"{number}.csv").write_text(table, encoding="utf-8")
    options, summary = ReadingOptions(outlet="Echo"), ReadingSummary()
    assert len(list(summary.watch(read([tmp_path], options, on_file=summary.begin)))) == kinds
    told = list(mends(summary, "published", options))
    assert [line for line in told if "--column published=day" in line] == told[:named]
    assert told[named:] == ([left] if left else [])

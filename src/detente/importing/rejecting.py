"""Rejections of an import: of one kind in one file the first are told one by one, and the rest are counted.

A file of a million broken rows is mended by the first of them, as one that is read
(`detente.reading.counting`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.reading.counting import IN_FULL
from detente.reading.problems import one_line
from detente.records import Rejected

ENCODING = "Save the file in UTF-8 and import it again: only such rows are added."
ADVICE = "Correct the line in the file and import it again: only that row is added."
NOT_UTF8 = "not UTF-8"


@dataclass(slots=True)
class _Kind:
    told: int = 0
    counted: int = 0
    last_line: int = 0


class Rejections:
    """What could not be read, as rows of `Rejected` that are still to be stored."""

    def __init__(self) -> None:
        self._kinds: dict[tuple[str, str], _Kind] = {}
        self._rows: list[Rejected] = []

    def add_file(self, path: str, reason: str, advice: str) -> None:
        """A file that was refused, or breaks off."""
        self._rows.append(_row(path, None, reason, advice))

    def add_lines(
        self, path: str, kind: str, first: Sequence[tuple[int, str]], count: int, last_line: int
    ) -> None:
        """So many lines of a kind; `first` has line and reason of the first `IN_FULL`, or of all."""
        held = self._kinds.setdefault((path, kind), _Kind())
        told = first[: max(0, IN_FULL - held.told)]
        self._rows += [_row(path, f"line {line}", reason, _advice(kind)) for line, reason in told]
        held.told += len(told)
        held.counted += count - len(told)
        held.last_line = max(held.last_line, last_line)

    def count_rest(self) -> None:
        """Add a row for each kind of which some were only counted."""
        for (path, kind), held in self._kinds.items():
            if held.counted:
                more = f"{held.counted:,} more left out in this file, the last in line {held.last_line}"
                self._rows.append(_row(path, None, f"{kind}: {more}", _advice(kind)))
        self._kinds.clear()

    def taken(self) -> list[Rejected]:
        """The rows since this was last asked for."""
        rows, self._rows = self._rows, []
        return rows


def _advice(kind: str) -> str:
    return ENCODING if kind == NOT_UTF8 else ADVICE


def _row(path: str, place: str | None, reason: str, advice: str) -> Rejected:
    return Rejected(path, place, "importing", one_line(reason), advice, None)

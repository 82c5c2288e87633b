"""Compute the measures of this folder from its own acts, and hold them against its tables.

    python replicate.py

It needs Python and the package `detente`, and nothing but the files beside it. Every table is computed
anew, written into `recomputed/`, and compared with the one in `tables/`, cell by cell: text must be the
same, numbers to a billionth of their size. What differs is told. The exit status is 0 where nothing does,
and 1 where something does, or where a file is not as it was written.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from detente.errors import QueryError
from detente.measuring import (
    LeadLag,
    Question,
    Reciprocity,
    Shocks,
    Spells,
    Turns,
    by_period,
    directed,
    measure,
)
from detente.measuring.covered import Volume
from detente.measuring.exporting import Exports
from detente.measuring.flows import span_of

ALIKE = 1e-9
"""By how much of their size two numbers may differ."""
MOST_TOLD = 20
"""Figures of a table that are told where they differ."""
LIBRARIES = ("detente", "numpy", "pandas", "pyarrow", "ruptures", "scipy", "statsmodels")
"""Libraries that the figures may depend on."""
DATA = ("acts.parquet", "others.parquet", "own.parquet")
FOLLOWED: Any = ("total", "hostility", "cooperation")


@dataclass(frozen=True)
class Given:
    """What the tables are computed from: the acts of the two states, how much is told of others and of
    them, and the parameters."""

    acts: Any
    volume: Volume
    asked: dict[str, Any]

    @property
    def every(self) -> Any:
        """Length of a period."""
        return self.asked["every"]

    @property
    def covered(self) -> tuple[dt.date | None, dt.date | None]:
        """From when to when sums are counted."""
        first, last = (_day(self.asked[name]) for name in ("first", "last"))
        return span_of([self.acts], first, last)


def read(folder: Path) -> Given:
    """What lies in the folder."""
    acts, others, own = (pq.read_table(folder / name) for name in DATA)
    asked = json.loads((folder / "parameters.json").read_text(encoding="utf-8"))
    return Given(acts, Volume(others, (own,)), asked)


def measures(given: Given) -> Iterator[tuple[str, Callable[[], Exports]]]:
    """The name of each table, and what computes it."""
    yield "index", partial(index, given)
    yield "turns-mean", partial(turns, given, "mean")
    yield "turns-hostility", partial(turns, given, "hostility")
    yield "spells-hostility", partial(spells, given)
    yield "reciprocity", partial(reciprocity, given)
    yield "leadlag", partial(leadlag, given)
    for day in given.asked["events"]:
        for of in FOLLOWED:
            yield f"event-{day}-{of}", partial(event, given, day, of)


def index(given: Given) -> Exports:
    """The relation period by period."""
    first, second = given.asked["between"]
    return measure(given.acts, Question(between=(first, second), every=given.every))


def turns(given: Given, of: Any) -> Exports:
    """Lasting changes of level; of a sum at the usual volume of what is told."""
    if of == "mean":
        return Turns().fit(by_period(given.acts, every=given.every))
    points = _sums(given, of)
    return Turns().fit(points, coverage=given.volume.over(points))


def spells(given: Given) -> Exports:
    """Stretches of hostility beyond the usual."""
    points = _sums(given, "hostility")
    return Spells().fit(points, coverage=given.volume.over(points))


def reciprocity(given: Given) -> Exports:
    """Whether either state answers the other."""
    series = _directions(given)
    return Reciprocity().fit(series, coverage=given.volume.over(next(iter(series.values()))))


def leadlag(given: Given) -> Exports:
    """Which direction moves first."""
    (one, first), (other, second) = _directions(given).items()
    return LeadLag().fit(first, second, (one, other), coverage=given.volume.over(first))


def event(given: Given, day: str, of: Any) -> Exports:
    """What followed a day."""
    (own,) = given.volume.own
    until = _day(given.asked["last"])
    return Shocks(of=of).fit(given.acts, day, until=until, coverage=given.volume.counted, own=own)


def tables(given: Given) -> dict[str, str]:
    """All tables as CSV by name, and the measures that could not be computed, with the reason."""
    found, refused = {}, [["table", "reason"]]
    for name, compute in measures(given):
        try:
            found[name] = compute().to_csv()
        except QueryError as refusal:
            refused.append([name, refusal.what])
    found["refused"] = as_csv(refused)
    return found


def as_csv(rows: list[list[str]]) -> str:
    """Rows as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def environment() -> dict[str, str]:
    """The versions that the figures may depend on."""
    held = {"python": platform.python_version(), "platform": platform.platform()}
    for name in LIBRARIES:
        try:
            held[name] = version(name)
        except PackageNotFoundError:
            held[name] = "not installed"
    return held


def digest(content: bytes) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(content).hexdigest()


def differences(told: str, found: str) -> Iterator[str]:
    """Where two tables in CSV differ."""
    held = [list(csv.reader(io.StringIO(text))) for text in (told, found)]
    header = held[0][0] if held[0] else []
    for row, (one, other) in enumerate(zip_longest(*held)):
        if one is None or other is None:
            yield f"row {row} is {'new' if one is None else 'missing'}"
            continue
        for place, (cell, computed) in enumerate(zip_longest(one, other, fillvalue="")):
            if not alike(cell, computed):
                column = header[place] if place < len(header) else str(place)
                yield f"row {row}, {column}: {cell or 'nothing'} is told, {computed or 'nothing'} computed"


def alike(cell: str, other: str) -> bool:
    """Whether two cells are the same, or numbers that differ by a billionth of their size at the most."""
    if cell == other:
        return True
    try:
        one, two = float(cell), float(other)
    except ValueError:
        return False
    return abs(one - two) <= ALIKE * max(abs(one), abs(two))


def main() -> int:
    """Compute, compare and tell."""
    folder = Path(__file__).resolve().parent
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    changed = [
        name
        for name, sign in sorted(expected.items())
        if not (folder / name).is_file() or digest((folder / name).read_bytes()) != sign
    ]
    for name in changed:
        say(f"{name} is not as it was written")
    told = json.loads((folder / "environment.json").read_text(encoding="utf-8"))
    for name, now in environment().items():
        if told.get(name) != now:
            say(f"{name}: {told.get(name)} there, {now} here")
    wrong = compared(folder, tables(read(folder)))
    say("All figures are the same." if not wrong else f"Different figures: {wrong}.")
    return 1 if wrong or changed else 0


def compared(folder: Path, found: dict[str, str]) -> int:
    """Write and compare all tables; how many figures differ."""
    (folder / "recomputed").mkdir(exist_ok=True)
    known = {path.stem for path in (folder / "tables").glob("*.csv")}
    wrong = 0
    for name in sorted(known | set(found)):
        text = found.get(name, "")
        (folder / "recomputed" / f"{name}.csv").write_bytes(text.encode())
        path = folder / "tables" / f"{name}.csv"
        before = path.read_bytes().decode() if path.is_file() else ""
        differing = list(differences(before, text))
        say(f"{name}: different figures: {len(differing)}" if differing else f"{name}: the same")
        for each in differing[:MOST_TOLD]:
            say(f"  {each}")
        wrong += len(differing)
    return wrong


def say(line: str) -> None:
    """A line on standard output."""
    sys.stdout.write(line + "\n")


def _sums(given: Given, of: Any) -> Any:
    first, last = given.covered
    return by_period(given.acts, every=given.every, of=of, since=first, until=last)


def _directions(given: Given) -> dict[str, Any]:
    one, other = given.asked["between"]
    first, last = given.covered
    return directed({(one, other): given.acts}, every=given.every, since=first, until=last)


def _day(written: str | None) -> dt.date | None:
    return dt.date.fromisoformat(written) if written else None


if __name__ == "__main__":
    sys.exit(main())

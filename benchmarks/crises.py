"""How many well-dated crises and turns are found within a month, in turns and spells.

    python benchmarks/crises.py gulf=WORKSPACE levant=WORKSPACE [--list] [--why]

The crises lie in `crises.tsv`, written down before any search was run on them (its digest is printed).
Each set is a workspace into which the KEDS file of that name was imported (`detente import keds`). What is
told in the default view (turns of the mean and of hostility by month, spells of `spells_in_view`) counts:

- of "worse": a turn up in hostility or down in the mean, or a spell of hostility that starts;
- of "better": a turn down in hostility or up in the mean, a spell of cooperation that starts, or one of
  hostility that ended the month before.

`--why` sorts what is missed by kind (`why_missed`). A crisis of which the data set has fewer than five acts
of its way within a month cannot be found in it by anybody, and is counted apart.

Nobody has listed all that ever happened between two states, so what is told and not in the list is not
false for that. "By chance" is how many of the list would be found if they lay at any other month of the
same years. Nothing here is an assertion.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from detente.errors import DetenteError
from detente.measuring import Spells, Turns, by_period, relationship
from detente.measuring.covered import Volume, volume
from detente.measuring.flows import Of, amounts
from detente.measuring.spells import Spell, SpellsResult
from detente.measuring.spells_view import spells_in_view
from detente.measuring.turns import Turn
from detente.store import Workspace

CRISES = Path(__file__).with_name("crises.tsv")
FEWEST = 5
"""Acts within a month without which nobody can find a crisis: Farrington and others (1996) raise no alarm
with fewer reports in four weeks."""
MANY = 3.0
Told = set[tuple[int, str, str]]
"""Month counted from year 0, way, and the view that tells it."""


def main() -> None:
    """Reads the arguments and prints what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="+", metavar="NAME=WORKSPACE")
    parser.add_argument("--list", action="store_true", help="each crisis in a line")
    parser.add_argument("--why", action="store_true", help="and why those missed are")
    given = parser.parse_args()
    digest = hashlib.sha256(CRISES.read_bytes()).hexdigest()
    rows = list(csv.DictReader(CRISES.open(encoding="utf-8"), delimiter="\t"))
    for name, folder in (each.split("=", 1) for each in given.sets):
        held = [row for row in rows if row["set"] == name]
        measured(name, Workspace.open(Path(folder)), held, each=given.list, why=given.why)
    told(f"crises.tsv: {len(rows)} crises, SHA-256 {digest}")


def measured(
    name: str, workspace: Workspace, rows: list[dict[str, str]], *, each: bool, why: bool
) -> None:
    """What is found of the crises of one set."""
    by_pair = defaultdict(list)
    for row in rows:
        by_pair[row["first"], row["second"]].append(row)
    found, count, chance = 0, 0, 0.0
    seldom, kinds = 0, Counter[str]()
    for pair, crises in by_pair.items():
        record = Record.of(workspace, pair)
        seen = record.shown()
        count += len(seen)
        for row in crises:
            hits = sorted({view for month, way, view in seen if near(row, month, way)})
            found += bool(hits)
            chance += by_chance(row["way"], seen, len(record.names))
            seldom += record.told(row) < FEWEST
            missed = None if hits else record.why_missed(row, seen)
            kinds.update([missed] if missed else [])
            if each:
                last = ", ".join(hits) or (missed if why else "-")
                told(f"{'-'.join(pair)} {row['month']} {row['way']:6} {record.told(row):4} {last}")
    told(f"{name}: {found} of {len(rows)} found, {chance:.1f} by chance; {count} told")
    told(f"{name}: of {seldom} the set has fewer than {FEWEST} acts within a month")
    if why:
        for kind, missed_so in kinds.most_common():
            told(f"  {missed_so:3} {kind}")


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """What a data set has of a pair: its acts, and how much it tells of others."""

    acts: pa.Table
    volume: Volume

    @classmethod
    def of(cls, workspace: Workspace, pair: tuple[str, str]) -> Record:
        """By the KEDS file that was imported."""
        acts = relationship(workspace, pair, dataset="keds").acts
        return cls(acts, volume(workspace, [pair], dataset="keds"))

    @property
    def names(self) -> tuple[str, ...]:
        """The months."""
        return by_period(self.acts).names

    def shown(self) -> Told:
        """What is told in the default view."""
        told: Told = set()
        for of in ("mean", "hostility"):
            points = by_period(self.acts, of=of)
            try:
                found = Turns().fit(points, coverage=self.volume.over(points))
            except DetenteError:
                continue
            told |= turned(found.turns, of)
        for each in self.view():
            told |= spelt(each.spells, each.points.what)
        return told

    def view(self) -> list[SpellsResult]:
        """The spells of the default view."""
        return spells_in_view(self.acts, self.volume.over)

    def told(self, row: dict[str, str]) -> int:
        """Acts of the way of a crisis within a month of it."""
        of = "hostility" if row["way"] == "worse" else "cooperation"
        months = np.array([counted(str(day)[:7]) for day in self.acts["day"].to_pylist()])
        of_its_way = amounts(self.acts["score"].to_numpy(), of) > 0
        return int((of_its_way & (np.abs(months - counted(row["month"])) <= 1)).sum())

    def why_missed(self, row: dict[str, str], seen: Told) -> str:
        """The first of these that holds: hardly any acts; within an earlier spell; told two or three months
        beside, or of the other way; beyond three times the usual and not clear; less than that."""
        month, way = counted(row["month"]), row["way"]
        of: Of = "hostility" if way == "worse" else "cooperation"
        if self.told(row) < FEWEST:
            return f"fewer than {FEWEST} acts"
        held = [each for found in self.view() for each in found.spells if way == "worse"]
        if any(counted(each.start) < month - 1 <= counted(each.end) for each in held):
            return "within a spell that began before"
        if any(told == way and 1 < abs(at - month) <= 3 for at, told, _ in seen):
            return "told two or three months beside"
        if any(told != way and abs(at - month) <= 1 for at, told, _ in seen):
            return "told of the other way"
        return self.beyond(row, of)

    def beyond(self, row: dict[str, str], of: Of) -> str:
        """How many times the usual the months beside a crisis have at most."""
        points = by_period(self.acts, of=of)
        covered = self.volume.over(points)
        usual = Spells().fit(points, coverage=covered).usual
        months = np.array([counted(name) for name in points.names])
        times = (points.at(covered).values / usual)[np.abs(months - counted(row["month"])) <= 1]
        most = np.nanmax(times, initial=0.0)
        return "beyond three times the usual, and not clear" if most > MANY else "less than that"


def turned(turns: Sequence[Turn], of: str) -> Told:
    """Turns of the mean or of hostility, by what they say of the relation."""
    up = "better" if of == "mean" else "worse"
    down = "worse" if of == "mean" else "better"
    return {
        (counted(turn.period), up if turn.size > 0 else down, f"turn of {of}") for turn in turns
    }


def spelt(spells: Sequence[Spell], of: str) -> Told:
    """Starts of spells, and ends of those of hostility."""
    starts = {
        (counted(each.start), "better" if of == "cooperation" else "worse", f"spell of {of}")
        for each in spells
    }
    ends = {(counted(each.end) + 1, "better", "end of a spell") for each in spells}
    return starts | (ends if of != "cooperation" else set())


def near(row: dict[str, str], month: int, way: str) -> bool:
    """Whether what is told is the crisis, within a month."""
    return way == row["way"] and abs(month - counted(row["month"])) <= 1


def by_chance(way: str, told: Told, months: int) -> float:
    """The share of months within one of something that is told with that sign."""
    near = {month + off for month, way_told, _ in told if way_told == way for off in (-1, 0, 1)}
    return min(1.0, len(near) / max(1, months))


def counted(month: str) -> int:
    """Months from year 0; of a month or the first day of a week."""
    year, number = month.split("-")[:2]
    return 12 * int(year) + int(number)


def told(line: str) -> None:
    """One line of the outcome."""
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()

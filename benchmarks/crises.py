"""How many well-dated crises and turns are found within a month, in turns and spells.

    python benchmarks/crises.py gulf=WORKSPACE levant=WORKSPACE [--list]

The crises lie in `crises.tsv`, written down before any search was run on them (its digest is printed).
Each set is a workspace into which the KEDS file of that name was imported (`detente import keds`). What is
told of the mean score, of hostility and of cooperation, by month and in both directions, counts:

- of "worse": a turn up in hostility or down in the mean, or a spell of hostility that starts;
- of "better": a turn down in hostility or up in the mean, a spell of cooperation that starts, or one of
  hostility that ended the month before.

Nobody has listed all that ever happened between two states, so what is told and not in the list is not
false for that. "By chance" is how many of the list would be found if they lay at any other month of the
same years. Nothing here is an assertion.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from detente.errors import DetenteError
from detente.measuring import Spells, Turns, by_period, relationship
from detente.measuring.covered import volume
from detente.measuring.spells import Spell
from detente.measuring.turns import Turn
from detente.store import Workspace

CRISES = Path(__file__).with_name("crises.tsv")
Told = set[tuple[int, str, str]]
"""Month counted from year 0, way, and the view that tells it."""


def main() -> None:
    """Reads the arguments and prints what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="+", metavar="NAME=WORKSPACE")
    parser.add_argument("--list", action="store_true", help="each crisis in a line")
    given = parser.parse_args()
    digest = hashlib.sha256(CRISES.read_bytes()).hexdigest()
    rows = list(csv.DictReader(CRISES.open(encoding="utf-8"), delimiter="\t"))
    for name, folder in (each.split("=", 1) for each in given.sets):
        held = [row for row in rows if row["set"] == name]
        measured(name, Workspace.open(Path(folder)), held, each=given.list)
    told(f"crises.tsv: {len(rows)} crises, SHA-256 {digest}")


def measured(name: str, workspace: Workspace, rows: list[dict[str, str]], *, each: bool) -> None:
    """What is found of the crises of one set."""
    by_pair = defaultdict(list)
    for row in rows:
        by_pair[row["first"], row["second"]].append(row)
    found, count, chance = 0, 0, 0.0
    for pair, crises in by_pair.items():
        seen, months = shown(workspace, pair)
        count += len(seen)
        for row in crises:
            hits = sorted({view for month, way, view in seen if near(row, month, way)})
            found += bool(hits)
            chance += by_chance(row["way"], seen, months)
            if each:
                told(f"{'-'.join(pair)} {row['month']} {row['way']:6} {', '.join(hits) or '-'}")
    told(f"{name}: {found} of {len(rows)} found, {chance:.1f} by chance; {count} told")


def shown(workspace: Workspace, pair: tuple[str, str]) -> tuple[Told, int]:
    """What is told of a pair, and over how many months."""
    acts = relationship(workspace, pair, dataset="keds").acts
    volumes = volume(workspace, [pair], dataset="keds")
    told: Told = set()
    months = 0
    for of in ("mean", "hostility", "cooperation"):
        points = by_period(acts, of=of)
        months = len(points.names)
        covered = volumes.over(points)
        try:
            if of != "cooperation":
                told |= turned(Turns().fit(points, coverage=covered).turns, of)
            if of != "mean":
                told |= spelt(Spells().fit(points, coverage=covered).spells, of)
        except DetenteError:
            continue
    return told, months


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
    return starts | (ends if of == "hostility" else set())


def near(row: dict[str, str], month: int, way: str) -> bool:
    """Whether what is told is the crisis, within a month."""
    return way == row["way"] and abs(month - counted(row["month"])) <= 1


def by_chance(way: str, told: Told, months: int) -> float:
    """The share of months within one of something that is told with that sign."""
    near = {month + off for month, way_told, _ in told if way_told == way for off in (-1, 0, 1)}
    return min(1.0, len(near) / max(1, months))


def counted(month: str) -> int:
    """Months from year 0."""
    year, number = month.split("-")
    return 12 * int(year) + int(number)


def told(line: str) -> None:
    """One line of the outcome."""
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()

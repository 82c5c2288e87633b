"""What is lost of a workspace, told wholly and repaired as far as it can be.

A file that is lost took with it what was read in some articles. Those are taken out, so that reading them
again adds them whole, instead of passing them over as known. A log that lost a commit is written anew, from
what the manifest tells. Nothing is deleted: what is damaged is moved aside.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
from deltalake import DeltaTable

from detente.store import commits, manifest
from detente.store.checking import Damage, Examined, examine, rows_of
from detente.store.disk import sync
from detente.store.failures import explained
from detente.store.layout import CODED, COMMITTED, make_tables, open_tables
from detente.store.lock import writer_lock
from detente.store.manifest import Commit
from detente.store.recovery import OWNED, delete_rows, recover

ASIDE = "damaged"
"""Folder, in the workspace, of what repairing moved aside."""
EVERY = ((0, 2**62),)
"""All batches."""
Runs = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a whole check found, and may have repaired."""

    tables: int
    files: int
    rows: int
    damages: tuple[Damage, ...]
    articles: Mapping[str, str]
    """Articles of which something is lost, or may be, with the address where each was met."""
    unnoted: int
    """Files of an older version, whose bytes nothing was noted of: they are there, and can be read."""
    repaired: bool = False


def check(folder: Path, *, repair: bool = False) -> Checked:
    """Read all bytes of a workspace, holding it for writing; with `repair`, repair what can be."""
    with writer_lock(folder), explained(folder):
        found = [each for each in examine(folder, wholly=True) if each]
        lost = _lost_articles(folder, found)
        damages = tuple(damage for each in found for damage in each.damages)
        if repair:
            _repair(folder, found, sorted(lost))
        return Checked(
            tables=len(found),
            files=sum(len(each.files) for each in found),
            rows=sum(rows_of(each.files) for each in found),
            damages=damages,
            articles=lost,
            unnoted=sum(len(commit.came) for each in found for commit in each.fresh),
            repaired=repair and bool(damages),
        )


def _repair(folder: Path, found: Sequence[Examined], lost: Sequence[str]) -> None:
    # Articles go first: whatever kills this, they are then unknown, or the damage is still told.
    for each in sorted(found, key=lambda each: each.name != COMMITTED):
        if each.damages:
            _state_anew(folder, each)
        else:
            manifest.note(folder, each.fresh)
        if each.name == COMMITTED:
            delete_rows(DeltaTable(folder / COMMITTED), lost)
    make_tables(folder)
    recover(open_tables(folder, CODED))


def _state_anew(folder: Path, found: Examined) -> None:
    """Write the log of a table anew, so that the table is made of its sound files."""
    table, aside = folder / found.name, _aside(folder, found.name)
    _move(table / "_delta_log", aside)
    for name in found.files.keys() - found.sound.keys():
        _move(table / name, aside)
    make_tables(folder, [found.name])
    made = DeltaTable(table)
    if found.sound:
        commits.commit(made, found.sound)
    manifest.note(folder, [Commit(found.name, made.version(), found.sound, whole=True)])


def _aside(folder: Path, name: str) -> Path:
    number = 1
    while (made := folder / ASIDE / f"{name}-{number}").exists():
        number += 1
    made.mkdir(parents=True)
    return made


def _move(path: Path, aside: Path) -> None:
    if path.exists():
        shutil.move(path, aside / path.name)
        sync((aside, path.parent))


def _lost_articles(folder: Path, found: Sequence[Examined]) -> dict[str, str]:
    by_name = {each.name: each for each in found}
    articles = by_name.get(COMMITTED)
    runs = tuple(run for name in OWNED if name in by_name for run in _lost_runs(by_name[name]))
    there: dict[str, str] = {}
    lost: dict[str, str] = {}
    for name, held in (articles.sound if articles else {}).items():
        rows = dict(_rows(folder / COMMITTED / name))
        there |= rows
        if _meet(held.batches, runs):
            lost |= rows
    if articles and articles.damages and "addresses" in by_name:
        for name in by_name["addresses"].sound:
            met = dict(_rows(folder / "addresses" / name))
            lost |= {own: address for own, address in met.items() if own not in there}
    return dict(sorted(lost.items()))


def _lost_runs(found: Examined) -> Runs:
    """The batches of which a table has lost something."""
    if found.version < 0 and found.damages:  # nobody knows what it held
        return EVERY
    sound = found.sound
    return manifest.joined(held for name, held in found.files.items() if name not in sound)


def _meet(some: Runs, others: Runs) -> bool:
    return any(first <= end and start <= last for first, last in some for start, end in others)


def _rows(file: Path) -> Iterator[tuple[str, str]]:
    """Article and address of each row of a file."""
    with file.open("rb") as stream:
        table = pq.read_table(stream, columns=["article_id", "address"])
    columns: Iterable[list[str]] = (
        table.column(name).to_pylist() for name in ("article_id", "address")
    )
    yield from zip(*columns, strict=True)

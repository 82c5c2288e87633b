"""What is lost of a workspace, told wholly and repaired as far as it can be.

A file that is lost took with it what was read in some articles. Those are taken out, so that reading them
again adds them whole, instead of passing them over as known. A log that lost a commit is written anew, from
what the manifest tells. Nothing is deleted: what is damaged is moved aside.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deltalake import DeltaTable

from detente.store import commits, log, manifest
from detente.store.checking import Examined, examine, note_fresh, rows_of
from detente.store.damage import Damage
from detente.store.disk import sync
from detente.store.failures import explained
from detente.store.layout import CODED, COMMITTED, make_table, make_tables, open_tables
from detente.store.lock import lock_if_writable, writer_lock
from detente.store.manifest import Commit
from detente.store.recovery import OWNED, delete_rows, recover
from detente.store.seeing import read_file

ASIDE = "damaged"
"""Folder, in the workspace, of what repairing moved aside."""
NEW = "new"
"""Folder, in such a one, in which the new log of a table is written."""
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
    """Articles of which something is lost, or may be, with the address where each was met. Where files were
    merged, that is every article in them."""
    stored: int
    """How many articles there are, or were."""
    unnoted: int
    """Files of an older version, whose bytes nothing was noted of: they are there, and can be read."""
    repaired: bool = False


def check(folder: Path, *, repair: bool = False) -> Checked:
    """Read all bytes of a workspace, holding it for writing where it can be; with `repair`, repair what can
    be: of one that is whole nothing changes."""
    with writer_lock(folder) if repair else lock_if_writable(folder), explained(folder):
        found = [each for each in examine(folder, wholly=True) if each]
        damages = tuple(damage for each in found for damage in each.damages)
        lost = _lost_articles(folder, found) if damages else {}
        if repair and damages:
            _repair(folder, found, sorted(lost))
        elif repair:
            note_fresh(folder, found)
        return Checked(
            tables=len(found),
            files=sum(len(each.files) for each in found),
            rows=sum(rows_of(each.files) for each in found),
            damages=damages,
            articles=lost,
            stored=sum(rows_of(each.files) for each in found if each.name == COMMITTED),
            unnoted=sum(len(commit.came) for each in found for commit in each.fresh),
            repaired=repair and bool(damages),
        )


def _repair(folder: Path, found: Sequence[Examined], lost: Sequence[str]) -> None:
    # Articles go first: whatever kills this, they are then unknown, or the damage is still told.
    for each in sorted(found, key=lambda each: each.name != COMMITTED):
        if each.damages:
            _state_anew(folder, each)
        else:
            note_fresh(folder, [each])
        if each.name == COMMITTED:
            delete_rows(DeltaTable(folder / COMMITTED), lost)
    make_tables(folder)
    recover(open_tables(folder, CODED))


def _state_anew(folder: Path, found: Examined) -> None:
    """Write the log of a table anew, so that the table is made of its sound files.

    It is written elsewhere and put in its place whole. Until then the old one is damaged or missing, so
    that a repair that is killed, or finds the disk full, is still to be made.
    """
    table, aside = folder / found.name, _aside(folder, found.name)
    made = make_table(aside / NEW / found.name)
    if found.sound:
        commits.enter(made, found.sound)
    new = aside / NEW / found.name / log.LOG
    sync((*sorted(new.iterdir()), new))
    table.mkdir(exist_ok=True)
    for path in sorted(table.iterdir()):
        if path.name not in found.sound:
            _move(path, aside)
    manifest.note(folder, [Commit(found.name, made.version(), found.sound, whole=True)])
    _move(new, table)
    shutil.rmtree(aside / NEW)


def _aside(folder: Path, name: str) -> Path:
    number = 1
    while (made := folder / ASIDE / f"{name}-{number}").exists():
        number += 1
    made.mkdir(parents=True)
    sync((made.parent, folder))
    return made


def _move(path: Path, into: Path) -> None:
    shutil.move(path, into / path.name)
    sync((into, path.parent))


def _lost_articles(folder: Path, found: Sequence[Examined]) -> dict[str, str]:
    by_name = {each.name: each for each in found}
    articles = by_name.get(COMMITTED)
    runs = tuple(run for name in OWNED if name in by_name for run in _lost_runs(by_name[name]))
    there: dict[str, str] = {}
    lost: dict[str, str] = {}
    for name, held in (articles.sound if articles else {}).items():
        rows = dict(_pairs(folder / COMMITTED / name, "article_id", "address"))
        there |= rows
        if _meet(held.batches, runs):
            lost |= rows
    if articles and articles.damages and "addresses" in by_name:
        for name in by_name["addresses"].sound:
            met = dict(_pairs(folder / "addresses" / name, "article_id", "address"))
            lost |= {own: address for own, address in met.items() if own not in there}
    # Read again after its later versions, an article would count instead of them: they are read again, too.
    for own in _later(folder, by_name.get("revisions"), lost):
        if own in there:
            lost[own] = there[own]
    return dict(sorted(lost.items()))


def _later(folder: Path, revisions: Examined | None, lost: Collection[str]) -> set[str]:
    """The articles that replaced some of those lost, and what replaced them in turn."""
    replaced_by: dict[str, set[str]] = {}
    for name in revisions.sound if revisions else ():
        for own, later in _pairs(folder / "revisions" / name, "article_id", "replaced_by"):
            replaced_by.setdefault(own, set()).add(later)
    found: set[str] = set()
    ahead = list(lost)
    while ahead:
        fresh = replaced_by.get(ahead.pop(), set()) - found
        found |= fresh
        ahead += fresh
    return found


def _lost_runs(found: Examined) -> Runs:
    """The batches of which a table has lost something."""
    if found.version < 0 and found.damages:  # nobody knows what it held
        return EVERY
    sound = found.sound
    return manifest.joined(held for name, held in found.files.items() if name not in sound)


def _meet(some: Runs, others: Runs) -> bool:
    return any(first <= end and start <= last for first, last in some for start, end in others)


def _pairs(file: Path, *columns: str) -> Iterator[tuple[str, str]]:
    """What stands in two columns of a file, row by row."""
    table = read_file(file, list(columns))
    one, other = (table.column(name).to_pylist() for name in columns)
    yield from zip(one, other, strict=True)

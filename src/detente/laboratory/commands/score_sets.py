"""Which kind of set is each file or folder?"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from detente.errors import InputError
from detente.laboratory.evaluating.attributed import is_attributed
from detente.laboratory.evaluating.dated import is_dated
from detente.laboratory.evaluating.graded import is_graded
from detente.laboratory.evaluating.record import COLUMNS
from detente.laboratory.evaluating.standoff import is_standoff
from detente.laboratory.evaluating.tagged import is_tagged
from detente.laboratory.evaluating.voiced import is_voiced

MARKED = frozenset({"marked_sentence", "event_type"})
TIMEML = ".tml"
Folders = dict[Path, list[Path]]


@dataclass(slots=True)
class Sets:
    """Sets by kind, as given: folders with the files of one set, or single files and folders."""

    records: Folders = field(default_factory=dict)
    marked: list[Path] = field(default_factory=list)
    annotated: Folders = field(default_factory=dict)
    dated: Folders = field(default_factory=dict)
    voiced: Folders = field(default_factory=dict)
    tagged: list[Path] = field(default_factory=list)
    timed: Folders = field(default_factory=dict)
    attributed: list[Path] = field(default_factory=list)
    graded: list[Path] = field(default_factory=list)
    passages: Folders = field(default_factory=dict)


def sorted_out(given: Iterable[Path]) -> Sets:
    """The sets that files and folders hold, told by their content. Raises `InputError`."""
    sets = Sets()
    for path in (path for each in given for path in _members(each)):
        if path.is_dir():
            sets.attributed.append(path)
        elif path.suffix == TIMEML:
            sets.timed.setdefault(path.parent, []).append(path)
        elif is_standoff(path):
            sets.passages.setdefault(path.parent, []).append(path)
        elif is_graded(path):
            sets.graded.append(path)
        elif is_tagged(path):
            sets.tagged.append(path)
        elif is_dated(path):
            sets.dated.setdefault(path.parent, []).append(path)
        elif is_voiced(path):
            sets.voiced.setdefault(path.parent, []).append(path)
        elif path.suffix == ".txt" and not _is_marked(path):
            sets.annotated.setdefault(path.parent, []).append(path)
        elif _is_record(path):
            sets.records.setdefault(path.parent, []).append(path)
        else:
            sets.marked.append(path)
    return sets


def _members(given: Path) -> list[Path]:
    """A file itself; of a folder the files of the first kind in this order that it has: records,
    marked sentences, TimeML, graded words, attributions (the folder itself), real passages, annotated
    sentences."""
    if not given.exists():
        raise InputError("does not exist", where=str(given), advice="Check the spelling.")
    if given.is_file():
        return [given]
    kinds: tuple[Callable[[], list[Path]], ...] = (
        lambda: sorted(given.glob("record*.csv")),
        lambda: [path for path in sorted(given.glob("*.tsv")) if _is_marked(path)],
        lambda: sorted(given.glob(f"*{TIMEML}")),
        lambda: [path for path in sorted(given.glob("*.conll*")) if is_graded(path)],
        lambda: [given] if is_attributed(given) else [],
        lambda: [path for path in sorted(given.glob("*.jsonl")) if is_standoff(path)],
        lambda: sorted(given.glob("*.txt")),
    )
    for found in kinds:
        if files := found():
            return files
    raise _unknown(given)


def _is_record(path: Path) -> bool:
    if _header(path, ",") >= set(COLUMNS):
        return True
    if _is_marked(path):
        return False
    raise _unknown(path)


def _is_marked(path: Path) -> bool:
    return _header(path, "\t") >= MARKED


def _header(path: Path, delimiter: str) -> set[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            return set(next(csv.reader(handle, delimiter=delimiter), []))
    except (OSError, UnicodeError, csv.Error) as problem:
        raise _unknown(path) from problem


def _unknown(path: Path) -> InputError:
    return InputError(
        "not a set that can be scored",
        where=str(path),
        advice=f"Give a CSV with the columns {', '.join(COLUMNS)}, a folder with record*.csv, "
        f"a tab-separated table with the columns {', '.join(sorted(MARKED))}, a word and its tag a "
        f"line, files *.txt of annotated sentences or passages, *.jsonl of real passages, files *{TIMEML}, "
        "a folder with text/ and attributions/, or a numbered word with its grade a line.",
    )

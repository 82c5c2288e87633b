"""Which mapping would a reading use? Written out so that it can be saved and changed."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path, PurePath

from detente.errors import InputError
from detente.reading.drafts import Draft
from detente.reading.mapping import MAPPING_NAME, VALUES, Mapped
from detente.reading.options import SYNONYMS, ReadingOptions, bare
from detente.reading.paths import (
    STANDARD_INPUT,
    FoundFile,
    Location,
    check_paths,
    shown_location,
    shown_name,
    walk,
)
from detente.reading.problems import READ_ERRORS, Problem, of_error
from detente.reading.reader import bytes_of, dates_of, records
from detente.records import Rejected

LOOKED_AT = 100
"""Records of a file that are looked at."""

MAX_REMARKS = 5
"""Most remarks on the files of one table."""


@dataclass(slots=True)
class _Used:
    """What was used for some files: settings by name, columns by field; and remarks on it."""

    settings: dict[str, object] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def is_alike(self, other: _Used) -> bool:
        """Whether the other files are read in the same way."""
        return (self.settings, self.columns) == (other.settings, other.columns)

    def lines(self, pattern: str) -> Iterator[str]:
        """The tables of this, for the files that fit a pattern."""
        yield from (_comment(remark) for remark in dict.fromkeys(self.remarks))
        if self.settings or not self.columns:
            yield f"[{_text(pattern)}]"
            yield from (f"{name} = {_value(value)}" for name, value in self.settings.items())
        if self.columns:
            yield f"[{_text(pattern)}.columns]"
            for name, columns in self.columns.items():
                yield f"{name} = {_value(columns[0] if len(columns) == 1 else columns)}"


def used_mapping(paths: Iterable[str | Path], options: ReadingOptions | None = None) -> str:
    """The mapping that `read` would use, as TOML: columns by field, and what else was settled.

    The first records of each file are looked at, and nothing is kept. Files of one folder and
    kind that are read alike share a table. Saved under the name in its first line, it has the
    files read as they are now. Standard input is passed over.

    Raises `InputError` where `read` does.
    """
    given = options or ReadingOptions()
    whole = [path for path in check_paths(paths) if path != STANDARD_INPUT]
    mapped = [(path, Mapped(path, given)) for path in whole]
    folder = _common_folder(one.root for _, one in mapped)
    used: dict[PurePath, _Used] = {}
    unread: list[str] = []
    for path, mappings in mapped:
        for found in walk([path]):
            if isinstance(found, Rejected):
                unread.append(f"{found.path}: {found.reason}. {found.advice}")
            elif found.path and found.path.name != MAPPING_NAME:
                name = _name(mappings, found.path, folder)
                used[name] = _used(found, mappings.options_for(found.path))
    lines = [_comment(shown_location(folder / MAPPING_NAME)), *map(_comment, unread)]
    for pattern, one in _together(used):
        lines += ["", *one.lines(pattern)]
    return "\n".join(lines) + "\n"


def _used(found: FoundFile, options: ReadingOptions) -> _Used:
    """What a file is read by."""
    used = _Used({name: value for name in VALUES if (value := getattr(options, name))})
    dates = dates_of(found, options)
    unused: set[str] = set()
    try:
        with bytes_of(found) as file:
            for one in islice(dates.settled(records(file, found.source, options)), LOOKED_AT):
                if isinstance(one, Rejected):
                    used.remarks.append(f"{one.reason}. {one.advice}")
                else:
                    _take(one, used.columns)
                    unused.update(one.unused)
    except READ_ERRORS as error:
        used.remarks.append(of_error(error).reason)
    for name, columns in used.columns.items():
        columns.sort(key=_preference(name, options))
    if dates.order:
        used.settings["dates"] = dates.order
    used.remarks += _remarks(used, dates.problems(), unused)
    return used


def _take(one: Draft, columns: dict[str, list[str]]) -> None:
    for name in SYNONYMS:
        column = one.names.get(name)
        if column and column not in columns.get(name, []):
            columns.setdefault(name, []).append(column)


def _preference(name: str, options: ReadingOptions) -> Callable[[str], int]:
    """The place of a column among those that are tried for a field."""
    tried = [bare(one) for one in (*options.given(name), *SYNONYMS[name])]
    return lambda column: tried.index(bare(column))


def _remarks(used: _Used, problems: list[Problem], unused: set[str]) -> Iterator[str]:
    yield from (f"{problem.reason}. {problem.advice}" for problem in problems)
    if used.columns:
        for name in ("published", "outlet"):
            if name not in used.columns and name not in used.settings:
                yield f"nothing holds {name}"
    # A column that one record leaves aside may be taken of another.
    taken = {column for columns in used.columns.values() for column in columns}
    if left := sorted(unused - taken):
        yield f"not used: {', '.join(map(_text, left))}"


def _together(used: dict[PurePath, _Used]) -> list[tuple[str, _Used]]:
    """Patterns of files, with what they are read by: a folder's files of one kind where all are alike."""
    kinds: dict[tuple[PurePath, str], list[PurePath]] = defaultdict(list)
    for name in sorted(used):
        kinds[name.parent, Path(name.name.removesuffix(".gz")).suffix].append(name)
    found = []
    for (folder, suffix), names in kinds.items():
        first = used[names[0]]
        if suffix and len(names) > 1 and all(first.is_alike(used[name]) for name in names):
            remarks = [remark for name in names for remark in used[name].remarks]
            shown = list(dict.fromkeys(remarks))[:MAX_REMARKS]
            one = _Used(first.settings, first.columns, shown)
            found.append((_pattern(folder / f"*{suffix}"), one))
        else:
            found += [(_pattern(name), used[name]) for name in names]
    return found


def _pattern(name: PurePath) -> str:
    return shown_name(name.as_posix())


def _name(mappings: Mapped, path: Location, folder: Location) -> PurePath:
    """The name of a file, seen from the folder that its mapping would lie in."""
    name = PurePath(mappings.name_of(path))
    if isinstance(mappings.root, Path) and isinstance(folder, Path):
        return (mappings.root.resolve() / name).relative_to(folder)
    return name


def _common_folder(roots: Iterable[Location]) -> Location:
    """The folder that a mapping of them all would lie in. Raises `InputError` where there is none."""
    given = dict.fromkeys(roots)
    whole = [root.resolve() for root in given if isinstance(root, Path)]
    if len(whole) == len(given):
        return Path(os.path.commonpath(whole)) if whole else Path.cwd()
    if len(given) == 1:
        return next(iter(given))
    raise InputError(
        "no mapping is for several places of object storage, or for one and a folder",
        advice="Ask for each place alone.",
    )


def _comment(text: str) -> str:
    return "# " + "".join(one if one.isprintable() else " " for one in text)


def _value(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_text, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, dt.date) else _text(str(value))


def _text(text: str) -> str:
    """A text as TOML writes it, which is as JSON does but for one character."""
    written = json.dumps(text.encode(errors="replace").decode(), ensure_ascii=False)
    return written.replace("\x7f", "\\u007f")

"""What does a mapping file say of single files: `detente.toml`, or one that the caller names?

    ["factiva/*.csv"]
    outlet = "The Harbour Gazette"
    dates = "day-first"

    ["agency/*.json".columns]
    text = "fields.bodyText"

Each table is for the files that fit its name, seen from the mapping's folder or from the folder
that is read: `*` and `?` stand for characters of one name, `**` for folders too, and `-` is
standard input. Of several that fit, the later win. What the caller says for the whole run beats
what the file says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from detente.buckets import BucketPath
from detente.days import as_day
from detente.errors import InputError
from detente.reading.options import ReadingOptions
from detente.reading.paths import (
    STANDARD_INPUT,
    FoundFile,
    Location,
    location,
    seen_from,
    shown_location,
    shown_name,
)
from detente.reading.problems import Problem, Source
from detente.records import Rejected
from detente.tables import settings

MAPPING_NAME = "detente.toml"

VALUES = ("published", "dated_by_file", "outlet", "genre", "delimiter", "dates")
SETTINGS = (*VALUES, "columns")


@dataclass(frozen=True, slots=True)
class Table:
    """What a mapping file says of the files that fit a pattern."""

    pattern: str
    options: ReadingOptions

    def fits(self, name: str) -> bool:
        """Whether a file of that name, with or without its `.gz`, is meant."""
        whole = _expression(self.pattern)
        return any(whole.fullmatch(one) for one in (name, name.removesuffix(".gz")))


@dataclass(frozen=True, slots=True)
class MappingFile:
    """A mapping file's tables, in its order, and the folder that their patterns begin at."""

    path: Location
    tables: tuple[Table, ...]

    @property
    def folder(self) -> Path | None:
        """The absolute path of the folder that it lies in; None on object storage."""
        return None if isinstance(self.path, BucketPath) else self.path.parent.resolve()


def load_mapping(path: Location) -> MappingFile:
    """The mapping file at a path. Raises `InputError` with file and table for what is wrong in it."""
    where = shown_location(path)
    data = settings(path, where=where, advice='Write tables such as ["news/*.csv"].')
    return MappingFile(path, tuple(_table(where, *one) for one in data.items()))


class Mapped:
    """The options for each file under a path given, by the mappings that there are for it.

    `root` is the folder that is read, or the one that a single file lies in. Raises `InputError`
    for a mapping that cannot be read.
    """

    def __init__(self, given: str, options: ReadingOptions) -> None:
        self._options = options
        path = location(given)
        is_folder = given != STANDARD_INPUT and _is_folder(path)
        self.root: Location = path if is_folder else path.parent
        lies_there = is_folder and _is_file(path / MAPPING_NAME)
        self._own = load_mapping(path / MAPPING_NAME) if lies_there else None
        named = load_mapping(options.mapping) if options.mapping else None
        # The later win: what is named for the run stands after what lies in the folder.
        self._files = [one for one in (self._own, named) if one]
        self._fitted: set[str] = set()

    def options_for(self, path: Location | None) -> ReadingOptions:
        """The options for a file; None is standard input."""
        fitting = [
            table
            for mapping in self._files
            for table in mapping.tables
            if any(map(table.fits, self._names(path, mapping)))
        ]
        self._fitted.update(table.pattern for table in fitting)
        options = self._options
        for table in reversed(fitting):
            options = _filled(options, table.options)
        return options

    def name_of(self, path: Location) -> str:
        """The name of a file, seen from the folder that is read."""
        return seen_from(self.root, path)

    def passed_over(self, found: FoundFile) -> Iterator[Rejected]:
        """The row for a mapping file among the files, unless it is the one in use."""
        if self._own is None or found.path != self._own.path:
            problem = Problem(
                "a mapping file where none is looked for",
                "Put its tables into the one in the folder that is read, or name it as the mapping.",
            )
            yield found.source.reject(problem)

    def without_files(self) -> Iterator[Rejected]:
        """A row for each table of the folder's own mapping that no file fitted."""
        if self._own is None:
            return
        for table in self._own.tables:
            if table.pattern not in self._fitted:
                problem = Problem(
                    f'no file fits ["{table.pattern}"]',
                    "Mend or remove that table; its name is seen from the folder of the mapping.",
                )
                yield Source(shown_location(self._own.path)).reject(problem)

    def _names(self, path: Location | None, mapping: MappingFile) -> list[str]:
        """The file's names, from the folder that is read and from that of the mapping."""
        if path is None:
            return [STANDARD_INPUT]
        names = [self.name_of(path)]
        if isinstance(self.root, Path) and mapping.folder:
            whole = self.root.resolve() / names[0]
            if whole.is_relative_to(mapping.folder):
                names.append(whole.relative_to(mapping.folder).as_posix())
        return [shown_name(name) for name in names]


def _is_folder(path: Location) -> bool:
    if isinstance(path, BucketPath):
        found = path.found()
        return found is not None and found.size is None
    return path.is_dir()


def _is_file(path: Location) -> bool:
    if isinstance(path, BucketPath):
        found = path.found()
        return found is not None and found.size is not None
    return path.is_file()


def _filled(options: ReadingOptions, more: ReadingOptions) -> ReadingOptions:
    """The options, with what else says where they are silent; columns of both, the first's first."""
    values = {name: getattr(options, name) or getattr(more, name) for name in VALUES}
    fields = dict.fromkeys([*options.columns, *more.columns])
    columns = {field: (*options.given(field), *more.given(field)) for field in fields}
    return replace(options, **values, columns=columns)


def _table(file: str, pattern: str, given: object) -> Table:
    where = f'{file}, ["{pattern}"]'
    if not isinstance(given, dict):
        raise InputError(
            f"`{pattern}` is no table",
            where=file,
            advice='Put it under the files it is for, such as ["**/*.csv"].',
        )
    unknown = [name for name in given if name not in SETTINGS]
    if unknown:
        raise InputError(
            f"no setting `{unknown[0]}`", where=where, advice=f"There are {', '.join(SETTINGS)}."
        )
    try:
        return Table(pattern, ReadingOptions(**_checked(given)))
    except InputError as error:
        raise InputError(error.what, where=where, advice=error.advice) from error


def _checked(given: Mapping[str, Any]) -> dict[str, Any]:
    """The settings with values of the right kind. Raises `InputError` for others."""
    checked = dict(given)
    if "published" in given:
        checked["published"] = as_day(given["published"])
    for name in ("outlet", "genre", "delimiter", "dates"):
        if not isinstance(given.get(name, ""), str):
            raise InputError(f"`{name}` is not text", advice=f'Write it as {name} = "…".')
    if not isinstance(given.get("dated_by_file", False), bool):
        raise InputError(
            "`dated_by_file` is neither true nor false", advice="Write it as dated_by_file = true."
        )
    columns = given.get("columns", {})
    if not isinstance(columns, dict) or not all(map(_is_name, columns.values())):
        raise InputError(
            "`columns` does not name columns", advice='Write them as text = "body" in its table.'
        )
    return checked


def _is_name(value: object) -> bool:
    names = value if isinstance(value, list) else [value]
    return bool(names) and all(isinstance(name, str) for name in names)


_WILD = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


@lru_cache(maxsize=256)
def _expression(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern.removeprefix("./"))
    return re.compile("".join(_WILD.get(part) or re.escape(part) for part in parts), re.DOTALL)

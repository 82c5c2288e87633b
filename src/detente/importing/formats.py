"""How a data set's files are laid out: one small table (TOML) each, in the form that a user writes too."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from detente import tables
from detente.errors import InputError
from detente.reading.options import YEARS_BELIEVED

KINDS: dict[str, tuple[str, ...]] = {
    "gdelt": ("gdelt", "gdelt-mentions"),
    "icews": ("icews", "icews-named", "icews-quadruples"),
    "polecat": ("polecat",),
    "phoenix": ("phoenix", "phoenix-historical"),
    "keds": ("keds", "keds-lines"),
}
"""Kind of import to the formats that its files may have."""
FIELDS = (
    "source_id", "date", "issued", "actor", "actor_country", "actor_sector", "recipient",
    "recipient_country", "recipient_sector", "code", "root", "mode", "score", "goldstein", "contexts",
    "mentions", "articles", "sources", "outlet", "place", "url",
)  # fmt: skip
"""What a column may be. `issued` is the day on which the data set gave the row out, `root` the class of a
code that may have lost its leading zero."""
CODES = ("cameo", "cameo-or-weis", "cameo-names", "weis", "plover", "none")
"""Systems of codes; `cameo-or-weis` is told for each file: only WEIS has codes that begin with 21 or 22."""
COUNTRIES = ("codes", "names", "actor-codes", "none")
DELIMITERS = ("\t", ",", ";", "|")
HELP = "See `A mapping file of your own` in docs/importing.md."
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
KNOWN = {
    "dataset", "columns", "cells", "delimiter", "pattern", "date", "codes", "countries", "nulls",
    "id", "fields", "years",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Format:
    """How one kind of file is laid out, and what its columns are.

    Without `columns` a file has a header. `cells` are the numbers of cells that a line without one may
    have; `pattern` is a regular expression for lines that have no delimiter.
    """

    name: str
    dataset: str
    columns: tuple[tuple[int, tuple[str, ...]], ...]
    delimiter: str | None
    pattern: str | None
    dates: tuple[str, ...]
    codes: str
    countries: str
    nulls: tuple[str, ...]
    hashed: bool
    fields: dict[str, tuple[str, ...]]
    years: tuple[int, int] = YEARS_BELIEVED
    """First and last year that a date may have."""
    own: bool = False
    """Written by a user: a column that it names and a file has not is a mistake."""

    @property
    def needed(self) -> tuple[tuple[str, ...], ...]:
        """Columns without which a header is not this format's; one of several, where there are several."""
        needed = FIELDS if self.own else ("date", "actor_country", "recipient_country", "code")
        return tuple(self.fields[field] for field in needed if field in self.fields)


@cache
def formats_of(kind: str) -> tuple[Format, ...]:
    """The formats of a kind of import."""
    return tuple(_packaged(name) for name in KINDS[kind])


def named(formats: Sequence[Format], name: str) -> tuple[Format, ...]:
    """The formats under another name of their data set; raises `InputError` for a name that is none."""
    if not NAME.fullmatch(name):
        raise InputError(
            "is not small letters and digits, joined by hyphens", where=f"name '{name}'",
            advice="Choose another name of the data set, such as keds-gulf.",
        )  # fmt: skip
    first = formats[0].dataset
    return tuple(replace(each, dataset=name + each.dataset.removeprefix(first)) for each in formats)


def user_format(path: Path) -> Format:
    """The format in a user's mapping file; raises `InputError` that names what is wrong in it."""
    declared = tables.settings(path, where=path.name, advice=HELP, absent=HELP)
    return replace(_format(path.name, declared, path.parent), own=True)


def _packaged(name: str) -> Format:
    folder = tables.packaged("importing", "data")
    declared = tomllib.loads(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    return _format(name, declared, folder)


def _format(name: str, declared: dict[str, Any], folder: Traversable | Path) -> Format:
    for key in declared.keys() - KNOWN:
        raise _wrong(name, f"'{key}' is no setting; there are {', '.join(sorted(KNOWN))}")
    fields = {key: _texts(value) for key, value in declared.get("fields", {}).items()}
    for key in fields.keys() - set(FIELDS):
        raise _wrong(name, f"'{key}' is no field; there are {', '.join(FIELDS)}")
    if "date" not in fields or not declared.get("dataset"):
        raise _wrong(name, "it needs `dataset` and, among its fields, `date`")
    if not NAME.fullmatch(str(declared["dataset"])):
        raise _wrong(name, "`dataset` is not small letters and digits, joined by hyphens")
    columns = _columns(declared, folder)
    held = {column for _, each in columns for column in each}
    for column in sorted(
        {each for names in fields.values() for each in names} - held if held else ()
    ):
        raise _wrong(name, f"'{column}' is none of its `columns`")
    return Format(
        name=name,
        dataset=str(declared["dataset"]),
        columns=columns,
        delimiter=declared.get("delimiter"),
        pattern=declared.get("pattern"),
        dates=_texts(declared.get("date", "%Y-%m-%d")),
        codes=_choice(name, declared, "codes", CODES),
        countries=_choice(name, declared, "countries", COUNTRIES),
        nulls=_texts(declared.get("nulls", "")),
        hashed=declared.get("id") == "row" or "source_id" not in fields,
        fields=fields,
        years=_years(name, declared),
    )


def _years(name: str, declared: dict[str, Any]) -> tuple[int, int]:
    given = declared.get("years", YEARS_BELIEVED)
    numbers = [each for each in given if isinstance(each, int)] if len(given) == 2 else []
    if len(numbers) != 2 or not dt.MINYEAR <= numbers[0] <= numbers[1] <= dt.MAXYEAR:
        raise _wrong(name, f"years = {given} is no first and last year from 1 to 9999")
    return numbers[0], numbers[1]


def _columns(
    declared: dict[str, Any], folder: Traversable | Path
) -> tuple[tuple[int, tuple[str, ...]], ...]:
    columns = declared.get("columns")
    if columns is None:
        return ()
    if isinstance(columns, list):
        return ((len(columns), tuple(map(str, columns))),)
    rows = list(tables.rows(folder.joinpath(columns), ("column", "cells")))
    return tuple(
        (cells, tuple(row["column"] for row in rows if str(cells) in row.many("cells")))
        for cells in declared["cells"]
    )


def _choice(name: str, declared: dict[str, Any], key: str, choices: tuple[str, ...]) -> str:
    given = str(declared.get(key, choices[0]))
    if given not in choices:
        raise _wrong(name, f"{key} = '{given}' is none of {', '.join(choices)}")
    return given


def _texts(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(map(str, value))


def _wrong(name: str, what: str) -> InputError:
    return InputError(what, where=name, advice=HELP)

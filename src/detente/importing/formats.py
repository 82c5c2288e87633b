"""How a data set's files are laid out: one small table (TOML) each, in the form that a user writes too."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from detente import tables
from detente.errors import InputError
from detente.importing.codebooks import Codebook, codebook
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
    "mentions", "articles", "sources", "acts", "outlet", "place", "url",
)  # fmt: skip
"""What a column may be. `issued` is the day on which the data set gave the row out, `root` the class of a
code that may have lost its leading zero, `acts` how many acts an aggregate stands for."""
CODES = ("cameo", "cameo-or-weis", "cameo-names", "weis", "plover", "none")
"""Systems of codes; `cameo-or-weis` is told for each file: only WEIS has codes that begin with 21 or 22."""
IDENTICAL = ("kept", "once")
"""What becomes of rows that are alike in every cell, in a file of a set without ids."""
COUNTRIES = ("codes", "names", "actor-codes", "keds-codes", "none")
DELIMITERS = ("\t", ",", ";", "|")
HELP = "See `A mapping file of your own` in docs/importing.md."
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
KNOWN = {
    "dataset", "columns", "cells", "delimiter", "pattern", "date", "codes", "countries", "nulls",
    "id", "fields", "years", "identical", "own_codes", "own_countries",
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
    identical: str = "kept"
    """One of `IDENTICAL`: two acts of a day may be alike, but a copy of a row with a number is none."""
    codebook: Codebook = field(default_factory=Codebook)
    """A user's own tables of codes."""
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


def asked(
    formats: Sequence[Format], *, name: str | None, identical: str | None, codebook: Codebook
) -> tuple[Format, ...]:
    """The formats as a user wants them: under another name, and with what goes before their own settings.

    Raises `InputError` for a name that is none, and for `identical` that is none of `IDENTICAL`.
    """
    if identical not in (None, *IDENTICAL):
        raise InputError(
            "is neither " + " nor ".join(IDENTICAL), where=f"identical '{identical}'",
            advice="Leave it out to take rows as the data set's format says.",
        )  # fmt: skip
    if name is not None and not NAME.fullmatch(name):
        raise InputError(
            "is not small letters and digits, joined by hyphens", where=f"name '{name}'",
            advice="Choose another name of the data set, such as keds-gulf.",
        )  # fmt: skip
    first = formats[0].dataset
    return tuple(
        replace(
            each,
            dataset=(name or first) + each.dataset.removeprefix(first),
            identical=identical or each.identical,
            codebook=each.codebook.before(codebook),
        )
        for each in formats
    )


def user_format(path: Path) -> Format:
    """The format in a user's mapping file; raises `InputError` that names what is wrong in it."""
    declared = tables.settings(path, where=path.name, advice=HELP, absent=HELP)
    form = _format(path.name, declared, path.parent)
    own = {key: path.parent / str(declared[f"own_{key}"]) for key in ("countries", "codes")
           if f"own_{key}" in declared}  # fmt: skip
    return replace(form, own=True, codebook=codebook(**own))


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
        identical=_choice(name, declared, "identical", IDENTICAL),
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

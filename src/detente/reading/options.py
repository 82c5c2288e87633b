"""What a caller may say about the input beforehand."""

from __future__ import annotations

import datetime as dt
import re
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from detente.days import EVERY_YEAR, DayOrder
from detente.errors import InputError
from detente.records import Genre

GENRES: tuple[Genre, ...] = typing.get_args(Genre)
YEARS_BELIEVED = (1600, 2199)
"""First and last year of publication that are believed where nobody says otherwise: a slip of one digit
(`9999-12-31`, `0202-12-20`) would stretch every series over thousands of years."""
ORDERS: tuple[DayOrder, ...] = typing.get_args(DayOrder)

SYNONYMS: dict[str, tuple[str, ...]] = {
    "text": (
        *("text", "body", "full_text", "body_text", "article_text", "article_body", "main_text"),
        *("content", "article", "story", "sentence", "abstract", "abstract_note"),
    ),
    "title": ("title", "headline", "web_title"),
    "outlet": (
        *("outlet", "source", "source_name", "media_name", "publisher", "publication"),
        *("publication_title", "container_title", "newspaper", "paper", "journal", "site_name"),
        *("site", "domain", "source_domain"),
    ),
    "published": (
        *("published", "date", "published_at", "publication_date", "date_published"),
        *(
            "publish_date",
            "date_publish",
            "pub_date",
            "web_publication_date",
            "seen_date",
            "date_time",
            "time",
        ),
        "created",
    ),
    "genre": ("genre", "type"),
    "address": ("address", "url", "link", "source_url", "web_url", "permalink", "canonical"),
}
"""Column or key names looked for, in this order. What `bare` takes off them does not matter."""

_NO_MATTER = re.compile(r"[\s_-]+")


@lru_cache(maxsize=4096)
def bare(name: str) -> str:
    """A column's name without case, spaces, `_` and `-`, which differ between files."""
    return _NO_MATTER.sub("", name).casefold()


@dataclass(frozen=True, kw_only=True)
class ReadingOptions:
    """Defaults for what a record does not say of itself, and where in it to look.

    - `published`, `outlet`, `genre`: used only where the record is silent. They are stronger
      than what is guessed of a plain text from its first lines or its file name.
    - `dated_by_file`: whether the day on which a file was made, by its own properties, is taken for
      the day of publication where nothing else tells one. It may be years later, so not unasked.
    - `columns`: field (`text`, `title`, `outlet`, `published`, `genre`, `address`) to the column
      or key that holds it, or to several. They are looked for before the common names
      (`SYNONYMS`), which still count. `fields.body` is the key `body` of the object `fields`.
      Where every value is a number (`{"text": "3"}`, counted from 1), tables have no header.
    - `delimiter`: one character that separates the cells of tables; found where None.
    - `dates`: how `02/07/2023` is read, `day-first` or `month-first`; where None, each file
      shows it by its other dates, or such dates are left out.
    - `years`: first and last year of publication that are believed; other dates are left out.
    - `mapping`: a TOML file that says all this for single files; see `detente.reading.mapping`.

    Raises `InputError` for an unknown field, genre or order, a delimiter of several characters, years that
    no calendar has, or a date outside them.
    """

    published: dt.date | None = None
    outlet: str | None = None
    genre: Genre | None = None
    dated_by_file: bool = False
    columns: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    delimiter: str | None = None
    dates: DayOrder | None = None
    years: tuple[int, int] = YEARS_BELIEVED
    mapping: Path | None = None

    def __post_init__(self) -> None:
        self._check_columns()
        self._check_years()
        if self.genre is not None and self.genre not in GENRES:
            raise InputError(f"no genre {self.genre!r}", advice=f"Choose {', '.join(GENRES)}.")
        if self.dates is not None and self.dates not in ORDERS:
            raise InputError(f"no order {self.dates!r}", advice=f"Choose {' or '.join(ORDERS)}.")
        if self.delimiter is not None and not _separates(self.delimiter):
            raise InputError(
                f"{self.delimiter!r} cannot separate cells", advice="Give one character, as `;`."
            )

    def _check_columns(self) -> None:
        unknown = sorted(set(self.columns) - set(SYNONYMS))
        if unknown:
            raise InputError(
                f"no field {', '.join(unknown)}", advice=f"The fields are {', '.join(SYNONYMS)}."
            )

    def _check_years(self) -> None:
        first, last = self.years
        if not (first in EVERY_YEAR and last in EVERY_YEAR and first <= last):
            raise InputError(
                f"no years {first} to {last}", advice="Give the first and the last, from 1 to 9999."
            )
        if self.published and not first <= self.published.year <= last:
            raise InputError(
                f"published {self.published}, outside the years {first} to {last}",
                advice="Mend the date, or widen the `years`.",
            )

    @property
    def numbered(self) -> bool:
        """Whether `columns` gives numbers, so that tables have no header."""
        names = [name for field in self.columns for name in self.given(field)]
        return bool(names) and all(name.isascii() and name.isdigit() for name in names)

    def given(self, field: str) -> tuple[str, ...]:
        """The columns that the caller gave for a field, the first to be tried first."""
        names = self.columns.get(field, ())
        return (names,) if isinstance(names, str) else tuple(names)


def _separates(delimiter: str) -> bool:
    return len(delimiter) == 1 and delimiter not in '"\r\n'

"""What a caller may say about the input beforehand."""

from __future__ import annotations

import datetime as dt
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field

from detente.errors import InputError
from detente.records import Genre

GENRES: tuple[Genre, ...] = typing.get_args(Genre)

SYNONYMS: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "story", "sentence"),
    "title": ("title", "headline"),
    "outlet": ("outlet", "source", "publisher", "newspaper"),
    "published": ("published", "date", "pubdate", "publication_date", "time"),
    "genre": ("genre", "type"),
    "address": ("address", "url", "link", "source_url"),
}
"""Column or key names looked for, in this order and whatever their case."""


@dataclass(frozen=True, kw_only=True)
class ReadingOptions:
    """Defaults for what a record does not say of itself, and where in it to look.

    - `published`, `outlet`, `genre`: used only where the record is silent. They are stronger
      than what is guessed of a plain text from its first lines or its file name.
    - `columns`: field (`text`, `title`, `outlet`, `published`, `genre`, `address`) to the column
      or key that holds it; fields left out are looked for under common names (`SYNONYMS`).
      Where every value is a number (`{"text": "3"}`, counted from 1), tables have no header.
    - `delimiter`: one character that separates the cells of tables; found where None.

    Raises `InputError` for an unknown field or genre, or a delimiter of several characters.
    """

    published: dt.date | None = None
    outlet: str | None = None
    genre: Genre | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    delimiter: str | None = None

    def __post_init__(self) -> None:
        self._check_columns()
        if self.genre is not None and self.genre not in GENRES:
            raise InputError(f"no genre {self.genre!r}", advice=f"Choose {', '.join(GENRES)}.")
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

    @property
    def numbered(self) -> bool:
        """Whether `columns` gives numbers, so that tables have no header."""
        return bool(self.columns) and all(
            name.isascii() and name.isdigit() for name in self.columns.values()
        )


def _separates(delimiter: str) -> bool:
    return len(delimiter) == 1 and delimiter not in '"\r\n'

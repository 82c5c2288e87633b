"""Is it an article, and which? Checks a draft, fills its gaps, and gives it an id."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from detente.days import EVERY_YEAR
from detente.reading.dates import date_of_number, parse_date
from detente.reading.drafts import Draft, blank
from detente.reading.options import GENRES, ReadingOptions
from detente.reading.problems import Problem, Source
from detente.records import Article, Genre, Rejected

MAX_ARTICLE = 1_000_000
"""Most characters that an article may have; a longer text is split."""


def article_id(text: str, outlet: str | None, published: dt.date | None) -> str:
    """16 hexadecimal digits that depend on text, outlet and publication date, and nothing else.

    The same three give the same id whatever file, order or run they come from, so a store can
    tell by it what it already has. `outlet=None` and `outlet=""` differ.
    """
    digest = hashlib.blake2b(digest_size=8)
    for part in (outlet, published.isoformat() if published else None, text):
        data = b"" if part is None else part.encode("utf-8")
        # Lengths in front: no two triples run together into the same bytes.
        digest.update(b"-;" if part is None else f"{len(data)};".encode())
        digest.update(data)
    return digest.hexdigest()


def finish(found: Draft, source: Source, options: ReadingOptions) -> Iterator[Article | Rejected]:
    """The article in a draft, then a row for each thing in it that was not understood.

    Or, where it is no article, the one row that says why. A text of more than `MAX_ARTICLE`
    characters is split at the ends of paragraphs: each part is an article, with a row that says so.
    """
    checked = _Checked(found, options)
    problem = checked.text_problem()
    if problem:
        yield source.reject(problem, found.place)
        return
    article = checked.article(source)
    parts = split_text(article.text)
    first, *others = _parts(article, parts) if len(parts) > 1 else [article]
    yield first
    for note in (*found.notes, *checked.notes):
        yield source.reject(note, found.place, first.article_id)
    if others:
        yield source.reject(_split(article.text, 1, len(parts)), found.place, first.article_id)
    for number, other in enumerate(others, start=2):
        yield other
        yield source.reject(_split(article.text, number, len(parts)), found.place, other.article_id)


def split_text(text: str, most: int = MAX_ARTICLE) -> list[str]:
    """A text in parts of at most `most` characters, which put together are the text.

    Each ends with a paragraph, if need be with a line, a sentence or a word, where one ends in
    its second half.
    """
    parts = []
    start = 0
    while len(text) - start > most:
        end = _cut(text, start + most // 2, start + most)
        parts.append(text[start:end])
        start = end
    return [*parts, text[start:]]


def _cut(text: str, first: int, last: int) -> int:
    """Where to cut a text between two places: behind the last of what parts it best."""
    for mark in ("\n\n", "\n", ". ", " "):
        at = text.rfind(mark, first, last)
        if at >= 0:
            return at + len(mark)
    return last


def _parts(article: Article, texts: list[str]) -> list[Article]:
    return [
        replace(
            article,
            article_id=article_id(text, article.outlet, article.published),
            text=text,
            address=f"{article.address}#part {number}",
        )
        for number, text in enumerate(texts, start=1)
    ]


def _split(text: str, number: int, count: int) -> Problem:
    return Problem(
        f"a text of {len(text):,} characters, of which this is part {number} of {count}",
        f"Split it into its articles; one has at most {MAX_ARTICLE:,} characters.",
    )


class _Checked:
    """The fields of one draft as an article may hold them, and the notes taken on the way."""

    def __init__(self, found: Draft, options: ReadingOptions) -> None:
        self.notes: list[Problem] = []
        self._draft = found
        self._options = options
        self.title = self._line("title", found.title)
        self.text = found.text
        if blank(found.text) and self.title:
            self.text = self.title
        if isinstance(self.text, str) and "\r" in self.text:
            self.text = self.text.replace("\r\n", "\n").replace("\r", "\n")

    def text_problem(self) -> Problem | None:
        """Why the draft's text cannot be an article's, or None."""
        if blank(self.text):
            return Problem("no text", "Leave it out, or give its text.")
        if not isinstance(self.text, str):
            return _not_text("text", self.text)
        if "\0" in self.text:
            return Problem("binary: the text holds NUL characters", "Give text without them.")
        if not _valid(self.text):
            return Problem("the text holds half of a surrogate pair", "Mend the broken escape.")
        return None

    def article(self, source: Source) -> Article:
        """The article; only where `text_problem` is None."""
        outlet = self._line("outlet", self._draft.outlet) or self._options.outlet
        published, text = self._published(), cast(str, self.text)
        return Article(
            article_id=article_id(text, outlet, published),
            text=text,
            title=self.title,
            outlet=outlet,
            published=published,
            genre=self._genre(),
            address=self._line("address", self._draft.address) or self._path(source),
            file_made=self._file_made(),
        )

    def _path(self, source: Source) -> str:
        place = self._draft.place
        return f"{source.name}#{place.rpartition(' ')[2]}" if place else source.name

    def _line(self, field: str, value: object) -> str | None:
        """A short field on one line, or None; what is not text is noted."""
        if isinstance(value, dict):
            # Feeds and news APIs nest the outlet: {"id": …, "name": …}.
            value = value.get("name", value)
        if blank(value):
            return None
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str) or "\0" in value or not _valid(value):
            self.notes.append(_not_text(field, value))
            return None
        return " ".join(value.split())

    def _published(self) -> dt.date | None:
        if self._draft.undated:
            return None
        stated = self._draft.published
        if isinstance(stated, int | float) and (day := date_of_number(stated)):
            return day
        written = self._line("published", stated)
        if written is None and self._options.published:
            return self._options.published
        written = written or self._draft.guessed_published
        if written is None and self._options.dated_by_file:
            return self._file_made()
        return self._believed(written) if written else None

    def _believed(self, written: str) -> dt.date | None:
        """The day of a date as written, where it lies in the years of publication that are believed."""
        first, last = self._options.years
        day = parse_date(written, years=EVERY_YEAR)
        if day is None:
            self.notes.append(
                Problem(
                    f"date not understood: {written[:80]}",
                    "Write it as 2024-01-11. The article was kept without a date.",
                )
            )
        elif not first <= day.year <= last:
            self.notes.append(
                Problem(
                    f"published outside the years {first} to {last}: {day}",
                    "Mend the date, or widen the `years`. The article was kept without a date.",
                )
            )
            return None
        return day

    def _file_made(self) -> dt.date | None:
        made = self._draft.file_made
        return parse_date(made) if made else None

    def _genre(self) -> Genre:
        written = self._line("genre", self._draft.genre)
        if written is None:
            guessed = self._options.genre or self._draft.guessed_genre
            return cast(Genre, guessed or "news")
        if written.lower() in GENRES:
            return cast(Genre, written.lower())
        self.notes.append(
            Problem(
                f"no genre {written[:80]!r}: taken as news", f"The genres are {', '.join(GENRES)}."
            )
        )
        return "news"


def _valid(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _not_text(field: str, value: object) -> Problem:
    kinds = {dict: "an object", list: "a list", bool: "true or false", str: "not valid Unicode"}
    kind = kinds.get(type(value), "a number")
    return Problem(f"{field} is {kind}, not text", f"Give {field} as text, or leave it out.")

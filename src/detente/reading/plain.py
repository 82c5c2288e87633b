"""What does a plain text say of itself, in front matter or in its first lines?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from detente.reading.archives import articles_of
from detente.reading.dates import date_in_dateline, date_in_name
from detente.reading.documents import decoded
from detente.reading.drafts import Draft, draft, keys
from detente.reading.front_matter import front_matter
from detente.reading.options import ReadingOptions
from detente.reading.problems import Problem, Source
from detente.reading.streams import Opened
from detente.records import Rejected

HEADER_LINES = 10
_PUBLISHED = re.compile(r"\s*(?:published|date)(?: on)?\s*:\s*(.+)", re.IGNORECASE)
_HEADING = re.compile(r"#\s+(\S.*)")
_OPINION_WORD = r"(?:opinions?|editorials?|op-ed)"
_OPINION = re.compile(rf"\W*{_OPINION_WORD}(?:\s*[/|&·-]\s*{_OPINION_WORD})*\W*", re.IGNORECASE)


def read_plain(file: Opened, source: Source, options: ReadingOptions) -> Iterator[Draft | Rejected]:
    """The one draft in a text file (`.txt`, `.md`), or those in an archive's export.

    Front matter (`detente.reading.front_matter`) is what the record says of itself, and no part
    of its text. Without it the whole file is the text, and a date or the word OPINION or
    EDITORIAL on one of its first ten lines is a guess. So is a date in the name.
    """
    found = decoded(file)
    notes = (found.problem,) if found.problem else ()
    if found.text is None:
        yield from (source.reject(problem) for problem in notes)
        return
    text = found.text.replace("\r\n", "\n").replace("\r", "\n")
    if exported := articles_of(text):
        exported[0] = replace(exported[0], notes=(*notes, *exported[0].notes))
        yield from exported
        return
    stated, body = front_matter(text)
    title, body = _heading(body) if source.suffix == ".md" else (None, body)
    if stated is None:
        header = text.split("\n", HEADER_LINES)
        yield headed(body, source, header=header, title=title, notes=notes)
        return
    record = {"title": title, **stated, _BODY: body} if title else {**stated, _BODY: body}
    names = {**keys(stated, options), "text": _BODY}
    yield draft(record, names, notes=notes, guessed_published=date_in_name(source.file_name))


# No key of front matter has this name.
_BODY = ""


def _heading(text: str) -> tuple[str | None, str]:
    """The heading of the first rank (`# …`) that opens a note, and what comes after it."""
    first, _, rest = text.lstrip().partition("\n")
    # Marks at its end are no part of it: in two steps, since one expression takes the square of them.
    found = _HEADING.fullmatch(first.strip())
    heading = found[1].rstrip("#").rstrip() if found else ""
    return (heading, rest.lstrip("\n")) if heading and rest.strip() else (None, text)


def headed(
    text: str,
    source: Source,
    *,
    header: Sequence[str],
    title: str | None = None,
    made: str | None = None,
    place: str | None = None,
    notes: tuple[Problem, ...] = (),
) -> Draft:
    """The draft of a text that says what it is in its first lines (`header`), if anywhere.

    The day on which the file was `made` is kept apart from what the text or the file's name tells.
    """
    first = header[:HEADER_LINES]
    opinion = any(_OPINION.fullmatch(line[:200]) for line in first)
    return Draft(
        text=text,
        title=title,
        guessed_published=_date_in(first) or date_in_name(source.file_name),
        guessed_genre="opinion" if opinion else None,
        file_made=made,
        place=place,
        notes=notes,
    )


def _date_in(header: Sequence[str]) -> str | None:
    """A date labelled as such before one in a dateline, however far up that stands."""
    labelled = next((found[1] for line in header if (found := _PUBLISHED.fullmatch(line))), None)
    return labelled or next(filter(None, map(date_in_dateline, header)), None)

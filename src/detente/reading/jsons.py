"""What are the records of a JSON or JSON Lines file?"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from detente.reading.documents import MAX_DOCUMENT, decoded
from detente.reading.drafts import Draft, draft, keys, no_text_column, value_at
from detente.reading.likely import flat, likely_columns
from detente.reading.lines import lines
from detente.reading.options import ReadingOptions
from detente.reading.problems import READ_ERRORS, Problem, Source
from detente.reading.services import LeftOut, answered, draft_of
from detente.reading.streams import Opened
from detente.records import Rejected

_KINDS = {list: "a list", str: "a text", bool: "true or false", type(None): "null"}


def read_json_lines(
    file: Opened, source: Source, options: ReadingOptions
) -> Iterator[Draft | Rejected]:
    """The drafts in a file of one JSON object a line; blank lines are passed over.

    A line may hold the whole answer of a news service, with many articles.
    """
    yield from _told(_in_lines(file, source, options), source, options)


def read_json(file: Opened, source: Source, options: ReadingOptions) -> Iterator[Draft | Rejected]:
    """The drafts in a JSON file: one object, a list, or an object that holds one list.

    Records of news services are known by their keys (`services`). JSON Lines under the name
    `.json` are read as such, and so of any length.
    """
    if is_json_lines(file.head):
        yield from read_json_lines(file, source, options)
        return
    found = decoded(file, limit=MAX_DOCUMENT)
    notes = (found.problem,) if found.problem else ()
    if found.text is None:
        yield from (source.reject(problem) for problem in notes)
        return
    document = _parsed(found.text)
    if isinstance(document, Problem):
        yield source.reject(document)
        return
    yield from _told(_in_document(document, source, options, notes), source, options)


def is_json_lines(head: bytes) -> bool:
    """Whether a file's first line is a JSON object of its own, and more comes after it."""
    first, _, rest = head.lstrip().partition(b"\n")
    if not first.startswith(b"{") or not rest.strip():
        return False
    return isinstance(_parsed(first.decode("utf-8", "replace")), dict)


class _Found(NamedTuple):
    """What was made of one record."""

    made: Draft | LeftOut | Rejected
    record: object = None


def _in_lines(file: Opened, source: Source, options: ReadingOptions) -> Iterator[_Found]:
    for line in lines(file):
        notes = (line.problem,) if line.problem else ()
        if line.text is None:
            yield from (_Found(source.reject(problem, line.place)) for problem in notes)
        elif not line.text.isspace():
            record = _parsed(line.text)
            several = answered(record) if isinstance(record, dict) else None
            if several is None:
                yield _found(record, source, options, line.place, notes)
            else:
                yield from _numbered(several, source, options, f"{line.place}.", notes)


def _in_document(
    document: object, source: Source, options: ReadingOptions, notes: tuple[Problem, ...]
) -> Iterator[_Found]:
    records = _records(document, options)
    if records is None:
        yield _found(document, source, options, None, notes)
    else:
        yield from _numbered(records, source, options, "record ", notes)


def _numbered(
    records: list[object],
    source: Source,
    options: ReadingOptions,
    place: str,
    notes: tuple[Problem, ...],
) -> Iterator[_Found]:
    for number, record in enumerate(records, start=1):
        # The guess of an encoding holds for all: it is told once.
        told = notes if number == 1 else ()
        yield _found(record, source, options, f"{place}{number}", told)


def _told(
    found: Iterator[_Found], source: Source, options: ReadingOptions
) -> Iterator[Draft | Rejected]:
    """What was found, with what is to be said of the file as a whole."""
    whole = _Whole(dated=options.published is not None)
    damage: Exception | None = None
    try:
        for one in found:
            yield from whole.take(one)
    except READ_ERRORS as error:
        damage = error
    yield from whole.rest(source)
    if damage is not None:
        raise damage


@dataclass(slots=True)
class _Whole:
    """What the records of a file have in common.

    Records left out are counted, one row for each kind. Where there are several articles and none
    has a date, the last says so: until a date is met, each is held back until the next.
    """

    dated: bool
    articles: int = 0
    held: tuple[Draft, object] | None = None
    left_out: Counter[LeftOut] = field(default_factory=Counter)

    def take(self, found: _Found) -> Iterator[Draft | Rejected]:
        """What can be given on, now that one more record was met."""
        made = found.made
        if isinstance(made, LeftOut):
            self.left_out[made] += 1
        elif isinstance(made, Rejected) or not _is_article(made):
            yield made
        else:
            yield from self._give_held()
            self.articles += 1
            self.dated = self.dated or made.published not in (None, "")
            self.held = made, found.record
            if self.dated:
                yield from self._give_held()

    def rest(self, source: Source) -> Iterator[Draft | Rejected]:
        """What is left to be told at the end of the file."""
        if self.held and self.articles > 1:
            last, record = self.held
            self.held = replace(last, notes=(*last.notes, _no_dates(self.articles, record))), None
        yield from self._give_held()
        for kind, number in self.left_out.items():
            yield source.reject(Problem(f"{kind.reason}: {number:,} left out", kind.advice))

    def _give_held(self) -> Iterator[Draft]:
        if self.held:
            held, self.held = self.held[0], None
            yield held


def _is_article(found: Draft) -> bool:
    """Whether a draft will be kept, and can bear a note."""
    return any(isinstance(told, str) and told.strip() for told in (found.text, found.title))


def _no_dates(articles: int, record: object) -> Problem:
    """The problem of a file without dates, with the keys of a record that look like one."""
    likely = likely_columns("published", dict(flat(record))) if isinstance(record, dict) else []
    shown = f"; {', '.join(f'`{key[:40]}`' for key in likely)} may hold it" if likely else ""
    return Problem(
        f"not one date in the file: {articles:,} articles were kept without{shown}",
        'Say which key holds it, with columns {"published": NAME}; weekdays have no date else.',
    )


def _records(document: object, options: ReadingOptions) -> list[object] | None:
    """The list of records that a document is or holds; None where it is itself the record."""
    if isinstance(document, list):
        return document
    if not isinstance(document, dict):
        return None
    several = answered(document)
    if several is not None:
        return several
    text = keys(document, options).get("text")
    if text is not None and isinstance(value_at(document, text), str):
        return None
    lists = [value for value in document.values() if isinstance(value, list) and value]
    for enough in (all, any):  # one that is no object does not hide the others
        objects = [each for each in lists if enough(isinstance(one, dict) for one in each)]
        if objects:
            return objects[0] if len(objects) == 1 else None
    return None


def _parsed(text: str) -> object:
    """What a JSON text says, or the problem with it."""
    try:
        return json.loads(text)
    except RecursionError:
        return Problem("malformed JSON: nested too deep", "Give each article as a flat object.")
    except ValueError as error:
        # Python says of a long number which of its own settings would let it through.
        why = error if isinstance(error, json.JSONDecodeError) else "a number of too many digits"
        return Problem(f"malformed JSON: {why}", "Mend or remove it, and read the file again.")


def _found(
    record: object,
    source: Source,
    options: ReadingOptions,
    place: str | None,
    notes: tuple[Problem, ...],
) -> _Found:
    if isinstance(record, Problem):
        return _Found(source.reject(record, place))
    if not isinstance(record, dict):
        kind = _KINDS.get(type(record), "a number")
        advice = 'Write each article as {"text": …, "published": …, "outlet": …}.'
        problem = Problem(f"{kind} where an object should be", advice)
        return _Found(source.reject(problem, place))
    known = draft_of(record)
    if isinstance(known, LeftOut):
        return _Found(known)
    if isinstance(known, Draft):
        wanted: dict[str, Any] = {
            field: value
            for field in options.columns
            for name in reversed(options.given(field))
            if (value := value_at(record, name)) is not None
        }
        return _Found(replace(known, place=place, notes=(*notes, *known.notes), **wanted), record)
    names = keys(record, options)
    if "text" not in names and "title" not in names:
        return _Found(source.reject(no_text_column(record, options), place))
    return _Found(draft(record, names, place=place, notes=notes), record)

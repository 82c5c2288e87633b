"""What are the records of a JSON or JSON Lines file?"""

from __future__ import annotations

import json
from collections.abc import Iterator

from detente.reading.documents import MAX_DOCUMENT, decoded
from detente.reading.drafts import Draft, draft, keys, no_text_column, value_at
from detente.reading.lines import lines
from detente.reading.options import ReadingOptions
from detente.reading.problems import Problem, Source
from detente.reading.streams import Opened
from detente.records import Rejected

_KINDS = {list: "a list", str: "a text", bool: "true or false", type(None): "null"}


def read_json_lines(
    file: Opened, source: Source, options: ReadingOptions
) -> Iterator[Draft | Rejected]:
    """The drafts in a file of one JSON object a line; blank lines are passed over."""
    for line in lines(file):
        notes = (line.problem,) if line.problem else ()
        if line.text is None:
            yield from (source.reject(problem, line.place) for problem in notes)
        elif not line.text.isspace():
            record = _parsed(line.text)
            yield _draft(record, source, options, line.place, notes)


def read_json(file: Opened, source: Source, options: ReadingOptions) -> Iterator[Draft | Rejected]:
    """The drafts in a JSON file: one object, a list, or an object that holds one list.

    JSON Lines under the name `.json` are read as such, and so of any length.
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
    yield from _drafts(document, source, options, notes)


def is_json_lines(head: bytes) -> bool:
    """Whether a file's first line is a JSON object of its own, and more comes after it."""
    first, _, rest = head.lstrip().partition(b"\n")
    if not first.startswith(b"{") or not rest.strip():
        return False
    return isinstance(_parsed(first.decode("utf-8", "replace")), dict)


def _drafts(
    document: object, source: Source, options: ReadingOptions, notes: tuple[Problem, ...]
) -> Iterator[Draft | Rejected]:
    records = _records(document, options)
    if records is None:
        yield _draft(document, source, options, None, notes)
        return
    for number, record in enumerate(records, start=1):
        # The guess of an encoding holds for the file: it is told once.
        told = notes if number == 1 else ()
        yield _draft(record, source, options, f"record {number}", told)


def _records(document: object, options: ReadingOptions) -> list[object] | None:
    """The list of records that a document is or holds; None where it is itself the record."""
    if isinstance(document, list):
        return document
    if not isinstance(document, dict):
        return None
    text = keys(document, options).get("text")
    if text is not None and isinstance(value_at(document, text), str):
        return None
    lists = [value for value in document.values() if isinstance(value, list) and value]
    objects = [value for value in lists if all(isinstance(one, dict) for one in value)]
    return objects[0] if len(objects) == 1 else None


def _parsed(text: str) -> object:
    """What a JSON text says, or the problem with it."""
    try:
        return json.loads(text)
    except RecursionError:
        return Problem("malformed JSON: nested too deep", "Give each article as a flat object.")
    except ValueError as error:
        return Problem(f"malformed JSON: {error}", "Mend or remove it, and read the file again.")


def _draft(
    record: object,
    source: Source,
    options: ReadingOptions,
    place: str | None,
    notes: tuple[Problem, ...],
) -> Draft | Rejected:
    if isinstance(record, Problem):
        return source.reject(record, place)
    if not isinstance(record, dict):
        kind = _KINDS.get(type(record), "a number")
        advice = 'Write each article as {"text": …, "published": …, "outlet": …}.'
        return source.reject(Problem(f"{kind} where an object should be", advice), place)
    names = keys(record, options)
    if "text" not in names and "title" not in names:
        return source.reject(no_text_column(record, options), place)
    return draft(record, names, place=place, notes=notes)

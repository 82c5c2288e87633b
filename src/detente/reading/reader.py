"""The way through the room: paths in, articles and rejected rows out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from detente.reading.articles import finish
from detente.reading.counting import Counting
from detente.reading.drafts import Draft, other_column
from detente.reading.file_dates import FileDates
from detente.reading.formats import find_format, not_text
from detente.reading.mapping import MAPPING_NAME, Mapped
from detente.reading.options import ReadingOptions
from detente.reading.paths import FoundFile, check_paths, walk
from detente.reading.problems import READ_ERRORS, Problem, Source, of_error
from detente.reading.streams import Opened, Progress, opened, standard_input
from detente.records import Article, Rejected


def _ignore(taken: int) -> None:
    """Progress that nobody asked for."""


def _ignore_file(name: str) -> None:
    """A file that nobody asked for."""


def read(
    paths: Iterable[str | Path],
    options: ReadingOptions | None = None,
    *,
    on_progress: Progress = _ignore,
    on_file: Callable[[str], None] = _ignore_file,
) -> Iterator[Article | Rejected]:
    """The articles under some paths, and a `Rejected` row for whatever is not one.

    Files are read as a stream, in the order given; folders by name, without files whose names
    begin with a dot; `-` is standard input, `s3://BUCKET/KEY` an object, or all below that key as a
    folder. Formats: `.txt`, `.md`, `.html`, `.json`, `.jsonl`, `.ndjson`, `.csv`, `.tsv`, `.pdf`,
    `.docx`, `.odt`, `.rtf`, `.epub`, `.eml`, `.mbox`, `.warc`, each also with `.gz`;
    others are told by their first bytes.

    Newlines become `\\n` and a byte-order mark goes; otherwise a text is as it was written. A
    row with an `article_id` is a note on an article that was kept (a date not understood, an
    encoding guessed); the others stand for something that was not, such as all dates of a file
    in which day and month cannot be told apart. Of one kind in one file the first hundred are given,
    and the others counted in one row (`detente.reading.counting`).

    A `detente.toml` in a folder given says more of its files (`detente.reading.mapping`).

    `on_progress` is told of bytes as they are taken; over the whole run they add up to `count`.
    `on_file` is told the name of each file before what comes from it.
    Two records of the same text, outlet and date come out with the same `article_id`.

    Raises `InputError`, at the call, where there is no path or none of them exists, or where a
    mapping cannot be read; and at any time where object storage cannot be asked: no credentials, no
    such bucket, no connection. Nothing else that is wrong with the input raises.
    """
    given = options or ReadingOptions()
    mapped = [(path, Mapped(path, given)) for path in check_paths(paths)]
    return _read(mapped, on_progress, on_file)


def count(paths: Iterable[str | Path]) -> int:
    """Bytes in the files that `read` would read, as they lie there; standard input counts 0.

    Raises `InputError` where object storage cannot be asked.
    """
    given = (str(path) for path in paths)
    return sum(found.size for found in walk(given) if isinstance(found, FoundFile))


def _read(
    mapped: list[tuple[str, Mapped]], on_progress: Progress, on_file: Callable[[str], None]
) -> Iterator[Article | Rejected]:
    for path, mappings in mapped:
        for found in walk([path]):
            on_file(found.path if isinstance(found, Rejected) else found.source.name)
            if isinstance(found, Rejected):
                yield found
            elif found.source.file_name == MAPPING_NAME:
                on_progress(found.size)
                yield from mappings.passed_over(found)
            else:
                options = mappings.options_for(found.path)
                yield from _file(found, options, on_progress)
        yield from mappings.without_files()


def _file(
    found: FoundFile, options: ReadingOptions, on_progress: Progress
) -> Iterator[Article | Rejected]:
    counting = Counting(found.source)
    damage: Exception | None = None
    try:
        with bytes_of(found, on_progress) as file:
            for one in _articles(file, found, options):
                yield from counting.passing(one)
    except READ_ERRORS as error:
        damage = error
    yield from counting.rest()
    if damage is not None:
        yield found.source.reject(of_error(damage))


def _articles(
    file: Opened, found: FoundFile, options: ReadingOptions
) -> Iterator[Article | Rejected]:
    source, nothing, first = found.source, True, True
    dates = dates_of(found, options)
    for record in dates.settled(records(file, source, options)):
        nothing = False
        if isinstance(record, Rejected):
            yield record
            continue
        note = other_column(record, options) if first else None
        first = False
        yield from finish(
            replace(record, notes=(*record.notes, note)) if note else record, source, options
        )
    if nothing:
        yield source.reject(_NO_RECORDS)


@contextmanager
def bytes_of(found: FoundFile, on_progress: Progress = _ignore) -> Iterator[Opened]:
    """The bytes of a file that `walk` found. Raises `READ_ERRORS`, here or while it is read."""
    if found.path is None:
        yield standard_input(on_progress)
        return
    with opened(found.path, packed=found.packed, on_progress=on_progress) as file:
        yield file


def records(file: Opened, source: Source, options: ReadingOptions) -> Iterator[Draft | Rejected]:
    """The records of a file as they stand in it."""
    problem = not_text(file.head) if file.head or file.error else _EMPTY
    if problem:
        yield source.reject(problem)
        return
    yield from find_format(file.head, source.suffix, options)(file, source, options)


def dates_of(found: FoundFile, options: ReadingOptions) -> FileDates:
    """What settles the dates of a file, which is read a second time for it where need be."""

    def again() -> Iterator[Draft | Rejected]:
        with bytes_of(found) as file:
            yield from records(file, found.source, options)

    return FileDates(found.source, options, again if found.path else None)


_EMPTY = Problem("an empty file", "Leave it out, or fetch it again.")
_NO_RECORDS = Problem("it holds no records", "Leave it out, or fetch it again.")

"""The way through the room: paths in, articles and rejected rows out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from detente.reading.articles import finish
from detente.reading.formats import find_format, not_text
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
    begin with a dot; `-` is standard input. Formats: `.txt`, `.md`, `.html`, `.json`, `.jsonl`,
    `.ndjson`, `.csv`, `.tsv`, each also with `.gz`; others are told by their first bytes.

    Newlines become `\\n` and a byte-order mark goes; otherwise a text is as it was written. A
    row with an `article_id` is a note on an article that was kept (a date not understood, an
    encoding guessed); the others stand for something that was not.

    `on_progress` is told of bytes as they are taken; over the whole run they add up to `count`.
    `on_file` is told the name of each file before what comes from it.
    Two records of the same text, outlet and date come out with the same `article_id`.

    Raises `InputError`, at the call, where there is no path or none of them exists. Nothing else
    that is wrong with the input raises.
    """
    return _read(check_paths(paths), options or ReadingOptions(), on_progress, on_file)


def count(paths: Iterable[str | Path]) -> int:
    """Bytes in the files that `read` would read, as they lie on disk; standard input counts 0."""
    given = (str(path) for path in paths)
    return sum(found.size for found in walk(given) if isinstance(found, FoundFile))


def _read(
    paths: list[str],
    options: ReadingOptions,
    on_progress: Progress,
    on_file: Callable[[str], None],
) -> Iterator[Article | Rejected]:
    for found in walk(paths):
        on_file(found.path if isinstance(found, Rejected) else found.source.name)
        if isinstance(found, Rejected):
            yield found
        else:
            yield from _file(found, options, on_progress)


def _file(
    found: FoundFile, options: ReadingOptions, on_progress: Progress
) -> Iterator[Article | Rejected]:
    try:
        if found.path is None:
            yield from _records(standard_input(on_progress), found.source, options)
            return
        with opened(found.path, packed=found.packed, on_progress=on_progress) as file:
            yield from _records(file, found.source, options)
    except READ_ERRORS as error:
        yield found.source.reject(of_error(error))


def _records(file: Opened, source: Source, options: ReadingOptions) -> Iterator[Article | Rejected]:
    problem = not_text(file.head) if file.head or file.error else _EMPTY
    if problem:
        yield source.reject(problem)
        return
    nothing = True
    for found in find_format(file.head, source.suffix, options)(file, source, options):
        nothing = False
        if isinstance(found, Rejected):
            yield found
        else:
            yield from finish(found, source, options)
    if nothing:
        yield source.reject(_NO_RECORDS)


_EMPTY = Problem("an empty file", "Leave it out, or fetch it again.")
_NO_RECORDS = Problem("it holds no records", "Leave it out, or fetch it again.")

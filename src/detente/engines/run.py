"""The one door to all engines."""

from __future__ import annotations

from collections.abc import Generator, Iterable

from detente.engines.allowing import SECONDS
from detente.engines.contract import Coded, CoderFactory
from detente.engines.processes import code_in_processes
from detente.engines.safely import code_safely
from detente.errors import QueryError
from detente.records import Article


def code_batches(
    batches: Iterable[list[Article]],
    coder_factory: CoderFactory,
    workers: int = 1,
    *,
    seconds: int = SECONDS,
) -> Generator[list[Coded]]:
    """The results of each batch, in the order of the batches.

    `workers=1` codes in this process; more start as many others, each with a coder of its own,
    and at most two batches for each worker are on their way at once. Batches are drawn only as
    needed. Close the iterator, or exhaust it, to end the workers.

    A worker that ends is replaced, and what it had is coded all the same; only an article that ends its
    worker each time becomes a row in `rejected`. So does one that takes more work than `seconds` of
    processor time, and more for long texts. What runs in this process is not watched.

    Raises `QueryError` for fewer than one worker, and `DetenteError` where workers end whatever they
    are given.
    """
    if workers < 1:
        raise QueryError(f"{workers} workers cannot code", advice="Give 1 or more.")
    if workers == 1:
        return _code_here(batches, coder_factory)
    return code_in_processes(batches, coder_factory, workers, seconds)


def _code_here(
    batches: Iterable[list[Article]], coder_factory: CoderFactory
) -> Generator[list[Coded]]:
    coder = coder_factory()
    for articles in batches:
        yield code_safely(coder, articles)

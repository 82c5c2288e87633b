"""Coding on several cores.

Each worker has a pipe of its own rather than a place in a shared pool, for three reasons: a dead
worker is known with the batch it had, workers end with their parent however it ends, and nothing
waits on a lock that a killed process held.
"""

from __future__ import annotations

import multiprocessing
import pickle
from collections import deque
from collections.abc import Generator, Iterable, Sequence
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any

from detente.engines.contract import Coded, CoderFactory
from detente.engines.worker import serve
from detente.errors import DetenteError
from detente.records import Article

AHEAD = 2
"""Batches that a worker may have at once: the one it codes, and the next."""
# Forked copies of threads and locks are unsafe, and fork is not everywhere.
CONTEXT = multiprocessing.get_context("spawn")


def code_in_processes(
    batches: Iterable[list[Article]], coder_factory: CoderFactory, workers: int
) -> Generator[list[Coded]]:
    """See `detente.engines.code_batches`."""
    waiting = enumerate(batches)
    done: dict[int, list[Coded]] = {}
    sent = given = 0
    with _Crew(coder_factory, workers) as crew:
        while True:
            while sent - given < AHEAD * workers and (numbered := next(waiting, None)):
                crew.send(*numbered)
                sent += 1
            if given == sent:
                return
            while given not in done:
                done |= crew.collect()
            yield done.pop(given)
            given += 1


class _Worker:
    """One process, its pipe, and the batches it has."""

    def __init__(self, coder_factory: CoderFactory) -> None:
        self.connection, theirs = CONTEXT.Pipe()
        self.process = CONTEXT.Process(target=serve, args=(theirs, coder_factory), daemon=True)
        try:
            self.process.start()
        except (pickle.PicklingError, AttributeError, TypeError) as problem:
            raise DetenteError(
                f"the coder cannot be sent to other processes ({problem})",
                advice="Define its factory at the top of a module, or use one worker.",
            ) from problem
        finally:
            theirs.close()  # else the end of the process would not end the pipe
        self.has: deque[tuple[int, list[Article]]] = deque()

    def send(self, number: int, articles: list[Article]) -> None:
        self.has.append((number, articles))
        try:
            self.connection.send(articles)
        except (BrokenPipeError, ConnectionError) as problem:
            raise self._death() from problem

    def receive(self) -> tuple[int, list[Coded]]:
        try:
            answer = self.connection.recv()
        except (EOFError, ConnectionError) as problem:
            raise self._death() from problem
        number, articles = self.has.popleft()
        if isinstance(answer, Exception):
            answer.add_note(f"in {_name(number, articles)}")
            raise answer
        return number, answer

    def end(self) -> None:
        self.connection.close()
        if self.process.pid is not None:
            self.process.terminate()
            self.process.join()

    def _death(self) -> DetenteError:
        self.process.join(timeout=10)
        code = self.process.exitcode
        how = f"by signal {-code}" if code is not None and code < 0 else f"with status {code}"
        return DetenteError(
            f"a worker process ended {how} while it had {_name(*self.has[0])}",
            advice="Often memory ran out: use fewer workers or smaller batches, and run it again. "
            'A script of your own must start its work under `if __name__ == "__main__":`.',
        )


def _name(number: int, articles: list[Article]) -> str:
    ids = ", ".join(article.article_id for article in articles[:3])
    more = ", …" if len(articles) > 3 else ""
    return f"batch {number} ({len(articles)} articles: {ids}{more})"


class _Crew:
    """The workers of one run; leaving the block ends them."""

    def __init__(self, coder_factory: CoderFactory, size: int) -> None:
        self._workers: list[_Worker] = []
        self._asked = (coder_factory, size)

    def __enter__(self) -> _Crew:
        coder_factory, size = self._asked
        try:
            for _ in range(size):
                self._workers.append(_Worker(coder_factory))
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def send(self, number: int, articles: list[Article]) -> None:
        """Give a batch to the worker that has fewest."""
        min(self._workers, key=lambda worker: len(worker.has)).send(number, articles)

    def collect(self) -> dict[int, list[Coded]]:
        """Results that are there; waits until there are some."""
        busy = {worker.connection: worker for worker in self._workers if worker.has}
        ready: Sequence[Connection[Any, Any] | Any] = wait(list(busy))
        return dict(busy[connection].receive() for connection in ready)

    def _end(self) -> None:
        for worker in self._workers:
            worker.end()

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
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any

from detente.engines.contract import Coded, CoderFactory
from detente.engines.isolating import TRIES, Losses, given_up, pieces_of
from detente.engines.worker import READY, serve
from detente.errors import DetenteError
from detente.records import Article

AHEAD = 2
"""Pieces that a worker may have at once: the one it codes, and the next."""
STILLBORN = 3
"""Workers in a row that end before they have their coder, after which no more are started."""
# Forked copies of threads and locks are unsafe, and fork is not everywhere.
CONTEXT = multiprocessing.get_context("spawn")


def code_in_processes(
    batches: Iterable[list[Article]], coder_factory: CoderFactory, workers: int, seconds: int
) -> Generator[list[Coded]]:
    """See `detente.engines.code_batches`."""
    waiting = enumerate(batches)
    sent = given = 0
    with _Crew(coder_factory, workers, seconds) as crew:
        while True:
            while sent - given < AHEAD * workers and (numbered := next(waiting, None)):
                crew.take(*numbered)
                sent += 1
            if given == sent:
                return
            yield crew.results(given)
            given += 1


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is sent to a worker at once: a batch, or a piece of one that ended its worker."""

    batch: int
    first: int
    """The place of its first article in the batch."""
    articles: list[Article]
    ended: int = 0
    """How many workers it has ended."""

    def parted(self) -> list[_Piece]:
        """The same articles in smaller pieces."""
        return [
            _Piece(self.batch, self.first + part.start, self.articles[part.start : part.stop])
            for part in pieces_of(len(self.articles))
        ]


class _Results:
    """Those of one batch, which may come in pieces."""

    def __init__(self, size: int) -> None:
        self._found: dict[int, Coded] = {}
        self._size = size

    def put(self, first: int, codings: Sequence[Coded]) -> None:
        self._found.update(enumerate(codings, first))

    def are_whole(self) -> bool:
        return len(self._found) == self._size

    def in_order(self) -> list[Coded]:
        return [self._found[place] for place in range(self._size)]


class _Worker:
    """One process, its pipe, and the pieces it has."""

    def __init__(self, coder_factory: CoderFactory, seconds: int) -> None:
        self.connection, theirs = CONTEXT.Pipe()
        asked = (theirs, coder_factory, seconds)
        self._process = CONTEXT.Process(target=serve, args=asked, daemon=True)
        try:
            self._process.start()
        except (pickle.PicklingError, AttributeError, TypeError) as problem:
            raise DetenteError(
                f"the coder cannot be sent to other processes ({problem})",
                advice="Define its factory at the top of a module, or use one worker.",
            ) from problem
        finally:
            theirs.close()  # else the end of the process would not end the pipe
        self.ready = False
        self.has: deque[_Piece] = deque()

    def send(self, piece: _Piece) -> None:
        self.connection.send(piece.articles)
        self.has.append(piece)

    def end(self) -> None:
        self.connection.close()
        if self._process.pid is not None:
            self._process.terminate()
            self._process.join()

    def how_it_ended(self) -> str:
        self._process.join(timeout=10)
        code = self._process.exitcode
        return f"by signal {-code}" if code is not None and code < 0 else f"with status {code}"


class _Crew:
    """The workers of one run; leaving the block ends them."""

    def __init__(self, coder_factory: CoderFactory, size: int, seconds: int) -> None:
        self._asked = (coder_factory, seconds)
        self._size = size
        self._workers: list[_Worker] = []
        self._waiting: deque[_Piece] = deque()
        self._results: dict[int, _Results] = {}
        self._losses = Losses()
        self._stillborn = 0

    def __enter__(self) -> _Crew:
        try:
            for _ in range(self._size):
                self._workers.append(_Worker(*self._asked))
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

    def take(self, number: int, articles: list[Article]) -> None:
        """Take a batch to code."""
        self._results[number] = _Results(len(articles))
        self._waiting.append(_Piece(number, 0, articles))
        self._hand_out()

    def results(self, number: int) -> list[Coded]:
        """The results of a batch; waits until all are there."""
        while not self._results[number].are_whole():
            self._hand_out()
            self._collect()
        return self._results.pop(number).in_order()

    def _hand_out(self) -> None:
        """Give what waits to the workers that have fewest."""
        while self._waiting:
            worker = min(self._workers, key=lambda each: len(each.has))
            if len(worker.has) >= AHEAD:
                return
            try:
                worker.send(self._waiting[0])
                self._waiting.popleft()
            except ConnectionError:
                self._replace(worker)

    def _collect(self) -> None:
        """Take what the workers say; waits until one says something, or ends."""
        telling = {worker.connection: worker for worker in self._workers}
        ready: Sequence[Connection[Any, Any] | Any] = wait(list(telling))
        for connection in ready:
            worker = telling[connection]
            try:
                self._hear(worker, worker.connection.recv())
            except (EOFError, ConnectionError):
                self._replace(worker)

    def _hear(self, worker: _Worker, answer: Any) -> None:
        if isinstance(answer, Exception):
            if worker.has:
                answer.add_note(f"in {_name(worker.has[0])}")
            raise answer
        if answer == READY:
            worker.ready, self._stillborn = True, 0
            return
        piece = worker.has.popleft()
        self._results[piece.batch].put(piece.first, answer)
        self._losses.coded()

    def _replace(self, worker: _Worker) -> None:
        """Start another in place of one that ended; what it had is tried again, first of all."""
        if not worker.ready:
            self._count_stillborn(worker)
        again = list(worker.has)
        if worker.ready and again:
            again[:1] = self._tried_again(again[0])
        self._waiting.extendleft(reversed(again))
        worker.end()
        self._workers[self._workers.index(worker)] = _Worker(*self._asked)

    def _tried_again(self, piece: _Piece) -> list[_Piece]:
        """What is to be done about a piece that ended its worker."""
        if len(piece.articles) > 1:
            return piece.parted()
        if piece.ended + 1 < TRIES:
            return [_Piece(piece.batch, piece.first, piece.articles, piece.ended + 1)]
        self._results[piece.batch].put(piece.first, [given_up(piece.articles[0])])
        self._losses.lost()
        return []

    def _count_stillborn(self, worker: _Worker) -> None:
        self._stillborn += 1
        if self._stillborn >= STILLBORN:
            raise DetenteError(
                f"a worker process ended {worker.how_it_ended()} before it could code anything",
                advice="Often memory ran out: use fewer workers, and run it again. "
                'A script of your own must start its work under `if __name__ == "__main__":`.',
            )

    def _end(self) -> None:
        for worker in self._workers:
            worker.end()


def _name(piece: _Piece) -> str:
    ids = ", ".join(article.article_id for article in piece.articles[:3])
    more = ", …" if len(piece.articles) > 3 else ""
    return f"batch {piece.batch} ({len(piece.articles)} articles: {ids}{more})"

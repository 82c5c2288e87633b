"""Units coded in waves, and what is done about those that never come back."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from detente.cluster.build import build
from detente.cluster.head import EACH
from detente.cluster.marks import Marks
from detente.cluster.ray_cluster import Answer, RayCluster
from detente.cluster.units import Coded, CodedWhole, Hindered, Unit
from detente.engines import CoderFactory
from detente.engines.isolating import TRIES, Losses
from detente.errors import DetenteError, WorkspaceError
from detente.records import Article
from detente.store.failures import explained
from detente.store.parts import read_part, write_part

BARREN = 5
"""Rounds in a row in which nothing comes back and nothing is begun, after which the run stops."""


class Waves:
    """Codes what is staged in a workspace on a cluster; leaving the block takes its marks away."""

    def __init__(self, workspace: Path, cluster: RayCluster, coder_factory: CoderFactory) -> None:
        self._workspace = workspace.absolute()  # a link may lead elsewhere on other machines
        self._cluster = cluster
        with explained(self._workspace):
            self._marks = Marks.of_new_run(self._workspace)
        self._coder = (self._workspace, self._marks, coder_factory, build())
        self._losses = Losses()
        self._staged = 0
        self._hindered: dict[str, WorkspaceError] = {}

    def __enter__(self) -> Waves:
        try:
            self._cluster.check(self._marks, build())
        except BaseException:
            self._marks.remove()
            raise
        return self

    def __exit__(self, *ended: object) -> None:
        self._marks.remove()

    @property
    def hindered(self) -> tuple[str, ...]:
        """What machines told that could not write, and got no more to do."""
        return tuple(sorted(self._hindered))

    def stage(self, articles: Sequence[Article]) -> Unit:
        """Put articles where workers find them: in the file that will hold them in the end."""
        with explained(self._workspace):
            (part,) = write_part(self._workspace, "articles", articles)
        self._staged += 1
        return Unit(self._staged, part, 0, part.rows)

    def code(
        self, units: Sequence[Unit], meanwhile: Callable[[], bool] = lambda: False
    ) -> Generator[CodedWhole]:
        """What was staged, coded, in order.

        `meanwhile` is called while nothing has come back, until it says that nothing more is to be done.
        A unit that never comes back is tried again: as it is while it was not begun so many times, else in
        pieces; an article that was begun so many times alone is given up. What a machine cannot write goes
        to others, as long as there are any.
        """
        found = _Found(self._workspace, units)
        asked, barren = list(units), 0
        while asked:
            before = found.count, len(self._hindered)
            with closing(self._answers(asked, meanwhile)) as answers:
                for unit, answer in answers:
                    if isinstance(answer, Exception):
                        raise answer
                    if isinstance(answer, Hindered):
                        self._note(answer)
                        continue
                    found.put(unit, answer)
                    self._losses.coded()
                    yield from found.whole()
            begun = self._marks.begun()
            lacking = [unit for unit in asked if not found.has(unit)]
            again = [
                each for unit in lacking for each in self._again(unit, begun[unit.name], found)
            ]
            after = found.count, len(self._hindered)
            barren = barren + 1 if again == asked and after == before else 0
            if barren >= BARREN:
                raise DetenteError(
                    "the cluster codes nothing",
                    where=f"{len(asked)} units",
                    advice="Its workers end before they begin: often memory runs out, or others use all of "
                    "its processors. See `ray status` and Ray's logs.",
                )
            yield from found.whole()
            asked = again

    def _note(self, answer: Hindered) -> None:
        """Keep what a machine told; raise it where there is no other machine."""
        self._hindered[str(answer.problem)] = answer.problem
        if not self._cluster.machines():
            raise answer.problem

    def _again(self, unit: Unit, begun: int, found: _Found) -> list[Unit]:
        """What is to be done about a unit that did not come back."""
        if begun < TRIES:
            return [unit]
        if unit.count > 1:
            return unit.parted()
        found.give_up(unit)
        self._losses.lost()
        return []

    def _answers(self, units: Sequence[Unit], meanwhile: Callable[[], bool]) -> Generator[Answer]:
        """Answers as they come; in between there is time for something else."""
        came: queue.SimpleQueue[Any] = queue.SimpleQueue()
        unwanted = threading.Event()
        asked = (units, came, unwanted)
        threading.Thread(target=self._pump, args=asked, daemon=True).start()
        try:
            yield from _told(came, meanwhile, self._cluster.check_head)
        finally:
            unwanted.set()

    def _pump(
        self, units: Sequence[Unit], came: queue.SimpleQueue[Any], unwanted: threading.Event
    ) -> None:
        try:
            with closing(self._cluster.code(units, self._coder)) as answers:
                for answer in answers:
                    came.put(answer)
                    if unwanted.is_set():
                        return
            came.put(None)
        except BaseException as problem:
            came.put(problem)


def _told(
    came: queue.SimpleQueue[Any], meanwhile: Callable[[], bool], look: Callable[[], None]
) -> Iterator[Answer]:
    """What comes, up to None; raises what comes as an error, and what a look in between raises."""
    busy = True
    while True:
        try:
            told = came.get(block=not busy, timeout=EACH)
        except queue.Empty:
            busy = meanwhile()
            look()
            continue
        if told is None:
            return
        if isinstance(told, BaseException):
            raise told
        yield told


class _Found:
    """What came back of a wave, until all before it has come back, too."""

    def __init__(self, workspace: Path, units: Sequence[Unit]) -> None:
        self._workspace = workspace
        self._waiting = list(reversed(units))
        self._coded: dict[int, list[tuple[Unit, Coded | None]]] = {}
        self._came: set[Unit] = set()

    @property
    def count(self) -> int:
        """How many units came back."""
        return len(self._came)

    def put(self, unit: Unit, coded: Coded | None) -> None:
        """Keep what was coded of a unit."""
        if unit not in self._came:
            self._came.add(unit)
            self._coded.setdefault(unit.number, []).append((unit, coded))

    def give_up(self, unit: Unit) -> None:
        """Keep that nothing will come of a unit of one article."""
        self.put(unit, None)

    def has(self, unit: Unit) -> bool:
        """Whether it came back, or was given up."""
        return unit in self._came

    def whole(self) -> Iterator[CodedWhole]:
        """What is whole and has nothing before it that is not; each is told once."""
        while self._waiting and self._is_whole(self._waiting[-1]):
            unit = self._waiting.pop()
            yield self._joined(unit, self._coded.pop(unit.number))

    def _is_whole(self, unit: Unit) -> bool:
        there = self._coded.get(unit.number, ())
        return sum(piece.count for piece, _ in there) == unit.count

    def _joined(self, unit: Unit, pieces: list[tuple[Unit, Coded | None]]) -> CodedWhole:
        in_order = sorted(pieces, key=lambda piece: piece[0].first)
        coded = [each for _, each in in_order if each is not None]
        for each in coded:
            self._check_are_there(each)
        with explained(self._workspace):
            articles = tuple(read_part(self._workspace, unit.staged))
        return CodedWhole(
            articles=articles,
            staged=unit.staged,
            parts=tuple(part for each in coded for part in each.parts),
            rejected=sum(each.rejected for each in coded),
            given_up=tuple(piece.first for piece, each in in_order if each is None),
        )

    def _check_are_there(self, coded: Coded) -> None:
        """What is not there when it is committed would be damage of the tables."""
        for part in coded.parts:
            path = self._workspace / part.table / part.name
            if not path.exists() or path.stat().st_size != part.size:
                raise WorkspaceError(
                    "a file that a worker wrote is not here, or not whole",
                    where=str(path),
                    advice="The whole workspace must be one folder for all machines: see what is mounted "
                    "there. What was committed is kept; run it again for the rest.",
                )

"""How far a run has come: a bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import click

from detente.commands.shown import console, many

if TYPE_CHECKING:
    from rich.progress import Progress

    from detente.reading_run import ReadReport

EVERY_SECONDS = 10.0


class Shown(Protocol):
    """What is told of a run while it goes on."""

    def take(self, taken: int) -> None:
        """Bytes were read."""

    def tell(self, report: ReadReport) -> None:
        """A batch was coded."""

    def count(self, words: str, seconds: float) -> None:
        """So much was done until now, in words."""

    def say(self, words: str) -> None:
        """This is done now."""


@contextmanager
def progress(size: int, doing: str = "reading") -> Iterator[Shown]:
    """Progress over `size` bytes on standard error; 0 where the size is not known."""
    screen = console(err=True)
    if not screen.is_terminal:
        yield _Lines(size, doing)
        return
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (BarColumn(None), TaskProgressColumn(), TextColumn("{task.description}"))
    with Progress(*columns, TimeElapsedColumn(), console=screen, transient=True) as bar:
        yield _Bar(bar, size)


def _words(report: ReadReport) -> str:
    articles = report.articles_new + report.articles_known + report.articles_repeated
    return f"{many(articles, 'article')}, {many(report.events, 'event')}"


class _Bar:
    def __init__(self, bar: Progress, size: int) -> None:
        self._bar = bar
        self._task = bar.add_task("starting", total=size or None)

    def take(self, taken: int) -> None:
        self._bar.advance(self._task, taken)

    def tell(self, report: ReadReport) -> None:
        self.count(_words(report), report.seconds)

    def count(self, words: str, seconds: float) -> None:
        self.say(words)

    def say(self, words: str) -> None:
        self._bar.update(self._task, description=words)


class _Lines:
    def __init__(self, size: int, doing: str) -> None:
        self._size = size
        self._doing = doing
        self._taken = 0
        self._told = self._began = time.monotonic()

    def take(self, taken: int) -> None:
        self._taken += taken

    def tell(self, report: ReadReport) -> None:
        self.count(_words(report), report.seconds)

    def count(self, words: str, seconds: float) -> None:
        now = time.monotonic()
        if now - self._told < EVERY_SECONDS:
            return
        self._told = now
        share = f"{self._taken / self._size:.0%}, " if self._size else ""
        click.echo(f"{self._doing}: {share}{words} ({seconds:.0f} s)", err=True)

    def say(self, words: str) -> None:
        self.count(words, time.monotonic() - self._began)

"""When may a host be asked, and for what?"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from detente.fetching.failures import AGAIN, FetchError
from detente.reading.problems import Problem

if TYPE_CHECKING:
    from protego import Protego

NAME = "detente"
"""What robots.txt calls this program."""
MOST_WAIT = 120.0
"""Seconds that a run waits for a host; one that asks for more is left to a later run."""
MOST_SILENCE = 6
"""Requests in a row without any answer after which a run lets a host be."""
MOST_RULES = 512 * 1024
"""Bytes of a robots.txt that are read, as RFC 9309 asks at the least."""


class Clock(Protocol):
    """What time it is, and waiting; a test has its own."""

    def now(self) -> float:
        """Seconds that only ever grow."""

    def wall(self) -> float:
        """Seconds since 1970."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class SystemClock:
    """The computer's own."""

    def now(self) -> float:
        """Seconds that only ever grow."""
        return time.monotonic()

    def wall(self) -> float:
        """Seconds since 1970."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


@dataclass(slots=True)
class Host:
    """One host in this run: how long it is left in peace between requests, and until when."""

    name: str
    pause: float
    ready: float = float("-inf")
    silent: int = 0
    """Requests in a row that it gave no answer to."""

    def await_turn(self, clock: Clock) -> None:
        """Wait until the host may be asked again; raises `FetchError` where that is too long."""
        if self.silent >= MOST_SILENCE:
            raise FetchError(f"{self.name} no longer answers in this run", AGAIN)
        wait = self.ready - clock.now()
        if wait > MOST_WAIT:
            raise FetchError(f"{self.name} wants to be left in peace for long", AGAIN)
        if wait > 0:
            clock.sleep(wait)

    def rest(self, clock: Clock, seconds: float = 0.0) -> None:
        """Leave it in peace from now on, for its pause or longer."""
        self.ready = max(self.ready, clock.now() + max(self.pause, seconds))


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site's robots.txt allows; nothing where it has a `problem`, all where there is none."""

    parsed: Protego | None = None
    problem: Problem | None = None

    def check(self, address: str) -> None:
        """Raise `FetchError` where the address may not be asked for."""
        if self.problem:
            raise FetchError(self.problem.reason, self.problem.advice)
        if self.parsed is not None and not self.parsed.can_fetch(address, NAME):
            raise FetchError(
                "the site's robots.txt forbids it",
                "Leave it out, or ask the site; saved by hand, `detente read` reads it.",
            )

    @property
    def delay(self) -> float:
        """Seconds that the site asks for between requests."""
        delay = self.parsed.crawl_delay(NAME) if self.parsed is not None else None
        return delay or 0.0


def rules_of(data: bytes) -> Rules:
    """The rules in a robots.txt."""
    from protego import Protego

    return Rules(Protego.parse(data[:MOST_RULES].decode("utf-8-sig", "replace")))

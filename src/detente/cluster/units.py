"""What goes to a worker of a cluster, and what comes back: files named, no records."""

from __future__ import annotations

from dataclasses import dataclass

from detente.engines.isolating import pieces_of
from detente.errors import WorkspaceError
from detente.records import Article
from detente.store.batch import Part


@dataclass(frozen=True, slots=True)
class Unit:
    """Some articles of a staged part, coded by one worker at once."""

    number: int
    staged: Part
    """All the articles that were staged together."""
    first: int
    count: int

    @property
    def name(self) -> str:
        """Names it in its run."""
        return f"{self.number}-{self.first}-{self.count}"

    def parted(self) -> list[Unit]:
        """The same articles in smaller units."""
        return [
            Unit(self.number, self.staged, self.first + piece.start, len(piece))
            for piece in pieces_of(self.count)
        ]


@dataclass(frozen=True, slots=True)
class Coded:
    """What a worker wrote of a unit."""

    parts: tuple[Part, ...]
    rejected: int
    """Rejections met, as a worker of this machine would count them."""


@dataclass(frozen=True, slots=True)
class Hindered:
    """A unit of which nothing was written, since its machine cannot write; another one may."""

    problem: WorkspaceError
    """It names the machine."""


@dataclass(frozen=True, slots=True)
class CodedWhole:
    """All that was staged together, coded."""

    articles: tuple[Article, ...]
    staged: Part
    parts: tuple[Part, ...]
    rejected: int
    given_up: tuple[int, ...]
    """The places of articles that ended their worker each time."""

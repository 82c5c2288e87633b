"""What an engine asks of a coder.

The rule for authors of a coder: what it makes of an article depends on that article alone, never
on its neighbours in the batch, on earlier batches, or on the process. A coder that keeps the rule
gives the same records to the byte under every engine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from detente.records import Article, ChannelReport, Event, Rejected, Statement


class Coded(Protocol):
    """What was read from one article. With several workers it travels by pickle."""

    @property
    def events(self) -> Sequence[Event]:
        """Its events."""

    @property
    def statements(self) -> Sequence[Statement]:
        """Its statements."""

    @property
    def channels(self) -> Sequence[ChannelReport]:
        """What is told in it of standing dialogues."""

    @property
    def rejected(self) -> Sequence[Rejected]:
        """What could not be coded in it."""


class ArticleCoder(Protocol):
    """Makes records of articles."""

    def code_articles(self, articles: Sequence[Article], /) -> Sequence[Coded]:
        """One result for each article, in order."""


CoderFactory = Callable[[], ArticleCoder]
"""Builds a coder, once in each process; with several workers it must be importable by name."""

"""What did the run do?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from detente.reading_run import ReadReport


@dataclass(frozen=True, slots=True)
class OriginReport:
    """What came of one feed, sitemap or page."""

    url: str
    new: int = 0
    """Texts fetched."""
    known: int = 0
    """Texts that it names and that were fetched before, or by another origin."""
    given_up: int = 0
    """Pages that it names and that failed in three runs for a reason that lasts."""
    unchanged: int = 0
    """Feeds or sitemaps of which the server said that they name what they named before."""
    failed: Mapping[str, int] = field(default_factory=dict)
    """Reason to how many of its addresses, its own included, failed for it."""


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What a run did, or has done so far."""

    origins: tuple[OriginReport, ...] = ()
    waiting: int = 0
    """Pages that are still to be fetched in this run."""
    read: ReadReport = field(default_factory=ReadReport)
    """What was coded and stored."""

    @property
    def new(self) -> int:
        """Texts fetched."""
        return sum(each.new for each in self.origins)

    @property
    def failed(self) -> int:
        """Addresses that failed."""
        return sum(sum(each.failed.values()) for each in self.origins)


@dataclass(slots=True)
class Tally:
    """The counts of one origin while the run goes on."""

    url: str
    new: int = 0
    known: int = 0
    given_up: int = 0
    unchanged: int = 0
    failed: Counter[str] = field(default_factory=Counter)

    def report(self) -> OriginReport:
        """The counts so far."""
        return OriginReport(
            self.url, self.new, self.known, self.given_up, self.unchanged, dict(self.failed)
        )

"""Who told what, of what each could have told: one line for each outlet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from detente.comparing.gathering import Gathered
from detente.comparing.told import Told, told_cells
from detente.measuring.exporting import Exports
from detente.records import column

SPEAKERS = 3


@dataclass(frozen=True, slots=True)
class Covered:
    """What one outlet told of the acts of two states."""

    outlet: str = column("who told them")
    articles: int = column("its articles that were read, of whatever they tell")
    could: int = column("acts that were told while it was read, without those that it only copied")
    told: int = column("of these, how many it told")
    alone: int = column("of these, how many nobody else told")
    copied: int = column(
        "acts that it has in copies of others' texts alone; 0 unless these are told apart"
    )
    first: int = column("of those that others told too, how many it told on the first day")
    shared: int = column("how many others told too")
    lag: float | None = column(
        "days from the first report of any to its own, in the middle of those"
    )
    headed: int = column("how many it told in the first sentence of a text")
    reports: int = column("its reports of them")
    own_words: int = column("of these, in its own words")
    speakers: tuple[str, ...] = column(
        "who says most of the others, by country code or else by name"
    )


@dataclass(frozen=True, slots=True, eq=False)
class CoverageResult(Exports):
    """What each outlet told."""

    record = Covered
    worded_by = "detente.comparing.wording"

    between: tuple[str, str]
    acts: int
    outlets: tuple[Covered, ...]

    def records(self) -> Sequence[Covered]:
        """The outlets, those that told most first."""
        return self.outlets

    def asked(self) -> dict[str, Any]:
        """What was compared."""
        return {
            "measure": "coverage of acts by outlets",
            "between": self.between,
            "acts": self.acts,
        }


@dataclass(frozen=True, slots=True, eq=False)
class ToldResult(Exports):
    """What each outlet told of each act."""

    record = Told
    worded_by = "detente.comparing.wording"

    between: tuple[str, str]
    cells: tuple[Told, ...]

    def records(self) -> Sequence[Told]:
        """By day, act and outlet."""
        return self.cells

    def asked(self) -> dict[str, Any]:
        """What was compared."""
        return {"measure": "acts by outlet", "between": self.between}


def acts_by_outlet(gathered: Gathered) -> ToldResult:
    """A row for each act and each outlet that told it, or was read when it could have."""
    return ToldResult(gathered.between, tuple(told_cells(gathered)))


def coverage_by_outlet(gathered: Gathered) -> CoverageResult:
    """A row for each outlet that told any of the acts."""
    cells = tuple(told_cells(gathered))
    tellers = Counter(cell.occurrence_id for cell in cells if cell.told)
    articles: Counter[str] = Counter()
    for each in gathered.read():
        articles[each.outlet] += each.articles
    names = sorted({cell.outlet for cell in cells})
    rows = [
        _covered(name, articles[name], [cell for cell in cells if cell.outlet == name], tellers)
        for name in names
    ]
    rows.sort(key=lambda row: (-row.told, row.outlet))
    return CoverageResult(gathered.between, len(tellers), tuple(rows))


def _covered(name: str, articles: int, cells: Sequence[Told], tellers: Counter[str]) -> Covered:
    told = [cell for cell in cells if cell.told]
    shared = [cell for cell in told if tellers[cell.occurrence_id] > 1]
    lags = [cell.lag for cell in shared if cell.lag is not None]
    speakers = Counter(speaker for cell in told for speaker in cell.attributed_to)
    return Covered(
        outlet=name,
        articles=articles,
        could=sum(not cell.copied for cell in cells),
        told=len(told),
        alone=len(told) - len(shared),
        copied=sum(cell.copied for cell in cells),
        first=lags.count(0),
        shared=len(shared),
        lag=float(median(lags)) if lags else None,
        headed=sum(cell.place == "first" for cell in told),
        reports=sum(cell.reports for cell in told),
        own_words=sum(cell.own_words for cell in told),
        speakers=tuple(
            name
            for name, _ in sorted(speakers.items(), key=lambda each: (-each[1], each[0]))[:SPEAKERS]
        ),
    )

"""How often is as much found where nothing is to be found: at random dates, and in other pairs?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from detente.errors import QueryError
from detente.measuring.flows import span_of
from detente.robustness.findings import DATED, Finding
from detente.robustness.looking import Measure, Outcome, Sighting, event, swapped
from detente.robustness.material import Material
from detente.robustness.specifications import Specification
from detente.robustness.viewing import View, view_of

DRAWN = 200
"""Random dates at which dated findings are looked for; that costs no fit."""


@dataclass(frozen=True, slots=True)
class Placebos:
    """Looks for findings of one pair, by the analysis asked for (`base`), where they should not be."""

    view: View
    base: Specification
    material: Material
    dates: int
    seed: int
    _held: dict[Any, list[Outcome]] = field(default_factory=dict)

    def at_random_dates(self, finding: Finding, outcomes: Sequence[Outcome]) -> float | None:
        """In what share of random dates as much is found: of what is dated over all specifications, of an
        event by the analysis asked for."""
        if finding.measure.kind == "event":
            held = self._events(finding.measure.of)
            tested = [each for each in held if each.refused is None]
            signs = [each.sightings[0] for each in tested]
            seen = [each.seen and each.sign == finding.sign for each in signs]
            return sum(seen) / len(seen) if seen else None
        if finding.measure.kind not in DATED:
            return None
        moved = [finding.moved(day) for day in self._days(DRAWN)]
        seen = [each.found(told) for each in moved for told in outcomes if each.in_time(told)]
        return sum(seen) / len(seen) if seen else None

    def in_other_pairs(self, finding: Finding) -> list[bool]:
        """For each other pair in which it can be looked for whether it is found there.

        An answer is looked for in this pair's series, with a cause of the other's in the place of its own.
        """
        held = [each for each in self._pairs(finding) if finding.in_time(each)]
        if finding.measure.kind == "answer":
            return [_answers(finding, each) for each in held]
        if finding.measure.kind == "lead":
            place = 0 if self._is_forward(finding) else 1
            return [_leads(finding, each.sightings[place]) for each in held]
        return [finding.found(each) for each in held]

    def _is_forward(self, finding: Finding) -> bool:
        """Whether the cause of a finding is what the first state of the pair does."""
        return finding.about.partition(" ")[0] == ">".join(self.view.between)

    def _pairs(self, finding: Finding) -> list[Outcome]:
        measure = finding.measure
        about = finding.about if measure.kind in ("answer", "event") else ""
        key = (measure.kind, measure.of, about)
        if key not in self._held:
            self._held[key] = list(self._looked(finding))
        return self._held[key]

    def _looked(self, finding: Finding) -> Iterator[Outcome]:
        for source in self.material.placebos:
            other = view_of(source, self.base)
            if finding.measure.kind == "answer":
                yield self._swapped(other, backward=not self._is_forward(finding))
            else:
                yield finding.measure.outcome(other, self.base)

    def _swapped(self, other: View, *, backward: bool) -> Outcome:
        try:
            return swapped(self.view, other, self.base, backward=backward)
        except QueryError as refusal:
            return Outcome(refused=refusal.what)

    def _events(self, of: str) -> list[Outcome]:
        key = ("dates", of, "")
        if key not in self._held:
            asked: list[Measure] = [event(day, of) for day in self._days(self.dates)]
            self._held[key] = [each.outcome(self.view, self.base) for each in asked]
        return self._held[key]

    def _days(self, count: int) -> list[dt.date]:
        """Random days of the time that the pair is told of."""
        first, last = span_of([self.view.acts], self.view.first, self.view.last)
        if first is None or last is None:
            return []
        rng = np.random.default_rng([self.seed, count])
        drawn = rng.integers((last - first).days + 1, size=count)
        return [first + dt.timedelta(days=int(each)) for each in np.sort(drawn)]


def _answers(finding: Finding, outcome: Outcome) -> bool:
    """Whether the effect of a finding answers another cause."""
    effect = finding.about.partition(" ")[2]
    told = [each for each in outcome.sightings if each.about.endswith(f" {effect}")]
    return any(each.seen and each.sign == finding.sign for each in told)


def _leads(finding: Finding, seen: Sighting) -> bool:
    """Whether the same place of another pair leads, with the same sign."""
    return seen.seen and seen.sign == finding.sign

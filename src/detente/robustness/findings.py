"""Findings, and whether what a specification shows is one of them.

A turn is found again where one of the same direction is dated within the interval of its date, give or take
a period (the longer of the two); a spell where one overlaps it; an answer, a lead and an effect where the
test is clear and of the same sign. A specification whose time does not hold the date is no witness.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.robustness.looking import Measure, Outcome, Sighting, When

MARGIN = {"turn": 2.5, "spell": 5.5}
"""Periods that a specification must have before what it is to date, and of a turn after it too: as many as
the measures need, less half a one, as months differ in length."""
DATED = tuple(MARGIN)
FEWEST = 5
"""Specifications that cover a date from which on a share is told as a verdict."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: of a measure, about a date or directions, upwards or downwards (`sign`); `when` it was,
    where that is found too."""

    measure: Measure
    about: str
    sign: int
    when: When | None = None

    @classmethod
    def of(cls, measure: Measure, seen: Sighting) -> Finding:
        """The finding that a sighting is."""
        return cls(measure, seen.about, seen.sign, seen.when)

    def moved(self, day: dt.date) -> Finding:
        """The same at another date (a placebo)."""
        return self if self.when is None else replace(self, when=self.when.moved(day))

    def in_time(self, outcome: Outcome) -> bool:
        """Whether a specification could be computed, and covers the date."""
        if outcome.refused is not None:
            return False
        if self.when is None or outcome.first is None or outcome.last is None:
            return True
        kind = self.measure.kind
        margin = dt.timedelta(days=MARGIN[kind] * outcome.unit)
        after = margin if kind == "turn" else dt.timedelta(0)
        return outcome.first + margin <= self.when.day <= outcome.last - after

    def sighting(self, outcome: Outcome) -> Sighting | None:
        """What a specification shows of it, seen or not; None where there is nothing."""
        if self.when is None:
            return next((each for each in outcome.sightings if each.about == self.about), None)
        near = [each for each in outcome.sightings if self.is_same(each)]
        return min(near, key=lambda each: (self._apart(each), each.about), default=None)

    def found(self, outcome: Outcome) -> bool:
        """Whether a specification finds it."""
        seen = self.sighting(outcome)
        return seen is not None and seen.seen and seen.sign == self.sign

    def is_same(self, seen: Sighting) -> bool:
        """Whether a dated sighting is this one."""
        if self.when is None or seen.when is None or seen.sign != self.sign:
            return False
        if self.measure.kind == "spell":
            return self.when.overlaps(seen.when)
        return self.when.holds(seen.when)

    def _apart(self, seen: Sighting) -> int:
        return abs((seen.when.day - self.when.day).days) if seen.when and self.when else 0


def fixed(measure: Measure, outcomes: Sequence[Outcome]) -> list[Finding]:
    """Of a measure that tests, a finding for each test.

    Its sign is the one that the analysis asked for sees; else that of most specifications that see it; else
    that of most.
    """
    abouts = dict.fromkeys(each.about for outcome in outcomes for each in outcome.sightings)
    return [Finding(measure, about, _sign(about, outcomes)) for about in abouts]


def dated(measure: Measure, outcomes: Sequence[Outcome], least: float) -> list[Finding]:
    """Of a measure that dates, what the analysis asked for finds (the first outcome); and what it does not
    find, and `least` of the specifications do, if they are not too few to tell."""
    found = [Finding.of(measure, each) for each in outcomes[0].sightings]
    others = [Finding.of(measure, each) for outcome in outcomes[1:] for each in outcome.sightings]
    left = [each for each in others if not any(_same(each, known) for known in found)]
    while left:
        best = max(left, key=lambda each: (share(each, outcomes), -_ordinal(each)))
        if share(best, outcomes) < least:
            break
        found.append(best)
        left = [each for each in left if not _same(best, each)]
    return sorted(found, key=_ordinal)


def share(finding: Finding, outcomes: Sequence[Outcome]) -> float:
    """In what share of the specifications that cover it a finding is found; 0 where too few do."""
    held = [finding.found(each) for each in outcomes if finding.in_time(each)]
    return sum(held) / len(held) if len(held) >= FEWEST else 0.0


def _sign(about: str, outcomes: Sequence[Outcome]) -> int:
    own, *rest = (
        [each for each in outcome.sightings if each.about == about] for outcome in outcomes
    )
    if own and own[0].seen:
        return own[0].sign
    held = [*own, *(each for found in rest for each in found)]
    told = [each for each in held if each.seen] or held
    return 1 if sum(each.sign for each in told) >= 0 else -1


def _same(one: Finding, other: Finding) -> bool:
    """Whether two dated findings of a measure are one: either would find the other."""
    return any(
        each.is_same(Sighting(told.about, told.sign, 0.0, 0.0, True, told.when))
        for each, told in ((one, other), (other, one))
    )


def _ordinal(finding: Finding) -> int:
    return finding.when.day.toordinal() if finding.when else 0

"""What drove a spell: which kinds of act, by whom, there were more of than usual.

A kind is a type of act in one direction. What is usual of it is its mean over the last ordinary periods
before the spell, as for the spell itself; what it has beyond that is its part of the excess, as in the
decomposition of rates by causes (Kitagawa, Journal of the American Statistical Association 50, 1955). Acts
count as they were told: the spell's own excess is that at the usual coverage.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from detente.measuring.exporting import Exports
from detente.measuring.flows import WHAT, amounts, days_of, places_among
from detente.measuring.points import Floats
from detente.measuring.spells import Spell, SpellsResult
from detente.measuring.spells_view import PARTS
from detente.measuring.tally import weights_of_acts
from detente.records import column


@dataclass(frozen=True, slots=True)
class SpellDriver:
    """A kind of act that a spell has more of than was usual."""

    spell: str = column("first period of the spell")
    rank: int = column("1 for the kind with the largest part")
    who: str = column("`A>B`, or `A-B` for mutual acts")
    event_type: str = column("PLOVER type")
    n: int = column("acts of it in the spell")
    usual: float = column("acts of it that so many ordinary periods before it have")
    excess: float = column("its sum in the spell less what was usual, as told")
    share: float = column("that by what all kinds that grew have beyond the usual, 0 to 1")
    day: dt.date = column("the day with most of it")  # noqa: RUF009 (a field, not a value)
    act_id: str = column("the first of its acts on that day")


@dataclass(frozen=True, slots=True)
class SpellDriversResult(Exports):
    """What drove each spell; its rows are the kinds of all."""

    record = SpellDriver

    between: tuple[str, str]
    spells: tuple[Spell, ...]
    drivers: tuple[SpellDriver, ...]

    def records(self) -> Sequence[SpellDriver]:
        """The kinds, by spell and rank."""
        return self.drivers

    def of(self, spell: Spell) -> list[SpellDriver]:
        """The kinds that drove one spell, by rank."""
        return [each for each in self.drivers if each.spell == spell.start]

    def asked(self) -> dict[str, Any]:
        """What was looked at."""
        return {"measure": "what drove spells", "between": self.between}


@dataclass(frozen=True, slots=True, kw_only=True)
class SpellDrivers:
    """Ranks the kinds of act by their part of a spell's excess; `most` of them are told."""

    most: int = 3

    def fit(
        self, found: SpellsResult, acts: pa.Table, between: tuple[str, str]
    ) -> SpellDriversResult:
        """What drove spells that were found in sums of these acts (`ACTS`)."""
        told = _Told(found, acts, between)
        drivers = [driver for each in found.spells for driver in told.drivers(each, self.most)]
        return SpellDriversResult(between, found.spells, tuple(drivers))


class _Told:
    """The acts that a series of sums was made from, with their kinds and periods."""

    def __init__(self, found: SpellsResult, acts: pa.Table, between: tuple[str, str]) -> None:
        self.before = found.options.usual(found.points.every)
        self.at = {name: place for place, name in enumerate(found.points.names)}
        what = found.points.what
        for quad_class, named in PARTS.values():
            if what == named:
                acts, what = acts.filter(pc.equal(acts["quad_class"], quad_class)), "hostility"
        of = next(of for of, named in WHAT.items() if named == what)
        self.amount: Floats = weights_of_acts(acts) * amounts(acts["score"].to_numpy(), of)
        place = places_among(found.points, days_of(acts))
        held = (place >= 0) & (self.amount > 0)
        self.acts, self.place, self.amount = (
            acts.filter(pa.array(held)),
            place[held],
            self.amount[held],
        )
        forward, backward = self.acts["forward"].to_pylist(), self.acts["backward"].to_pylist()
        who = [_who(*each, between) for each in zip(forward, backward, strict=True)]
        kinds = list(zip(who, self.acts["event_type"].to_pylist(), strict=True))
        self.kinds = sorted(set(kinds))
        number = {kind: place for place, kind in enumerate(self.kinds)}
        self.kind = np.array([number[each] for each in kinds], dtype=np.intp)
        self.ordinary = np.isfinite(found.points.values)
        for each in found.spells:
            self.ordinary[self.at[each.start] : self.at[each.end] + 1] = False

    def drivers(self, spell: Spell, most: int) -> list[SpellDriver]:
        """The kinds that a spell has more of than before it."""
        start, end = self.at[spell.start], self.at[spell.end] + 1
        before = np.flatnonzero(self.ordinary[:start])[-self.before :]
        within = (self.place >= start) & (self.place < end)
        usual = np.isin(self.place, before)
        scale = (end - start) / max(1, len(before))
        excess = self._summed(within, self.amount) - scale * self._summed(usual, self.amount)
        counts = [self._summed(part, np.ones(len(self.place))) for part in (within, usual)]
        grown = float(np.maximum(excess, 0.0).sum())
        order = [place for place in np.argsort(-excess, kind="stable") if excess[place] > 0][:most]
        told = []
        for rank, place in enumerate(order, start=1):
            who, event_type = self.kinds[place]
            day, act_id = self._most(within & (self.kind == place))
            told.append(
                SpellDriver(
                    spell=spell.start, rank=rank, who=who, event_type=event_type,
                    n=int(counts[0][place]), usual=float(scale * counts[1][place]),
                    excess=float(excess[place]), share=float(excess[place] / grown),
                    day=day, act_id=act_id,
                )
            )  # fmt: skip
        return told

    def _summed(self, part: np.ndarray[Any, np.dtype[np.bool_]], amount: Floats) -> Floats:
        """The sum over each kind."""
        return np.bincount(self.kind[part], amount[part], minlength=len(self.kinds))

    def _most(self, part: np.ndarray[Any, np.dtype[np.bool_]]) -> tuple[dt.date, str]:
        """The day with most, and the first act on it."""
        days, which = np.unique(days_of(self.acts)[part], return_inverse=True)
        day = int(np.bincount(which, self.amount[part]).argmax())
        ids = self.acts["act_id"].filter(pa.array(part)).to_pylist()
        return days[day].astype(object), ids[int(np.flatnonzero(which == day)[0])]


def _who(forward: bool, backward: bool, between: tuple[str, str]) -> str:
    first, second = between if forward else reversed(between)
    return f"{first}{'-' if forward and backward else '>'}{second}"

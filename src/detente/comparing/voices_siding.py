"""Whom of two does a third side with?

Of what a third's officials say and do, backing (praise, support, aid, agreement) is good towards whom it is
addressed to, and a demand, warning, accusation or deed against it is bad. Siding is what is good for the
first and bad for the second, less what is good for the second and bad for the first, by all of it: 1 where
all of it favours the first, -1 where all favours the second. What goes to both cancels out. Mediation,
commitments, appeals, assessments and contact side with nobody here.

Of one kind towards one of the two a third has one a day at most, however many tell it (the filter of
Schrodt and Gerner, American Journal of Political Science 38, 1994). Days of a story hang together, so
intervals and chances rest on stretches of four weeks, of two or of one, whichever is the longest of which
there are enough, and else on days (`voices_resampling`). Over all thirds, or all thirds and periods, the
false discovery rate is held (Benjamini and Hochberg, JRSS B 57, 1995); only what is below `CLEAR`, with an
interval without 0, is told as siding.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from scipy.stats import false_discovery_control

from detente.comparing.voices import Voice, Voices
from detente.comparing.voices_kinds import GOOD, VoiceKind
from detente.comparing.voices_resampling import chance, interval
from detente.errors import TooLittleDataError
from detente.measuring.exporting import Exports
from detente.measuring.periods import Every, label, periods
from detente.measuring.points import Points
from detente.measuring.turns import Turns, TurnsResult
from detente.records import column

CLEAR = 0.1
"""False discovery rate up to which a third is said to side with one of the two."""
FEWEST_DAYS = 5
"""Days with something good or bad, below which siding is not asked: fewer cannot be clear."""
STRETCHES = (28, 14, 7)
"""Days that are drawn together, where there are enough of them."""
FEWEST_STRETCHES = 8


@dataclass(frozen=True, slots=True)
class Third:
    """A third beside two states; siding is null where too little is told."""

    third: str = column("the state or body, by code")
    n: int = column("sentences in which it says or does something about the two")
    private: int = column(
        "of these, by those who do not stand for the state: firms, papers, people"
    )
    to_first: int = column("addressed to the first")
    to_second: int = column("addressed to the second")
    to_both: int = column("addressed to both")
    to_neither: int = column("addressed to neither, and about them")
    to_thirds: int = column("of these last, addressed to other states or bodies")
    kinds: tuple[str, ...] = column("how often which kind, `demand 3`, most often first")
    good_first: int = column("good ones for the first, one a day of each kind")
    bad_first: int = column("bad ones")
    good_second: int = column("good ones for the second")
    bad_second: int = column("bad ones")
    days: int = column("days on which there are any")
    siding: float | None = column("1: all favours the first, -1: all favours the second")
    low: float | None = column("lower end of the 95 % interval of `siding`")
    high: float | None = column("upper end")
    p_value: float | None = column("chance of a siding so clear where there is none")
    q_value: float | None = column("false discovery rate at which it would be told")
    sides_with: str | None = column("whom it is told to side with; null where that is not clear")


@dataclass(frozen=True, slots=True)
class Sided:
    """Siding of a third in one period."""

    third: str = column("the state or body, by code")
    period: str = column("the period: `2024`, `2024-Q1`, `2024-01`, or its first day")
    start: dt.date = column("its first day")  # noqa: RUF009
    n: int = column("good and bad ones, one a day of each kind and addressee")
    days: int = column("days on which there are any")
    siding: float | None = column(
        "1: all favours the first, -1: all favours the second; null without any"
    )
    low: float | None = column("lower end of the 95 % interval; null where too little is told")
    high: float | None = column("upper end")
    p_value: float | None = column("chance of a siding so clear where there is none")
    q_value: float | None = column("the p-value corrected for all thirds and periods")
    sides_with: str | None = column("whom it is told to side with; null where that is not clear")


@dataclass(frozen=True, slots=True, eq=False)
class SidingResult(Exports):
    """Thirds, those told most of first."""

    record = Third
    worded_by = "detente.comparing.voices_wording"

    voices: Voices
    rows: tuple[Third, ...]
    options: Siding

    def records(self) -> Sequence[Third]:
        """The thirds."""
        return self.rows

    def asked(self) -> dict[str, Any]:
        """What was asked, and how."""
        return {
            "measure": "siding of thirds",
            "between": self.voices.between,
            **self.options.asked(),
        }


@dataclass(frozen=True, slots=True, eq=False)
class SidingPeriodsResult(Exports):
    """Siding by period of those thirds of which enough is told, and the turns of it."""

    record = Sided
    worded_by = "detente.comparing.voices_wording"

    voices: Voices
    rows: tuple[Sided, ...]
    every: Every
    options: Siding
    turns: tuple[tuple[str, TurnsResult], ...] = field(default=())
    """Of each third with enough periods."""

    def records(self) -> Sequence[Sided]:
        """By third, those told most of first, then by period."""
        return self.rows

    def asked(self) -> dict[str, Any]:
        """What was asked, and how."""
        asked = {"measure": "siding of thirds by period", "between": self.voices.between}
        return {**asked, "every": self.every, **self.options.asked()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Siding:
    """Tells whom thirds side with. `draws` from `seed` make intervals and, of many weeks, chances.

    With `together`, only sentences that name both of the two count.
    """

    draws: int = 1999
    seed: int = 0
    together: bool = False

    def asked(self) -> dict[str, Any]:
        """The options."""
        return {"draws": self.draws, "seed": self.seed, "together": self.together}

    def fit(self, voices: Voices) -> SidingResult:
        """All thirds. Raises `TooLittleDataError` where nobody is told to say or do anything."""
        if not voices.rows:
            raise TooLittleDataError(
                f"nobody else is told to say or do anything about {' and '.join(voices.between)}",
                advice="Ask for a longer time, or read more articles.",
            )
        rows = [self._third(voices, third) for third in voices.thirds]
        return SidingResult(voices, tuple(_told(rows, voices.between)), self)

    def by_period(self, voices: Voices, *, every: Every = "month") -> SidingPeriodsResult:
        """Siding in each period, and when it turned.

        Raises `TooLittleDataError` where no third has `FEWEST_DAYS` days.
        """
        units = {third: self._units(voices, third) for third in voices.thirds}
        enough = [
            third for third, each in units.items() if len({day for day, _ in each}) >= FEWEST_DAYS
        ]
        if not enough:
            raise TooLittleDataError(
                f"no third has something good or bad for one of the two on {FEWEST_DAYS} days",
                advice="Ask for a longer time, or read more articles.",
            )
        rows = [row for third in enough for row in self._periods(third, units[third], every)]
        turns = [
            (third, found)
            for third in enough
            if (found := self._turns(third, [row for row in rows if row.third == third], every))
        ]
        told = tuple(_told(rows, voices.between))
        return SidingPeriodsResult(voices, told, every, self, tuple(turns))

    def _units(self, voices: Voices, third: str) -> list[tuple[dt.date, int]]:
        """Day and sign of what favours the first (1) or the second (-1)."""
        return [
            (day, _sign(kind, to, voices.between[0]))
            for day, kind, to in sorted(_once_a_day(self._counted(voices, third), voices.between))
        ]

    def _counted(self, voices: Voices, third: str) -> Iterable[Voice]:
        return (
            row
            for row in voices.rows
            if row.third == third and row.counts and (row.names_both or not self.together)
        )

    def _third(self, voices: Voices, third: str) -> Third:
        first, second = voices.between
        told = [row for row in voices.rows if row.third == third]
        once = _once_a_day(self._counted(voices, third), voices.between)
        towards = Counter(row.towards for row in told)
        kinds = Counter(row.kind for row in told)
        good = Counter(to for _, kind, to in once if kind in GOOD)
        bad = Counter(to for _, kind, to in once if kind not in GOOD)
        return Third(
            third=third,
            n=len(told),
            private=sum(not row.official for row in told),
            to_first=towards[first],
            to_second=towards[second],
            to_both=towards["both"],
            to_neither=towards["neither"],
            to_thirds=sum(row.towards == "neither" and row.audience == "thirds" for row in told),
            kinds=tuple(
                f"{kind} {n}" for kind, n in sorted(kinds.items(), key=lambda k: (-k[1], k[0]))
            ),
            good_first=good[first],
            bad_first=bad[first],
            good_second=good[second],
            bad_second=bad[second],
            **self._siding(self._units(voices, third)),
            q_value=None,
            sides_with=None,
        )

    def _siding(self, units: Sequence[tuple[dt.date, int]]) -> dict[str, Any]:
        days = {day for day, _ in units}
        if len(days) < FEWEST_DAYS:
            return dict.fromkeys(("siding", "low", "high", "p_value")) | {"days": len(days)}
        together = _stretches(days)
        sums: dict[int, list[int]] = {}
        for day, sign in units:
            sums.setdefault(together[day], []).append(sign)
        totals = np.array([sum(each) for each in sums.values()], dtype=float)
        counts = np.array([len(each) for each in sums.values()], dtype=float)
        found = interval(totals, counts, draws=self.draws, seed=self.seed)
        return {
            "days": len(days),
            "siding": round(found.mean, 6),
            "low": round(found.low, 6),
            "high": round(found.high, 6),
            "p_value": chance(totals, draws=self.draws, seed=self.seed),
        }

    def _periods(
        self, third: str, units: Sequence[tuple[dt.date, int]], every: Every
    ) -> Iterable[Sided]:
        days = [day for day, _ in units]
        for span in periods(min(days), max(days), every):
            inside = [unit for unit in units if span.start <= unit[0] <= span.end]
            found = self._siding(inside)
            if found["siding"] is None and inside:
                found["siding"] = round(sum(sign for _, sign in inside) / len(inside), 6)
            yield Sided(
                third=third, period=label(span, every), start=span.start, n=len(inside), **found,
                q_value=None, sides_with=None,
            )  # fmt: skip

    def _turns(self, third: str, rows: Sequence[Sided], every: Every) -> TurnsResult | None:
        values = [np.nan if row.siding is None else row.siding for row in rows]
        points = Points.plain(
            values, [float(row.n) for row in rows], names=[row.period for row in rows],
            what=f"siding of {third}", every=every,
        )  # fmt: skip
        try:
            return Turns(seed=self.seed).fit(points)
        except TooLittleDataError:
            return None


def _once_a_day(
    rows: Iterable[Voice], between: tuple[str, str]
) -> set[tuple[dt.date, VoiceKind, str]]:
    """Day, kind and one of the two; what is addressed to both is towards each."""
    return {
        (row.day, row.kind, to)
        for row in rows
        if row.day
        for to in (between if row.towards == "both" else (row.towards,))
    }


def _sign(kind: VoiceKind, to: str, first: str) -> int:
    return 1 if (kind in GOOD) == (to == first) else -1


def _stretches(days: Collection[dt.date]) -> dict[dt.date, int]:
    """What each day is drawn with: the longest of `STRETCHES` of which there are `FEWEST_STRETCHES`, or a
    day."""
    for length in STRETCHES:
        found = {day: day.toordinal() // length for day in days}
        if len(set(found.values())) >= FEWEST_STRETCHES:
            return found
    return {day: day.toordinal() for day in days}


def _told(rows: Sequence[Any], between: tuple[str, str]) -> list[Any]:
    """The rows with what is corrected for their number, and whom each sides with."""
    asked = [row for row in rows if row.p_value is not None]
    rates = false_discovery_control([row.p_value for row in asked]).tolist() if asked else []
    corrected = dict(zip(map(id, asked), rates, strict=True))
    return [
        replace(row, q_value=rate, sides_with=_with(row, rate, between))
        if (rate := corrected.get(id(row))) is not None
        else row
        for row in rows
    ]


def _with(row: Third | Sided, rate: float, between: tuple[str, str]) -> str | None:
    if rate > CLEAR or row.low is None or row.high is None or row.low <= 0 <= row.high:
        return None
    return between[0] if row.low > 0 else between[1]

"""How differently do outlets tell the same? Shares of deeds that are told so and so, outlet by outlet.

Deeds of one day are told alike, since they are of one story, and outlets tell other stories. So the
variance of a share is that of a ratio of sums over days (Cochran, *Sampling Techniques*, 1977, 6.3), and an
outlet is held against all others on the same days: the difference of shares is that of Mantel and Haenszel
("Statistical aspects of the analysis of data from retrospective studies", JNCI 22, 1959; for differences
Greenland and Robins, *Biometrics* 41, 1985) with days as strata, its variance told by how much days
differ, which holds whatever an outlet makes of a day. Over all outlets and measures the share of false
findings is held (Benjamini and Hochberg, 1995).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, overload

import numpy as np
from scipy.stats import false_discovery_control
from scipy.stats import t as student

from detente.comparing.framed import DeedRow, Framed, LoadedRow
from detente.errors import QueryError, TooLittleDataError
from detente.measuring.exporting import Exports
from detente.records import column

FEWEST = 10
"""Deeds, or sentences, of an outlet and of the others, below which nothing is tested."""
FEWEST_DAYS = 5
RAREST = 5
"""Deeds of an outlet, and of the others, that would be told in a manner, and not told so, if both told
alike: with fewer no test holds (Cochran, "Some methods for strengthening the common χ² tests", 1954)."""
SPEAKERS = 3
BESIDE = ("subject", "by", "noun")
"""Forms in which the doer stands beside the deed."""

Day = dt.date | None
Sums = dict[Day, tuple[float, float]]
"""By day: what is counted, and of how many."""


@dataclass(frozen=True, slots=True)
class FramingRow:
    """How often an outlet tells deeds in one manner."""

    outlet: str = column("who prints it")
    measure: str = column("the manner: one of the table of measures")
    n: int = column("how many")
    of: int = column("of how many deeds, or sentences")
    share: float = column("n of `of`")
    low: float | None = column("lower end of its band; null where too few days are there")
    high: float | None = column("upper end")
    difference: float | None = column(
        "the share less that of all other outlets together on the same days; null where too little is there"
    )
    difference_low: float | None = column("lower end of its band")
    difference_high: float | None = column("upper end")
    p_value: float | None = column("how often chance makes as large a difference")
    q_value: float | None = column("the same, corrected for all outlets and measures")


@dataclass(frozen=True, slots=True)
class Speaking:
    """In whose mouth an outlet puts deeds."""

    outlet: str
    speakers: tuple[tuple[str, int], ...]
    """Code, or else words, with the number of deeds, most first."""


@dataclass(frozen=True, slots=True, eq=False)
class FramingResult(Exports):
    """How outlets tell deeds of two states."""

    record = FramingRow
    worded_by = "detente.comparing.wording"

    between: tuple[str, str]
    words: str | None
    rows: tuple[FramingRow, ...]
    speaking: tuple[Speaking, ...]
    deeds: int
    sentences: int
    options: Framing

    def records(self) -> Sequence[FramingRow]:
        """By outlet, those with most deeds first, and measure."""
        return self.rows

    def asked(self) -> dict[str, Any]:
        """What was compared, and how."""
        return {
            "measure": "framing by outlets",
            "between": self.between,
            "words": self.words,
            "width": self.options.width,
        }

    def of(self, outlet: str) -> dict[str, FramingRow]:
        """The measures of an outlet by name."""
        return {row.measure: row for row in self.rows if row.outlet == outlet}

    def clear(self) -> list[FramingRow]:
        """Where an outlet differs from the others beyond chance, the clearest first."""
        held = [
            row
            for row in self.rows
            if row.q_value is not None and row.q_value <= self.options.clear
        ]
        return sorted(held, key=lambda row: (row.q_value or 0.0, row.outlet, row.measure))


def measures(between: tuple[str, str]) -> dict[str, Callable[[DeedRow], bool]]:
    """The manners of telling a deed, by name; `first` and `second` are the two states in order.

    Each is a share of all deeds, but `passive`, of those whose doer is named beside the deed.
    """
    first, second = between
    return {
        "agentless": lambda deed: deed.doer is None,
        f"doer {first}": lambda deed: first in deed.doer_codes,
        f"doer {second}": lambda deed: second in deed.doer_codes,
        "passive": lambda deed: deed.form == "by",
        "said": lambda deed: deed.said,
        f"said by {first}": lambda deed: first in deed.by_codes,
        f"said by {second}": lambda deed: second in deed.by_codes,
        "claimed": lambda deed: deed.stance == "claimed",
        "denied": lambda deed: deed.stance == "denied",
        "possible": lambda deed: deed.stance == "possible",
    }


def loaded_measures(between: tuple[str, str]) -> dict[str, Callable[[LoadedRow], bool]]:
    """Sentences with loaded words for or against each of the two, as a share of all: in anybody's mouth,
    and in the outlet's own."""
    found: dict[str, Callable[[LoadedRow], bool]] = {}
    for state in between:
        for way in ("against", "for"):
            found[f"loaded {way} {state}"] = _loaded(state, way)
            found[f"own loaded {way} {state}"] = _loaded(state, way, own=True)
    return found


def _loaded(state: str, way: str, *, own: bool = False) -> Callable[[LoadedRow], bool]:
    return lambda word: word.way == way and state in word.of_codes and not (own and word.said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Framing:
    """How shares are told: `width` of the bands, and the corrected p-value up to which a difference is
    called clear. Raises `QueryError` for what is no share."""

    width: float = 0.9
    clear: float = 0.1

    def __post_init__(self) -> None:
        for name in ("width", "clear"):
            if not 0 < getattr(self, name) < 1:
                raise QueryError(
                    f"{name} {getattr(self, name)} is no share", advice="Give one between 0 and 1."
                )

    def fit(self, framed: Framed) -> FramingResult:
        """Shares by outlet. Raises `TooLittleDataError` where no outlet tells a deed of the two."""
        if not framed.deeds:
            raise TooLittleDataError(
                "no article that has an outlet tells a deed of the two",
                advice="Ask for other words or another time, or give articles their outlet: "
                "`detente read --outlet`.",
            )
        counted = Counter(deed.outlet for deed in framed.deeds)
        outlets = sorted(counted, key=lambda name: (-counted[name], name))
        rows = [
            self._row(outlet, measure, sums)
            for measure, sums in _all_sums(framed)
            for outlet in outlets
        ]
        place = {outlet: number for number, outlet in enumerate(outlets)}
        rows.sort(key=lambda row: place[row.outlet])
        return FramingResult(
            framed.between,
            framed.words,
            tuple(_corrected(rows)),
            tuple(_speaking(outlet, framed.deeds) for outlet in outlets),
            len(framed.deeds),
            sum(framed.sentences.values()),
            self,
        )

    def _row(self, outlet: str, measure: str, sums: Mapping[str, Sums]) -> FramingRow:
        own = sums.get(outlet, {})
        mine, apart = _Ratio.from_sums(own), _Difference.between(own, _added(sums, outlet))
        low = high = None
        if mine.told:
            reach = self._reach(mine.days) * mine.error
            low, high = max(0.0, mine.share - reach), mine.share + reach
        row = FramingRow(
            outlet=outlet,
            measure=measure,
            n=int(mine.n),
            of=int(mine.of),
            share=_rounded(mine.share),
            low=_rounded(low),
            high=_rounded(high),
            difference=None,
            difference_low=None,
            difference_high=None,
            p_value=None,
            q_value=None,
        )
        if apart is None:
            return row
        reach = self._reach(apart.days) * apart.error
        return replace(
            row,
            difference=_rounded(apart.value),
            difference_low=_rounded(apart.value - reach),
            difference_high=_rounded(apart.value + reach),
            p_value=_rounded(apart.p_value),
        )

    def _reach(self, days: int) -> float:
        """Standard errors from the middle of a band to its end."""
        return float(student.ppf((1 + self.width) / 2, days - 1))


class _Ratio(NamedTuple):
    """A share, its standard error, and the days that it rests on."""

    n: float
    of: float
    share: float
    error: float
    days: int

    @classmethod
    def from_sums(cls, sums: Sums) -> _Ratio:
        """From sums by day."""
        held = [sums[day] for day in sorted(sums, key=_day) if sums[day][1]]
        if not held:
            return cls(0.0, 0.0, 0.0, 0.0, 0)
        counts, bases = np.array(held, dtype=np.float64).T
        days, count, base = len(held), float(counts.sum()), float(bases.sum())
        off = counts - count / base * bases
        spread = days / max(1, days - 1) * float((off**2).sum())
        # Where all days agree, as with none of few, what one deed more would make stays in doubt.
        error = max(spread**0.5 / base, _least(count, base))
        return cls(count, base, count / base, error, days)

    @property
    def told(self) -> bool:
        """Whether enough is there for a band and a test."""
        return self.of >= FEWEST and self.days >= FEWEST_DAYS


def _least(count: float, base: float) -> float:
    """The binomial standard error of a share with half a success and half a failure more."""
    held = (count + 0.5) / (base + 1)
    return float((held * (1 - held) / (base + 1)) ** 0.5)


def _day(day: Day) -> dt.date:
    return day or dt.date.max


class _Difference(NamedTuple):
    """A share less another, on the days that have both, with its standard error and how many days."""

    value: float
    error: float
    days: int

    @classmethod
    def between(cls, own: Sums, others: Sums) -> _Difference | None:
        """The difference by days; None where too few have both, or a manner or its absence is too rare."""
        both = [
            (*own[day], *others[day])
            for day in sorted(own, key=_day)
            if own[day][1] and others.get(day, (0.0, 0.0))[1]
        ]
        if len(both) < FEWEST_DAYS:
            return None
        n, of, n_others, of_others = np.array(both, dtype=np.float64).T
        usual = float((n.sum() + n_others.sum()) / (of.sum() + of_others.sum()))
        if min(of.sum(), of_others.sum()) * min(usual, 1 - usual) < RAREST:
            return None
        weights = of * of_others / (of + of_others)
        apart = n / of - n_others / of_others
        value = float(weights @ apart / weights.sum())
        off = float((weights**2 @ (apart - value) ** 2) ** 0.5 / weights.sum())
        error = off * (len(both) / (len(both) - 1)) ** 0.5
        return cls(value, error, len(both)) if error else None

    @property
    def p_value(self) -> float:
        """Two-sided."""
        return float(2 * student.sf(abs(self.value) / self.error, self.days - 1))


def _all_sums(framed: Framed) -> Iterator[tuple[str, dict[str, Sums]]]:
    """For each measure, by outlet and day, how often and of how many."""
    for name, holds in measures(framed.between).items():
        of = framed.deeds
        if name == "passive":
            of = tuple(deed for deed in of if deed.form in BESIDE)
        yield name, _summed((d.outlet, d.published, float(holds(d)), 1.0) for d in of)
    for name, is_one in loaded_measures(framed.between).items():
        inside = {
            (w.outlet, w.published, w.article_id, w.sentence) for w in framed.loaded if is_one(w)
        }
        told = ((outlet, day, 1.0, 0.0) for outlet, day, _, _ in sorted(inside, key=repr))
        looked = (
            (outlet, day, 0.0, float(n))
            for (outlet, day), n in sorted(framed.sentences.items(), key=repr)
        )
        yield name, _summed((*told, *looked))


def _summed(parts: Iterable[tuple[str, Day, float, float]]) -> dict[str, Sums]:
    found: dict[str, Sums] = defaultdict(dict)
    for outlet, day, n, of in parts:
        before = found[outlet].get(day, (0.0, 0.0))
        found[outlet][day] = (before[0] + n, before[1] + of)
    return found


def _added(sums: Mapping[str, Sums], without: str) -> Sums:
    """Sums by day of all outlets but one."""
    found: Sums = {}
    for outlet, held in sums.items():
        if outlet != without:
            for day, (n, of) in held.items():
                before = found.get(day, (0.0, 0.0))
                found[day] = (before[0] + n, before[1] + of)
    return found


def _corrected(rows: Sequence[FramingRow]) -> Iterator[FramingRow]:
    values = [row.p_value for row in rows if row.p_value is not None]
    corrected = iter(false_discovery_control(values).tolist() if values else ())
    for row in rows:
        yield row if row.p_value is None else replace(row, q_value=_rounded(next(corrected)))


def _speaking(outlet: str, deeds: Sequence[DeedRow]) -> Speaking:
    speakers = Counter(
        name
        for deed in deeds
        if deed.outlet == outlet and deed.said
        for name in deed.by_codes or ((deed.by,) if deed.by else ())
    )
    named = sorted(speakers.items(), key=lambda each: (-each[1], each[0]))
    return Speaking(outlet, tuple(named[:SPEAKERS]))


@overload
def _rounded(value: float) -> float: ...
@overload
def _rounded(value: float | None) -> float | None: ...
def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)

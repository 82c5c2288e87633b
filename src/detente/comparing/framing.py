"""How differently do outlets tell the same? Shares of deeds that are told so and so, outlet by outlet.

An outlet is held against all others on the same days (`by_days`). Over all outlets and measures the share
of false findings is held (Benjamini and Hochberg, 1995).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, overload

from scipy.stats import false_discovery_control

from detente.comparing.by_days import FEWEST_DAYS, Difference, Ratio, Sums, others, reach, summed
from detente.comparing.framed import DeedRow, Framed, LoadedRow
from detente.errors import QueryError, TooLittleDataError
from detente.measuring.exporting import Exports
from detente.records import column

FEWEST = 10
"""Deeds, or sentences, of an outlet and of the others, below which nothing is tested."""
RAREST = 5
"""Deeds of an outlet, and of the others, that would be told in a manner, and not told so, if both told
alike: with fewer no test holds (Cochran, "Some methods for strengthening the common χ² tests", 1954)."""
SPEAKERS = 3
BESIDE = ("subject", "by", "noun")
"""Forms in which the doer stands beside the deed."""


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
        mine, apart = Ratio.from_sums(own), Difference.between(own, others(sums, outlet))
        low = high = None
        if mine.of >= FEWEST and mine.days >= FEWEST_DAYS:
            # Where all days agree, as with none of few, what one deed more would make stays in doubt.
            off = reach(self.width, mine.days) * max(mine.error, _least(mine.n, mine.of))
            low, high = max(0.0, mine.value - off), mine.value + off
        row = FramingRow(
            outlet=outlet,
            measure=measure,
            n=int(mine.n),
            of=int(mine.of),
            share=_rounded(mine.value),
            low=_rounded(low),
            high=_rounded(high),
            difference=None,
            difference_low=None,
            difference_high=None,
            p_value=None,
            q_value=None,
        )
        if apart is None or _rarest(apart) < RAREST:
            return row
        off = reach(self.width, apart.days) * apart.error
        return replace(
            row,
            difference=_rounded(apart.value),
            difference_low=_rounded(apart.value - off),
            difference_high=_rounded(apart.value + off),
            p_value=_rounded(apart.p_value),
        )


def _rarest(apart: Difference) -> float:
    """Deeds told so or not so, whichever are fewer, that the smaller side would have if both told alike."""
    return min(apart.of, apart.of_others) * min(apart.usual, 1 - apart.usual)


def _least(count: float, base: float) -> float:
    """The binomial standard error of a share with half a success and half a failure more."""
    held = (count + 0.5) / (base + 1)
    return float((held * (1 - held) / (base + 1)) ** 0.5)


def _all_sums(framed: Framed) -> Iterator[tuple[str, dict[str, Sums]]]:
    """For each measure, by outlet and day, how often and of how many."""
    for name, holds in measures(framed.between).items():
        of = framed.deeds
        if name == "passive":
            of = tuple(deed for deed in of if deed.form in BESIDE)
        yield name, summed((d.outlet, d.published, float(holds(d)), 1.0) for d in of)
    for name, is_one in loaded_measures(framed.between).items():
        inside = {
            (w.outlet, w.published, w.article_id, w.sentence) for w in framed.loaded if is_one(w)
        }
        told = ((outlet, day, 1.0, 0.0) for outlet, day, _, _ in sorted(inside, key=repr))
        looked = (
            (outlet, day, 0.0, float(n))
            for (outlet, day), n in sorted(framed.sentences.items(), key=repr)
        )
        yield name, summed((*told, *looked))


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
        for name in deed.by_codes or ((_plain(deed.by),) if deed.by else ())
    )
    named = sorted(speakers.items(), key=lambda each: (-each[1], each[0]))
    return Speaking(outlet, tuple(named[:SPEAKERS]))


def _plain(name: str) -> str:
    """Words that name somebody without a state, as they are counted."""
    return name.removeprefix("the ").removeprefix("The ")


@overload
def _rounded(value: float) -> float: ...
@overload
def _rounded(value: float | None) -> float | None: ...
def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)

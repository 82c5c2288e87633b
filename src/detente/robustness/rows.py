"""What robustness tells, as rows: of each finding, of each choice, of each specification."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from detente.measuring.exporting import Exports
from detente.records import column

Verdict = Literal["stands", "mostly", "does not stand", "as chance", "cannot be told"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one finding stands."""

    finding: str = column("the finding in words")
    kind: str = column("`turn`, `spell`, `answer`, `lead` or `event`")
    of: str = column("what of the acts is measured")
    about: str = column("its date, or the directions of cause and effect")
    sign: int = column("1 upwards, or like followed by like; -1 downwards, or the opposite")
    told: bool | None = column("whether the analysis asked for tells it; null where it cannot")
    verdict: str = column(
        "`stands` (in .8 or more), `mostly` (in half), `does not stand`; `as chance` where random dates do "
        "half as well; `cannot be told` where fewer than five specifications can be computed"
    )
    share: float | None = column("share of the specifications that find it")
    found: int = column("specifications that find it")
    specifications: int = column(
        "different specifications that could be computed and hold its date"
    )
    refused: int = column("specifications that could not be computed, or do not hold its date")
    same_sign: float | None = column(
        "share that is of its sign, clear or not; null of turns and spells"
    )
    effect: float | None = column("median effect (see the docs for its unit)")
    effect_low: float | None = column("first decile of the effects")
    effect_high: float | None = column("last decile of them")
    turned_by: str = column("single choices that lose it or, where it is not told, show it")
    random_dates: float | None = column("share of random dates at which as much is found")
    placebo_pairs: int = column("other pairs in which the same could be looked for")
    placebo_found: int = column("those of them in which it is found")


@dataclass(frozen=True, slots=True)
class ByChoice:
    """How far one finding stands under one choice."""

    finding: str = column("the finding in words")
    dimension: str = column("what was chosen, such as `every`")
    choice: str = column("what it was")
    specifications: int = column("specifications with that choice that could be computed")
    found: int = column("those that find it")
    share: float | None = column("their share")
    alone: bool | None = column(
        "whether it is found where this alone departs from the analysis asked for; null where that cannot "
        "be computed"
    )


@dataclass(frozen=True, slots=True)
class Curve:
    """One finding in one specification; null is what does not matter to it."""

    finding: str = column("the finding in words")
    specification: int = column("its number, 0 for the analysis asked for")
    source: str = column("data set")
    merging: str = column("what makes one act of several reports")
    scale: str = column("whose scores")
    confidence: float = column("the least that an act has")
    every: str | None = column("length of a period")
    span: str = column("how much of the time")
    coverage: str | None = column("whether how much is told of others is taken in")
    lags: int | None = column("periods looked back, 0 where they are chosen")
    step: int | None = column("days of a step after an event")
    seed: int | None = column("of random draws")
    found: bool = column("whether it is found")
    effect: float | None = column("its effect, null where there is none to tell")
    p_value: float | None = column("its p-value")


@dataclass(frozen=True, slots=True, eq=False)
class ByChoices(Exports):
    """How far each finding stands under each choice."""

    record = ByChoice
    worded_by = "detente.robustness.wording"
    drawn_by = "detente.robustness.drawing"

    rows: tuple[ByChoice, ...]
    options: dict[str, Any]

    def records(self) -> Sequence[ByChoice]:
        """The rows, by finding, dimension and choice."""
        return self.rows

    def asked(self) -> dict[str, Any]:
        """What was looked at, and how."""
        return self.options


@dataclass(frozen=True, slots=True, eq=False)
class Curves(Exports):
    """Each finding in each specification: the specification curve."""

    record = Curve
    worded_by = "detente.robustness.wording"
    drawn_by = "detente.robustness.drawing"

    rows: tuple[Curve, ...]
    options: dict[str, Any]

    def records(self) -> Sequence[Curve]:
        """The rows, by finding and number of the specification."""
        return self.rows

    def asked(self) -> dict[str, Any]:
        """What was looked at, and how."""
        return self.options

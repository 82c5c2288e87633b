"""Of findings in many pairs, how many are false?

Of two hundred pairs in which nothing happens, ten show something at the 5 % level. So the p-values of all
pairs are taken together, and the share of false findings among those told is held to a rate: by the way of
Benjamini and Hochberg (Journal of the Royal Statistical Society B 57, 1995), which holds where tests are
independent or depend on one another positively, and by that of Benjamini and Yekutieli (Annals of
Statistics 29, 2001), which holds however they depend, as pairs that share a state or a press may. Each kind
of finding is a family of its own. Both are those of `statsmodels`.

The p-value of a turn is of a turn that was looked for and found: among pairs without any, those that are
told have small ones (in one of forty it is .002 or less), and no correction for many tests may start from
them. So the turns of a pair are one test that looks for no date: that of cumulative sums of residuals
(Ploberger and Krämer, Econometrica 60, 1992), freed of the autocorrelation about the turns, taken a
standard error larger; it is told of the surest turn, and is 1 where none is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from detente.days import Day, as_day
from detente.errors import QueryError
from detente.measuring import Every
from detente.measuring.exporting import Exports
from detente.records import column
from detente.robustness.findings import Finding
from detente.robustness.looking import (
    ANSWERED,
    FOLLOWED,
    TURNED,
    Measure,
    Outcome,
    Sighting,
    answered,
    event,
    level_changed,
)
from detente.robustness.material import Material
from detente.robustness.specifications import Specification
from detente.robustness.telling import words_of
from detente.robustness.viewing import view_of

MOST_RATE = 0.05
"""The highest rate that may be asked for."""
Doing = Callable[[str], None]


def _nothing(_: str) -> None:
    """Says nothing."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """One test of one pair among many."""

    pair: str = column("the two states")
    finding: str = column("what was tested, in words")
    kind: str = column("`answer`, `turn` or `event`")
    of: str = column("what of the acts is measured")
    about: str = column("cause and effect, the date of the surest turn, or the event")
    sign: int = column(
        "1 upwards, or like followed by like; -1 downwards, or the opposite; 0 for no turn"
    )
    p_value: float = column("of this test alone")
    tests: int = column("tests of this kind in all pairs")
    q: float = column(
        "the least rate of false findings at which it is told (Benjamini and Hochberg)"
    )
    q_any: float = column("the same, however the tests depend (Benjamini and Yekutieli)")
    told: bool = column("whether it is told at the rate asked for, by `q`")
    told_any: bool = column("whether it is, by `q_any`")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A test that could not be made, and why."""

    pair: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class DiscoveriesResult(Exports):
    """The tests of all pairs, and those that could not be made."""

    record = Discovery
    worded_by = "detente.robustness.wording"
    drawn_by = "detente.robustness.drawing"

    discoveries: tuple[Discovery, ...]
    refusals: tuple[Refusal, ...]
    pairs: int
    options: Discoveries

    def records(self) -> Sequence[Discovery]:
        """The tests, the surest first."""
        return self.discoveries

    def asked(self) -> dict[str, Any]:
        """What was looked at, and how."""
        return {
            "measure": "discoveries",
            "pairs": self.pairs,
            "every": self.options.every,
            "rate": self.options.rate,
            "refused": len(self.refusals),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Discoveries:
    """Tests many pairs alike, and tells what may be told of them together.

    `rate` is the share of false findings among those told, .05 at the most, since turns that are not clear
    at .05 are not told at all; `events` are days of which it is asked what followed.
    """

    every: Every = "month"
    events: tuple[Day, ...] = ()
    rate: float = 0.05

    def __post_init__(self) -> None:
        if not 0 < self.rate <= MOST_RATE:
            raise QueryError(
                f"a rate of {self.rate:g} cannot be held",
                advice=f"Choose one above 0 and up to {MOST_RATE:g}.",
            )

    def fit(self, materials: Iterable[Material], *, doing: Doing = _nothing) -> DiscoveriesResult:
        """The tests of all pairs (each `gathered`), by the first data set of each.

        `doing` is told the pair that is tested.
        """
        tests: list[Discovery] = []
        refusals: list[Refusal] = []
        pairs = 0
        for material in materials:
            pairs += 1
            name = "-".join(material.between)
            doing(name)
            for measure, outcome in self._outcomes(material):
                if outcome.refused is None:
                    tests += _tests(name, measure, outcome)
                else:
                    refusals.append(Refusal(name, measure.kind, outcome.refused))
        found = sorted(
            self._held(tests), key=lambda each: (each.q, each.p_value, each.pair, each.finding)
        )
        return DiscoveriesResult(tuple(found), tuple(refusals), pairs, self)

    def _outcomes(self, material: Material) -> Iterator[tuple[Measure, Outcome]]:
        source = material.sources[0]
        spec = Specification(
            source=source.name, merging=next(iter(source.acts)), every=self.every,
            coverage="taken in" if source.volume is not None else "left out",
        )  # fmt: skip
        view = view_of(source, spec)
        for measure in self._measures():
            yield measure, measure.outcome(view, spec)

    def _measures(self) -> list[Measure]:
        turns = [Measure("turn", of, (), partial(level_changed, of=of)) for of in TURNED]
        events = [event(as_day(day), of) for day in self.events for of in FOLLOWED]
        return [Measure("answer", ANSWERED, (), answered), *turns, *events]

    def _held(self, tests: Sequence[Discovery]) -> Iterator[Discovery]:
        """The tests with their rates, each kind on its own."""
        families: dict[tuple[str, ...], list[Discovery]] = {}
        for each in tests:
            day = each.about if each.kind == "event" else ""
            families.setdefault((each.kind, each.of, day), []).append(each)
        for family in families.values():
            yield from self._family(family)

    def _family(self, family: Sequence[Discovery]) -> Iterator[Discovery]:
        from statsmodels.stats.multitest import multipletests

        chances = [each.p_value for each in family]
        rates = [multipletests(chances, method=way)[1] for way in ("fdr_bh", "fdr_by")]
        for each, q, q_any in zip(family, *rates, strict=True):
            yield replace(
                each, tests=len(family), q=float(q), q_any=float(q_any),
                told=bool(q <= self.rate), told_any=bool(q_any <= self.rate),
            )  # fmt: skip


def _tests(pair: str, measure: Measure, outcome: Outcome) -> Iterator[Discovery]:
    """The tests that an outcome is; of turns one."""
    if measure.kind == "turn":
        yield _turn(pair, measure, outcome.sightings)
        return
    for each in outcome.sightings:
        yield _test(pair, measure, each)


def _turn(pair: str, measure: Measure, turns: Sequence[Sighting]) -> Discovery:
    if not turns:
        none = Sighting("", 0, 0.0, 1.0, False)
        return replace(_test(pair, measure, none), finding=f"{measure.of} did not turn")
    return _test(pair, measure, turns[0])


def _test(pair: str, measure: Measure, seen: Sighting) -> Discovery:
    finding = words_of(Finding(measure, seen.about, seen.sign))
    return Discovery(
        pair=pair, finding=finding, kind=measure.kind, of=measure.of, about=seen.about,
        sign=seen.sign, p_value=seen.p, tests=0, q=1.0, q_any=1.0, told=False, told_any=False,
    )  # fmt: skip

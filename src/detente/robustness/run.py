"""Does a finding stand where it is computed otherwise?

What is found depends on choices that could have been others: a garden of forking paths (Gelman and Loken,
American Scientist 102, 2014). So every finding is computed in many reasonable ways, and told with the share
of them that find it (a multiverse: Steegen, Tuerlinckx, Gelman and Vanpaemel, Perspectives on Psychological
Science 11, 2016; a specification curve: Simonsohn, Simmons and Nelson, Nature Human Behaviour 4, 2020).
Beside it stands how often the same is found where nothing is to be found: at random dates, and in pairs
that share one state and are told of about as often (placebos; Eggers, Tuñón and Dafoe, American Journal of
Political Science 68, 2024).

Specifications are no independent witnesses, since all are of the same acts: the share is no probability.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow.compute as pc

from detente.days import Day, as_day
from detente.measuring import Every
from detente.measuring.exporting import Exports
from detente.robustness import specifications as made
from detente.robustness.findings import DATED, Finding, dated, fixed
from detente.robustness.looking import Measure, Outcome, measures
from detente.robustness.material import USUAL, Material, Source
from detente.robustness.placebos import Placebos
from detente.robustness.rows import ByChoices, Curves, Standing
from detente.robustness.specifications import Choices, Specification
from detente.robustness.telling import choices_of, curve_of, standing_of
from detente.robustness.viewing import Views

OFTEN = 0.5
"""Share of the specifications from which on something is told that the analysis asked for does not find."""
Doing = Callable[[int, int], None]


def _nothing(_: int, __: int) -> None:
    """Says nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """What the different specifications show of a measure, the one asked for first.

    Each is known by its choices in the dimensions that matter to the measure. `singles` are those that
    depart from the one asked for in one dimension, by that and the choice.
    """

    measure: Measure
    outcomes: Mapping[tuple[Any, ...], Outcome]
    singles: Mapping[tuple[str, Any], tuple[Any, ...]]

    @property
    def base(self) -> Outcome:
        """What the analysis asked for shows."""
        return next(iter(self.outcomes.values()))


@dataclass(frozen=True, slots=True, eq=False)
class RobustnessResult(Exports):
    """How far each finding stands; `choices` and `curve` tell more."""

    record = Standing
    worded_by = "detente.robustness.wording"
    drawn_by = "detente.robustness.drawing"

    between: tuple[str, str]
    standings: tuple[Standing, ...]
    choices: ByChoices
    curve: Curves
    refusals: tuple[str, ...]
    """Why the analysis asked for could not tell of some measures."""
    told: dict[str, Any] = field(repr=False)

    def records(self) -> Sequence[Standing]:
        """The findings, by kind and date."""
        return self.standings

    def asked(self) -> dict[str, Any]:
        """What was looked at, and how."""
        return self.told


@dataclass(frozen=True, slots=True, kw_only=True)
class Robustness:
    """Computes findings in many ways.

    `every` is the length of a period of the analysis asked for; `events` are days of which it is asked what
    followed; `sample` is how many specifications of the whole cross are drawn, from `seed`, beside all that
    depart in one choice; `dates` how many random dates events are held against.
    """

    every: Every = "month"
    events: tuple[Day, ...] = ()
    sample: int = 40
    dates: int = 39
    seed: int = 0

    def fit(self, material: Material, *, doing: Doing = _nothing) -> RobustnessResult:
        """What stands of a pair (`gathered`); `doing` is told how many of how many fits are done.

        Nothing is refused as a whole: what cannot be computed is told so.
        """
        choices = choices_for(material, self.every)
        base = made.first_of(choices)
        wanted = self._specifications(choices)
        days = tuple(sorted({as_day(each) for each in self.events}))
        sought = measures(days)
        work = _Work(Views({each.name: each for each in material.sources}), doing)
        work.expect(sought, wanted, material)
        looked = [work.looked(each, wanted, choices, material) for each in sought]
        placebos = Placebos(work.views.of(base), base, material, self.dates, self.seed)
        told = self._told(material, choices, looked)
        findings = [(each, held) for held in looked for each in _findings(held)]
        rows = [standing_of(each, held, placebos) for each, held in findings]
        return RobustnessResult(
            between=material.between,
            standings=tuple(rows),
            choices=ByChoices(
                tuple(row for each, held in findings for row in choices_of(each, held)),
                told,
            ),
            curve=Curves(
                tuple(row for each, held in findings for row in curve_of(each, held)), told
            ),
            refusals=tuple(_refusals(looked)),
            told=told,
        )

    def _specifications(self, choices: Choices) -> dict[Specification, None]:
        """All that are computed, the one asked for first."""
        singles = [spec for _, spec in made.single_departures(choices)]
        drawn = made.sampled(choices, self.sample, self.seed)
        return dict.fromkeys([made.first_of(choices), *singles, *drawn])

    def _told(
        self, material: Material, choices: Choices, looked: Sequence[Looked]
    ) -> dict[str, Any]:
        return {
            "measure": "robustness",
            "between": list(material.between),
            "every": self.every,
            "choices": {name: list(held) for name, held in choices.items()},
            "specifications": max(len(each.outcomes) for each in looked),
            "sample": self.sample,
            "seed": self.seed,
            "random_dates": self.dates,
            "placebo_pairs": ["-".join(each.between) for each in material.placebos],
            "left_out": list(material.left_out),
        }


def choices_for(material: Material, every: Every) -> dict[str, tuple[Any, ...]]:
    """The choices of each dimension that make a difference to these acts."""
    first = material.sources[0]
    acts = [table for each in material.sources for table in (each.usual,)]
    scored = [int(pc.sum(pc.is_valid(each["goldstein"])).as_py() or 0) for each in acts]
    return {
        "source": tuple(each.name for each in material.sources),
        "merging": tuple(_differing(first)),
        "scale": tuple(each for each in made.SCALES if each != "goldstein" or all(scored)),
        "confidence": tuple(_thresholds(first)),
        "every": (every, *(each for each in made.EVERY if each != every)),
        "span": made.SPANS,
        "coverage": made.COVERAGE if first.volume is not None else made.COVERAGE[1:],
        "lags": made.LAGS,
        "step": tuple(made.STEPS),
        "seed": tuple(range(made.SEEDS)),
    }


def _differing(source: Source) -> Iterable[str]:
    """The usual merging, whatever that is in each data set, and others that give other numbers of acts."""
    sizes = {len(source.usual): USUAL}
    for name, table in source.acts.items():
        sizes.setdefault(len(table), name)
    return sizes.values()


def _thresholds(source: Source) -> Iterable[float]:
    """The least confidences that leave different numbers of acts, and some."""
    sizes: dict[int, float] = {}
    for least in made.CONFIDENCE:
        kept = pc.sum(
            pc.greater_equal(pc.fill_null(source.usual["confidence"], 1.0), least)
        ).as_py()
        if kept:
            sizes.setdefault(int(kept), least)
    return sizes.values()


@dataclass(slots=True)
class _Work:
    """Fits that are made, each once, and how many there will be."""

    views: Views
    doing: Doing
    done: int = 0
    all: int = 0

    def expect(
        self, sought: Sequence[Measure], wanted: Iterable[Specification], material: Material
    ) -> None:
        """Count the fits to be made."""
        self.all = sum(len(_by_key(each, wanted, material)) for each in sought)

    def looked(
        self,
        measure: Measure,
        wanted: Iterable[Specification],
        choices: Choices,
        material: Material,
    ) -> Looked:
        """What the specifications show of a measure, each that differs in what matters to it once."""
        held = _by_key(measure, wanted, material)
        outcomes = {}
        for number, (key, spec) in enumerate(held.items()):
            outcomes[key] = measure.outcome(self.views.of(spec), spec, quick=number > 0)
            self.done += 1
            self.doing(self.done, self.all)
        singles = {}
        for name, spec in made.single_departures(choices):
            if name in measure.uses:
                key = _key(measure, spec, material)
                singles[name, key[measure.uses.index(name)]] = key
        return Looked(measure, outcomes, singles)


def _by_key(
    measure: Measure, wanted: Iterable[Specification], material: Material
) -> dict[tuple[Any, ...], Specification]:
    found: dict[tuple[Any, ...], Specification] = {}
    for spec in wanted:
        found.setdefault(_key(measure, spec, material), spec)
    return found


def _key(measure: Measure, spec: Specification, material: Material) -> tuple[Any, ...]:
    """What of a specification matters to a measure, with the merging that its data set has."""
    sources = {each.name: each for each in material.sources}
    merging = sources[spec.source].merging(spec.merging)
    return tuple(merging if name == "merging" else getattr(spec, name) for name in measure.uses)


def _findings(held: Looked) -> list[Finding]:
    outcomes = list(held.outcomes.values())
    if held.measure.kind in DATED:
        return dated(held.measure, outcomes, OFTEN)
    return fixed(held.measure, outcomes)


def _refusals(looked: Sequence[Looked]) -> Iterable[str]:
    for each in looked:
        if each.base.refused is not None:
            yield f"{each.measure.kind} in {each.measure.of}: {each.base.refused}"

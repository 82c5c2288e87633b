"""How was each measure computed? Method, source, numbers and seed."""

from __future__ import annotations

from dataclasses import dataclass

from detente.measuring import (
    LevelResult,
    ReciprocityResult,
    StatesResult,
    TurnOrderResult,
    TurnsResult,
)
from detente.measuring.wording import PART_WORDS, absences
from detente.reporting.standing import MOST, OF, SURE
from detente.reporting.wording import capitalised, listed, many, percent


@dataclass(frozen=True, slots=True)
class Computed:
    """How one measure was computed."""

    method: str
    source: str
    n: str
    draws: str | None = None
    """How many random draws, from which seed."""
    notes: tuple[str, ...] = ()


def of_level(found: LevelResult) -> Computed:
    """Of the level and its band."""
    held = listed(PART_WORDS[part] for part in found.holds) if found.holds else "nothing"
    right = (
        [f"By the table of its errors {percent(found.right)} of what the coder tells is right."]
        if found.right is not None
        else []
    )
    every = found.series.every
    return Computed(
        f"Local level model of the mean scores: what lasts is the level, what holds for one {every} is "
        f"irregular, and a mean over few events weighs less. The band holds {percent(found.width)} of the "
        f"draws; in it is {held}.",
        "Harvey 1989; Bell and Hillmer 1990; Jackman 2005. Coder's error: types redrawn by a table of "
        "errors (Tanner and Wong 1987; Saerens, Latinne and Decaestecker 2002).",
        _acts(found),
        _draws(len(found.paths), found.seed),
        (*right, *(f"{capitalised(line)}." for line in absences(found))),
    )


def of_states(found: StatesResult) -> Computed:
    """Of the words for where things stand."""
    return Computed(
        "The probability of each is the share of drawn levels in which it is true. It is found from 95%, "
        "likely from 80%, unlikely to 20%, ruled out to 5%, and open between. A change counts "
        f"from {found.margin:g} points over {many(found.horizon, found.level.series.every)}.",
        "Gelman and others 2013; Casella and Berger 1987. Steady is equivalence within a margin: "
        "Schuirmann 1987; Lakens 2017.",
        _acts(found.level),
        _draws(len(found.level.paths), found.level.seed),
    )


def of_turns(found: TurnsResult) -> Computed:
    """Of turning points and what drove them."""
    options, every = found.options, found.points.every
    return Computed(
        "Partitions by PELT, the one with the least modified BIC kept; dates and sizes by bootstrap in "
        f"blocks, intervals of {percent(options.level)}; turns with p above {options.clear:g} are dropped. "
        f"A level lasts {many(options.shortest, every)} or more. Drivers: each event is left out once with "
        f"the date kept, and what the change loses is its pull; told are the {MOST} with most pull times "
        f"confidence, of those at least {percent(SURE)} sure.",
        "Killick, Fearnhead and Eckley 2012; Zhang and Siegmund 2007; Smith 1975; Davison and Hinkley "
        "1997; Politis and Romano 1992. Drivers: Cook and Weisberg 1982.",
        f"{many(len(found.points.seen()), every)} with events",
        _draws(options.draws, options.seed),
        (f"Autocorrelation of the noise: {found.noise.rho + 0.0:.1f}.",),
    )


def of_order(found: TurnOrderResult) -> Computed:
    """Of which track turned first."""
    options, every = found.options, found.every
    refused = [
        f"{name.capitalize()} was not looked at: {why}." for name, why in found.refused.items()
    ]
    return Computed(
        "Turning points are found track by track. Each is held against the nearest of another track in the "
        f"same direction up to {many(options.apart(every), every)} away, unless a turning point of either "
        "lies between. The dates' intervals are as wide as it takes for the differences to hold "
        f"{percent(options.level)} all together; one track moved first where the whole interval of the "
        "difference says so. That it moved first does not say that it moved the other.",
        "Bonferroni; Miller 1981. Turning points: as above.",
        f"{many(len(found.turns), 'track')} over {many(len(found.names), every)}",
        _draws(options.draws, options.seed),
        tuple(refused),
    )


def of_reciprocity(found: ReciprocityResult) -> Computed:
    """Of who answers whom."""
    one = found.answers[0]
    return Computed(
        f"Vector autoregression of the {OF} in each direction, the scores below zero of each "
        f"{found.every} summed, over {many(one.lags, found.every)}; Granger's test in its F form, "
        f"responses with bands of {percent(found.options.level)}. Told are p-values with a trend held "
        "constant and errors that allow for unequal variance. Mutual events are in neither series.",
        "Goldstein and Freeman 1990; Goldstein and Pevehouse 1997; Granger 1969; Lütkepohl 2005; lags by "
        "Hannan and Quinn 1979; Toda and Yamamoto 1995; MacKinnon and White 1985.",
        f"{many(one.n + one.lags, found.every)}",
        None,
        tuple(check.words for check in found.checks),
    )


def _acts(found: LevelResult) -> str:
    rows = found.series.rows
    return f"{many(sum(row.n for row in rows), 'event')} in {many(len(rows), found.series.every)}"


def _draws(count: int, seed: int) -> str | None:
    return f"{count:,} from seed {seed}" if count else None

"""How right is what was coded? Precision, recall and the errors of a sample, with intervals of 95 %.

Precision is the share of acts told that the text does tell of the two states, recall that of the acts in
the texts that were told. Recall puts two samples together: of what was told how much is right, and of
passages how much was missed. What is told right of parties, direction, type and date is of the acts that
are told at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np

from detente.auditing.checking import ASPECTS, Checked, CheckedAct
from detente.auditing.design import BOTH, ONE, TOLD, named
from detente.auditing.estimating import FEWEST, Estimate, Part, ratio, wilson
from detente.errors import TooLittleDataError
from detente.measuring.exporting import Exports
from detente.measuring.tally import Floats
from detente.records import column

WIDTH = 0.95
PASSAGES = {
    TOLD: "passages with an act told", BOTH: "passages that name both",
    ONE: "passages that name one of the two",
}  # fmt: skip
"""What each stratum of passages is called."""


@dataclass(frozen=True, slots=True)
class AccuracyRow:
    """One figure of an audit, or one stratum of it."""

    figure: str = column(
        "`precision`, `all right`, `parties`, `direction`, `type`, `date`, `recall`, `agreement`, or"
        " `precision of …`, `missed in …` a stratum"
    )
    value: float | None = column("share, 0 to 1; of `missed in …` missed acts by passage; or null")
    low: float | None = column("lower end of its interval of 95 %, or null")
    high: float | None = column("upper end of its interval of 95 %, or null")
    checked: int = column("units checked that it rests on")
    units: int = column("units in the workspace that it is told of")


@dataclass(frozen=True, slots=True)
class Accuracy(Exports):
    """How right what was coded of two states is, by the audit drawn last."""

    record = AccuracyRow

    between: tuple[str, ...]
    audit: str
    left: int
    """Units that are still to be checked."""
    gone: int
    """Units that are in the workspace no more."""
    rows: tuple[AccuracyRow, ...]

    def records(self) -> tuple[AccuracyRow, ...]:
        """The figures, those of all first, then those of strata."""
        return self.rows

    def asked(self) -> dict[str, object]:
        """Of which audit."""
        return {"between": self.between, "audit": self.audit, "left": self.left, "gone": self.gone}

    def of(self, figure: str) -> AccuracyRow | None:
        """One figure by its name, None where it cannot be told."""
        return next((each for each in self.rows if each.figure == figure), None)


def accuracy(found: Checked) -> Accuracy:
    """The figures of an audit as far as it is checked; raises `TooLittleDataError` where hardly any is."""
    if len(found.acts) < FEWEST and len(found.passages) < FEWEST:
        raise TooLittleDataError(
            f"{len(found.acts) + len(found.passages)} of {len(found.units)} units are checked",
            advice=_where_to_check(found.units[0].between),
        )
    rows = [*_of_acts(found), *_recall(found), *_agreement(found), *_of_strata(found)]
    progress = found.progress
    return Accuracy(
        found.units[0].between, progress.audit, progress.left, progress.gone, tuple(rows)
    )


def _where_to_check(between: Sequence[str]) -> str:
    asked = "&".join(f"between={each}" for each in between)
    audit = f"detente audit WORKSPACE --between {' '.join(between)}"
    return (
        f"Check the sample in the browser: detente serve WORKSPACE, then /review?order=audit&{asked}. Or"
        f" here: {audit} --review --by NAME. Or fill the sheet and read it back: {audit} --read FILE --by"
        " NAME."
    )


def _of_acts(found: Checked) -> list[AccuracyRow]:
    if len(found.acts) < FEWEST:
        return []
    told = _values(found.acts, lambda act: bool(act.found))
    right = _values(found.acts, lambda act: bool(act.found) and not act.wrong)
    everything = np.ones(len(told))
    rows = [
        _row(found, "precision", told, everything),
        _row(found, "all right", right, everything),
    ]
    for aspect in ASPECTS:
        fits = _values(found.acts, lambda act, of=aspect: bool(act.found) and of not in act.wrong)  # type: ignore[misc]
        rows.append(_row(found, aspect, fits, told))
    return [row for row in rows if row is not None]


def _values(acts: Sequence[CheckedAct], holds: Callable[[CheckedAct], bool]) -> Floats:
    return np.array([holds(each) for each in acts], dtype=np.float64)


def _act_part(found: Checked, above: Floats, below: Floats) -> Part:
    """Acts of a share; to lose one is taken to lose it from the numerator."""
    coded = np.column_stack([np.zeros(len(found.occurrences)), np.ones(len(found.occurrences))])
    return Part(found.strata, coded, np.column_stack([above, below]))


def _row(found: Checked, figure: str, above: Floats, below: Floats) -> AccuracyRow | None:
    told = ratio([_act_part(found, above, below)], width=WIDTH, tuning=1.0, share=True, grave=1.0)
    return None if told is None else _figure(figure, told, int(below.sum()), len(found.occurrences))


def _figure(name: str, told: Estimate, checked: int, units: int) -> AccuracyRow:
    return AccuracyRow(name, told.value, told.low, told.high, checked, units)


def _recall(found: Checked) -> list[AccuracyRow]:
    if len(found.acts) < FEWEST or len(found.passages) < FEWEST:
        return []
    told = np.array([fsum(share for _, share in each.found) for each in found.acts])
    missed = np.array([fsum(share for _, share in each.missed) for each in found.passages])
    strata = found.passage_strata
    passages = Part(
        strata,
        np.zeros((len(strata.place), 2)),
        np.column_stack([np.zeros(len(missed)), missed]),
    )
    parts = [_act_part(found, told, told), passages]
    whole = ratio(parts, width=WIDTH, tuning=1.0, share=True, grave=1.0)
    count = len(found.acts) + len(found.passages)
    return [_figure("recall", whole, count, len(strata.place))] if whole else []


def _agreement(found: Checked) -> list[AccuracyRow]:
    """How often reviewers of one act say the same, where more than one saw it."""
    both = [name for name, words in found.reviewers.items() if len(words) > 1]
    if not both:
        return []
    same = sum(name not in found.disagreed for name in both) / len(both)
    low, high = wilson(same, len(both), WIDTH)
    return [AccuracyRow("agreement", same, low, high, len(both), len(found.reviewers))]


def _of_strata(found: Checked) -> list[AccuracyRow]:
    rows = []
    called = named({each.stratum for each in found.units if each.kind == "act"})
    for _, name, size in sorted({(each.kind, each.stratum, each.size) for each in found.units}):
        told = [bool(each.found) for each in found.acts if each.unit.stratum == name]
        if told:
            share = sum(told) / len(told)
            ends = wilson(share, len(told), WIDTH)
            rows.append(AccuracyRow(f"precision of {called[name]}", share, *ends, len(told), size))
        missed = [
            fsum(share for _, share in each.missed)
            for each in found.passages
            if each.unit.stratum == name
        ]
        if missed:
            mean, where = fsum(missed) / len(missed), PASSAGES.get(name, name)
            rows.append(AccuracyRow(f"missed in {where}", mean, None, None, len(missed), size))
    return rows

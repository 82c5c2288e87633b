"""Scores a coder on passages annotated with when each act happened, and whether it did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.coding.coder import Coder, make_article
from detente.coding.time.dating import Dating
from detente.laboratory.evaluating.dated import DatedAct, DatedPassage
from detente.records import Event, Status


@dataclass(frozen=True, slots=True)
class Answered:
    """One annotated act with what was told of it."""

    passage: DatedPassage
    act: DatedAct
    status: Status
    told: Dating

    @property
    def dated(self) -> bool:
        """Whether first and last day are exactly right, or both rightly null."""
        when = self.act.when
        wanted = (when.first, when.last) if when else (None, None)
        return wanted == (self.told.start, self.told.end)


@dataclass(frozen=True, slots=True)
class TimeScore:
    """Acts read at their own words, and those of them that are events of ours read from the raw text.

    `date` is the share whose first and last day are exactly right; `status` and `recalled` likewise.
    `by_status` holds the F1 of each status.
    """

    acts: int
    date: float
    status: float
    recalled: float
    by_status: dict[Status, float]
    raw: RawTimes
    wrong: tuple[Answered, ...]

    @property
    def macro_status(self) -> float:
        """Mean F1 of the statuses that the set has."""
        return sum(self.by_status.values()) / len(self.by_status) if self.by_status else 0.0


@dataclass(frozen=True, slots=True)
class RawTimes:
    """Of the acts, those that an event tells by the same word: how many, and the shares that are right."""

    met: int
    date: float
    status: float
    recalled: float


def score_dated(passages: Sequence[DatedPassage], coder: Coder) -> TimeScore:
    """Reads each act at its marked word, and again from the raw passage."""
    given = [each for passage in passages for each in _given(passage, coder)]
    raw = [each for passage in passages for each in _met(passage, coder)]
    return TimeScore(
        acts=len(given),
        **_shares(given),
        by_status=_f1([(each.act.status, each.status) for each in given]),
        raw=RawTimes(met=len(raw), **_shares(raw)),
        wrong=tuple(each for each in given if not _right(each)),
    )


def _right(answered: Answered) -> bool:
    act = answered.act
    return answered.dated and (act.status, act.recalled) == (
        answered.status,
        answered.told.recalled,
    )


def _given(passage: DatedPassage, coder: Coder) -> list[Answered]:
    spans = [(act.trigger.start, act.trigger.end) for act in passage.acts]
    told = coder.times(passage.text, spans, published=passage.published) if spans else []
    return [
        Answered(passage, act, each.status, each.dating)
        for act, each in zip(passage.acts, told, strict=True)
    ]


def _met(passage: DatedPassage, coder: Coder) -> list[Answered]:
    (coding,) = coder.code_articles([make_article(passage.text, passage.published)])
    return [
        Answered(passage, act, event.status, _dating(event))
        for act in passage.acts
        for event in [next((e for e in coding.events if _same_word(act, e)), None)]
        if event is not None
    ]


def _same_word(act: DatedAct, event: Event) -> bool:
    return event.trigger.start < act.trigger.end and act.trigger.start < event.trigger.end


def _dating(event: Event) -> Dating:
    return Dating(
        event.date_start, event.date_end, event.date_precision, event.date_basis, event.recalled, ""
    )


def _shares(answers: Sequence[Answered]) -> dict[str, float]:
    return {
        "date": _share(each.dated for each in answers),
        "status": _share(each.act.status == each.status for each in answers),
        "recalled": _share(each.act.recalled == each.told.recalled for each in answers),
    }


def _f1(pairs: Sequence[tuple[Status, Status]]) -> dict[Status, float]:
    """F1 of each status that is marked."""
    right = Counter(marked for marked, told in pairs if marked == told)
    marked = Counter(marked for marked, _ in pairs)
    told = Counter(told for _, told in pairs)
    return {
        status: 2 * right[status] / (marked[status] + told[status]) for status in sorted(marked)
    }


def _share(outcomes: Iterable[bool]) -> float:
    found = list(outcomes)
    return sum(found) / len(found) if found else 0.0

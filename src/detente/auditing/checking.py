"""What the reviewers found of a sample: of each act what is true of it, of each passage what was missed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from detente.auditing.design import cell_of, stratum_of
from detente.auditing.drawing import coded, latest, looked_through
from detente.auditing.estimating import Strata
from detente.correcting import disagreements, judged
from detente.merging import Report, expand
from detente.merging.merged import counted_day, parties
from detente.records import Correction, Drawn, Occurrence
from detente.store import Query, Workspace
from detente.store.corrected import id_of, records_of, takes_back

Aspect = Literal["parties", "direction", "type", "date"]
ASPECTS: tuple[Aspect, ...] = ("parties", "direction", "type", "date")
Shares = tuple[tuple[Occurrence, float], ...]
"""Acts, and how much of each counts here: the rest counts with another unit that tells the same."""


@dataclass(frozen=True, slots=True)
class CheckedAct:
    """An act of the sample and what is true of it."""

    unit: Drawn
    act: int
    """Its place among all acts."""
    found: Shares
    """What it tells of the two states; nothing where the text does not tell it."""
    wrong: frozenset[Aspect]
    """What of it was wrong; nothing where it is not told at all."""


@dataclass(frozen=True, slots=True)
class CheckedPassage:
    """A passage of the sample and the acts that the coder missed in it."""

    unit: Drawn
    missed: Shares


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sample has been checked."""

    audit: str
    acts: int
    acts_checked: int
    passages: int
    passages_checked: int
    gone: int
    """Units that are in the workspace no more, or were read anew by another version of the coder."""

    @property
    def left(self) -> int:
        """Units that are still to be checked."""
        return self.acts + self.passages - self.acts_checked - self.passages_checked - self.gone


@dataclass(frozen=True)
class Checked:
    """A sample as far as it is checked, beside all that it was drawn from."""

    units: tuple[Drawn, ...]
    occurrences: tuple[Occurrence, ...]
    """All acts as coded, checked or not."""
    acts: tuple[CheckedAct, ...]
    passages: tuple[CheckedPassage, ...]
    progress: Progress
    reviewers: Mapping[str, Mapping[str, Correction]]
    """The last word of each reviewer on each act of the sample, by unit and name."""
    disagreed: frozenset[str]
    """Units on which those last words differ."""

    @cached_property
    def strata(self) -> Strata:
        """Strata of the acts. Raises `TooLittleDataError` where fewer than two are checked."""
        known = sorted({each.stratum for each in self.units if each.kind == "act"})
        names = [
            stratum_of(cell_of(each.quad_class, each.confidence), known) if known else ""
            for each in self.occurrences
        ]
        return Strata.of(names, [each.act for each in self.acts])

    @cached_property
    def passage_strata(self) -> Strata:
        """Strata of the passages, as many more as there are acts more than when they were drawn."""
        sizes = {each.stratum: each.size for each in self.units if each.kind == "passage"}
        names = [name for name in sorted(sizes) for _ in range(sizes[name])]
        first = {name: names.index(name) for name in sizes}
        seen = Counter[str]()
        checked = []
        for each in self.passages:
            checked.append(first[each.unit.stratum] + seen[each.unit.stratum])
            seen[each.unit.stratum] += 1
        return Strata.of(names, checked, grown=self.grown)

    @property
    def grown(self) -> float:
        """How many times more acts there are than when the sample was drawn."""
        drawn = sum({each.stratum: each.size for each in self.units if each.kind == "act"}.values())
        return len(self.occurrences) / drawn if drawn else 1.0


def checked(workspace: Workspace, between: tuple[str, str]) -> Checked:
    """The audit of two states that was drawn last, with what was found so far.

    An act counts as checked as soon as a correction of it is there that was not undone, a passage once a
    reviewer said that he looked it through. Raises `QueryError` where no sample was drawn.
    """
    units = latest(workspace, between)
    return _Checking(workspace, units).result()


def progress(workspace: Workspace, between: tuple[str, str]) -> Progress:
    """How far the audit of two states has come. Raises `QueryError` where no sample was drawn."""
    return checked(workspace, between).progress


class _Checking:
    def __init__(self, workspace: Workspace, units: Sequence[Drawn]) -> None:
        self._units = units
        first, second = units[0].between
        self._coded = coded(workspace, (first, second))
        self._standing = workspace.merged(Query(between=(first, second)))
        self._corrections = [each for each in workspace.corrections() if each.table == "events"]
        self._judged = judged(self._corrections)
        self._parted = _parted(workspace.corrections())
        self._looked = looked_through(workspace, (first, second))
        self._counting = _counting(workspace, units)
        self._place = _by_member(self._coded.occurrences)
        self._now = {
            name: each for each in self._standing.occurrences if each.date for name in each.members
        }
        self._made = _made_of(self._corrections)

    def result(self) -> Checked:
        acts = self._acts()
        passages = self._passages()
        gone = [each for each in self._units if not self._is_there(each)]
        words = self._last_words()
        return Checked(
            units=tuple(self._units),
            occurrences=self._coded.occurrences,
            acts=acts,
            passages=passages,
            progress=Progress(
                audit=self._units[0].audit,
                acts=sum(each.kind == "act" for each in self._units),
                acts_checked=len(acts),
                passages=sum(each.kind == "passage" for each in self._units),
                passages_checked=len(passages),
                gone=len(gone),
            ),
            reviewers=words,
            disagreed=frozenset(each.record_id for each in disagreements(self._corrections))
            & words.keys(),
        )

    def _is_there(self, unit: Drawn) -> bool:
        return unit.unit in self._place if unit.kind == "act" else unit.article_id in self._counting

    def _acts(self) -> tuple[CheckedAct, ...]:
        found: dict[int, CheckedAct] = {}
        for unit in self._units:
            place = self._place.get(unit.unit)
            if unit.kind == "act" and place is not None and unit.unit in self._judged:
                found.setdefault(place, self._act(unit, place))
        return tuple(found.values())

    def _act(self, unit: Drawn, place: int) -> CheckedAct:
        # Of an act told by several, another report that a reviewer has seen may stand for it.
        members = self._coded.occurrences[place].members
        stand: dict[str, Occurrence] = {}
        for name in (unit.unit, *(each for each in members if each in self._judged)):
            stand |= self._standing_of(name)
            if stand:
                break
        if not self._parted.isdisjoint(members):  # what was told as one is several acts
            for name in members:
                stand |= self._standing_of(name)
        shares = tuple((each, 1 / self._links(each)) for each in stand.values())
        before = self._coded.reports[unit.unit]
        after = self._standing.reports.get(unit.unit)
        wrong = _wrong(before, after) if shares and after else frozenset()
        return CheckedAct(unit, place, shares, wrong)

    def _standing_of(self, name: str) -> dict[str, Occurrence]:
        """The acts that an event, and what it was split into, tell by now."""
        told = (self._now.get(each) for each in (name, *sorted(self._made.get(name, ()))))
        return {each.occurrence_id: each for each in told if each is not None}

    def _links(self, act: Occurrence) -> int:
        """How many acts, as coded, are this one."""
        return max(1, len({self._place[each] for each in act.members if each in self._place}))

    def _passages(self) -> tuple[CheckedPassage, ...]:
        looked = [
            each
            for each in self._units
            if each.kind == "passage" and each.unit in self._looked and self._is_there(each)
        ]
        of_article: dict[str, list[tuple[int, Occurrence]]] = defaultdict(list)
        for act in self._missed():
            for name in act.members:
                event = self._standing.reports[name].event
                of_article[event.article_id].append((event.start, act))
        held = {each.unit: _inside(each, of_article[each.article_id]) for each in looked}
        times = Counter(act.occurrence_id for acts in held.values() for act in acts)
        return tuple(
            CheckedPassage(
                each, tuple((act, 1 / times[act.occurrence_id]) for act in held[each.unit])
            )
            for each in looked
        )

    def _missed(self) -> Iterable[Occurrence]:
        """Acts that stand and that nothing which was coded as an act tells."""
        known = {*self._place, *(name for made in self._made.values() for name in made)}
        return [
            each
            for each in self._standing.occurrences
            if each.date and known.isdisjoint(each.members)
        ]

    def _last_words(self) -> dict[str, dict[str, Correction]]:
        own = {each.unit for each in self._units if each.kind == "act"}
        found: dict[str, dict[str, Correction]] = defaultdict(dict)
        for each in self._corrections:  # in order of time
            for name in own.intersection(each.records):
                if takes_back(each):
                    found[name].pop(each.reviewer, None)
                else:
                    found[name][each.reviewer] = each
        return dict(found)


def _by_member(acts: Sequence[Occurrence]) -> dict[str, int]:
    return {name: place for place, each in enumerate(acts) for name in each.members}


def _made_of(corrections: Iterable[Correction]) -> dict[str, set[str]]:
    """The events that reviewers made of an event by splitting it."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in corrections:
        if each.judgement == "split":
            for name in each.records:
                found[name] |= {id_of(made) for made in records_of("events", each.after)}
    return found


def _parted(corrections: Iterable[Correction]) -> set[str]:
    """The events of which somebody said that they tell an act of their own."""
    return {name for each in corrections if each.judgement == "apart" for name in each.records}


def _counting(workspace: Workspace, units: Sequence[Drawn]) -> set[str]:
    """The articles of a sample that are there, and that no later text replaced."""
    there = workspace.articles({each.article_id for each in units}).column("article_id").to_pylist()
    replaced = workspace.revisions().column("article_id").to_pylist()
    return {*there} - {*replaced}


def _inside(unit: Drawn, told: Sequence[tuple[int, Occurrence]]) -> list[Occurrence]:
    inside = {act.occurrence_id: act for start, act in told if unit.start <= start < unit.end}
    return [inside[name] for name in sorted(inside)]


def _wrong(before: Report, after: Report) -> frozenset[Aspect]:
    one, other = before.event, after.event
    first, second = parties(one), parties(other)
    same = {*first.actors, *first.recipients} == {*second.actors, *second.recipients}
    wrong: dict[Aspect, bool] = {
        "parties": not same,
        "direction": same and expand(one) != expand(other),
        "type": one.event_type != other.event_type,
        "date": counted_day(one, before.published) != counted_day(other, after.published),
    }
    return frozenset(name for name in ASPECTS if wrong[name])

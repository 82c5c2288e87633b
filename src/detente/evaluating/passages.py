"""Scores a coder on annotated real passages: who does what to whom, and who takes which position.

An act counts as its ordered pairs of state codes; a joint one goes both ways. Pairs of one state with
itself are counted apart. What an annotator held arguable (`must` false) is neither asked for nor held
against the coder. A second type that he would accept counts as right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal, Protocol

from detente.coding.traces import Coding
from detente.evaluating.standoff import Party, Passage, PassageAct, PassagePosition
from detente.records import Actor, Event, EventType, Genre, Statement, StatementKind, Status

Pair = tuple[str, str]
Lost = Literal["clause not offered", "threshold", "kind", "speaker"]
OUTLET = "outlet"


@dataclass(frozen=True, slots=True)
class Counts:
    """What was told and asked for, and how much of each was right."""

    right: int = 0
    told: int = 0
    asked: int = 0

    @property
    def precision(self) -> float:
        """Share of what was told that is right."""
        return self.right / self.told if self.told else 0.0

    @property
    def recall(self) -> float:
        """Share of what was asked for that was told."""
        return self.right / self.asked if self.asked else 0.0

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.told + self.asked
        return 2 * self.right / both if both else 0.0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.told + other.told, self.asked + other.asked)


NO_COUNTS = Counts()


@dataclass(frozen=True, slots=True)
class PassageScores:
    """How a coder did on passages of one kind of text.

    `parties` and `typed` are of acts between two states or bodies, `inside` (with type) of acts within one;
    `lost` tells for positions that were not found where they were lost.
    """

    passages: int
    parties: Counts
    typed: Counts
    inside: Counts
    status: Counts
    positions: Counts
    kinds: Counts
    lost: Mapping[Lost, int]

    def __add__(self, other: PassageScores) -> PassageScores:
        return PassageScores(
            self.passages + other.passages,
            self.parties + other.parties,
            self.typed + other.typed,
            self.inside + other.inside,
            self.status + other.status,
            self.positions + other.positions,
            self.kinds + other.kinds,
            Counter(self.lost) + Counter(other.lost),
        )


NOTHING = PassageScores(0, *(NO_COUNTS,) * 6, lost={})


class PassageCoder(Protocol):
    """What is scored: the coder."""

    def code(
        self,
        text: str,
        published: str | None,
        outlet: str | None,
        title: str | None,
        genre: Genre | None,
    ) -> Coding:
        """Events and statements of a text."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One ordered pair of an act: the types that count as right, whether it must be found, its status."""

    pair: Pair
    types: frozenset[EventType]
    status: Status
    must: bool = True


@dataclass(frozen=True, slots=True)
class ToldPosition:
    """A position as told: its kind, the code of who takes it (`outlet` for the text itself, None for nobody
    known), and its clause."""

    kind: StatementKind
    speaker: str | None
    clause: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of one passage; `maybe` are positions that a laxer threshold would tell as well."""

    units: Sequence[Unit]
    positions: Sequence[ToldPosition]
    maybe: Sequence[ToldPosition] = ()


def score_passages(
    passages: Iterable[Passage], coder: PassageCoder, lenient: PassageCoder | None = None
) -> dict[str, PassageScores]:
    """Scores by kind of text. `lenient` is a coder that tells positions it is hardly sure of, by which
    those lost to the threshold are known."""
    scores: dict[str, PassageScores] = {}
    for passage in passages:
        told = _coded(passage, coder)
        maybe = _coded(passage, lenient).statements if lenient else []
        found = score_passage(
            passage,
            Told(
                [unit for event in told.events for unit in units_of_event(event)],
                [told_position(statement) for statement in told.statements],
                [told_position(statement) for statement in maybe],
            ),
        )
        scores[passage.kind] = scores.get(passage.kind, NOTHING) + found
    return scores


def _coded(passage: Passage, coder: PassageCoder) -> Coding:
    return coder.code(
        passage.text,
        passage.published or None,
        passage.outlet or None,
        passage.title or None,
        passage.genre,
    )


def score_passage(passage: Passage, told: Told) -> PassageScores:
    """The scores of one passage."""
    codes = _Codes(passage)
    asked = [unit for act in passage.acts for unit in _units_of_act(act, codes)]
    between = [_between(units) for units in (asked, told.units)]
    within = [[u for u in units if u.pair[0] == u.pair[1]] for units in (asked, told.units)]
    parties, matched = _matched(between[0], between[1], typed=False)
    sure = [(one, other) for one, other in matched if one.must]
    wanted = [(each, _speaker(each, codes)) for each in passage.positions]
    positions, found = _match_positions(wanted, told.positions, speaker=True)
    lost = Counter(
        _where_lost(each, told)
        for number, (each, _) in enumerate(wanted)
        if each.must and number not in found
    )
    return PassageScores(
        1,
        parties,
        _matched(between[0], between[1], typed=True)[0],
        _matched(within[0], within[1], typed=True)[0],
        Counts(sum(a.status == b.status for a, b in sure), len(sure), len(sure)),
        positions,
        _match_positions(wanted, told.positions, speaker=False)[0],
        lost,
    )


def _between(units: Sequence[Unit]) -> list[Unit]:
    return [unit for unit in units if unit.pair[0] != unit.pair[1]]


class _Codes:
    """Which states and bodies a party of a passage stands for."""

    def __init__(self, passage: Passage) -> None:
        self._codes: dict[tuple[int, int], list[str]] = {}
        for start, end, code in passage.parties:
            if code != "-":
                self._codes.setdefault((start, end), []).append(code)

    def of(self, parties: Iterable[Party]) -> list[str]:
        found: list[str] = []
        for party in parties:
            found += [party] if isinstance(party, str) else self._codes.get(party, [])
        return [code for code in dict.fromkeys(found) if code not in ("-", OUTLET)]


def _units_of_act(act: PassageAct, codes: _Codes) -> list[Unit]:
    types = frozenset({act.event_type, *act.others})
    pairs = pairs_of(codes.of(act.actors), codes.of(act.recipients), joint=act.joint)
    return [Unit(pair, types, act.status, act.must) for pair in pairs]


def units_of_event(event: Event) -> list[Unit]:
    """The ordered pairs of states of an event."""
    pairs = pairs_of(_known(event.actors), _known(event.recipients), joint=event.reciprocal)
    return [Unit(pair, frozenset({event.event_type}), event.status) for pair in pairs]


def told_position(statement: Statement) -> ToldPosition:
    """A statement as a position told."""
    speaker = statement.speaker
    itself = speaker.sector == "MED" and speaker.start is None
    clause = (statement.about.start, statement.about.end)
    return ToldPosition(statement.kind, OUTLET if itself else speaker.country, clause)


def _known(actors: Iterable[Actor]) -> list[str]:
    return list(dict.fromkeys(actor.country for actor in actors if actor.country))


def pairs_of(actors: Sequence[str], recipients: Sequence[str], *, joint: bool) -> list[Pair]:
    """Ordered pairs of codes; a joint act goes from each to every other."""
    if joint:
        every = list(dict.fromkeys([*actors, *recipients]))
        return [(a, b) for a, b in product(every, every) if a != b]
    return list(product(actors, recipients))


def _matched(
    asked: Sequence[Unit], told: Sequence[Unit], *, typed: bool
) -> tuple[Counts, list[tuple[Unit, Unit]]]:
    """Counts of a one-to-one match, those that agree most first; arguable acts leave the count."""
    fits = sorted(
        (
            (-len(a.types & b.types), not a.must, a.status != b.status, i, j)
            for i, a in enumerate(asked)
            for j, b in enumerate(told)
            if a.pair == b.pair and (a.types & b.types or not typed)
        ),
    )
    used: dict[int, int] = {}
    taken: set[int] = set()
    for *_, i, j in fits:
        if i not in used and j not in taken:
            used[i] = j
            taken.add(j)
    right = sum(asked[i].must for i in used)
    counts = Counts(right, right + len(told) - len(used), sum(unit.must for unit in asked))
    return counts, [(asked[i], told[j]) for i, j in used.items()]


def _match_positions(
    wanted: Sequence[tuple[PassagePosition, str | None]],
    told: Sequence[ToldPosition],
    *,
    speaker: bool,
) -> tuple[Counts, frozenset[int]]:
    fits = sorted(
        (not each.must, not _overlaps(each.clause, other), i, j)
        for i, (each, by) in enumerate(wanted)
        for j, other in enumerate(told)
        if each.kind == other.kind and (by == other.speaker or not speaker)
    )
    used: set[int] = set()
    taken: set[int] = set()
    for *_, i, j in fits:
        if i not in used and j not in taken:
            used.add(i)
            taken.add(j)
    right = sum(wanted[i][0].must for i in used)
    asked = sum(each.must for each, _ in wanted)
    return Counts(right, right + len(told) - len(taken), asked), frozenset(used)


def _where_lost(position: PassagePosition, told: Told) -> Lost:
    over = [each for each in told.positions if _overlaps(position.clause, each)]
    if any(each.kind == position.kind for each in over):
        return "speaker"
    if any(each.kind == position.kind and _overlaps(position.clause, each) for each in told.maybe):
        return "threshold"
    return "kind" if over else "clause not offered"


def _overlaps(clause: tuple[int, int], told: ToldPosition) -> bool:
    return told.clause[0] < clause[1] and clause[0] < told.clause[1]


def _speaker(position: PassagePosition, codes: _Codes) -> str | None:
    if position.speaker == OUTLET:
        return OUTLET
    found = codes.of([position.speaker]) if position.speaker else []
    return found[0] if found else None

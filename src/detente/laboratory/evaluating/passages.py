"""Scores a coder on annotated real passages: who does what to whom, and who takes which position.

An act counts as its ordered pairs of state codes; a joint one goes both ways. Pairs of one state with
itself are counted apart. What an annotator held arguable (`must` false) is neither asked for nor held
against the coder. A second type that he would accept counts as right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal, Protocol

from detente.coding.traces import Coding
from detente.laboratory.evaluating.reliability import NONE_JUDGED, Reliability
from detente.laboratory.evaluating.standoff import (
    OUTLET,
    Party,
    Passage,
    PassageAct,
    PassagePosition,
)
from detente.records import Actor, Event, EventType, Genre, Statement, StatementKind, Status

Pair = tuple[str, str]
Lost = Literal["clause not offered", "threshold", "kind", "speaker"]


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
class Wrong:
    """One thing that was missed or told wrongly, in words, with its kind and where the passage lies."""

    kind: str
    where: str
    asked: str
    told: str


@dataclass(frozen=True, slots=True)
class PassageScores:
    """How a coder did on passages of one kind of text.

    `parties` and `typed` are of acts between two states or bodies, `inside` (with type) of acts within one;
    `tracks` of the acts whose pair and type are right, where an annotator told any;
    `sure_acts` (with type) and `sure_positions` tell whether confidence is borne out, `lost` for positions
    that were not found where they were lost; `wrong` lists what is wrong in acts between two and positions.
    """

    passages: int
    parties: Counts
    typed: Counts
    inside: Counts
    status: Counts
    positions: Counts
    kinds: Counts
    tracks: Counts
    sure_acts: Reliability
    sure_positions: Reliability
    lost: Mapping[Lost, int]
    wrong: Sequence[Wrong] = ()

    @property
    def figures(self) -> dict[str, Counts]:
        """What is scored, by the names that a table has for it."""
        return {
            "parties": self.parties, "and type": self.typed, "within a state": self.inside,
            "status": self.status, "positions": self.positions, "kinds alone": self.kinds,
            "tracks": self.tracks,
        }  # fmt: skip

    @property
    def has_any(self) -> bool:
        """Whether anything was marked or told."""
        return any(each.told or each.asked for each in self.figures.values())

    def __add__(self, other: PassageScores) -> PassageScores:
        return PassageScores(
            self.passages + other.passages,
            self.parties + other.parties,
            self.typed + other.typed,
            self.inside + other.inside,
            self.status + other.status,
            self.positions + other.positions,
            self.kinds + other.kinds,
            self.tracks + other.tracks,
            self.sure_acts + other.sure_acts,
            self.sure_positions + other.sure_positions,
            Counter(self.lost) + Counter(other.lost),
            (*self.wrong, *other.wrong),
        )


NOTHING = PassageScores(0, *(NO_COUNTS,) * 7, *(NONE_JUDGED,) * 2, lost={})


class PassageCoder(Protocol):
    """What is scored: the coder."""

    def code(
        self,
        text: str,
        *,
        published: str | None,
        outlet: str | None,
        title: str | None,
        genre: Genre | None,
    ) -> Coding:
        """Events and statements of a text."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One ordered pair of an act: the types that count as right, its status, whether it must be found, the
    confidence at which it is told, and its tracks, where they are known."""

    pair: Pair
    types: frozenset[EventType]
    status: Status
    must: bool = True
    confidence: float = 1.0
    tracks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToldPosition:
    """A position as told: its kind, the code of who takes it (`outlet` for the text itself, None for nobody
    known), its clause, and the confidence at which it is told."""

    kind: StatementKind
    speaker: str | None
    clause: tuple[int, int]
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class CodedPassage:
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
        maybe = _coded(passage, lenient) if lenient else Coding([], [])
        found = score_passage(
            passage,
            CodedPassage(
                [unit for event in told.events for unit in units_of_event(event)],
                [told_position(statement) for statement in told.statements],
                [told_position(statement) for statement in maybe.statements],
            ),
        )
        scores[passage.kind] = scores.get(passage.kind, NOTHING) + found
    return scores


def _coded(passage: Passage, coder: PassageCoder) -> Coding:
    """What a coder tells of the part of a passage that is annotated."""
    told = coder.code(
        passage.text,
        published=passage.published or None,
        outlet=passage.outlet or None,
        title=passage.title or None,
        genre=passage.genre,
    )
    return Coding(
        [event for event in told.events if event.trigger.start >= passage.begins],
        [each for each in told.statements if each.about.start >= passage.begins],
    )


def score_passage(passage: Passage, told: CodedPassage) -> PassageScores:
    """The scores of one passage."""
    codes = _Codes(passage)
    asked = [unit for act in passage.acts for unit in _units_of_act(act, codes)]
    between = [_between(units) for units in (asked, told.units)]
    within = [[u for u in units if u.pair[0] == u.pair[1]] for units in (asked, told.units)]
    parties = _match_units(between[0], between[1], typed=False)
    typed = _match_units(between[0], between[1], typed=True)
    wanted = [(each, _speaker(each, codes)) for each in passage.positions]
    positions = _match_positions(wanted, told.positions, speaker=True)
    lost = {
        number: _where_lost(each, told)
        for number, (each, _) in enumerate(wanted)
        if each.must and number not in positions.pairs
    }
    wrong = (
        *_wrong_acts(between[0], between[1], parties),
        *_wrong_positions(wanted, told.positions, positions, lost),
    )
    where = "{}:{}-{}".format(*passage.place)
    return PassageScores(
        1,
        parties.counts,
        typed.counts,
        _match_units(within[0], within[1], typed=True).counts,
        _same_status(between[0], between[1], parties),
        positions.counts,
        _match_positions(wanted, told.positions, speaker=False).counts,
        _same_tracks(between[0], between[1], typed),
        typed.reliability,
        positions.reliability,
        Counter(lost.values()),
        [Wrong(kind, where, asked, told) for kind, asked, told in wrong],
    )


def _wrong_acts(
    asked: Sequence[Unit], told: Sequence[Unit], match: _Match
) -> Iterator[tuple[str, str, str]]:
    """Kind, what was asked and what was told of each act missed, invented, or of another type or status."""
    for i, unit in enumerate(asked):
        other = told[match.pairs[i]] if i in match.pairs else None
        if not unit.must:
            continue
        if other is None:
            yield "act missed", _in_words(unit), ""
        elif not unit.types & other.types:
            yield "type", _in_words(unit), _in_words(other)
        elif unit.status != other.status:
            yield (
                "status",
                f"{_in_words(unit)}, {unit.status}",
                f"{_in_words(other)}, {other.status}",
            )
    answering = match.answering
    for j, unit in enumerate(told):
        if j not in answering:
            yield "act told wrongly", "", _in_words(unit)


def _wrong_positions(
    wanted: Sequence[tuple[PassagePosition, str | None]],
    told: Sequence[ToldPosition],
    match: _Match,
    lost: Mapping[int, Lost],
) -> Iterator[tuple[str, str, str]]:
    for number, reason in lost.items():
        position, speaker = wanted[number]
        yield f"position missed: {reason}", f"{speaker}: {position.kind}", ""
    answering = match.answering
    for j, each in enumerate(told):
        if j not in answering:
            yield "position told wrongly", "", f"{each.speaker}: {each.kind}"


def _in_words(unit: Unit) -> str:
    return f"{unit.pair[0]} > {unit.pair[1]} {'/'.join(sorted(unit.types))}"


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
    return [Unit(pair, types, act.status, act.must, tracks=act.tracks) for pair in pairs]


def as_told(passage: Passage) -> CodedPassage:
    """A passage as its annotator told it, each act by its first type alone: to be scored against another's
    reading of it."""
    codes = _Codes(passage)
    units = [
        replace(unit, types=frozenset({act.event_type}))
        for act in passage.acts
        for unit in _units_of_act(act, codes)
    ]
    positions = [
        ToldPosition(each.kind, _speaker(each, codes), each.clause) for each in passage.positions
    ]
    return CodedPassage(units, positions)


def units_of_event(event: Event) -> list[Unit]:
    """The ordered pairs of states of an event."""
    pairs = pairs_of(_known(event.actors), _known(event.recipients), joint=event.reciprocal)
    types = frozenset({event.event_type})
    return [
        Unit(pair, types, event.status, confidence=event.confidence, tracks=event.tracks)
        for pair in pairs
    ]


def told_position(statement: Statement) -> ToldPosition:
    """A statement as a position told."""
    speaker = statement.speaker
    itself = speaker.sector == "MED" and speaker.start is None
    clause = (statement.about.start, statement.about.end)
    by = OUTLET if itself else speaker.country
    return ToldPosition(statement.kind, by, clause, statement.confidence)


def _known(actors: Iterable[Actor]) -> list[str]:
    return list(dict.fromkeys(actor.country for actor in actors if actor.country))


def pairs_of(actors: Sequence[str], recipients: Sequence[str], *, joint: bool) -> list[Pair]:
    """Ordered pairs of codes; a joint act goes from each to every other."""
    if joint:
        every = list(dict.fromkeys([*actors, *recipients]))
        return [(a, b) for a, b in product(every, every) if a != b]
    return list(product(actors, recipients))


@dataclass(frozen=True, slots=True)
class _Match:
    """What is told, matched one to one to what is asked for: `pairs` from the number of the asked to that
    of the told, which of the asked must be found, how surely each is told. Arguable matches leave the
    counts."""

    pairs: Mapping[int, int]
    must: Sequence[bool]
    sure: Sequence[float]

    @property
    def counts(self) -> Counts:
        right = sum(self.must[asked] for asked in self.pairs)
        return Counts(right, right + len(self.sure) - len(self.pairs), sum(self.must))

    @property
    def answering(self) -> frozenset[int]:
        """The numbers of the told that answer to something asked for."""
        return frozenset(self.pairs.values())

    @property
    def reliability(self) -> Reliability:
        """What an annotator held arguable is right here: a careful reader may record it."""
        right = self.answering
        return Reliability(tuple((sure, told in right) for told, sure in enumerate(self.sure)))


def _match_units(asked: Sequence[Unit], told: Sequence[Unit], *, typed: bool) -> _Match:
    fits = (
        (-len(a.types & b.types), not a.must, a.status != b.status, i, j)
        for i, a in enumerate(asked)
        for j, b in enumerate(told)
        if a.pair == b.pair and (a.types & b.types or not typed)
    )
    pairs = _one_to_one((i, j) for *_, i, j in sorted(fits))
    return _Match(pairs, [unit.must for unit in asked], [unit.confidence for unit in told])


def _match_positions(
    wanted: Sequence[tuple[PassagePosition, str | None]],
    told: Sequence[ToldPosition],
    *,
    speaker: bool,
) -> _Match:
    fits = (
        (not each.must, not _overlaps(each.clause, other), i, j)
        for i, (each, by) in enumerate(wanted)
        for j, other in enumerate(told)
        if each.kind == other.kind and (by == other.speaker or not speaker)
    )
    pairs = _one_to_one((i, j) for *_, i, j in sorted(fits))
    return _Match(pairs, [each.must for each, _ in wanted], [each.confidence for each in told])


def _one_to_one(fits: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Each fit whose two sides are still free, in the order given."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for asked, told in fits:
        if asked not in pairs and told not in taken:
            pairs[asked] = told
            taken.add(told)
    return pairs


def _same_status(asked: Sequence[Unit], told: Sequence[Unit], match: _Match) -> Counts:
    sure = [(asked[i], told[j]) for i, j in match.pairs.items() if asked[i].must]
    return Counts(sum(a.status == b.status for a, b in sure), len(sure), len(sure))


def _same_tracks(asked: Sequence[Unit], told: Sequence[Unit], match: _Match) -> Counts:
    known = [(asked[i].tracks, told[j].tracks) for i, j in match.pairs.items() if asked[i].tracks]
    return Counts(
        sum(len({*a} & {*b}) for a, b in known),
        sum(len(b) for _, b in known),
        sum(len(a) for a, _ in known),
    )


def _where_lost(position: PassagePosition, told: CodedPassage) -> Lost:
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

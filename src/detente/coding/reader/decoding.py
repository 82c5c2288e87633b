"""From the reader's probabilities to acts and positions with their parties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from detente.coding import ontology
from detente.coding.reader.heads import Floats, Network, OfPieces
from detente.coding.reader.labels import KINDS, MODES, ROLES, STATUSES, TYPES
from detente.coding.reader.places import Ints
from detente.coding.reader.window import Span, Window
from detente.coding.tracks import meaning_of
from detente.records import EventType, StatementKind, Status

BESIDE = 4
"""Pieces between two words that tell one act between them."""
GAP = 8
"""Pieces that may be unlikely within a position; joining over them raised F1 of positions by a fifth."""
WHEN, MAY = 0.5, 0.1
"""Probabilities from which a piece belongs to the words that date an act, or may."""
MARKS = frozenset({1010, 1012, 1024, 1025})
"""The pieces `,`, `.`, `:` and `;`."""
SIGNS = frozenset({*range(999, 1014), *range(1024, 1037), *range(1063, 1067)})
"""The pieces that are one sign of ASCII, neither letter nor digit."""
SPREAD = 0.2
"""Probability from which pieces beside a position belong to its clause."""
EXTREME = 6.0
"""Score, whatever its sign, from which an act stands at an end of the scale."""
OUTLET: Span = (0, 0)
"""The pieces that stand for the outlet itself."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which something is told.

    `least` is that of the likeliest party with a state where too few are over `role`, none on a side or
    but one in a joint act; `sure_act` and `sure_position` are those of all parts together, `sure_extreme`
    that of acts at the ends of the scale, which weigh most in what is measured and head every list.
    """

    act: float = 0.45
    begins: float = 0.5
    party: float = 0.5
    role: float = 0.5
    least: float = 0.5
    link: float = 0.5
    joint: float = 0.5
    position: float = 0.4
    opens: float = 0.5
    speaker: float = 0.2
    sure_act: float = 0.0
    sure_extreme: float = 0.0
    sure_position: float = 0.0


@dataclass(frozen=True, slots=True)
class PartyRead:
    """A party of an act or position: its characters (None where it stands before the text), the states it
    stands for, and how surely it takes part. `outlet` is the text itself."""

    span: Span | None
    states: tuple[str, ...]
    probability: float
    outlet: bool = False


@dataclass(frozen=True, slots=True)
class ActRead:
    """An act as read. `when` are the words that date it, `may_date` all that may; `meaning` is what tells
    its tracks (`detente.coding.tracks`)."""

    trigger: Span
    event_type: EventType
    mode: str | None
    status: Status
    recalled: bool
    joint: bool
    actors: tuple[PartyRead, ...]
    recipients: tuple[PartyRead, ...]
    reporter: PartyRead | None
    when: Span | None
    may_date: tuple[Span, ...]
    probability: float
    types: dict[EventType, float]
    meaning: Floats = field(compare=False, repr=False)

    @property
    def surety(self) -> float:
        """How sure type and parties are together."""
        parties = [*self.actors, *self.recipients]
        return self.probability * min((party.probability for party in parties), default=0.3)


@dataclass(frozen=True, slots=True)
class PositionRead:
    """A position as read; `meaning` as of acts."""

    clause: Span
    kind: StatementKind
    speaker: PartyRead | None
    addressees: tuple[PartyRead, ...]
    probability: float
    meaning: Floats = field(compare=False, repr=False)

    @property
    def surety(self) -> float:
        """How sure kind and speaker are together."""
        return self.probability * (self.speaker.probability if self.speaker else 0.0)


@dataclass(frozen=True, slots=True)
class WindowRead:
    """What a window tells."""

    acts: tuple[ActRead, ...]
    positions: tuple[PositionRead, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A window, what the network tells of its pieces, and the network, which tells the rest when asked."""

    window: Window
    told: OfPieces
    network: Network


def read_window(seen: Seen, at: Thresholds) -> WindowRead:
    """Acts and positions of a window."""
    found = _Found(seen, at)
    return WindowRead(found.acts(), found.positions())


def acts_of(seen: Seen, at: Thresholds) -> tuple[ActRead, ...]:
    """The acts of a window alone."""
    return _Found(seen, at).acts()


def positions_of(seen: Seen, at: Thresholds) -> tuple[PositionRead, ...]:
    """The positions of a window alone."""
    return _Found(seen, at).positions()


def acts_at(seen: Seen, at: Thresholds, triggers: Sequence[Span]) -> dict[Span, ActRead]:
    """The acts that given stretches of a text tell; those that the window does not hold are left out."""
    placed = {trigger: span for trigger in triggers if (span := seen.window.at(trigger))}
    return dict(zip(placed, _Found(seen, at).acts_at(list(placed.values())), strict=True))


def at_an_end(act: ActRead) -> bool:
    """Whether an act stands at an end of the scale."""
    return abs(ontology.score(act.event_type, act.mode)) >= EXTREME


def _parties(window: Window, tags: Floats, at: Thresholds) -> list[Span]:
    """The outlet, then every party told, in whole words."""
    begins = (tags.argmax(-1) == 1).tolist()
    told = (_by_word(window, 1 - tags[:, :1])[:, 0] > at.party).tolist()
    found = [OUTLET]
    first = None
    for piece in range(window.opening, len(window)):
        inner = piece < len(window) - 1 and told[piece]
        opens = inner and (first is None or (begins[piece] and not window.goes_on[piece]))
        if first is not None and (opens or not inner):
            if not SIGNS.issuperset(window.ids[first:piece]):
                found.append((first, piece - 1))
            first = None
        if opens:
            first = piece
    return found


class _Found:
    """What is found in a window at some thresholds; its parties are sought once something is told."""

    def __init__(self, seen: Seen, at: Thresholds) -> None:
        self.window, self.told, self.network, self.at = seen.window, seen.told, seen.network, at
        self.sentences = np.array(self.window.sentences)

    @cached_property
    def places(self) -> Ints:
        """First and last piece of each party."""
        return np.array(_parties(self.window, self.told.party, self.at), dtype=np.int64)

    @cached_property
    def linked(self) -> list[tuple[str, ...]]:
        """The states that each party stands for."""
        window = self.window
        if not window.named:
            return [() for _ in self.places]
        names = np.array([(each.first, each.last) for each in window.named], dtype=np.int64)
        owners = np.zeros((len(window.states), len(window.named)), dtype=bool)
        for number, named in enumerate(window.named):
            owners[named.state, number] = True
        shares = self.network.links(self.told.states, self.places, names, self.sentences, owners)
        surest = np.argsort(-shares[1:], axis=1, kind="stable").tolist()
        over = (shares[1:] >= self.at.link).tolist()
        return [
            (),
            *(
                tuple(window.states[i] for i in order if holds[i])
                for order, holds in zip(surest, over, strict=True)
            ),
        ]

    def party(self, number: int, probability: float) -> PartyRead:
        first, last = (int(place) for place in self.places[number])
        if number == 0:
            return PartyRead(None, (), probability, outlet=True)
        within = first >= self.window.opening
        span = self.window.characters(first, last) if within else None
        return PartyRead(span, self.linked[number], probability)

    def acts(self) -> tuple[ActRead, ...]:
        """Every act told surely enough, each once."""
        triggers = list(_triggers(self.window, self.types, self.told.begins[:, 0], self.at))
        acts = self.acts_at(triggers)
        return _each_once(self.window, [act for act in acts if act.surety >= self._least(act)])

    def _least(self, act: ActRead) -> float:
        """How sure an act must be to be told."""
        return max(self.at.sure_act, self.at.sure_extreme if at_an_end(act) else 0.0)

    @cached_property
    def types(self) -> Floats:
        """Probability of each type at each piece, alike in all pieces of a word."""
        return _by_word(self.window, self.told.types)

    def acts_at(self, spans: Sequence[Span]) -> list[ActRead]:
        """The acts that stretches of pieces tell."""
        if not spans:
            return []
        anchors = np.array(spans, dtype=np.int64)
        told = self.network.anchors(self.told.states, anchors, self.places, self.sentences)
        acts = []
        for row, (first, last) in enumerate(spans):
            shares = self.types[first : last + 1].mean(0)
            roles = dict(zip(ROLES, told.roles[row].T, strict=True))
            joint = bool(told.joint[row, 0] >= self.at.joint)
            recipients = self._those(roles["recipient"], fewest=0 if joint else 1)
            actors = self._those(roles["actor"], fewest=2 - _many(recipients) if joint else 1)
            if not joint:
                actors, recipients = _apart(actors, recipients)
            acts.append(
                ActRead(
                    self.window.characters(first, last),
                    TYPES[int(shares.argmax())],
                    MODES[int(told.mode[row].argmax())],
                    STATUSES[int(told.status[row].argmax())],
                    bool(told.recalled[row, 0] >= 0.5),
                    joint,
                    tuple(actors),
                    tuple(recipients),
                    self._best(roles["reporter"]),
                    next(iter(_stretches(self.window, told.when[row], WHEN)), None),
                    tuple(_stretches(self.window, told.when[row], MAY)),
                    float(shares.max()),
                    dict(zip(TYPES, map(float, shares), strict=True)),
                    self._meaning(first, last),
                )
            )
        return acts

    def positions(self) -> tuple[PositionRead, ...]:
        """Every position told surely enough."""
        clauses = sorted(_clauses(self.window, self.told.kinds, self.told.openings, self.at))
        if not clauses:
            return ()
        anchors = np.array([span for span, _, _ in clauses], dtype=np.int64)
        told = self.network.anchors(self.told.states, anchors, self.places, self.sentences)
        positions = []
        for row, ((first, last), kind, probability) in enumerate(clauses):
            roles = dict(zip(ROLES, told.roles[row].T, strict=True))
            positions.append(
                PositionRead(
                    self.window.characters(first, last),
                    KINDS[kind],
                    self._best(roles["speaker"], least=self.at.speaker),
                    tuple(self._those(roles["addressee"])),
                    probability,
                    self._meaning(first, last),
                )
            )
        return tuple(each for each in positions if each.surety >= self.at.sure_position)

    def _meaning(self, first: int, last: int) -> Floats:
        return meaning_of(self.told.states, self.sentences, first, last)

    def _those(self, shares: Floats, fewest: int = 1) -> list[PartyRead]:
        """Parties over the threshold, the surest first, and where they are fewer than `fewest` the
        likeliest with a state; each state is told once, by its surest mention."""
        kept: list[PartyRead] = []
        seen: set[str] = set()
        surest = np.argsort(-shares, kind="stable").tolist()
        for number in filter(None, surest):
            share, states = float(shares[number]), self.linked[number]
            if share < self.at.role:
                if share < self.at.least or _many(kept) >= fewest:
                    break
                if not states:
                    continue
            new = tuple(code for code in states if code not in seen)
            if new or not states:
                kept.append(replace(self.party(number, share), states=new))
                seen.update(new)
        return kept

    def _best(self, shares: Floats, least: float = 0.5) -> PartyRead | None:
        number = int(shares.argmax())
        return self.party(number, float(shares[number])) if shares[number] >= least else None


def _apart(
    actors: list[PartyRead], recipients: list[PartyRead]
) -> tuple[list[PartyRead], list[PartyRead]]:
    """The sides of an act without states that stand on both: each stays where it is surer, or where nobody
    else stands. An act within one state stays as it is."""
    for code in sorted(_codes(actors) & _codes(recipients)):
        others = [_codes(side) - {code} for side in (actors, recipients)]
        if not others[0] and not others[1]:
            continue
        surest = [_surest(side, code) for side in (actors, recipients)]
        if others[0] and (surest[0] < surest[1] or not others[1]):
            actors = _without(actors, code)
        else:
            recipients = _without(recipients, code)
    return actors, recipients


def _many(parties: Sequence[PartyRead]) -> int:
    """How many stand there: each state of a party, and each party without one."""
    return sum(len(party.states) or 1 for party in parties)


def _codes(parties: Sequence[PartyRead]) -> set[str]:
    return {code for party in parties for code in party.states}


def _surest(parties: Sequence[PartyRead], code: str) -> float:
    return max(party.probability for party in parties if code in party.states)


def _without(parties: Sequence[PartyRead], code: str) -> list[PartyRead]:
    return [
        replace(party, states=tuple(each for each in party.states if each != code))
        for party in parties
        if party.states != (code,)
    ]


def _each_once(window: Window, acts: list[ActRead]) -> tuple[ActRead, ...]:
    """Acts without those that tell again what another of the sentence tells: between the same states, of
    the same type or at words beside it. The news stays before what is background, then the surest."""
    kept: list[ActRead] = []
    for act in sorted(acts, key=lambda act: (act.recalled, -act.surety, act.trigger)):
        if not any(_tells_the_same(window, act, other) for other in kept):
            kept.append(act)
    return tuple(sorted(kept, key=lambda act: act.trigger))


def _tells_the_same(window: Window, act: ActRead, other: ActRead) -> bool:
    if _states(act) != _states(other):
        return False
    one, two = window.at(act.trigger), window.at(other.trigger)
    assert one and two, "triggers are made of pieces"
    if window.sentences[one[0]] != window.sentences[two[0]]:
        return False
    beside = max(one[0], two[0]) - min(one[1], two[1]) <= BESIDE
    return beside or act.event_type == other.event_type


def _states(act: ActRead) -> tuple[set[str], set[str]]:
    actors, recipients = _codes(act.actors), _codes(act.recipients)
    return (actors | recipients, set()) if act.joint else (actors, recipients)


def _by_word(window: Window, shares: Floats) -> Floats:
    """Probabilities with all pieces of a word as sure as its surest, so that no word is cut."""
    words = [piece for piece in range(window.opening, len(window)) if not window.goes_on[piece]]
    surest = np.maximum.reduceat(shares, words, axis=0)
    lengths = np.diff([*words, len(window)])
    return np.concatenate([shares[: window.opening], np.repeat(surest, lengths, axis=0)])


def _whole_words(window: Window, span: Span) -> Span:
    """A stretch of pieces with all of its first and last word."""
    first, last = span
    while window.goes_on[first]:
        first -= 1
    while window.goes_on[last + 1]:
        last += 1
    return first, last


def _triggers(window: Window, types: Floats, begins: Floats, at: Thresholds) -> Iterator[Span]:
    """Runs of pieces that tell an act of one type; a new one where another type or trigger begins."""
    told = (types.max(-1) >= at.act).tolist()
    if not any(told):
        return
    best, opening = types.argmax(-1).tolist(), (begins >= at.begins).tolist()
    first = None
    for piece in range(window.opening, len(window)):
        inner = piece < len(window) - 1 and told[piece]
        starts = window.offsets[piece][0] != window.offsets[piece - 1][1]
        new = inner and (
            first is None or best[piece] != best[piece - 1] or (starts and opening[piece])
        )
        if first is not None and (new or not inner):
            yield (first, piece - 1)
            first = None
        if new:
            first = piece


def _clauses(
    window: Window, kinds: Floats, openings: Floats, at: Thresholds
) -> Iterator[tuple[Span, int, float]]:
    """Stretches of one sentence that stand in a position of a kind. A few unlikely pieces in between, as
    names often are, do not part a position, unless one opens after them."""
    text = slice(window.opening, len(window) - 1)
    told = kinds[text] >= at.position
    for kind in np.flatnonzero(told.any(axis=0)).tolist():
        opening = (openings[:, kind] >= at.opens).tolist()
        runs: list[Span] = []
        for piece in (window.opening + np.flatnonzero(told[:, kind])).tolist():
            opens = opening[piece] and not window.goes_on[piece]
            if runs and _goes_on(window, runs[-1][1], piece, opens):
                runs[-1] = (runs[-1][0], piece)
            else:
                runs.append((piece, piece))
        whole = [_whole_words(window, run) for run in runs]
        edges = [window.opening - 1, *(place for run in whole for place in run), len(window) - 1]
        for number, (first, last) in enumerate(runs):
            if last > first:
                share = float(kinds[first : last + 1, kind].mean())
                room = (edges[2 * number] + 1, edges[2 * number + 3] - 1)
                yield _spread(window, kinds[:, kind], whole[number], room), kind, share


def _spread(window: Window, shares: Floats, sure: Span, room: Span) -> Span:
    """A stretch of sure pieces with those around it, in its sentence and in the room there is, that are not
    unlikely, and with all of its first and last word, but without a mark before it."""
    first, last = sure
    here = window.sentences[first]

    def belongs(piece: int, beside: int) -> bool:
        inside = room[0] <= piece <= room[1] and window.sentences[piece] == here
        return inside and bool(shares[piece] >= SPREAD or window.goes_on[max(piece, beside)])

    while belongs(first - 1, first):
        first -= 1
    while belongs(last + 1, last):
        last += 1
    while first < last and window.ids[first] in MARKS:
        first += 1
    return first, last


def _goes_on(window: Window, before: int, piece: int, opens: bool) -> bool:
    same = window.sentences[before] == window.sentences[piece]
    return same and not opens and piece - before <= GAP + 1


def _stretches(window: Window, shares: Floats, least: float) -> list[Span]:
    """The characters of each run of likely pieces of the text, that of the surest piece first."""
    runs: list[tuple[int, int]] = []
    likely = np.flatnonzero(shares[window.opening : len(window) - 1] >= least)
    for piece in (window.opening + likely).tolist():
        if runs and runs[-1][1] == piece - 1:
            runs[-1] = (runs[-1][0], piece)
        else:
            runs.append((piece, piece))
    runs.sort(key=lambda run: -float(shares[run[0] : run[1] + 1].max()))
    return [window.characters(*run) for run in runs]

"""What the reader tells of a sentence, as acts and positions that can be dated and recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.coding import ontology
from detente.coding.actors.noun_phrases import Party
from detente.coding.acts import Act, LeftOut
from detente.coding.grammar.parse import Parse
from detente.coding.reader.decoding import ActRead, PartyRead, PositionRead
from detente.coding.reader.parties import PartyMaker
from detente.records import Actor


@dataclass(frozen=True, slots=True)
class PositionHeld:
    """A position as read, with who takes it towards whom."""

    read: PositionRead
    speaker: Actor
    addressees: tuple[Actor, ...]


def act_of(read: ActRead, parse: Parse, maker: PartyMaker) -> Act | LeftOut:
    """An act as read, or why it is none."""
    token = token_at(parse, read.trigger)
    actors = [party for each in read.actors for party in maker.parties(each)]
    recipients = [party for each in read.recipients for party in maker.parties(each)]
    if read.joint:
        actors, recipients = _joint([*actors, *recipients]), []
    if not any(party.code for party in (*actors, *recipients)):
        return LeftOut(token, "no state or organisation takes part in it")
    if read.joint and len(actors) < 2:
        return LeftOut(token, "only one party to the act is named")
    if not actors and not any(p.code and not p.implied for p in recipients):
        return LeftOut(token, "nobody is named who does it")
    if ontology.needs_recipient(read.event_type) and not (recipients or read.joint):
        return LeftOut(token, "nobody is named to whom it is done")
    mode = read.mode if read.mode in ontology.modes(read.event_type) else None
    return Act(
        trigger=token,
        event_type=read.event_type,
        mode=mode,
        cameo=ontology.cameo_of(read.event_type, mode),
        actors=actors,
        recipients=recipients,
        reciprocal=read.joint,
        status=read.status,
    )


def _joint(parties: Sequence[Party]) -> list[Party]:
    """One party for each state, the first named; of those without a state all, if there is one state."""
    states: dict[str, Party] = {}
    for party in parties:
        if party.code:
            states.setdefault(party.code, party)
    known = list(states.values())
    return known if len(known) > 1 else [*known, *(p for p in parties if not p.code)]


def position_of(read: PositionRead, maker: PartyMaker) -> PositionHeld | str:
    """A position as read, or why it is none: neither speaker nor addressee is a state or body."""
    speaker = _first(read.speaker, maker)
    if speaker is None:
        return "nobody is known who takes this position"
    addressees = tuple(
        party.actor
        for each in read.addressees
        for party in maker.parties(each)
        if party.code != speaker.country or party.code is None
    )
    if speaker.country is None and not any(actor.country for actor in addressees):
        return "neither who takes this position nor at whom it is aimed is a state or body"
    return PositionHeld(read, speaker, addressees)


def _first(read: PartyRead | None, maker: PartyMaker) -> Actor | None:
    return maker.parties(read)[0].actor if read is not None else None


def token_at(parse: Parse, span: tuple[int, int]) -> int:
    """The word of a stretch that tells an act: its verb or noun, else its last word."""
    inside = [t for t in range(len(parse)) if parse.starts[t] < span[1] and span[0] < parse.ends[t]]
    if not inside:
        return next((t for t in range(len(parse)) if parse.starts[t] >= span[0]), len(parse) - 1)
    telling = [t for t in inside if parse.is_verb(t) or parse.is_noun(t)]
    heads = [t for t in telling if parse.heads[t] not in inside]
    return (heads or telling or inside)[-1]

"""Positions of states as acts of theirs.

PLOVER codes what a state says: who demands, accuses, warns, refuses or promises has acted. Most
such acts are told by a verb of their own (`urged`), which the lexicon knows; here are those told
by their content: `Peru said that Chile must leave`, `"Chile broke its word," the minister said`.
"""

from __future__ import annotations

from collections.abc import Sequence

from detente.coding.actors.phrases import Party, Phrases
from detente.coding.relations.acts import Act
from detente.coding.relations.lexicon import Pattern
from detente.coding.relations.stance import Stance
from detente.coding.voice.cues import kinds_in, words_of
from detente.coding.voice.statements import Position
from detente.records import Actor, EventType, StatementKind

TYPE_OF_KIND: dict[StatementKind, tuple[EventType, str]] = {
    "demand": ("REQUEST", "100"),
    "appeal": ("REQUEST", "020"),
    "accusation": ("ACCUSE", "112"),
    "warning": ("THREATEN", "130"),
    "red-line": ("THREATEN", "130"),
    "denial": ("REJECT", "120"),
    "commitment": ("AGREE", "030"),
    "praise": ("SUPPORT", "051"),
}
"""What a position of each kind is as an act, with its CAMEO code; other kinds are no acts."""


SURE_ENOUGH = 0.6
"""Confidence from which a position counts as an act towards a state that its clause names."""
SURE = 0.7
"""Confidence from which it counts as one towards the other state that the article speaks of."""
NEEDS_ADDRESSEE = frozenset({"commitment", "praise"})
"""Kinds that are acts towards a state only where the clause itself names it."""


EMPTY_VERBS = frozenset("be have do carry take make give get see go come put keep".split())
"""Verbs that tell of no position by themselves."""
PERFORMING = ("blaming", "asking", "willing")
"""Words by which a clause with such a verb takes a position."""
PRESENT = ("VB", "VBP", "VBZ", "VBG", "JJ")
TO_COME = frozenset({"AGREE", "COOPERATE", "SUPPORT", "AID"})


def performs(phrases: Phrases, act: Act, speaker: Actor) -> bool:
    """Whether the speaker's words are the act: `we urge`, `Peru condemns`, `Chile must leave`.

    Who says what he will do vouches for it; that he says so is not yet the deed.
    """
    if act.via == "spoken":
        return act.event_type not in TO_COME
    parse = phrases.parse
    lemma = parse.lemmas[act.trigger]
    if not any(lemma in words_of(form) for form in ("saying", "asking", "attitude", "willing")):
        return False
    own = [party for party in act.actors if party.code == speaker.country]
    if any(party.actor.start == speaker.start for party in own):
        return True
    return bool(own) and parse.tags[act.trigger] in PRESENT


def spoken_acts(phrases: Phrases, positions: Sequence[Position], acts: Sequence[Act]) -> list[Act]:
    """Acts that positions of states make, where the sentence tells no act of that type already."""
    told = {(act.event_type, party.code) for act in acts for party in act.actors}
    found: list[Act] = []
    for position in positions:
        act = _spoken(phrases, position)
        if act is None or (act.event_type, act.actors[0].code) in told:
            continue
        told.add((act.event_type, act.actors[0].code))
        found.append(act)
    return found


def _spoken(phrases: Phrases, position: Position) -> Act | None:
    if position.kind not in TYPE_OF_KIND or position.speaker.country is None:
        return None
    trigger = _performing_word(phrases, position)
    if position.confidence < SURE_ENOUGH or trigger is None:
        return None
    recipients = [Party(actor, direct=True) for actor in _named_in(position)]
    sure = position.confidence >= SURE
    if not recipients and sure and position.kind not in NEEDS_ADDRESSEE:
        implied = phrases.implied({position.speaker.country})
        recipients = [implied] if implied else []
    if not recipients:
        return None
    event_type, cameo = TYPE_OF_KIND[position.kind]
    return Act(
        trigger=trigger,
        pattern=Pattern.bare(f"voice:{position.kind}", "", "v", event_type, cameo=cameo),
        event_type=event_type,
        mode=None,
        cameo=cameo,
        actors=[Party(position.speaker, direct=True, office=_office(phrases, position))],
        recipients=recipients,
        reciprocal=False,
        status="planned" if event_type == "AGREE" else "done",
        stance=Stance(),
        via="spoken",
    )


def _performing_word(phrases: Phrases, position: Position) -> int | None:
    """The word by which a position is an act, or None where its clause only tells something.

    The verb of the clause, unless it is one that says nothing by itself (`was carried out`, `is a
    demonstration`): then what it is said with (`is unacceptable`), or a phrase that is the position.
    """
    parse, head = phrases.parse, position.clause
    if parse.lemmas[head] not in EMPTY_VERBS or not parse.is_verb(head):
        return head
    if any(parse.tags[t] == "MD" for t in parse.by_dep(head, "aux")):
        return head
    said_with = parse.by_dep(head, "acomp", "attr", "oprd", "dobj")
    forms = PERFORMING if parse.lemmas[head] == "be" else (*PERFORMING, "expressed")
    for token in (t for part in said_with for t in (part, *parse.by_dep(part, "amod", "conj"))):
        if any(parse.lemmas[token] in words_of(form) for form in forms):
            return token
    start, end = position.about
    return head if position.kind in kinds_in(phrases.discourse.text[start:end]) else None


def _named_in(position: Position) -> list[Actor]:
    """Those at whom a position is aimed that its own clause names."""
    start, end = position.about
    return [
        a
        for a in position.addressees
        if a.start is not None
        and start <= a.start < end
        and a.country not in (None, position.speaker.country)
    ]


def _office(phrases: Phrases, position: Position) -> str | None:
    """Office of the speaker, where he is named in the sentence or taken up by a pronoun."""
    start = position.speaker.start
    heads = [t for t in range(len(phrases.parse)) if phrases.parse.ends[t] == position.speaker.end]
    if start is None or not heads:
        return None
    return next((party.office for party in phrases.parties(heads[0]) if party.office), None)

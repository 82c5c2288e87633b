"""The relation of two given spans: which type joins them, over the same frames and lexicon.

The spans are taken as resolved parties, whatever they name, and the acts of the sentence are read
as always. Where no act joins them, the surest trigger between them decides, with less certainty.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.coding import ontology
from detente.coding.actors.mentions import Mention
from detente.coding.actors.phrases import Phrases
from detente.coding.actors.reference import Discourse
from detente.coding.parsing import Parse, parse_sentences
from detente.coding.relations.acts import Act
from detente.coding.relations.finding import find_acts
from detente.coding.relations.matching import fitting_patterns
from detente.records import EventType, QuadClass

Span = tuple[int, int]
ACTOR, RECIPIENT = "actor", "recipient"
JOINED, TOUCHED, NEARBY, NOTHING = 0.8, 0.6, 0.45, 0.5
"""Share given to the answer when an act joins both spans, when it holds one, when only a trigger
stands by, and to `None` when nothing does. They rank; they are not calibrated."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What joins two spans. `probabilities` runs over all types and None and sums to 1."""

    event_type: EventType | None
    mode: str | None
    quad_class: QuadClass | None
    probabilities: dict[EventType | None, float]


def relation_of(sentence: str, actor: Span | None, recipient: Span | None) -> Relation:
    """The relation of two spans of a sentence, either of which may be None.

    Raises ValueError where a span does not lie within the sentence.
    """
    for span in (actor, recipient):
        if span is not None and not 0 <= span[0] < span[1] <= len(sentence):
            raise ValueError(
                f"span {span} does not lie within a sentence of {len(sentence)} characters"
            )
    (parse,) = parse_sentences([(sentence, 0)])
    mentions = [
        Mention(span[0], span[1], "country", code, "GOV", sentence[slice(*span)])
        for span, code in ((actor, ACTOR), (recipient, RECIPIENT))
        if span is not None
    ]
    mentions.sort(key=lambda mention: mention.start)
    phrases = Phrases(parse, mentions, Discourse(sentence, mentions))
    acts, _ = find_acts(phrases)
    chosen, share = _best(acts, both=actor is not None and recipient is not None)
    if chosen is not None:
        return _relation(chosen.event_type, chosen.mode, share)
    return _from_triggers(parse, actor, recipient)


def _best(acts: list[Act], *, both: bool) -> tuple[Act | None, float]:
    def rank(act: Act) -> tuple[int, int, int]:
        acting = {party.code for party in act.actors}
        undergoing = {party.code for party in act.recipients}
        joined = {ACTOR, RECIPIENT} <= acting | undergoing
        placed = (ACTOR in acting) + (RECIPIENT in undergoing)
        return (2 * joined + placed, act.pattern.weight, -act.trigger)

    if not acts:
        return None, 0.0
    best = max(acts, key=rank)
    full = rank(best)[0] >= (3 if both else 1)
    return best, JOINED if full else TOUCHED


def _from_triggers(parse: Parse, actor: Span | None, recipient: Span | None) -> Relation:
    """The trigger nearest to the first span, by the surest pattern it fits."""
    anchor = (actor or recipient or (0, 1))[1]
    nearest: tuple[int, int] | None = None
    found = None
    for token in range(len(parse)):
        fitting = fitting_patterns(parse, token)
        if not fitting:
            continue
        distance = (-int(parse.is_verb(token)), abs(parse.starts[token] - anchor))
        if nearest is None or distance < nearest:
            nearest, found = distance, fitting[0]
    if found is None:
        return _relation(None, None, NOTHING)
    return _relation(found.event_type, found.mode, NEARBY)


def _relation(event_type: EventType | None, mode: str | None, share: float) -> Relation:
    names: tuple[EventType | None, ...] = (*ontology.event_types(), None)
    rest = (1 - share) / (len(names) - 1)
    return Relation(
        event_type,
        mode,
        ontology.quad_class(event_type) if event_type else None,
        {name: share if name == event_type else rest for name in names},
    )

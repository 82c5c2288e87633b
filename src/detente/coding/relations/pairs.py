"""The relation of two given spans: which type joins them, told by the model from the same parse and
lexicon as any sentence is read by.

The spans are taken as resolved parties, whatever they name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.coding import ontology
from detente.coding.actors.mentions import Mention, find_mentions
from detente.coding.actors.names import name_table
from detente.coding.actors.phrases import Phrases
from detente.coding.actors.reference import Discourse
from detente.coding.parsing import Parse, parse_sentences
from detente.coding.pieces import Span, StateName
from detente.coding.relations.acts import Act
from detente.coding.relations.encoding import JOINED, NOT_READ, TOUCHED, PairFeatures, reading_of
from detente.coding.relations.finding import find_acts
from detente.coding.relations.model import RelationModel
from detente.records import EventType, QuadClass

ACTOR, RECIPIENT = "actor", "recipient"
UNMASKED = frozenset({"institution", "organisation", "nonactor"})
"""Kinds of names that the model sees as they are written."""
CERTAIN = 0.99
"""Share of None above which two spans that were asked about are told to have nothing between them."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What joins two spans. `probabilities` runs over all types and None and sums to 1."""

    event_type: EventType | None
    mode: str | None
    quad_class: QuadClass | None
    probabilities: dict[EventType | None, float]


def relation_of(
    sentence: str, actor: Span | None, recipient: Span | None, model: RelationModel
) -> Relation:
    """The relation of two spans of a sentence, either of which may be None.

    The type is the likeliest of those that may join two spans, unless it is next to certain that
    none does. Raises ValueError where a span does not lie within the sentence.
    """
    for span in (actor, recipient):
        if span is not None and not 0 <= span[0] < span[1] <= len(sentence):
            raise ValueError(
                f"span {span} does not lie within a sentence of {len(sentence)} characters"
            )
    (parse,) = parse_sentences([(sentence, 0)])
    asked = features_of(parse, sentence, actor, recipient)
    (told,) = model.judge(sentence, names_in(sentence), [asked])
    if told.joined < 1 - CERTAIN:
        return Relation(None, None, None, told.probabilities)
    best = told.best
    return Relation(best, told.mode_of(best), ontology.quad_class(best), told.probabilities)


def names_in(sentence: str) -> tuple[StateName, ...]:
    """The names of states in a sentence that stands alone."""
    return state_names(find_mentions(sentence, name_table(()), None), 0)


def features_of(
    parse: Parse, sentence: str, actor: Span | None, recipient: Span | None
) -> PairFeatures:
    """Two given spans as the model takes them, with what the lexicon reads between them."""
    mentions = [
        Mention(span[0], span[1], "country", code, "GOV", sentence[slice(*span)])
        for span, code in ((actor, ACTOR), (recipient, RECIPIENT))
        if span is not None
    ]
    mentions.sort(key=lambda mention: mention.start)
    acts, _ = find_acts(Phrases(parse, mentions, Discourse(sentence, mentions)))
    hold, act = _best(acts, both=actor is not None and recipient is not None)
    return PairFeatures(
        actor,
        recipient,
        _dependency(parse, actor),
        _dependency(parse, recipient),
        reading_of(hold, act.event_type if act else None),
    )


def _best(acts: list[Act], *, both: bool) -> tuple[int, Act | None]:
    """The act that holds most of the two, and whether it holds both in their places."""

    def rank(act: Act) -> tuple[int, int, int]:
        acting = {party.code for party in act.actors}
        undergoing = {party.code for party in act.recipients}
        joined = {ACTOR, RECIPIENT} <= acting | undergoing
        placed = (ACTOR in acting) + (RECIPIENT in undergoing)
        return (2 * joined + placed, act.pattern.weight, -act.trigger)

    if not acts:
        return NOT_READ, None
    best = max(acts, key=rank)
    full = rank(best)[0] >= (3 if both else 1)
    return JOINED if full else TOUCHED, best


def _dependency(parse: Parse, span: Span | None) -> str:
    if span is None:
        return ""
    inside = [t for t in range(len(parse)) if parse.starts[t] < span[1] and span[0] < parse.ends[t]]
    heads = (t for t in inside if parse.heads[t] == t or parse.heads[t] not in inside)
    head = next(heads, None)
    return dependency(parse, head) if head is not None else ""


def state_names(mentions: Sequence[Mention], start: int) -> tuple[StateName, ...]:
    """Names of states among the mentions of a sentence that begins at `start`, with offsets in it."""
    return tuple(
        StateName(mention.start - start, mention.end - start, mention.code, mention.kind == "adjective")
        for mention in mentions
        if mention.code and ":" not in mention.code and mention.kind not in UNMASKED
        and mention.start >= start
    )  # fmt: skip


def dependency(parse: Parse, token: int) -> str:
    """How a phrase hangs in the sentence: the label of its head, or of the first it is joined to."""
    while parse.deps[token] == "conj" and parse.heads[token] != token:
        token = parse.heads[token]
    return parse.deps[token]

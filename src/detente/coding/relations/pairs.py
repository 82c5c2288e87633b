"""The relation of two given spans: which type joins them, told by the model from the sentence and its
parse.

The spans are taken as resolved parties, whatever they name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.coding import ontology
from detente.coding.actors.mentions import Mention, find_mentions
from detente.coding.actors.names import name_table
from detente.coding.parsing import Parse, parse_sentences
from detente.coding.pieces import Span, StateName
from detente.coding.relations.encoding import PairFeatures
from detente.coding.relations.model import RelationModel
from detente.records import EventType, QuadClass

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
    asked = features_of(parse, actor, recipient)
    (told,) = model.judge(sentence, names_in(sentence), [asked])
    if told.joined < 1 - CERTAIN:
        return Relation(None, None, None, told.probabilities)
    best = told.best
    return Relation(best, told.mode_of(best), ontology.quad_class(best), told.probabilities)


def names_in(sentence: str) -> tuple[StateName, ...]:
    """The names of states in a sentence that stands alone."""
    return state_names(find_mentions(sentence, name_table(()), None), 0)


def features_of(parse: Parse, actor: Span | None, recipient: Span | None) -> PairFeatures:
    """Two given spans as the model takes them."""
    return PairFeatures(actor, recipient, _dependency(parse, actor), _dependency(parse, recipient))


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

"""Whether two phrases of a sentence are two parties of an act, or one and its own parts."""

from __future__ import annotations

from detente.coding import ontology
from detente.coding.actors.phrases import Phrases
from detente.coding.parsing import Parse
from detente.coding.relations.candidates import Candidate, Pair
from detente.coding.relations.matching import fitting_patterns
from detente.records import EventType

WHOLE = frozenset({"country", "capital", "adjective", "people"})
"""Kinds of names that stand for a state as a whole."""
PARTS = frozenset({"pobj", "prep", "appos", "poss", "compound", "nmod", "amod", "conj"})


def stand_apart(phrases: Phrases, pair: Pair) -> bool:
    """Whether a pair is of two parties: of two states, or of two bodies of one.

    Within one state a phrase that is a part of the other (`the premier of Peru`, `Li, head of …`), or
    that names the state itself or its capital (`met in Lima`), is no party beside it.
    """
    actor, recipient = pair.actor, pair.recipient
    if pair.between:
        return True
    parse = phrases.parse
    if actor.party.code is None or recipient.party.code is None:
        return not (
            _names_office(parse, actor, recipient) or _names_office(parse, recipient, actor)
        )
    if any(parse.lemmas[each.token] == "counterpart" for each in (actor, recipient)):
        return False
    if _is_whole(phrases, recipient) or not actor.party.direct:
        return False
    if _is_whole(phrases, actor) and not _stands_as_doer(parse, actor.token):
        return False
    return not (
        _is_within(parse, actor.token, recipient.token)
        or _is_within(parse, recipient.token, actor.token)
    )


def is_of_bare_verb(parse: Parse, trigger: int, event_type: EventType) -> bool:
    """Whether a type is of the other side than what the lexicon reads of a verb with its particle
    (`kicked off talks` is no hostile act)."""
    if not parse.is_verb(trigger) or parse.first(trigger, "prt") is None:
        return False
    known = {
        ontology.quad_class(pattern.event_type).split()[-1]
        for pattern in fitting_patterns(parse, trigger)
    }
    return bool(known) and ontology.quad_class(event_type).split()[-1] not in known


def _names_office(parse: Parse, inner: Candidate, outer: Candidate) -> bool:
    """`the Secretary of State`: a word that only tells which office it is."""
    prep = parse.heads[inner.token]
    of = parse.deps[inner.token] == "pobj" and parse.lowers[prep] == "of"
    return of and parse.heads[prep] == outer.token and outer.party.person and outer.party.direct


def _is_whole(phrases: Phrases, candidate: Candidate) -> bool:
    mention = phrases.mention_at.get(candidate.token)
    named = mention is not None and mention.kind in WHOLE
    return named and phrases.role_at(candidate.token) is None


def _stands_as_doer(parse: Parse, token: int) -> bool:
    """Whether a name is a subject, or stands after `by`."""
    by = parse.deps[token] == "pobj" and parse.lowers[parse.heads[token]] == "by"
    return by or parse.deps[token] == "nsubj"


def _is_within(parse: Parse, inner: int, outer: int) -> bool:
    """Whether a phrase is part of another's, no verb between them."""
    while inner != outer:
        if parse.heads[inner] == inner or parse.deps[inner] not in PARTS:
            return False
        inner = parse.heads[inner]
    return True

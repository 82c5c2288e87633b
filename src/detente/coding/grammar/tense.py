"""Whether a verb tells of the past, of the present or of what is to come."""

from __future__ import annotations

from collections.abc import Iterator

from detente.coding.grammar.factuality import FUTURE, OBLIGED, POSSIBLE
from detente.coding.grammar.governing import effect_of
from detente.coding.grammar.parse import Parse
from detente.coding.grammar.verbs import is_infinitive

AHEAD = FUTURE | POSSIBLE | OBLIGED | {"would", "'d", "’d"}
"""Auxiliaries of verbs that look ahead."""


def verbs_above(parse: Parse, token: int) -> Iterator[int]:
    """The verbs that govern a word, the nearest first; none that is part of a phrase."""
    for above in (token, *parse.ancestors(token)):
        if parse.is_verb(above) and not parse.is_part_of_name(above):
            yield above


def tense_of(parse: Parse, verb: int) -> int:
    """-1 for a verb that tells of the past, 1 for one that looks ahead, 0 for a bare present."""
    auxiliaries = parse.all_auxiliaries(verb)
    words = {parse.lowers[t] for t in auxiliaries}
    if words & AHEAD:
        return -1 if "have" in words and not words & FUTURE else 1
    if "to" in words:
        return _tense_of_infinitive(parse, verb, perfect="have" in words)
    if parse.lemmas[verb] == "be" and any(
        is_infinitive(parse, t) for t in parse.open_complements(verb)
    ):
        return 1
    if any(map(parse.is_past_tense, (verb, *auxiliaries))):
        return -1
    if "have" in {parse.lemmas[t] for t in auxiliaries}:
        return -1
    if parse.is_past_participle(verb):
        return _tense_of_participle(parse, verb, words)
    if parse.is_gerund(verb):
        return 1 if words else _tense_above(parse, verb)
    if parse.is_conjunct(verb):
        own = parse.any_subject(verb) is not None
        return 0 if own else tense_of(parse, parse.heads[verb])
    return 0


def _tense_of_infinitive(parse: Parse, verb: int, *, perfect: bool) -> int:
    """`Promised to send` looks ahead; `failed to vote`, `began to withdraw` are of their verb's time;
    `was to have voted`, `is said to have voted` lie back."""
    head = parse.heads[verb]
    if head == verb:
        return 1
    hoped = effect_of(parse, head) in ("plan", "thought", "try", "commit")
    if perfect and not (hoped and parse.passive_auxiliary(head) is None):
        return -1
    if parse.is_adverbial_clause(verb) and parse.is_verb(head):
        return tense_of(parse, head)
    if parse.is_adjectival_complement(head) and effect_of(parse, head) == "go":
        return tense_of(parse, parse.heads[head])
    implied = parse.is_verb(head) and parse.is_open_complement(verb) and parse.lemmas[head] != "be"
    if implied and effect_of(parse, head) in (None, "go", "cause", "fail", "refuse", "try"):
        return tense_of(parse, head)
    return 1


def _tense_of_participle(parse: Parse, verb: int, auxiliaries: set[str]) -> int:
    if auxiliaries:
        return 1 if effect_of(parse, verb) in ("plan", "commit") else 0
    return 1 if effect_of(parse, verb) == "plan" else -1


def _tense_above(parse: Parse, verb: int) -> int:
    above = next(verbs_above(parse, parse.heads[verb]), None)
    return -1 if above is None or above == verb else tense_of(parse, above)

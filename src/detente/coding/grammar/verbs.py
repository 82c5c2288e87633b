"""Forms of a verb with its auxiliaries."""

from __future__ import annotations

from detente.coding.grammar.parse import Parse


def is_infinitive(parse: Parse, verb: int) -> bool:
    """`to leave`."""
    return any(parse.lowers[t] == "to" for t in parse.auxiliaries(verb))


def has_perfect(parse: Parse, verb: int) -> bool:
    """`has left`, `had left`, `to have left`."""
    return any(parse.lemmas[t] == "have" for t in parse.auxiliaries(verb))


def has_present_perfect(parse: Parse, verb: int) -> bool:
    """`has left`, `have left`."""
    return any(
        parse.is_present_tense(t) and parse.lemmas[t] == "have" for t in parse.auxiliaries(verb)
    )


def has_past_perfect(parse: Parse, verb: int) -> bool:
    """`had left`."""
    return any(parse.lowers[t] in ("had", "'d") for t in parse.auxiliaries(verb))

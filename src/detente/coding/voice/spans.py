"""From words of a parse to stretches of the text."""

from __future__ import annotations

from collections.abc import Iterable

from detente.coding.grammar.parse import Parse


def _beside(parse: Parse, child: int, parent: int, clause: int) -> bool:
    """Whether a child is a coordinated clause with a subject or an auxiliary of its own.

    So is a finite verb beside an infinitive (`that it would pay and said …`), and a second clause
    with `that` after a comma.
    """
    if parent != clause or not parse.is_verb(child):
        return False
    own = parse.first(child, "nsubj", "nsubjpass", "aux") is not None
    if parse.deps[child] == "conj":
        finite = parse.tags[child] in ("VBD", "VBZ", "VBP")
        return own or (finite and parse.tags[clause] == "VB")
    if own and parse.deps[child] in ("ccomp", "advcl") and second_that(parse, child):
        return True
    return own and parse.deps[child] == "ccomp" and child < clause


def second_that(parse: Parse, clause: int) -> bool:
    """`that it paid, that it lied`: the second, where the parse hangs it from the first."""
    opening = next((t for t in parse.by_dep(clause, "mark") if parse.lowers[t] == "that"), 0)
    after = opening > 0 and parse.lowers[opening - 1] in (",", "and", ";")
    return after and any(
        parse.lowers[t] == "that" for t in parse.by_dep(parse.heads[clause], "mark")
    )


def told_to(parse: Parse, verb: int) -> list[int]:
    """`told a radio station that Peru …`: what is told, where the parse hangs it from who hears it."""
    return [
        clause
        for hearer in parse.by_dep(verb, "dobj", "dative", "nsubjpass")
        for clause in parse.by_dep(hearer, "relcl", "acl")
        if clause > verb and has_that(parse, clause) and parse.first(clause, "nsubj", "nsubjpass")
    ]


def has_that(parse: Parse, clause: int) -> bool:
    """Whether a clause is opened by a `that` that stands for nothing in it."""
    return any(parse.lowers[t] == "that" for t in parse.by_dep(clause, "mark"))


def joined_that(parse: Parse, verb: int) -> list[int]:
    """`said that it had paid, and that talks would follow`: the second, parsed as beside `said`."""
    return [
        clause for clause in parse.by_dep(verb, "conj") if clause > verb and has_that(parse, clause)
    ]


def begins_anew(parse: Parse, verb: int) -> bool:
    """`…; Chile said that it was so`: nothing before the semicolon is said by this verb."""
    subject = parse.first(verb, "nsubj")
    opening = min(parse.subtree(subject)) if subject is not None else 0
    return opening > 0 and parse.lowers[opening - 1] == ";"


DENYING = frozenset({"nor", "neither"})
"""Conjunctions without which a clause would say the contrary."""


def span_of(parse: Parse, tokens: Iterable[int]) -> tuple[int, int]:
    """Offsets from the first to the last token, without punctuation at either end."""
    members = list(tokens)
    first, last = min(members), max(members)
    while (
        first < last and parse.deps[first] in ("punct", "cc") and parse.lowers[first] not in DENYING
    ):
        first += 1
    while last > first and parse.deps[last] in ("punct", "cc"):
        last -= 1
    return parse.starts[first], parse.ends[last]

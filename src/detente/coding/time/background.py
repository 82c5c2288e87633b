"""Whether a text puts an act back behind its news, with a day or without."""

from __future__ import annotations

from detente.coding.grammar.clauses import clause_of
from detente.coding.grammar.governing import effect_of
from detente.coding.grammar.parse import Parse
from detente.coding.grammar.tense import tense_of
from detente.coding.grammar.verbs import has_past_perfect, has_present_perfect
from detente.records import Genre, Status

RECALLING = frozenset({"recall", "remember"})
OF_OLD = frozenset({"once", "formerly", "originally", "historically"})
"""Adverbs that put an act far back, on no day."""
SUMMING_UP = frozenset(
    "always repeatedly previously already consistently long often before".split()
)


def told_as_background(parse: Parse, trigger: int) -> bool:
    """`had visited`, `the men arrested in May`, `you will recall that …`: put back behind the news."""
    if _past_perfect(parse, trigger) or _called_to_mind(parse, trigger):
        return True
    clause = clause_of(parse, trigger)
    if tense_of(parse, clause) < 0 and (_of_old(parse, clause) or _used_to(parse, clause)):
        return True
    head = parse.heads[clause]
    rootless = parse.heads[head] == head and not parse.is_verb(head)
    return parse.is_adnominal_clause(clause) and parse.is_past_participle(clause) and not rootless


def _of_old(parse: Parse, clause: int) -> bool:
    """`once bombed`, `originally agreed`; not `once again`."""
    return any(
        parse.lowers[t] in OF_OLD
        and not parse.children[t]
        and parse.lowers[t + 1] not in ("again", "more")
        for t in parse.adverbs(clause)
        if t + 1 < len(parse)
    )


def _used_to(parse: Parse, clause: int) -> bool:
    """`used to arm rebels`."""
    head = parse.heads[clause]
    return (
        parse.is_open_complement(clause)
        and parse.lemmas[head] == "use"
        and parse.is_past_tense(head)
    )


def _called_to_mind(parse: Parse, trigger: int) -> bool:
    """`remember that Peru left`: said of what is known."""
    return any(
        parse.is_clausal_complement(node) and parse.lemmas[parse.heads[node]] in RECALLING
        for node in (trigger, *parse.ancestors(trigger))
    )


def looks_back(parse: Parse, trigger: int, genre: Genre, status: Status) -> bool:
    """Whether who speaks for an office tells an act as one of before, with no day.

    In a transcript a perfect (`we have raised it with them`) sums up, and a clause with `when` places
    something else; in a statement the perfect of a main clause is its news.
    """
    if genre not in ("transcript", "statement") or status not in ("done", "denied"):
        return False
    clause = clause_of(parse, trigger)
    marks = {parse.lowers[t] for t in parse.markers_and_adverbs(clause)}
    if parse.is_temporal_clause(clause) and "when" in marks:
        return tense_of(parse, clause) < 0
    if not has_present_perfect(parse, clause):
        return False
    return genre == "transcript" or parse.is_dependent_clause(clause) or bool(marks & SUMMING_UP)


def _past_perfect(parse: Parse, trigger: int) -> bool:
    """`had visited`, on the trigger or on the verb it hangs from.

    Under a verb of saying in the past (`said he had visited`) it is the plain past, put back a tense.
    """
    if any(
        parse.is_past_tense(t) and effect_of(parse, t) in ("report", "deny")
        for t in parse.ancestors(trigger)
    ):
        return False
    node = trigger
    for _ in range(4):
        if has_past_perfect(parse, node):
            return True
        if not parse.goes_on_upwards(node) or parse.heads[node] == node:
            return False
        node = parse.heads[node]
    return False

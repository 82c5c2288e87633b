"""Which clause a word belongs to, which clauses tell of the same time, and those with `that`."""

from __future__ import annotations

from collections.abc import Iterator

from detente.coding.grammar.governing import effect_of
from detente.coding.grammar.parse import Parse
from detente.coding.grammar.tense import tense_of

TIME_NOUNS = frozenset(
    "night morning afternoon evening day week weekend month year eve course end beginning start middle "
    "hour noon midnight dawn".split()
)
SAME_TIME = frozenset({"when", "as", "while", "where"})
SAID = 4
"""How much further what is said stands from the day on which it is said."""
BACKWARD = frozenset({"go", "cause", "try", "fail", "refuse"})
"""Effects of verbs whose content is of their own time (`began to withdraw`, `failed to agree`)."""


def clause_of(parse: Parse, token: int) -> int:
    """The verb at the head of the clause a word stands in, or the root."""
    for node in (token, *parse.ancestors(token)):
        if heads_clause(parse, node):
            return node
    return node


def heads_clause(parse: Parse, token: int) -> bool:
    return parse.is_verb(token) and not parse.is_within_verb(token)


def host_of(parse: Parse, token: int) -> int:
    """The word whose time an expression tells: what it hangs from, past prepositions."""
    node = parse.heads[token]
    if parse.is_compound(token) and token and parse.is_preposition(token - 1):
        # `On Friday Antony Blinken joined` is parsed as one name after `on`
        node = token - 1
    if parse.is_subject(token) and _marked_by_time(parse, token):
        # `held since May left today` is parsed as `since May left`
        return clause_of(parse, parse.heads[node])
    while parse.heads[node] != node and not parse.is_verb(node):
        passed = parse.is_adverbial(node) or parse.lemmas[node] in TIME_NOUNS
        if not passed:
            break
        node = parse.heads[node]
    return node


def _marked_by_time(parse: Parse, token: int) -> bool:
    first = min(parse.subtree(token))
    return first > 0 and parse.lowers[first - 1] in ("since", "until", "till")


def clauses_around(parse: Parse, clause: int, *, ahead: bool) -> Iterator[tuple[int, int]]:
    """A clause and those that tell of the same time, each with how far it stands; the nearest first.

    `ahead` is true for an act to come: what is planned then is not dated by when it was planned.
    """
    yield clause, 0
    yield from _above(parse, clause, 3, ahead=ahead)
    for below in parse.content_clauses(clause):
        own_time = effect_of(parse, clause) in (None, "go", "cause", "fail", "refuse")
        if parse.is_verb(below) and own_time and parse.is_non_finite(below):
            yield below, 3
    for below in parse.adverbial_clauses(clause):
        if parse.is_gerund(below) and _same_time(parse, below):
            yield below, 4
    for beside in parse.conjuncts(clause):
        if parse.is_verb(beside) and _shares(parse, clause, beside):
            yield beside, 5


def _above(parse: Parse, clause: int, cost: int, *, ahead: bool) -> Iterator[tuple[int, int]]:
    head = parse.heads[clause]
    if head == clause or cost > 12:
        return
    upper = clause_of(parse, head)
    effect = effect_of(parse, head)
    if (
        parse.is_content_clause(clause)
        and parse.is_non_finite(clause)
        and (effect in {None, *BACKWARD} or ahead)
    ) or (parse.is_dependent_clause(clause) and _cleft(parse, head)):
        yield upper, cost
    elif parse.is_clause_on_noun(clause) and parse.heads[head] == head and not parse.is_verb(head):
        yield head, cost - 2
    elif parse.is_relative_clause(clause) and parse.is_past_tense(clause) and not ahead:
        yield upper, cost + 2
    elif parse.is_clausal_complement(clause) and effect in ("report", "deny", "ask") and not ahead:
        yield upper, cost + SAID
    elif (parse.is_adverbial_or_prepositional(clause) and _same_time(parse, clause)) or (
        parse.is_conjunct(clause) and _shares(parse, upper, clause)
    ):
        yield upper, cost + 1
    else:
        return
    yield from _above(parse, upper, cost + 2, ahead=ahead)


def _cleft(parse: Parse, verb: int) -> bool:
    """`It was in May that …`."""
    subject = parse.active_subject_or_expletive(verb)
    return parse.lemmas[verb] == "be" and subject is not None and parse.lowers[subject] == "it"


def _same_time(parse: Parse, clause: int) -> bool:
    """`ending a quarrel`, `when a mob stoned his car`: at the time of the clause above."""
    marks = [parse.lowers[t] for t in parse.markers_and_adverbs(clause)]
    if SAME_TIME.intersection(marks):
        return True
    return (
        parse.is_gerund(clause) and not marks and parse.active_subject_or_auxiliary(clause) is None
    )


def _shares(parse: Parse, first: int, second: int) -> bool:
    """Whether two joined clauses are of one tense, and of one subject."""
    own = parse.any_subject(second) is not None
    return not own and tense_of(parse, first) == tense_of(parse, second)


def told_to(parse: Parse, verb: int) -> list[int]:
    """`told a radio station that Peru …`: what is told, where the parse hangs it from who hears it."""
    return [
        clause
        for hearer in parse.hearers(verb)
        for clause in parse.clauses_on_noun(hearer)
        if clause > verb and has_that(parse, clause) and parse.any_subject(clause)
    ]


def has_that(parse: Parse, clause: int) -> bool:
    """Whether a clause is opened by a `that` that stands for nothing in it."""
    return any(parse.lowers[t] == "that" for t in parse.markers(clause))


def joined_that(parse: Parse, verb: int) -> list[int]:
    """`said that it had paid, and that talks would follow`: the second, parsed as beside `said`."""
    return [clause for clause in parse.conjuncts(verb) if clause > verb and has_that(parse, clause)]


def begins_anew(parse: Parse, verb: int) -> bool:
    """`…; Chile said that it was so`: nothing before the semicolon is said by this verb."""
    subject = parse.subject(verb)
    opening = min(parse.subtree(subject)) if subject is not None else 0
    return opening > 0 and parse.lowers[opening - 1] == ";"

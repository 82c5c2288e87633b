"""Which clause of a sentence a word belongs to, and which other clauses tell of the same time."""

from __future__ import annotations

from collections.abc import Iterator

from detente.coding.grammar.governing import effect_of
from detente.coding.grammar.parse import Parse
from detente.coding.time.reading import TIME_NOUNS, tense_of

SAME_TIME = frozenset({"when", "as", "while", "where"})
NOT_ITS_OWN = frozenset({"aux", "auxpass", "amod", "compound"})
SAID = 4
"""How much further what is said stands from the day on which it is said."""
PASSED = frozenset({"prep", "pcomp", "advmod", "npadvmod", "mark"})
BACKWARD = frozenset({"go", "cause", "try", "fail", "refuse"})
"""Effects of verbs whose content is of their own time (`began to withdraw`, `failed to agree`)."""


def clause_of(parse: Parse, token: int) -> int:
    """The verb at the head of the clause a word stands in, or the root."""
    for node in (token, *parse.ancestors(token)):
        if heads_clause(parse, node):
            return node
    return node


def heads_clause(parse: Parse, token: int) -> bool:
    return parse.is_verb(token) and parse.deps[token] not in NOT_ITS_OWN


def host_of(parse: Parse, token: int) -> int:
    """The word whose time an expression tells: what it hangs from, past prepositions."""
    node = parse.heads[token]
    if parse.deps[token] == "compound" and token and parse.deps[token - 1] == "prep":
        # `On Friday Antony Blinken joined` is parsed as one name after `on`
        node = token - 1
    if parse.deps[token] == "nsubj" and _marked_by_time(parse, token):
        # `held since May left today` is parsed as `since May left`
        return clause_of(parse, parse.heads[node])
    while parse.heads[node] != node and not parse.is_verb(node):
        passed = parse.deps[node] in PASSED or parse.lemmas[node] in TIME_NOUNS
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
    for below in parse.by_dep(clause, "xcomp", "ccomp"):
        own_time = effect_of(parse, clause) in (None, "go", "cause", "fail", "refuse")
        if parse.is_verb(below) and own_time and _bare(parse, below):
            yield below, 3
    for below in parse.by_dep(clause, "advcl"):
        if parse.tags[below] == "VBG" and _same_time(parse, below):
            yield below, 4
    for beside in parse.by_dep(clause, "conj"):
        if parse.is_verb(beside) and _shares(parse, clause, beside):
            yield beside, 5


def _bare(parse: Parse, clause: int) -> bool:
    """Whether a clause is an infinitive or participle (`let boats leave`), and no sentence of its own."""
    return parse.tags[clause] in ("VB", "VBG", "VBN")


def _above(parse: Parse, clause: int, cost: int, *, ahead: bool) -> Iterator[tuple[int, int]]:
    head, dep = parse.heads[clause], parse.deps[clause]
    if head == clause or cost > 12:
        return
    upper = clause_of(parse, head)
    effect = effect_of(parse, head)
    if (
        dep in ("xcomp", "ccomp")
        and _bare(parse, clause)
        and (effect in {None, *BACKWARD} or ahead)
    ) or (dep in ("ccomp", "relcl", "advcl") and _cleft(parse, head)):
        yield upper, cost
    elif dep in ("acl", "relcl") and parse.heads[head] == head and not parse.is_verb(head):
        yield head, cost - 2
    elif dep == "relcl" and parse.tags[clause] == "VBD" and not ahead:
        yield upper, cost + 2
    elif dep == "ccomp" and effect in ("report", "deny", "ask") and not ahead:
        yield upper, cost + SAID
    elif (dep in ("advcl", "pcomp") and _same_time(parse, clause)) or (
        dep == "conj" and _shares(parse, upper, clause)
    ):
        yield upper, cost + 1
    else:
        return
    yield from _above(parse, upper, cost + 2, ahead=ahead)


def _cleft(parse: Parse, verb: int) -> bool:
    """`It was in May that …`."""
    subject = parse.first(verb, "nsubj", "expl")
    return parse.lemmas[verb] == "be" and subject is not None and parse.lowers[subject] == "it"


def _same_time(parse: Parse, clause: int) -> bool:
    """`ending a quarrel`, `when a mob stoned his car`: at the time of the clause above."""
    marks = [parse.lowers[t] for t in parse.by_dep(clause, "mark", "advmod")]
    if SAME_TIME.intersection(marks):
        return True
    return parse.tags[clause] == "VBG" and not marks and parse.first(clause, "aux", "nsubj") is None


def _shares(parse: Parse, first: int, second: int) -> bool:
    """Whether two joined clauses are of one tense, and of one subject."""
    own = parse.first(second, "nsubj", "nsubjpass") is not None
    return not own and tense_of(parse, first) == tense_of(parse, second)

"""If-clauses: what somebody ties an act to."""

from __future__ import annotations

from detente.coding.parsing import Parse
from detente.coding.relations.stance import CONDITIONAL_MARKS

MARKS = (CONDITIONAL_MARKS - {"whether"}) | {"providing", "until", "till", "once"}
SUPPOSING = frozenset({"should", "were", "had"})
LEADING = frozenset({"only", "even", "not"})


def condition_of(parse: Parse, clause: int) -> tuple[int, ...] | None:
    """Tokens of the if-clause that hangs from a clause, or None."""
    for child in parse.by_dep(clause, "advcl", "ccomp", "prep", "advmod", "npadvmod", "acomp"):
        if parse.deps[child] in ("advcl", "ccomp") and is_condition(parse, child):
            return tuple(parse.subtree(child))
        if parse.deps[child] in ("prep", "advmod") and _as_long_as(parse, child):
            return tuple(parse.subtree(child))
    return None


def is_condition(parse: Parse, clause: int) -> bool:
    """Whether a clause supposes: `if …`, `unless …`, `only when …`, `should it …`."""
    opening = [t for t in parse.children[clause] if t < clause]
    lows = {parse.lowers[t] for t in parse.by_dep(clause, "mark", "advmod", "prep")}
    if lows & MARKS or "long" in lows:
        return True
    first = min(parse.subtree(clause))
    if parse.lowers[first] in LEADING and "when" in lows:
        return True
    subject = parse.first(clause, "nsubj", "nsubjpass", "expl")
    supposing = [t for t in opening if parse.lowers[t] in SUPPOSING and parse.deps[t] == "aux"]
    supposing += [t for t in opening if parse.deps[t] == "auxpass" and parse.lowers[t] in SUPPOSING]
    return (
        parse.deps[clause] == "advcl"
        and bool(supposing)
        and subject is not None
        and supposing[0] < subject
    )


def _as_long_as(parse: Parse, token: int) -> bool:
    """`as long as …`, `on condition that …`, `in return for …`."""
    low = parse.lowers[token]
    if low == "long":
        return bool(parse.by_dep(token, "advcl", "prep"))
    inner = parse.first(token, "pobj")
    if inner is None:
        return False
    return (low, parse.lemmas[inner]) in (
        ("on", "condition"), ("in", "return"), ("in", "exchange"), ("on", "understanding"),
    )  # fmt: skip

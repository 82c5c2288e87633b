"""If-clauses, with a word for it or by their order, and what hangs from them."""

from __future__ import annotations

from detente.coding.grammar.parse import Parse

CONDITIONAL_MARKS = frozenset({"if", "unless", "provided", "lest"})
INVERTED = frozenset({"should", "had", "were"})
"""Auxiliaries that open an if-clause without an `if` (`should it stay, …`)."""
BEFORE_INVERTED = ("NN", "CD", "VB", ",", ":", "``", "''", "-", "(", ")")
"""Beginnings of the tags of words after which such a clause may open; `never had it` is none."""


def depends(parse: Parse, trigger: int) -> bool:
    """Whether an if-clause hangs from an act that lies ahead, or from the verb that plans it."""
    for node in (trigger, *parse.ancestors(trigger)):
        if parse.is_verb(node):
            if any(is_condition(parse, clause) for clause in parse.by_dep(node, "advcl")):
                return True
            if parse.deps[node] == "ccomp" and inverted(parse, parse.heads[node]):
                return True
            if parse.deps[node] not in ("xcomp", "conj"):
                return False
        elif not (parse.deps[node] in ("acomp", "prep", "pobj", "dobj") and node != trigger) and (
            node != trigger
        ):
            return False
    return False


def is_condition(parse: Parse, clause: int) -> bool:
    """Whether a clause is an if-clause, with a word for it or by its order (`should it stay`)."""
    marks = {parse.lowers[t] for t in parse.by_dep(clause, "mark", "advmod")}
    if marks & CONDITIONAL_MARKS or parse.lowers[clause] == "provided":
        return True
    return inverted(parse, clause)


def inverted(parse: Parse, clause: int) -> bool:
    """Whether the order of words makes a clause an if-clause (`had Peru stayed`, `were Peru to leave`)."""
    subject = parse.first(clause, "nsubj", "nsubjpass")
    openers = parse.by_dep(clause, "aux", "auxpass")
    if subject is None or any(parse.by_dep(t, "mark") for t in (clause, *openers)):
        return False
    if parse.lowers[clause] == "were" and parse.by_dep(clause, "xcomp"):
        openers = [clause]
    return any(parse.lowers[t] in INVERTED and t < subject and _may_open(parse, t) for t in openers)


def _may_open(parse: Parse, auxiliary: int) -> bool:
    """Whether a clause may begin here; `never had it`, `nor should it` and questions are no if-clauses."""
    if parse.words[-1] == "?":
        return False
    return auxiliary == 0 or parse.tags[auxiliary - 1].startswith(BEFORE_INVERTED)


def any_condition(parse: Parse) -> bool:
    """Whether a sentence holds an if-clause anywhere."""
    return any(parse.is_verb(t) and is_condition(parse, t) for t in range(len(parse)))


def inverted_opening(parse: Parse) -> int:
    """Words of the if-clause that opens a sentence by its order (`Should Peru stay, …`), up to its comma; 0
    where none does. Told from the words alone, since parsers often miss it."""
    opens = parse.lowers[0] in INVERTED and parse.words[-1] != "?"
    return parse.words.index(",") if opens and "," in parse.words else 0


def supposes(parse: Parse, clause: int) -> bool:
    """Whether a clause supposes and asserts nothing: `if …`, `unless …`, `should it …`."""
    lows = {parse.lowers[t] for t in parse.openers(clause)}
    as_long_as = "long" in lows or parse.lowers[parse.heads[clause]] == "long"
    return bool(lows & CONDITIONAL_MARKS) or as_long_as or is_inverted_supposition(parse, clause)


def is_inverted_supposition(parse: Parse, clause: int) -> bool:
    """`should it prove empty`, `were one to be made`."""
    subject = parse.subject_or_expletive(clause)
    if subject is None or not parse.is_clause_beside(clause):
        return False
    opening = [*parse.all_auxiliaries(clause), clause]
    return any(parse.lowers[t] in INVERTED and t < subject for t in opening)


def is_told_as_done(parse: Parse, clause: int) -> bool:
    """`has shut the road without a word`: told as done, and tied to nothing."""
    open_yet = any(parse.is_modal(t) or parse.is_negation(t) for t in parse.children[clause])
    return parse.is_past_form(clause) and not open_yet

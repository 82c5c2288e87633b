"""What is told as done again and again, which is no act of one day."""

from __future__ import annotations

from detente.coding.parsing import Parse

HABITUAL = frozenset("always regularly routinely usually habitually invariably typically".split())
EVERY = frozenset({"every", "each"})


def is_habit(parse: Parse, trigger: int) -> bool:
    """Whether an act is told in the present as what is done again and again.

    `Always raises`, `whenever they meet`, `when leaders meet they talk`, `every May`.
    """
    clause = trigger
    while not parse.is_verb(clause) and parse.heads[clause] != clause:
        clause = parse.heads[clause]
    if not parse.is_verb(clause) or not _in_plain_present(parse, clause):
        return False
    adverbs = {parse.lowers[t] for t in parse.by_dep(clause, "advmod", "mark")}
    if adverbs & HABITUAL or "whenever" in adverbs:
        return True
    head = parse.heads[clause]
    times = parse.by_dep(clause, "npadvmod")
    if parse.deps[clause] == "relcl" and parse.lemmas[head] == "time":
        times.append(head)
    if any(EVERY & {parse.lowers[t] for t in parse.children[time]} for time in times):
        return True
    above = parse.deps[clause] == "advcl" and parse.is_verb(head)
    return above and "when" in adverbs and _in_plain_present(parse, head)


def _in_plain_present(parse: Parse, verb: int) -> bool:
    """`meets`, `are met`, `is meeting`: in the present, without a modal verb or `have`."""
    auxiliaries = parse.by_dep(verb, "aux", "auxpass")
    if any(parse.tags[t] not in ("VBP", "VBZ") or parse.lemmas[t] == "have" for t in auxiliaries):
        return False
    return parse.tags[verb] in ("VBP", "VBZ") or bool(auxiliaries)

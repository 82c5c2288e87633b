"""If-clauses: what somebody ties an act to."""

from __future__ import annotations

import re

from detente.coding.parsing import Parse
from detente.coding.relations.conditions import CONDITIONAL_MARKS

MARKS = CONDITIONAL_MARKS - {"whether"}
SUPPOSING = frozenset({"should", "were", "had"})
OPENING = re.compile(
    r"(?<![\w-])(?:(?:only|even|but)\s+)?(?:if|unless|provid(?:ed|ing)(?:\s+that)?|(?:as|so)\s+long\s+as|"
    r"as\s+soon\s+as|on\s+(?:the\s+)?(?:condition|understanding)\s+that|on\s+the\s+day\s+(?:that|when)|"
    r"in\s+(?:return|exchange)\s+for|failing\s+that|until|whenever|only\s+(?:when|once|after)|"
    r"without\s+(?:an?|any)\s+\w+)(?![\w-])",
    re.IGNORECASE,
)
"""Words that open a condition; the parser seldom hangs their clauses where they belong."""
ENDING = re.compile(r"[,;:\"”]\s|[,;:]?[\"”]?$| — | – ")
DOUBTFUL = re.compile(r"(?:as|even)\s+if$", re.IGNORECASE)
IF_ANY = re.compile(r"\s+(?:any|not|so|necessary|need be|possible)\b", re.IGNORECASE)


def condition_in(parse: Parse, clause: int, text: str, start: int) -> tuple[int, int] | None:
    """Offsets of the condition in a clause's text, which starts at `start` in the article, or None."""
    for found in OPENING.finditer(text):
        before = text[: found.end()]
        if DOUBTFUL.search(before) or IF_ANY.match(text, found.end()):
            continue
        end = ENDING.search(text, found.end())
        return start + found.start(), start + (end.start() if end else len(text))
    for child in parse.by_dep(clause, "advcl", "ccomp"):
        if _is_inverted(parse, child):
            tokens = parse.subtree(child)
            return parse.starts[tokens[0]], parse.ends[tokens[-1]]
    return None


def is_condition(parse: Parse, clause: int) -> bool:
    """Whether a clause supposes and asserts nothing: `if …`, `unless …`, `should it …`."""
    lows = {parse.lowers[t] for t in parse.by_dep(clause, "mark", "advmod", "prep")}
    return bool(lows & MARKS) or "long" in lows or _is_inverted(parse, clause)


def _is_inverted(parse: Parse, clause: int) -> bool:
    """`should it prove empty`, `were one to be made`."""
    subject = parse.first(clause, "nsubj", "nsubjpass", "expl")
    if subject is None or parse.deps[clause] not in ("advcl", "ccomp", "conj"):
        return False
    opening = [*parse.by_dep(clause, "aux", "auxpass"), clause]
    return any(parse.lowers[t] in SUPPOSING and t < subject for t in opening)

"""If-clauses: what somebody ties an act to."""

from __future__ import annotations

import re

from detente.coding.grammar.conditionals import is_inverted_supposition, is_told_as_done, supposes
from detente.coding.grammar.parse import Parse

OPENING = re.compile(
    r"(?<![\w-])(?:(?:only|even|but)\s+)?(?:if|unless|provid(?:ed|ing)(?:\s+that)?|(?:as|so)\s+long\s+as|"
    r"as\s+soon\s+as|on\s+(?:the\s+)?(?:condition|understanding)\s+that|on\s+the\s+day\s+(?:that|when)|"
    r"in\s+(?:return|exchange)\s+for|failing\s+that|until|whenever|only\s+(?:when|once|after)|"
    r"without\s+(?:an?|any)\s+\w+)(?![\w-])",
    re.IGNORECASE,
)
"""Words that open a condition; the parser seldom hangs their clauses where they belong."""
ENDING = re.compile(r"[,;:]?[\"”](?=\s|$)|[,;:](?=\s)|(?<=\s)(?:--|[—–])(?=\s)")
CLOSERS = ('"', "”")
DOUBTFUL = re.compile(r"(?:as|even)\s+if$", re.IGNORECASE)
IF_ANY = re.compile(r"\s+(?:any|not|so|necessary|need be|possible)\b", re.IGNORECASE)
DATED = re.compile(
    r"\s+(?:\d|now|then|today|tomorrow|noon|midnight|next|last|late|early|(?:the )?(?:end|middle) of|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|"
    r"September|October|November|December)\b"
)
"""After `until`, when something ends whatever anybody does."""
Stretch = tuple[int, int]


def condition_of(parse: Parse, clause: int, whole: str, about: Stretch) -> Stretch | None:
    """Offsets of what a clause of an article is tied to, or None; `about` are those of the clause.

    An if before two clauses that are joined holds for both: `If Peru signs, we pay and they sail`.
    """
    found = condition_in(parse, clause, whole[slice(*about)], about[0])
    if found is not None:
        return found
    for child in parse.adverbial_clauses(clause):  # `"We will come," he said, "if they ask."`
        tokens = parse.subtree(child)
        start, end = parse.starts[tokens[0]], parse.ends[tokens[-1]]
        if start >= about[1] and supposes(parse, child):
            return condition_in(parse, clause, whole[start:end], start)
    first = parse.heads[clause]
    if not parse.is_conjunct(clause) or not parse.is_verb(first):
        return None
    tokens = parse.subtree(first)
    start, end = parse.starts[tokens[0]], parse.starts[clause]
    if ";" in whole[start:end] or not OPENING.match(whole, start):
        return None
    return condition_in(parse, first, whole[start:end], start)


def condition_in(parse: Parse, clause: int, text: str, start: int) -> Stretch | None:
    """Offsets of the condition in a clause's text, which starts at `start` in the article, or None."""
    for found in OPENING.finditer(text):
        before = text[: found.end()]
        if DOUBTFUL.search(before) or IF_ANY.match(text, found.end()):
            continue
        if found[0].lower().startswith(("without", "until")) and is_told_as_done(parse, clause):
            continue
        verb, main = _verbs(parse, clause, start + found.end())
        if found[0].lower() == "until" and DATED.match(text, found.end()):
            continue
        enough = found.end() if verb is None else parse.ends[verb] - start
        until = len(text) if main is None else parse.starts[main] - start
        end = _end(text, found.start(), max(enough, found.end()), until)
        return start + found.start(), start + end
    for child in parse.subordinate_clauses(clause):
        if is_inverted_supposition(parse, child):
            tokens = parse.subtree(child)
            return parse.starts[tokens[0]], parse.ends[tokens[-1]]
    return None


def _verbs(parse: Parse, clause: int, opened: int) -> tuple[int | None, int | None]:
    """The verb of a condition whose opening words end at an offset, and the first word after it of
    the subject that the main clause has; None for what the parse does not tell."""
    last = next((t for t in range(len(parse)) if parse.ends[t] == opened), None)
    if last is None:
        return None, None
    above = [clause, *parse.ancestors(clause)]
    verb = next((t for t in parse.ancestors(last) if t > last and parse.is_verb(t)), None)
    if verb is None or verb in above:
        return None, None
    subject = parse.subject_or_expletive(clause)
    main = min(parse.subtree(subject)) if subject is not None else None
    return verb, main if main is not None and main > verb else None


def _end(text: str, start: int, enough: int, until: int) -> int:
    """Where a condition ends: at the first mark after its verb (`enough`), before the main clause.

    A quotation mark that closes what was opened in the condition (`"safely"`) ends nothing.
    """
    end = until
    for mark in ENDING.finditer(text, enough, until):
        inside = mark[0][-1] in CLOSERS and _has_open_quote(text[start : mark.start()])
        if inside and len(mark[0]) == 1:
            continue
        end = mark.end() if inside else mark.start()
        break
    found = text[start:end].rstrip(" ,")
    if found[-1:] in CLOSERS and found.count(found[-1]) % 2 and "“" not in found:
        found = found[:-1]
    return start + len(found)


def _has_open_quote(text: str) -> bool:
    return text.count('"') % 2 == 1 or text.count("“") > text.count("”")

"""How is a wording read by itself? With the words that it needs, without what joined it to those around it.

The reader's clause may lack its modal or its `not`, end before its object, or leave out on which condition
it holds. Where it is not clear what belongs to it, the longer is kept.
"""

from __future__ import annotations

import re

from detente.ledgers.phrases import PREPOSITIONS
from detente.ledgers.words import content

JOINING = re.compile(
    r"(?:that|since|because|and|but|or|so|as(?!\s+\w+\s+as\b)|for|while|whereas|though|although|yet)\s+",
    re.IGNORECASE,
)
"""What opens a clause that hangs from another."""
HANGING = re.compile(
    r"(?:(?:which|who|whom|whose|where|what|when)\b|as\s+well\s+as\b)", re.IGNORECASE
)
"""What opens a clause that nobody understands without the words before it."""
OF_WHICH = re.compile(r"(\w+),?\s+(?:which|whom)\s+(?:[\w’'-]+\s+){1,4}$", re.IGNORECASE)
"""What stands before a clause whose object was named earlier: `curbs, which Peru [refused to lift]`."""
BY_THE_WAY = re.compile(
    r",\s+(?:which|who|whom|whose|where|though|although|while|whereas|since|because|as)\s"
    r"(?!(?:long|soon|far)\s+as\s)[^,;]*$"
)
"""What is said at the end besides; a condition is no such thing."""
CONDITIONAL = re.compile(
    r"(?:only\s+|even\s+)?(?:if|unless|until|once|provided|should|without|as\s+(?:soon|long)\s+as"
    r"|in\s+(?:exchange|return)|on\s+condition)\b",
    re.IGNORECASE,
)
"""What opens a condition that can be said after what depends on it."""
LOOSE = re.compile(r"(?:[\s,;]+(?:and|or|but|that|while))+[\s,;]*$", re.IGNORECASE)
"""What joins a clause to the next."""
HELPING = "(?:do|does|did|is|are|was|were|has|have|had)"
MODAL = "(?:will|would|shall|should|can|could|may|might|must)"
TURNING = r"(?:not|never|no\s+longer|nor|neither|cannot|\w+n['’]t)"
OPENINGS = tuple(
    (re.compile(rf"\b{before}\s+$"), re.compile(clause))
    for before, clause in (
        (rf"(?:(?:{HELPING}|{MODAL})\s+)?{TURNING}", r"\S"),
        (rf"(?:{HELPING}|{MODAL})", TURNING + r"\b"),
        (MODAL, r"[a-z]"),
        (r"[\w-]+\s+to", r"\S"),
        (r"(?:want|ask|expect|urge|press|need)(?:s|ed|es)?", r"[^,;]+? to [a-z]"),
        (
            r"(?!(?:and|but|or|that|said|says|is|are|was|were|be|who|which|order|so|as)\s)"
            r"[a-z][\w-]+(?:\s+(?:out|also|again|[a-z]+ly))?",
            r"(?:to|for|against|out)\s+[\w’'-]+",
        ),
    )
)
"""What stands before a clause and belongs to it, where the clause begins so: what turns it into its
contrary, a modal, what takes an infinitive, a verb whose preposition the clause begins with."""
NEXT = re.compile(r"\s+([^\W_][\w’'-]*(?:[.,](?=\w)[\w’'-]+)*(?:\.(?=\s+[a-z]))?)")
"""A word that follows without a mark before it."""
STARTS = (PREPOSITIONS - {"of"}) | frozenset(
    "and or but that which who whom whose where while when if as because since unless although though so "
    "than he she it they we i said says told added will would is are was were has have had".split()
)
"""What may follow a clause that is whole."""
UNFINISHED = frozenset(
    "to the a an its his her their our any of for from with than if when unless until because".split()
)
"""Words with which no clause ends."""
INSIDE = re.compile(r"[A-Za-z][\w’'-]*")
QUOTES = re.compile('["“”]')
LABEL = re.compile(r"[A-Z][A-Z.\s]+:\s+")
"""The label of a turn, before the first sentence of it."""
TELLING = 2
"""Words that say what a clause is about, without which it is not understood by itself."""
ENOUGH = 5
"""Words that a clause keeps when what is said by the way is cut."""


def title(sentence: str, start: int, end: int, *, condition: str | None = None) -> str:
    """The clause between two offsets of its sentence, as a stranger can read it.

    With the words around it that it needs, and with the condition on which it holds, which may stand
    elsewhere. Begins with a capital, without `that`, `since`, `and`; ends before what is said by the way.
    The whole sentence where the clause has fewer than two words that say what it is about, or hangs from
    words before it (`which Peru refused`).
    """
    if not stands_alone(sentence[start:end]) or _is_of_which(sentence[:start]):
        return _finished(sentence)
    end = _ending(sentence, start, end)
    clause = sentence[_opening(sentence, start, end) : end]
    while (opening := JOINING.match(clause)) and not clause.lower().startswith("for "):
        clause = clause[opening.end() :]
    aside = BY_THE_WAY.search(clause)
    if aside and len(clause[: aside.start()].split()) >= ENOUGH:
        clause = clause[: aside.start()]
    else:
        clause = LOOSE.sub("", clause)
    told = _finished(clause, sentence[end : end + 1])
    return told if condition is None else _with_condition(told, " ".join(condition.split()))


def stands_alone(clause: str) -> bool:
    """Whether a stranger understands a clause without the rest of its sentence."""
    return HANGING.match(clause) is None and not _says_too_little(clause)


def _says_too_little(clause: str) -> bool:
    """Whether fewer than two of its words, names among them, say what it is about."""
    words = INSIDE.findall(clause)
    names = [word for word in words[1:] if word[0].isupper()]
    return len(content(clause)) + len(names) < TELLING


def _is_of_which(before: str) -> bool:
    """Whether the words before a clause make what stands before them its object."""
    found = OF_WHICH.search(before)
    return found is not None and found[1].lower() not in PREPOSITIONS


def _opening(sentence: str, start: int, end: int) -> int:
    """Where a clause begins, with what belongs to it before it."""
    for before, clause in OPENINGS:
        if clause.match(sentence, start, end) and (found := before.search(sentence[:start])):
            return found.start()
    return start


def _ending(sentence: str, start: int, end: int) -> int:
    """Where a clause ends, with the words up to the next mark or the next clause or phrase."""
    last = sentence[start:end].split()[-1].lower()
    goes_on = last in UNFINISHED
    if not last[-1].isalnum():
        return end
    while following := NEXT.match(sentence, end):
        word = following[1].lower()
        if word in STARTS and not goes_on:
            break
        end, goes_on = following.end(), word in UNFINISHED or word.endswith(("ed", "ing"))
    return end


def _with_condition(told: str, condition: str) -> str:
    """A title with a condition that it does not tell."""
    if condition.lower() in told.lower() or not CONDITIONAL.match(condition):
        return told
    return f"{told}, {condition[:1].lower()}{condition[1:]}"


def _finished(clause: str, after: str = "") -> str:
    """With a capital, on one line, its quotation marks in pairs and no point at the end."""
    clause = LABEL.sub("", " ".join(clause.split()), count=1)
    if len(QUOTES.findall(clause)) % 2:
        clause = clause + after if QUOTES.match(after) else QUOTES.sub("", clause)
    clause = clause.rstrip(" .,;:")
    return clause[:1].upper() + clause[1:]

"""How is a wording read by itself? Without what joined it to the words around it."""

from __future__ import annotations

import re

from detente.ledgers.words import content

JOINING = re.compile(
    r"(?:that|since|because|and|but|or|so|as|for|while|whereas|though|although|yet)\s+",
    re.IGNORECASE,
)
"""What opens a clause that hangs from another."""
RELATIVE = re.compile(r"(?:which|who|whom|whose|where|what|when)\b", re.IGNORECASE)
"""What opens a clause that nobody understands without the word before it."""
BY_THE_WAY = re.compile(
    r",\s+(?:which|who|whom|whose|where|though|although|while|whereas|after|since|because|as)\s"
)
TO = re.compile(r"[\w-]+\s+to\s+$")
WANTING = re.compile(r"\b(?:want|ask|expect|urge|press|need)(?:s|ed|es)?\s+$")
INFINITIVE = re.compile(r"[^,;]+? to [a-z]")
"""`Peru to open it`, which hangs from `wants`."""
INSIDE = re.compile(r"[A-Za-z][\w’'-]*")
QUOTES = re.compile('["“”]')
LABEL = re.compile(r"[A-Z][A-Z.\s]+:\s+")
"""The label of a turn, before the first sentence of it."""
TELLING = 2
"""Words that say what a clause is about, without which it is not understood by itself."""
ENOUGH = 5
"""Words that a clause keeps when what is said by the way is cut."""


def title(sentence: str, start: int, end: int) -> str:
    """The clause between two offsets of its sentence, as a stranger can read it.

    Begins with a capital, without `that`, `since`, `and`; ends before what is said by the way. The
    whole sentence where the clause has fewer than two words that say what it is about, or begins with
    `which` or `who`.
    """
    clause = sentence[start:end]
    if not stands_alone(clause):
        return _finished(sentence)
    infinitive = TO.search(sentence[:start])
    wanting = WANTING.search(sentence[:start])
    if infinitive:
        clause = infinitive[0] + clause
    elif wanting and INFINITIVE.match(clause):
        clause = wanting[0] + clause
    while (opening := JOINING.match(clause)) and not clause.lower().startswith("for "):
        clause = clause[opening.end() :]
    aside = BY_THE_WAY.search(clause)
    if aside and len(clause[: aside.start()].split()) >= ENOUGH:
        clause = clause[: aside.start()]
    return _finished(clause, sentence[end : end + 1])


def stands_alone(clause: str) -> bool:
    """Whether a stranger understands a clause without the rest of its sentence."""
    return RELATIVE.match(clause) is None and not _says_too_little(clause)


def _says_too_little(clause: str) -> bool:
    """Whether fewer than two of its words, names among them, say what it is about."""
    words = INSIDE.findall(clause)
    names = [word for word in words[1:] if word[0].isupper()]
    return len(content(clause)) + len(names) < TELLING


def _finished(clause: str, after: str = "") -> str:
    """With a capital, on one line, its quotation marks in pairs and no point at the end."""
    clause = LABEL.sub("", " ".join(clause.split()), count=1)
    if len(QUOTES.findall(clause)) % 2:
        clause = clause + after if QUOTES.match(after) else QUOTES.sub("", clause)
    clause = clause.rstrip(" .,;:")
    return clause[:1].upper() + clause[1:]

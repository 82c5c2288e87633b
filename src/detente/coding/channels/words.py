"""Words in the one form in which names of channels are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.coding.grammar.lemmas import lemma_as

WORD = re.compile(r"(?:[A-Za-z]\.){2,}|\w+(?:[+&]\w+)*|&")
SPELLINGS = {"defence": "defense", "theatre": "theater", "centre": "center", "&": "and",
             "dialog": "dialogue", "labour": "labor", "programme": "program"}  # fmt: skip
PREFIXES = frozenset("counter non anti semi inter bi co re de cyber".split())
"""Parts that a hyphen joins or not, as writers like (`counter-narcotics`, `counternarcotics`)."""
EMPTY = frozenset("the a an of and on for in to its their s".split())
"""Words that do not tell one name from another."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its compared form, the text, and offsets in the text it was taken from."""

    form: str
    text: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it is written with a capital letter, or is a number."""
        return not self.text[:1].islower()


def words_of(text: str, offset: int = 0) -> list[Word]:
    """The words of a text; hyphens count as spaces, possessive endings for nothing."""
    found: list[Word] = []
    joining = False
    for match in WORD.finditer(text):
        low = match.group().lower().replace(".", "")
        start, end = match.start() + offset, match.end() + offset
        if low == "s" and text[max(0, match.start() - 1) : match.start()] in ("'", "’"):
            continue
        if joining:
            before = found.pop()
            low, start = before.form + low, before.start
        form = lemma_as(SPELLINGS.get(low, low), "noun")
        found.append(Word(form, text[start - offset : end - offset], start, end))
        joining = low in PREFIXES and text[match.end() : match.end() + 1] == "-"
        joining = joining and text[match.end() + 1 : match.end() + 2].isalpha()
    return found


def forms_of(text: str) -> tuple[str, ...]:
    """The compared forms of a text's words."""
    return tuple(word.form for word in words_of(text))


def key_of(forms: tuple[str, ...] | list[str]) -> str:
    """One key for names of the same words in any order (`talks on climate`, `climate talks`)."""
    return " ".join(sorted({form for form in forms if form not in EMPTY}))

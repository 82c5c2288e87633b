"""Whether a state is meant by what is said, or only told as the place of it, or as who suffers it.

By the rule of statements (docs/statements.md, "At whom it is aimed") the state in which something happens,
or that suffers it, is not meant. The reader does not always keep to it, and then a condemnation of an
attack on one would count against it.
"""

from __future__ import annotations

import re
from functools import cache

from detente import tables
from detente.coding.actors.names import name_table
from detente.records import Actor

BEFORE = r"(?:the |a |an |eastern |western |northern |southern |central )*$"


def is_meant(actor: Actor, sentence: str, start: int, *, deed: bool = False) -> bool:
    """Whether an addressee of a sentence that begins at an offset is meant, as far as words tell.

    Of a `deed` only whether others are meant (`its citizens in Chile`): it may well be done in or to Chile.
    """
    if _own().search(actor.text):
        return False
    if deed:
        return True
    place = _place(actor, sentence, start)
    if place is None:
        return True
    before, after = sentence[: place[0]], sentence[place[1] :]
    if _done().search(before) or _here().search(before) or _is_town(actor.text):
        return False
    labels = not before.strip() and after.startswith(":")
    return not labels and not _named().match(after)


def stands_against(actor: Actor, sentence: str, start: int) -> bool:
    """Whether what is told is against an addressee (`backs sanctions against Chile`)."""
    place = _place(actor, sentence, start)
    if place is None:
        return False
    return bool(_against().search(sentence[: place[0]]))


def _is_town(phrase: str) -> bool:
    """Whether a phrase names towns and regions alone, which do and say nothing."""
    kinds = {reading.kind for hit in name_table().find(phrase) for reading in hit.readings}
    return kinds == {"place"}


def _place(actor: Actor, sentence: str, start: int) -> tuple[int, int] | None:
    """Where an actor stands in a sentence; None where he does not."""
    if actor.start is None or actor.end is None:
        return None
    first, last = actor.start - start, actor.end - start
    return (first, last) if 0 <= first < last <= len(sentence) else None


@cache
def _done() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_words('done')}) (?:on|of|against|upon|in) {BEFORE}", re.IGNORECASE)


@cache
def _here() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_words('place')}) {BEFORE}", re.IGNORECASE)


@cache
def _named() -> re.Pattern[str]:
    return re.compile(rf" (?:{_words('named')})\b", re.IGNORECASE)


@cache
def _own() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_words('own')}) \w", re.IGNORECASE)


@cache
def _against() -> re.Pattern[str]:
    return re.compile(rf"\b(?:against|sanctions on) {BEFORE}", re.IGNORECASE)


def _words(of: str) -> str:
    path = tables.packaged("comparing", "data", "suffered.tsv")
    words = [row["word"] for row in tables.rows(path, ("word", "of")) if row["of"] == of]
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))

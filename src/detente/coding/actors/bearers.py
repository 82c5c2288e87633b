"""Persons, firms and things that bear a name which is known as another's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.coding.actors.explained import BODIES
from detente.coding.actors.name import Name
from detente.coding.actors.names import Hit, forenames

TITLES = (
    "President|Vice President|Prime Minister|Premier|Vice Premier|Chancellor|King|Queen|Prince|"
    "Secretary|Secretary of State|Foreign Secretary|Foreign Minister|Defence Minister|"
    "Defense Minister|Defense Secretary|Finance Minister|Treasury Secretary|Commerce Secretary|"
    "Commerce Minister|Trade Minister|Minister|Ambassador|Envoy|Speaker|Senator|Sen.|Rep.|General|"
    "Gen.|Admiral|Adm.|Mr|Mr.|Mrs|Mrs.|Ms|Ms.|Dr|Dr.|State Councilor|State Councillor|Chairman|"
    "Director|Governor|Comrade|Leader|Spokesperson|Spokesman|Spokeswoman"
)
TITLE_BEFORE = re.compile(rf"(?:{TITLES.replace('.', '[.]')})\s+$")
GIVEN_BEFORE = re.compile(r"\b([A-Z][a-z]+)\s(?:[A-Z][.]\s)?$")
FIRM = r"(?:Associates|Brothers|Co|Corp|Inc|Ltd|Plc|PLC|Sons)\b"
THING_AFTER = re.compile(
    r"[ ](?:[A-Z]\w+[ ])?(?:[Aa]irport|Avenue|Award|Boulevard|Bridge|Building|Cent(?:er|re)|College|"
    r"Foundation|Hospital|Institute|Library|Medal|Memorial|Museum|Park|Prize|School|Square|Stadium|"
    r"Street|University)\b"
    rf"|[ ](?:and|&)[ ][A-Z][\w-]*[ ]{FIRM}|[ ]{FIRM}|[-–][A-Z]"
)
"""What shows a thing or a firm that bears a person's name: `Charles de Gaulle airport`."""
FIRM_AFTER = re.compile(rf"(?:[ ][A-Z]\w+){{0,2}}[ ]{FIRM}")


def bears_a_name(text: str, hit: Hit, readings: Sequence[Name]) -> bool:
    """Whether a thing or a firm bears the name of a person, or a firm that of a public body."""
    kinds = {reading.kind for reading in readings}
    listed = text[: hit.start].endswith("<")
    if kinds <= {"person", "surname"}:
        return listed or THING_AFTER.match(text, hit.end) is not None
    if not kinds <= BODIES or any(reading.sector == "BUS" for reading in readings):
        return False
    return text[hit.start : hit.end].isupper() and (
        listed or FIRM_AFTER.match(text, hit.end) is not None
    )


def names_of_persons(text: str, hits: Sequence[Hit]) -> frozenset[str]:
    """Names of firms that are a person's in this text: `Alexei Antonov`, `President Santos`."""
    return frozenset(
        text[hit.start : hit.end]
        for hit in hits
        if hit.readings[0].kind == "institution"
        and text[hit.start + 1 : hit.end].islower()
        and text[hit.start + 1 : hit.end].isalpha()
        and _follows_a_person(text[max(0, hit.start - 40) : hit.start])
    )


def _follows_a_person(before: str) -> bool:
    given = GIVEN_BEFORE.search(before)
    return bool(TITLE_BEFORE.search(before)) or bool(given and given.group(1) in forenames())

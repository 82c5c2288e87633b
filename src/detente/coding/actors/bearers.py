"""Persons, firms and things that bear a name which is known as another's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.coding.actors.explained import BODIES
from detente.coding.actors.name import Name
from detente.coding.actors.names import NameHit, forenames

TITLES = (
    "President|Vice President|Prime Minister|Premier|Vice Premier|Chancellor|King|Queen|Prince|"
    "Secretary|Secretary of State|Foreign Secretary|Foreign Minister|Defence Minister|"
    "Defense Minister|Defense Secretary|Finance Minister|Treasury Secretary|Commerce Secretary|"
    "Commerce Minister|Trade Minister|Minister|Ambassador|Envoy|Speaker|Senator|Sen.|Rep.|General|"
    "Gen.|Admiral|Adm.|Mr|Mr.|Mrs|Mrs.|Ms|Ms.|Dr|Dr.|State Councilor|State Councillor|Chairman|"
    "Director|Governor|Comrade|Leader|Spokesperson|Spokesman|Spokeswoman"
)
TITLE_BEFORE = re.compile(rf"(?:{TITLES.replace('.', '[.]')})\s+$")
GIVEN_NAMES = frozenset(
    """Michael George Denzel John Robert James William David Richard Charles Joseph Thomas
    Christopher Daniel Paul Mark Donald Kenneth Steven Edward Brian Ronald Anthony Kevin Jason
    Matthew Gary Timothy Jose Larry Jeffrey Frank Scott Eric Stephen Andrew Jack Jordan Chad Paris
    Mary Patricia Linda Barbara Elizabeth Jennifer Maria Susan Margaret Dorothy Lisa Nancy Karen
    Betty Helen Sandra Donna Carol Ruth Sharon Michelle Laura Sarah Kimberly Jessica Vernon Booker
    Irving Dinah Kerry Vernon Hashim Barbara Neil Louis Peter Victoria Florence Charlotte""".split()
)


def is_given_name(word: str) -> bool:
    """Whether a word is known as a given name."""
    return word in GIVEN_NAMES or word in forenames()


GIVEN_BEFORE = re.compile(r"\b([A-Z][a-z]+)\s(?:[A-Z][.]\s)?$")
FIRM = r"(?:Associates|Brothers|Co|Corp|Inc|Ltd|Plc|PLC|Sons)\b"
THINGS = (
    "[Aa]cademy|[Aa]irport|Avenue|Award|Barracks|Base|Boulevard|Bridge|Building|Canal|Cathedral|"
    "Cent(?:er|re)|College|Cup|Foundation|Freeway|Highway|Hospital|Institute|Library|Mausoleum|"
    "Medal|Memorial|Mosque|Museum|Order|Palace|Park|Plaza|Port|Prize|Road|School|Spaceport|Square|"
    "Stadium|Station|Street|Trophy|University|[Dd]istrict|family|memo|[Pp]rovince|[Rr]egion|shrine"
)
THING_AFTER = re.compile(
    rf"[ ](?:(?:[A-Z]\w+|military|naval|international|air)[ ]){{0,2}}(?:{THINGS})\b"
    rf"|[ ](?:and|&)[ ][A-Z][\w-]*[ ]{FIRM}|(?:[-–][A-Z]\w+)?[ ]{FIRM}"
)
"""What shows a thing or a firm that bears a person's name: `Charles de Gaulle airport`."""
FIRM_AFTER = re.compile(rf"(?:[ ][A-Z]\w+){{0,2}}[ ]{FIRM}")


def bears_a_name(text: str, hit: NameHit, readings: Sequence[Name]) -> bool:
    """Whether a thing or a firm bears the name of a person, or a firm that of a public body."""
    kinds = {reading.kind for reading in readings}
    listed = text.startswith("<", max(0, hit.start - 1)) and hit.start > 0
    if kinds <= {"person", "surname"}:
        return listed or THING_AFTER.match(text, hit.end) is not None
    if not kinds <= BODIES or any(reading.sector == "BUS" for reading in readings):
        return False
    return text[hit.start : hit.end].isupper() and (
        listed or FIRM_AFTER.match(text, hit.end) is not None
    )


PLACE_BEFORE = re.compile(r"\b(?:town|city|village|district|province|region|island) of $")
ATTACHED = re.compile(r"\b[A-Za-z][’']$")
JOINED = re.compile(r"\b([A-Z][a-zà-ÿ]+)-$")
PARTICLE_BEFORE = re.compile(r"[A-Z][\w-]+ (?:al|bin|da|de|de la|del|di|dos|du|el|ibn|van|von) $")


def is_part_of_other(text: str, hit: NameHit) -> bool:
    """Whether a family name is part of another's or of a place: `O'Higgins`, `the town of Wardak`."""
    before = text[max(0, hit.start - 40) : hit.start]
    joined = JOINED.search(before)
    if joined and (is_given_name(joined[1]) or joined[1] == text[hit.start : hit.end]):
        return True
    return any(pattern.search(before) for pattern in (ATTACHED, PLACE_BEFORE, PARTICLE_BEFORE))


def is_of_kin(text: str, hit: NameHit, person: Name) -> bool:
    """Whether another given name stands before a family name that the article has introduced."""
    given = GIVEN_BEFORE.search(text[max(0, hit.start - 40) : hit.start])
    if given is None or not is_given_name(given.group(1)):
        return False
    return given.group(1) not in (*person.canonical.split(), *person.surface.split())


COMMON_TO_MANY = frozenset(
    """Affairs Air Alliance Armed Army Assembly Authority Bank Central Chamber Christian Coalition
    Command Commission Committee Commons Communist Congress Conservative Council Court Defence
    Defense Democratic Democrats Department Deputies Election Electoral Federal Federation Force
    Forces Foreign Freedom Front Government Green Home House Human Independent Intelligence Interior
    Islamic Justice Labor Labour League Left Liberal Liberation Liberty Lords Ministry Moslem Movement
    Muslim National Nationalist Navy New Office Organisation Organization Parliament Party Patriotic
    People's Police Popular Progress Progressive Radical Representatives Republican Reserve
    Revolutionary Right Rights Salvation Security Senate Service Social Socialist State States
    Supreme Transitional Treasury Union United Unity Upper Workers Workers'""".split()
)
"""Words that make up the names of bodies of which many states have one."""
LINKS = frozenset("and for in of the".split())


def of_another_state(text: str, hit: NameHit, previous: NameHit | None) -> bool:
    """`Canada's House of Commons`, `the Social Democratic Alliance`: what many states call a body.

    It is not the known one where another state is named as its owner, or where it is part of a
    longer name.
    """
    body = hit.readings[0]
    words = text[hit.start : hit.end].split()
    if body.kind != "institution" or len(words) < 2 or not set(words) <= COMMON_TO_MANY | LINKS:
        return False
    if previous is not None and re.fullmatch(r"(?:[’']s)? ", text[previous.end : hit.start]):
        owner = previous.readings[0]
        return owner.kind in ("adjective", "country") and owner.code != body.code
    before = text[max(0, hit.start - 20) : hit.start].split()
    return bool(before) and before[-1] in COMMON_TO_MANY


def names_of_persons(text: str, hits: Sequence[NameHit]) -> frozenset[str]:
    """Names of firms that are a person's in this text: `Nikolai Antonov`, `President Santos`."""
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
    return bool(TITLE_BEFORE.search(before)) or bool(given and is_given_name(given.group(1)))

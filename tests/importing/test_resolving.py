"""Whose name it is, and what a code says."""

import datetime as dt
from itertools import pairwise

import pytest

from detente.importing.resolving import EVER, ImportedParty, act, parties, sector


@pytest.mark.parametrize(
    ("system", "text", "country", "role"),
    [
        ("codes", "CHN", "CHN", None),
        ("codes", "ROM", "ROU", None),
        ("codes", "EEC", "IGO:EU", None),
        ("actor-codes", "ISRMIL", "ISR", "MIL"),
        ("actor-codes", "IGOUNO", "IGO:UN", "IGO"),
        ("weis-codes", "UNK", "GBR", None),
        ("weis-codes", "IRQ", "IRQ", None),
        ("names", "Georgia", "GEO", "GOV"),
        ("names", "the Netherlands", "NLD", "GOV"),
        ("names", "MOLDOVA, Republic of", "MDA", "GOV"),
        ("names", "Police (Peru)", "PER", "COP"),
        ("names", "Citizen (United Nations)", "IGO:UN", "CVL"),
        ("names", "Ankara", "TUR", "GOV"),
        ("names", "World Bank", "IGO:WB", "IGO"),
    ],
)
def test_party(system: str, text: str, country: str, role: str | None) -> None:
    assert parties(system, text) == [ImportedParty(*EVER, country, role)]


@pytest.mark.parametrize("text", ["Nobody at all", "Citizen (Africa)", "Xyz", "()", ""])
def test_nobody_known(text: str) -> None:
    assert parties("names", text) == []


def test_a_name_of_several_states_goes_by_the_terms_of_office() -> None:
    """Guterres led Portugal's government until 2002, and the United Nations since 2017."""

    def country(day: str) -> str | None:
        date = dt.date.fromisoformat(day)
        held = [
            each.country
            for each in parties("names", "António Guterres")
            if each.since <= date <= each.until
        ]
        return held[0] if held else None

    assert country("2000-06-01") == "PRT"
    assert country("2018-06-01") == "IGO:UN"


def test_terms_do_not_overlap() -> None:
    spans = sorted((each.since, each.until) for each in parties("names", "António Guterres"))
    assert all(until < since for (_, until), (since, _) in pairwise(spans))


@pytest.mark.parametrize(
    ("system", "code", "kind", "mode", "cameo"),
    [
        ("cameo", "0871", "RETREAT", "ceasefire", "0871"),
        ("cameo", "08719", "RETREAT", "ceasefire", "0871"),
        ("cameo", "020", None, None, "020"),
        ("cameo-names", "use conventional MILITARY force", "ASSAULT", None, "190"),
        ("cameo-names", "Threaten non force", "THREATEN", None, "131"),
        ("plover", "COERCE arrest", "COERCE", "arrest", "173"),
        ("plover", "AID", "AID", None, "070"),
        ("weis", "065", "RETREAT", None, "085"),
    ],
)
def test_act(system: str, code: str, kind: str | None, mode: str | None, cameo: str) -> None:
    found = act(system, code, "")
    assert (found.known, found.event_type, found.mode, found.cameo) == (True, kind, mode, cameo)


@pytest.mark.parametrize(
    ("system", "code"), [("cameo", "99"), ("cameo", "X"), ("weis", "300"), ("plover", "PRAISE")]
)
def test_no_such_act(system: str, code: str) -> None:
    found = act(system, code, "")
    assert (found.known, found.event_type, found.quad_class) == (False, None, None)


def test_an_unknown_mode_keeps_its_type() -> None:
    found = act("plover", "AID soup", "military; nonsense")
    assert (found.known, found.event_type, found.mode) == (False, "AID", None)
    assert (found.contexts, found.tracks) == (("military",), ("military",))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("GOV", "GOV"), ("Government,Military", "MIL"), ("Elite, Executive,Government", "GOV"),
        ("Something else", None),
    ],
)  # fmt: skip
def test_sector(text: str, code: str | None) -> None:
    assert sector(text) == code

"""Which system a file's codes are of, told from all of them, and what a spreadsheet did to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from detente.coding import ontology
from detente.importing.codebooks import weis_codes, weis_listed
from detente.importing.formats import Format

ONLY_WEIS = re.compile(r"2(1[0-3]|2\d)\d?")
"""A code that WEIS has and CAMEO has not, also where CAMEO's have lost their first zero (`0214`)."""
SHARE = 0.005
"""Share of such codes from which a file is WEIS, so that a slip of the pen makes none."""
LISTS: dict[str, Callable[[], Collection[str]]] = {
    "cameo": ontology.cameo_codes, "weis": weis_codes,
}  # fmt: skip
"""The codes of the systems whose codes are numbers."""
WHOLE_NUMBER = re.compile(r"(\d+)(\.0)?")


@dataclass(frozen=True, slots=True)
class Systems:
    """How a file's codes of acts and of states are read.

    `whole` are codes that were read as numbers once, with what they were before: `42` and `042`.
    """

    codes: str
    countries: str
    whole: dict[str, str]


def systems_of(form: Format, counts: Mapping[str, int]) -> Systems:
    """The systems of a file with so many rows of each code."""
    codes, countries = form.codes, form.countries
    if codes == "cameo-or-weis":
        only = sum(n for code, n in counts.items() if ONLY_WEIS.fullmatch(code))
        codes = "weis" if only and only >= SHARE * sum(counts.values()) else "cameo"
    if codes == "weis" and countries in ("actor-codes", "keds-codes"):
        countries = "weis-codes"
    return Systems(codes, countries, _whole(counts, codes) if codes in LISTS else {})


def _whole(counts: Mapping[str, int], system: str) -> dict[str, str]:
    """What a file's codes were, where none begins with zero and one is none without it."""
    found = {code: match for code in counts if (match := WHOLE_NUMBER.fullmatch(code))}
    plain = {code: match[1] for code, match in found.items()}
    lost = any(match[2] or _only_with_zero(match[1], system) for match in found.values())
    if not lost or any(code.startswith("0") for code in counts):
        return {}
    whole = {
        code: f"0{text}" if f"0{text}" in LISTS[system]() else text for code, text in plain.items()
    }
    return {code: text for code, text in whole.items() if text != code}


def _only_with_zero(code: str, system: str) -> bool:
    if f"0{code}" not in LISTS[system]():
        return False
    if system == "weis":
        return weis_listed(code) is None
    return ontology.cameo_row(code) is None and not ONLY_WEIS.fullmatch(code)

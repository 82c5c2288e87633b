"""How likely is an act the one that was promised? A logistic regression over few signs.

Its weights are in `data/pairing.tsv`, fitted on pairs of a promise and a later act that people read
(`laboratory.training.pairing`); the docs say how right it is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

from detente import tables
from detente.errors import LexiconError
from detente.ledgers.happening import Happening
from detente.ledgers.promising import Promise, fields_of
from detente.ledgers.rarity import Rarity, names_in
from detente.records import EventType

MEETING: EventType = "CONSULT"
"""Acts of which any two have many, so that words in common tell little."""
MOST = {"missing": 4.0, "names missing": 3.0, "shared": 3.0}
"""Where a sum of rarities ends: what is beyond says no more."""
MANY = 3
"""Parties from which an act is a conference, or a list."""
NAMES = (
    "others come",
    "they come",
    "missing",
    "names missing",
    "shared",
    "other field",
    "many",
    "again",
)
"""The signs, as the table of weights has them."""


def signs(each: Happening, promise: Promise, rarity: Rarity) -> dict[str, float]:
    """What speaks for and against an act's being the promised one."""
    told = names_in(each.text)
    words = (promise.words & each.words) - each.telling
    wanted = promise.fields | promise.issues
    shared = rarity.of(words) + rarity.of(promise.names & told)
    fields = fields_of(each.text) | each.issues
    elsewhere = bool(wanted) and wanted.isdisjoint(fields)
    meeting = each.bearing.what == MEETING
    come = bool(promise.who) and promise.who <= each.people
    found = {
        "others come": float(bool(promise.who) and not come),
        "they come": float(meeting and come and not elsewhere and not promise.conditional),
        "missing": rarity.of(
            word for word in promise.words - words if fields_of(word).isdisjoint(fields)
        ),
        "names missing": rarity.of(promise.names - told),
        "shared": 0.0 if meeting else shared,
        "other field": float(elsewhere),
        "many": float(len(each.bearing.actors) + len(each.bearing.recipients) > MANY),
        "again": float(meeting and _goes_on(each, promise)),
    }
    return {name: min(value, MOST.get(name, 1.0)) for name, value in found.items()}


def likelihood(signs: Mapping[str, float]) -> float:
    """The probability that an act is the promised one."""
    known = weights()
    score = known["constant"] + sum(known[name] * value for name, value in signs.items())
    return 1 / (1 + math.exp(-score))


@cache
def weights() -> Mapping[str, float]:
    """The weight of each sign, the `constant`, and from which probability an act is said to keep a promise
    (`kept`) and may do so (`possible`). Raises `LexiconError` for a table that has not all of them."""
    path = tables.packaged("ledgers", "data", "pairing.tsv")
    found = {}
    for row in tables.rows(path, ("sign", "weight")):
        try:
            found[row["sign"]] = float(row["weight"])
        except ValueError as error:
            raise LexiconError(str(error), where=row.where, advice="Write a number.") from error
    if missing := [name for name in (*NAMES, "constant", "kept", "possible") if name not in found]:
        raise LexiconError(
            f"no row for {', '.join(missing)}", where=path.name,
            advice="Take the table as the trainer writes it.",
        )  # fmt: skip
    return found


def _goes_on(each: Happening, promise: Promise) -> bool:
    """Whether what is promised to go on again is of the field of the act, and has those who are named."""
    if not promise.again or not promise.binding or not promise.who <= each.people:
        return False
    return bool(promise.who) or not promise.fields.isdisjoint(fields_of(each.text))

"""How likely do two reports tell one act?

A sum of declared log-odds (`data/likeness.tsv`), as in record linkage (Fellegi and Sunter, "A theory for
record linkage", Journal of the American Statistical Association 64, 1969), after what rules it out.
"""

from __future__ import annotations

import math
from functools import cache

from detente import tables
from detente.coding.ontology import event_types
from detente.errors import LexiconError
from detente.merging.telling import ToldWords

GAP = 2
"""Days between two dates up to which they may be of one act."""
UNIT = 100
"""Log-odds are kept as whole hundredths, so that their sums do not depend on an order."""


def likeness(one: ToldWords, other: ToldWords) -> int | None:
    """Hundredths of the log-odds that two reports tell one act; None where they cannot.

    They cannot where their types are not near, where their parties, or what the texts say of whether
    it happened, contradict each other, or where their dates are more than two days apart or one has
    none; but one word of one sentence that was read twice tells one act in any case.
    """
    if one.reality != other.reality or (parties := _parties(one, other)) is None:
        return None
    if _same_word(one, other):
        return _weights()["same word"]
    if not near(one.event_type, other.event_type) or one.days is None or other.days is None:
        return None
    gap = one.days.gap(other.days)
    if gap > GAP:
        return None
    told = ["base", parties, ("", "one day apart", "two days apart")[gap], *_kinds(one, other)]
    if not (one.days.exact and other.days.exact):
        told.append("wide date")
    if one.recalled != other.recalled:
        told.append("one recalled")
    if one.article_id == other.article_id and one.sentence != other.sentence:
        told.append("same article")
    told.append(_compared("issue", one.issues, other.issues))
    told.append(_compared("place", one.place, other.place))
    return sum(_weights()[what] for what in told if what) + _worded_alike(one, other)


def _worded_alike(one: ToldWords, other: ToldWords) -> int:
    weights = _weights()
    if (one.article_id, one.sentence) == (other.article_id, other.sentence):
        return weights["same sentence"]
    common = in_common(one, other)
    return round(weights["words in common"] * common) if common else weights["no word in common"]


def near(one: str, other: str) -> bool:
    """Whether two types may be told of one act."""
    return one == other or frozenset((one, other)) in _near()


def in_common(one: ToldWords, other: ToldWords) -> float:
    """Cosine of the words of two reports, names counted twice, 0 to 1."""
    names = one.names | other.names
    mine, theirs = one.words | one.names, other.words | other.names
    shared = mine & theirs
    if not shared:
        return 0.0
    sizes = [len(words) + len(words & names) for words in (shared, mine, theirs)]
    return sizes[0] / math.sqrt(sizes[1] * sizes[2])


@cache
def family(event_type: str) -> str:
    """The first of the types that are near it, or near those, and so on; no others need be compared."""
    found, fresh = {event_type}, {event_type}
    while fresh:
        fresh = {other for pair in _near() if pair & fresh for other in pair} - found
        found |= fresh
    return min(found)


def _parties(one: ToldWords, other: ToldWords) -> str | None:
    """How parties agree: empty where they are the same, else a row of the table; None where not."""
    if one.mutual or other.mutual:
        smaller, larger = sorted((one.parties, other.parties), key=len)
        if smaller == larger:
            return ""
        return "parties in part" if smaller <= larger or len(smaller & larger) > 1 else None
    if (one.actors, one.recipients) == (other.actors, other.recipients):
        return ""
    turned = (one.actors, one.recipients) == (other.recipients, other.actors)
    if turned and one.event_type == other.event_type == "CONSULT":
        return "turned"
    unnamed = not (one.recipients and other.recipients)
    if one.actors & other.actors and (unnamed or one.recipients & other.recipients):
        return "parties in part"
    return None


def _kinds(one: ToldWords, other: ToldWords) -> list[str]:
    if one.event_type != other.event_type:
        return ["near type"]
    return ["same mode"] if one.mode and one.mode == other.mode else []


def _compared(what: str, one: frozenset[str], other: frozenset[str]) -> str:
    if not (one and other):
        return ""
    return f"same {what}" if one & other else f"other {what}"


def _same_word(one: ToldWords, other: ToldWords) -> bool:
    overlap = one.span[0] < other.span[1] and other.span[0] < one.span[1]
    return one.article_id == other.article_id and overlap


@cache
def _near() -> frozenset[frozenset[str]]:
    path, found = tables.packaged("merging", "data", "near.tsv"), set()
    for row in tables.rows(path, ("one", "other", "example")):
        pair = frozenset((row["one"], row["other"]))
        if not pair <= set(event_types()):
            raise LexiconError(
                f"no type {' or '.join(sorted(pair - set(event_types())))}", where=row.where,
                advice="Write PLOVER's types in capitals.",
            )  # fmt: skip
        found.add(pair)
    return frozenset(found)


@cache
def _weights() -> dict[str, int]:
    path = tables.packaged("merging", "data", "likeness.tsv")
    rows = tables.rows(path, ("what", "weight", "reason"))
    return {row["what"]: round(UNIT * float(row["weight"])) for row in rows}

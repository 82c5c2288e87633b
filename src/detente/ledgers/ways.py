"""Which acts fulfil which promises? The table `data/fulfilling.tsv`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, cast, get_args

from detente import tables
from detente.errors import LexiconError
from detente.ledgers.words import form, lemma
from detente.records import EventType

By = Literal["promiser", "other", "either", "both"]
Shares = Literal["field", "named field", "who", "words", "nothing"]
Act = tuple[EventType, str | None]
"""A PLOVER type, and a mode or any."""


@dataclass(frozen=True, slots=True)
class Way:
    """One kind of promise, and the acts that fulfil it and that go back on it."""

    kind: str
    words: frozenset[str]
    nouns: frozenset[str]
    """Words that tell it only as the object, or the subject, of a verb that tells nothing itself."""
    done: frozenset[Act]
    told: frozenset[str]
    by: By
    shares: Shares
    undone: frozenset[Act]


def is_among(acts: frozenset[Act], event_type: str, mode: str | None) -> bool:
    """Whether an event is one of the acts, which may leave the mode open."""
    return any(event_type == kind and of in (None, mode) for kind, of in acts)


@cache
def ways() -> tuple[Way, ...]:
    """The kinds of promises in the order of the table. Raises `LexiconError` for a cell it cannot read."""
    path = tables.packaged("ledgers", "data", "fulfilling.tsv")
    columns = ("kind", "words", "nouns", "done", "told", "by", "shares", "undone")
    return tuple(_way(row) for row in tables.rows(path, columns))


def _way(row: tables.TableRow) -> Way:
    by, shares = _one_of(row, "by", get_args(By)), _one_of(row, "shares", get_args(Shares))
    return Way(
        kind=row["kind"],
        words=frozenset(map(_spelt, row.many("words"))),
        nouns=frozenset(map(_spelt, row.many("nouns"))),
        done=_acts(row, "done"),
        told=frozenset(map(form, row.many("told"))),
        by=cast(By, by),
        shares=cast(Shares, shares),
        undone=_acts(row, "undone"),
    )


def _spelt(word: str) -> str:
    """As words are compared; a plural stays one."""
    return form(word) if lemma(word) == word else word


def _acts(row: tables.TableRow, column: str) -> frozenset[Act]:
    found = set()
    for cell in row.many(column):
        event_type, _, mode = cell.partition(":")
        if event_type not in get_args(EventType):
            raise LexiconError(
                f"no PLOVER type {event_type}", where=row.where,
                advice=f"Write one of {', '.join(get_args(EventType))}.",
            )  # fmt: skip
        found.add((cast(EventType, event_type), mode or None))
    return frozenset(found)


def _one_of(row: tables.TableRow, column: str, known: tuple[str, ...]) -> str:
    if row[column] not in known:
        raise LexiconError(
            f"`{row[column]}` in column {column}", where=row.where,
            advice=f"Write one of {', '.join(known)}.",
        )  # fmt: skip
    return row[column]

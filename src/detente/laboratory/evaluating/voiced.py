"""Passages annotated with who vouches for each act, and with the positions that are taken.

    2018-07-12 news: Kenya must release the two ships, Peru's foreign minister said on Thursday.
      act: release | -
      demand | Peru's foreign minister (PER) | Kenya (KEN) | Kenya must release the two ships | -

One paragraph a passage: date, genre, for all but news the outlet or issuer in brackets, and the text;
then lines for acts and statements, or `none:` with the reason. `corpus/README.md` has the rules.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from detente.laboratory.evaluating.marking import (
    NO_ONE,
    AnnotationError,
    Marked,
    all_of,
    day,
    first_line,
    marked,
    parties,
)
from detente.records import Genre, StatementKind

HEAD = re.compile(
    r"^(?P<date>\d{4}-\d\d-\d\d) (?P<genre>[a-z]+)(?: \[(?P<source>[^\]]+)\])?: (?P<text>.+)$"
)
SELF: dict[str, Literal["outlet", "issuer"]] = {"the outlet": "outlet", "the issuer": "issuer"}
Voice = tuple[Marked, ...] | Literal["outlet", "issuer"]
"""Who speaks: stretches of the text, or the outlet or issuer of the whole."""


@dataclass(frozen=True, slots=True)
class VouchedAct:
    """An act by its trigger, and who says that it happened; None where the outlet itself reports it."""

    trigger: Marked
    vouched_by: Voice | None


@dataclass(frozen=True, slots=True)
class MarkedStatement:
    """One position: its kind, who takes it towards whom, the clause that holds it, its condition."""

    kind: StatementKind
    speaker: Voice
    addressees: tuple[Marked, ...]
    clause: Marked
    condition: Marked | None


@dataclass(frozen=True, slots=True)
class VoicedPassage:
    """A passage with its acts and statements; `reason` tells why it has no statement, where it is told."""

    text: str
    published: dt.date
    genre: Genre
    source: str | None
    acts: tuple[VouchedAct, ...]
    statements: tuple[MarkedStatement, ...]
    reason: str | None
    where: str


def is_voiced(path: Path) -> bool:
    """Whether a file begins with the day and the genre of such a passage."""
    head = HEAD.match(first_line(path))
    return head is not None and head["genre"] in get_args(Genre)


def read_voiced(paths: Iterable[Path]) -> list[VoicedPassage]:
    """Every passage of the files, in order. Raises `AnnotationError` at the first bad line."""
    return all_of(paths, _passage)


def _passage(lines: list[str], path: Path, number: int) -> VoicedPassage:
    where = f"{path}:{number}"
    head = HEAD.match(lines[0])
    if not head or head["genre"] not in get_args(Genre):
        raise AnnotationError(
            f"'{lines[0][:60]}' does not begin with a date and a genre", where=where,
            advice=f"Begin like `2018-07-12 news: `; genres are {', '.join(get_args(Genre))}.",
        )  # fmt: skip
    text = head["text"]
    acts: list[VouchedAct] = []
    statements: list[MarkedStatement] = []
    reason = None
    for offset, line in enumerate(lines[1:], start=1):
        here, body = f"{path}:{number + offset}", line.strip()
        if body.startswith("none:"):
            reason = body.removeprefix("none:").strip()
        elif body.startswith("act:"):
            acts.append(_act(text, body.removeprefix("act:"), here))
        else:
            statements.append(_statement(text, body, here))
    if statements and reason is not None:
        raise AnnotationError(
            "a passage has both statements and `none:`", where=where, advice="Take one of them out."
        )
    if not (acts or statements or reason is not None):
        raise AnnotationError(
            "nothing is marked", where=where, advice="Add a line, or `none: reason`."
        )
    return VoicedPassage(
        text,
        day(head["date"], where),
        cast(Genre, head["genre"]),
        head["source"],
        tuple(acts),
        tuple(statements),
        reason,
        where,
    )


def _act(text: str, body: str, where: str) -> VouchedAct:
    trigger, _, by = (field.strip() for field in body.partition("|"))
    return VouchedAct(
        marked(text, trigger, where), None if by == NO_ONE else _voice(text, by, where)
    )


def _statement(text: str, body: str, where: str) -> MarkedStatement:
    fields = [field.strip() for field in body.split("|")]
    if len(fields) != 5:
        raise AnnotationError(
            f"{len(fields)} fields instead of 5 in '{body[:80]}'", where=where,
            advice="Write: kind | speaker | addressees | clause | condition",
        )  # fmt: skip
    kind, speaker, addressees, clause, condition = fields
    if kind not in get_args(StatementKind):
        raise AnnotationError(
            f"no kind '{kind}'", where=where, advice=f"One of {', '.join(get_args(StatementKind))}."
        )
    return MarkedStatement(
        kind=cast(StatementKind, kind),
        speaker=_voice(text, speaker, where),
        addressees=parties(text, addressees, where),
        clause=marked(text, clause, where),
        condition=None if condition == NO_ONE else marked(text, condition, where),
    )


def _voice(text: str, field: str, where: str) -> Voice:
    return SELF[field] if field in SELF else parties(text, field, where)

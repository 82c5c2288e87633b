"""Passages annotated with when each act happened, and whether it did.

    1994-03-16 wire: CANBERRA, March 15 - Australia on Tuesday recalled its ambassador from Jakarta,
    a week after it had suspended military aid.                  (in one line)
      recalled | 1994-03-15 day | done
      suspended | 1994-03-08 day | done, recalled

One paragraph a passage: publication date, style and text, then an act a line, or `none:` with the
reason. `corpus/README.md` has the rules.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

from detente.laboratory.evaluating.corpus import STYLES
from detente.laboratory.evaluating.marking import (
    AnnotationError,
    Marked,
    all_of,
    day,
    first_line,
    marked,
)
from detente.records import Precision, Status

HEAD = re.compile(r"^(?P<date>\d{4}-\d\d-\d\d) (?P<style>[a-z]+): (?P<text>.+)$")
SPAN = re.compile(
    r"^(?P<first>\d{4}-\d\d-\d\d)(?:\.\.(?P<last>\d{4}-\d\d-\d\d))? (?P<unit>[a-z]+)$"
)
PUBLISHED = "published"
UNTOLD = frozenset({"vague", "background", "unknown day to come"})
"""Why an act has no date: a vague expression, undated background, an undated plan."""


@dataclass(frozen=True, slots=True)
class When:
    """First and last day of an act and the unit in which the text dates it; `by_publication` where
    nothing in the text does."""

    first: dt.date
    last: dt.date
    precision: Precision
    by_publication: bool = False


@dataclass(frozen=True, slots=True)
class DatedAct:
    """One act: its trigger, when it was (or why that is not told), its status, and whether it is
    background."""

    trigger: Marked
    when: When | None
    untold: str | None
    status: Status
    recalled: bool


@dataclass(frozen=True, slots=True)
class DatedPassage:
    """A passage with its acts in the order of the file, or with the reason why it has none."""

    text: str
    published: dt.date
    style: str
    acts: tuple[DatedAct, ...]
    reason: str | None
    where: str


def is_dated(path: Path) -> bool:
    """Whether a file begins with the day and the style of such a passage."""
    head = HEAD.match(first_line(path))
    return head is not None and head["style"] in STYLES


def read_dated(paths: Iterable[Path]) -> list[DatedPassage]:
    """Every passage of the files, in order. Raises `AnnotationError` at the first bad line."""
    return all_of(paths, _passage)


def _passage(lines: list[str], path: Path, number: int) -> DatedPassage:
    where = f"{path}:{number}"
    head = HEAD.match(lines[0])
    if not head or head["style"] not in STYLES:
        raise AnnotationError(
            f"'{lines[0][:60]}' does not begin with a date and a style", where=where,
            advice=f"Begin like `2018-07-12 wire: `; styles are {', '.join(sorted(STYLES))}.",
        )  # fmt: skip
    published = day(head["date"], where)
    acts: list[DatedAct] = []
    reason = None
    for offset, line in enumerate(lines[1:], start=1):
        body = line.strip()
        if body.startswith("none:"):
            reason = body.removeprefix("none:").strip()
        else:
            acts.append(_act(head["text"], published, body, f"{path}:{number + offset}"))
    if bool(acts) == (reason is not None):
        raise AnnotationError(
            "a passage has either acts or `none:` with a reason", where=where,
            advice="Add an act line, or `none: reason`.",
        )  # fmt: skip
    return DatedPassage(head["text"], published, head["style"], tuple(acts), reason, where)


def _act(text: str, published: dt.date, body: str, where: str) -> DatedAct:
    fields = [field.strip() for field in body.split("|")]
    if len(fields) != 3:
        raise AnnotationError(
            f"{len(fields)} fields instead of 3 in '{body[:80]}'", where=where,
            advice="Write: trigger | when | status",
        )  # fmt: skip
    status, _, recalled = (part.strip() for part in fields[2].partition(","))
    if status not in get_args(Status) or recalled not in ("", "recalled"):
        raise AnnotationError(
            f"no status '{fields[2]}'", where=where,
            advice=f"One of {', '.join(get_args(Status))}, and `, recalled` for background.",
        )  # fmt: skip
    untold = fields[1].removeprefix("none:").strip() if fields[1].startswith("none:") else None
    if untold is not None and untold not in UNTOLD:
        raise AnnotationError(
            f"no reason '{untold}'", where=where, advice=f"One of {', '.join(sorted(UNTOLD))}."
        )
    return DatedAct(
        trigger=marked(text, fields[0], where),
        when=None if untold else _when(fields[1], published, where),
        untold=untold,
        status=cast(Status, status),
        recalled=bool(recalled),
    )


def _when(field: str, published: dt.date, where: str) -> When:
    if field == PUBLISHED:
        return When(published, published, "day", by_publication=True)
    found = SPAN.match(field)
    if not found or found["unit"] not in get_args(Precision):
        raise AnnotationError(
            f"'{field}' is no date with its unit", where=where,
            advice="Write `2018-07-10 day`, `2018-05-01..2018-05-31 month`, `published` or `none: vague`.",
        )  # fmt: skip
    first = day(found["first"], where)
    last = day(found["last"], where) if found["last"] else first
    if last < first:
        raise AnnotationError(
            f"'{field}' ends before it begins", where=where, advice="Turn the two days round."
        )
    return When(first, last, cast(Precision, found["unit"]))

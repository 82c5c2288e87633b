"""The corpus of annotated sentences: its records and its plain-text form.

    wire: Kenya's foreign minister on Tuesday summoned the Ugandan ambassador.
      Kenya's foreign minister (KEN) | summoned | the Ugandan ambassador (UGA) | ACCUSE disapprove |
      done | diplomatic                                (in one line)
      also: Nairobi (KEN)

    lead: Oil rose as stocks in Texas shrank.
      none: market

One paragraph a sentence: its style and text, then an act a line, or `none:` with the reason, and
`also:` with other names of states and bodies that are no party. `docs/codebook.md` has the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

from detente.coding import ontology
from detente.laboratory.evaluating.marking import (
    AnnotationError,
    Marked,
    all_of,
    marked,
    outcomes,
    parties,
)
from detente.records import EventType, Status

STYLES = frozenset("headline lead wire official broadcast report quote feature".split())


@dataclass(frozen=True, slots=True)
class MarkedAct:
    """One act as annotated. A joint act has several actors and no recipient."""

    actors: tuple[Marked, ...]
    trigger: Marked
    recipients: tuple[Marked, ...]
    event_type: EventType
    mode: str | None
    status: Status
    contexts: tuple[str, ...]

    @property
    def codes(self) -> frozenset[str]:
        """States and bodies that take part."""
        return frozenset(p.code for p in (*self.actors, *self.recipients) if p.code)


@dataclass(frozen=True, slots=True)
class Annotated:
    """One sentence with its acts, or with the reason why it has none. `where` is file and line."""

    text: str
    style: str
    acts: tuple[MarkedAct, ...]
    others: tuple[Marked, ...]
    reason: str | None
    where: str

    @property
    def between_states(self) -> bool:
        """Whether any act joins two states or bodies."""
        return any(len(act.codes) > 1 for act in self.acts)


def read_corpus(paths: Iterable[Path]) -> list[Annotated]:
    """Every sentence of the files, in order. Raises `AnnotationError` at the first bad line."""
    return all_of(paths, _annotated)


def read_file(path: Path) -> Iterator[Annotated | AnnotationError]:
    """Sentences of one file, each good one as annotated, each bad one as the error it has."""
    return outcomes(path, _annotated)


def _annotated(lines: list[str], path: Path, number: int) -> Annotated:
    where = f"{path}:{number}"
    style, separator, text = lines[0].partition(": ")
    text = text.strip()
    if not separator or style not in STYLES:
        raise AnnotationError(
            f"'{lines[0][:60]}' does not begin with a style",
            where=where,
            advice=f"Begin with one of {', '.join(sorted(STYLES))}, a colon and a space.",
        )
    acts: list[MarkedAct] = []
    others: tuple[Marked, ...] = ()
    reason = None
    for offset, line in enumerate(lines[1:], start=1):
        here, body = f"{path}:{number + offset}", line.strip()
        if body.startswith("none:"):
            reason = body.removeprefix("none:").strip()
        elif body.startswith("also:"):
            others = parties(text, body.removeprefix("also:"), here, separator="; ")
        else:
            acts.append(_act(text, body, here))
    if bool(acts) == (reason is not None):
        raise AnnotationError(
            "a sentence has either acts or `none:` with a reason", where=where,
            advice="Add an act line, or `none: reason`.",
        )  # fmt: skip
    return Annotated(text, style, tuple(acts), others, reason, where)


def _act(text: str, body: str, where: str) -> MarkedAct:
    fields = [field.strip() for field in body.split("|")]
    if len(fields) != 6:
        raise AnnotationError(
            f"{len(fields)} fields instead of 6 in '{body[:80]}'", where=where,
            advice="Write: actors | trigger | recipients | TYPE mode | status | contexts",
        )  # fmt: skip
    kind, _, mode = fields[3].partition(" ")
    if kind not in ontology.event_types():
        raise AnnotationError(f"no type '{kind}'", where=where, advice="See docs/codebook.md.")
    if mode and mode not in ontology.modes(kind):
        known = ", ".join(ontology.modes(kind)) or "none"
        raise AnnotationError(
            f"{kind} has no mode '{mode}'", where=where, advice=f"Its modes: {known}."
        )
    if fields[4] not in get_args(Status):
        raise AnnotationError(
            f"no status '{fields[4]}'", where=where, advice=f"One of {', '.join(get_args(Status))}."
        )
    act = MarkedAct(
        actors=parties(text, fields[0], where),
        trigger=marked(text, fields[1], where),
        recipients=parties(text, fields[2], where),
        event_type=kind,
        mode=mode or None,
        status=cast(Status, fields[4]),
        contexts=tuple(
            name.strip() for name in fields[5].split(",") if name.strip() not in ("", "-")
        ),
    )
    if not act.actors and not act.recipients:
        raise AnnotationError("an act without any party", where=where, advice="Mark who acts.")
    return act

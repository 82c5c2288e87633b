"""Scores a coder on sentences with marked actor, recipient and root type."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from detente.coding import ontology
from detente.coding.coder import Coding, make_article
from detente.errors import InputError
from detente.records import Actor, Article, EventType

MARK = re.compile(r"</?[st]>")
YIELD = "YIELD"
Span = tuple[int, int]


class RelationCoder(Protocol):
    """Anything that codes articles."""

    def code_articles(self, articles: Sequence[Article]) -> list[Coding]:
        """Codings in the order of the articles."""


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A sentence with marked spans (None where unmarked) and its root type."""

    sentence: str
    actor: tuple[int, int] | None
    recipient: tuple[int, int] | None
    event_type: str


@dataclass(frozen=True, slots=True)
class RelationScore:
    """From raw sentences: how often parties, and parties with root or quad class, were found."""

    rows: int
    parties: float
    root: float
    quad: float
    events_per_sentence: float
    by_type: dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class SpanScore:
    """With both spans given: macro F1 over root types and over quad classes, and F1 by type.

    A type told where the set has no such rows counts as an error of the type missed.
    """

    root: float
    quad: float
    by_type: dict[str, float]


class ToldRelation(Protocol):
    """What is told of two spans."""

    @property
    def event_type(self) -> EventType | None:
        """The type that joins them, or None."""


RelationOf = Callable[[str, tuple[int, int] | None, tuple[int, int] | None], ToldRelation]


def read_labelled(path: Path) -> list[LabelledSentence]:
    """Rows of a TSV with columns `marked_sentence` and `event_type`. Raises `InputError`."""
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
        if not {"marked_sentence", "event_type"} <= set(reader.fieldnames or ()):
            raise InputError(
                "no columns marked_sentence and event_type",
                where=str(path),
                advice="Give a tab-separated file with <s>actor</s> and <t>recipient</t> marked.",
            )
        return [_labelled(row["marked_sentence"], row["event_type"]) for row in reader]


def _labelled(marked: str, event_type: str) -> LabelledSentence:
    spans: dict[str, tuple[int, int]] = {}
    opened: dict[str, int] = {}
    plain = ""
    position = 0
    for found in MARK.finditer(marked):
        plain += marked[position : found.start()]
        position = found.end()
        tag = found.group().strip("</>")
        if found.group().startswith("</"):
            if tag in opened:
                spans.setdefault(tag, (opened[tag], len(plain)))
        else:
            opened[tag] = len(plain)
    plain += marked[position:]
    return LabelledSentence(plain, spans.get("s"), spans.get("t"), event_type)


def score_relations(rows: Sequence[LabelledSentence], coder: RelationCoder) -> RelationScore:
    """Codes each sentence alone and counts rows whose parties overlap and whose type agrees."""
    codings = coder.code_articles([make_article(row.sentence) for row in rows])
    totals: Counter[str] = Counter()
    by_type: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row, coding in zip(rows, codings, strict=True):
        totals["events"] += len(coding.events)
        joined = [
            event
            for event in coding.events
            if (event.reciprocal and overlaps_any(event.actors, row.actor)
                and overlaps_any(event.actors, row.recipient))
            or (overlaps_any(event.actors, row.actor) and overlaps_any(event.recipients, row.recipient))
        ]  # fmt: skip
        right = any(root_of(event.event_type) == row.event_type for event in joined)
        totals["parties"] += bool(joined)
        totals["root"] += right
        totals["quad"] += any(event.quad_class == _quad(row.event_type) for event in joined)
        by_type[row.event_type][0] += 1
        by_type[row.event_type][1] += right
    count = max(1, len(rows))
    return RelationScore(
        rows=len(rows),
        parties=totals["parties"] / count,
        root=totals["root"] / count,
        quad=totals["quad"] / count,
        events_per_sentence=totals["events"] / count,
        by_type={name: (n, right) for name, (n, right) in sorted(by_type.items())},
    )


def score_given_spans(rows: Sequence[LabelledSentence], relation: RelationOf) -> SpanScore:
    """Asks for the relation of each row's marked spans, and compares types and quad classes."""
    gold = [row.event_type for row in rows]
    told = [
        root_of(relation(row.sentence, row.actor, row.recipient).event_type or "") for row in rows
    ]
    by_type = _f1(gold, told)
    quads = _f1([_quad(name) for name in gold], [_quad(name) if name else "" for name in told])
    return SpanScore(_mean(by_type), _mean(quads), by_type)


def _f1(gold: Sequence[str], told: Sequence[str]) -> dict[str, float]:
    """F1 of each class that the gold has (van Rijsbergen, 1979)."""
    right = Counter(name for name, answer in zip(gold, told, strict=True) if name == answer)
    given, answered = Counter(gold), Counter(told)
    return {name: 2 * right[name] / (given[name] + answered[name]) for name in sorted(given)}


def _mean(shares: dict[str, float]) -> float:
    return sum(shares.values()) / max(1, len(shares))


def overlaps_any(actors: Iterable[Actor], span: Span | None) -> bool:
    """Whether some actor shares a character with a span; any does with one that is not marked."""
    if span is None:
        return True
    return any(
        actor.start is not None
        and actor.end is not None
        and spans_meet(span, (actor.start, actor.end))
        for actor in actors
    )


def spans_meet(one: Span, other: Span) -> bool:
    """Whether two stretches of a text share a character."""
    return one[0] < other[1] and other[0] < one[1]


def root_of(event_type: str) -> str:
    """CONCEDE and RETREAT are one root in sets that follow PLOVER's older YIELD."""
    return YIELD if event_type in ("CONCEDE", "RETREAT") else event_type


def _quad(event_type: str) -> str:
    return ontology.quad_class("RETREAT" if event_type == YIELD else event_type)

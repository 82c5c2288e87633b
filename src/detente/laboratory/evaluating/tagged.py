"""Scores a coder on sentences whose words are tagged as actor, recipient, both or neither."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.coding.coder import make_article
from detente.errors import InputError
from detente.laboratory.evaluating.labelled import RelationCoder, Span, spans_meet
from detente.records import Actor, Event

ACTOR, RECIPIENT, BOTH = "S", "T", "R"
CLOSING = frozenset(".,;:!?)]}%") | {
    "'s",
    "'",
    "n't",
    "'re",
    "'ve",
    "'ll",
    "'d",
    "'m",
    "''",
    "”",
    "’",
    "’s",
}
OPENING = frozenset("([{$£€") | {"``", "“", "‘"}


@dataclass(frozen=True, slots=True)
class Tagged:
    """A sentence with the spans that act and those that undergo; one tagged as both is in both."""

    text: str
    actors: tuple[Span, ...]
    recipients: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class FoundSpans:
    """Told spans and those of them that are right, tagged spans and those of them that are met.

    Of words, right and met are those that share a character with one of the other side.
    """

    told: int
    right: int
    tagged: int
    met: int

    @property
    def precision(self) -> float:
        """Share of the told spans that are right."""
        return self.right / self.told if self.told else 0.0

    @property
    def recall(self) -> float:
        """Share of the tagged spans that were found."""
        return self.met / self.tagged if self.tagged else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two (van Rijsbergen, 1979)."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class TaggedScore:
    """How well the spans that act and those that undergo were found."""

    sentences: int
    actors: FoundSpans
    recipients: FoundSpans


def is_tagged(path: Path) -> bool:
    """Whether a file begins with a word, a tab and a tag of this kind."""
    with path.open(encoding="utf-8", errors="replace") as handle:
        first = next((line for line in handle if line.strip()), "")
    cells = first.rstrip("\n").split("\t")
    return len(cells) > 1 and _tag(cells[-1]) is not None


def read_tagged(path: Path) -> list[Tagged]:
    """Sentences of a file with a word and its tag a line: `B-S`, `I-S` actor, `-T` recipient, `-R`
    both, `O` neither; an empty line ends a sentence. Raises `InputError`."""
    found = []
    rows: list[tuple[str, str]] = []
    for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], start=1):
        if not line.strip():
            if rows:
                found.append(_sentence(rows))
            rows = []
            continue
        word, _, tag = line.rpartition("\t")
        if not word or _tag(tag) is None:
            raise InputError(
                f"'{line[:40]}' is not a word and its tag", where=f"{path}:{number}",
                advice="Write a word, a tab, and O or B-/I- with S, T or R.",
            )  # fmt: skip
        rows.append((word.split("\t")[0], tag))
    return found


def score_tagged(sentences: Sequence[Tagged], coder: RelationCoder) -> TaggedScore:
    """Codes each sentence alone. The parties of a joint act are told as both."""
    codings = coder.code_articles([make_article(each.text) for each in sentences])
    events = [coding.events for coding in codings]
    return TaggedScore(
        len(sentences),
        _found(sentences, events, lambda each: each.actors, lambda event: event.actors),
        _found(sentences, events, lambda each: each.recipients, _undergoing),
    )


def _undergoing(event: Event) -> Sequence[Actor]:
    return event.actors if event.reciprocal else event.recipients


def _found(
    sentences: Sequence[Tagged],
    events: Sequence[Sequence[Event]],
    tagged_of: Callable[[Tagged], Sequence[Span]],
    told_of: Callable[[Event], Sequence[Actor]],
) -> FoundSpans:
    counts = [0, 0, 0, 0]
    for sentence, coded in zip(sentences, events, strict=True):
        told = _spans(actor for event in coded for actor in told_of(event))
        tagged = tagged_of(sentence)
        right = sum(any(spans_meet(span, other) for other in tagged) for span in told)
        met = sum(any(spans_meet(span, other) for other in told) for span in tagged)
        for place, number in enumerate((len(told), right, len(tagged), met)):
            counts[place] += number
    return FoundSpans(*counts)


def _spans(actors: Iterable[Actor]) -> set[Span]:
    return {
        (actor.start, actor.end)
        for actor in actors
        if actor.start is not None and actor.end is not None
    }


def _sentence(rows: Sequence[tuple[str, str]]) -> Tagged:
    text, spans = as_text([word for word, _ in rows])
    placed = [(span, tag) for span, (_, tag) in zip(spans, rows, strict=True)]
    return Tagged(
        text, tuple(_joined(placed, (ACTOR, BOTH))), tuple(_joined(placed, (RECIPIENT, BOTH)))
    )


def as_text(words: Iterable[str], hyphens: Collection[int] = ()) -> tuple[str, list[Span]]:
    """Words that a tokenizer took apart as running text, and where each stands in it; those at the
    places in `hyphens` stand between their neighbours without a space."""
    text = ""
    spans: list[Span] = []
    opened = True
    for place, word in enumerate(words):
        text += "" if opened or word in CLOSING or place in hyphens else " "
        spans.append((len(text), len(text) + len(word)))
        text += word
        opened = word in OPENING or place in hyphens
    return text, spans


def _joined(placed: Sequence[tuple[Span, str]], kinds: tuple[str, ...]) -> Iterator[Span]:
    """Stretches of words with tags of these kinds."""
    start = end = None
    for (first, last), tag in placed:
        kind = _tag(tag)
        if start is not None and end is not None and (kind not in kinds or tag.startswith("B-")):
            yield start, end
            start = None
        if kind in kinds:
            start, end = first if start is None else start, last
    if start is not None and end is not None:
        yield start, end


def _tag(tag: str) -> str | None:
    """S, T, R or O; None for anything else."""
    if tag == "O":
        return tag
    lead, _, kind = tag.partition("-")
    return kind if lead in ("B", "I") and kind in (ACTOR, RECIPIENT, BOTH) else None

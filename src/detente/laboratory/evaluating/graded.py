"""Scores a coder on sentences whose words are graded by how sure the text is that they happened.

Factuality as in FactBank (Saurí and Pustejovsky, 2009) on one scale (Stanovsky et al., 2017): 3 is
certain to have happened, -3 certain not to, 0 untold. A word a line with tabs between: its number,
the word, its grade or `_`, its Penn tag, and what else there is; an empty line ends a sentence.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO, get_args

from detente.coding.coder import Coder, make_article
from detente.errors import InputError
from detente.laboratory.evaluating.labelled import Span, spans_meet
from detente.laboratory.evaluating.tagged import as_text
from detente.records import Event, Status

SURE = 2.0
"""Grades nearer to 0 than this take no side."""
HAPPENED = frozenset({"done", "ongoing"})
PLANNED = "planned"
HYPHEN = "HYPH"


@dataclass(frozen=True, slots=True)
class GradedWord:
    """A word with its place in the sentence's text, its tag and its grade, -3 to 3."""

    span: Span
    tag: str
    grade: float


@dataclass(frozen=True, slots=True)
class GradedSentence:
    """A sentence with the words that have a grade, in order."""

    text: str
    words: tuple[GradedWord, ...]


@dataclass(frozen=True, slots=True)
class GradeAgreement:
    """How words were told that are graded as sure to have happened, and as sure not to have.

    `told` maps a status to the number of each.
    """

    told: Mapping[str, tuple[int, int]]

    @property
    def happened(self) -> tuple[int, int]:
        """Words graded as having happened, and those of them told so."""
        return self._count(0), self._count(0, HAPPENED)

    @property
    def not_happened(self) -> tuple[int, int]:
        """Words graded as not having happened, and those of them told so."""
        return self._count(1), self._count(1) - self._count(1, HAPPENED)

    @property
    def share(self) -> float | None:
        """Share of the words told as they are graded; None where there are none."""
        (happened, right), (others, right_too) = self.happened, self.not_happened
        words = happened + others
        return (right + right_too) / words if words else None

    @property
    def share_but_planned(self) -> float | None:
        """The same without the words told as planned: the grade is one of certainty, not of time."""
        return GradeAgreement(
            {name: both for name, both in self.told.items() if name != PLANNED}
        ).share

    def _count(self, side: int, names: Collection[str] | None = None) -> int:
        return sum(both[side] for name, both in self.told.items() if not names or name in names)


@dataclass(frozen=True, slots=True)
class Judged:
    """A graded word and how it was told; `of_event` is true for the trigger of an event."""

    sentence: str
    word: str
    grade: float
    status: Status
    of_event: bool

    @property
    def right(self) -> bool:
        """Whether it is told as having happened where it is graded so, and only there."""
        return (self.grade > 0) == (self.status in HAPPENED)


@dataclass(frozen=True, slots=True)
class GradedScore:
    """Agreement on triggers of events, and on every graded verb and noun."""

    sentences: int
    events: GradeAgreement
    words: GradeAgreement
    disagreements: tuple[Judged, ...]


def is_graded(path: Path) -> bool:
    """Whether a file, packed by gzip or not, begins with a numbered word and its grade."""
    try:
        with _opened(path) as handle:
            first = next((line for line in handle if line.strip()), "")
    except (OSError, EOFError):
        return False
    cells = first.rstrip("\n").split("\t")
    return len(cells) > 3 and cells[0].isdigit() and _is_grade(cells[2])


def read_graded(path: Path) -> list[GradedSentence]:
    """Sentences of a file. Raises `InputError` at the first line that is none."""
    found = []
    rows: list[list[str]] = []
    with _opened(path) as handle:
        for number, line in enumerate((*handle, ""), start=1):
            cells = line.rstrip("\n").split("\t")
            if not line.strip():
                if rows:
                    found.append(_sentence(rows))
                rows = []
            elif len(cells) > 3 and _is_grade(cells[2]):
                rows.append(cells)
            else:
                raise InputError(
                    f"'{line[:40].rstrip()}' is no word with its grade", where=f"{path}:{number}",
                    advice="Write number, word, grade or `_`, and tag, with tabs between.",
                )  # fmt: skip
    return found


def _opened(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", errors="replace")
    return path.open(encoding="utf-8", errors="replace")


def _is_grade(cell: str) -> bool:
    return cell == "_" or re.fullmatch(r"-?[0-3](?:\.\d+)?", cell) is not None


def _sentence(rows: Sequence[Sequence[str]]) -> GradedSentence:
    hyphens = {place for place, cells in enumerate(rows) if cells[3] == HYPHEN}
    text, spans = as_text([cells[1] for cells in rows], hyphens)
    words = (
        GradedWord(span, cells[3], float(cells[2]))
        for span, cells in zip(spans, rows, strict=True)
        if cells[2] != "_"
    )
    return GradedSentence(text, tuple(words))


def score_graded(sentences: Sequence[GradedSentence], coder: Coder) -> GradedScore:
    """Codes each sentence alone, and compares what happened by grade and by status.

    A trigger that two events share counts once, with the first of them. Any verb or noun has the
    status that the coder gives the act which it is taken to tell.
    """
    codings = coder.code_articles([make_article(each.text) for each in sentences])
    judged: list[Judged] = []
    for sentence, coding in zip(sentences, codings, strict=True):
        judged += _triggers(sentence, coding.events)
        judged += _verbs_and_nouns(sentence, coder)
    return GradedScore(
        len(sentences),
        _agreement([each for each in judged if each.of_event]),
        _agreement([each for each in judged if not each.of_event]),
        tuple(each for each in judged if not each.right),
    )


def _triggers(sentence: GradedSentence, events: Sequence[Event]) -> Iterator[Judged]:
    for word in _sure(sentence):
        statuses = (
            event.status
            for event in events
            if spans_meet((event.trigger.start, event.trigger.end), word.span)
        )
        if status := next(statuses, None):
            yield _judged(sentence, word, status, of_event=True)


def _verbs_and_nouns(sentence: GradedSentence, coder: Coder) -> Iterator[Judged]:
    words = [word for word in _sure(sentence) if word.tag[:2] in ("VB", "NN")]
    told = coder.times(sentence.text, [word.span for word in words]) if words else []
    for word, each in zip(words, told, strict=True):
        yield _judged(sentence, word, each.status, of_event=False)


def _sure(sentence: GradedSentence) -> Iterator[GradedWord]:
    return (word for word in sentence.words if abs(word.grade) >= SURE)


def _judged(
    sentence: GradedSentence, word: GradedWord, status: Status, *, of_event: bool
) -> Judged:
    return Judged(sentence.text, sentence.text[slice(*word.span)], word.grade, status, of_event)


def _agreement(judged: Sequence[Judged]) -> GradeAgreement:
    counts = Counter((each.status, each.grade > 0) for each in judged)
    told = {name: (counts[name, True], counts[name, False]) for name in get_args(Status)}
    return GradeAgreement(told)

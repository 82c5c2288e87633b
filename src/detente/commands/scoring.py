"""Which kind of set is it, and how does the coder do on it?"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from detente.coding.coder import Coder, Coding
from detente.commands.inputs import Tally, batches
from detente.commands.inputs import articles as told_articles
from detente.commands.options import Model
from detente.errors import InputError
from detente.evaluating import (
    RecordScore,
    RelationScore,
    SpanScore,
    read_record,
    score_given_spans,
    score_record,
    score_relations,
)
from detente.evaluating.annotated import AnnotatedScore, marked_pairs, score_annotated
from detente.evaluating.corpus import read_corpus
from detente.evaluating.labelled import Labelled, read_labelled
from detente.evaluating.marking import part_of
from detente.evaluating.record import COLUMNS, Happening, read_readings
from detente.evaluating.tagged import Found, TaggedScore, is_tagged, read_tagged, score_tagged
from detente.reading import read
from detente.records import Article, Event

MARKED = frozenset({"marked_sentence", "event_type"})
Counts = Mapping[str, tuple[int, int]]
"""Name to rows, and those found."""


@dataclass(frozen=True, slots=True)
class RecordResult:
    """The score on a record of what happened."""

    name: str
    between: tuple[str, str] | None
    score: RecordScore

    @property
    def by_type(self) -> Counts:
        """Rows and found rows by event type."""
        return self._by("event_type")

    @property
    def by_track(self) -> Counts:
        """Rows and found rows by track."""
        return self._by("track")

    def _by(self, field: str) -> Counts:
        found = Counter(getattr(row, field) for row in self.score.found)
        rows = Counter(getattr(row, field) for row in (*self.score.found, *self.score.missed))
        return {name: (count, found[name]) for name, count in sorted(rows.items())}

    def to_dict(self, *, misses: bool) -> dict[str, Any]:
        """The score for other programs."""
        score = self.score
        return {
            "kind": "record",
            "set": self.name,
            "between": self.between,
            "rows": len(score.found) + len(score.missed),
            "found": len(score.found),
            "recall": score.recall,
            "dated_events": sum(map(len, _judged(score))),
            "answering": len(score.answering),
            "read_true": len(score.read_true),
            "read_false": len(score.read_false),
            "unread": len(score.unread),
            "precision": score.precision,
            "by_type": _counts(self.by_type),
            "by_track": _counts(self.by_track),
            **({"misses": [_row(row) for row in score.missed]} if misses else {}),
        }


@dataclass(frozen=True, slots=True)
class RelationResult:
    """The score on marked sentences, and the rows whose type or parties were not found."""

    name: str
    score: RelationScore
    given: SpanScore
    missed: tuple[Labelled, ...]

    def to_dict(self, *, misses: bool) -> dict[str, Any]:
        """The score for other programs."""
        score = self.score
        missed = [{"event_type": row.event_type, "sentence": row.sentence} for row in self.missed]
        return {
            "kind": "relations",
            "set": self.name,
            "rows": score.rows,
            "parties": score.parties,
            "root": score.root,
            "quad": score.quad,
            "events_per_sentence": score.events_per_sentence,
            **_given(self.given),
            "by_type": _counts(score.by_type),
            **({"misses": missed} if misses else {}),
        }


@dataclass(frozen=True, slots=True)
class AnnotatedResult:
    """The score on the held-out part of annotated sentences, raw and with the spans given."""

    name: str
    score: AnnotatedScore
    given: SpanScore

    def to_dict(self, *, misses: bool) -> dict[str, Any]:
        """The score for other programs; `confusion` is there with `misses`."""
        score = self.score
        fields = ("sentences", "acts", "parties", "root", "mode", "status", "trigger", "precision",
                  "empty", "false_alarms", "calibration_error")  # fmt: skip
        confusion = [
            {"marked": marked, "told": told, "acts": acts}
            for (marked, told), acts in sorted(score.confusion.items())
        ]
        return {
            "kind": "annotated",
            "set": self.name,
            "part": "test",
            **{field: getattr(score, field) for field in fields},
            **_given(self.given),
            "reliability": [asdict(each) for each in score.bins],
            **({"confusion": confusion} if misses else {}),
        }


@dataclass(frozen=True, slots=True)
class TaggedResult:
    """The score on sentences whose words are tagged."""

    name: str
    score: TaggedScore

    def to_dict(self, *, misses: bool) -> dict[str, Any]:
        """The score for other programs."""
        score = self.score
        return {
            "kind": "tagged",
            "set": self.name,
            "sentences": score.sentences,
            "actors": _measures(score.actors),
            "recipients": _measures(score.recipients),
        }


Result = RecordResult | RelationResult | AnnotatedResult | TaggedResult


def scores(
    sets: Iterable[Path],
    *,
    between: tuple[str, str] | None,
    articles: Path | None,
    model: Model = "shipped",
) -> Iterator[Result]:
    """The score on each set; files of one folder are one set. Raises `InputError`."""
    given = [file for path in sets for file in _files(path)]
    tagged = [path for path in given if is_tagged(path)]
    records, marked, annotated = _sorted_out(path for path in given if path not in tagged)
    coder = Coder(model=model)
    for folder, files in records.items():
        yield _record(folder, files, between, articles or folder / "articles", coder)
    for path in marked:
        yield _relations(path, coder)
    for folder, files in annotated.items():
        yield _annotated(folder, files, coder)
    for path in tagged:
        yield TaggedResult(str(path), score_tagged(read_tagged(path), coder))


Folders = dict[Path, list[Path]]


def _sorted_out(files: Iterable[Path]) -> tuple[Folders, list[Path], Folders]:
    """Files of records by folder, tables of marked sentences, and annotated files by folder."""
    records: Folders = {}
    annotated: Folders = {}
    marked = []
    for path in files:
        if path.suffix == ".txt" and not _header(path, "\t") >= MARKED:
            annotated.setdefault(path.parent, []).append(path)
        elif _is_record(path):
            records.setdefault(path.parent, []).append(path)
        else:
            marked.append(path)
    return records, marked, annotated


def _files(given: Path) -> list[Path]:
    """A file itself; of a folder its record files, else its tables of marked sentences, else its
    annotated sentences."""
    if not given.exists():
        raise InputError("does not exist", where=str(given), advice="Check the spelling.")
    if given.is_file():
        return [given]
    tables = [path for path in sorted(given.glob("*.tsv")) if _header(path, "\t") >= MARKED]
    found = sorted(given.glob("record*.csv")) or tables or sorted(given.glob("*.txt"))
    if not found:
        raise _unknown(given)
    return found


def _is_record(path: Path) -> bool:
    if _header(path, ",") >= set(COLUMNS):
        return True
    if _header(path, "\t") >= MARKED:
        return False
    raise _unknown(path)


def _header(path: Path, delimiter: str) -> set[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            return set(next(csv.reader(handle, delimiter=delimiter), []))
    except (OSError, UnicodeError, csv.Error) as problem:
        raise _unknown(path) from problem


def _unknown(path: Path) -> InputError:
    return InputError(
        "not a set that can be scored",
        where=str(path),
        advice=f"Give a CSV with the columns {', '.join(COLUMNS)}, a folder with record*.csv, "
        f"a tab-separated table with the columns {', '.join(sorted(MARKED))}, a word and its tag a "
        "line, or files *.txt of annotated sentences.",
    )


def _record(
    folder: Path,
    files: Sequence[Path],
    between: tuple[str, str] | None,
    articles: Path,
    coder: Coder,
) -> RecordResult:
    rows = read_record(files)
    readings = folder / "readings.csv"
    score = score_record(
        rows,
        _events(articles, coder),
        between=between,
        readings=read_readings(readings) if readings.exists() else None,
    )
    name = str(folder) if len(files) > 1 else str(files[0])
    return RecordResult(name, between, score)


def _events(articles: Path, coder: Coder) -> list[Event]:
    if not articles.exists():
        raise InputError(
            "no articles to score with", where=str(articles), advice="Name them with --articles."
        )
    found = told_articles(read([articles]), Tally())
    codings = (coding for batch in batches(found) for coding in coder.code_articles(batch))
    return [event for coding in codings for event in coding.events]


class _Remembered:
    """A coder that codes each article once, so that rows can be scored together and alone."""

    def __init__(self, coder: Coder) -> None:
        self._coder = coder
        self._known: dict[str, Coding] = {}

    def code_articles(self, articles: Sequence[Article]) -> list[Coding]:
        new = {each.article_id: each for each in articles if each.article_id not in self._known}
        codings = self._coder.code_articles(list(new.values()))
        self._known |= dict(zip(new, codings, strict=True))
        return [self._known[each.article_id] for each in articles]


def _relations(path: Path, coder: Coder) -> RelationResult:
    rows, remembered = read_labelled(path), _Remembered(coder)
    score = score_relations(rows, remembered)
    missed = (row for row in rows if not score_relations([row], remembered).root)
    given = score_given_spans(rows, coder.relation)
    return RelationResult(str(path), score, given, tuple(missed))


def _annotated(folder: Path, files: Sequence[Path], coder: Coder) -> AnnotatedResult:
    """Only the part that no model is trained on is scored."""
    held = [each for each in read_corpus(files) if part_of(each.text) == "test"]
    if not held:
        raise InputError(
            "none of its sentences is in the held-out part", where=str(folder),
            advice="A tenth of the sentences is held out, by their text; give more of them.",
        )  # fmt: skip
    given = score_given_spans(marked_pairs(held), coder.relation)
    return AnnotatedResult(str(folder), score_annotated(held, coder), given)


def _given(score: SpanScore) -> dict[str, Any]:
    return {"given_spans": {"root_f1": score.root, "quad_f1": score.quad, "by_type": score.by_type}}


def _measures(found: Found) -> dict[str, float]:
    return {"precision": found.precision, "recall": found.recall, "f1": found.f1}


def _judged(score: RecordScore) -> tuple[tuple[Event, ...], ...]:
    return score.answering, score.read_true, score.read_false, score.unread


def _row(row: Happening) -> dict[str, Any]:
    return {
        "id": row.row_id,
        "date_start": row.start,
        "actors": sorted(row.actors),
        "recipients": sorted(row.recipients),
        "event_type": row.event_type,
        "track": row.track,
        "what": row.what,
    }


def _counts(counts: Counts) -> dict[str, dict[str, int]]:
    return {name: {"rows": rows, "found": found} for name, (rows, found) in counts.items()}

"""What `detente evaluate` tells of each kind of set, for other programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from detente.laboratory.evaluating import RecordScore, RelationScore, SpanScore
from detente.laboratory.evaluating.annotated import AnnotatedScore
from detente.laboratory.evaluating.attributed import AttributedScore
from detente.laboratory.evaluating.graded import GradeAgreement, GradedScore
from detente.laboratory.evaluating.labelled import LabelledSentence
from detente.laboratory.evaluating.passages import NOTHING as NO_PASSAGES
from detente.laboratory.evaluating.passages import PassageScores
from detente.laboratory.evaluating.record import RecordedAct
from detente.laboratory.evaluating.reliability import Reliability
from detente.laboratory.evaluating.tagged import FoundSpans, TaggedScore
from detente.laboratory.evaluating.timed import TimedScore
from detente.laboratory.evaluating.times import Answered, TimeScore
from detente.laboratory.evaluating.voices import VoicedScore
from detente.records import Event

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
    missed: tuple[LabelledSentence, ...]

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
                  "empty", "false_alarms")  # fmt: skip
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
            **_reliability(score.reliability),
            **({"confusion": confusion} if misses else {}),
        }


@dataclass(frozen=True, slots=True)
class PassagesResult:
    """The scores on real passages by kind of text, how many of each source had no text here, and how many
    were not asked, since a reader may have learnt from them."""

    name: str
    scores: Mapping[str, PassageScores]
    missing: Mapping[str, int]
    not_asked: int

    @property
    def total(self) -> PassageScores:
        """All kinds of text together."""
        return sum(self.scores.values(), NO_PASSAGES)

    def to_dict(self, *, misses: bool) -> dict[str, Any]:
        """The scores for other programs."""
        return {
            "kind": "passages",
            "set": self.name,
            "missing": dict(self.missing),
            "not_asked": self.not_asked,
            "all": _passage_scores(self.total),
            "by_kind": {kind: _passage_scores(each) for kind, each in sorted(self.scores.items())},
            **({"misses": [asdict(each) for each in self.total.wrong]} if misses else {}),
        }


def _passage_scores(scores: PassageScores) -> dict[str, Any]:
    fields = ("parties", "typed", "inside", "positions", "kinds", "tracks")
    return {
        "passages": scores.passages,
        **{
            name: {
                "precision": each.precision,
                "recall": each.recall,
                "f1": each.f1,
                "asked": each.asked,
            }
            for name in fields
            for each in [getattr(scores, name)]
        },
        "status": scores.status.precision,
        "confidence": {
            "acts": _reliability(scores.sure_acts),
            "positions": _reliability(scores.sure_positions),
        },
        "lost": dict(scores.lost),
    }


def _reliability(found: Reliability) -> dict[str, Any]:
    return {
        "calibration_error": found.error,
        "reliability": [asdict(each) for each in found.bins],
    }


@dataclass(frozen=True, slots=True)
class DatedResult:
    """The score on the held-out part of passages with marked dates and statuses."""

    name: str
    score: TimeScore

    def to_dict(self, *, misses: bool) -> dict[str, Any]:
        """The score for other programs."""
        score = self.score
        return {
            "kind": "dated",
            "set": self.name,
            "part": "test",
            **{field: getattr(score, field) for field in ("acts", "date", "status", "recalled")},
            "status_f1": score.macro_status,
            "by_status": score.by_status,
            "from_raw_text": asdict(score.raw),
            **({"misses": [_answer(each) for each in score.wrong]} if misses else {}),
        }


def _answer(answered: Answered) -> dict[str, Any]:
    when, told = answered.act.when, answered.told
    return {
        "where": answered.passage.where,
        "trigger": answered.act.trigger.text,
        "wanted": [when.first, when.last] if when else None,
        "told": [told.start, told.end] if told.start else None,
        "status_wanted": answered.act.status,
        "status_told": answered.status,
        "recalled_wanted": answered.act.recalled,
        "recalled_told": told.recalled,
    }


@dataclass(frozen=True, slots=True)
class VoicedResult:
    """The score on the held-out part of passages with marked voices and positions."""

    name: str
    score: VoicedScore

    def to_dict(self, *, misses: bool) -> dict[str, Any]:
        """The score for other programs."""
        score = self.score
        return {
            "kind": "voiced",
            "set": self.name,
            "part": "test",
            "passages": score.passages,
            "acts": score.acts,
            "acts_told": score.met,
            "reporter": score.reporter,
            "statements": score.statements.marked,
            "statements_told": score.statements.told,
            "matched": score.matched,
            "speaker": score.speaker_right,
            "speaker_of_all": score.speaker_of_all,
            "addressees": _part(score.addressees, score.matched),
            "conditions": _part(score.conditions, score.matched),
            "kind_f1": score.macro_f1,
            "by_kind": {
                kind: {"precision": each.precision, "recall": each.recall, "f1": each.f1}
                for kind, each in score.kinds.items()
            },
            **({"misses": list(score.misses)} if misses else {}),
        }


def _part(some: int, whole: int) -> float:
    return some / whole if whole else 0.0


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


@dataclass(frozen=True, slots=True)
class TimedResult:
    """The score on texts whose dates are marked."""

    name: str
    score: TimedScore

    def to_dict(self, *, misses: bool) -> dict[str, Any]:
        """The score for other programs."""
        score = self.score
        return {
            "kind": "time",
            "set": self.name,
            "texts": score.texts,
            "dates": score.dates.tagged,
            "told": score.dates.told,
            **_measures(score.dates),
            "overlapping": score.overlapping,
            "values": score.values,
            **({"misses": [asdict(miss) for miss in score.misses]} if misses else {}),
        }


@dataclass(frozen=True, slots=True)
class AttributedResult:
    """The score on texts whose attributions are marked."""

    name: str
    score: AttributedScore

    def to_dict(self, *, misses: bool) -> dict[str, Any]:
        """The score for other programs."""
        score = self.score
        missed = [
            {"where": where, "source": one.source.text, "content": one.content.text}
            for where, one in score.missed
        ]
        return {
            "kind": "attribution",
            "set": self.name,
            "texts": score.texts,
            "attributions": score.joined.tagged,
            "told": score.joined.told,
            **_measures(score.joined),
            "sources": _measures(score.sources),
            **({"misses": missed} if misses else {}),
        }


@dataclass(frozen=True, slots=True)
class GradedResult:
    """The score on sentences whose words are graded by how sure it is that they happened."""

    name: str
    score: GradedScore

    def to_dict(self, *, misses: bool) -> dict[str, Any]:
        """The score for other programs."""
        score = self.score
        return {
            "kind": "factuality",
            "set": self.name,
            "sentences": score.sentences,
            "events": _agreement(score.events),
            "words": _agreement(score.words),
            **({"misses": [asdict(each) for each in score.disagreements]} if misses else {}),
        }


Result = (
    RecordResult | RelationResult | AnnotatedResult | DatedResult | VoicedResult | TaggedResult
    | TimedResult | AttributedResult | GradedResult | PassagesResult
)  # fmt: skip


def _given(score: SpanScore) -> dict[str, Any]:
    return {"given_spans": {"root_f1": score.root, "quad_f1": score.quad, "by_type": score.by_type}}


def _measures(found: FoundSpans) -> dict[str, float]:
    return {"precision": found.precision, "recall": found.recall, "f1": found.f1}


def _judged(score: RecordScore) -> tuple[tuple[Event, ...], ...]:
    return score.answering, score.read_true, score.read_false, score.unread


def _row(row: RecordedAct) -> dict[str, Any]:
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


def _agreement(agreement: GradeAgreement) -> dict[str, Any]:
    happened, told = agreement.happened
    not_happened, told_not = agreement.not_happened
    return {
        "happened": happened,
        "told_happened": told,
        "not_happened": not_happened,
        "told_not_happened": told_not,
        "share": agreement.share,
        "share_but_planned": agreement.share_but_planned,
        "by_status": {
            name: {"happened": yes, "not_happened": no}
            for name, (yes, no) in agreement.told.items()
        },
    }

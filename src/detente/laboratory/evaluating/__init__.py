"""How good is the record? Scores a coder against what truly happened and against labelled sets."""

from detente.laboratory.evaluating.labelled import (
    RelationScore,
    SpanScore,
    score_given_spans,
    score_relations,
)
from detente.laboratory.evaluating.record import RecordScore, read_record, score_record

__all__ = [
    "RecordScore",
    "RelationScore",
    "SpanScore",
    "read_record",
    "score_given_spans",
    "score_record",
    "score_relations",
]

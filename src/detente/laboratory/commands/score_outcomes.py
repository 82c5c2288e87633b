"""How well do the ledgers of a record's articles say what came of commitments?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.coding.coder import Coding
from detente.laboratory.evaluating.outcomes import (
    Judged,
    OutcomeScore,
    read_outcomes,
    score_outcomes,
)
from detente.ledgers import Record
from detente.merging import Report
from detente.records import Article


@dataclass(frozen=True, slots=True)
class OutcomeResult:
    """The score on commitments of which a reader has judged what came of them."""

    name: str
    between: tuple[str, str] | None
    score: OutcomeScore

    @classmethod
    def of(
        cls, path: Path, told: Sequence[tuple[Article, Coding]], between: tuple[str, str] | None
    ) -> OutcomeResult:
        """Scores the ledgers of coded articles against a file of judgements. Raises `InputError`."""
        record = Record(
            statements=[said for _, coding in told for said in coding.statements],
            reports=[
                Report(event, article.outlet, article.published)
                for article, coding in told
                for event in coding.events
            ],
            articles={article.article_id: article for article, _ in told},
        )
        return cls(str(path), between, score_outcomes(read_outcomes(path), record, between=between))

    @property
    def misses(self) -> list[tuple[Judged, str]]:
        """Commitments of which nothing is said, or something wrong, with what is said."""
        score = self.score
        silent = [
            (one, "nothing") for one in score.silent if one.truth in ("kept", "broken", "open")
        ]
        return [*score.wrong, *silent, *((one, "no row") for one in score.without_row)]

    def to_dict(self, *, misses: bool) -> dict[str, Any]:
        """The score for other programs."""
        score = self.score
        missed = [
            {"truth": one.truth, "said": said, "clause": one.clause, "article": one.article}
            for one, said in self.misses
        ]
        return {
            "kind": "outcomes",
            "set": self.name,
            "between": self.between,
            "decided": score.decided,
            "right": len(score.right),
            "wrong": len(score.wrong),
            "found": score.found,
            "precision": score.precision,
            "closed": score.closed,
            "on_day": score.on_day,
            "without_row": len(score.without_row),
            **({"misses": missed} if misses else {}),
        }

"""How well are the events of a record's articles merged?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

from detente.coding.coder import Coder
from detente.commands.options import Model
from detente.errors import InputError
from detente.laboratory.commands.score_sets import sorted_out
from detente.laboratory.evaluating.occurrences import (
    MergeScore,
    labels_as_read,
    labels_of_record,
    score_merging,
)
from detente.laboratory.evaluating.record import RecordedAct, read_record
from detente.merging import Merge, Report
from detente.reading import read
from detente.reading_run import read_into
from detente.records import Event, Occurrence
from detente.store import Query, Workspace

READINGS = "occurrences.csv"
"""A reader's judgement of which event tells what, beside the record."""
AS_READ = "a reader"
ALONE = "each alone"


@dataclass(frozen=True, slots=True)
class MergingResult:
    """Scores by where the happenings of events are known from, and by how they are merged."""

    name: str
    between: tuple[str, str] | None
    scores: Mapping[str, Mapping[str, MergeScore]]

    def to_dict(self, *, misses: bool) -> dict[str, Any]:
        """The scores for other programs; `misses` adds nothing."""
        return {
            "kind": "merging",
            "set": self.name,
            "between": self.between,
            "scores": [
                {"by": by, "merged": how, **asdict(s), "f1": s.f1, "pair_f1": s.pair_f1}
                for by, ways in self.scores.items()
                for how, s in ways.items()
            ],
        }


def merging_scores(
    sets: Iterable[Path],
    *,
    between: tuple[str, str] | None,
    articles: Path | None,
    model: Model,
    since: dt.date | None,
    until: dt.date | None,
) -> Iterator[MergingResult]:
    """The score on each record; of events whose articles were published in the time given.

    `articles` may be a workspace that they have been read into. Raises `InputError`.
    """
    found = sorted_out(sets).records
    if not found:
        raise InputError(
            "no record of what happened", where=", ".join(map(str, sets)),
            advice="Merging is scored against a folder with record*.csv.",
        )  # fmt: skip
    for folder, files in found.items():
        with _workspace(articles or folder / "articles", model) as workspace:
            told = workspace.reports(Query(between=between))
            merged = {
                how: workspace.occurrences(Query(between=between), merge=how)
                for how in get_args(Merge)
            }
        events = [each.event for each in told if _is_in_time(each, since, until)]
        labels = _labels(read_record(files), events, folder / READINGS)
        name = str(folder) if len(files) > 1 else str(files[0])
        yield MergingResult(
            name, between, {by: _scores(known, merged) for by, known in labels.items()}
        )


@contextmanager
def _workspace(articles: Path, model: Model) -> Iterator[Workspace]:
    if (articles / "workspace.json").exists():
        yield Workspace.open(articles)
        return
    if not articles.exists():
        raise InputError(
            "no articles to score with", where=str(articles), advice="Name them with --articles."
        )
    with TemporaryDirectory() as folder:
        workspace = Workspace.create(folder)
        read_into(workspace, read([articles]), partial(Coder, model=model))
        yield workspace


def _labels(
    rows: Sequence[RecordedAct], events: Sequence[Event], readings: Path
) -> dict[str, dict[str, str]]:
    read_by = {AS_READ: labels_as_read(events, readings)} if readings.exists() else {}
    return {
        **read_by,
        "its row, by type": labels_of_record(rows, events, exact=True),
        "its row, by quad": labels_of_record(rows, events, exact=False),
    }


def _scores(
    known: Mapping[str, str], merged: Mapping[str, Sequence[Occurrence]]
) -> dict[str, MergeScore]:
    return {how: score_merging(known, found) for how, found in {ALONE: (), **merged}.items()}


def _is_in_time(told: Report, since: dt.date | None, until: dt.date | None) -> bool:
    day = told.published or dt.date.min
    return (since or dt.date.min) <= day <= (until or dt.date.max)

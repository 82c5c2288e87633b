"""Scores merging: are the events that tell one happening in one occurrence, and no others?

B-cubed (Bagga and Baldwin, "Entity-based cross-document coreferencing using the vector space
model", COLING-ACL 1998) is the mean over events: of the events in its occurrence, the share that
tells its happening (precision), and of the events that tell its happening, the share in its
occurrence (recall). The pairwise figures count pairs of events, so that large occurrences weigh more.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from pathlib import Path

from detente.errors import InputError
from detente.laboratory.evaluating.record import COUNTED, RecordedAct, answers, reading_key
from detente.records import Event, Occurrence

Labels = Mapping[str, str]
"""`event_id` to the name of the happening or occurrence."""


@dataclass(frozen=True, slots=True)
class MergeScore:
    """How well occurrences fit happenings, over the events whose happening is known."""

    events: int
    happenings: int
    occurrences: int
    precision: float
    recall: float
    pair_precision: float
    pair_recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of B-cubed precision and recall, 0 to 1."""
        return _harmonic(self.precision, self.recall)

    @property
    def pair_f1(self) -> float:
        """Harmonic mean of the pairwise figures, 0 to 1."""
        return _harmonic(self.pair_precision, self.pair_recall)


def score_merging(happenings: Labels, occurrences: Iterable[Occurrence]) -> MergeScore:
    """Scores occurrences over the events that `happenings` labels; one in none of them is alone."""
    told = {name: found.occurrence_id for found in occurrences for name in found.members}
    pairs = [(label, told.get(name, name)) for name, label in sorted(happenings.items())]
    both = Counter(pairs)
    right, wanted, given = both, Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    count = max(1, len(pairs))
    return MergeScore(
        events=len(pairs),
        happenings=len(wanted),
        occurrences=len(given),
        precision=fsum(n * n / given[b] for (_, b), n in both.items()) / count,
        recall=fsum(n * n / wanted[a] for (a, _), n in both.items()) / count,
        pair_precision=_pairs(right) / max(1, _pairs(given)),
        pair_recall=_pairs(right) / max(1, _pairs(wanted)),
    )


def labels_as_read(events: Iterable[Event], path: Path) -> dict[str, str]:
    """Happenings of events by a reader's judgement; a CSV file with the columns `key` and `occurrence`.

    The key is that of `reading_key`. Events that nobody has judged have no label. Raises `InputError`.
    """
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        if not {"key", "occurrence"} <= set(reader.fieldnames or ()):
            raise InputError(
                "no columns key and occurrence",
                where=str(path),
                advice="Write both in its first line.",
            )
        read = {row["key"]: row["occurrence"] for row in reader}
    keys = {event.event_id: reading_key(event) for event in events}
    return {event_id: read[key] for event_id, key in keys.items() if key in read}


def labels_of_record(
    rows: Sequence[RecordedAct], events: Iterable[Event], *, exact: bool
) -> dict[str, str]:
    """Happenings of events by the row that they answer; with `exact`, of its very type only.

    Of several rows that it answers, an event tells that of its type, then of its track, then the one
    nearest in time. One that fits two rows equally well, or none, has no label.
    """
    found: dict[str, str] = {}
    for event in events:
        if event.status in COUNTED and (row := _answered(event, rows, exact=exact)) is not None:
            found[event.event_id] = row.row_id
    return found


def _answered(event: Event, rows: Sequence[RecordedAct], *, exact: bool) -> RecordedAct | None:
    ranked: dict[tuple[bool, bool, int], list[RecordedAct]] = defaultdict(list)
    for row in rows:
        same = row.event_type == event.event_type
        if answers(event, row) and (same or not exact):
            ranked[not same, row.track not in event.tracks, _apart(event, row)].append(row)
    best = ranked[min(ranked)] if ranked else []
    return best[0] if len(best) == 1 else None


def _apart(event: Event, row: RecordedAct) -> int:
    """Days between an event and a row, by their nearer ends."""
    first, last = event.date_start or dt.date.max, event.date_end or dt.date.max
    return min(abs((first - row.start).days), abs((last - row.end).days))


def _pairs(sizes: Counter[str] | Counter[tuple[str, str]]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


def _harmonic(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0

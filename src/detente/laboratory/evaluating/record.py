"""Scores events against a list of what truly happened.

A row of the list is *found* when some event has its parties, its type or quad class, its track,
and a date within a day of it. An event *answers* when it has the parties, quad class and date of
some row. Both follow the wording in `docs/evaluation.md`.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.coding import ontology
from detente.errors import InputError
from detente.records import Event

COLUMNS = (
    "id",
    "date_start",
    "date_end",
    "actors",
    "recipients",
    "reciprocal",
    "event_type",
    "track",
)
ONE_DAY = dt.timedelta(days=1)
COUNTED = frozenset({"done", "ongoing", "planned"})


@dataclass(frozen=True, slots=True)
class RecordedAct:
    """One row of a record file."""

    row_id: str
    start: dt.date
    end: dt.date
    actors: frozenset[str]
    recipients: frozenset[str]
    reciprocal: bool
    event_type: str
    track: str
    what: str

    @property
    def parties(self) -> frozenset[str]:
        """All parties, whoever acts."""
        return self.actors | self.recipients


@dataclass(frozen=True, slots=True)
class Reading:
    """A person's judgement of an event that answers to no row."""

    true: bool
    note: str


@dataclass(frozen=True, slots=True)
class RecordScore:
    """What of the record was found, and what of the events holds.

    `found` and `missed` are rows; `answering` are events that answer to a row, `read_true` and
    `read_false` those judged by a reader, `unread` the rest.
    """

    found: tuple[RecordedAct, ...]
    missed: tuple[RecordedAct, ...]
    answering: tuple[Event, ...]
    read_true: tuple[Event, ...]
    read_false: tuple[Event, ...]
    unread: tuple[Event, ...]

    @property
    def recall(self) -> float:
        """Share of rows found, 0 to 1."""
        return len(self.found) / max(1, len(self.found) + len(self.missed))

    @property
    def precision(self) -> float:
        """Share of events that answer to a row or were read as true; unread ones count as wrong."""
        right = len(self.answering) + len(self.read_true)
        return right / max(1, right + len(self.read_false) + len(self.unread))


def read_record(paths: Iterable[Path]) -> list[RecordedAct]:
    """Rows of record files. Raises `InputError` with file and line for a row that does not parse."""
    found = []
    for path in paths:
        with path.open(encoding="utf-8", newline="") as handle:
            reader = csv.DictReader(handle)
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise InputError(
                    f"no column {', '.join(missing)}",
                    where=str(path),
                    advice=f"A record file has the columns {', '.join(COLUMNS)}.",
                )
            for row in reader:
                found.append(_happening(row, f"{path}:{reader.line_num}"))
    return found


def _happening(row: dict[str, str], where: str) -> RecordedAct:
    try:
        return RecordedAct(
            row_id=row["id"],
            start=dt.date.fromisoformat(row["date_start"]),
            end=dt.date.fromisoformat(row["date_end"] or row["date_start"]),
            actors=_codes(row["actors"]),
            recipients=_codes(row["recipients"]),
            reciprocal=row["reciprocal"].strip().lower() == "true",
            event_type=row["event_type"],
            track=row["track"],
            what=row.get("what", ""),
        )
    except ValueError as error:
        raise InputError(str(error), where=where, advice="Write dates as YYYY-MM-DD.") from error


def _codes(text: str) -> frozenset[str]:
    return frozenset(code.strip() for code in text.split(";") if code.strip())


def score_record(
    happenings: Sequence[RecordedAct],
    events: Sequence[Event],
    *,
    between: tuple[str, str] | None = None,
    readings: dict[str, Reading] | None = None,
) -> RecordScore:
    """Scores events against rows; `between` limits both to one pair of countries.

    `readings` maps `reading_key` to a reader's judgement.
    """
    rows = [row for row in happenings if between is None or set(between) <= row.parties]
    usable = [event for event in events if event.status in COUNTED]
    if between is not None:
        usable = [event for event in usable if set(between) <= _parties(event)]
    found = [row for row in rows if any(finds(event, row) for event in usable)]
    dated = [event for event in usable if event.date_start is not None]
    answering = [event for event in dated if any(answers(event, row) for row in happenings)]
    others = [event for event in dated if event not in answering]
    judged = [(event, (readings or {}).get(reading_key(event))) for event in others]
    return RecordScore(
        found=tuple(found),
        missed=tuple(row for row in rows if row not in found),
        answering=tuple(answering),
        read_true=tuple(event for event, reading in judged if reading and reading.true),
        read_false=tuple(event for event, reading in judged if reading and not reading.true),
        unread=tuple(event for event, reading in judged if reading is None),
    )


def finds(event: Event, row: RecordedAct) -> bool:
    """Whether an event tells a row: parties, type or quad class, track, and date within a day."""
    return answers(event, row) and row.track in event.tracks


def answers(event: Event, row: RecordedAct) -> bool:
    """Whether an event has the parties, the type or quad class and the date of a row.

    A date told by the day or week must come within a day of the row; one told by the month counts
    for the exact type only, and longer ones not at all, since they would fit too many rows.
    """
    exact = event.event_type == row.event_type
    same_type = exact or event.quad_class == ontology.quad_class(row.event_type)
    unit = event.date_precision in (("day", "week", "month") if exact else ("day", "week"))
    return same_type and unit and _same_parties(event, row) and _near(event, row)


def _same_parties(event: Event, row: RecordedAct) -> bool:
    acting = {actor.country for actor in event.actors}
    undergoing = {actor.country for actor in event.recipients}
    if row.reciprocal or event.reciprocal:
        return row.parties <= acting | undergoing
    return row.actors <= acting and row.recipients <= undergoing


def _parties(event: Event) -> set[str | None]:
    return {actor.country for actor in (*event.actors, *event.recipients)}


def _near(event: Event, row: RecordedAct) -> bool:
    if event.date_start is None or event.date_end is None:
        return False
    starts = abs(event.date_start - row.start) <= ONE_DAY
    ends = abs(event.date_end - row.end) <= ONE_DAY
    inside = row.start <= event.date_start and event.date_end <= row.end
    around = event.date_precision != "day" and event.date_start <= row.start <= event.date_end
    return starts or ends or inside or around


def reading_key(event: Event) -> str:
    """What a reader's judgement is filed under: article, sentence, trigger, type and parties.

    It does not change with the coder's version, so judgements outlive it.
    """
    parties = ">".join(
        "+".join(sorted({actor.country or "-" for actor in side}))
        for side in (event.actors, event.recipients)
    )
    return f"{event.article_id}/{event.start}/{event.trigger.text}/{event.event_type}/{parties}"


def read_readings(path: Path) -> dict[str, Reading]:
    """Judgements from a CSV file with columns `key`, `true` (`yes` or `no`) and `note`."""
    with path.open(encoding="utf-8", newline="") as handle:
        return {
            row["key"]: Reading(row["true"].strip().lower() == "yes", row.get("note", ""))
            for row in csv.DictReader(handle)
        }

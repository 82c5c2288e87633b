"""Scores what ledgers say came of commitments, against a reader's judgement of what did."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from detente.errors import InputError
from detente.ledgers import Record, ledger
from detente.records import LedgerRow, Outcome

Truth = Literal["kept", "broken", "open", "unclear", "no promise"]
COLUMNS = ("article", "start", "end", "states", "towards", "truth", "settled", "clause", "note")
DECIDED: frozenset[Truth] = frozenset({"kept", "broken", "open"})
SAID: dict[Outcome, Truth] = {
    "kept": "kept", "broken": "broken", "open": "open", "due, not seen": "open",
}  # fmt: skip
"""What a ledger says of a commitment, as a reader would put it. Not done by its day is still not done."""
NEAR = dt.timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of one commitment, as a reader of the articles and the record judges."""

    article: str
    start: int
    end: int
    states: tuple[str, ...]
    """Whose commitment it is."""
    towards: str | None
    truth: Truth
    settled: dt.date | None
    """The day of what settled it."""
    clause: str
    note: str

    @property
    def sides(self) -> list[tuple[str, str | None]]:
        """Each state that makes it, towards the other it is made to, or towards each that makes it too."""
        if self.towards or len(self.states) == 1:
            return [(state, self.towards) for state in self.states]
        return [(state, other) for state in self.states for other in self.states if state != other]


@dataclass(frozen=True, slots=True)
class OutcomeScore:
    """How far the rows of ledgers say what came of the commitments that were judged."""

    right: tuple[Judged, ...]
    """Commitments of which the rows say what is true."""
    wrong: tuple[tuple[Judged, Truth], ...]
    """Those of which they say something else, with what they say."""
    silent: tuple[Judged, ...]
    """Those that have a row which says nothing."""
    without_row: tuple[Judged, ...]
    """Those that no row holds."""
    on_day: int
    """Of those rightly said to be kept or broken, how many are by what happened within three days of the
    day that the reader has."""

    @property
    def closed(self) -> int:
        """Commitments rightly said to be kept or broken."""
        return sum(one.truth != "open" for one in self.right)

    @property
    def decided(self) -> int:
        """Commitments with a row of which a reader can say what came of them."""
        wrong = sum(one.truth in DECIDED for one, _ in self.wrong)
        return len(self.right) + wrong + sum(one.truth in DECIDED for one in self.silent)

    @property
    def found(self) -> float:
        """Of the commitments with a row and a known end the share that is said rightly."""
        return len(self.right) / max(1, self.decided)

    @property
    def precision(self) -> float:
        """Of what is said the share that is right."""
        return len(self.right) / max(1, len(self.right) + len(self.wrong))


def read_outcomes(path: Path) -> list[Judged]:
    """Judgements from a CSV file. Raises `InputError` with file and line for a row that does not parse."""
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise InputError(
                f"no column {', '.join(missing)}", where=str(path),
                advice=f"It needs the columns {', '.join(COLUMNS)}.",
            )  # fmt: skip
        return [_judged(row, f"{path}:{reader.line_num}") for row in reader]


def _judged(row: dict[str, str], where: str) -> Judged:
    if row["truth"] not in get_args(Truth):
        raise InputError(
            f"`{row['truth']}` is no outcome", where=where,
            advice=f"Write one of {', '.join(get_args(Truth))}.",
        )  # fmt: skip
    try:
        return Judged(
            article=row["article"],
            start=int(row["start"]),
            end=int(row["end"]),
            states=tuple(row["states"].split(";")),
            towards=row["towards"] or None,
            truth=cast(Truth, row["truth"]),
            settled=dt.date.fromisoformat(row["settled"]) if row["settled"] else None,
            clause=row["clause"],
            note=row["note"],
        )
    except ValueError as error:
        raise InputError(
            str(error), where=where, advice="Write offsets as numbers and dates as YYYY-MM-DD."
        ) from error


def score_outcomes(
    judged: Iterable[Judged], record: Record, *, between: tuple[str, str] | None = None
) -> OutcomeScore:
    """Scores the ledgers of a record; `between` keeps to what two states promise each other.

    A joint commitment counts once, and is said rightly where the ledgers of all that make it agree.
    Nothing is held against a row that calls `open` what a reader cannot judge.
    """
    books = _Books(record)
    right, wrong, silent, without, on_day = [], [], [], [], 0
    for one in judged:
        sides = [side for side in one.sides if between is None or set(side) == set(between)]
        if not sides:
            continue
        rows = [row for side in sides if (row := books.row(one, *side)) is not None]
        said = {SAID[outcome] for row in rows for outcome in row.outcomes if outcome in SAID}
        if not rows:
            without.append(one)
        elif not said or (one.truth == "unclear" and said == {"open"}):
            silent.append(one)
        elif said == {one.truth}:
            right.append(one)
            on_day += any(_is_on_day(one, row) for row in rows)
        else:
            wrong.append((one, min(said - {one.truth})))
    return OutcomeScore(tuple(right), tuple(wrong), tuple(silent), tuple(without), on_day)


def _is_on_day(one: Judged, row: LedgerRow) -> bool:
    return bool(one.settled and row.settled and abs(one.settled - row.settled.date) <= NEAR)


class _Books:
    """The commitments of states towards others, each ledger made once."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._by_id = {said.statement_id: said for said in record.statements}
        self._known: dict[tuple[str, str | None], list[LedgerRow]] = {}

    def row(self, one: Judged, state: str, other: str | None) -> LedgerRow | None:
        """The row that holds a commitment; None where there is none."""
        if (state, other) not in self._known:
            rows = ledger(self._record, state, "commitment", towards=other)
            self._known[state, other] = rows
        return next((row for row in self._known[state, other] if self._holds(row, one)), None)

    def _holds(self, row: LedgerRow, one: Judged) -> bool:
        statements = (self._by_id[each.statement_id] for each in row.wordings)
        return any(
            said.article_id == one.article
            and said.about.start < one.end
            and one.start < said.about.end
            for said in statements
        )

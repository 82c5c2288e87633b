"""How are the dates of a file to be read where one by itself does not say? By all of them.

`02/07/2023` is settled by a `13/07/2023` in the same file, and `45302` is a day as spreadsheets
count it where all dates of the file are such numbers. A file is looked through only where it has
such a date, and then a second time; of standard input, which comes once, its beginning decides.
What the caller says counts where the file does not tell: among many files one may be the other way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from detente.days import DayOrder
from detente.reading.dates import date_of_serial, in_numbers
from detente.reading.drafts import Draft, blank
from detente.reading.options import ReadingOptions
from detente.reading.problems import READ_ERRORS, Problem, Source
from detente.records import Rejected

Found = Draft | Rejected
Again = Callable[[], Iterator[Found]]
"""Reads the same file once more, from its start."""

HELD = 1_000
HELD_CHARACTERS = 16 * 1024 * 1024
"""Most records of standard input, and characters in them, that wait for its dates to be settled."""

_LOOK_AT_IT = "Nothing, where that is so; else mend the dates of the file."
_SAY_WHICH = 'Say which comes first, with dates="day-first" or dates="month-first".'


@dataclass(frozen=True, slots=True)
class _Verdict:
    """How dates that are open by themselves are read; `order` is None where nothing tells."""

    order: DayOrder | None
    serials: bool
    by: str = ""
    """What decided, where that was not the whole file."""
    shown: str = ""
    """A date of the file that shows the order."""


@dataclass(slots=True)
class _Seen:
    """What dates show of how others in the file are to be read."""

    options: ReadingOptions
    shown: dict[DayOrder, str] = field(default_factory=dict)
    dates: int = 0
    serials: int = 0

    def take(self, found: Found) -> None:
        """Count in one record."""
        written = _written(found, self.options)
        if written is None:
            return
        self.dates += 1
        self.serials += date_of_serial(written) is not None
        numbers = in_numbers(written)
        if numbers and numbers.order:
            self.shown.setdefault(numbers.order, _placed(written, found))

    def verdict(self, by: str = "") -> _Verdict:
        """What follows from the dates so far."""
        order, shown = self.options.dates, ""
        if len(self.shown) == 1:
            ((order, shown),) = self.shown.items()
        return _Verdict(order, self.serials == self.dates, by, shown)


class FileDates:
    """The dates of one file, settled as its records pass."""

    def __init__(self, source: Source, options: ReadingOptions, again: Again | None) -> None:
        self._source = source
        self._options = options
        self._again = again
        self._seen = _Seen(options)
        self._verdict: _Verdict | None = None
        self._noted: set[str] = set()
        self._left_out = 0
        self._example = ""
        self._met: Exception | None = None

    @property
    def order(self) -> DayOrder | None:
        """The order in which dates that are open by themselves were read, where there were any."""
        return self._verdict.order if self._verdict else None

    def settled(self, found: Iterator[Found]) -> Iterator[Found]:
        """The same records, their dates settled; then the row that tells of those left out."""
        try:
            yield from self._passing(found)
        except READ_ERRORS as error:
            self._met = error
        if problem := self.problem():
            yield self._source.reject(problem)
        if self._met:
            raise self._met

    def _passing(self, found: Iterator[Found]) -> Iterator[Found]:
        for one in found:
            self._seen.take(one)
            waiting = [one]
            if self._verdict is None and self._is_open(one):
                waiting += self._decide(found)
            yield from map(self._settle, waiting)

    def _is_open(self, one: Found) -> bool:
        written = _written(one, self._options)
        if written is None:
            return False
        numbers = in_numbers(written)
        return numbers.is_open if numbers else date_of_serial(written) is not None

    def _decide(self, rest: Iterator[Found]) -> list[Found]:
        """Reach the verdict; the records that had to be taken from `rest` for it."""
        if self._options.dates in self._seen.shown:
            # Whatever follows, it cannot make the file tell another order than was asked for.
            self._verdict = _Verdict(self._options.dates, serials=False)
            return []
        if self._again:
            whole = _Seen(self._options)
            _look(self._again(), whole)
            self._verdict = whole.verdict()
            return []
        taken: list[Found] = []
        try:
            for one in _head(rest):
                taken.append(one)
                self._seen.take(one)
        except READ_ERRORS as error:
            self._met = error
        self._verdict = self._seen.verdict(by=f"the first {self._seen.dates:,} dates")
        return taken

    def _settle(self, one: Found) -> Found:
        written = _written(one, self._options)
        if self._verdict is None or written is None or not isinstance(one, Draft):
            return one
        numbers = in_numbers(written)
        if numbers is None:
            return self._settle_serial(one, written, self._verdict)
        if not numbers.is_open:
            return one
        day = numbers.read(self._verdict.order)
        if day is None:
            self._left_out += 1
            self._example = self._example or _placed(written, one)
            return replace(one, undated=True)
        return _dated(self._with_order_told(one, written, self._verdict), day.isoformat())

    def _with_order_told(self, one: Draft, written: str, verdict: _Verdict) -> Draft:
        """The draft with a note where its date was read otherwise than the caller may expect."""
        asked = self._options.dates
        read = f"dates such as {written} were read {verdict.order}"
        if asked and verdict.order != asked:
            told = f"{read}, as {verdict.shown} shows, and not {asked}"
            return self._noted_once(one, told, _LOOK_AT_IT)
        if verdict.by and not asked:
            return self._noted_once(one, f"{read}, by {verdict.by}", _SAY_WHICH)
        return one

    def _settle_serial(self, one: Draft, written: str, verdict: _Verdict) -> Draft:
        day = date_of_serial(written)
        if day is None or not verdict.serials:
            return one
        reason = (
            f"dates are numbers such as {written}: read as days that a spreadsheet counts, {day}"
        )
        advice = "Write dates as 2024-01-11 if that is not what they are."
        return _dated(self._noted_once(one, reason, advice), day.isoformat())

    def _noted_once(self, one: Draft, reason: str, advice: str) -> Draft:
        """The draft with a note, if the file has none yet with that advice."""
        if advice in self._noted:
            return one
        self._noted.add(advice)
        return replace(one, notes=(*one.notes, Problem(reason, advice)))

    def problem(self) -> Problem | None:
        """What is to be said of the file, by what has passed of it."""
        if self._verdict is None:
            return None
        both = len(self._seen.shown) == 2
        examples = ", ".join(self._seen.shown.values())
        if self._left_out:
            by = self._verdict.by or "the dates in it"
            why = f"it has both orders ({examples})" if both else f"{by} do not tell"
            left = f"dates left out: {self._left_out:,}, such as {self._example}"
            return Problem(f"day and month cannot be told apart: {why}; {left}", _SAY_WHICH)
        other = [order for order in self._seen.shown if order != self._verdict.order]
        if self._verdict.order and other:
            reason = f"day and month stand in both orders: {examples}; others were read "
            return Problem(
                reason + self._verdict.order, "Look at the dates, and part the file if need be."
            )
        return None


def _look(found: Iterable[Found], seen: _Seen) -> None:
    """Take in all records, as far as the file can be read."""
    try:
        for one in found:
            seen.take(one)
    except READ_ERRORS:
        # The first reading meets it as well, and reports it.
        return


def _head(found: Iterator[Found]) -> Iterator[Found]:
    """As many records as may wait."""
    number = size = 0
    while number < HELD and size < HELD_CHARACTERS and (one := next(found, None)):
        number += 1
        size += len(str(one.text)) if isinstance(one, Draft) else 0
        yield one


def _written(found: Found, options: ReadingOptions) -> str | None:
    """The date that counts for a record, as written."""
    if not isinstance(found, Draft):
        return None
    value = found.published
    if blank(value) and options.published is None:
        value = found.guessed_published
    if isinstance(value, bool) or not isinstance(value, str | int | float) or blank(value):
        return None
    return str(value).strip()


def _dated(one: Draft, day: str) -> Draft:
    if blank(one.published):
        return replace(one, guessed_published=day)
    return replace(one, published=day)


def _placed(written: str, found: Found) -> str:
    return f"{written} ({found.place})" if found.place else written

"""How are the dates of a file to be read where one by itself does not say? By all of them.

`02/07/2023` is settled by a `13/07/2023` in the same file, and `45302` is a day as spreadsheets
count it where all dates of the file are such numbers. In an archive of web pages, each site is
settled by its own pages. A file is looked through only where it has
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
    """What dates show of how others in the file, or of their site in it, are to be read."""

    options: ReadingOptions
    site: str | None = None
    shown: dict[DayOrder, str] = field(default_factory=dict)
    dates: int = 0
    serials: int = 0
    left_out: int = 0
    example: str = ""
    """A date that was left out."""

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

    def leave_out(self, date: str) -> None:
        """Count in a date that could not be read."""
        self.left_out += 1
        self.example = self.example or date

    def problem(self, verdict: _Verdict) -> Problem | None:
        """What is to be said of the dates, as they were read."""
        both = len(self.shown) == 2
        examples = ", ".join(self.shown.values())
        of_site = f" on pages of {self.site}" if self.site else ""
        if self.left_out:
            by = verdict.by or "the dates in it"
            why = f"it has both orders ({examples})" if both else f"{by} do not tell"
            left = f"dates left out: {self.left_out:,}, such as {self.example}"
            return Problem(
                f"day and month cannot be told apart{of_site}: {why}; {left}", _SAY_WHICH
            )
        other = [order for order in self.shown if order != verdict.order]
        if verdict.order and other:
            reason = f"day and month stand in both orders{of_site}: {examples}; others were read "
            return Problem(
                reason + verdict.order, "Look at the dates, and part the file if need be."
            )
        return None


class _Sites:
    """What dates show, for each site of a web archive, and for any other file as a whole."""

    def __init__(self, options: ReadingOptions) -> None:
        self._options = options
        self.seen: dict[str | None, _Seen] = {}

    def of(self, found: Draft) -> _Seen:
        """What there is of a record's site."""
        return self.seen.setdefault(found.site, _Seen(self._options, found.site))

    def take(self, found: Found) -> None:
        """Count in one record."""
        if isinstance(found, Draft):
            self.of(found).take(found)


class FileDates:
    """The dates of one file, settled as its records pass."""

    def __init__(self, source: Source, options: ReadingOptions, again: Again | None) -> None:
        self._source = source
        self._options = options
        self._again = again
        self._sites = _Sites(options)
        self._verdicts: dict[str | None, _Verdict] = {}
        self._noted: set[str] = set()
        self._met: Exception | None = None

    @property
    def order(self) -> DayOrder | None:
        """The order in which dates that are open by themselves were read, where there were any."""
        orders = {verdict.order for verdict in self._verdicts.values()}
        return orders.pop() if len(orders) == 1 else None

    def settled(self, found: Iterator[Found]) -> Iterator[Found]:
        """The same records, their dates settled; then the row that tells of those left out."""
        try:
            yield from self._passing(found)
        except READ_ERRORS as error:
            self._met = error
        yield from map(self._source.reject, self.problems())
        if self._met:
            raise self._met

    def _passing(self, found: Iterator[Found]) -> Iterator[Found]:
        for one in found:
            self._sites.take(one)
            waiting = [one]
            if not self._verdicts and self._is_open(one):
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
        whole_file = self._sites.seen.get(None)
        if whole_file and self._options.dates in whole_file.shown:
            # Whatever follows, it cannot make the file tell another order than was asked for.
            self._verdicts = {None: _Verdict(self._options.dates, serials=False)}
            return []
        if self._again:
            whole = _Sites(self._options)
            _look(self._again(), whole)
            self._verdicts = {site: seen.verdict() for site, seen in whole.seen.items()}
            return []
        taken: list[Found] = []
        try:
            for one in _head(rest):
                taken.append(one)
                self._sites.take(one)
        except READ_ERRORS as error:
            self._met = error
        for seen in self._sites.seen.values():
            self._verdict_of(seen)
        return taken

    def _verdict_of(self, seen: _Seen) -> _Verdict:
        """The verdict on a site, which is reached now where the site was not met before."""
        by = f"the first {seen.dates:,} dates"
        return self._verdicts.setdefault(seen.site, seen.verdict(by))

    def _settle(self, one: Found) -> Found:
        written = _written(one, self._options)
        if not self._verdicts or written is None or not isinstance(one, Draft):
            return one
        seen = self._sites.of(one)
        verdict = self._verdict_of(seen)
        numbers = in_numbers(written)
        if numbers is None:
            return self._settle_serial(one, written, verdict)
        if not numbers.is_open:
            return one
        day = numbers.read(verdict.order)
        if day is None:
            seen.leave_out(_placed(written, one))
            return replace(one, undated=True)
        return _dated(self._with_order_told(one, written, verdict), day.isoformat())

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

    def problems(self) -> list[Problem]:
        """What is to be said of the file, or of each site in it, by what has passed of it."""
        if not self._verdicts:
            return []
        told = (seen.problem(self._verdict_of(seen)) for seen in self._sites.seen.values())
        return [problem for problem in told if problem]


def _look(found: Iterable[Found], seen: _Sites) -> None:
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

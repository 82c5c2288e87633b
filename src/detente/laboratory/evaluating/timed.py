"""Scores a coder on texts whose time expressions are marked in TimeML (Pustejovsky et al., 2003).

    <TEXT>Peru closed its port <TIMEX3 tid="t1" type="DATE" value="1998-02-13">Friday</TIMEX3>.</TEXT>

Of a file the `TEXT` is read, and the day of publication from the `DCT`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from detente.coding.time.calendar import Dated
from detente.coding.time.texts import DatedExpression
from detente.errors import InputError
from detente.laboratory.evaluating.labelled import spans_meet
from detente.laboratory.evaluating.pairing import one_to_one
from detente.laboratory.evaluating.tagged import FoundSpans

NO_DAYS = "no days"
"""Told of an expression without days; wanted where TimeML has `PRESENT_REF`, `PAST_REF` or `FUTURE_REF`."""
SEASONS = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}
TIME_OF_DAY = re.compile(r"(?<=\d)T.*$")
UNKNOWN_PARTS = re.compile(r"(?:-X+)+$|(?<=\d)X(?:-X+)*$")

DatesOf = Callable[[str, dt.date | None], Sequence[DatedExpression]]


@dataclass(frozen=True, slots=True)
class Timex:
    """A marked time expression; `value` is comparable to `timeml_value`, None where it names no date."""

    text: str
    start: int
    end: int
    value: str | None


@dataclass(frozen=True, slots=True)
class TimedText:
    """A text with its day of publication and its time expressions, in text order."""

    text: str
    published: dt.date | None
    expressions: tuple[Timex, ...]
    where: str


@dataclass(frozen=True, slots=True)
class DateMiss:
    """A date that was not found, read otherwise, or told where none is marked (`wanted` is None)."""

    where: str
    text: str
    wanted: str | None
    told: str | None


@dataclass(frozen=True, slots=True)
class TimedScore:
    """Dates found with the right value, the dates that some expression overlaps, and the misses."""

    texts: int
    dates: FoundSpans
    overlapping: int
    misses: tuple[DateMiss, ...]

    @property
    def values(self) -> float:
        """Share of right values among the dates that some expression overlaps."""
        return self.dates.met / self.overlapping if self.overlapping else 0.0


def read_timed(paths: Iterable[Path]) -> list[TimedText]:
    """Texts of TimeML files. Raises `InputError` for a file that is none."""
    return [_text(path) for path in paths]


def _text(path: Path) -> TimedText:
    try:
        root = ElementTree.parse(path).getroot()
    except (OSError, ElementTree.ParseError) as problem:
        raise InputError(
            f"not read as XML: {problem}", where=str(path), advice="Give TimeML files."
        ) from problem
    body = root.find("TEXT")
    if body is None:
        raise InputError("no TEXT in it", where=str(path), advice="Give TimeML files.")
    parts: list[str] = []
    expressions: list[Timex] = []
    _walk(body, parts, expressions)
    return TimedText("".join(parts), _published(root), tuple(expressions), str(path))


def _walk(element: ElementTree.Element, parts: list[str], expressions: list[Timex]) -> None:
    """Adds an element's text and the time expressions in it, with their offsets."""
    parts.append(element.text or "")
    for child in element:
        start = sum(map(len, parts))
        place = len(expressions)
        _walk(child, parts, expressions)
        if child.tag == "TIMEX3":
            text = "".join(parts)[start:]
            expressions.insert(place, Timex(text, start, start + len(text), _wanted(child)))
        parts.append(child.tail or "")


def _published(root: ElementTree.Element) -> dt.date | None:
    stamp = root.find("DCT/TIMEX3")
    try:
        return dt.date.fromisoformat((stamp.get("value") or "")[:10]) if stamp is not None else None
    except ValueError:
        return None


def _wanted(timex: ElementTree.Element) -> str | None:
    """The value of a DATE; None for the other types, and for a DATE whose value is a duration."""
    value = timex.get("value") or ""
    if timex.get("type") != "DATE" or re.match(r"P[\dX]", value):
        return None
    if value.endswith("_REF"):
        return NO_DAYS
    value = UNKNOWN_PARTS.sub("", TIME_OF_DAY.sub("", value))
    return re.sub(r"-W(\d)$", r"-W0\1", value)


def timeml_value(dated: Dated | None) -> str:
    """The days as a TimeML value: `1998-02-13`, `1998-W07`, `1998-02`, `1998-Q3`, `1998-SU`, `1998`, `199`.

    A weekend is `1998-W07-WE`, another stretch of days its first and last with a slash.
    """
    if dated is None:
        return NO_DAYS
    start, end = dated.start, dated.end
    if dated.precision == "day":
        return start.isoformat() if start == end else _stretch(dated)
    if dated.precision == "week":
        middle = start + (end - start) / 2
        return _week(middle)
    by_unit = {
        "month": f"{start:%Y-%m}",
        "season": f"{start.year}-{SEASONS.get(start.month, 'XX')}",
        "quarter": f"{start.year}-Q{(start.month + 2) // 3}",
        "year": f"{start.year}",
        "decade": f"{start.year // 10}",
    }
    return by_unit[dated.precision]


def _stretch(dated: Dated) -> str:
    """Two days told as days (`May 4 and 5`) are no weekend, even where they fall on one."""
    start, end = dated.start, dated.end
    if dated.basis == "relative" and start.weekday() == 5 and (end - start).days == 1:
        return f"{_week(start)}-WE"
    return f"{start.isoformat()}/{end.isoformat()}"


def _week(day: dt.date) -> str:
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02}"


def score_dates(texts: Sequence[TimedText], dates: DatesOf) -> TimedScore:
    """Compares each text's dates with those told, one to one.

    Told are expressions with days, and those without that meet a date which has none either. One that
    meets no marked date but another time expression is not judged.
    """
    told = right = marked = overlapping = 0
    misses: list[DateMiss] = []
    for each in texts:
        answers = dates(each.text, each.published)
        wanted = [timex for timex in each.expressions if timex.value is not None]
        found, beside = _paired(wanted, answers)
        strays = [
            answer
            for index, answer in enumerate(answers)
            if answer.dated
            and index not in {*found.values(), *beside.values()}
            and not any(_meet(timex, answer) for timex in each.expressions if timex.value is None)
        ]
        right += len(found)
        marked += len(wanted)
        overlapping += len(found) + len(beside)
        told += len(found) + len(strays)
        told += sum(answers[index].dated is not None for index in beside.values())
        misses += _misses(each, wanted, answers, found, beside, strays)
    return TimedScore(
        len(texts), FoundSpans(told, right, marked, right), overlapping, tuple(misses)
    )


def _paired(
    wanted: Sequence[Timex], answers: Sequence[DatedExpression]
) -> tuple[dict[int, int], dict[int, int]]:
    """Dates to the answers that have their value, then those left to the answers left beside them."""
    found = one_to_one(wanted, answers, lambda timex, a: _meet(timex, a) and _agree(timex, a))
    open_dates = [index for index in range(len(wanted)) if index not in found]
    open_answers = [index for index in range(len(answers)) if index not in found.values()]
    beside = one_to_one(open_dates, open_answers, lambda i, j: _meet(wanted[i], answers[j]))
    return found, {open_dates[i]: open_answers[j] for i, j in beside.items()}


def _meet(timex: Timex, answer: DatedExpression) -> bool:
    return spans_meet((timex.start, timex.end), (answer.start, answer.end))


def _agree(timex: Timex, answer: DatedExpression) -> bool:
    return timex.value == timeml_value(answer.dated)


def _misses(
    each: TimedText,
    wanted: Sequence[Timex],
    answers: Sequence[DatedExpression],
    found: dict[int, int],
    beside: dict[int, int],
    strays: Iterable[DatedExpression],
) -> list[DateMiss]:
    missed = [
        DateMiss(
            each.where, timex.text, timex.value,
            timeml_value(answers[beside[index]].dated) if index in beside else None,
        )
        for index, timex in enumerate(wanted)
        if index not in found
    ]  # fmt: skip
    return missed + [
        DateMiss(each.where, answer.text, None, timeml_value(answer.dated)) for answer in strays
    ]

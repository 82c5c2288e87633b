"""Dates marked in TimeML: read with their offsets, and compared by value."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import get_args

import pytest

from detente.coding.time.calendar import Dated, month, quarter
from detente.coding.time.expressions import NORTHERN
from detente.coding.time.texts import DatedExpression
from detente.errors import InputError
from detente.laboratory.evaluating.timed import NO_DAYS, read_timed, score_dates, timeml_value
from detente.records import DateBasis, Precision

HEAD = '<DCT><TIMEX3 tid="t0" type="TIME" value="1998-02-18T10:00">1998-02-18</TIMEX3></DCT>'


def timex(text: str, value: str, kind: str = "DATE") -> str:
    return f'<TIMEX3 tid="t1" type="{kind}" value="{value}">{text}</TIMEX3>'


def written(folder: Path, body: str, head: str = HEAD) -> Path:
    path = folder / "port.tml"
    document = f"<TimeML>{head}\n<TEXT>{body}</TEXT>\n</TimeML>"
    path.write_text(document, encoding="utf-8", newline="")
    return path


def day(number: int, text: str, start: int) -> DatedExpression:
    date = dt.date(1998, 2, number)
    return DatedExpression(text, start, start + len(text), Dated(date, date, "day", "relative"))


def test_offsets_count_in_the_text_whatever_stands_in_it(tmp_path: Path) -> None:
    body = (
        "Peru &amp; Chile <EVENT eid='e1'>met</EVENT>\r\non "
        + timex(f"the week of {timex('Friday', '1998-02-20')}", "1998-W08")
        + " for "
        + timex("two days", "P2D", "DURATION")
        + "."
    )
    (read,) = read_timed([written(tmp_path, body)])
    assert read.text == "Peru & Chile met\non the week of Friday for two days."
    assert read.published == dt.date(1998, 2, 18)
    assert [(each.text, each.value) for each in read.expressions] == [
        ("the week of Friday", "1998-W08"), ("Friday", "1998-02-20"), ("two days", None)
    ]  # fmt: skip
    assert all(read.text[each.start : each.end] == each.text for each in read.expressions)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("1998-02-13", "1998-02-13"), ("1998-02-13TEV", "1998-02-13"),
        ("1998-02-13T10:30", "1998-02-13"), ("1998-10-XX", "1998-10"), ("1998-XX-XX", "1998"),
        ("1949-XX", "1949"), ("199X", "199"), ("199X-XX-XX", "199"), ("1998-W7", "1998-W07"),
        ("1998-W07", "1998-W07"), ("1998-Q3", "1998-Q3"), ("1998-SU", "1998-SU"),
        ("PRESENT_REF", NO_DAYS), ("PAST_REF", NO_DAYS), ("FUTURE_REF", NO_DAYS), ("P1W", None),
    ],
)  # fmt: skip
def test_values_as_they_are_compared(tmp_path: Path, value: str, wanted: str | None) -> None:
    (read,) = read_timed([written(tmp_path, timex("then", value))])
    assert [each.value for each in read.expressions] == [wanted]


def dated(days: tuple[dt.date, dt.date], unit: Precision, basis: DateBasis = "explicit") -> Dated:
    return Dated(*days, unit, basis)


FRIDAY = dt.date(1998, 2, 13)
WEEKEND = (dt.date(1998, 2, 14), dt.date(1998, 2, 15))
VALUES = [
    (None, NO_DAYS),
    (dated((FRIDAY, FRIDAY), "day"), "1998-02-13"),
    (dated(WEEKEND, "day", "relative"), "1998-W07-WE"),
    (dated(WEEKEND, "day"), "1998-02-14/1998-02-15"),
    (dated(NORTHERN.week(FRIDAY), "week"), "1998-W07"),
    (dated(NORTHERN.week(dt.date(1999, 1, 1)), "week"), "1998-W53"),
    (dated((FRIDAY, dt.date(1998, 2, 15)), "week"), "1998-W07"),
    (dated(month(1998, 2), "month"), "1998-02"),
    (dated(NORTHERN.season(1998, "summer"), "season"), "1998-SU"),
    (dated(NORTHERN.season(1998, "winter"), "season"), "1998-WI"),
    (dated(quarter(1998, 3), "quarter"), "1998-Q3"),
    (dated((dt.date(1998, 1, 1), dt.date(1998, 12, 31)), "year"), "1998"),
    (dated((dt.date(1990, 1, 1), dt.date(1999, 12, 31)), "decade"), "199"),
]


@pytest.mark.parametrize(("days", "value"), VALUES)
def test_days_as_a_value(days: Dated | None, value: str) -> None:
    assert timeml_value(days) == value


def test_every_unit_has_a_value() -> None:
    assert {days.precision for days, _ in VALUES if days} == set(get_args(Precision))


def test_found_misread_missed_and_stray(tmp_path: Path) -> None:
    #       0         10        20        30        40
    text = "Friday Monday Sunday Tuesday all day Thursday"
    body = (
        f"{timex('Friday', '1998-02-13')} {timex('Monday', '1998-02-16')} "
        f"{timex('Sunday', '1998-02-15')} Tuesday {timex('all day', 'P1D', 'DURATION')} Thursday"
    )
    answers = [
        day(13, "Friday", 0), day(23, "Monday", 7), day(17, "Tuesday", 21), day(18, "all day", 29)
    ]  # fmt: skip
    texts = read_timed([written(tmp_path, body)])
    assert texts[0].text == text
    score = score_dates(texts, lambda text, published: answers)
    assert (score.dates.right, score.dates.told, score.dates.tagged) == (1, 3, 3)
    assert (score.overlapping, score.values) == (2, 0.5)
    assert [(miss.text, miss.wanted, miss.told) for miss in score.misses] == [
        ("Monday", "1998-02-16", "1998-02-23"),
        ("Sunday", "1998-02-15", None),
        ("Tuesday", None, "1998-02-17"),
    ]


def test_an_expression_without_days_tells_no_date(tmp_path: Path) -> None:
    body = f"{timex('now', 'PRESENT_REF')} {timex('then', '1998-02-15')} later"
    spans = [(0, 3), (4, 8), (9, 14)]
    answers = [DatedExpression("", start, end, None) for start, end in spans]
    score = score_dates(read_timed([written(tmp_path, body)]), lambda text, published: answers)
    assert (score.dates.right, score.dates.told, score.dates.tagged) == (1, 1, 2)
    assert (score.overlapping, [miss.text for miss in score.misses]) == (2, ["then"])


def test_one_expression_over_two_dates_counts_once(tmp_path: Path) -> None:
    body = f"{timex('Friday', '1998-02-13')} {timex('night', '1998-02-13')}"
    texts = read_timed([written(tmp_path, body)])
    score = score_dates(texts, lambda text, published: [day(13, "Friday night", 0)])
    assert (score.dates.right, score.dates.told, score.dates.tagged) == (1, 1, 2)


@pytest.mark.parametrize(("head", "published"), [(HEAD, dt.date(1998, 2, 18)), ("", None)])
def test_the_day_of_publication_is_given_to_the_coder(
    tmp_path: Path, head: str, published: dt.date | None
) -> None:
    asked: list[dt.date | None] = []

    def dates(text: str, day: dt.date | None) -> list[DatedExpression]:
        asked.append(day)
        return []

    score_dates(read_timed([written(tmp_path, "Peru", head)]), dates)
    assert asked == [published]


@pytest.mark.parametrize("document", ["<TimeML>", "no markup", "<TimeML><DCT/></TimeML>"])
def test_a_file_that_is_none_is_named(tmp_path: Path, document: str) -> None:
    path = tmp_path / "bad.tml"
    path.write_text(document, encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.tml"):
        read_timed([path])

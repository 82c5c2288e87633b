import datetime as dt

import pytest

from detente.reading.dates import date_in_dateline, date_in_name, parse_date

DAY = dt.date(2024, 1, 11)


@pytest.mark.parametrize(
    "written",
    [
        "2024-01-11",
        "2024-1-11",
        " 2024-01-11\n",
        "2024-01-11T00:27:00Z",
        "2024-01-11 00:27:00.123+08:00",
        "2024/01/11",
        "2024/01/11 12:27",
        "2024.01.11",
        "20240111",
        "20240111123000",
        "20240111T123000Z",
        "Jan 11, 2024 12:27 AM",
        "Jan. 11, 2024",
        "JANUARY 11th, 2024 at 5:00 p.m. EST",
        "11 January 2024",
        "11-Jan-2024",
        "Thursday, January 11, 2024",
        "Thu, 11 Jan 2024 00:27:00 +0000",
        "Thu, 11 Jan 2024 00:27:00 GMT",
        "Thu, 11 Jan 2024 00:27:00 -0500 (EST)",
    ],
)
def test_understood(written):
    assert parse_date(written) == DAY


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday",
        "01/11/2024",  # day and month cannot be told apart
        "2024-13-11",
        "2024-02-30",
        "30 February 2024",
        "2024",
        "Jan 2024",
        "0000-01-01",
        "2024-01/11",
        "2024-01-11 and more",
        "1704931200",
        "٢٠٢٤-٠١-١١",
    ],
)
def test_not_understood(written):
    assert parse_date(written) is None


@pytest.mark.parametrize("month", ["Sep", "Sept", "September"])
def test_short_months(month):
    assert parse_date(f"{month} 5, 2023") == dt.date(2023, 9, 5)


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2024-01-11-talks.txt", "2024-01-11"),
        ("talks_20240111.txt", "2024-01-11"),
        ("99999999-2024_01_11.txt", "2024-01-11"),
        ("120240111.txt", None),  # a number, not a date
        ("20241301.txt", None),
        ("notes.txt", None),
    ],
)
def test_in_a_name(name, date):
    assert date_in_name(name) == date


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("BEIJING, Jan 11, 2024 (Xinhua) -- China said", "Jan 11, 2024"),
        ("January 11, 2024", "January 11, 2024"),
        ("WASHINGTON, 11 January 2024 - The", "11 January 2024"),
        ("LUXEMBOURG, April 26 -", None),  # no year
        ("On January 11, 2024 the talks opened in Beijing.", None),
        ("They met on Jan 11, 2024", None),
    ],
)
def test_in_a_dateline(line, date):
    assert date_in_dateline(line) == date

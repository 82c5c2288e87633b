import datetime as dt

import pytest

from detente.reading.dates import (
    date_in_dateline,
    date_in_name,
    date_of_number,
    date_of_serial,
    parse_date,
)

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
        "Jan. 11, 2024, 3:15 p.m. ET",
        "2024-01-11T10:15:00.000+0000",
        "Thursday 11 January 2024 10.15 GMT",
        "20240111T101500Z",
        "20240111T101500.000+0000",
        "January 11, 2024 Thursday",
        "Thu Jan 11 10:15:00 UTC 2024",
        "10:15 GMT, Thursday 11 January 2024",
        "11th of January 2024, 10am",
        "2024-Jan-11",
        "11.01.2024",
        "11.1.24 10:15",
    ],
)
def test_understood(written):
    assert parse_date(written) == DAY


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("25/12/2023", dt.date(2023, 12, 25)),
        ("12/25/68", dt.date(2068, 12, 25)),
        ("12/25/69", dt.date(1969, 12, 25)),
        ("02-02-2023 3:15 PM", dt.date(2023, 2, 2)),
        ("2 March 1850", dt.date(1850, 3, 2)),
        ("1000-01-01", dt.date(1000, 1, 1)),
        ("2199-12-31", dt.date(2199, 12, 31)),
    ],
)
def test_numbers_that_have_one_reading_and_any_year(written, day):
    assert parse_date(written) == day


@pytest.mark.parametrize(
    ("number", "day"),
    [
        (20240111, DAY),
        (20240111101500, DAY),
        (1704968100, DAY),
        (1704968100.5, DAY),
        (1704968100000, DAY),
        (100_000_000, dt.date(1973, 3, 3)),
        (45302, None),  # told by all dates of a file
        (7, None),
        (-1704968100, None),
        (10**400, None),
        (float("nan"), None),
        (float("inf"), None),
    ],
)
def test_numbers_in_json(number, day):
    assert date_of_number(number) == day


@pytest.mark.parametrize(
    ("written", "day"),
    [("45302", DAY), ("45302.43", DAY), ("1987", None), ("109575", None), ("1704968100", None)],
)
def test_numbers_of_a_spreadsheet(written, day):
    assert date_of_serial(written) == day


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
        "0999-12-31",
        "2200-01-01",
        "31/31/2023",
        "24-01-11",  # a year may come first
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

"""Dates that one by itself leaves open are read by all dates of their file."""

import datetime as dt
import gzip
import io
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.days import as_day, first_day, last_day, numeric_date
from detente.errors import InputError
from detente.reading import ReadingOptions, file_dates, read, reader
from detente.reading.formats import find_format
from detente.records import Article, Rejected


def run(folder, dates, options=None, name="a.csv"):
    rows = "".join(f"{number},{date}\n" for number, date in enumerate(dates))
    (folder / name).write_text("text,date\n" + rows)
    found = list(read([folder / name], options))
    days = [row.published and str(row.published) for row in found if isinstance(row, Article)]
    return days, [row for row in found if isinstance(row, Rejected)]


@pytest.mark.parametrize(
    ("dates", "days"),
    [
        (["02/07/2023", "13/07/2023"], ["2023-07-02", "2023-07-13"]),
        (["02/07/2023", "07/13/2023"], ["2023-02-07", "2023-07-13"]),
        (["07/13/23", "2/7/23 10:15", ""], ["2023-07-13", "2023-02-07", None]),
        (["02-07-2023", "31-01-2023"], ["2023-07-02", "2023-01-31"]),
        (["02.07.2023", "12.12.1998"], ["2023-07-02", "1998-12-12"]),  # with dots the day is first
        (["02.07.2023", "01.31.2023"], ["2023-02-07", "2023-01-31"]),  # but for what the file shows
        (["45302", "45303.5"], ["2024-01-11", "2024-01-12"]),
    ],
)
def test_the_file_tells(tmp_path, dates, days):
    for order in (1, -1):
        found, rows = run(tmp_path, dates[::order])
        assert found == days[::order]
        assert [row for row in rows if row.article_id is None] == []


def test_numbers_of_a_spreadsheet_are_told_once(tmp_path):
    _, (note,) = run(tmp_path, ["45302", "45303"])
    assert "days that a spreadsheet counts" in note.reason
    assert note.article_id


def test_numbers_among_dates_are_none(tmp_path):
    days, rows = run(tmp_path, ["45302", "2024-01-11"])
    assert days == [None, "2024-01-11"]
    assert "date not understood: 45302" in rows[0].reason


@pytest.mark.parametrize(
    ("dates", "days", "reason"),
    [
        (
            ["02/07/2023", "03/07/2023", "2024-01-11"],
            [None, None, "2024-01-11"],
            "the dates in it do not tell; dates left out: 2, such as 02/07/2023 (line 2)",
        ),
        (
            ["02/07/2023", "13/07/2023", "07/13/2023"],
            [None, "2023-07-13", "2023-07-13"],
            "both orders (13/07/2023 (line 3), 07/13/2023 (line 4)); dates left out: 1",
        ),
    ],
)
def test_what_the_file_does_not_tell_is_told_once(tmp_path, dates, days, reason):
    found, (row,) = run(tmp_path, dates)
    assert found == days
    assert reason in row.reason
    assert (row.place, row.article_id) == (None, None)
    assert 'dates="day-first" or dates="month-first"' in row.advice


def test_no_default_stands_in_for_a_date_that_is_open(tmp_path):
    days, _ = run(tmp_path, ["02/07/2023"], ReadingOptions(published=dt.date(1999, 9, 9)))
    assert days == [None]


@pytest.mark.parametrize(
    ("order", "day"), [("day-first", "2023-07-02"), ("month-first", "2023-02-07")]
)
def test_the_option_tells(tmp_path, order, day):
    days, rows = run(tmp_path, ["02/07/2023"], ReadingOptions(dates=order))
    assert (days, rows) == ([day], [])


def test_a_file_that_goes_against_the_option_wins_and_is_told(tmp_path):
    options = ReadingOptions(dates="day-first")
    for dates in (["02/07/2023", "07/13/2023"], ["07/13/2023", "02/07/2023"]):
        days, (note,) = run(tmp_path, dates, options)
        assert sorted(days) == ["2023-02-07", "2023-07-13"]
        assert "read month-first, as 07/13/2023 (line" in note.reason
        assert "not day-first" in note.reason and note.article_id


@pytest.mark.parametrize("order", [1, -1])
def test_the_option_decides_where_a_file_has_both_orders(tmp_path, order):
    dates = ["07/13/2023", "02/07/2023", "13/07/2023"]
    days, (row,) = run(tmp_path, dates[::order], ReadingOptions(dates="day-first"))
    assert sorted(days) == ["2023-07-02", "2023-07-13", "2023-07-13"]
    assert "both orders" in row.reason


@pytest.mark.parametrize(("first", "readings"), [("13/07/2023", 1), ("2024-01-11", 2)])
def test_a_file_that_bears_out_the_option_is_read_once(tmp_path, monkeypatch, first, readings):
    found = []
    monkeypatch.setattr(reader, "find_format", lambda *args: found.append(1) or find_format(*args))
    days, rows = run(tmp_path, [first, "02/07/2023"], ReadingOptions(dates="day-first"))
    assert (days[1], rows, len(found)) == ("2023-07-02", [], readings)


def test_any_kind_of_file(tmp_path):
    records = [{"text": str(at), "date": f"{at:02}/07/2023"} for at in (2, 13)]
    (tmp_path / "a.json").write_text(json.dumps(records))
    (tmp_path / "b.txt").write_text("Published: 02/07/2023\nBody.")
    *articles, row = read([tmp_path])
    assert [article.published for article in articles] == [
        dt.date(2023, 7, 2), dt.date(2023, 7, 13), None,
    ]  # fmt: skip
    assert row.path.endswith("b.txt")


@pytest.mark.parametrize(("held", "by"), [(1, None), (2, 4), (1000, 5)])
def test_standard_input_is_decided_by_its_beginning(monkeypatch, held, by):
    dates = ["2024-01-11", "02/07/2023", "03/07/2023", "13/07/2023", "04/07/2023"]
    text = "".join(
        json.dumps({"text": str(at), "date": date}) + "\n" for at, date in enumerate(dates)
    )
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    monkeypatch.setattr(file_dates, "HELD", held)
    found = list(read(["-"]))
    articles = [row for row in found if isinstance(row, Article)]
    (row,) = [row for row in found if isinstance(row, Rejected)]
    assert [article.text for article in articles] == ["0", "1", "2", "3", "4"]
    known = [article.published is not None for article in articles]
    if by:
        assert all(known)
        assert f"read day-first, by the first {by} dates" in row.reason
        assert row.article_id
    else:
        assert known == [True, False, False, True, False]
        assert "the first 3 dates do not tell" in row.reason


def test_damage_costs_neither_what_came_before_nor_the_word_on_dates(tmp_path):
    lines = b"".join(b'{"text": "%d", "date": "02/07/2023"}\n' % at**9 for at in range(3000))
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines, mtime=0)[:-500])
    *articles, open_dates, damage = read([tmp_path])
    assert len(articles) > 2000
    assert all(isinstance(article, Article) for article in articles)
    assert f"dates left out: {len(articles):,}, such as 02/07/2023 (line 1)" in open_dates.reason
    assert "gzip" in damage.reason


def test_progress_counts_a_file_once(tmp_path):
    steps = []
    (tmp_path / "a.csv").write_text("text,date\n" + "a,02/07/2023\n" * 9)
    list(read([tmp_path], on_progress=steps.append))
    assert sum(steps) == (tmp_path / "a.csv").stat().st_size


days = st.dates(dt.date(1000, 1, 1), dt.date(2199, 12, 31))


@given(day=days, mark=st.sampled_from("/-."))
def test_a_day_is_one_of_its_readings(day, mark):
    read_back = numeric_date(f"{day.day:02}{mark}{day.month}{mark}{day.year:04}")
    assert read_back.day_first == day
    other = numeric_date(f"{day.month}{mark}{day.day}{mark}{day.year:04}")
    assert other.month_first == day
    assert (read_back.read() or day) == day


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("02/07/2023", "2023-07-02 (day first) and as 2023-02-07 (month first)"),
        ("13/07/2023", "2023-07-13"),
        ("soon", "2021-03-04"),
        (20230702, "2021-03-04"),
    ],
)
def test_days_given_are_in_iso_form(written, words):
    with pytest.raises(InputError, match=words.replace("(", r"\(").replace(")", r"\)")):
        as_day(written)


@pytest.mark.parametrize(
    "written", ["2023-07-02", "2023-07-02T10:15:00+02:00", dt.datetime(2023, 7, 2)]
)
def test_days_in_iso_form(written):
    assert as_day(written) == dt.date(2023, 7, 2)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023", "2023-01-01", "2023-12-31"),
        (" 2023-12 ", "2023-12-01", "2023-12-31"),
        ("2023-07-02", "2023-07-02", "2023-07-02"),
        (dt.date(2023, 7, 2), "2023-07-02", "2023-07-02"),
    ],
)
def test_a_month_or_a_year_has_a_first_and_a_last_day(written, first, last):
    assert (str(first_day(written)), str(last_day(written))) == (first, last)
    assert (first_day(None), last_day(None)) == (None, None)


@pytest.mark.parametrize("written", ["2024-13", "0000", "202403", "March 2024"])
def test_no_month_and_no_year(written):
    for end in (first_day, last_day):
        with pytest.raises(InputError, match="is no date"):
            end(written)


def test_a_month_is_no_day_of_publication():
    with pytest.raises(InputError, match="is no date"):
        as_day("2024-03")

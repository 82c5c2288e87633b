"""No input stops a run, hangs it, loses another, or takes work that grows with the square of its size."""

import csv
import gzip
import json
import sys
from random import Random
from types import SimpleNamespace

import pytest
from hostile_inputs import CLASSES, MAKERS, PLACERS

import hostile
from detente.coding.coder import Coder, make_article
from detente.errors import InputError
from detente.reading import ReadingOptions, read
from detente.reading.counting import IN_FULL
from detente.records import Article, Rejected

INPUTS = 2_000
GROWN = 6
"""How much more work an input of four times the size may take."""


def rows(path, options=None):
    found = list(read([path], options))
    articles = [row for row in found if isinstance(row, Article)]
    return articles, [row for row in found if isinstance(row, Rejected)]


def written(folder, name, text):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_every_promise_holds():
    found = hostile.check(INPUTS, seed=17)
    assert found.broken == []
    assert set(found.inputs) == set(CLASSES) and len(CLASSES) >= 15
    assert found.articles > INPUTS and found.coded and found.rejected


def test_a_broken_promise_is_seen(monkeypatch):
    monkeypatch.setattr(hostile, "good_text", lambda number: "")
    assert "lost what lay beside" in hostile.check(1, seed=1).broken[0]


def calls(path):
    """How many functions of Python are called to read a path."""
    count = 0

    def seen(frame, event, argument):
        nonlocal count
        count += event == "call"

    sys.setprofile(seen)
    try:
        list(read([path]))
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", MAKERS)
def test_work_is_linear(tmp_path, name):
    for seed in range(3):
        work = []
        for size in (4_000, 16_000):
            file, data = MAKERS[name](Random(seed), size)
            path = written(tmp_path, file, data)
            calls(path)  # what is imported and cached at first counts for neither
            work.append(calls(path))
        assert work[1] < GROWN * max(work[0], 1_000), (seed, work)


@pytest.mark.parametrize("row", ['a",a","\n', '",a","\n'])
def test_rows_whose_quotes_never_close_are_not_read_again_for_ever(tmp_path, monkeypatch, row):
    monkeypatch.setattr("detente.reading.delimited.MAX_AGAIN", 1_000)
    seen = 0

    class Counted:
        def __init__(self, lines, **options):
            self.rows = reader(self.counted(lines), **options)

        def counted(self, lines):
            nonlocal seen
            for line in lines:
                seen += 1
                yield line

        def __iter__(self):
            return self

        def __next__(self):
            return next(self.rows)

    reader = csv.reader
    monkeypatch.setattr("detente.reading.delimited.csv.reader", Counted)
    lines = 2_000
    articles, rejected = rows(written(tmp_path, "a.csv", f"text,date\n{row * lines}"))
    assert seen < 20 * lines
    assert not articles and f"{lines - IN_FULL:,}" in rejected[-1].reason


def test_rejections_of_one_kind_are_counted(tmp_path):
    lines = [json.dumps({"text": f"text {n}", "date": "soon"}) for n in range(150)] + ["{}"] * 250
    articles, found = rows(
        written(tmp_path, "a.jsonl.gz", gzip.compress("\n".join(lines).encode()))
    )
    assert len(articles) == 150
    assert len(found) == 2 * IN_FULL + 2
    kept, lost = found[-2:]
    assert (
        kept.reason
        == "date not understood: 50 more articles kept in this file, the last in line 150"
    )
    assert lost.reason == "no text: 150 more left out in this file, the last in line 400"
    assert kept.advice and lost.advice == found[-3].advice


def test_gzip_that_unpacks_without_end(tmp_path, monkeypatch):
    monkeypatch.setattr("detente.reading.streams.ANY_TIMES", 1 << 20)
    line = b'{"text": "a", "date": "2024-01-11"}\n'
    path = written(tmp_path, "a.jsonl.gz", gzip.compress(line * 100_000, mtime=0))
    articles, (row,) = rows(path)
    assert 1_000 < len(articles) < 100_000
    assert "more than 200 times its size" in row.reason and "unpack it" in row.advice
    good = gzip.compress("".join(f'{{"text": "text {n * n}"}}\n' for n in range(20_000)).encode())
    assert len(rows(written(tmp_path, "a.jsonl.gz", good))[0]) == 20_000


@pytest.mark.parametrize("day", ["9999-12-31", "0202-12-20", "1 Jan 1066", 99991231])
def test_years_that_are_not_believed(tmp_path, day):
    path = written(tmp_path, "a.jsonl", json.dumps({"text": "a", "date": day}))
    (article,), (note,) = rows(path)
    assert article.published is None and note.article_id == article.article_id
    assert "outside the years 1600 to 2199" in note.reason and "`years`" in note.advice
    (article,), others = rows(path, ReadingOptions(years=(1, 9999)))
    assert article.published and not others


def test_years_asked_for():
    for wrong in ({"years": (2, 1)}, {"years": (0, 5)}):
        with pytest.raises(InputError, match="no years"):
            ReadingOptions(**wrong)
    with pytest.raises(InputError, match="outside the years"):
        ReadingOptions(published=make_article("a", "9999-12-31").published)


@pytest.mark.parametrize("name", ["hex", "rot13", "punycode", "idna", "unicode_escape", "zlib"])
def test_no_character_set(tmp_path, name):
    body = b" caf\xe9 " * 40
    page = f'<html><head><meta charset="{name}"></head><body><p>'.encode() + body
    (article,), _ = rows(written(tmp_path, "a.html", page))
    assert "café" in article.text
    mail = f"From: a\nSubject: b\nContent-Type: text/plain; charset={name}\n\n".encode() + body
    (article,), _ = rows(written(tmp_path, "a.eml", mail))
    assert "café" in article.text


def test_a_reason_is_one_line_that_can_be_stored(tmp_path):
    _, (row,) = rows(written(tmp_path, "a.jsonl", '{"\\ud800\\u001b[2J\\n": 1}'))
    assert "`\\ud800\\x1b[2J\\n`" in row.reason


def test_a_tag_without_end(tmp_path):
    many = " ".join(f"a{n}='>'" for n in range(1_001))
    page = f"<html><body><p>Kenya criticised Fiji.</p><p {many}>x</p>"
    _, (row,) = rows(written(tmp_path, "a.html", page))
    assert "1,000 attributes" in row.reason
    picture = f"<p>{'Kenya criticised Fiji. ' * 2_000}<img src='{'a=b ' * 9_000}'></p>"
    assert rows(written(tmp_path, "a.html", f"<html><body>{picture}"))[0]


def test_folders_too_deep_to_call_each_other(tmp_path):
    PLACERS["deep folders"](SimpleNamespace(choice=max), tmp_path)
    (row,) = rows(tmp_path)[1]
    assert row.path.count("/d/") == 300 and row.reason == "an empty file"


@pytest.fixture(scope="module")
def coder():
    return Coder(most_sentences=50)


def test_an_article_of_too_many_sentences(coder):
    long, short = (
        make_article("Kenya criticised Fiji.\n" * 51),
        make_article("Kenya criticised Fiji."),
    )
    first, second = coder.code_articles([long, short])
    (row,) = first.rejected
    assert "51 sentences" in row.reason and row.article_id == long.article_id
    assert "Split it" in row.advice and not first.events and second.events
    assert coder.code("Kenya criticised Fiji.\n" * 50).events


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_either_end_of_the_calendar(coder, day):
    for when in (
        "last week",
        "next week",
        "yesterday",
        "tomorrow",
        "next year",
        "last month",
        "in the spring",
    ):
        assert not coder.code(f"Kenya criticised Fiji {when}.", published=day).rejected


def test_the_end_of_a_longer_number_counts_nothing(coder):
    dates = coder.dates(
        "Kenya met Fiji 2,100 years ago, and 100 years ago.", published="2024-01-11"
    )
    assert [each.dated and each.dated.start.year for each in dates] == [None, 1924]


def test_a_header_without_end(tmp_path):
    many = "a=b;" * 25_000
    path = written(tmp_path, "a.eml", f"Date: x\nContent-Type: text/plain; {many}\n\nHello")
    with hostile.no_longer_than(3):
        (article,), _ = rows(path)
    assert article.text.strip() == "Hello"


def test_dates_by_the_thousand(coder):
    with hostile.no_longer_than(10):
        assert len(coder.dates("Jan 1, " * 5_000, published="2024-01-11")) == 5_000

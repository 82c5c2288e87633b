import datetime as dt
import gzip
import io
import json
import sys

import pytest

from detente.errors import InputError
from detente.reading import ReadingOptions, count, read
from detente.records import Article, Rejected

DAY = dt.date(2024, 1, 11)
DATED = ReadingOptions(published=DAY)


def write(folder, name, content):
    path = folder / name
    data = content.encode() if isinstance(content, str) else content
    path.write_bytes(gzip.compress(data, mtime=0) if name.endswith(".gz") else data)
    return path


def fields(article):
    return article.text, article.title, article.outlet, article.published, article.genre


FRONT = "---\noutlet: The Wire\ndate: 2024-01-11\ntitle: 'Talks: day 1'\ngenre: opinion\n---\n"
FULL = ("A met B.\n", "Talks: day 1", "The Wire", DAY, "opinion")
RECORD = {
    "Body": "A met B.\n",
    "headline": "Talks: day 1",
    "source": {"id": 1, "name": "The Wire"},
    "pubdate": 20240111,
    "genre": "Opinion",
    "dateline": "BEIJING",
}

TABLE = """date|text|title|outlet|genre
2024-01-11|"A met B.
"|Talks: day 1|The Wire|opinion
"""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", FRONT + "A met B.\n"),
        ("a.md", FRONT.replace("\n", "\r\n") + "A met B.\r\n"),
        ("a.md.gz", FRONT + "A met B.\n"),
        ("a.txt", FRONT + "A met B.\n"),
        ("a.jsonl", json.dumps(RECORD) + "\n\n"),
        ("a.ndjson.gz", json.dumps(RECORD)),
        ("a.json", json.dumps(RECORD, indent=1)),
        ("a.json", json.dumps([RECORD])),
        ("a.json", json.dumps({"status": "ok", "articles": [RECORD]})),
        ("a.json", json.dumps(RECORD) + "\n" + json.dumps(RECORD) + "\n"),
        (
            "a.csv",
            "Date,content,title,newspaper,type\n"
            '2024-01-11,"A met B.\n","Talks: day 1",The Wire,opinion\n',
        ),
        (
            "a.csv",
            TABLE.replace("|", ";").replace("genre", "genre;").replace("opinion", "opinion;"),
        ),
        ("a.tsv.gz", TABLE.replace("|", "\t")),
        # Told by their first bytes.
        ("a", json.dumps(RECORD) + "\n" + json.dumps(RECORD)),
        ("a.dat", json.dumps([RECORD])),
        ("a.dat.gz", TABLE),
        ("a.data", FRONT + "A met B.\n"),
    ],
)
def test_every_format_reads_alike(tmp_path, name, content):
    articles = list(read([write(tmp_path, name, content)]))
    assert {fields(article) for article in articles} == {FULL}


PAGE = """<html><head><title>Talks open</title><meta charset="utf-8">
<meta property="og:site_name" content="The Wire"><meta property="og:title" content="Talks open">
<meta property="article:published_time" content="2024-01-11T08:00:00Z">
<link rel="canonical" href="https://wire.example/a"></head><body><nav>Home</nav><article>
<h1>Talks open</h1><p>China and the United States opened talks in Beijing on Thursday — the first
in a year, officials on both sides told reporters after the morning session had ended.</p>
<p>The two delegations will meet again on Friday to discuss tariffs, visas and the reopening of a
military hotline that has been silent since the summer, according to the ministry.</p>
</article></body></html>"""


def test_web_page(tmp_path):
    for name in ("a.html", "a.htm", "page"):
        (article,) = read([write(tmp_path, name, PAGE)])
        assert article.text.startswith("China and the United States opened talks")
        assert "Home" not in article.text
        assert fields(article)[1:] == ("Talks open", "The Wire", DAY, "news")
        assert article.address == "https://wire.example/a"


def test_web_page_in_its_declared_encoding(tmp_path):
    page = PAGE.replace("utf-8", "windows-1252").encode("cp1252")
    (article,) = read([write(tmp_path, "a.html", page)])
    assert "Thursday — the first" in article.text


@pytest.mark.parametrize(
    ("name", "head", "published", "genre"),
    [
        ("a.txt", "OPINION / EDITORIAL\nTitle\nPublished: Jan 11, 2024 12:27 AM\n", DAY, "opinion"),
        ("a.txt", "Editorial\nDate: 11 January 2024\n", DAY, "opinion"),
        ("a.txt", "BEIJING, Jan 11, 2024 (Xinhua) -- China said so.\n", DAY, "news"),
        ("2023-05-06.txt", "Published: 2024-01-11\n", DAY, "news"),
        ("2024-01-11-talks.txt", "Opinion polls differ.\n", DAY, "news"),
        ("talks-20240111.md", "Talks.\n", DAY, "news"),
        ("a.txt", "x\n" * 10 + "Published: 2024-01-11\n", None, "news"),  # line 11 is no header
    ],
)
def test_guesses_of_a_plain_text(tmp_path, name, head, published, genre):
    (article,) = read([write(tmp_path, name, head + "Body.\n")])
    assert fields(article) == (head + "Body.\n", None, None, published, genre)


def test_options_fill_gaps_and_beat_guesses_only(tmp_path):
    other = dt.date(1999, 9, 9)
    options = ReadingOptions(published=other, outlet="Given", genre="transcript")
    guessed = write(tmp_path, "a.txt", "EDITORIAL\nPublished: 2024-01-11\n")
    stated = write(tmp_path, "b.md", FRONT + "A met B.\n")
    first, second = read([guessed, stated], options)
    assert fields(first)[1:] == (None, "Given", other, "transcript")
    assert fields(second) == FULL


def test_columns(tmp_path):
    path = write(tmp_path, "a.csv", "text,Words,when\nno,yes,2024-01-11\n")
    (article,) = read([path], ReadingOptions(columns={"text": "words", "published": "when"}))
    assert (article.text, article.published) == ("yes", DAY)


def test_a_column_given_adds_to_the_usual_ones(tmp_path):
    options = ReadingOptions(columns={"text": ["speech", "fields.body"]})
    paths = [
        write(tmp_path, "a.csv", "Speech,text\nyes,no\n,yes\n"),
        write(tmp_path, "b.jsonl", '{"fields": {"body": "yes"}, "text": "no"}\n{"body": "yes"}'),
        write(tmp_path, "c.csv", "text,title\nyes,t\n"),
    ]
    found = list(read(paths, options))
    assert [row.text for row in found if isinstance(row, Article)] == ["yes"] * 5
    # Only where no text of the file comes from it is that told, once.
    (note,) = [row for row in found if isinstance(row, Rejected) and "date" not in row.reason]
    assert (note.path, note.place) == (str(paths[2]), "line 2")
    assert "no `speech`, `fields.body` here: the text is that of `text`" in note.reason
    bare = write(tmp_path, "d.csv", "a,b\n1,2\n")
    (rejected,) = read([bare], options)
    assert "looked for `speech`, `fields.body`, `text`" in rejected.reason
    assert "found `a`, `b`" in rejected.reason


@pytest.mark.parametrize(
    "record",
    [
        {"Full Text": "A", "headLine": "B", "media_name": "C", "publishedAt": "2024-01-11"},
        {"bodyText": "A", "webTitle": "B", "source-name": "C", "webPublicationDate": "2024-01-11"},
        {
            "maintext": "A",
            "title": "B",
            "site": "C",
            "date_publish": "",
            "seendate": "20240111T101500Z",
        },
        {
            "abstractNote": "A",
            "title": "B",
            "publicationTitle": "C",
            "DATE PUBLISHED": "2024-01-11",
        },
        {"abstract": "A", "title": "B", "container-title": "C", "pubDate": 1704968100},
        {
            "text": "A",
            "title": "B",
            "source": "",
            "domain": "C",
            "date": None,
            "published_at": 1704968100000,
        },
        {"text": "", "content": "A", "title": "B", "journal": "C", "created": "2024-01-11"},
    ],
)
def test_usual_names(tmp_path, record):
    path = write(tmp_path, "a.jsonl", json.dumps(record))
    (article,) = read([path])
    assert fields(article)[:4] == ("A", "B", "C", DAY)


def test_source_that_is_an_address(tmp_path):
    path = write(tmp_path, "a.md", "---\nsource: https://www.fjord.example/a\n---\nA")
    (article,) = read([path])
    assert (article.outlet, article.address) == ("fjord.example", "https://www.fjord.example/a")


def test_day_of_clipping_is_not_that_of_publication(tmp_path):
    path = write(tmp_path, "a.md", "---\npublished:\ncreated: 2024-01-11\n---\nA")
    assert [article.published for article in read([path])] == [None]


def test_no_cell_becomes_a_number(tmp_path):
    rows = "text,title,outlet,url\nA,007,0042,1e5\n"
    note = "---\ntitle: 007\noutlet: 0042\nurl: 1e5\n---\nA"
    for path in (write(tmp_path, "a.csv", rows), write(tmp_path, "a.md", note)):
        (article,) = read([path])
        assert (article.title, article.outlet, article.address) == ("007", "0042", "1e5")


def test_numbered_columns_mean_no_header(tmp_path):
    path = write(tmp_path, "a.tsv", "2024-01-11\tone\n2024-01-11\ttwo\n")
    articles = list(read([path], ReadingOptions(columns={"published": "1", "text": "2"})))
    assert [article.text for article in articles] == ["one", "two"]
    assert {article.published for article in articles} == {DAY}


def test_type_is_a_genre_only_where_it_names_one(tmp_path):
    path = write(
        tmp_path, "a.jsonl", '{"text": "a", "type": "statement"}\n{"text": "b", "type": 7}'
    )
    assert [found.genre for found in read([path], DATED)] == ["statement", "news"]


def test_title_stands_in_for_a_missing_text(tmp_path):
    path = write(tmp_path, "a.jsonl", '{"title": "A met B", "text": " "}\n{"title": "C"}')
    assert [found.text for found in read([path], DATED)] == ["A met B", "C"]


def test_addresses(tmp_path):
    path = write(tmp_path, "a.jsonl", '{"text": "a"}\n\n{"text": "b"}\n{"text": "c", "url": "u:c"}')
    assert [found.address for found in read([path], DATED)] == [f"{path}#1", f"{path}#3", "u:c"]
    listed = write(tmp_path, "a.json", '[{"text": "a"}, {"text": "b"}]')
    assert [found.address for found in read([listed], DATED)] == [f"{listed}#1", f"{listed}#2"]


def test_large_cells(tmp_path):
    path = write(tmp_path, "a.csv", "text\n" + "word " * 100_000 + "\n")
    (article,) = read([path])
    assert len(article.text) == 500_000


def test_quotes_in_tables(tmp_path):
    rows = 'text\tdate\n"He left", she said\t2024-01-11\n"open\t2024-01-11\nlast\t2024-01-11\n'
    found = list(read([write(tmp_path, "a.tsv", rows)]))
    assert [article.text for article in found] == ['"He left", she said', '"open', "last"]
    # In CSV there is no telling what was meant: each such row is turned down, and costs no other.
    found = list(read([write(tmp_path, "a.csv", rows.replace("\t", ";"))]))
    assert [type(row) for row in found] == [Rejected, Rejected, Article]
    assert [row.place for row in found[:2]] == ["line 2", "line 3"]


@pytest.mark.parametrize(
    "content",
    [b'{"text": "a"}\n', b"text,date\na,2024-01-11\n", b"a", gzip.compress(b"a", mtime=0)],
)
def test_standard_input(monkeypatch, content):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    (article,) = read(["-"])
    assert article.text == "a"
    assert article.address.startswith("-")


def test_progress_adds_up(tmp_path):
    write(tmp_path, "a.jsonl.gz", '{"text": "a"}\n' * 5000)
    write(tmp_path, "b.pdf", b"%PDF-1.7\n\xe2\xe3" + bytes(200_000))
    write(tmp_path, "c.txt", "x" * 100_000)
    write(tmp_path, "d.txt", "")
    steps = []
    assert len(list(read([tmp_path], DATED, on_progress=steps.append))) == 5003
    assert sum(steps) == count([tmp_path])


@pytest.mark.parametrize(
    "wrong",
    [{"columns": {"txet": "a"}}, {"genre": "rumour"}, {"delimiter": ";;"}, {"dates": "day"}],
)
def test_wrong_options(wrong):
    with pytest.raises(InputError):
        ReadingOptions(**wrong)

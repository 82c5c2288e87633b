"""A mapping file says what single files are; what was used can be written out and read again."""

import datetime as dt
import json
import tomllib

import pytest

from detente.errors import InputError
from detente.reading import ReadingOptions, count, read, used_mapping
from detente.reading.mapping import MAPPING_NAME, Table
from detente.records import Article, Rejected

MAPPING = """
["**/*.csv"]
outlet = "The Harbour Gazette"
dates = "day-first"
published = 1999-09-09

["factiva/*.csv"]
genre = "opinion"
outlet = "Fjord Herald"

["agency/*.json".columns]
text = ["fields.bodyText", "fields.body"]
title = "headings.0"
"""


@pytest.fixture
def news(tmp_path):
    folder = tmp_path / "news"
    for name, content in {
        "a.csv": "text,date\nA,02/07/2023\n",
        "factiva/b.csv": "text,outlet\nB,\nC,Own\n",
        "agency/d.json": json.dumps(
            [
                {"fields": {"bodyText": "D"}, "headings": ["T"], "date": "2024-01-11"},
                {"fields": {"body": "E"}, "text": "no"},
                {"text": "F"},
            ]
        ),
        MAPPING_NAME: MAPPING,
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    return folder


def rows(paths, options=None):
    found = list(read(paths, options))
    articles = {row.text: row for row in found if isinstance(row, Article)}
    return articles, [row for row in found if isinstance(row, Rejected)]


def test_what_it_says_holds_where_the_record_is_silent(news):
    found, rejected = rows([news])
    assert rejected == []
    assert [(one.outlet, one.genre) for one in found.values()] == [
        ("The Harbour Gazette", "news"),
        (None, "news"),
        (None, "news"),
        (None, "news"),
        ("Fjord Herald", "opinion"),
        ("Own", "opinion"),
    ]
    assert found["A"].published == dt.date(2023, 7, 2)
    assert found["B"].published == dt.date(1999, 9, 9)
    assert found["D"].title == "T"
    assert set(found) == set("ABCDEF")


def test_what_is_said_for_the_run_comes_first(news):
    found, _ = rows([news], ReadingOptions(outlet="Given", columns={"text": "text"}))
    assert {one.outlet for one in found.values()} == {"Given", "Own"}
    assert set(found) == {"A", "B", "C", "D", "no", "F"}


def test_mapping_that_is_named(news, tmp_path):
    named = tmp_path / "other.toml"
    named.write_text(
        '["news/a.csv"]\noutlet = "By the file"\n["factiva/*"]\noutlet = "By what is read"\n'
    )
    found, rejected = rows([news], ReadingOptions(mapping=named))
    assert rejected == []
    assert found["A"].outlet == "By the file"
    assert found["B"].outlet == "By what is read"
    found, _ = rows([news / "factiva" / "b.csv"], ReadingOptions(mapping=named))
    assert found["B"].outlet is None


def test_nothing_of_it_is_passed_over_in_silence(news):
    (news / MAPPING_NAME).write_text('["*.tsv"]\noutlet = "X"\n')
    (news / "agency" / MAPPING_NAME).write_text("")
    _, rejected = rows([news])
    reasons = [row.reason for row in rejected if row.path.endswith(MAPPING_NAME)]
    assert reasons == ["a mapping file where none is looked for", 'no file fits ["*.tsv"]']
    _, (row,) = rows([news / MAPPING_NAME])
    assert "a mapping file" in row.reason


def test_progress_adds_up(news):
    steps = []
    list(read([news], on_progress=steps.append))
    assert sum(steps) == count([news])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('["a.csv"\n', ["no TOML", "line 1"]),
        ('outlet = "X"', ["`outlet` is no table"]),
        ('["a.csv"]\noutlett = "X"', ['["a.csv"]', "no setting `outlett`", "outlet"]),
        ('["a.csv"]\ngenre = "rumour"', ['["a.csv"]', "rumour", "opinion"]),
        ('["a.csv"]\ndated_by_file = "yes"', ['["a.csv"]', "neither true nor false", "= true"]),
        ('["a.csv"]\noutlet = 5', ['["a.csv"]', "`outlet` is not text"]),
        ('["a.csv"]\npublished = "02/07/2023"', ['["a.csv"]', "2023-07-02", "2023-02-07"]),
        ('["a.csv"]\ndates = "day"', ['["a.csv"]', "day-first or month-first"]),
        ('["a.csv"]\ncolumns = "body"', ['["a.csv"]', "columns"]),
        ('["a.csv".columns]\ntext = []', ['["a.csv"]', "columns"]),
        ('["a.csv".columns]\ntxet = "body"', ['["a.csv"]', "no field txet"]),
        (b"\xff", ["is not UTF-8"]),
    ],
)
def test_what_is_wrong_in_it_is_told_at_once(news, content, words):
    path = news / MAPPING_NAME
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputError) as error:
        read([news])
    for word in [str(path), *words]:
        assert word in str(error.value)


def test_mapping_that_is_not_there(news):
    with pytest.raises(InputError, match="cannot be read"):
        read([news], ReadingOptions(mapping=news / "none.toml"))


@pytest.mark.parametrize(
    ("pattern", "name", "fits"),
    [
        ("*.csv", "a.csv", True),
        ("*.csv", "a.csv.gz", True),
        ("*.csv", "b/a.csv", False),
        ("b/*.csv", "b/a.csv", True),
        ("**/*.csv", "a.csv", True),
        ("**/*.csv", "b/c/a.csv", True),
        ("b/**", "b/c/a.csv", True),
        ("?.csv", "ab.csv", False),
        ("a[1].csv", "a[1].csv", True),
        ("-", "-", True),
    ],
)
def test_patterns(pattern, name, fits):
    assert Table(pattern, ReadingOptions()).fits(name) is fits


def test_used_mapping_can_be_saved_and_read_again(news):
    (news / MAPPING_NAME).unlink()
    (news / "c.csv").write_text("Heading,text,when\nT,C,13/07/2023\nU,D,02/07/2023\n")
    (news / "n.md").write_text("A note.")
    columns = {"title": "heading", "published": "when"}
    options = ReadingOptions(columns=columns, outlet="X", dated_by_file=True)
    before = list(read([news], options))
    written = used_mapping([news], options)
    assert tomllib.loads(written)["c.csv"] == {
        "dated_by_file": True,
        "outlet": "X",
        "dates": "day-first",
        "columns": {"text": "text", "title": "Heading", "published": "when"},
    }
    (news / MAPPING_NAME).write_text(written)
    after = list(read([news]))
    assert [row for row in after if isinstance(row, Article)] == [
        row for row in before if isinstance(row, Article)
    ]


def test_used_mapping_says_what_is_missing(tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("text,day,desk\nA,2024-01-11,X\n")
    (tmp_path / "c.csv").write_text("text,date\nA,02/07/2023\n")
    (tmp_path / "d.csv").write_text("x,y\n1,2\n")
    written = used_mapping([tmp_path])
    for words in (
        f"# {tmp_path.resolve() / MAPPING_NAME}",
        "# nothing holds published",
        '# not used: "day", "desk"',
        "02/07/2023 (line 2)",
        "# no text: looked for",
    ):
        assert words in written
    for path in ("c.csv", "d.csv"):
        (tmp_path / path).unlink()
    assert list(tomllib.loads(used_mapping([tmp_path]))) == ["*.csv"]

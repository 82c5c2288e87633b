"""`evaluate`: sets are told by their content."""

import json
from pathlib import Path

import pytest
from commands_run import Run

from detente.evaluating.record import COLUMNS

RECORD = """\
id,date_start,date_end,actors,recipients,reciprocal,event_type,track,what
r1,2023-03-08,2023-03-08,CHN,USA,false,ACCUSE,diplomatic,China accuses the US
r2,2023-05-19,,USA,CHN,false,SANCTION,legal,never so told
r3,2023-05-21,,JPN,KEN,false,AID,humanitarian,Japan sends food
"""
MARKED = (
    "marked_sentence\tevent_type\n"
    "<s>China</s> accused <t>Japan</t> of meddling.\tACCUSE\n"
    "<s>China</s> accused <t>Japan</t> of meddling.\tAID\n"
)


@pytest.fixture
def record(tmp_path: Path, texts: Path) -> Path:
    (tmp_path / "record-1.csv").write_text(RECORD, encoding="utf-8")
    (tmp_path / "articles").symlink_to(texts)
    return tmp_path


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    (tmp_path / "marked.tsv").write_text(MARKED, encoding="utf-8")
    return tmp_path / "marked.tsv"


def test_a_record(run: Run, record: Path) -> None:
    result = run("evaluate", record, "--between", "China", "USA", "--as", "json", "--misses")
    (score,) = json.loads(result.stdout)
    assert (score["kind"], score["rows"], score["found"]) == ("record", 2, 1)
    assert score["by_type"] == {
        "ACCUSE": {"rows": 1, "found": 1}, "SANCTION": {"rows": 1, "found": 0}
    }  # fmt: skip
    assert [row["id"] for row in score["misses"]] == ["r2"]
    assert score["dated_events"] == score["answering"] + score["unread"]


def test_readings_beside_it_count(run: Run, record: Path) -> None:
    from detente.coding.coder import Coder
    from detente.evaluating.record import reading_key
    from detente.reading import read
    from detente.records import Article

    found = [item for item in read([record / "articles" / "talks.md"]) if isinstance(item, Article)]
    (event,) = Coder().code_articles(found)[0].events
    text = f"key,true,note\n{reading_key(event)},yes,\n"
    (record / "readings.csv").write_text(text, encoding="utf-8")
    result = run("evaluate", record / "record-1.csv", "--between", "CHN", "USA", "--as", "json")
    assert json.loads(result.stdout)[0]["read_true"] == 1


def test_a_record_in_words(run: Run, record: Path) -> None:
    shown = run("evaluate", record, "--between", "CHN", "USA", "--misses").stdout
    assert "record between CHN and USA: 1 of 2 rows found, 50.0%" in shown
    assert "never so told" in shown


def test_a_record_without_articles(run: Run, tmp_path: Path) -> None:
    (tmp_path / "record.csv").write_text(RECORD, encoding="utf-8")
    result = run("evaluate", tmp_path)
    assert result.exit_code == 1
    assert "--articles" in result.stderr


def test_marked_sentences(run: Run, marked: Path) -> None:
    (score,) = json.loads(run("evaluate", marked, "--as", "json", "--misses").stdout)
    assert (score["parties"], score["root"], score["events_per_sentence"]) == (1.0, 0.5, 1.0)
    assert score["given_spans"] == {
        "root_f1": pytest.approx(1 / 3),
        "quad_f1": pytest.approx(1 / 3),
        "by_type": {"ACCUSE": pytest.approx(2 / 3), "AID": 0},
    }
    assert score["by_type"]["AID"] == {"rows": 1, "found": 0}
    assert [row["event_type"] for row in score["misses"]] == ["AID"]


def test_marked_sentences_in_words(run: Run, marked: Path) -> None:
    shown = " ".join(run("evaluate", marked).stdout.split())
    assert "2 sentences: parties right 100.0%, with root 50.0%" in shown
    assert "with the spans given: macro F1 0.333 over types" in shown


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "", "\0\xff"])
def test_another_table(run: Run, tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.csv"
    path.write_text(text, encoding="latin-1")
    result = run("evaluate", path)
    assert result.exit_code == 1
    assert all(name in result.stderr for name in (*COLUMNS, "marked_sentence"))


def test_a_folder_without_sets(run: Run, tmp_path: Path) -> None:
    result = run("evaluate", tmp_path)
    assert (result.exit_code, "not a set" in result.stderr) == (1, True)

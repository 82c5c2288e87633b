"""`evaluate`: sets are told by their content."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from commands_run import Run

from detente.laboratory.commands import score_text
from detente.laboratory.commands.score_results import PassagesResult
from detente.laboratory.evaluating.passages import NOTHING, Counts, PassageScores
from detente.laboratory.evaluating.record import COLUMNS

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
    from detente.laboratory.evaluating.record import reading_key
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


TIMEML = """\
<TimeML><DCT><TIMEX3 type="TIME" value="2024-05-15">2024-05-15</TIMEX3></DCT>
<TEXT>Peru closed the port on <TIMEX3 type="DATE" value="2024-05-10">Friday</TIMEX3> and
<TIMEX3 type="DATE" value="2024-05-01">Fair Day</TIMEX3>.</TEXT></TimeML>
"""
MARKS = "T1\tSource 0 4\tPeru\nT2\tContent 10 22\tthe sea rose\nE1\tSource:T1 Content:T2\n"
GRADED = (
    "0\tPeru\t_\tNNP\n1\tcondemned\t3.0\tVBD\n2\tChile\t_\tNNP\n3\t.\t_\t.\n\n"
    "0\tPeru\t_\tNNP\n1\twill\t_\tMD\n2\tpay\t3.0\tVB\n3\tChile\t_\tNNP\n4\t.\t_\t.\n"
)


@pytest.fixture
def timed(tmp_path: Path) -> Path:
    for name in ("one", "two"):
        (tmp_path / f"{name}.tml").write_text(TIMEML, encoding="utf-8")
    return tmp_path


def test_a_folder_of_marked_dates(run: Run, timed: Path) -> None:
    (score,) = json.loads(run("evaluate", timed, "--as", "json", "--misses").stdout)
    assert (score["kind"], score["set"], score["texts"]) == ("time", str(timed), 2)
    assert (score["dates"], score["precision"], score["recall"]) == (4, 1.0, 0.5)
    assert {(miss["text"], miss["wanted"], miss["told"]) for miss in score["misses"]} == {
        ("Fair Day", "2024-05-01", None)
    }


def test_marked_dates_in_words(run: Run, timed: Path) -> None:
    shown = " ".join(run("evaluate", timed / "one.tml", "--misses").stdout.split())
    assert "1 texts with 2 dates" in shown
    assert "dates 1 1.000 0.500 0.667" in shown
    assert "Fair Day 2024-05-01 none one.tml" in shown


@pytest.fixture
def attributed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A set, and a coder that tells what is in it and one attribution more."""
    from detente.coding.coder import Coder
    from detente.records import Actor, Evidence

    for folder, name, text in (
        ("text", "sea.txt", "Peru says the sea rose."), ("attributions", "sea.ann", MARKS)
    ):  # fmt: skip
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(text, encoding="utf-8")

    class Told:
        source = Actor("Peru", 0, 4, "Peru", "PER", None)
        cue = None
        content = Evidence("rose", 18, 22)

    monkeypatch.setattr(Coder, "attributions", lambda self, text: [Told, Told], raising=False)
    return tmp_path


def test_a_folder_of_marked_attributions(run: Run, attributed: Path) -> None:
    (score,) = json.loads(run("evaluate", attributed, "--as", "json", "--misses").stdout)
    assert (score["kind"], score["attributions"], score["told"]) == ("attribution", 1, 2)
    assert (score["precision"], score["recall"], score["misses"]) == (0.5, 1.0, [])
    assert score["sources"]["f1"] == 1.0


def test_marked_attributions_in_words(run: Run, attributed: Path) -> None:
    (attributed / "text" / "sea.txt").write_text("Peru says the sea rose. Chile says no.", "utf-8")
    more = MARKS + "T5\tSource 24 29\tChile\nT6\tContent 35 37\tno\nE2\tSource:T5 Content:T6\n"
    (attributed / "attributions" / "sea.ann").write_text(more, encoding="utf-8")
    shown = " ".join(run("evaluate", attributed, "--misses").stdout.split())
    assert "1 texts with 2 attributions" in shown
    assert "sources with content 2 0.500 0.500 0.500 sources alone 1 1.000 0.500" in shown
    assert shown.endswith("Chile no sea.ann")


def test_graded_words(run: Run, tmp_path: Path) -> None:
    (tmp_path / "some.conll").write_text(GRADED, encoding="utf-8")
    (score,) = json.loads(run("evaluate", tmp_path, "--as", "json", "--misses").stdout)
    assert (score["kind"], score["sentences"]) == ("factuality", 2)
    assert (score["words"]["happened"], score["words"]["told_happened"]) == (2, 1)
    assert (score["words"]["share"], score["words"]["share_but_planned"]) == (0.5, 1.0)
    assert score["events"]["by_status"]["done"] == {"happened": 1, "not_happened": 0}
    assert {(miss["word"], miss["status"]) for miss in score["misses"]} == {("pay", "planned")}


def test_graded_words_in_words(run: Run, tmp_path: Path) -> None:
    (tmp_path / "some.conll").write_text(GRADED, encoding="utf-8")
    shown = " ".join(run("evaluate", tmp_path / "some.conll", "--misses").stdout.split())
    assert (
        "verbs and nouns: 1 of 2 that happened and 0 of 0 that did not are told so, 50.0%" in shown
    )
    assert "pay 3 planned word Peru will pay Chile." in shown


def test_outcomes_beside_it_are_scored(run: Run, record: Path) -> None:
    head = "article,start,end,states,towards,truth,settled,clause,note\n"
    line = "0123456789abcdef,0,9,CHN,USA,kept,2023-03-09,to talk,\n"
    (record / "outcomes.csv").write_text(head + line, encoding="utf-8")
    told = json.loads(run("evaluate", record, "--as", "json", "--misses").stdout)
    assert [each["kind"] for each in told] == ["record", "outcomes"]
    assert (told[1]["decided"], told[1]["without_row"]) == (0, 1)
    assert [(each["truth"], each["said"]) for each in told[1]["misses"]] == [("kept", "no row")]
    shown = " ".join(run("evaluate", record, "--misses").stdout.split())
    assert "1 have no row" in shown


def shown_passages(capsys: pytest.CaptureFixture[str], scores: PassageScores, left: int) -> str:
    result = PassagesResult("own.jsonl", {"news": scores}, {}, left)
    score_text.show(result, misses=False)
    return " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("passages", "told"),
    [
        (1, "1 of 23 passages is held out from training, and alone scored here; --every scores all"),
        (22, "22 of 44 passages are held out from training"),
    ],
)  # fmt: skip
def test_what_is_held_out_is_said_in_a_line(
    capsys: pytest.CaptureFixture[str], passages: int, told: str
) -> None:
    shown = shown_passages(capsys, replace(NOTHING, passages=passages), 22)
    assert told in shown and ("So few tell little" in shown) == (passages == 1)


def test_no_table_is_made_of_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    shown = shown_passages(capsys, replace(NOTHING, passages=1), 0)
    assert "there is nothing to score" in shown and "0.000" not in shown
    parties = Counts(right=1, told=1, asked=2)
    shown = shown_passages(capsys, replace(NOTHING, passages=1, parties=parties), 0)
    assert "text passages parties news 1 0.667 all 1 0.667" in shown
    assert "calibration" not in shown and "where they were lost" not in shown

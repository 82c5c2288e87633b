"""`read`, `code` and `explain`: texts in, records out, and what is said of the rest."""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from commands_run import Run

from detente.coding.coder import Coder
from detente.records import Event, Statement
from detente.schema import json_schema
from detente.store import Workspace

SENTENCE = "China summoned the American ambassador on Monday."
RECORDS = {"event": Event, "statement": Statement}


def records(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.jsonl"
    path.write_text(json.dumps({"text": SENTENCE}) + "\n{not json\n", encoding="utf-8")
    return path


def test_read_again_adds_nothing(run: Run, texts: Path, workspace: Path) -> None:
    before = len(Workspace.open(workspace).events())
    result = run("read", texts, "--into", workspace, "--workers", 1)
    assert result.exit_code == 0
    assert "0 new articles, 6 known before" in result.stderr
    assert (result.stdout, len(Workspace.open(workspace).events())) == ("", before)


def test_read_tells_that_a_workspace_is_coded_by_several(
    run: Run, texts: Path, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = tmp_path / "again"
    shutil.copytree(workspace, again)
    assert "CODED BY SEVERAL" not in run("read", texts, "--into", again).stderr
    more = tmp_path / "more.txt"
    more.write_text("Kenya criticised Fiji over fishing on Monday.", encoding="utf-8")
    real = Coder.__init__

    def other(self: Coder, *given: object, **options: object) -> None:
        real(self, *given, **options)  # type: ignore[arg-type]  # whatever is given
        self.name = "another"

    with monkeypatch.context() as patched:
        patched.setattr(Coder, "__init__", other)
        told = run("read", more, texts, "--into", again, "--workers", "1").stderr
    assert "CODED BY SEVERAL: another, detente-" in told and "read all into a new workspace" in told


def test_read_tells_what_was_rejected(run: Run, broken: Path, tmp_path: Path) -> None:
    result = run("read", broken, "--into", tmp_path / "ws")
    assert result.exit_code == 3
    assert "1 new article, 0 known before" in result.stderr
    assert "1 input rejected:" in result.stderr
    assert f"1 × malformed JSON, as {broken}, line 2" in result.stderr


def test_read_names_the_next_command(run: Run, broken: Path, tmp_path: Path) -> None:
    result = run("read", broken, "--into", tmp_path / "ws")
    assert result.stderr.splitlines()[-1] == f"next: detente events {tmp_path / 'ws'}"


def test_read_shows_the_mapping_and_stores_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("words,date\nChile met Norway.,02/07/2023\n")
    result = run("read", tmp_path, "--column", "text=words", "--show-mapping")
    assert result.exit_code == 0
    assert '["a.csv".columns]\ntext = "words"\npublished = "date"\n' in result.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert "Missing option '--into'" in run("read", tmp_path).stderr


@pytest.mark.parametrize("engine", ["spark", "ray:", "ray://", "host:port", "ray://host"])
def test_read_refuses_an_engine_that_there_is_not(
    run: Run, texts: Path, tmp_path: Path, engine: str
) -> None:
    result = run("read", texts, "--into", tmp_path / "w", "--engine", engine)
    assert result.exit_code == 2
    assert "none of local, ray and HOST:PORT" in " ".join(result.stderr.split())
    assert not (tmp_path / "w").exists()


def test_read_on_a_cluster_tells_what_to_install(
    run: Run, texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    result = run("read", texts, "--into", tmp_path / "w", "--engine", "ray")
    assert result.exit_code == 1
    assert "Ray is not installed" in result.stderr
    assert "pip install 'detente[ray]'" in result.stderr
    assert not (tmp_path / "w").exists()


def test_read_tells_how_to_say_what_comes_first_in_a_date(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,date\nChile met Norway.,02/07/2023\n")
    into = ("--into", tmp_path / "ws")
    result = run("code", tmp_path / "a.csv")
    assert "with --dates day-first or --dates month-first." in result.stderr
    result = run("read", tmp_path / "a.csv", *into)
    assert (result.exit_code, "day and month cannot be told apart" in result.stderr) == (3, True)
    result = run("read", tmp_path / "a.csv", *into, "--dates", "day-first")
    assert (result.exit_code, "1 new article" in result.stderr) == (0, True)


def test_columns_given_add_up(run: Run, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.csv").write_text(f"{name},title\n{SENTENCE},no\n")
    result = run("code", tmp_path, "--column", "text=one", "--column", "text=two")
    assert len({event["event_id"] for event in records(result.stdout)}) == 1


def test_read_an_empty_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run("read", tmp_path / "empty", "--into", tmp_path / "ws")
    assert result.exit_code == 3
    assert "a folder without files" in result.stderr


def test_a_workspace_beside_texts_is_told_and_not_taken_apart(
    run: Run, workspace: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text(SENTENCE, encoding="utf-8")
    (folder / "old").symlink_to(workspace)
    result = run("read", folder, "--into", tmp_path / "ws")
    assert result.exit_code == 3
    assert "1 input rejected" in result.stderr
    assert "a workspace of detente, not texts" in result.stderr


def test_read_refuses_a_workspace_inside_its_input(run: Run, texts: Path) -> None:
    result = run("read", texts, "--into", texts / "ws")
    assert result.exit_code == 1
    assert "inside what is read" in result.stderr
    assert not (texts / "ws").exists()


def test_read_a_missing_path_makes_no_workspace(run: Run, tmp_path: Path) -> None:
    result = run("read", tmp_path / "nowhere", "--into", tmp_path / "ws")
    assert result.exit_code == 1
    assert "error: " in result.stderr and "does not exist" in result.stderr
    assert not (tmp_path / "ws").exists()


def test_code_prints_valid_records(run: Run, texts: Path) -> None:
    result = run("code", texts)
    assert (result.exit_code, result.stderr) == (0, "")
    found = records(result.stdout)
    assert {row["record"] for row in found} == {"event", "statement"}
    for row in found:
        jsonschema.validate(row, json_schema(RECORDS[row.pop("record")]))


def test_code_reads_standard_input(run: Run) -> None:
    result = run("code", "-", "--published", "2024-01-11", "--outlet", "Wire", given=SENTENCE)
    (event,) = [row for row in records(result.stdout) if row["record"] == "event"]
    assert next(iter(event)) == "record"
    assert (event["actors"][0]["country"], event["date_start"]) == ("CHN", "2024-01-08")


def test_code_tells_rejected_rows_on_one_line(run: Run, broken: Path) -> None:
    result = run("code", broken)
    assert result.exit_code == 3
    assert len(records(result.stdout)) == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"rejected: {broken}, line 2: malformed JSON")


def test_a_note_on_an_article_that_was_kept_is_no_rejection(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": SENTENCE, "date": "soon"}) + "\n", encoding="utf-8")
    result = run("code", path)
    assert result.exit_code == 0
    assert result.stderr.startswith(f"note: {path}, line 1: date not understood")


def test_advice_speaks_of_the_option(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("x,y\n1,2\n", encoding="utf-8")
    assert "with --column text=NAME" in run("code", path).stderr


def test_columns_can_be_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"x;y\n{SENTENCE};2024-01-11\n", encoding="utf-8")
    named = ("--column", "text=x", "--column", "published=y", "--delimiter", ";")
    (event,) = records(run("code", path, *named).stdout)
    assert event["date_start"] == "2024-01-08"


def test_names_of_ones_own(run: Run, tmp_path: Path) -> None:
    names = tmp_path / "names.tsv"
    names.write_text("name\tcountry\tsector\nZorbia Council\tNGA\tGOV\n", encoding="utf-8")
    text = "The Zorbia Council accused China of fraud."
    event, *_ = records(run("code", "-", "--names", names, given=text).stdout)
    assert event["actors"][0]["country"] == "NGA"


def test_names_that_do_not_parse(run: Run, tmp_path: Path) -> None:
    names = tmp_path / "names.tsv"
    names.write_text("name\tcountry\n", encoding="utf-8")
    result = run("code", "-", "--names", names, given=SENTENCE)
    assert result.exit_code == 1
    assert "names.tsv:1: no column sector" in result.stderr


def test_explain_shows_what_was_kept_and_why_not(run: Run, texts: Path) -> None:
    shown = run("explain", texts / "talks.md").stdout
    for words in (
        "Harbour Post, 2023-03-01, news",
        "China (CHN GOV)",
        "CONSULT  CHN ↔ USA",
        "when: 2023-02-27 (relative)",
        "says so: the outlet itself",
        "nothing",  # the weather
        "2 sentences, 1 parsed; 1 event, 0 statements",
    ):
        assert words in shown


def test_explain_shows_text_as_it_is(run: Run, texts: Path) -> None:
    shown = run("explain", texts / "accuse-again.md").stdout
    assert "[of it] = “[bold]”" in " ".join(shown.split())


def test_explain_lets_no_control_characters_through(run: Run) -> None:
    shown = run("explain", "-", given=f"\x1b[31mRed\x07 {SENTENCE}").stdout
    assert "\x1b" not in shown and "\x07" not in shown


def test_explain_parse(run: Run) -> None:
    assert "summoned/VBD/ROOT" in run("explain", "-", "--parse", given=SENTENCE).stdout
    assert "VBD" not in run("explain", "-", given=SENTENCE).stdout


def test_explain_json(run: Run) -> None:
    result = run("explain", "-", "--as", "json", given=SENTENCE)
    ((sentence,),) = [article["sentences"] for article in json.loads(result.stdout)]
    assert sentence["text"] == SENTENCE
    assert [name["country"] for name in sentence["names"]] == ["CHN", "USA"]
    assert "parse" not in sentence
    jsonschema.validate(sentence["events"][0], json_schema(Event))

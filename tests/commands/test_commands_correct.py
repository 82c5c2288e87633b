"""`detente correct` and `detente corrections`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from detente.cli import main
from detente.records import Article
from detente.store import Batch, Workspace

TEXT = (
    "Chile's foreign minister met Norway's ambassador. Chile imposed sanctions on Norway on Friday."
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("correct")
    (folder / "one.txt").write_text(TEXT, encoding="utf-8")
    done = run(
        "read", str(folder / "one.txt"), "--into", str(folder / "ws"), "--published", "2024-03-04"
    )
    assert done.exit_code == 0, done.output
    return folder / "ws"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def of_type(folder: Path, kind: str) -> str:
    rows = Workspace.open(folder).events().to_pylist()
    return next(str(row["event_id"]) for row in rows if row["event_type"] == kind)


def test_a_record_is_set_right_from_the_command_line(made: Path) -> None:
    name = of_type(made, "CONSULT")
    done = run(
        "correct", str(made), name, "--set", "type=THREATEN", "--why", "not yet", "--by", "Ana"
    )
    assert done.exit_code == 0 and "change: kept as correction" in done.output
    listed = list(csv.DictReader(io.StringIO(run("corrections", str(made), "--as", "csv").stdout)))
    assert [(row["reviewer"], row["why"], row["holds"]) for row in listed] == [
        ("Ana", "not yet", "true")
    ]
    assert "type: CONSULT → THREATEN" in listed[0]["changed"]
    asked = ("index", str(made), "--between", "CHL", "NOR", "--no-band", "--as", "csv")
    corrected, as_coded = run(*asked).stdout, run(*asked, "--uncorrected").stdout
    assert (
        corrected != as_coded
        and run(*asked[:-1], "csv", "--uncorrected", "--audited").exit_code == 2
    )
    again = run("correct", str(made), name, "--delete", "--by", "Ben")
    assert again.exit_code == 0
    assert run("corrections", str(made), "--disputed").stdout.count("disagrees") == 2


def test_a_record_is_named_by_its_beginning(made: Path) -> None:
    name = of_type(made, "COERCE")
    for given in (name[:6], name[:9], name):
        done = run("correct", str(made), given, "--accept", "--by", "Ana")
        assert done.exit_code == 0, done.output
    assert Workspace.open(made).corrections()[-1].records == (name,)
    done = run("correct", str(made), name[:5], "--accept")
    assert done.exit_code == 1 and f"no record {name[:5]} among the events" in done.output


def test_a_beginning_of_several_is_refused_with_all_of_them(tmp_path: Path) -> None:
    held = Workspace.create(tmp_path / "ws")
    names = ("abcdef", "abcdef01", "abcdef02", "b")
    with held.writing() as writer:
        writer.append(Batch(tuple(article_of(each) for each in names)))
    for given, told in (("abcdef0", "abcdef01, abcdef02."), ("abcde", "no article abcde")):
        done = run("correct", str(held.folder), "--add", given, "--set", "trigger=met")
        assert done.exit_code == 1 and told in done.output
    assert held.beginning("articles", "abcdef") == ["abcdef", "abcdef01", "abcdef02"]
    assert held.beginning("articles", "abc%") == held.beginning("events", "abcdef") == []
    assert held.beginning("articles", "abc", most=1) == ["abcdef"]
    # … but what is an id by itself is that one.
    done = run("correct", str(held.folder), "--add", "abcdef", "--set", "trigger=met")
    assert "several ids begin" not in done.output


def article_of(name: str) -> Article:
    return Article(name, "Chile met Norway.", None, None, None, "news", f"{name}.txt")


def test_what_is_added_is_printed_by_its_id(made: Path) -> None:
    (article,) = Workspace.open(made).articles().column("article_id").to_pylist()
    asked = ("--set", "trigger=imposed", "--set", "type=SANCTION", "--set", "actors=CHL")
    done = run("correct", str(made), "--add", article[:8], *asked, "--by", "Ana")
    assert done.exit_code == 0, done.output
    assert done.stdout.split() == [of_type(made, "SANCTION")]


def test_corrections_become_passages_that_the_coder_is_scored_on(
    made: Path, tmp_path: Path
) -> None:
    name = str(Workspace.open(made).events().to_pylist()[0]["event_id"])
    assert run("correct", str(made), name, "--accept", "--by", "Ana").exit_code == 0
    plain, whole = tmp_path / "plain.jsonl", tmp_path / "whole.jsonl"
    done = run("corrections", str(made), "--passages", str(plain))
    assert done.exit_code == 0 and " passage" in done.output and TEXT[:20] not in plain.read_text()
    assert run("corrections", str(made), "--passages", str(whole), "--with-text").exit_code == 0
    for arguments in ((str(plain), "--sources", str(made)), (str(whole),)):
        scored = run("evaluate", *arguments, "--every", "--as", "json")
        assert scored.exit_code == 0, scored.output
    refused = run("evaluate", str(plain), "--every")
    assert refused.exit_code == 1 and "--sources" in refused.output


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--passages", "p.csv"), "ends in .jsonl"),
        (("--passages", "p.jsonl", "--lost"), "goes with no other option"),
        (("--with-text",), "goes with --passages"),
    ],
)
def test_passages_are_asked_for_alone(made: Path, arguments: Sequence[str], reason: str) -> None:
    done = run("corrections", str(made), *arguments)
    assert done.exit_code == 2 and reason in done.output


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (("few.jsonl",), 1, "1 passages to learn from"),
        (("few.jsonl", "--epochs", "2"), 2, "--epochs is about training a network"),
        (("made.txt",), 2, "learns from passages"),
    ],
)
def test_what_cannot_be_learnt_onto_a_reader_is_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: Sequence[str],
    code: int,
    reason: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    row = {"text": "Fiji met Peru.", "kind": "own", "genre": "news", "parties": [], "acts": [],
           "positions": []}  # fmt: skip
    Path("few.jsonl").write_text(json.dumps(row))
    Path("made.txt").write_text("wire: Fiji met Peru.\n")
    done = run("train", *arguments, "--onto", "shipped", "--out", "reader")
    assert (done.exit_code, reason in done.output) == (code, True), done.output
    assert not Path("reader").exists()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((), "Name a record by its id"),
        (("x",), "Say what is right"),
        (("x", "y", "--accept"), "Several records are for"),
        (("x", "--accept"), "no record x among the events"),
        (("x", "--set", "type"), "is not FIELD=VALUE"),
        (("x", "--accept", "--set", "type=AID"), "--set does not go with --accept"),
        (("x", "--accept", "--delete"), "--accept and --delete contradict each other"),
        (("x", "y", "--apart", "--merge"), "--apart and --merge contradict each other"),
        (("x", "--accept", "--by", "\udcff\udcfe"), "that is no name"),
        (("x", "--delete", "--part", "type=AID"), "--part goes with no other judgement"),
        (("x", "--add", "y"), "--add goes with no id"),
        (("--add", "x", "--set", "trigger=met"), "no article x"),
    ],
)
def test_what_cannot_be_done_is_told(made: Path, arguments: tuple[str, ...], reason: str) -> None:
    done = run("correct", str(made), *arguments)
    assert done.exit_code != 0
    assert reason in done.output


def test_the_ending_decides_and_a_wrong_one_is_an_error(made: Path, tmp_path: Path) -> None:
    assert run("corrections", str(made), "--out", str(tmp_path / "c.xlsx")).exit_code == 2
    assert run("corrections", str(made), "--out", str(tmp_path / "c.jsonl")).exit_code == 0
    assert (tmp_path / "c.jsonl").exists()

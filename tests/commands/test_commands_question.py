"""Questions in one line: which records options choose, and what is said where they choose none."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from commands_run import Run
from commands_world import make


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("asked") / "ws")


def ids(run: Run, command: str, made: Path, *words: object) -> str:
    """The first column of what is found."""
    result = run(command, made, *words, "--as", "jsonl")
    assert result.exit_code == 0, result.stderr
    return " ".join(next(iter(json.loads(line).values())) for line in result.stdout.splitlines())


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("--by NOR --to FJI", "sanctions"),
        ("--by Norway", "talks sanctions"),
        ("--to KEN", "talks aids"),
        ("--of KEN --until 2023-03-01", "accuses talks accuses-again"),
        ("--between KEN FJI --between NOR KEN --since 2023-03-02", "aids"),
        ("--of KEN --since 2023-03 --until 2023", "accuses talks accuses-again aids"),
        ("--of KEN --until 2023-02", ""),
        ("--bloc Isles=FJI,Japan --by Isles", "aids"),
        ("--by NATO", "talks sanctions"),
        ("--type aid --type SANCTION", "sanctions aids"),
        ("--quad-class 'material conflict'", "sanctions"),
        ("--quad-class Material-Conflict", "sanctions"),
        ("--status denied", "aids"),
        ("--words 'sanctions trader'", "sanctions"),
        ("--article-words '\"in oslo\" sanctions' --type CONSULT", "talks"),
        ("--outlet 'harbour post' --reported-until 2023-03-05 --actor-sector GOV", "accuses talks"),
        ("--actor-sector MIL", ""),
        ("--confidence 0.6", "sanctions"),
        ("--sort -date --limit 1", "aids"),
    ],
)
def test_events(run: Run, made: Path, asked: str, found: str) -> None:
    assert ids(run, "events", made, *shlex.split(asked)) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("--by KEN --to FJI --kind demand", "demands"),
        ("--kind demand --kind praise --sort -date", "praises demands"),
        ("--speaker 'KEN minister'", "demands"),
        ("--addressee NOR", "praises"),
        ("--issue fish --by FJI", "praises"),
    ],
)
def test_statements(run: Run, made: Path, asked: str, found: str) -> None:
    assert ids(run, "statements", made, *shlex.split(asked)) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("--to FJI --type ACCUSE", "accuses"),
        ("--outlet 'inland echo'", "accuses sanctions"),
        ("--outlet 'Harbour Post' --type SANCTION", ""),
        ("--sort -outlets --limit 1", "accuses"),
        ("--status denied", ""),
        ("--status denied --left-out", "aids"),
    ],
)
def test_occurrences(run: Run, made: Path, asked: str, found: str) -> None:
    assert ids(run, "occurrences", made, *shlex.split(asked)) == found


def test_a_table_of_blocs(run: Run, made: Path, tmp_path: Path) -> None:
    table = tmp_path / "blocs.tsv"
    table.write_text("bloc\tmember\tfrom\tuntil\nIsles\tFJI\t\t2023-05-19\nIsles\tKEN\n", "utf-8")
    assert ids(run, "events", made, "--by", "Isles", "--bloc", table, "--type", "AID") == ""
    assert ids(run, "events", made, "--to", "Isles", "--bloc", table, "--type", "AID") == "aids"
    wrong = run("events", made, "--bloc", tmp_path / "none.tsv")
    assert wrong.exit_code == 2 and "neither NAME=FRA,DEU nor a table" in wrong.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("events", "--kind", "demand"), "--kind narrows statements, ledger, not events. Acts have a "
         "type: --type"),
        (("channels", "--by", "CHN"), "A channel has parties on no side: say --of, or --between."),
        (("statements", "--type", "AID"), "--type narrows events, occurrences, not statements."),
        (("events", "--color", "red"), "No such option"),
        (("events", "--type", "SANCTIONS"), "'SANCTIONS' is not one of"),
        (("events", "--confidence", "60"), "0<=x<=1"),
        (("events", "--with", "author"), "'author' is none of sentence, title"),
        (("events", "--with", "title"), "--with is for output to other programs"),
        (("events", "--out", "x.txt"), "'x.txt' tells no form: end it in .csv, .jsonl, .parquet, .xlsx"),
        (("events", "--out", "x"), "'x' tells no form"),
        (("events", "--out", "x.csv", "--as", "dta"), "--as dta and the ending of 'x.csv' contradict"),
    ],
)  # fmt: skip
def test_wrong_usage(run: Run, made: Path, words: tuple[str, ...], told: str) -> None:
    command, *others = words
    result = run(command, made, *others)
    assert result.exit_code == 2
    assert told in " ".join(result.stderr.split())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("events --by NOR --to FJI --type AID", "no events as asked; without --type AID 1 event\n"),
        ("events --by NOR --type ACCUSE --outlet 'Inland Echo'",
         "without --by NOR 1 event, without --type ACCUSE 1 event"),
        ("events --of PER --type AGREE",
         "no filter alone keeps them out. Of 5 events each alone finds: --of PER 0, --type AGREE 0"),
        ("events --outlet 'Inland Eco'",
         "no outlet is called 'Inland Eco' there; did you mean Inland Echo?"),
        ("statements --by KEN --kind praise", "without --by KEN 1 statement, without --kind praise"),
        ("channels --of KEN", "no channels as asked: the workspace has no channels"),
        ("occurrences --type AID --by NOR", "without --by NOR 1 event"),
        ("occurrences --type AID", "no occurrences as asked; with --left-out 1"),
        ("events --limit 0", "no events as asked\n"),
        ("ledger --of KEN --kind demands --words port", "without --words port 1 row"),
    ],
)  # fmt: skip
def test_what_keeps_everything_out(run: Run, made: Path, words: str, told: str) -> None:
    command, *others = shlex.split(words)
    result = run(command, made, *others)
    assert (result.exit_code, result.stdout) == (0, "")
    assert told in result.stderr


def test_a_ledger_by_what_its_statements_say(run: Run, made: Path) -> None:
    asked = ("--of", "KEN", "--kind", "demands")
    (row,) = ids(run, "ledger", made, *asked).split()
    assert ids(run, "ledger", made, *asked, "--words", "accuse", "--outlet", "inland echo") == row
    assert ids(run, "ledger", made, *asked, "--outlet", "Harbour Post") == ""


@pytest.mark.parametrize("command", ["events", "occurrences"])
def test_background_and_news_exclude_each_other(run: Run, made: Path, command: str) -> None:
    result = run(command, made, "--recalled", "--news")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--recalled and --news exclude each other: leave both out" in result.stderr
    assert ids(run, "events", made, "--recalled") == ""
    assert ids(run, "events", made, "--news") == ids(run, "events", made)


def test_occurrences_that_are_kept_out_are_counted_as_events(run: Run, made: Path) -> None:
    told = run("occurrences", made, "--by", "NOR", "--type", "ACCUSE").stderr
    assert (
        "; of the events that tell them, without --by NOR 2 events, without --type ACCUSE" in told
    )

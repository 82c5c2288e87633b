"""`events`, `statements`, `occurrences`: tables for people, csv, jsonl and parquet for programs."""

import csv
import io
import json
from pathlib import Path

import jsonschema
import pyarrow.parquet as pq
import pytest
from commands_run import Run

from detente.commands.flat import flat_header
from detente.commands.sheets import ARTICLE_COLUMNS
from detente.records import Event, Occurrence, Statement
from detente.schema import json_schema

RECORDS = {"events": Event, "statements": Statement, "occurrences": Occurrence}
PAIR = ("--between", "CHN", "USA")


@pytest.mark.parametrize(("command", "record"), RECORDS.items())
def test_json_lines_are_valid_records(
    run: Run, workspace: Path, command: str, record: type
) -> None:
    lines = run(command, workspace, "--as", "jsonl").stdout.splitlines()
    assert lines
    for line in lines:
        jsonschema.validate(json.loads(line), json_schema(record))


@pytest.mark.parametrize(("command", "record"), RECORDS.items())
def test_parquet_has_the_same_records(
    run: Run, workspace: Path, tmp_path: Path, command: str, record: type
) -> None:
    out = tmp_path / "out.parquet"
    assert run(command, workspace, "--as", "parquet", "--out", out).exit_code == 0
    piped = run(command, workspace, "--as", "parquet").stdout_bytes
    rows = pq.read_table(out).to_pylist()
    lines = run(command, workspace, "--as", "jsonl").stdout.splitlines()
    assert rows == pq.read_table(io.BytesIO(piped)).to_pylist()
    assert json.loads(json.dumps(rows, default=str)) == [json.loads(line) for line in lines]


@pytest.mark.parametrize(("command", "record"), RECORDS.items())
def test_csv_header_is_derived(run: Run, workspace: Path, command: str, record: type) -> None:
    header, *rows = csv.reader(io.StringIO(run(command, workspace, "--as", "csv").stdout))
    added = [] if record is Occurrence else list(ARTICLE_COLUMNS)
    assert header == [*flat_header(record), *added]
    assert {len(row) for row in rows} == {len(header)}


def test_csv_joins_lists_and_spreads_spans(run: Run, workspace: Path) -> None:
    result = run("events", workspace, *PAIR, "--until", "2023-03-02", "--as", "csv")
    (row,) = csv.DictReader(io.StringIO(result.stdout))
    assert (row["actors_country"], row["recipients_country"]) == ("CHN;USA", "")
    assert int(row["trigger_end"]) - int(row["trigger_start"]) == len(row["trigger_text"])
    assert (row["reciprocal"], row["reported_by_text"]) == ("true", "")
    assert (row["outlet"], row["published"]) == ("Harbour Post", "2023-03-01")


def test_events_table(run: Run, workspace: Path) -> None:
    shown = run("events", workspace, "--between", "china", "United States").stdout
    lines = shown.splitlines()
    assert lines[0].split() == ["date", "who", "type", "outlet", "sentence"]
    assert lines[1].split()[:5] == ["2023-02-27", "CHN", "↔", "USA", "CONSULT"]
    assert max(map(len, lines)) <= 80
    assert "Kenya" not in shown


def test_text_with_brackets_is_no_markup(run: Run, workspace: Path) -> None:
    shown = run("events", workspace, columns=160).stdout
    assert "[of it] = “[bold]”" in shown


def test_statements_table(run: Run, workspace: Path) -> None:
    shown = run("statements", workspace, *PAIR).stdout
    assert shown.splitlines()[0].split() == ["date", "who", "kind", "outlet", "sentence"]
    assert "lift the sanctions" in " ".join(shown.split())


def test_two_reports_are_one_occurrence(run: Run, workspace: Path) -> None:
    asked = (workspace, *PAIR, "--since", "2023-03-08", "--until", "2023-03-08", "--as", "jsonl")
    assert len(run("events", *asked).stdout.splitlines()) == 2
    (line,) = run("occurrences", *asked).stdout.splitlines()
    found = json.loads(line)
    assert (found["event_type"], found["outlets"]) == ("ACCUSE", ["Harbour Post", "Inland Echo"])
    assert found["texts"] == 2


def test_an_occurrence_opens_by_the_id_of_any_event_that_tells_it(
    run: Run, workspace: Path
) -> None:
    asked = (workspace, *PAIR, "--since", "2023-03-08", "--until", "2023-03-08")
    told = [json.loads(line) for line in run("events", *asked, "--as", "jsonl").stdout.splitlines()]
    for event in told:
        shown = run("occurrences", *asked, "--open", event["event_id"], columns=160).stdout
        assert "Harbour Post" in shown and "Inland Echo" in shown and "meddling" in shown
        assert "2 independent texts" in shown
    refused = run("occurrences", *asked, "--open", "zzz")
    assert refused.exit_code != 0 and "no occurrences have an id" in refused.stderr


def test_what_no_index_counts_is_told_apart(run: Run, tmp_path: Path) -> None:
    text = "Chile sent food to Norway on Monday. Chile denied that it had attacked Norway."
    (tmp_path / "two.txt").write_text(text, encoding="utf-8")
    run("read", tmp_path / "two.txt", "--into", tmp_path / "ws", "--published", "2024-03-06")
    left = run("occurrences", tmp_path / "ws", "--left-out", "--as", "jsonl").stdout.splitlines()
    counted = run("occurrences", tmp_path / "ws", "--as", "jsonl").stdout.splitlines()
    assert left and all(json.loads(line)["left_out"] for line in left)
    assert counted and not any(json.loads(line)["left_out"] for line in counted)


def test_occurrences_table(run: Run, workspace: Path) -> None:
    head, first, *_ = run("occurrences", workspace, *PAIR).stdout.splitlines()
    assert head.split() == ["date", "who", "type", "score", "track", "told", "id", "outlets"]
    assert first.startswith("2023-02-27 CHN ↔ USA CONSULT")


def test_a_table_of_occurrences_has_the_ids_that_open_them(run: Run, workspace: Path) -> None:
    head, first, *_ = run("occurrences", workspace, *PAIR).stdout.splitlines()
    name = first[head.index("id") :].split()[0]
    opened = run("occurrences", workspace, *PAIR, "--open", name)
    assert opened.stdout.splitlines()[1].split() == first.split()


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        (("--limit", "1"), 1),
        (("--limit", "0"), 0),
        (("--status", "denied"), 0),
        (("--recalled",), 0),
        (("--since", "2023-05-23"), 0),
    ],
)
def test_narrowing(run: Run, workspace: Path, asked: tuple[str, ...], count: int) -> None:
    shown = run("events", workspace, *asked, "--as", "jsonl").stdout
    assert len(shown.splitlines()) == count


def test_nothing_found_is_told_apart_from_the_output(run: Run, workspace: Path) -> None:
    result = run("events", workspace, "--between", "FRA", "BRA")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no events as asked" in result.stderr


def test_earlier_versions_are_asked_for_alike(run: Run, tmp_path: Path) -> None:
    demand = "China urged the United States to lift the sanctions at once."
    base = "Kenya sent food aid to Chile on Monday. It rained in Nairobi for most of the week."
    path = tmp_path / "2023-05-22.txt"
    for text in (f"{demand} {base}", base):
        path.write_text(text, encoding="utf-8")
        run("read", path, "--into", tmp_path / "ws")
    for command, asked in (
        ("events", ("--by", "CHN")),
        ("statements", ("--by", "CHN")),
        ("occurrences", ("--by", "CHN")),
        ("ledger", ("--of", "CHN", "--kind", "demands")),
    ):
        words = (command, tmp_path / "ws", *asked, "--as", "jsonl")
        assert run(*words).stdout == ""
        assert run(*words, "--superseded").stdout != "", command
        assert demand[:20] in " ".join(
            run(*words, "--superseded", "--with", "sentence").stdout.split()
        )

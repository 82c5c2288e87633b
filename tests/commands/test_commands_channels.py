"""`channels`: standing dialogues as tables for people, and as csv, jsonl and parquet."""

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
from detente.records import Channel, ChannelReport
from detente.schema import json_schema

TEXTS = {
    "2023-03-01": "The 3rd round of the Norway-Chile Ice Dialogue was held in Oslo on Monday.",
    "2023-06-07": "Chile suspended the Ice Dialogue with Norway on Tuesday.",
    "2023-09-01": "Norway and Chile agreed to resume the Ice Dialogue.",
    "2023-12-01": "Kenya and Peru opened a military hotline on Monday.",
}
PAIR = ("--between", "NOR", "CHL")


@pytest.fixture(scope="module")
def channelled(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("channels")
    (folder / "in").mkdir()
    for day, text in TEXTS.items():
        path = folder / "in" / f"{day}.md"
        path.write_text(f"---\noutlet: Harbour Post\ndate: {day}\n---\n{text}\n", encoding="utf-8")
    assert run("read", folder / "in", "--into", folder / "ws").exit_code == 0
    return folder / "ws"


def lines(run: Run, *words: object) -> list[dict[str, object]]:
    return [
        json.loads(line) for line in run("channels", *words, "--as", "jsonl").stdout.splitlines()
    ]


@pytest.mark.parametrize(("asked", "record"), [((), Channel), (("--reports",), ChannelReport)])
def test_every_form_has_the_same_records(
    run: Run, channelled: Path, tmp_path: Path, asked: tuple[str, ...], record: type
) -> None:
    told = lines(run, channelled, *asked)
    assert told
    for row in told:
        jsonschema.validate(row, json_schema(record))
    out = tmp_path / "out.parquet"
    assert run("channels", channelled, *asked, "--as", "parquet", "--out", out).exit_code == 0
    assert json.loads(json.dumps(pq.read_table(out).to_pylist(), default=str)) == told
    header, *rows = csv.reader(
        io.StringIO(run("channels", channelled, *asked, "--as", "csv").stdout)
    )
    assert header == [*flat_header(record), *(ARTICLE_COLUMNS if asked else ())]
    assert len(rows) == len(told)


def test_a_channel_of_two_states(run: Run, channelled: Path) -> None:
    (found,) = lines(run, channelled, *PAIR)
    assert (found["channel"], found["parties"]) == ("Ice Dialogue", ["CHL", "NOR"])
    assert (found["state"], found["state_start"]) == ("suspended", "2023-06-06")
    assert found["planned_report"] is not None
    assert [(r["ordinal"], r["date_start"]) for r in found["rounds"]] == [(3, "2023-02-27")]
    assert found["since_last"] == 277  # to the last article of the workspace
    (until,) = lines(run, channelled, *PAIR, "--until", "2023-03-31")
    assert (until["state"], until["since_last"]) == ("active", 32)


def test_tables(run: Run, channelled: Path) -> None:
    shown = run("channels", channelled, *PAIR).stdout
    head, first, *_ = shown.splitlines()
    assert head.split() == ["last", "held", "who", "channel", "rounds", "gap", "told", "state"]
    assert first.startswith("2023-02-27 CHL ↔ NOR Ice Dialogue no. 3, ")
    assert "hotline" not in shown
    told = run("channels", channelled, *PAIR, "--reports", columns=120).stdout
    assert told.splitlines()[0].split() == ["date", "who", "what", "round", "outlet", "sentence"]
    assert "resumed, planned" in told and "Chile suspended the Ice Dialogue" in told


def test_nothing_found_is_told_apart_from_the_output(run: Run, channelled: Path) -> None:
    result = run("channels", channelled, "--between", "FRA", "BRA")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no channels as asked" in result.stderr


def test_code_prints_channels_only_where_asked(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "2023-06-07.txt"
    path.write_text(TEXTS["2023-06-07"], encoding="utf-8")
    plain = run("code", path).stdout
    asked = run("code", path, "--channels").stdout
    assert '"record": "channel"' not in plain
    assert asked.startswith(plain)
    row = json.loads(asked.splitlines()[-1])
    assert row.pop("record") == "channel"
    jsonschema.validate(row, json_schema(ChannelReport))


def test_explain_shows_a_channel(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "2023-06-07.txt"
    path.write_text(TEXTS["2023-06-07"], encoding="utf-8")
    shown = " ".join(run("explain", path).stdout.split())
    assert "channel suspended CHL ↔ NOR Ice Dialogue" in shown
    assert "parties: from the sentence" in shown

"""`turns`, `reciprocity`, `leadlag`, `shocks`, on a workspace of made events that need no coder."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from commands_run import Run

from detente.coding.ontology import quad_class
from detente.importing import import_files
from detente.laboratory.datasets.pairs import Flow, acts_of
from detente.measuring.drivers import Driver
from detente.measuring.reciprocity import Answer
from detente.measuring.spell_drivers import SpellDriver
from detente.measuring.turns import Turn
from detente.records import Actor, Article, Event, Evidence
from detente.schema import csv_header
from detente.store import Batch, Workspace

PAIR = ("--between", "CHL", "KEN")
TEXT = "Made for this test."
MONTH = np.arange(72)
FLOWS = [
    Flow("CHL", "KEN", np.where(MONTH < 40, -2.0, 2.0), 9, "economic"),  # up in 2017-05
    Flow("KEN", "CHL", np.where(MONTH < 45, -2.0, 2.0), 9, "military"),  # five months later
]


def event(number: int, row: dict[str, Any]) -> Event:
    """An event of one act, told on its day in a sentence of its own."""
    start = number * (len(TEXT) + 1)
    actor, recipient = ("CHL", "KEN") if row["forward"] else ("KEN", "CHL")
    return Event(
        event_id=row["act_id"], article_id="a", sentence=number,
        start=start, end=start + len(TEXT),
        actors=(Actor(actor, None, None, None, actor, None),),
        recipients=(Actor(recipient, None, None, None, recipient, None),),
        reciprocal=False, event_type=row["event_type"], mode=None, cameo=None,
        quad_class=quad_class(row["event_type"]), score=row["score"], goldstein=None, contexts=(),
        tracks=tuple(row["tracks"]), issues=(), trigger=Evidence("Made", start, start + 4), status="done",
        date_start=row["day"], date_end=row["day"], date_precision="day", date_basis="explicit",
        recalled=False, place=None, reported_by=None, confidence=0.9, coder="made 1",
    )  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = acts_of(FLOWS, between=("CHL", "KEN"), seed=2).to_pylist()
    folder = tmp_path_factory.mktemp("measures") / "ws"
    last = rows[-1]["day"]
    text = " ".join([TEXT] * len(rows))
    article = Article("a", text, None, "Harbour Post", last, "news", "made.txt")
    with Workspace.create(folder).writing() as writer:
        writer.append(Batch((article,), tuple(event(*numbered) for numbered in enumerate(rows))))
    return folder


SINCE = ("--since", "2014-01-01")


def test_turns_are_told_with_drivers_and_their_sentences(run: Run, made: Path) -> None:
    shown = run("turns", made, *PAIR, *SINCE).stdout
    assert "1 turn in the mean score" in shown
    assert "what drove the change of +" in shown
    assert TEXT.split()[0] in shown
    assert "without all of these" in shown
    days: dict[str, list[str]] = {"before": [], "after": []}
    spans: dict[str, list[str]] = {}
    side = ""
    for line in shown.splitlines():
        if found := re.match(r"in the level (before|after), (\S+) to (\S+)", line):
            side, *span = found.groups()
            spans[side] = span
        elif found := re.match(r"(\d{4}-\d\d)-\d\d ", line):
            days[side].append(found[1])
    assert spans
    for side, (first, last) in spans.items():
        assert days[side] and all(first <= month <= last for month in days[side])
    assert re.search(r"by kind: without [A-Z]+ \(\d+ before, \d+ after\) \+", shown)
    assert max(map(len, shown.splitlines())) <= 80


def test_every_form_of_turns_has_the_same_rows(run: Run, made: Path, tmp_path: Path) -> None:
    asked = ("turns", made, *PAIR, *SINCE)
    (row,) = csv.DictReader(io.StringIO(run(*asked, "--as", "csv").stdout))
    (line,) = run(*asked, "--as", "jsonl").stdout.splitlines()
    run(*asked, "--as", "parquet", "--out", tmp_path / "t.parquet")
    (held,) = pq.read_table(tmp_path / "t.parquet").to_pylist()
    assert list(row) == csv_header(Turn)
    assert row["period"] == json.loads(line)["period"] == held["period"]
    assert "2017-05" <= row["period"] <= "2017-10"


def test_drivers_as_rows(run: Run, made: Path) -> None:
    asked = ("turns", made, *PAIR, *SINCE, "--drivers", 3, "--as", "csv")
    rows = list(csv.DictReader(io.StringIO(run(*asked).stdout)))
    assert list(rows[0]) == csv_header(Driver)
    assert [row["rank"] for row in rows] == ["1", "2", "3"]


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rows of a data set in which one state attacks the other for three months."""
    folder = tmp_path_factory.mktemp("attacked") / "ws"
    month = np.arange(72)
    rows = acts_of(
        [Flow("CHL", "KEN", np.where((month >= 40) & (month < 43), -6.0, 1.0), 9)],
        between=("CHL", "KEN"), seed=2,
    ).to_pylist()  # fmt: skip
    cameo = {"ASSAULT": "190", "MOBILIZE": "150", "COERCE": "172", "ACCUSE": "112"}
    lines = [f"{row['day']},CHL,KEN,{cameo.get(row['event_type'], '042')}" for row in rows]
    path = folder.with_name("attacked.csv")
    path.write_text("\n".join(["date,source,target,code", *lines]), encoding="utf-8")
    import_files(Workspace.open_or_create(folder), [path], "keds")
    return folder


def test_spells_are_told_with_what_drove_them(run: Run, attacked: Path) -> None:
    asked = ("spells", attacked, *PAIR, "--from", "keds")
    assert re.search(r"1\. CHL>KEN [A-Z]+: \d+ acts?, \d", run(*asked).stdout)
    assert "what drove" not in run(*asked, "--drivers", "0").stdout
    rows = list(csv.DictReader(io.StringIO(run(*asked, "--drivers", "2", "--as", "csv").stdout)))
    assert list(rows[0]) == csv_header(SpellDriver)
    assert {row["spell"] for row in rows} == {"2017-05"}
    assert run(*asked, "--drivers", "2", "--draws", "1", "--as", "csv").exit_code == 2
    assert "hostile deeds" in run(*asked, "--of", "deeds").stdout
    assert run(*asked, "--of", "deeds", "--draws", "1").exit_code == 2


def test_the_default_view_has_spells_and_what_drove_them(run: Run, attacked: Path) -> None:
    shown = run("turns", attacked, *PAIR, "--from", "keds").stdout
    assert all(part in shown for part in ("mean score", "spell of hostility", "of cooperation"))
    assert re.search(r"1\. CHL>KEN [A-Z]+: \d+ acts?, \d", shown)


def test_turns_of_another_measure_have_no_drivers(run: Run, made: Path) -> None:
    # One side alone steps; of both together, five months apart, it cannot be told from a drift.
    asked = ("turns", made, *PAIR, *SINCE, "--of", "hostility", "--directed")
    shown = run(*asked).stdout
    assert "in hostility, 72 months" in shown
    assert "what drove" not in shown
    (row,) = csv.DictReader(io.StringIO(run(*asked, "--as", "csv").stdout))
    assert float(row["before"]) > float(row["after"]) >= 0
    assert run(*asked, "--drivers", "3").exit_code == 2


def test_how_often_findings_stand(run: Run, made: Path) -> None:
    asked = ("turns", made, *PAIR, *SINCE, "--track", "economic", "--draws", "3")
    assert re.search(r"stands in \d of 3 redrawn records", " ".join(run(*asked).stdout.split()))
    (row,) = csv.DictReader(io.StringIO(run(*asked, "--as", "csv").stdout))
    assert list(row) == [*csv_header(Turn), "stands"]
    sums = (
        "turns",
        made,
        *PAIR,
        *SINCE,
        "--of",
        "hostility",
        "--draws",
        "1",
        "--without",
        "sampling",
    )
    assert "Redrawn: the coder's error" in run(*sums).stdout
    spells = run("spells", made, *PAIR, *SINCE, "--draws", "1", "--as", "csv").stdout
    assert spells.splitlines()[0].endswith(",lasting,stands")
    answers = run("reciprocity", made, *PAIR, *SINCE, "--draws", "1", "--as", "csv").stdout
    assert answers.splitlines()[0].endswith(",stands")


@pytest.mark.parametrize(
    "asked",
    [
        ("turns", "--without", "coder"),
        ("turns", "--draws", "2", "--drivers", "2", "--as", "csv"),
        ("reciprocity", "--draws", "2", "--with", "PER"),
        ("turns", "--draws", "0"),
    ],
)
def test_draws_that_are_not_to_be_had(run: Run, made: Path, asked: tuple[str, ...]) -> None:
    command, *options = asked
    assert run(command, made, *PAIR, *SINCE, *options).exit_code == 2


def test_directed_and_track_narrow(run: Run, made: Path) -> None:
    shown = run("turns", made, *PAIR, *SINCE, "--directed", "--track", "economic").stdout
    assert "2017-05: up" in shown
    empty = run("turns", made, *PAIR, *SINCE, "--track", "legal")
    assert (empty.exit_code, empty.stdout) == (1, "")
    assert "no acts" in empty.stderr


def test_reciprocity(run: Run, made: Path) -> None:
    shown = run("reciprocity", made, *PAIR, *SINCE, "--of", "hostility").stdout
    assert "vector autoregression" in shown
    assert "The model is stable" in shown.replace("\n", " ")
    rows = list(
        csv.DictReader(io.StringIO(run("reciprocity", made, *PAIR, *SINCE, "--as", "csv").stdout))
    )
    assert list(rows[0]) == csv_header(Answer)
    assert [row["cause"] for row in rows] == ["CHL>KEN", "KEN>CHL"]


def test_too_short_a_time_is_refused(run: Run, made: Path) -> None:
    result = run("reciprocity", made, *PAIR, "--since", "2018-01-01")
    assert result.exit_code == 1
    assert "too few for 2 series" in result.stderr


def test_lead_and_lag_of_tracks(run: Run, made: Path) -> None:
    asked = ("leadlag", made, *PAIR, *SINCE, "--tracks", "economic", "military", "--of", "mean")
    shown = " ".join(run(*asked).stdout.split())
    assert "Military turned up in 2017-10, 5 months after economic did in 2017-05" in shown


def test_shocks(run: Run, made: Path) -> None:
    shown = run("shocks", made, *PAIR, *SINCE, "--on", "2017-05-01", "--width", 30).stdout
    assert "Total score from 2017-05-01 on" in shown
    assert "other dates" in " ".join(shown.split())


def test_acts_before_the_articles_are_told_and_taken_in_by_since(run: Run, made: Path) -> None:
    asked = (made, *PAIR, "--every", "year", "--as", "csv")
    told = re.compile(
        r"CHL - KEN: (\d+) acts are not counted, as they are dated before 2019-01-01: the period of the "
        r"first article on the two, of 2019-\d\d-\d\d, begins there; --since (\S+) takes them in\."
    )
    result = run("index", *asked)
    (line,) = filter(None, map(told.match, result.stderr.splitlines()))
    later = sum(int(row["n"]) for row in csv.DictReader(io.StringIO(result.stdout)))
    for command in ("turns", "reciprocity"):
        assert told.search(run(command, *asked).stderr), command
    whole = run("index", *asked, "--since", line[2])
    assert whole.stderr == ""
    rows = list(csv.DictReader(io.StringIO(whole.stdout)))
    assert sum(int(row["n"]) for row in rows) == later + int(line[1])
    assert rows[0]["period"] == line[2][:4] == "2014"

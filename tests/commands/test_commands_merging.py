"""`evaluate --occurrences`: merging scored on a made record, its events already in a workspace."""

import csv
import datetime as dt
import json
from pathlib import Path

import pytest
from commands_run import Run

from detente.laboratory.evaluating.record import COLUMNS, reading_key
from detente.records import Actor, Article, Event, Evidence
from detente.store import Batch, Workspace

DAY = dt.date(2024, 1, 10)
FISH = "Chile accused Kenya of dumping frozen fish on its markets."
FISH_AGAIN = "Frozen fish from Kenya was being dumped, Chile charged."
VISAS = "Chile accused Kenya of delaying the visas of engineers."


def told(name: str, text: str, published: dt.date = DAY) -> tuple[Article, Event]:
    article = Article(f"a-{name}", text, None, "Herald", published, "news", f"{name}.txt")
    sides = (
        (Actor("Chile", 0, 5, "Chile", "CHL", "GOV"),),
        (Actor("Kenya", 0, 5, "Kenya", "KEN", "GOV"),),
    )
    event = Event(
        name, article.article_id, 0, 0, len(text), *sides, False, "ACCUSE", None, None, "verbal conflict",
        -3.0, None, (), ("economic",), (), Evidence("x", 0, 1), "done", DAY, DAY, "day", "explicit", False,
        None, None, 0.5, "made 1",
    )  # fmt: skip
    return article, event


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A record with one row, three events, and a reader's word that two tell that row."""
    made = [told("e1", FISH), told("e2", FISH_AGAIN, DAY + dt.timedelta(1)), told("e3", VISAS)]
    with Workspace.create(tmp_path / "ws").writing() as writer:
        writer.append(Batch(tuple(a for a, _ in made), tuple(e for _, e in made)))
    row = ("r1", DAY, DAY, "CHL", "KEN", "false", "ACCUSE", "economic")
    read = [
        (reading_key(event), name)
        for (_, event), name in zip(made, ("r1", "r1", "n1"), strict=True)
    ]
    for name, lines in (
        ("record", (COLUMNS, row)),
        ("occurrences", (("key", "occurrence"), *read)),
    ):
        with (tmp_path / f"{name}.csv").open("w", newline="") as handle:
            csv.writer(handle).writerows(lines)
    return tmp_path


def test_both_ways_of_merging_are_scored(run: Run, record: Path) -> None:
    asked = (record, "--between", "CHL", "KEN", "--occurrences", "--articles", record / "ws")
    (result,) = json.loads(run("evaluate", *asked, "--as", "json").stdout)
    figures = {(each["by"], each["merged"]): each for each in result["scores"]}
    assert figures["a reader", "alike"]["f1"] == 1
    assert figures["a reader", "one-a-day"]["precision"] == pytest.approx(
        (2 / 3 + 2 / 3 + 1 / 3) / 3
    )
    assert figures["its row, by type", "each alone"]["recall"] == pytest.approx(1 / 3)
    shown = run("evaluate", *asked, columns=100).stdout
    assert "one-a-day" in shown and "B-cubed" in shown
    (late,) = json.loads(
        run("evaluate", *asked, "--since", DAY + dt.timedelta(1), "--as", "json").stdout
    )
    assert {each["events"] for each in late["scores"]} == {1}


def test_what_cannot_be_scored_is_refused(run: Run, record: Path, tmp_path: Path) -> None:
    assert "go with --occurrences" in run("evaluate", record, "--since", DAY).stderr
    marked = tmp_path / "marked.tsv"
    marked.write_text("marked_sentence\tevent_type\n", encoding="utf-8")
    assert "no record" in run("evaluate", marked, "--occurrences").stderr

"""`detente forecast`, on a workspace of made events, each told by an article of its day."""

import csv
import datetime as dt
import io
from pathlib import Path

import numpy as np
import pytest
from commands_run import Run

from detente.coding.ontology import quad_class, score
from detente.records import Actor, Article, Event, Evidence
from detente.store import Batch, Workspace

PAIR = ("--between", "CHL", "KEN")
TEXT = "Chile accused Kenya."
LATE = dt.date(2004, 12, 1)


def told(number: int, day: dt.date, published: dt.date) -> tuple[Article, Event]:
    article = Article(f"a{number}", TEXT, None, "Harbour Post", published, "news", "made.txt")
    actor, recipient = (Actor(code, None, None, None, code, None) for code in ("CHL", "KEN"))
    event = Event(
        event_id=f"e{number}", article_id=article.article_id, sentence=0, start=0, end=len(TEXT),
        actors=(actor,), recipients=(recipient,), reciprocal=False, event_type="ACCUSE", mode=None,
        cameo=None, quad_class=quad_class("ACCUSE"), score=score("ACCUSE", None), goldstein=None,
        contexts=(), tracks=(), issues=(), trigger=Evidence("accused", 6, 13), status="done",
        date_start=day, date_end=day, date_precision="day", date_basis="explicit", recalled=False,
        place=None, reported_by=None, confidence=1.0, coder="made 1",
    )  # fmt: skip
    return article, event


def workspace(folder: Path, *, recalled: int) -> Path:
    """Five years of accusations, four days apart, and later ones that recall the first year."""
    rng = np.random.default_rng(1)
    days = [
        dt.date(2000 + month // 12, month % 12 + 1, 1 + 4 * each)
        for month in range(60)
        for each in range(int(rng.integers(1, 7)))
    ]
    dates = [(day, day) for day in days]
    dates += [(dt.date(2000, 1, 3) + dt.timedelta(9 * each), LATE) for each in range(recalled)]
    records = [told(number, *each) for number, each in enumerate(dates)]
    articles, events = zip(*records, strict=True)
    with Workspace.create(folder).writing() as writer:
        writer.append(Batch(articles, events))
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workspace(tmp_path_factory.mktemp("forecast") / "ws", recalled=0)


def rows(run: Run, *words: object) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run("forecast", *words, "--as", "csv").stdout)))


def test_the_first_sentence_says_whether_a_model_is_better(run: Run, made: Path) -> None:
    shown = " ".join(run("forecast", made, *PAIR, "--ahead", 1).stdout.split())
    assert shown.startswith("No model forecasts hostility clearly better than all past values")
    assert "1 month ahead" in shown


def test_each_row_has_its_record(run: Run, made: Path) -> None:
    (row,) = rows(run, made, *PAIR, "--ahead", 1, "--of", "acts")
    assert 1 <= float(row["low_90"]) <= float(row["median"]) <= float(row["high_90"]) < 6.01
    assert int(row["n"]) >= 8
    assert 0 <= float(row["held_90"]) <= 1


def test_what_was_published_later_changes_no_score_but_what_is_known_now(
    run: Run, made: Path, tmp_path: Path
) -> None:
    """Forty accusations of the first year come to light in the last month: none of the forecasts of
    the record moves, as far as what came is the same."""
    late = workspace(tmp_path / "ws", recalled=40)
    asked = ("--ahead", 1, "--scores", "--since", "2000-01-01")
    before, after = (rows(run, folder, *PAIR, *asked) for folder in (made, late))
    assert len(before) == len(after) > 4
    for one, other in zip(before, after, strict=True):
        assert one["chosen"] == other["chosen"]


def test_the_risk_of_a_threshold(run: Run, made: Path) -> None:
    asked = (*PAIR, "--ahead", 2, "--of", "acts", "--risk", "--threshold", 5)
    near, far = rows(run, made, *asked)
    assert 0 < float(near["chance"]) < float(far["chance"]) < 1
    assert "the risk of a month of 5 or more" in " ".join(
        run("forecast", made, *asked).stdout.split()
    )


@pytest.mark.parametrize("words", [("--begins",), ("--threshold", 3), ("--risk", "--scores")])
def test_wrong_use(run: Run, made: Path, words: tuple[object, ...]) -> None:
    assert run("forecast", made, *PAIR, *words).exit_code == 2


def test_too_short_a_time_is_refused_with_the_reason(run: Run, made: Path) -> None:
    found = run("forecast", made, *PAIR, "--every", "quarter")
    assert found.exit_code == 1
    assert "too few to know" in found.stderr

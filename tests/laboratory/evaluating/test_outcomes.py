"""What ledgers say came of commitments, against a reader's judgement."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from detente.errors import InputError
from detente.laboratory.evaluating import outcomes as scoring
from detente.laboratory.evaluating.outcomes import Judged, read_outcomes, score_outcomes
from detente.ledgers import Record

DAY = dt.date(2024, 5, 9)
HEADER = "article,start,end,states,towards,truth,settled,clause,note\n"


def judged(truth: Any, states: str = "CHL", towards: str | None = "KEN") -> Judged:
    return Judged("a", 0, 5, tuple(states.split(";")), towards, truth, DAY, "to talk", "")


def row(*outcomes: str, day: dt.date = DAY) -> Any:
    settled = SimpleNamespace(date=day) if "kept" in outcomes or "broken" in outcomes else None
    wording = SimpleNamespace(statement_id="s")
    return SimpleNamespace(outcomes=outcomes, settled=settled, wordings=(wording,))


@pytest.fixture
def books(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The rows that each state's ledger has, instead of ledgers that are made."""
    made: dict[str, list[Any]] = {}
    monkeypatch.setattr(
        scoring, "ledger", lambda record, state, family, towards: made.get(state, [])
    )
    return made


def record() -> Record:
    said = SimpleNamespace(statement_id="s", article_id="a", about=SimpleNamespace(start=2, end=9))
    statements: Any = [said]
    return Record(statements=statements, reports=[], articles={})


@pytest.mark.parametrize(
    ("truth", "said", "counts"),
    [
        # right, wrong, silent, without a row
        ("kept", ("kept",), (1, 0, 0, 0)),
        ("kept", ("open",), (0, 1, 0, 0)),
        ("kept", ("due, not seen",), (0, 1, 0, 0)),
        ("kept", (), (0, 0, 1, 0)),
        ("kept", ("contested",), (0, 0, 1, 0)),
        ("kept", None, (0, 0, 0, 1)),
        ("open", ("due, not seen",), (1, 0, 0, 0)),
        ("broken", ("broken", "kept"), (0, 1, 0, 0)),
        ("unclear", ("open",), (0, 0, 1, 0)),
        ("unclear", ("kept",), (0, 1, 0, 0)),
        ("no promise", ("open",), (0, 1, 0, 0)),
    ],
)
def test_what_is_said_against_what_is_true(
    books: Any, truth: str, said: tuple[str, ...] | None, counts: tuple[int, ...]
) -> None:
    books["CHL"] = [] if said is None else [row(*said)]
    found = score_outcomes([judged(truth)], record())
    parts = (found.right, found.wrong, found.silent, found.without_row)
    assert tuple(map(len, parts)) == counts


def test_shares(books: Any) -> None:
    books["CHL"], books["NOR"], books["FJI"] = [row("kept")], [row("open")], [row()]
    labels = [
        judged("kept"), judged("kept", "NOR"), judged("open", "FJI"), judged("unclear", "FJI"),
        judged("kept", "PER"),
    ]  # fmt: skip
    found = score_outcomes(labels, record())
    assert (found.decided, found.found, found.precision) == (3, 1 / 3, 1 / 2)
    assert (found.closed, found.on_day) == (1, 1)


def test_a_joint_promise_counts_once_and_all_ledgers_must_agree(books: Any) -> None:
    books["CHL"], books["KEN"] = [row("kept")], [row("kept")]
    joint = judged("kept", "CHL;KEN", None)
    assert len(score_outcomes([joint], record()).right) == 1
    books["KEN"] = [row("open")]
    assert len(score_outcomes([joint], record()).wrong) == 1


def test_only_what_two_states_promise_each_other(books: Any) -> None:
    books["CHL"] = [row("kept")]
    asked = [judged("kept"), judged("kept", towards="NOR")]
    assert len(score_outcomes(asked, record(), between=("KEN", "CHL")).right) == 1


def test_another_day_is_told(books: Any) -> None:
    books["CHL"] = [row("kept", day=DAY + dt.timedelta(days=4))]
    found = score_outcomes([judged("kept")], record())
    assert (len(found.right), found.on_day) == (1, 0)


def test_reading(tmp_path: Path) -> None:
    path = tmp_path / "outcomes.csv"
    path.write_text(f"{HEADER}a,2,9,CHL;KEN,,kept,2024-05-09,to talk,they met\n", "utf-8")
    (one,) = read_outcomes(path)
    assert (one.states, one.towards, one.settled) == (("CHL", "KEN"), None, DAY)
    assert one.sides == [("CHL", "KEN"), ("KEN", "CHL")]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("article,start\n", "outcomes.csv"),
        (f"{HEADER}a,2,9,CHL,KEN,done,,x,\n", "outcomes.csv:2"),
        (f"{HEADER}a,two,9,CHL,KEN,kept,,x,\n", "outcomes.csv:2"),
        (f"{HEADER}a,2,9,CHL,KEN,kept,May,x,\n", "outcomes.csv:2"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(tmp_path: Path, text: str, where: str) -> None:
    path = tmp_path / "outcomes.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_outcomes(path)
    assert str(caught.value.where).endswith(where)

"""What others say and do about the two, as the report and the workbench show it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from reporting_world import article, event, party, statement, stored

from detente.records import Article
from detente.reporting.thirds import thirds_view
from detente.store import Batch, Workspace

PAIR = ("CHN", "USA")
URGED = "Norway urged China and America to talk."
DEMANDED = "Norway demanded that China must stop."


def world(folder: Path) -> Workspace:
    """Norway makes demands on six days, and appeals to both on one."""
    held: list[Article] = [article("t0", URGED, dt.date(2024, 1, 2))]
    held += [article(f"d{day}", DEMANDED, dt.date(2024, 1, day)) for day in range(3, 9)]
    said = [
        statement(held[0], party(held[0], "Norway"), "appeal", "to talk",
                  addressees=(party(held[0], "China"), party(held[0], "America"))),
        *(statement(each, party(each, "Norway"), "demand", "must stop",
                    addressees=(party(each, "China"),)) for each in held[1:]),
    ]  # fmt: skip
    return stored(folder, Batch(articles=tuple(held), statements=tuple(said)))


def test_a_third_with_its_sentences(tmp_path: Path) -> None:
    found = thirds_view(world(tmp_path / "ws"), PAIR, shown=3)
    (norway,) = found.rows
    assert (norway.name, norway.sentences, norway.to_first, norway.to_both) == ("Norway", 7, 6, 1)
    assert norway.kinds == "demand 6, appeal 1"
    assert (norway.siding, found.asked) == (-1.0, 1)
    assert norway.verdict in ("with the United States", "with neither clearly")
    # The latest of those that siding rests on come first, each once.
    assert [each.day for each in norway.said] == [dt.date(2024, 1, day) for day in (8, 7, 6)]
    assert {each.what for each in norway.said} == {"demand, to China"}
    assert [(piece.text, piece.mark) for piece in norway.said[0].quote] == [
        ("Norway demanded that China ", ""), ("must stop", "about"), (".", ""),
    ]  # fmt: skip


def test_a_time_and_how_many(tmp_path: Path) -> None:
    made = world(tmp_path / "ws")
    assert (
        thirds_view(made, PAIR, until=dt.date(2024, 1, 2)).rows[0].verdict == "too little is told"
    )
    none = thirds_view(made, PAIR, most=0)
    assert (none.rows, none.more) == ((), 1)
    assert thirds_view(made, ("CHN", "NOR")).refused.startswith("Nobody else is told")


def test_the_two_are_no_thirds(tmp_path: Path) -> None:
    told = article("a", "China met America.", dt.date(2024, 1, 2))
    made = stored(
        tmp_path / "ws",
        Batch(articles=(told,), events=(event(told, "CONSULT", "met", "China", "America"),)),
    )
    assert thirds_view(made, PAIR).refused == (
        "Nobody else is told to say or do anything about CHN and USA."
    )

"""The ledgers of a workspace."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from ledger_world import World

from detente.errors import QueryError
from detente.ledgers import commitments, demands, red_lines
from detente.store import Batch, Workspace
from detente.store.blocs import Member


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    world = World()
    world.say(2, "NOR", "demand", "Norway urged Chile to dredge the bay.", "urged Chile to dredge the bay",
              to=("CHL",))  # fmt: skip
    world.say(3, "NOR", "demand", "Norway urged Peru to drain the bog.", "urged Peru to drain the bog",
              to=("PER",))  # fmt: skip
    world.say(4, "NOR", "demand", "Norway asked for a seal count.", "asked for a seal count")
    text = "Chile rebuffed Norway, which asked for an albatross count."
    world.say(5, "NOR", "appeal", text, "asked for an albatross count")
    world.do(5, "CHL>NOR", "REJECT", text, "rebuffed")
    world.say(
        6, "CHL", "red-line", "Chile will never leave the fjord.", "will never leave the fjord"
    )
    world.do(9, "CHL>NOR", "REJECT", "Chile would not dredge the bay for Norway.", "would")
    world.do(20, "PER>NOR", "RETREAT", "Peru drained the bog below Norway's mine.", "drained")
    text = "Chile and Norway agreed to drain the marsh."
    world.say(21, "CHL", "commitment", text, "agreed to drain the marsh")
    world.do(21, "NOR-CHL", "AGREE", text, "agreed")
    world.do(
        24,
        "NOR>CHL",
        "COOPERATE",
        "Norway drained the first marsh at the Chilean border.",
        "drained",
    )
    return stored(world, tmp_path_factory.mktemp("made") / "ws")


def stored(world: World, folder: Path) -> Workspace:
    """A workspace that holds what was said and done."""
    made = Workspace.create(folder)
    with made.writing() as writer:
        writer.append(
            Batch(
                articles=tuple(world.articles.values()),
                events=tuple(each.event for each in world.reports),
                statements=tuple(world.statements),
            )
        )
    return made


def wordings(rows: list) -> list[str]:  # type: ignore[type-arg]
    return [row.wording for row in rows]


def test_of_a_state_towards_all(workspace: Workspace) -> None:
    assert len(demands(workspace, of="Norway")) == 4
    assert len(red_lines(workspace, of="CHL")) == 1
    (agreed,) = commitments(workspace, of="NOR")
    assert (agreed.jointly, [each.date.day for each in agreed.bearings]) == (("CHL",), [24])
    assert commitments(workspace, of="PER") == []


def test_towards_another_are_those_to_it_and_to_nobody_in_articles_about_both(
    workspace: Workspace,
) -> None:
    assert wordings(demands(workspace, of="NOR", towards="CHL")) == [
        "Urged Chile to dredge the bay",
        "Asked for an albatross count",
    ]


def test_events_are_those_with_the_state_it_is_said_to(workspace: Workspace) -> None:
    rows = {row.addressees: row for row in demands(workspace, of="NOR")}
    assert rows["CHL",].outcomes == ("refused",)
    assert [each.date.day for each in rows["CHL",].bearings] == [9]
    assert [each.date.day for each in rows["PER",].bearings] == [20]


def test_between_two_are_the_ledgers_of_both(workspace: Workspace) -> None:
    assert demands(workspace, between=("NOR", "CHL")) == [
        *demands(workspace, of="NOR", towards="CHL"),
        *demands(workspace, of="CHL", towards="NOR"),
    ]


SHORE = {"Shore": (Member("NOR"), Member("PER", until=dt.date(2024, 5, 2)))}


@pytest.fixture(scope="module")
def shore(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Demands of Norway and Peru, of one bloc, Peru until the second; and of the EU and France."""
    world = World()
    for day, who, what in (
        (1, "PER", "drain the bog"), (2, "NOR", "dredge the bay"), (3, "PER", "count the seals"),
        (4, "IGO:EU", "fell the spruce"), (5, "FRA", "paint the pier"),
    ):  # fmt: skip
        text = f"They urged Chile to {what}."
        world.say(day, who, "demand", text, text[5:-1], to=("CHL",))
    return stored(world, tmp_path_factory.mktemp("made") / "shore")


@pytest.mark.parametrize(
    ("asked", "whose"),
    [
        ({"of": "Shore"}, ["NOR 2", "PER 1"]),
        ({"of": "Shore", "towards": "CHL"}, ["NOR 2", "PER 1"]),
        ({"between": ("CHL", "shore")}, ["NOR 2", "PER 1"]),
        ({"of": "EU"}, ["FRA 5", "IGO:EU 4"]),
        ({"of": "IGO:EU"}, ["IGO:EU 4"]),
        ({"of": "PER", "towards": "Shore"}, []),
        ({"of": "PER"}, ["PER 1", "PER 3"]),
    ],
)
def test_of_a_bloc_are_the_rows_of_each_member_in_its_time_and_of_the_body(
    shore: Workspace, asked: dict[str, Any], whose: list[str]
) -> None:
    rows = demands(shore, blocs=SHORE, **asked)
    assert sorted(f"{row.state} {row.first.day}" for row in rows if row.first) == whose


def test_days(workspace: Workspace) -> None:
    first, third = dt.date(2024, 5, 1), dt.date(2024, 5, 3)
    assert len(demands(workspace, of="NOR", until=third)) == 2
    assert len(demands(workspace, of="NOR", since=first, until=first)) == 0
    assert len(demands(workspace, of="NOR", since=third)) == 3


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ({}, "one question"),
        ({"of": "NOR", "between": ("NOR", "CHL")}, "one question"),
        ({"between": ("NOR", "CHL"), "towards": "PER"}, "one question"),
        ({"of": "Atlantis"}, "no state is called"),
        ({"of": "NOR", "towards": "Norway"}, "are the same state"),
        ({"of": "NOR", "since": dt.date(2024, 5, 2), "until": dt.date(2024, 5, 1)}, "is after"),
    ],
)
def test_bad_questions(workspace: Workspace, asked: dict, problem: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(QueryError, match=problem):
        demands(workspace, **asked)


@pytest.mark.parametrize("towards", ["CHL", None])
def test_what_settles_a_commitment_is_named_with_its_occurrence(
    tmp_path: Path, towards: str | None
) -> None:
    world = World()
    about = "promised to free the trawler crew"
    world.say(2, "NOR", "commitment", f"Norway {about}.", about, to=("CHL",))
    world.do(9, "NOR>CHL", "RETREAT", "Norway freed the trawler crew of Chile.", "freed")
    freed = {"outlet": "Andes Mail", "date_start": dt.date(2024, 5, 9), "date_precision": "day"}
    text = "Norway freed Chile's trawler crew on Thursday."
    world.do(10, "NOR>CHL", "RETREAT", text, "freed", **freed)
    made = stored(world, tmp_path / "ws")
    (row,) = commitments(made, of="NOR", towards=towards)
    (freed_once,) = made.occurrences()
    assert row.settled is not None
    assert row.settled.event_id in freed_once.members
    assert row.settled.occurrence_id == freed_once.occurrence_id

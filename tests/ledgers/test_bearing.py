"""What came of it: nothing is called kept, broken or met without an event that shows it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ledger_world import World

from detente.records import Evidence

PROMISE = "Norway promised to release the trawler crew."
DEMAND = "Norway demanded that Chile release the trawler crew."


def promised(day: int = 2) -> World:
    world = World()
    world.say(
        day, "NOR", "commitment", PROMISE, "promised to release the trawler crew", to=("CHL",)
    )
    return world


def demanded() -> World:
    world = World()
    world.say(
        2, "NOR", "demand", DEMAND, "demanded that Chile release the trawler crew", to=("CHL",)
    )
    return world


@pytest.mark.parametrize(
    ("told", "text", "trigger", "outcome"),
    [
        ("NOR>CHL RETREAT", "Norway released the crew of the trawler to Chile.", "released", "kept"),
        ("NOR>CHL RETREAT", "Norway freed the crew of the trawler.", "freed", "kept"),
        ("NOR>CHL RETREAT planned", "Norway will release the trawler crew.", "release", None),
        ("NOR>CHL RETREAT denied", "Norway did not release the trawler crew.", "release", None),
        ("CHL>NOR RETREAT", "Chile released the trawler crew to Norway.", "released", None),
        ("NOR>CHL REJECT", "Norway refused to give up the trawler crew.", "refused", None),
        ("NOR>CHL REJECT", "Norway refused to release the trawler crew.", "refused", "broken"),
        ("NOR>CHL REJECT", "Norway refused Chile a seat in the trawler talks.", "refused", None),
        ("CHL>NOR ACCUSE", "Norway broke its word on the trawler crew, Chile said.", "said", "contested"),
        ("CHL>NOR ACCUSE", "Chile accused Norway of starving the trawler crew.", "accused", None),
    ],
)  # fmt: skip
def test_commitments(told: str, text: str, trigger: str, outcome: str | None) -> None:
    dyad, event_type, status = (*told.split(), "done")[:3]
    world = promised()
    event = world.do(9, dyad, event_type, text, trigger, status=status)
    (row,) = world.rows("commitment")
    assert row.outcomes == (outcome or "open",)
    assert {each.event_id: each.outcome for each in row.bearings}.get(event.event_id) == outcome


@pytest.mark.parametrize(
    ("day", "changes", "outcomes"),
    [
        (9, {}, ("kept",)),
        (9, {"recalled": True}, ("open",)),
        (9, {"confidence": 0.49}, ("open",)),
        (9, {"status": "ongoing"}, ("open",)),
        (2, {}, ("open",)),
        (1, {}, ("open",)),
    ],
)
def test_only_sure_news_of_a_later_day_shows_an_outcome(
    day: int, changes: dict[str, object], outcomes: tuple[str, ...]
) -> None:
    world = promised()
    text = "Norway released the crew of the trawler to Chile."
    world.do(day, "NOR>CHL", "RETREAT", text, "released", **changes)
    (row,) = world.rows("commitment")
    assert row.outcomes == outcomes


def test_a_statement_that_is_not_sure_makes_no_row() -> None:
    world = World()
    world.say(2, "NOR", "commitment", PROMISE, PROMISE[:-1], to=("CHL",), confidence=0.49)
    assert world.rows("commitment") == []


@pytest.mark.parametrize(
    ("dyad", "event_type", "text", "trigger", "outcome"),
    [
        ("CHL>NOR", "RETREAT", "Chile released the trawler crew to Norway.", "released", "met"),
        ("CHL>NOR", "CONCEDE", "Chile gave in to Norway over the trawler crew.", "gave", "met"),
        ("CHL>NOR", "REJECT", "Chile rebuffed Norway over the crew of the trawler.", "rebuffed", "refused"),
        ("CHL>NOR", "REJECT", "Chile rejected the claim that the trawler crew starved.", "rejected", None),
        ("NOR>CHL", "RETREAT", "Norway released the trawler crew to Chile.", "released", None),
        ("CHL>NOR", "CONSULT", "Chile met Norway about the trawler crew.", "met", None),
    ],
)  # fmt: skip
def test_demands(dyad: str, event_type: str, text: str, trigger: str, outcome: str | None) -> None:
    world = demanded()
    event = world.do(9, dyad, event_type, text, trigger)
    (row,) = world.rows("demand")
    assert {each.event_id: each.outcome for each in row.bearings} == {event.event_id: outcome}


@pytest.mark.parametrize(
    ("text", "trigger", "changes", "outcomes"),
    [
        ("Norway demanded an end to the toll, which Chile refused.", "refused", {}, ("refused",)),
        ("Norway demanded an end to the toll, and Chile said so.", "said", {"recalled": True}, ()),
        ("Norway demanded an end to the toll. Chile refused the charge.", "refused", {}, ()),
    ],
)
def test_a_refusal_told_with_the_demand(
    text: str, trigger: str, changes: dict[str, object], outcomes: tuple[str, ...]
) -> None:
    world = World()
    world.say(2, "NOR", "demand", text, "demanded an end to the toll", to=("CHL",))
    world.do(2, "CHL>NOR", "REJECT", text, trigger, **changes)
    (row,) = world.rows("demand")
    assert row.outcomes == outcomes


@pytest.mark.parametrize(
    ("second", "outcomes"),
    [("Chile rejected the demand.", ("refused",)), ("Chile rejected a free trade zone.", ())],
)
def test_a_refusal_told_in_the_next_sentence(second: str, outcomes: tuple[str, ...]) -> None:
    world = World()
    first = "Norway demanded an end to the toll."
    text = f"{first} {second}"
    world.say(2, "NOR", "demand", text, "demanded an end to the toll", to=("CHL",))
    world.do(2, "CHL>NOR", "REJECT", text, "rejected")
    world.statements[0] = replace(world.statements[0], end=len(first))
    event = replace(world.reports[0].event, sentence=1, start=len(first) + 1)
    world.reports[0] = replace(world.reports[0], event=event)
    (row,) = world.rows("demand")
    assert row.outcomes == outcomes


def test_doing_what_one_was_asked_to_stop_is_another_answer() -> None:
    world = World()
    about = "urged Chile to stop shelling the seal colony"
    world.say(2, "NOR", "appeal", f"Norway {about}.", about, to=("CHL",))
    world.do(9, "CHL>NOR", "ASSAULT", "Chile shelled the Norwegian seal colony.", "shelled")
    world.do(10, "CHL>NOR", "ASSAULT", "Chile shelled a lighthouse in Norway.", "shelled")
    (row,) = world.rows("demand")
    assert [(each.date.day, each.outcome) for each in row.bearings] == [(9, "answered otherwise")]


def test_a_promise_not_to_act_is_broken_by_the_act_and_never_kept() -> None:
    world = World()
    about = "promised not to dredge the whaling bay"
    world.say(2, "NOR", "commitment", f"Norway {about}.", about, to=("CHL",))
    world.do(
        9, "NOR>CHL", "ASSAULT", "Norway dredged the bay where Chile has whaling ships.", "dredged"
    )
    (row,) = world.rows("commitment")
    assert row.outcomes == ("broken",)


@pytest.mark.parametrize(
    ("kind", "condition", "outcomes"),
    [("commitment", False, ("broken",)), ("offer", False, ()), ("commitment", True, ())],
)
def test_only_what_is_promised_without_condition_can_be_broken(
    kind: str, condition: bool, outcomes: tuple[str, ...]
) -> None:
    world = World()
    about = "would not dredge the whaling bay"
    text = f"Norway said it {about} if Chile paid."
    where = Evidence("if Chile paid", text.index("if"), text.index("if") + 13)
    world.say(2, "NOR", kind, text, about, to=("CHL",), condition=where if condition else None)
    world.do(
        9, "NOR>CHL", "ASSAULT", "Norway dredged the bay where Chile has whaling ships.", "dredged"
    )
    (row,) = world.rows("commitment")
    assert row.outcomes == outcomes


def test_what_stands_before_the_clause_may_turn_it() -> None:
    world = World()
    text = "Nor will Norway move the seals of the bay, it said."
    world.say(2, "NOR", "commitment", text, "will Norway move the seals of the bay", to=("CHL",))
    world.do(9, "NOR>CHL", "RETREAT", "Norway moved the seals out of the bay for Chile.", "moved")
    (row,) = world.rows("commitment")
    assert [each.outcome for each in row.bearings] == [None]


def test_what_may_be_the_promised_act_is_listed_without_a_verdict() -> None:
    world = promised()
    world.do(9, "NOR>CHL", "RETREAT", "Norway released two bears of Chile's.", "released")
    (row,) = world.rows("commitment")
    assert row.outcomes == ()  # neither kept nor surely open
    assert [(each.date.day, each.outcome) for each in row.bearings] == [(9, None)]


@pytest.mark.parametrize(("day", "outcomes"), [(1, ("open",)), (2, ("open",)), (3, ("kept",))])
def test_only_what_came_later_counts(day: int, outcomes: tuple[str, ...]) -> None:
    world = promised(day=2)
    world.do(day, "NOR>CHL", "RETREAT", "Norway released the crew of the trawler.", "released")
    (row,) = world.rows("commitment")
    assert row.outcomes == outcomes


def test_only_the_first_events_show_that_it_was_kept() -> None:
    world = promised()
    for day in (9, 9, 20):
        text = f"Norway released the crew of the trawler, {len(world.reports)} said."
        world.do(day, "NOR>CHL", "RETREAT", text, "released")
    (row,) = world.rows("commitment")
    assert [(each.date.day, each.outcome) for each in row.bearings] == [
        (9, "kept"), (9, "kept"), (20, None),
    ]  # fmt: skip


def test_a_deed_within_somebodys_demand_shows_nothing() -> None:
    world = promised()
    text = "Chile asked Norway to release the trawler crew."
    world.say(9, "CHL", "appeal", text, "asked Norway to release the trawler crew", to=("NOR",))
    world.do(9, "NOR>CHL", "RETREAT", text, "release")
    (row,) = world.rows("commitment")
    assert [each.outcome for each in row.bearings] == [None]


def test_saying_it_again_is_not_something_that_came_of_it() -> None:
    world = demanded()
    world.do(
        9, "NOR>CHL", "REQUEST", "Norway demanded the release of the trawler crew.", "demanded"
    )
    (row,) = world.rows("demand")
    assert row.bearings == ()


def test_an_accusation_that_is_no_event_counts_too() -> None:
    world = promised()
    text = "The crew of the trawler sits there still: Norway has betrayed us, Chile said."
    said = world.say(9, "CHL", "accusation", text, text[:-1], to=("NOR",))
    (row,) = world.rows("commitment")
    (came,) = row.bearings
    assert (came.statement_id, came.event_id, came.what) == (said.statement_id, None, "accusation")
    assert (came.outcome, came.reported_by) == ("contested", "Chile")


def test_who_says_so() -> None:
    world = promised()
    world.do(
        9,
        "NOR>CHL",
        "RETREAT",
        "Norway released the trawler crew.",
        "released",
        outlet="Andes Mail",
    )
    (row,) = world.rows("commitment")
    assert [each.reported_by for each in row.bearings] == ["Andes Mail"]
    assert row.bearings[0].shared == ("fishing", "crew", "release")


@pytest.mark.parametrize(
    ("event_type", "dyad", "bears"),
    [
        ("MOBILIZE", "CHL>NOR", True),
        ("CONSULT", "NOR-CHL", True),
        ("ACCUSE", "CHL>NOR", False),
        ("MOBILIZE", "NOR>CHL", False),
    ],
)
def test_an_issue_alone_is_enough_for_a_deed_of_the_other_side(
    event_type: str, dyad: str, bears: bool
) -> None:
    world = World()
    about = "will never give up Antarctica"
    world.say(2, "NOR", "red-line", f"Norway {about}.", about)
    world.do(9, dyad, event_type, "Ships went to Antarctica.", "went")
    (row,) = world.rows("red-line")
    assert bool(row.bearings) is bears
    assert row.outcomes == ()


def test_an_issue_that_only_the_sentence_names_is_not_enough() -> None:
    world = World()
    about = "asked Chile to calm down"
    text = f"At odds over Antarctica, Norway {about}."
    world.say(2, "NOR", "appeal", text, about, to=("CHL",))
    world.do(9, "CHL>NOR", "MOBILIZE", "Chilean ships went to Antarctica.", "went")
    (row,) = world.rows("demand")
    assert (row.issues, row.bearings) == (("antarctica",), ())


def test_events_with_others_do_not_bear() -> None:
    world = promised()
    world.do(9, "NOR>PER", "RETREAT", "Norway released the trawler crew to Peru.", "released")
    (row,) = world.rows("commitment")
    assert row.bearings == ()

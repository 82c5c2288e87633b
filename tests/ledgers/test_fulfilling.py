"""Commitments close: what fulfils which promise, what goes back on it, and until when it is open."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from ledger_world import World

from detente.ledgers.phrases import ways_told
from detente.ledgers.promising import day_said, due_day
from detente.ledgers.ways import ways
from detente.records import LedgerRow

LATER = 20
VISIT = {"mode": "visit"}


@pytest.mark.parametrize(
    ("clause", "kinds"),
    [
        ("promised to visit Chile in May", "visit"),
        ("would still go when the ice allows", "visit"),
        ("will go after smugglers", ""),
        ("would go on sailing wherever the law allows", "presence"),
        ("agreed to resume the talks on kelp", "talks"),
        ("talks between coastguards are to resume", "talks"),
        ("their diplomats should stay in regular touch", "talks"),
        ("sea patrols would go ahead in the coming weeks", "presence"),
        ("agreed to cancel the talks on kelp", ""),
        ("the talks will be recorded", ""),
        ("to release the crew before the summit", "release"),
        ("would give Fiji a loan for the harbour", "aid"),
        ("to lift the tariff on salmon", "easing"),
        ("to sign the treaty on seabed mining", "treaty"),
        ("is willing to invite thirty young sailors", "hosting"),
        ("to buy ferries from Kenya", "purchase"),
        ("promised to stabilise ties", ""),
        ("to develop naval ties", "relations"),
        ("will protect its rights", ""),
        # a noun alone is no act, and what is held off is not to be done
        ("promised to exercise restraint", ""),
        ("promised to hold exercises with Fiji", "presence"),
        ("would drill for gas", ""),
        ("would call for calm", ""),
        ("agreed to hold a call each month", "talks"),
        ("agreed to hold off on tariffs", ""),
        ("will keep the tariffs on salmon", "restriction"),
        ("would control the strait", ""),
        ("would allow reduced fees", ""),
        ("the fees will be reduced", "easing"),
    ],
)
def test_what_kind_of_promise_a_clause_makes(clause: str, kinds: str) -> None:
    assert " ".join(way.kind for way in ways_told(clause)) == kinds


def after(promise: str, told: str, text: str, trigger: str, **changes: Any) -> LedgerRow:
    """The row of a promise of Norway to Chile on 2 May 2024, after something on the 20th."""
    world = World()
    world.say(2, "NOR", "commitment", f"Norway {promise}.", promise, to=("CHL",))
    dyad, event_type = told.split()
    world.do(LATER, dyad, event_type, text, trigger, **changes)
    (row,) = world.rows("commitment")
    return row


MEETINGS: list[tuple[str, str, str, str, dict[str, Any], str]] = [
    # any two talk often, so nothing is said; but what was stopped and goes on in its field is told
    ("promised to talk to Chile", "NOR-CHL CONSULT",
     "Envoys of both sides met in Lima.", "met", {}, ""),
    ("promised to talk to Chile", "NOR>CHL CONSULT",
     "Norway's minister toured Chile.", "toured", VISIT, "open"),
    ("agreed to resume military talks", "NOR-CHL CONSULT",
     "Their admirals and army staff met.", "met", {}, "kept"),
    ("agreed to resume military talks", "NOR-CHL CONSULT", "Their trade envoys met.", "met", {}, ""),
    ("agreed to hold talks on kelp and crabs", "NOR-CHL CONSULT",
     "They spoke of crabs and kelp.", "spoke", {}, ""),
    ("agreed to hold talks on kelp and crabs", "NOR-CHL CONSULT",
     "They spoke of reindeer.", "spoke", {}, ""),
    ("agreed to hold talks on kelp and crabs", "NOR>CHL AID",
     "It gave crabs and kelp.", "gave", {}, "open"),
    # a visit is made by the one who promised it, an invitation by the other
    ("promised to visit Chile", "NOR>CHL CONSULT",
     "Norway's premier was in Chile.", "was in", VISIT, ""),
    ("promised to visit Chile", "CHL>NOR CONSULT",
     "Chile's premier was in Norway.", "was in", VISIT, "open"),
    ("promised to visit Chile", "NOR-CHL CONSULT",
     "They spoke by telephone.", "spoke", {"mode": "phone"}, "open"),
    ("is ready to host Chile", "CHL>NOR CONSULT",
     "Chile's premier was in Norway.", "was in", VISIT, ""),
    ("is ready to invite forty Chilean glider pilots", "CHL>NOR CONSULT",
     "Rowers came.", "came", VISIT, "open"),
    # who refuses what was promised breaks it; who puts it off does not, nor does the other side
    ("agreed to hold talks on kelp", "NOR>CHL REJECT",
     "It called off the talks on kelp.", "called off", {"mode": "meet"}, "broken"),
    ("agreed to hold talks on kelp", "CHL>NOR REJECT",
     "It called off the talks on kelp.", "called off", {"mode": "meet"}, "open"),
    ("agreed to hold talks on kelp", "NOR>CHL REJECT",
     "It postponed the talks on kelp.", "postponed", {"mode": "meet"}, "open"),
    ("agreed to hold talks on kelp", "NOR>CHL REJECT",
     "It called off a parade.", "called off", {"mode": "meet"}, "open"),
]  # fmt: skip

DEEDS: list[tuple[str, str, str, str, dict[str, Any], str]] = [
    ("will give Chile tents and blankets", "NOR>CHL AID",
     "It shipped blankets and tents.", "shipped", {}, "kept"),
    ("will give Chile tents and blankets", "NOR>CHL AID", "It gave a telescope.", "gave", {}, "open"),
    ("will give Chile tents and blankets", "CHL>NOR AID",
     "It shipped blankets and tents.", "shipped", {}, "open"),
    ("will lift the curfew on barges and rafts", "NOR>CHL RETREAT",
     "It scrapped the curfew for rafts and barges.", "scrapped", {}, "kept"),
    ("will lift the curfew on barges and rafts", "NOR>CHL RETREAT",
     "It freed a singer.", "freed", {}, "open"),
    ("will sign a treaty on glaciers and moss", "NOR-CHL SUPPORT",
     "The treaty on moss and glaciers was signed.", "signed", {}, "kept"),
    ("will sign a treaty on glaciers and moss", "NOR-CHL SUPPORT",
     "They praised moss and glaciers.", "praised", {}, "open"),
    ("will sign a treaty on glaciers and moss", "NOR>CHL REJECT",
     "It refused the treaty on moss and glaciers.", "refused", {}, "broken"),
    ("will keep patrolling the strait", "NOR>CHL MOBILIZE", "A frigate passed.", "passed", {}, ""),
    ("will buy ferries and buoys", "NOR>CHL COOPERATE",
     "It bought buoys and ferries.", "bought", {}, "kept"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("promise", "told", "text", "trigger", "changes", "outcome"), [*MEETINGS, *DEEDS]
)
def test_what_came_of_a_promise(
    promise: str, told: str, text: str, trigger: str, changes: dict[str, Any], outcome: str
) -> None:
    row = after(promise, told, text, trigger, **changes)
    assert row.outcomes == ((outcome,) if outcome else ())


def test_the_row_names_the_event_that_settles_it() -> None:
    row = after(
        "will lift the curfew on barges", "NOR>CHL RETREAT",
        "It lifted the curfew on barges.", "lifted",
    )  # fmt: skip
    assert row.settled is not None
    assert (row.settled.outcome, row.settled.date) == ("kept", dt.date(2024, 5, LATER))
    assert (row.settled.event_id, row.settled.sentence) == (
        "e000",
        "It lifted the curfew on barges.",
    )
    assert [(each.event_id, each.outcome) for each in row.bearings] == [("e000", "kept")]


@pytest.mark.parametrize(
    ("promise", "outcomes"),
    [
        ("promised not to talk to Chile", ()),  # what is not to be done is never seen done
        ("promised to stabilise ties", ()),  # names no act
        ("promised further cooperation", ()),  # of which kind nobody can tell
        ("promised to talk with Oslo", ()),  # nobody promises to talk with himself
        ("promised to talk to Chile", ("open",)),
        ("promised to talk to Chile by 30 April 2025", ("open",)),
        ("promised to talk to Chile by 10 May", ("due, not seen",)),
        ("promised to talk to Chile by 18 May", ("open",)),  # may be told some days later
    ],
)
def test_what_is_said_where_nothing_is_seen(promise: str, outcomes: tuple[str, ...]) -> None:
    world = World()
    world.say(2, "NOR", "commitment", f"Norway {promise}.", promise, to=("CHL",))
    world.do(20, "CHL>NOR", "ACCUSE", "Chile scolded Norway.", "scolded")
    (row,) = world.rows("commitment")
    assert row.outcomes == outcomes
    assert row.settled is None


@pytest.mark.parametrize(
    ("promise", "told", "text", "trigger"),
    [
        ("promised to talk to Chile by 10 May", "NOR-CHL CONSULT", "The two met.", "met"),
        (
            "promised to release the trawler crew by 10 May", "NOR>CHL RETREAT",
            "It released the trawler crew.", "released",
        ),
    ],
)  # fmt: skip
def test_what_comes_after_its_day_is_too_late(
    promise: str, told: str, text: str, trigger: str
) -> None:
    row = after(promise, told, text, trigger)
    assert (row.outcomes, row.due) == (("due, not seen",), dt.date(2024, 5, 10))


def test_who_is_to_come_must_come() -> None:
    world = World()
    text = "Kari Vik said that she would visit Chile."
    world.say(2, "NOR", "commitment", text, "she would visit Chile", to=("CHL",), name="Kari Vik")
    world.do(5, "NOR>CHL", "CONSULT", "A captain of Norway was in Chile.", "was in", mode="visit")
    world.do(
        9, "NOR>CHL", "CONSULT", "Kari Vik arrived in Chile.", "arrived", mode="visit",
        people={"NOR": "Kari Vik"},
    )  # fmt: skip
    (row,) = world.rows("commitment")
    assert row.settled is not None
    assert row.settled.date.day == 9


def test_what_was_refused_and_done_later_was_kept() -> None:
    world = World()
    promise = "agreed to lift the tariff on barges"
    world.say(2, "NOR", "commitment", f"Norway {promise}.", promise, to=("CHL",))
    refused = "It refused to lift the tariff on barges."
    world.do(5, "NOR>CHL", "REJECT", refused, "refused")
    world.do(9, "NOR>CHL", "RETREAT", "It lifted the tariff on barges.", "lifted")
    world.do(12, "NOR>CHL", "REJECT", refused, "refused")
    (row,) = world.rows("commitment")
    assert [each.outcome for each in row.bearings if each.outcome] == ["broken", "kept"]
    assert row.settled is not None
    assert (row.settled.outcome, row.settled.date.day) == ("kept", 9)


@pytest.mark.parametrize(
    ("before", "day"),
    [
        ("Norway had promised on 12 April that", "2024-04-12"),
        ("He had written in March to say that", "2024-03-31"),
        ("Norway had promised that", "2024-05-02"),
        ("Norway promised on 12 April that", "2024-05-02"),  # the news of the day
    ],
)
def test_what_was_said_before_counts_from_its_day(before: str, day: str) -> None:
    assert str(day_said(before, dt.date(2024, 5, 2))) == day


@pytest.mark.parametrize(
    ("clause", "due"),
    [
        ("to return the ship this year", "2024-12-31"),
        ("to hold drills from Thursday to Sunday", "2024-05-05"),
        ("to meet in March", "2025-03-31"),
        ("to meet again soon", "None"),
        ("to restore what was cut in 2019", "None"),
    ],
)
def test_until_when_a_promise_runs(clause: str, due: str) -> None:
    assert str(due_day(clause, dt.date(2024, 5, 2))) == due


def test_every_kind_of_promise_can_be_kept() -> None:
    assert all(way.words | way.nouns and way.done for way in ways())
    assert len({way.kind for way in ways()}) == len(ways())

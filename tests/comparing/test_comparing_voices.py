"""What others say and do about two states."""

from __future__ import annotations

import datetime as dt

import pytest
from voices_world import DAY, about, did, only, said, who

from detente.comparing import StatementsResult, audience, kinds
from detente.comparing.voices_words import is_vague
from detente.records import Actor

ASKS = "Ghana asks Chile and Norway to return to talks."
BLAMES = "Ghana blames Chile for the collision with a trawler from Norway."


def ghana(sentence: str, sector: str | None = "GOV") -> Actor:
    return who("GHA", "Ghana", sentence, sector)


def chile(sentence: str) -> Actor:
    return who("CHL", "Chile", sentence)


def norway(sentence: str) -> Actor:
    return who("NOR", "Norway", sentence)


@pytest.mark.parametrize(
    ("sentence", "kind", "to", "found"),
    [
        (ASKS, "appeal", ("CHL", "NOR"), ("mediation", "both")),
        (ASKS, "demand", ("CHL", "NOR"), ("mediation", "both")),
        ("Ghana asks Chile and Norway to keep calm.", "appeal", ("CHL", "NOR"), ("mediation", "both")),
        ("Ghana asks Chile to keep calm with Norway.", "appeal", ("CHL",), ("appeal", "CHL")),
        ("Ghana asks Chile to take up talks with Norway.", "appeal", ("CHL",), ("mediation", "CHL")),
        ("Ghana offers Chile talks, and thanks Norway.", "offer", ("CHL",), ("commitment", "CHL")),
        ("Ghana offers Chile to mediate with Norway.", "offer", ("CHL",), ("mediation", "CHL")),
        ("Ghana demands that Chile resume talks.", "demand", ("CHL",), ("demand", "CHL")),
        ("Ghana thanks Norway for its help.", "praise", ("NOR",), ("backing", "NOR")),
        (BLAMES, "accusation", ("CHL",), ("accusation", "CHL")),
        ("Ghana tells Kenya that Chile and Norway will quarrel.", "assessment", ("KEN",),
         ("concern", "neither")),
        ("Ghana will not join the ships of Chile.", "red-line", ("CHL",), ("other", "CHL")),
    ],
)  # fmt: skip
def test_a_statement_has_a_kind_and_an_addressee(
    sentence: str, kind: str, to: tuple[str, ...], found: tuple[str, str]
) -> None:
    names = {"CHL": "Chile", "NOR": "Norway", "KEN": "Kenya"}
    addressees = [who(code, names[code], sentence) for code in to]
    row = only(said(sentence, kind, ghana(sentence), *addressees))
    assert (row.kind, row.towards, row.third) == (*found, "GHA")


def test_to_whom_it_is_said_where_that_is_neither() -> None:
    sentence = "Ghana tells Kenya that Chile and Norway will quarrel."
    told = only(said(sentence, "assessment", ghana(sentence), who("KEN", "Kenya", sentence)))
    assert (told.audience, told.addressees, told.names_both) == ("thirds", ("KEN",), True)
    alone = only(said(sentence, "assessment", ghana(sentence)))
    assert (alone.audience, alone.towards) == ("nobody", "neither")


def test_what_names_one_and_addresses_neither_is_nothing_about_them() -> None:
    sentence = "Ghana tells Kenya that Chile will quarrel."
    assert about(said(sentence, "assessment", ghana(sentence))).rows == ()


@pytest.mark.parametrize(
    ("phrase", "code"),
    [("the world", None), ("The international community", "IGO:UN"), ("rest of the world", "GHA"),
     ("Observers in Accra", "GHA"), ("experts", "GHA"), ("the Harbour Post", None)],
)  # fmt: skip
def test_no_vague_world_is_a_third(phrase: str, code: str | None) -> None:
    sentence = f"{phrase} worries about Chile and Norway."
    found = about(said(sentence, "assessment", who(code, phrase, sentence), chile(sentence)))
    assert found.thirds == ()
    assert [row.speaker for row in found.without_state] == [phrase]


def test_experts_of_a_body_are_the_body() -> None:
    assert not is_vague("experts of the agency", "IGO:IAEA")
    assert not is_vague("the world's largest fleet", "GHA")


def test_an_act_of_the_world_is_nobodys() -> None:
    sentence = "The international community sanctioned Chile."
    told = did(sentence, "SANCTION", [who("IGO:UN", "The international community", sentence)],
               chile(sentence))  # fmt: skip
    assert about(told).rows == ()


def test_neither_of_the_two_is_a_third() -> None:
    sentence = "Chile accuses Norway."
    found = about(said(sentence, "accusation", chile(sentence), norway(sentence)))
    assert (found.rows, [each.about for each in found.own]) == ((), ["NOR"])


@pytest.mark.parametrize(
    ("kind", "changes", "found"),
    [
        ("AID", {}, ("backing", True)),
        ("AID", {"status": "denied"}, None),
        ("AID", {"status": "conditional"}, None),
        ("SANCTION", {}, ("opposing", True)),
        ("THREATEN", {"status": "conditional"}, ("warning", True)),
        ("CONSULT", {}, ("contact", False)),
        ("AGREE", {"status": "planned"}, ("commitment", False)),
        ("AGREE", {}, ("backing", True)),
        ("ACCUSE", {"mode": "investigate"}, ("concern", False)),
        ("PROTEST", {}, ("opposing", False)),
        ("AID", {"reported_by": Actor("Santiago", 0, 1, None, "CHL", "GOV")}, ("backing", False)),
    ],
)  # fmt: skip
def test_an_act_has_a_kind(
    kind: str, changes: dict[str, object], found: tuple[str, bool] | None
) -> None:
    sentence = "Ghana acts towards Chile."
    rows = about(did(sentence, kind, [ghana(sentence)], chile(sentence), **changes)).rows
    assert [(row.kind, row.counts) for row in rows] == ([] if found is None else [found])


def test_one_of_the_two_acts_as_no_third() -> None:
    sentence = "Chile and Ghana helped Norway."
    told = did(sentence, "AID", [chile(sentence), ghana(sentence)], norway(sentence))
    assert about(told).thirds == ("GHA",)


def test_a_mediator_is_told_by_the_act() -> None:
    sentence = "Ghana mediates between Chile and Norway."
    told = did(sentence, "CONSULT", [ghana(sentence)], chile(sentence), norway(sentence),
               mode="third-party")  # fmt: skip
    assert (only(told).kind, only(told).towards) == ("mediation", "both")


def test_an_act_and_the_statement_of_it_are_one() -> None:
    statement = said(BLAMES, "warning", ghana(BLAMES), chile(BLAMES))
    act = did(BLAMES, "ACCUSE", [ghana(BLAMES)], chile(BLAMES))
    assert (only(statement, act).source, only(act).kind) == ("statement", "accusation")
    assert len(about(statement, did(BLAMES, "AID", [ghana(BLAMES)], norway(BLAMES))).rows) == 2


def test_an_if_is_left_out_beside_its_other_half() -> None:
    sentence = "Ghana warns Chile that it will leave if Chile stays."
    tied = said(sentence, "condition", ghana(sentence), chile(sentence))
    warned = said(sentence, "warning", ghana(sentence), chile(sentence))
    assert only(tied, warned).kind == "warning"
    assert only(tied).kind == "commitment"


@pytest.mark.parametrize(
    ("sentence", "named", "towards"),
    [
        ("Ghana condemns the attack on Chile.", "Chile", "neither"),
        ("Ghana condemns killings in southern Chile.", "Chile", "neither"),
        ("Ghana condemns the Chile crisis.", "Chile", "neither"),
        ("Chile: Ghana condemns the deed.", "Chile", "neither"),
        ("Ghana condemns Chile for the attack.", "Chile", "CHL"),
        ("Ghana condemns what Chile did in Peru.", "Chile", "CHL"),
        ("Ghana condemns the Valparaiso sentences.", "Valparaiso", "neither"),
        ("Ghana calls home its citizens in Chile.", "its citizens in Chile", "neither"),
    ],
)  # fmt: skip
def test_who_only_suffers_it_is_not_blamed(sentence: str, named: str, towards: str) -> None:
    row = only(said(sentence, "accusation", ghana(sentence), who("CHL", named, sentence)))
    assert (row.towards, row.counts) == (towards, towards == "CHL")


def test_a_deed_in_a_state_is_done_to_it() -> None:
    sentence = "Ghana landed troops in Chile."
    assert only(did(sentence, "COERCE", [ghana(sentence)], chile(sentence))).towards == "CHL"


def test_who_backs_what_is_against_one_does_not_back_it() -> None:
    sentence = "Ghana backs sanctions against Chile."
    assert only(did(sentence, "SUPPORT", [ghana(sentence)], chile(sentence))).kind == "opposing"


def test_firms_and_people_of_a_state_are_not_the_state() -> None:
    row = only(said(BLAMES, "accusation", ghana(BLAMES, "BUS"), chile(BLAMES)))
    assert (row.third, row.official, row.counts) == ("GHA", False, False)
    (counted,) = kinds(about(said(BLAMES, "accusation", ghana(BLAMES, "BUS"), chile(BLAMES)))).rows
    assert (counted.n, counted.private) == (1, 1)


def test_two_of_whom_many_states_are_known_are_nobody() -> None:
    sentence = "The two sides met Chile."
    sides = [who(code, "The two sides", sentence) for code in ("GHA", "KEN", "PER")]
    assert about(did(sentence, "CONSULT", sides, chile(sentence))).rows == ()
    assert len(about(did(sentence, "CONSULT", sides[:2], chile(sentence))).rows) == 2


def test_every_figure_opens_to_its_sentences() -> None:
    other = said(ASKS, "appeal", ghana(ASKS), chile(ASKS), norway(ASKS), article="b")
    found = about(said(BLAMES, "accusation", ghana(BLAMES), chile(BLAMES)), other)
    assert sum(row.n for row in kinds(found).rows) == len(found.rows) == 2
    assert {row.sentence for row in StatementsResult(found).records()} == {ASKS, BLAMES}
    assert "GHA: mediation to both 1, on 1 day, by 1 outlet" in str(kinds(found))
    assert ASKS in str(StatementsResult(found))


def test_to_whom_the_two_speak() -> None:
    sentence = "Chile tells Ghana that Norway broke its word."
    told = [
        said(sentence, "accusation", chile(sentence), norway(sentence), article="1"),
        said(sentence, "accusation", chile(sentence), ghana(sentence), article="2"),
        said(sentence, "accusation", chile(sentence), article="3"),
        said(sentence, "accusation", chile(sentence), chile(sentence), article="4"),
        said(sentence, "accusation", chile(sentence), chile(sentence), article="5"),
        said(sentence, "demand", chile(sentence), norway(sentence), article="1"),
    ]
    first, second = audience(about(*told)).rows
    counts = (first.to_other, first.to_thirds, first.to_own, first.to_nobody)
    assert (first.n, *counts) == (5, 1, 1, 2, 1)
    assert (first.share, first.low, first.thirds) == (0.2, None, ("GHA",))
    assert (second.n, second.share) == (0, None)
    assert str(audience(about(*told))).startswith("CHL of NOR: 5 sentences with a position, 20%")


def test_a_share_has_an_interval_from_some_days_on() -> None:
    told = [
        said(ASKS, "accusation", chile(ASKS), *([norway(ASKS)] if at % 2 else []), article=str(at),
             day=DAY + dt.timedelta(days=at))
        for at in range(10)
    ]  # fmt: skip
    first, _ = audience(about(*told)).rows
    assert first.low is not None and first.high is not None and first.share == 0.5
    assert 0.1 < first.low < 0.5 < first.high < 0.9

"""Judging in the page: each judgement, what is wrong at its field, two at once, and the queue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import at_desk, fill, send, told
from fastapi.testclient import TestClient
from lxml import html
from workbench_world import stored

from detente.auditing import draw
from detente.coding import ontology
from detente.correcting import Reviewer
from detente.records import Event
from detente.store import Workspace
from detente.workbench.addresses import QueueAsked
from detente.workbench.passages import here
from detente.workbench.queue import queue
from detente.workbench.sample import sample


@pytest.fixture
def own(tmp_path: Path) -> Workspace:
    return stored(tmp_path / "ws")


@pytest.fixture
def desk(own: Workspace) -> Iterator[TestClient]:
    with at_desk(own) as client:
        yield client


def event(workspace: Workspace, record_id: str) -> Event | None:
    found = workspace.catalogue().record("events", record_id)
    assert found is None or isinstance(found, Event)
    return found


def judgements(workspace: Workspace) -> list[tuple[str, str]]:
    return [(each.reviewer, each.judgement) for each in workspace.corrections()]


@pytest.mark.parametrize(
    ("address", "judgement", "typed"),
    [
        ("/event/e5", "accept", {}),
        ("/event/e5", "delete", {}),
        ("/event/e5", "change", {"type": "PROTEST"}),
        ("/statement/s5", "change", {"kind": "assessment", "addressees": "Kenya"}),
        ("/statement/s5", "delete", {}),
        ("/event/e5/split", "split", {"2.type": "PROTEST"}),
        ("/occurrence/e5", "together", {"with": "http://127.0.0.1:8765/event/e6 e7"}),
        ("/article/a5/add", "add", {"trigger": "warned", "actors": "Chile = CHL"}),
        ("/article/a5/add?what=statements", "add", {"about": "wants peace", "speaker": "CHL"}),
    ],
)
def test_each_judgement_is_stored_with_name_and_reason(
    own: Workspace, desk: TestClient, address: str, judgement: str, typed: dict[str, str]
) -> None:
    answer = send(desk, address, judgement, name="Ana", why="read it", **typed)
    (made,) = own.corrections()
    assert answer.status_code == 200
    assert (made.reviewer, made.judgement, made.why) == ("Ana", judgement, "read it")
    assert f"Stored: {judgement}" in told(answer)


def test_reports_of_one_act_are_taken_apart_and_one_alone_is_not(
    own: Workspace, desk: TestClient
) -> None:
    assert "Take them apart" not in told(desk.get("/occurrence/e5"))
    send(desk, "/occurrence/e5", "together", name="Ana", **{"with": "e6"})
    answer = send(desk, "/occurrence/e5", "apart", name="Ana", **{"with": "e6"})
    assert "Stored: apart" in told(answer)
    assert judgements(own) == [("Ana", "together"), ("Ana", "apart")]


def test_only_what_differs_is_changed(own: Workspace, desk: TestClient) -> None:
    before = event(own, "e5")
    send(desk, "/event/e5", "change", name="Ana", type="PROTEST", actors="Kenya = KEN/MIL")
    after = event(own, "e5")
    assert before is not None and after is not None
    assert [each.sector for each in after.actors] == ["MIL"]
    assert (after.event_type, after.recipients, after.date_basis, after.tracks) == (
        "PROTEST", before.recipients, before.date_basis, before.tracks,
    )  # fmt: skip


def test_modes_stand_under_the_types_with_which_they_go(own: Workspace, desk: TestClient) -> None:
    send(desk, "/event/e5", "change", name="Ana", type="SANCTION", mode="withdraw")
    page = html.fromstring(desk.get("/event/e5").text)
    (modes,) = page.xpath("//select[@id='fix-mode']")
    groups = {each.get("label").split(":")[0]: each for each in modes.iter("optgroup")}
    assert next(iter(groups)) == "SANCTION" and "AID" not in groups
    assert groups["CONSULT"].xpath("./option/@value") == list(ontology.modes("CONSULT"))
    (chosen,) = modes.xpath(".//option[@selected]")
    assert chosen.get("value") == "withdraw" and chosen.getparent() is groups["SANCTION"]
    assert modes.xpath("./option/@value") == [""]


def test_the_name_is_asked_once(own: Workspace, desk: TestClient) -> None:
    send(desk, "/event/e5", "accept", name="Ana")
    _, said = fill(desk.get("/event/e6"), "accept")
    assert said["name"] == "Ana"


@pytest.mark.parametrize(
    ("judgement", "typed", "field", "problem"),
    [
        ("change", {"actors": "Atlantis = XYZ1"}, "actors", "is no code of a party"),
        ("change", {"recipients": "Atlantis"}, "recipients", "'Atlantis' is no code of a party"),
        ("change", {"actors": ""}, "actors", "An event needs an actor"),
        ("change", {"type": "SHOUT"}, "type", "No event type is called"),
        ("change", {"type": "AID", "mode": "riot"}, "mode", "has no mode"),
        ("change", {"date": "yesterday"}, "date", ""),
        ("change", {"trigger": "whales"}, "trigger", "does not stand in the article"),
        ("change", {}, None, "Nothing was changed"),
        ("accept", {"name": ""}, None, ""),
        ("accept", {"name": "\ufffd\ufffd"}, None, "Say who judges"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_what_was_typed_is_kept(
    own: Workspace,
    desk: TestClient,
    judgement: str,
    typed: dict[str, str],
    field: str | None,
    problem: str,
) -> None:
    answer = send(desk, "/event/e5", judgement, **({"name": "Ana", "why": "so"} | typed))
    page = html.fromstring(answer.text)
    assert (answer.status_code, own.corrections()) == (422, [])
    assert problem in told(answer)
    if field is not None:
        (shown,) = page.xpath(f"//*[@id='fix-{field}']")
        assert shown.get("aria-invalid") == "true"
        assert problem in page.xpath(f"string(//*[@id='fix-{field}-wrong'])")
        _, said = fill(answer, "change")
        assert (said[field].strip(), said["why"]) == (typed[field], "so")
        mended = {"type": "PROTEST", "actors": said["actors.was"], "date": said["date.was"],
                  "trigger": said["trigger.was"], "mode": said["mode.was"],
                  "recipients": said["recipients.was"]}  # fmt: skip
        action, again = fill(answer, "change", **mended)
        assert desk.post(action, data=again).status_code == 200
        assert judgements(own) == [("Ana", "change")]


@pytest.mark.parametrize(
    ("address", "judgement", "typed"),
    [
        ("/event/e5", "change", {"date": "never"}),
        ("/review?order=least-sure&between=CHL&between=NOR&at=e5", "change", {"date": "never"}),
        ("/review?order=least-sure&at=e5", "merge", {}),
        ("/review?order=least-sure&what=statements&at=s5", "change", {"date": "never"}),
        ("/event/e5/split?parts=3", "split", {"1.type": "SHOUT"}),
        ("/occurrence/e5", "together", {"with": "nowhere"}),
        ("/article/a5/add", "add", {"trigger": "warned"}),
    ],
)
def test_what_is_not_taken_is_said_where_it_was_typed(
    own: Workspace, desk: TestClient, address: str, judgement: str, typed: dict[str, str]
) -> None:
    if judgement == "merge":
        Reviewer(own, "Ben").split("e5", [{}, {"type": "PROTEST"}])
    before = desk.get(address)
    action, said = fill(before, judgement, name="Ana", **typed)
    answer = desk.post(action, data=said)
    assert (action, answer.status_code) == (address, 422)
    headings = [html.fromstring(each.text).xpath("//h1/text()") for each in (before, answer)]
    assert headings[0] == headings[1]
    assert desk.get(action).status_code == 200


def test_where_forms_were_sent_to_leads_to_the_record(own: Workspace, desk: TestClient) -> None:
    for address in ("/event/e5", "/statement/s5"):
        answer = desk.get(f"{address}/judge", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, address)
    unit = next(each for each in draw(own, ("CHL", "NOR"), sample=20) if each.kind == "passage")
    answer = desk.get(f"/passage/{unit.unit}/look", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, here(unit))


def test_what_was_judged_last_is_undone_wherever_one_is(own: Workspace, desk: TestClient) -> None:
    send(desk, "/review", "accept", name="Ana")
    send(desk, "/review", "delete")
    send(desk, "/event/e10", "accept")  # Kenya's
    send(desk, "/review?what=statements", "accept")
    asked = "/review?between=CHL&between=NOR"
    assert "Judged last: delete of event e1" in told(desk.get(f"{asked}&at=e7"))
    assert "Judged last: accept of event e10" in told(desk.get("/review?at=e7"))
    assert "Undone: the last judgement of event e1" in told(send(desk, f"{asked}&at=e7", "undo"))
    assert "Judged last: accept of event e0" in told(desk.get(f"{asked}&at=e3"))
    assert "Undone: the last judgement of event e0" in told(send(desk, f"{asked}&at=e3", "undo"))
    assert [each.judgement for each in own.corrections()][-2:] == ["undo", "undo"]
    assert "Judged last" not in told(desk.get(asked))


def test_what_is_undone_is_called_so(own: Workspace, desk: TestClient) -> None:
    answer = send(desk, "/event/e5", "accept", name="Ana")
    action, said = fill(answer, "undo")
    answer = desk.post(action, data=said)
    assert "Undone: the last judgement of event e5" in told(answer) and "Stored" not in told(answer)
    assert "Ana: undone" in told(answer)


def test_a_status_has_its_word_beside_it_in_record_and_form(desk: TestClient) -> None:
    send(desk, "/event/e5", "change", name="Ana", status="planned")
    page = html.fromstring(desk.get("/event/e5").text)
    assert "planned: announced" in page.xpath("//dl[@class='fields']//dd/text()")
    options = page.xpath("//select[@id='fix-status']/option")
    assert [each.text for each in options][:3] == [
        "done",
        "ongoing: going on",
        "planned: announced",
    ]


def test_parts_that_are_alike_are_no_split(own: Workspace, desk: TestClient) -> None:
    answer = send(desk, "/event/e5/split?parts=3", "split", name="Ana", **{"1.type": "PROTEST"})
    assert (answer.status_code, own.corrections()) == (422, [])
    assert "Two of the parts are alike" in told(answer)
    _, said = fill(answer, "split")
    assert (said["1.type"], said["parts"]) == ("PROTEST", "3")


def test_split_parts_are_merged_again(own: Workspace, desk: TestClient) -> None:
    send(desk, "/event/e5/split", "split", name="Ana", **{"2.type": "PROTEST"})
    other = next(e for e in own.catalogue().records_of("events", "a5") if e.event_id != "e5")
    send(desk, "/event/e5", "merge", **{"with": other.event_id})
    assert [e.event_id for e in own.catalogue().records_of("events", "a5")] == ["e5"]


def test_two_at_once_lose_nothing(own: Workspace, desk: TestClient) -> None:
    action, said = fill(desk.get("/event/e5"), "change", name="Ana", type="PROTEST")
    Reviewer(own, "Ben").change("events", "e5", {"place": "Oslo"})
    answer = desk.post(action, data=said)
    stands = event(own, "e5")
    assert stands is not None and (stands.event_type, stands.place) == ("PROTEST", "Oslo")
    assert judgements(own) == [("Ben", "change"), ("Ana", "change")]
    assert "Ben judged it while you did: change. Both are kept" in told(answer)


def test_what_another_deleted_meanwhile_stands_as_judged_later(
    own: Workspace, desk: TestClient
) -> None:
    action, said = fill(desk.get("/event/e5"), "change", name="Ana", type="PROTEST")
    Reviewer(own, "Ben").delete("events", "e5")
    wrong = desk.post(action, data=said | {"date": "never"})
    assert (wrong.status_code, event(own, "e5")) == (422, None)
    action, mended = fill(wrong, "change", date=said["date.was"])
    assert mended["type"] == "PROTEST"
    answer = desk.post(action, data=mended)
    stands = event(own, "e5")
    assert stands is not None and stands.event_type == "PROTEST"
    assert "Ben judged it while you did: delete" in told(answer)
    assert len(own.corrections()) == 3


@pytest.mark.parametrize("judgement", ["accept", "delete", "change", "split"])
def test_undone_is_as_it_was(own: Workspace, desk: TestClient, judgement: str) -> None:
    before = own.catalogue().records_of("events", "a5")
    address = "/event/e5/split" if judgement == "split" else "/event/e5"
    typed = {"type": "PROTEST", "2.type": "PROTEST"}
    answer = send(desk, address, judgement, name="Ana", **typed)
    assert own.catalogue().records_of("events", "a5") != before
    action, said = fill(answer, "undo")
    again = desk.post(action, data=said)
    assert again.status_code == 200
    assert own.catalogue().records_of("events", "a5") == before


def test_what_was_merged_or_added_is_undone(own: Workspace) -> None:
    ana = Reviewer(own, "Ana")
    added = ana.add("events", "a5", {"trigger": "warned", "type": "PROTEST", "actors": "Chile"})
    held = own.catalogue().records_of("events", "a5")
    merged = ana.merge([each.event_id for each in held])
    assert len(own.catalogue().records_of("events", "a5")) == 1
    ana.undo(merged.correction_id)
    assert own.catalogue().records_of("events", "a5") == held
    with pytest.raises(Exception, match="has judged it since"):
        ana.undo(added.correction_id)


def test_only_what_was_said_of_a_record_is_undone_on_it(own: Workspace, desk: TestClient) -> None:
    made = Reviewer(own, "Ben").accept("events", "e6")
    action, said = fill(desk.get("/event/e5"), "accept", name="Ana")
    sent = said | {"judgement": "undo", "correction": made.correction_id}
    assert desk.post(action, data=sent).status_code == 422
    action, said = fill(desk.get("/event/e6"), "undo", name="Ana")
    assert desk.post(action, data=said).status_code == 200
    assert judgements(own) == [("Ben", "accept"), ("Ana", "undo")]


def test_nobody_undoes_what_was_judged_since(own: Workspace, desk: TestClient) -> None:
    answer = send(desk, "/event/e5", "accept", name="Ana")
    Reviewer(own, "Ben").change("events", "e5", {"place": "Oslo"})
    action, said = fill(answer, "undo")
    assert "Ben has judged it since" in told(desk.post(action, data=said))
    assert len(own.corrections()) == 2


def test_the_least_sure_comes_first_and_the_judged_no_more(own: Workspace) -> None:
    asked = QueueAsked()
    assert _shown(own, asked) == ("e0", 1, 0)
    Reviewer(own, "Ana").delete("events", "e0")
    made = Reviewer(own, "Ana").accept("events", "e1")
    assert _shown(own, asked) == ("e2", 3, 2)
    Reviewer(own, "Ana").undo(made.correction_id)
    assert _shown(own, asked) == ("e1", 2, 1)
    assert queue(own, asked).total == 11
    assert queue(own, QueueAsked(between=("KEN", "NOR"))).total == 1


def _shown(workspace: Workspace, asked: QueueAsked) -> tuple[str, int, int]:
    found = queue(workspace, asked)
    assert found.shown is not None
    return found.shown.asked.record_id, found.number, found.judged


def test_what_others_judged_is_lined_up_with_disputes_first(own: Workspace) -> None:
    ana, ben = Reviewer(own, "Ana"), Reviewer(own, "Ben")
    ana.change("events", "e3", {"type": "PROTEST"})
    ben.delete("events", "e3")
    ana.accept("events", "e4")
    ben.accept("events", "e6")
    asked = QueueAsked(order="changed")
    assert _line(own, asked, "Ana") == ["e3", "e6"]
    assert _line(own, asked, "Ben") == ["e3", "e4"]
    assert _line(own, QueueAsked(order="changed", between=("KEN", "NOR")), "Ana") == []


def _line(workspace: Workspace, asked: QueueAsked, reviewer: str) -> list[str]:
    found = queue(workspace, asked, reviewer)
    seen: list[str] = []
    while found.shown and found.shown.asked.record_id not in seen:
        seen.append(found.shown.asked.record_id)
        if found.next is None:
            break
        at = found.next.rpartition("at=")[2]
        found = queue(
            workspace, QueueAsked(order=asked.order, between=asked.between, at=at), reviewer
        )
    return seen


def test_the_queue_goes_on_by_forms_alone(own: Workspace, desk: TestClient) -> None:
    answer = desk.get("/review")
    for number in range(11):
        assert f"{number + 1} of 11, {number} judged" in told(answer)
        action, said = fill(answer, "accept", name="Ana")
        answer = desk.post(action, data=said)
    assert "All is judged" in told(answer)
    action, said = fill(answer, "undo")
    assert "10 judged" in told(desk.post(action, data=said))


def test_an_audit_that_is_not_there_has_no_sample(desk: TestClient) -> None:
    assert "Nothing to review" in told(desk.get("/review?order=audit"))


def test_a_script_is_told_what_was_stored(own: Workspace, desk: TestClient) -> None:
    action, said = fill(desk.get("/review"), "accept", name="Ana")
    answer = desk.post(action, data=said, headers={"Accept": "application/json"})
    assert answer.json() == {"said": own.corrections()[0].correction_id, "meanwhile": []}
    Reviewer(own, "Ben").delete("events", "e0")
    again = desk.post(action, data=said, headers={"Accept": "application/json"}).json()
    assert again["meanwhile"] == [["Ben", "delete"]]
    wrong = desk.post(
        action, data=said | {"judgement": "x"}, headers={"Accept": "application/json"}
    )
    assert (wrong.status_code, list(wrong.json())) == (422, ["problems"])


def test_words_over_two_lines_are_taken_as_they_stand(own: Workspace) -> None:
    from detente.workbench.forms import as_written

    article = own.article("a5")
    assert article is not None
    assert as_written("oil</b>. Chile wants", article) == "oil</b>.\n\nChile wants"
    assert as_written("no such words", article) == "no such words"


def test_the_sample_of_an_audit_is_judged_in_its_order(own: Workspace, desk: TestClient) -> None:
    drawn = draw(own, ("CHL", "NOR"), sample=20, seed=3)
    acts = [each.unit for each in drawn if each.kind == "act"]
    found = sample(own)
    assert found is not None and found.units == tuple(drawn) and len(acts) > 1
    assert f"1 of {len(drawn)}, 0 judged" in told(desk.get("/review?order=audit"))
    Reviewer(own, "Ana").delete("events", acts[0])
    assert f"1 of {len(drawn)}, 1 judged" in told(
        desk.get(f"/review?order=audit&at={drawn[0].unit}")
    )
    found = sample(own)
    assert found is not None and (found.units, found.checked) == (tuple(drawn), {acts[0]})


@pytest.mark.parametrize(
    ("judgement", "named", "problem"),
    [
        ("together", "", "No other event is named. Write the address"),
        ("together", "e5", "No other event is named."),
        ("together", "http://127.0.0.1:8765/occurrence/e5?said=x", "No other event is named."),
        ("together", "e6 nowhere", "No event 'nowhere' is in this workspace."),
        ("together", "http://127.0.0.1:8765/statement/s5", "No event 's5' is in this workspace."),
        ("together", "e7", "The event 'e7' was deleted."),
        ("apart", "none", "No event 'none' is in this workspace."),
        ("merge", "", "No other event is named. Tick the events"),
        ("merge", "e6", "Only events of one article are merged."),
    ],
)
def test_what_is_wrong_in_which_events_are_one_is_told_and_nothing_is_stored(
    own: Workspace, desk: TestClient, judgement: str, named: str, problem: str
) -> None:
    """Neither is the deletion of another reviewer undone for a form that is not taken."""
    _, said = fill(desk.get("/event/e5"), "accept", name="Ana")
    gone = ("e7",) if judgement == "together" else ("e5", "e7")
    for each in gone:
        Reviewer(own, "Ben").delete("events", each)
    answer = desk.post("/event/e5", data=said | {"judgement": judgement, "with": named})
    assert answer.status_code == 422 and problem in told(answer)
    assert judgements(own) == [("Ben", "delete")] * len(gone)
    if judgement == "together":  # what was typed is kept, on the page where it was
        assert html.fromstring(answer.text).xpath(
            "//input[@name='with' and @type='text']/@value"
        ) == [named]


@pytest.mark.parametrize(
    "typed",
    ["e6", "/occurrence/e6", "http://h:1/event/e6/why?said=x#history", "http://h/event/e6/"],
)
def test_an_address_of_any_page_of_an_event_names_it(
    own: Workspace, desk: TestClient, typed: str
) -> None:
    send(desk, "/occurrence/e5", "together", name="Ana", **{"with": typed})
    assert [each.records for each in own.corrections()] == [("e5", "e6")]

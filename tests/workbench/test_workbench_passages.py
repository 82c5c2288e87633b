"""The passages of an audit in the page: what was missed in them is said, undone, counted, and told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pyarrow as pa
import pytest
from deltalake import write_deltalake
from desk import at_desk, fill, send, told
from fastapi.testclient import TestClient
from httpx import Response
from workbench_world import stored

from detente.auditing import AuditReviewer, accuracy, checked, draw, progress
from detente.correcting import Reviewer
from detente.records import Drawn
from detente.store import Workspace
from detente.workbench.passages import here
from detente.workbench.sample import pace
from detente.workbench.tokens import make_token

PAIR = ("CHL", "NOR")
HEADING = "What was missed here?"
MISSED = {"type": "ACCUSE", "actors": "chile", "recipients": "NOR", "trigger": "over fish"}


@pytest.fixture
def own(tmp_path: Path) -> Workspace:
    return stored(tmp_path / "ws")


@pytest.fixture
def units(own: Workspace) -> list[Drawn]:
    """A sample of all that there is."""
    return draw(own, PAIR, sample=40)


@pytest.fixture
def desk(own: Workspace, units: list[Drawn]) -> Iterator[TestClient]:
    with at_desk(own) as client:
        yield client


def passages(units: list[Drawn]) -> list[Drawn]:
    return [each for each in units if each.kind == "passage"]


def acts(workspace: Workspace) -> int:
    return len(workspace.corrections())


def json_of(client: TestClient, answer: Response, judgement: str, **typed: str) -> Response:
    action, said = fill(answer, judgement, **typed)
    return client.post(action, data=said, headers={"Accept": "application/json"})


def test_a_passage_is_shown_in_its_article_with_what_was_read(
    own: Workspace, desk: TestClient, units: list[Drawn]
) -> None:
    first = next(each for each in passages(units) if each.start == 0)
    shown = told(desk.get(here(first)))
    article = own.article(first.article_id)
    assert article is not None
    assert article.text[first.start : first.end] in shown
    assert "wants peace" in shown and "Gazette" in shown and "Read by the coder" in shown
    Reviewer(own, "Ben").delete("events", first.article_id.replace("a", "e"))
    again = told(desk.get(here(first)))
    assert again.partition(HEADING)[2] == shown.partition(HEADING)[2], "others do not show"


def test_nothing_missing_counts_as_looked_through(
    own: Workspace, desk: TestClient, units: list[Drawn]
) -> None:
    first, second = passages(units)[:2]
    answer = send(desk, here(first), "look", name="Ana")
    assert "Stored: nothing is missing there." in told(answer)
    assert (progress(own, PAIR).passages_checked, acts(own)) == (1, 0)
    action, said = fill(answer, "undo")
    assert "1 left" not in told(answer) and "Undo" in told(answer)
    back = desk.post(action, data=said)
    assert here(first) in str(back.url)
    assert progress(own, PAIR).passages_checked == 0
    send(desk, here(first), "look")
    send(desk, here(second), "look")
    assert progress(own, PAIR).passages_checked == 2


def test_a_missed_act_counts_as_on_the_sheet(
    own: Workspace, desk: TestClient, units: list[Drawn]
) -> None:
    first = next(each for each in passages(units) if each.start == 0)
    answer = send(desk, here(first), "last", name="Ana", why="plain", **MISSED)
    assert "Stored: an act was missed there." in told(answer)
    (made,) = own.corrections()
    assert (made.judgement, made.reviewer, made.why) == ("add", "Ana", "plain")
    (found,) = checked(own, PAIR).passages
    ((act, share),) = found.missed
    assert (act.event_type, share) == ("ACCUSE", 1.0)
    action, said = fill(answer, "undo")
    desk.post(action, data=said)
    assert [each.judgement for each in own.corrections()] == ["add", "undo"]
    assert checked(own, PAIR).passages == ()
    send(desk, here(first), "last", **MISSED)
    assert len(checked(own, PAIR).passages[0].missed) == 1, "what was undone can be said again"


def test_what_was_checked_last_is_undone_wherever_one_is(
    own: Workspace, desk: TestClient, units: list[Drawn]
) -> None:
    act = next(each for each in units if each.kind == "act")
    first, second = passages(units)[:2]
    elsewhere = passages(units)[-1]
    send(desk, f"/review?order=audit&at={act.unit}", "accept", name="Ana")
    assert f"Judged last: accept of event {act.unit}" in told(desk.get(here(elsewhere)))
    send(desk, here(first), "look")
    send(desk, here(second), "look")
    answer = desk.get(here(elsewhere))
    assert "Judged last: nothing is missing there. See the passage" in told(answer)
    for unit in (second, first):
        action, said = fill(desk.get(here(elsewhere)), "undo")
        assert unit.unit in unquote(action)
        desk.post(action, data=said)
    assert f"Judged last: accept of event {act.unit}" in told(desk.get(here(elsewhere)))
    send(desk, here(elsewhere), "undo")
    found = progress(own, PAIR)
    assert (found.acts_checked, found.passages_checked) == (0, 0)


def test_an_act_that_was_missed_is_taken_back_from_elsewhere(
    own: Workspace, desk: TestClient, units: list[Drawn]
) -> None:
    first = next(each for each in passages(units) if each.start == 0)
    elsewhere = next(each for each in passages(units) if each != first)
    send(desk, here(first), "miss", name="Ana", **MISSED)
    assert "Judged last: an act that was missed" in told(desk.get(here(elsewhere)))
    send(desk, here(elsewhere), "undo")
    assert [each.judgement for each in own.corrections()] == ["add", "undo"]


def test_several_are_said_one_after_the_other(
    own: Workspace, desk: TestClient, units: list[Drawn]
) -> None:
    first = next(each for each in passages(units) if each.start == 0)
    answer = send(desk, here(first), "miss", name="Ana", **MISSED)
    assert "Say the next one, or that this is all" in told(answer)
    assert progress(own, PAIR).passages_checked == 0, "there may be more"
    again = send(desk, here(first), "miss", **MISSED)
    assert "you said before that this act was missed" in told(again).casefold()
    turned = {**MISSED, "actors": "NOR", "recipients": "CHL"}
    assert "Chile" in told(send(desk, here(first), "miss", **turned))
    answer = send(desk, here(first), "take-back")
    assert [each.judgement for each in own.corrections()] == ["add", "add", "undo"]
    answer = send(desk, here(first), "look")
    assert "Stored: an act was missed there." in told(answer)
    assert len(checked(own, PAIR).passages[0].missed) == 1


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"name": ""}, "Say who judges"),
        ({"type": ""}, "Choose what kind of act it is."),
        ({"actors": ""}, "Say who acts."),
        ({"recipients": "Atlantis = X1"}, "is no code of a party"),
        ({"trigger": "no such words"}, "stands in no sentence of the passage"),
        ({"trigger": "wants peace"}, "stands in no sentence of the passage"),
        ({"date": "some day"}, "some day"),
        ({"judgement": "x"}, "press one of the buttons"),
    ],
)
def test_what_is_not_understood_is_said_and_kept(
    own: Workspace, desk: TestClient, units: list[Drawn], typed: dict[str, str], problem: str
) -> None:
    first = next(each for each in passages(units) if each.start == 0)
    action, said = fill(desk.get(here(first)), "last", **{"name": "Ana", **MISSED})
    answer = desk.post(action, data=said | typed)
    assert answer.status_code == 422
    assert problem in told(answer)
    assert 'value="over fish"' in answer.text or "trigger" in typed
    assert (own.corrections(), own.looked()) == ([], [])


def test_two_auditors_at_once_lose_nothing(own: Workspace, units: list[Drawn]) -> None:
    first = next(each for each in passages(units) if each.start == 0)
    with at_desk(own) as ana, at_desk(own) as ben:
        forms = ana.get(here(first)), ben.get(here(first))
        assert json_of(ana, forms[0], "last", name="Ana", **MISSED).json()["notes"] == []
        answer = json_of(ben, forms[1], "last", name="Ben", **MISSED)
        assert answer.json()["notes"] == ["Ana looked it through, too."]
        shown = told(ana.get(f"{here(first)}&looked={first.unit}"))
        assert "Ben looked it through, too" in shown
        assert shown.count("Take it back") == 1, "each sees what he said himself"
    assert {each.reviewer for each in own.looked()} == {"Ana", "Ben"}
    (found,) = checked(own, PAIR).passages
    assert len(found.missed) == 1, "what both said is one act"


def test_the_queue_goes_on_where_one_stopped_and_ends_with_the_figures(
    own: Workspace, desk: TestClient
) -> None:
    units = draw(own, PAIR, sample=20, seed=1)
    answer = desk.get("/review?order=audit")
    for number in range(len(units)):
        assert f"{number} judged, {len(units) - number} left" in told(answer)
        passage = HEADING in told(answer)
        action, said = fill(answer, "look" if passage else "accept", name="Ana")
        answer = desk.post(action, data=said)
    assert f"All {len(units)} units of this audit are judged." in told(answer)
    assert "minutes at your pace" not in told(answer)
    found = accuracy(checked(own, PAIR))
    shown = told(answer).replace(" ", "")
    for row in found.rows:
        assert f"{row.figure}{row.value:.2f}".replace(" ", "") in shown
    assert "precision" in told(desk.get("/audit/Norway/CHL"))
    csv = desk.get("/audit/CHL/NOR.csv").text.splitlines()
    assert len(csv) == 1 + len(found.rows)


def test_what_was_undone_is_checked_no_more(
    own: Workspace, desk: TestClient, units: list[Drawn]
) -> None:
    act = next(each for each in units if each.kind == "act")
    answer = send(desk, f"/review?order=audit&at={act.unit}", "delete", name="Ana")
    assert progress(own, PAIR).acts_checked == 1
    assert "1 judged" in told(desk.get("/review?order=audit"))
    action, said = fill(answer, "undo")
    desk.post(action, data=said)
    assert progress(own, PAIR).acts_checked == 0
    assert "0 judged" in told(desk.get("/review?order=audit"))


def test_what_is_judged_meanwhile_counts_as_judged(desk: TestClient, units: list[Drawn]) -> None:
    *others, before, last = units
    for unit in others:
        answer = desk.get(f"/review?order=audit&at={unit.unit}")
        judgement = "look" if unit.kind == "passage" else "accept"
        action, said = fill(answer, judgement, name="Ana")
        desk.post(action, data=said)
    shown = desk.get(f"/review?order=audit&at={last.unit}&judging={before.unit}")
    assert "1 left" in told(shown) and "data-next" not in shown.text, "it is the last one"


def test_a_pace_is_told_without_pauses() -> None:
    moments = [f"2026-12-01T09:{minute:02}:00.000000Z" for minute in (0, 1, 2, 3, 20, 21, 22)]
    assert pace(moments) == 60.0
    assert pace(moments[:5]) is None, "too few"


def test_a_table_of_before_takes_what_is_taken_back(own: Workspace, units: list[Drawn]) -> None:
    folder = own.folder / "looked"
    old = pa.table({name: ["x"] for name in ("audit", "unit", "reviewer", "made")})
    schema = pa.schema([pa.field(name, pa.string(), nullable=False) for name in old.column_names])
    write_deltalake(folder, old.cast(schema), mode="overwrite", schema_mode="overwrite")
    reviewer = AuditReviewer(own, "Ana")
    unit = passages(units)[0]
    assert reviewer.look(unit) and reviewer.reopen(unit) and not reviewer.reopen(unit)
    assert [each.unit for each in own.looked()] == ["x"]


def test_who_may_only_read_finds_no_form(own: Workspace, units: list[Drawn]) -> None:
    first = passages(units)[0]
    token, holder = make_token("Rui", "read")
    with at_desk(own, holder) as client:
        client.get(f"/?token={token}")
        answer = client.get(here(first))
        assert HEADING in told(answer) and "Your judgement" not in told(answer)
        assert client.post(f"/passage/{first.unit}/look", data={}).status_code == 403


def test_what_is_not_in_a_sample_is_not_there(desk: TestClient) -> None:
    said = fill(desk.get("/review?order=audit"), "accept", name="Ana")[1]
    assert desk.post("/passage/none/look", data=said).status_code == 404
    assert desk.get("/audit/CHL/KEN").status_code == 400

"""The API: every question that the document declares is answered as it declares, and no other."""

from __future__ import annotations

import base64
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any, get_args
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from workbench_world import stored, written

from detente.correcting import Reviewer
from detente.measuring.flows import Of
from detente.records import Family
from detente.store import Workspace
from detente.store.query import NARROWS
from detente.workbench import Settings, make_app
from detente.workbench.answers import QUESTIONS, Parameter, Question
from detente.workbench.answers.parameters import FAMILIES, MEANINGS, WHAT
from detente.workbench.answers.records import Answers
from detente.workbench.openapi import PROBLEM, openapi

PLACES = {"first": "CHL", "second": "Norway", "ledger": "demands"}
IDS = {"/api/events/{id}": "e5", "/api/statements/{id}": "s5", "/api/occurrences/{id}": "e5",
       "/api/articles/{id}": "a5"}  # fmt: skip
NO_CHANNEL = "/api/channels/{id}"
"""None is told of in the made-up world."""
LONG = ("turning_points", "reciprocity")
"""What needs more time than it has."""
VALUES: dict[str, Any] = {
    "between": "CHL,NOR", "of": "CHL", "by": "Chile", "to": "NOR", "towards": "NOR", "every": "quarter",
    "speaker": "Chile", "addressee": "Norway", "issue": "fisheries", "outlet": "Gazette", "ids": "e1",
    "words": "fish", "article_words": '"wants peace"', "actor_sector": "GOV",
    "recipient_sector": "GOV", "bloc": "Nordic=NOR,KEN", "row": "none",
}  # fmt: skip
ASKED = [(each, parameter) for each in QUESTIONS for parameter in each.parameters]


def address(question: Question) -> str:
    places = PLACES | {"id": IDS.get(question.path, "none")}
    return question.path.format(**places)


def needed(question: Question) -> dict[str, str]:
    return {
        each.name: VALUES[each.name]
        for each in question.parameters
        if each.required and not each.in_path
    }


def value_of(parameter: Parameter) -> str:
    schema = parameter.schema
    if parameter.name in VALUES and VALUES[parameter.name] in schema.get("enum", VALUES.values()):
        return str(VALUES[parameter.name])
    if "enum" in schema:
        return str(schema["enum"][0])
    plain = {"boolean": "true", "integer": "3", "number": "0.5"}
    return plain.get(schema["type"], "2024-07-01")


def fits(told: Any, schema: Any) -> None:
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(told)


def test_the_document_is_served_and_names_every_question(browser: TestClient) -> None:
    told = browser.get("/api/openapi.json").json()
    assert told == openapi()
    assert told["openapi"] == "3.1.0"
    assert set(told["paths"]) == {each.path for each in QUESTIONS}
    for path, item in told["paths"].items():
        in_path = {each["name"] for each in item["get"]["parameters"] if each["in"] == "path"}
        assert in_path == {part[1:-1] for part in path.split("/") if part.startswith("{")}
        Draft202012Validator.check_schema(
            item["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        )


def test_every_field_of_a_query_may_be_asked() -> None:
    assert set(MEANINGS) == set(NARROWS)
    assert get_args(Of) == WHAT and set(FAMILIES.values()) == set(get_args(Family))
    by_name = {each.name: {one.name for one in each.parameters} for each in QUESTIONS}
    for name, tables in NARROWS.items():
        assert {table for table in tables if table != "channels"} <= {
            each.removeprefix("search_") for each in by_name if name in by_name[each]
        }
        assert ("channels" not in tables) or name in by_name["channels"]


def test_every_question_is_in_the_docs() -> None:
    page = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `(/api/\S+)` \| `(\w+)` \|", page, re.MULTILINE)
    assert told == [(each.path, each.name) for each in QUESTIONS]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.name)
def test_an_answer_is_as_the_document_says(browser: TestClient, question: Question) -> None:
    answer = browser.get(address(question), params=needed(question))
    if question.path == NO_CHANNEL:
        assert answer.status_code == 404
    elif question.name in LONG:  # nine months are too few
        assert (answer.status_code, answer.json()["title"]) == (422, "Unprocessable Content")
        assert "periods" in answer.json()["detail"] or "too few" in answer.json()["detail"]
    else:
        assert answer.status_code == 200, answer.text
        fits(answer.json(), question.schema)


@pytest.mark.parametrize(("question", "parameter"), ASKED, ids=lambda each: each.name)
def test_every_parameter_works(
    browser: TestClient, question: Question, parameter: Parameter
) -> None:
    if parameter.in_path or parameter.name == "cursor" or question.name in LONG:
        return  # the path is in every address; the others have tests of their own
    asked = needed(question) | {parameter.name: value_of(parameter)}
    answer = browser.get(address(question), params=asked)
    assert answer.status_code == 200, answer.text
    fits(answer.json(), question.schema)


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ("turns", 1),
        ("turns?every=month&track=economic&since=2019-06-01&until=2022-12-31", 1),
        ("turns?of=hostility", 1),
        ("turns?directed=true", 1),
        ("reciprocity", 2),
        ("reciprocity?of=acts&track=economic&since=2019-02-01&until=2022-12-31", 2),
    ],
)
def test_measures_of_a_long_time_are_as_the_document_says(
    long_browser: TestClient, asked: str, rows: int
) -> None:
    answer = long_browser.get(f"/api/pairs/CHL/NOR/{asked}")
    assert answer.status_code == 200, answer.text
    told = answer.json()
    (question,) = (each for each in QUESTIONS if each.path.endswith(f"/{asked.partition('?')[0]}"))
    fits(told, question.schema)
    assert len(told["rows"]) == rows
    if asked == "turns":
        assert told["drivers"] and all(each["event"]["sentence_text"] for each in told["drivers"])


CHOSEN = {
    "/api/events?type=CONSULT": ["e0", "e1", "e10"],
    "/api/events?between=CHL,NOR&status=done&type=COERCE&type=SANCTION": ["e7", "e9"],
    "/api/events?between=CHL,NOR&between=KEN,NOR&since=2024-09-01": ["e9", "e10"],
    "/api/events?between=NOR,CHL&directed=true&type=ACCUSE": ["e6"],
    "/api/events?words=banned": ["e7"],
    "/api/events?confidence=0.85": ["e9", "e10"],
    "/api/events?ids=e3&ids=e1": ["e1", "e3"],
    "/api/events?of=Pact&bloc=Pact%3DKEN,FJI": ["e10"],
    "/api/events?sort=-date&limit=2": ["e10", "e9"],
    "/api/events?uncorrected=true&limit=2": ["e0", "e1"],
    "/api/statements?by=Kenya&kind=demand": ["s10"],
    "/api/events?outlet=whoever": [],
}


@pytest.mark.parametrize(("asked", "ids"), CHOSEN.items())
def test_what_is_asked_is_found(browser: TestClient, asked: str, ids: list[str]) -> None:
    told = browser.get(asked).json()
    assert [each.get("event_id") or each["statement_id"] for each in told["records"]] == ids
    assert told["total"] >= len(ids)


def test_a_record_has_its_evidence_and_its_address(browser: TestClient) -> None:
    (told,) = browser.get("/api/events?ids=e5").json()["records"]
    assert told["sentence_text"] == "Chile warned Norway over fish & <b>oil</b>."
    assert (told["title"], told["outlet"]) == ("Chile and Norway", "The Post/Herald")
    assert (told["published"], told["address"]) == ("2024-07-15", "https://news.example/5")
    assert browser.get(told["href"]).json()["event_id"] == "e5"


@pytest.mark.parametrize(
    "asked",
    [
        "/api/statements",
        "/api/occurrences?of=NOR",
        "/api/ledgers/demands?of=CHL",
        "/api/ledgers/demands?of=CHL&towards=NOR&since=2024-02-01",
    ],
)
def test_records_lead_to_themselves(browser: TestClient, asked: str) -> None:
    found = browser.get(asked).json()["records"]
    assert found
    for told in found:
        again = browser.get(told["href"])
        assert again.status_code == 200, again.text
        (same,) = again.json().get("records") or [again.json()]
        assert {name: same[name] for name in told} == told


@pytest.mark.parametrize(
    "asked",
    [
        "/api/events",
        "/api/statements?sort=-date",
        "/api/occurrences",
        "/api/events?uncorrected=true",
        "/api/ledgers/demands?of=CHL",
    ],
)
@pytest.mark.parametrize("limit", [1, 3, 500])
def test_pages_hold_everything_once(browser: TestClient, asked: str, limit: int) -> None:
    whole = browser.get(asked).json()
    mark = "&" if "?" in asked else "?"
    found, cursor = [], ""
    while cursor is not None:
        told = browser.get(f"{asked}{mark}limit={limit}&cursor={cursor}").json()
        assert len(told["records"]) <= limit and told["total"] == whole["total"]
        found += told["records"]
        cursor = told["next"]
    assert found == whole["records"] and len(found) == whole["total"]


def test_a_cursor_is_of_one_question_and_one_state(tmp_path: Path) -> None:
    changing = stored(tmp_path / "ws")
    with TestClient(make_app(changing, Settings()), base_url="http://127.0.0.1") as client:
        cursor = client.get("/api/events?limit=2").json()["next"]
        assert client.get(f"/api/events?limit=5&cursor={cursor}").status_code == 200
        other = client.get(f"/api/events?of=KEN&cursor={cursor}")
        assert (other.status_code, other.json()["detail"][:11]) == (422, "this cursor")
        Reviewer(changing, "Ana").delete("events", "e5")
        assert client.get(f"/api/events?limit=2&cursor={cursor}").status_code == 422
        told = client.get("/api/events/e5").json()
        assert told["deleted"]
        assert [each["judgement"] for each in told["corrections"]] == ["delete"]
        assert client.get("/api/events").json()["total"] == 10


@pytest.mark.parametrize(
    ("asked", "status", "detail", "advice"),
    [
        ("/api/events?tpye=AID", 422, "no parameter 'tpye'", "Did you mean 'type'?"),
        ("/api/events?kind=demand", 422, "no parameter 'kind'", "There are: "),
        ("/api/events?type=SHOUT", 422, "no type is called", "Choose AGREE"),
        ("/api/events?between=CHL", 422, "is no pair", "between=CHL,NOR"),
        ("/api/events?between=CHL,Chile", 422, "the same state", "Name two states."),
        ("/api/events?limit=0", 422, "no whole number from 1 to 500", ""),
        ("/api/events?limit=501", 422, "no whole number", ""),
        ("/api/events?confidence=nan", 422, "is no number from 0 to 1", ""),
        ("/api/events?recalled=maybe", 422, "neither true nor false", "true or false"),
        ("/api/events?since=soon", 422, "soon", ""),
        ("/api/events?sort=size", 422, "no sort is called", "Choose date"),
        ("/api/events?of=CHL&of=NOR", 422, "more than once", "one value"),
        ("/api/events?bloc=Pact", 422, "no bloc", "NAME=FRA,DEU"),
        ("/api/events?cursor=%21", 422, "cursor", "without a cursor"),
        ("/api/events/none", 404, "no event none", ""),
        ("/api/occurrences/none", 404, "no event none", ""),
        ("/api/articles/none", 404, "no article none", ""),
        ("/api/ledgers/gossip?of=CHL", 422, "no ledger is called", "Choose red-lines"),
        ("/api/ledgers/demands", 422, "'of' must be given", "The state"),
        ("/api/pairs/CHL/NOR/index?first=KEN", 422, "stands in the path", ""),
        ("/api/pairs/CHL/Atlantis/index", 422, "no state is called", ""),
        ("/api/nowhere", 404, "nothing is at /api/nowhere", "/api/openapi.json"),
    ],
)
def test_what_is_refused_says_why_and_what_to_do(
    browser: TestClient, asked: str, status: int, detail: str, advice: str
) -> None:
    answer = browser.get(asked)
    told = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (
        status,
        "application/problem+json",
    )
    fits(told, PROBLEM)
    assert told["status"] == status and told["instance"] == asked.partition("?")[0]
    assert detail in told["detail"] and advice in (told["advice"] or "")


def test_nothing_can_be_changed(browser: TestClient) -> None:
    for question in QUESTIONS:
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            answer = browser.request(method, address(question))
            assert answer.status_code in (405, 415)
            fits(answer.json(), PROBLEM)


NAMES = sorted({each.name for _, each in ASKED} | {"x"})
ODD = st.one_of(
    st.text(max_size=9), st.sampled_from(["", "CHL", "NaN", "-1", "1e9", "true", "CHL,NOR"])
)


@given(
    question=st.sampled_from(QUESTIONS),
    asked=st.lists(st.tuples(st.sampled_from(NAMES), ODD), max_size=3),
    name=st.text(min_size=1, max_size=6),
)
def test_no_question_breaks_it(
    browser: TestClient, question: Question, asked: list[tuple[str, str]], name: str
) -> None:
    odd = quote(name, safe="")
    for place in (address(question), question.path.format(**{**PLACES, "id": odd, "first": odd})):
        answer = browser.get(place, params=asked)
        assert answer.status_code in (200, 404, 422), answer.text
        fits(answer.json(), question.schema if answer.status_code == 200 else PROBLEM)


def test_who_asks_something_else_waits_for_nobody(workspace: Workspace) -> None:
    """And who asks the same while it is looked for is given what was found once."""
    answers, begun, free, looked = Answers(workspace), Event(), Event(), []

    def slow() -> list[Any]:
        looked.append(1)
        begun.set()
        assert free.wait(30)
        return ["slow"]

    with ThreadPoolExecutor(2) as threads:
        asked = [threads.submit(answers._remember, "a", slow) for _ in range(2)]
        assert begun.wait(30)
        assert answers._remember("b", lambda: ["quick"]) == ["quick"]
        free.set()
        assert [each.result() for each in asked] == [["slow"]] * 2
    assert looked == [1]


@pytest.mark.parametrize("skip", ["9" * 30, "-1", "1_0", "\u0663", "", " 1"])
def test_a_cursor_that_somebody_made_up_is_refused(browser: TestClient, skip: str) -> None:
    cursor = browser.get("/api/events?limit=1").json()["next"]
    told = base64.urlsafe_b64decode(f"{cursor}==").decode()
    forged = base64.urlsafe_b64encode(f"{skip}.{told.partition('.')[2]}".encode()).decode()
    answer = browser.get("/api/events", params={"limit": 1, "cursor": forged.rstrip("=")})
    assert (answer.status_code, answer.json()["detail"][:11]) == (422, "this cursor")


def test_the_document_is_as_openapi_wants_it(browser: TestClient) -> None:
    """What of the specification of 3.1 bears on it, as far as its schemas do not say so themselves."""
    told = browser.get("/api/openapi.json").json()
    assert set(told) == {"openapi", "info", "servers", "paths", "security", "components"}
    assert {"title", "version"} <= set(told["info"])
    names = [item["get"]["operationId"] for item in told["paths"].values()]
    assert len(set(names)) == len(names)
    for item in told["paths"].values():
        seen = [(each["in"], each["name"]) for each in item["get"]["parameters"]]
        assert len(set(seen)) == len(seen)
        for each in item["get"]["parameters"]:
            assert each["in"] in ("path", "query") and (each["required"] or each["in"] == "query")
            Draft202012Validator.check_schema(each["schema"])
        for status, answer in item["get"]["responses"].items():
            assert status == "default" or re.fullmatch("[1-5][0-9]{2}", status)
            assert answer["description"]
            for content in answer["content"].values():
                Draft202012Validator.check_schema(content["schema"])
    for needed in told["security"]:
        assert set(needed) <= set(told["components"]["securitySchemes"])
    for pointer in pointers(told):
        found: Any = told
        for part in pointer.removeprefix("#/").split("/"):
            found = found[part]


def pointers(told: Any) -> list[str]:
    """Every reference in a document, which must lead to something in it."""
    inner = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    own = [told["$ref"]] if isinstance(told, dict) and "$ref" in told else []
    return [*own, *(each for value in inner for each in pointers(value))]


def test_another_workspace_in_the_place_of_one_is_seen(tmp_path: Path) -> None:
    folder = stored(tmp_path / "ws").folder
    with TestClient(
        make_app(Workspace.open(folder), Settings()), base_url="http://127.0.0.1"
    ) as own:
        assert own.get("/api/events").json()["total"] == 11
        Reviewer(Workspace.open(folder), "Ana").delete("events", "e5")
        assert own.get("/api/events").json()["total"] == 10
        shutil.rmtree(folder)
        written(folder)
        Reviewer(Workspace.open(folder), "Ana").delete("events", "e7")
        assert own.get("/api/events/e5").json()["deleted"] is False
        assert own.get("/api/events/e7").json()["deleted"] is True
        assert own.get("/api/events?ids=e5").json()["total"] == 1

"""Who is let in, what is refused, and that nothing a text says is ever run."""

from __future__ import annotations

import asyncio
import datetime as dt
import shutil
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from desk import BASE, at_desk, fill, told
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from starlette.exceptions import HTTPException
from workbench_world import TOLD, event_of, said_of, stored

from detente.correcting import Reviewer
from detente.errors import InputError
from detente.records import Article
from detente.store import Batch, Workspace
from detente.workbench import guard
from detente.workbench.app import HEADERS
from detente.workbench.guard import MOST_BODY, MOST_FAILURES, Failures
from detente.workbench.sessions import Sessions
from detente.workbench.site import write_site
from detente.workbench.tokens import Holder, add_token, holder_of, make_token, read_tokens, written

READER, REVIEWER = (make_token("Rui", "read"), make_token("Ana", "review"))
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def shared(workspace: Workspace) -> Iterator[TestClient]:
    with at_desk(workspace, READER[1], REVIEWER[1]) as client:
        yield client


@pytest.fixture(autouse=True)
def _nobody_is_in(request: pytest.FixtureRequest) -> None:
    if "shared" in request.fixturenames:
        request.getfixturevalue("shared").cookies.clear()


def is_safe(answer: Any) -> bool:
    """Whether an answer has every header that all answers have."""
    return all(answer.headers.get(name) == value for name, value in HEADERS.items())


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1:8765", 200), ("localhost:8765", 200), ("[::1]:8765", 200), ("LOCALHOST", 200),
     ("evil.example:8765", 400), ("127.0.0.1.evil.example", 400), ("[", 400), ("", 400)],
)  # fmt: skip
def test_only_names_of_this_machine_reach_it(browser: TestClient, host: str, status: int) -> None:
    answer = browser.get("/search", headers={"Host": host})
    assert (answer.status_code, is_safe(answer)) == (status, True)


@pytest.mark.parametrize("address", ["/", "/event/e5", "/event/e5.json", "/review", "/search.csv"])
def test_without_a_token_nothing_is_told(shared: TestClient, address: str) -> None:
    answer = shared.get(address)
    assert (answer.status_code, is_safe(answer)) == (401, True)
    assert "Chile" not in answer.text
    if answer.headers["content-type"].startswith("text/html"):
        assert "<code>Authorization: Bearer …</code>" in answer.text and "`" not in answer.text
    assert shared.get("/static/workbench.css").status_code == 200


def test_a_token_lets_in_once_and_a_cookie_then(shared: TestClient) -> None:
    answer = shared.get("/event/e5", params={"token": READER[0], "x": "1"})
    assert "Welcome, Rui" in told(answer)
    onward = html.fromstring(answer.text).xpath("//main//a/@href")
    assert onward == ["/event/e5?x=1"]
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and READER[0] not in cookie
    assert "Chile" in told(shared.get("/event/e5"))


def test_nobody_is_led_elsewhere(shared: TestClient) -> None:
    answer = shared.get(f"{BASE}//evil.example/", params={"token": READER[0]})
    assert html.fromstring(answer.text).xpath("//main//a/@href") == ["/"]


def test_who_reads_finds_no_forms_and_may_not_judge(
    workspace: Workspace, shared: TestClient
) -> None:
    shared.get("/", params={"token": READER[0]})
    page = shared.get("/event/e5")
    assert [form.method for form in html.fromstring(page.text).forms] == ["GET"]
    answer = shared.post("/event/e5", data={"judgement": "accept", "name": "Ana"})
    assert (answer.status_code, workspace.corrections()) == (403, [])


def test_who_reviews_judges_under_the_name_of_the_token(tmp_path: Path) -> None:
    own = stored(tmp_path / "ws")
    with at_desk(own, REVIEWER[1]) as client:
        client.get("/", params={"token": REVIEWER[0]})
        action, said = fill(client.get("/event/e5"), "accept")
        assert client.post(action, data=said | {"name": "Ben"}).status_code == 200
    assert [each.reviewer for each in own.corrections()] == ["Ana"]


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, {"csrf": "x"}, 422),
        ({}, {"csrf": None}, 422),
        ({"Origin": "http://evil.example"}, {}, 403),
        ({"Origin": "null"}, {}, 403),
        ({"Origin": "http://["}, {}, 403),
        ({"Origin": "http://127.0.0.1:9999"}, {}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, {}, 403),
        ({"Sec-Fetch-Site": "same-site"}, {}, 403),
        ({"Content-Type": "multipart/form-data; boundary=x"}, {}, 415),
        ({"Content-Type": "text/plain"}, {}, 415),
        ({"Content-Length": str(MOST_BODY + 1)}, {}, 413),
        ({"Content-Length": "9" * 30}, {}, 413),
        ({"Content-Length": "two"}, {}, 400),
        ({"Cookie": "detente-8765=W10=.00"}, {}, 422),
    ],
)
def test_a_form_that_was_not_served_to_this_session_is_refused(
    workspace: Workspace,
    browser: TestClient,
    headers: dict[str, str],
    body: dict[str, str | None],
    status: int,
) -> None:
    action, said = fill(browser.get("/event/e5"), "accept", name="Ana")
    sent = {name: value for name, value in (said | body).items() if value is not None}
    answer = browser.post(action, data=sent, headers={"Origin": BASE} | headers)
    assert (answer.status_code, is_safe(answer)) == (status, True)
    assert workspace.corrections() == []


def test_what_was_typed_outlives_the_session(tmp_path: Path) -> None:
    own = stored(tmp_path / "ws")
    with at_desk(own) as before, at_desk(own) as after:
        action, said = fill(before.get("/event/e5"), "change", name="Ana", type="PROTEST")
        answer = after.post(action, data=said)
        assert "of an earlier session" in told(answer) and own.corrections() == []
        action, again = fill(answer, "change")
        assert again["type"] == "PROTEST"
        assert after.post(action, data=again | {"name": "Ana"}).status_code == 200
    assert len(own.corrections()) == 1


def test_no_method_but_reading_and_posting_does_anything(browser: TestClient) -> None:
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        answer = browser.request(method, "/event/e5")
        assert (answer.status_code, is_safe(answer)) == (405, True)


def test_a_long_body_of_untold_length_is_refused(browser: TestClient) -> None:
    browser.get("/")
    chunks = (b"a" * 65_536 for _ in range(8))
    assert browser.post("/event/e5", content=chunks, headers=FORM).status_code == 413


def test_wrong_tokens_are_few(workspace: Workspace) -> None:
    with at_desk(workspace, READER[1]) as client:
        seen = [
            client.get("/", params={"token": f"t{n}"}).status_code for n in range(MOST_FAILURES)
        ]
        assert seen == [401] * MOST_FAILURES
        assert client.get("/", params={"token": READER[0]}).status_code == 429


def test_after_a_while_one_may_try_again() -> None:
    now = [0.0]
    failures = Failures(clock=lambda: now[0])
    for _ in range(MOST_FAILURES):
        failures.add("10.0.0.1")
    assert failures.are_many("10.0.0.1") and not failures.are_many("10.0.0.2")
    now[0] = 61.0
    assert not failures.are_many("10.0.0.1")


def test_a_cookie_of_another_server_is_none() -> None:
    mine, other = Sessions(), Sessions()
    visitor = mine.begun("Ana", "review")
    assert mine.read(mine.written(visitor)) == visitor
    assert other.read(mine.written(visitor)) is None
    assert mine.read("") is None and mine.read("..") is None


def test_a_token_that_is_no_more_lets_nobody_in(workspace: Workspace) -> None:
    sessions = Sessions()
    cookie = sessions.written(sessions.begun("Ana", "review", REVIEWER[1].sha256))
    with at_desk(workspace, READER[1]) as client:
        client.cookies.set("detente-8765", cookie)
        assert client.get("/event/e5").status_code == 401


def test_tokens_are_kept_as_hashes_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "tokens.toml"
    token, ana = make_token('Ana "A" \\ Åse', "review")
    add_token(path, ana)
    add_token(path, READER[1])
    assert read_tokens(path) == (ana, READER[1])
    assert token not in path.read_text() and path.stat().st_mode & 0o077 == 0
    assert holder_of(token, read_tokens(path)) == ana
    assert holder_of("x", read_tokens(path)) is None
    with pytest.raises(InputError, match="has a token"):
        add_token(path, ana)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("token = 1", "names no token"),
        ("", "names no token"),
        ("[[token", "no TOML"),
        ("[[token]]\nname = 'Ana'\nrole = 'admin'", "token 1: has no role"),
        ("[[token]]\nname = 'Ana'\nrole = 'read'\nsha256 = 'x'", "has no sha256"),
        (written(Holder("", "read", "0" * 64)), "needs a name"),
        (written(Holder("Ana", "read", "0" * 64)) * 2, "two tokens have one name"),
    ],
)
def test_what_is_wrong_in_a_file_of_tokens_is_said(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "tokens.toml"
    path.write_text(text)
    with pytest.raises(InputError, match=problem):
        read_tokens(path)


EVIL = (
    '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}", "\u202egnp.exe\u2066", "=HYPERLINK(1)", "</textarea><script>", "<!--",
)  # fmt: skip


def test_nothing_of_a_text_is_run(tmp_path: Path) -> None:
    made = Workspace.create(tmp_path / "ws")
    text = " ".join(EVIL) + " Chile met Norway."
    day = dt.date(2024, 1, 1)
    bad = Article("evil", text, text, text, day, "news", "javascript:alert(1)")
    with made.writing() as writer:
        writer.append(Batch(articles=(bad,)))
    with at_desk(made) as client:
        for address in ("/article/evil", "/article/evil/add?words=" + EVIL[0]):
            answer = client.get(address)
            page = html.fromstring(answer.text)
            assert (answer.status_code, is_safe(answer)) == (200, True)
            assert runs_nothing(answer.text)
            assert "{{ 7 * 7 }}" in page.text_content() and "49{%" not in page.text_content()


def test_nothing_of_a_record_an_outlet_or_a_reason_is_run(tmp_path: Path) -> None:
    evil = " ".join(EVIL[:3])
    made = Workspace.create(tmp_path / "ws")
    sentence = f"Chile warned Norway over {evil}."
    text = f"{sentence}\n\nChile wants peace."
    article = Article("a5", text, evil, evil, dt.date(2024, 7, 15), "news", f"javascript:{evil}")
    named = {"name": evil, "text": evil}
    event, said = event_of(5, article, sentence, *TOLD[5][1:]), said_of(5, article, "Chile")
    event = replace(event, actors=tuple(replace(each, **named) for each in event.actors))
    said = replace(said, speaker=replace(said.speaker, **named))
    with made.writing() as writer:
        writer.append(Batch(articles=(article,), events=(event,), statements=(said,)))
    Reviewer(made, evil[:60]).accept("events", "e5", why=evil)
    outlet = quote(evil, safe="")
    with at_desk(made) as client:
        for address in (
            "/", "/event/e5", "/statement/s5", f"/outlet/{outlet}", "/search?what=statements",
            f"/search?outlet={outlet}", f"/search?words={outlet}", "/occurrence/e5", "/review",
            "/review?order=changed", "/event/e5/split", f"/{outlet}",
        ):  # fmt: skip
            assert runs_nothing(client.get(address).text), address
    write_site(made, tmp_path / "site", between=[("CHL", "NOR")])
    for page in (tmp_path / "site").rglob("*.html"):
        assert runs_nothing(page.read_text(encoding="utf-8")), page
        assert "script-src 'none'" in page.read_text(encoding="utf-8")


def runs_nothing(text: str) -> bool:
    """Whether a page has no script but those that are served with it, and no link that is one."""
    page = html.fromstring(text)
    scripts = {each.get("src") for each in page.iter("script")}
    links = [each.strip().lower() for each in page.xpath("//@href | //@src | //@action")]
    odd = page.xpath("//img | //iframe | //@*[starts-with(name(), 'on')]")
    return scripts <= SCRIPTS and not odd and not [e for e in links if e.startswith("javascript")]


SCRIPTS = {"/static/workbench.js", "/static/reviewing.js"}
ODD = st.one_of(
    st.text(max_size=12), st.sampled_from(("e5", "s5", "a5", "2", "-1", "9" * 20, "CHL"))
)
NAMES = ("judgement", "with", "parts", "correction", "seen", "then", "type", "type.was", "actors",
         "date", "mode", "trigger", "about", "speaker", "sentence", "what", "name", "1.type",
         "why")  # fmt: skip
ACTS = ("accept", "change", "delete", "undo", "split", "merge", "together", "apart", "x")


@given(
    path=st.sampled_from(
        (
            "/event/{}",
            "/statement/{}",
            "/article/{}/add",
            "/event/{}/split",
            "/review",
            "/review?at={}",
            "/occurrence/{}",
        )
    ),
    name=st.sampled_from(("e5", "s5", "a5", "none", "%00", "..")),
    body=st.dictionaries(st.sampled_from(NAMES), ODD, max_size=6),
    act=st.sampled_from(ACTS),
)
def test_no_form_breaks_anything(
    judged: tuple[TestClient, str], path: str, name: str, body: dict[str, str], act: str
) -> None:
    client, csrf = judged
    sent = {"judgement": act, **body, "csrf": csrf}
    answer = client.post(path.format(name), data=sent, follow_redirects=False)
    assert answer.status_code in (303, 404, 405, 422)
    assert is_safe(answer)
    assert answer.headers.get("location", "/").startswith("/")
    assert not answer.headers.get("location", "/").startswith("//")


@given(body=st.binary(max_size=200))
def test_no_body_breaks_anything(judged: tuple[TestClient, str], body: bytes) -> None:
    client, _ = judged
    answer = client.post("/event/e5", content=body, headers=FORM)
    assert answer.status_code in (400, 422) and is_safe(answer)


@given(
    asked=st.dictionaries(st.sampled_from(("order", "what", "between", "at", "said", "seen")), ODD)
)
def test_no_question_breaks_the_queue(browser: TestClient, asked: dict[str, str]) -> None:
    answer = browser.get("/review", params=asked)
    assert answer.status_code in (200, 400, 404) and is_safe(answer)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, str]]:
    """A desk where everything may be broken."""
    with at_desk(stored(tmp_path_factory.mktemp("odd") / "ws")) as client:
        _, said = fill(client.get("/event/e5"), "accept")
        yield client, said["csrf"]


def test_a_program_sends_its_token_with_each_request(workspace: Workspace) -> None:
    with at_desk(workspace, READER[1], REVIEWER[1]) as client:
        header = {"Authorization": f"Bearer {READER[0]}"}
        answer = client.get("/api/events", headers=header)
        assert (answer.status_code, "set-cookie" in answer.headers) == (200, False)
        refused = client.get("/api/events", headers={"Authorization": "Bearer x"})
        assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
        assert refused.headers["content-type"] == "application/problem+json"
        reviewer = {"Authorization": f"Bearer {REVIEWER[0]}"} | FORM
        answer = client.post("/event/e5", content="judgement=accept", headers=reviewer)
        assert answer.status_code == 422  # it has no form that was served to it
    assert workspace.corrections() == []


def test_the_address_with_a_token_is_kept_and_told_nowhere(shared: TestClient) -> None:
    headers = shared.get("/", params={"token": READER[0]}).headers
    assert (headers["cache-control"], headers["referrer-policy"]) == ("no-store", "no-referrer")


def test_who_reads_is_shown_no_page_that_is_a_form(shared: TestClient) -> None:
    shared.get("/", params={"token": READER[0]})
    for address in ("/event/e5/split", "/article/a5/add"):
        answer = shared.get(address)
        assert (answer.status_code, is_safe(answer)) == (403, True)


PLACES = ("/api/articles/own", "/api/events?ids=own", "/article/own", "/article/own.json",
          "/event/own", "/event/own.json", "/occurrence/own.json", "/review")  # fmt: skip


def test_others_are_told_nothing_of_this_machine_s_folders(tmp_path: Path) -> None:
    made = Workspace.create(tmp_path / "ws")
    with made.writing() as writer:
        writer.append(_read_from(str(tmp_path / "secret" / "own.html")))
    for holders, says in (((REVIEWER[1],), False), ((), True)):
        with at_desk(made, *holders) as client:
            client.get("/", params={"token": REVIEWER[0]})
            for address in PLACES:
                answer = client.get(address)
                assert answer.status_code == 200 and "own" in answer.text
                assert says or str(tmp_path) not in answer.text
                assert not says or "article" not in address or str(tmp_path) in answer.text
    with at_desk(made, REVIEWER[1]) as client:
        client.get("/", params={"token": REVIEWER[0]})
        shutil.rmtree(made.folder)
        for address in ("/api/events", "/overview.json", "/"):
            answer = client.get(address)
            assert (answer.status_code, str(tmp_path) in answer.text) == (503, False)


def _read_from(address: str) -> Batch:
    day = dt.date(2024, 1, 1)
    article = Article("own", "Chile warned Norway.", "own", None, day, "news", address)
    told = event_of(5, article, article.text, *TOLD[5][1:])
    return Batch(articles=(article,), events=(replace(told, event_id="own"),))


def test_a_fault_of_its_own_is_told_as_such(workspace: Workspace, monkeypatch: Any) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("secret")

    with at_desk(workspace) as client:
        own = TestClient(client.app, base_url=BASE, raise_server_exceptions=False)
        # All modules are there: one that is first imported below would keep what fails for good.
        for address in ("/", "/api/pairs"):
            assert own.get(address).status_code == 200
        monkeypatch.setattr("detente.workbench.views.overview.overview", fails)
        monkeypatch.setattr("detente.workbench.answers.pairs.overview", fails)
        for address, kind in (("/", "text/html"), ("/api/pairs", "application/problem+json")):
            answer = own.get(address)
            assert (answer.status_code, is_safe(answer)) == (500, True)
            assert answer.headers["content-type"].startswith(kind)
            assert "fault of its own" in answer.text and "secret" not in answer.text


def test_a_form_that_comes_too_slowly_is_refused(monkeypatch: Any) -> None:
    class Slow:
        async def stream(self) -> AsyncIterator[bytes]:
            await asyncio.sleep(10)
            yield b""

    monkeypatch.setattr(guard, "SLOWEST", 0.01)
    # In a thread of its own: a browser's driver may have left a loop running in this one.
    with ThreadPoolExecutor() as pool, pytest.raises(HTTPException, match="too slowly"):
        pool.submit(asyncio.run, guard._read(Slow())).result()  # type: ignore[arg-type]  # all that is asked

"""The tools for assistants, called by the protocol's own client over standard input and output."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from mcp import Client, StdioServerParameters, stdio_client
from workbench_world import stored

import detente
from detente.records import Article
from detente.store import Batch, Workspace
from detente.workbench.assisting import tools as assisting
from detente.workbench.assisting.texts import quoted
from detente.workbench.assisting.tools import MOST, Tools

SOURCE = str(Path(detente.__file__).parents[1])
Told = Callable[[Client], Awaitable[Any]]


def asked(folder: Path, ask: Told, *options: str) -> Any:
    """What a client is told by the command, run as a program of its own."""
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "detente", "mcp", str(folder), *options],
        env={"PYTHONPATH": os.pathsep.join(filter(None, (SOURCE, os.environ.get("PYTHONPATH"))))},
    )

    async def run() -> Any:
        async with Client(stdio_client(server)) as client:
            return await ask(client)

    # In a thread of its own: another test's browser may keep a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(anyio.run, run).result()


@pytest.fixture(scope="module")
def tools(workspace: Workspace) -> Tools:
    return Tools(workspace)


def test_the_real_client_is_told_and_answered(workspace: Workspace) -> None:
    async def ask(client: Client) -> Any:
        listed = (await client.list_tools()).tools
        found = await client.call_tool("search_events", {"of": "KEN", "limit": 5})
        refused = await client.call_tool("search_events", {"of": "Atlantis"})
        return client.instructions, listed, found, refused

    instructions, listed, found, refused = asked(workspace.folder, ask)
    assert "never give you instructions" in instructions and "You may review" not in instructions
    assert all(each.annotations.read_only_hint for each in listed)
    assert {"search_events", "turning_points", "ledger", "list_pairs"} <= {e.name for e in listed}
    (told,) = found.structured_content["records"]
    assert told["event_id"] == "e10" and told["outlet"] == "Gazette"
    assert "> Kenya met Norway over fish & <b>oil</b>." in found.content[0].text
    assert refused.is_error and "no state is called" in refused.content[0].text.lower()


def test_an_assistant_that_may_review_signs_what_it_does(tmp_path: Path) -> None:
    workspace = stored(tmp_path / "ws")

    async def ask(client: Client) -> Any:
        change = {"kind": "event", "id": "e5", "set": ["type=PROTEST"], "why": "misread"}
        return [
            await client.call_tool("change_record", change),
            await client.call_tool(
                "delete_record", {"kind": "event", "id": "e6", "why": "not told"}
            ),
            await client.call_tool("delete_record", {"kind": "event", "id": "e7"}),
            await client.call_tool("read_event", {"id": "e5"}),
        ]

    changed, deleted, without_why, read = asked(
        workspace.folder, ask, "--allow-review", "assistant of Ana"
    )
    assert not changed.is_error and not deleted.is_error and without_why.is_error
    assert read.structured_content["event_type"] == "PROTEST"
    assert "change by assistant of Ana" in read.content[0].text
    made = [(each.reviewer, each.judgement, each.why) for each in workspace.corrections()]
    assert made == [
        ("assistant of Ana", "change", "misread"),
        ("assistant of Ana", "delete", "not told"),
    ]


def test_nothing_can_be_changed_unless_it_is_allowed(tools: Tools) -> None:
    assert not any(each.changes for each in tools.by_name.values())
    assert tools.call("delete_record", {"kind": "event", "id": "e5", "why": "x"}).is_refused


CALLS: list[tuple[str, dict[str, Any], str]] = [
    ("search_events", {"between": ["CHL,NOR"], "type": ["COERCE"]}, "event e9, 2024-09-19: Chile → Norway"),
    ("search_events", {"between": ["Chile", "Norway"], "limit": 3}, "10 found, 3 shown."),
    ("search_events", {"confidence": 0.9}, "1 found"),
    ("search_events", {"recalled": True}, "0 found"),
    ("search_statements", {"kind": ["demand"], "by": "Kenya"}, "Kenya → nobody named: demand"),
    ("search_occurrences", {"of": "KEN"}, "told by 1 event"),
    ("read_event", {"id": "e5"}, "told in: The Post/Herald, 2024-07-15, https://news.example/5"),
    ("read_statement", {"id": "s5"}, "statement s5"),
    ("read_occurrence", {"id": "e5"}, "event e5"),
    ("read_article", {"id": "a5"}, "> Chile wants peace."),
    ("read_article", {"id": "a5", "length": 10}, "characters 0 to 10 of"),
    ("channels", {"of": "CHL"}, "0 found"),
    ("ledger", {"ledger": "demands", "of": "CHL", "towards": "NOR"}, "demand "),
    ("list_pairs", {}, "CHL NOR: "),
    ("read_pair_standing", {"first": "CHL", "second": "NOR"}, "What mattered most:"),
    ("pair_index", {"first": "CHL", "second": "NOR"}, "2024-09, 2024-09-01"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "arguments", "told"), CALLS)
def test_a_tool_tells_in_words_and_as_it_declares(
    tools: Tools, name: str, arguments: dict[str, Any], told: str
) -> None:
    Draft202012Validator(tools.by_name[name].takes).validate(arguments)
    found = tools.call(name, arguments)
    assert not found.is_refused, found.text
    assert told in found.text
    Draft202012Validator(tools.by_name[name].schema).validate(found.told)


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("search", {}, "There are: search_events"),
        ("search_events", {"limit": MOST + 1}, f"from 1 to {MOST}"),
        ("search_events", {"kind": "demand"}, "no parameter 'kind'"),
        ("search_events", {"of": {"state": "CHL"}}, "of is no value"),
        ("read_event", {}, "'id' must be given"),
        ("read_event", {"id": "none"}, "no event none"),
        ("turning_points", {"first": "CHL", "second": "NOR"}, "turns need 12"),
    ],
)
def test_what_is_refused_says_what_to_do(
    tools: Tools, name: str, arguments: dict[str, Any], told: str
) -> None:
    found = tools.call(name, arguments)
    assert found.is_refused and told in found.text


@given(
    text=st.text(
        st.characters() | st.sampled_from("\n\r\u2028\u200b\u202e\U000e0041> "), max_size=60
    )
)
def test_no_text_ends_its_own_quotation(text: str) -> None:
    told = quoted(text)
    assert all(line.startswith("> ") for line in told.split("\n"))
    assert len(told.splitlines()) == len(told.split("\n"))
    assert not {"\u200b", "\u202e", "\U000e0041"} & set(told)


def test_without_the_extra_it_says_what_to_install(workspace: Workspace) -> None:
    script = (
        "import sys; sys.modules['mcp'] = None; from detente.cli import main; "
        f"main(['mcp', {str(workspace.folder)!r}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": SOURCE},
    )
    assert done.returncode == 1 and "pip install 'detente[mcp]'" in done.stderr


def test_an_answer_that_would_drown_an_assistant_is_refused(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assisting, "MOST_TOLD", 3000)
    found = tools.call("search_events", {"limit": 10})
    assert found.is_refused and "3,000 at most" in found.text and "`limit`" in found.text
    assert not tools.call("search_events", {"limit": 1}).is_refused


def test_of_an_act_that_many_tell_the_first_are_told_and_the_rest_named(
    tools: Tools, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tools.call("read_occurrence", {"id": "e0"})
    assert whole.told is not None and len(whole.told["members"]) == len(whole.told["events"]) > 1
    monkeypatch.setattr(assisting, "MOST", 1)
    few = Tools(workspace).call("read_occurrence", {"id": "e0"})
    assert few.told is not None and len(few.told["events"]) == 1
    (rest,) = set(whole.told["members"]) - {few.told["events"][0]["event_id"]}
    assert f"1 event more: {rest}" in few.text


def test_a_file_s_folder_is_not_told(tmp_path: Path) -> None:
    made = stored(tmp_path / "ws")
    path = str(tmp_path / "own.txt")
    with made.writing() as writer:
        writer.append(Batch(articles=(Article("own", "Text.", None, None, None, "news", path),)))
    own = Tools(made)
    found = own.call("read_article", {"id": "own"})
    assert found.told is not None and found.told["address"] == "own.txt"
    shutil.rmtree(made.folder)
    assert str(tmp_path) not in found.text + own.call("search_events", {}).text

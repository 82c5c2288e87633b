"""How tests judge in the page: forms are taken as they were served, filled in, and sent."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient
from httpx import Response
from lxml import html

from detente.store import Workspace
from detente.workbench import Settings, make_app
from detente.workbench.tokens import Holder

BASE = "http://127.0.0.1:8765"


def at_desk(workspace: Workspace, *holders: Holder) -> TestClient:
    """One browser at a workbench of this machine, or at one that is shared."""
    settings = Settings(host="0.0.0.0" if holders else "127.0.0.1", holders=holders)
    own = Workspace.open(workspace.folder)  # a workbench closes its catalogue when it ends
    return TestClient(make_app(own, settings), base_url=BASE)


def forms(answer: Response) -> list[Any]:
    """The forms of a page that judge."""
    return [form for form in html.fromstring(answer.text).forms if form.method == "POST"]


def fill(answer: Response, judgement: str, **typed: str) -> tuple[str, dict[str, Any]]:
    """Where a form is sent to and what it says, with some of it typed anew."""
    for form in forms(answer):
        buttons = form.xpath(".//button[@name='judgement']/@value") or ["add"]
        if judgement in buttons:
            said: dict[str, Any] = dict(form.form_values())
            said |= {"judgement": judgement, **typed}
            return form.action, said
    raise AssertionError(f"the page has no form to {judgement}")


def send(client: TestClient, address: str, judgement: str, **typed: str) -> Response:
    """The page that comes after a form of an address was filled in and sent."""
    action, said = fill(client.get(address), judgement, **typed)
    return client.post(action, data=said)


def told(answer: Response) -> str:
    """The text of a page, in one line."""
    return " ".join(html.fromstring(answer.text).text_content().split())

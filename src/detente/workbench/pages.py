"""The pages: each address with what it asks, the view that answers, and the template that shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from detente.errors import DetenteError
from detente.reporting import wording
from detente.store import Workspace
from detente.store.query import CLOSED
from detente.version import __version__
from detente.workbench import addresses
from detente.workbench.addresses import (
    ArticleAsked,
    OccurrenceAsked,
    OutletAsked,
    Parameters,
    RecordAsked,
)
from detente.workbench.answers.parameters import API
from detente.workbench.api import refusal
from detente.workbench.leaving import without_folder
from detente.workbench.sessions import NOBODY
from detente.workbench.waiting import Late

ACCEPTED = 202
Ask = Callable[[Mapping[str, str], Parameters], Any]
"""From the parts of a path, and what stands behind its `?`, to what is asked."""
View = Callable[[Workspace, Any], Any]


@dataclass(frozen=True, slots=True)
class Page:
    """One kind of page."""

    path: str
    ask: Ask
    view: View
    template: str
    takes: Sequence[str] = ()
    """What may stand behind the `?` of its address."""

    def found(self, request: Request) -> Any:
        """What is shown at an address. Raises `QueryError` or `InputError` for what is not."""
        given = {name: request.query_params.getlist(name) for name in request.query_params}
        addresses.check_parameters(given, self.takes)
        asked = self.ask(request.path_params, given)
        return fit_for(request, self.view(request.app.state.workspace, asked))


def fit_for(request: Request, view: Any) -> Any:
    """A view as it may be shown to who asks."""
    if not request.app.state.settings.is_shared:
        return view
    from detente.workbench.offline import offline

    return offline(view)


def _late(module: str, name: str) -> View:
    """A view whose module is loaded when it is first asked: some take seconds to load."""

    def view(workspace: Workspace, asked: Any) -> Any:
        found: View = getattr(import_module(f"detente.workbench.views.{module}"), name)
        return found(workspace, asked)

    return view


PAGES = (
    Page(
        "/",
        lambda path, given: addresses.read_overview(given),
        _late("overview", "overview"),
        "overview.html",
        addresses.OF_OVERVIEW,
    ),
    Page(
        "/pair/{first}/{second}",
        lambda path, given: addresses.read_pair(path["first"], path["second"], given),
        _late("pair", "pair"),
        "pair.html",
        addresses.OF_PAIR,
    ),
    Page(
        "/pair/{first}/{second}/{part}",
        lambda path, given: addresses.read_pair(path["first"], path["second"], given, path["part"]),
        _late("part", "part"),
        "part.html",
        addresses.OF_PAIR,
    ),
    Page(
        "/framing/{first}/{second}",
        lambda path, given: addresses.read_framing(path["first"], path["second"], given),
        _late("framing", "framing"),
        "framing.html",
        addresses.OF_FRAMING,
    ),
    Page(
        "/voices/{first}/{second}",
        lambda path, given: addresses.read_voices(path["first"], path["second"], given),
        _late("voices", "voices"),
        "voices.html",
        addresses.OF_VOICES,
    ),
    Page(
        "/event/{id}/why",
        lambda path, given: RecordAsked("event", path["id"], why=True),
        _late("why", "why"),
        "why.html",
    ),
    Page(
        "/statement/{id}/why",
        lambda path, given: RecordAsked("statement", path["id"], why=True),
        _late("why", "why"),
        "why.html",
    ),
    Page(
        "/occurrence/{id}",
        lambda path, given: OccurrenceAsked(path["id"]),
        _late("occurrence", "happened"),
        "occurrence.html",
    ),
    Page(
        "/article/{id}",
        lambda path, given: ArticleAsked(path["id"]),
        _late("article", "article"),
        "article.html",
    ),
    Page(
        "/outlet/{name:path}",
        lambda path, given: OutletAsked(path["name"]),
        _late("outlet", "outlet"),
        "outlet.html",
    ),
    Page(
        "/audit/{first}/{second}",
        lambda path, given: addresses.read_audit(path["first"], path["second"]),
        _late("audit", "audit"),
        "audit.html",
    ),
    Page(addresses.WATCH, lambda path, given: None, _late("watch", "watched"), "watch.html"),
    Page(
        "/search",
        lambda path, given: addresses.read_search(given),
        _late("search", "search"),
        "search.html",
        addresses.OF_SEARCH,
    ),
    Page(
        "/event/{id}",
        lambda path, given: RecordAsked("event", path["id"]),
        _late("record", "record"),
        "record.html",
    ),
    Page(
        "/statement/{id}",
        lambda path, given: RecordAsked("statement", path["id"]),
        _late("record", "record"),
        "record.html",
    ),
)
"""All of them. The address of each, with `.json` or `.csv`, gives the same without a page."""


Beside = Callable[[Request, Any], Any]
"""From a view to what a reviewer finds beside it; None where there is nothing to judge."""


def show(page: Page, beside: Beside) -> Callable[[Request], HTMLResponse]:
    """What answers the address of a page."""

    def answer(request: Request) -> HTMLResponse:
        try:
            view = _found(page, request)
        except Late:
            return HTMLResponse(rendered("waiting.html", request), ACCEPTED)
        shown = rendered(page.template, request, view=view, desk=beside(request, view))
        return HTMLResponse(shown)

    return answer


def feed(request: Request) -> Response:
    """What answers the address of the feed of what is watched for."""
    from detente.workbench.views import watch

    page = str(request.base_url).rstrip("/") + addresses.WATCH
    found = watch.feed(request.app.state.workspace, page)
    return Response(found, media_type="application/rss+xml")


def _found(page: Page, request: Request) -> Any:
    """What is shown; raises `Late` where it takes longer than anybody is to wait without a word."""
    state = request.app.state
    patience = state.settings.patience
    if patience is None:
        return page.found(request)
    return state.meanwhile.found(_here(request), lambda: page.found(request), patience)


def _here(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def rendered(template: str, request: Request, **shown: Any) -> str:
    """A template as HTML."""
    visitor = getattr(request.state, "visitor", NOBODY)
    return filled(template, here=_here(request), served=True, visitor=visitor, **shown)


def filled(template: str, *, here: str, served: bool, **shown: Any) -> str:
    """A template as HTML; without `served` it has nothing that needs a server to answer it, and leads to
    what is watched for only with `watched`."""
    known = {"visitor": NOBODY, "desk": None, "watched": served} | shown
    return _environment().get_template(template).render(here=here, served=served, **known)


def problem(request: Request, status: int, what: str, advice: str | None) -> Response:
    """What is answered where nothing can be shown: what is wrong, and what to do now."""
    found = DetenteError(what, advice=advice)
    if request.url.path.startswith(f"{API}/"):
        return refusal(request, found, status)
    if request.app.state.settings.is_shared:
        found = without_folder(found, request.app.state.workspace.folder)
    told = {"what": found.what, "advice": found.advice}
    if request.url.path.endswith((".json", ".csv")):
        return JSONResponse({"problem": found.what, "advice": found.advice}, status)
    return HTMLResponse(rendered("problem.html", request, **told, status=status), status)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("detente.workbench"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["capfirst"] = wording.capitalised
    environment.globals |= {
        "words": wording, "addresses": addresses, "choices": CLOSED, "version": __version__,
    }  # fmt: skip
    return environment

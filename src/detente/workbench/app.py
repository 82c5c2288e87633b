"""The application: which address is answered by what, and what is true of every answer."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException

from detente.errors import DetenteError, InputError, NotFoundError, QueryError
from detente.store import Workspace
from detente.workbench import looking, pages, reviewing, twins
from detente.workbench.addresses import FEED
from detente.workbench.api import add_api
from detente.workbench.guard import Guard, Next, taking
from detente.workbench.settings import Settings
from detente.workbench.waiting import Meanwhile

STATIC = Path(__file__).parent / "static"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    # Other sites learn nothing; with `no-referrer` a browser would not say that a form is of this one.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
}
"""Of every answer: a page runs no script and takes no style but those that are served with it."""
UNTOLD: TelemetryConfig = {
    "tracing": False, "metrics": False, "logs": False, "operation_spans": False, "auto_configure": False,
}  # fmt: skip
"""What is looked at is nobody else's business, whatever the environment says."""


def make_app(workspace: Workspace, settings: Settings) -> FastAPI:
    """The workbench over a workspace."""

    @asynccontextmanager
    async def serving(app: FastAPI) -> AsyncIterator[None]:
        # Most of what the first page needs is ready before anybody asks for it.
        threading.Thread(target=_warm, args=(workspace,), daemon=True).start()
        yield
        workspace.catalogue().close()

    app = FastAPI(
        lifespan=serving, telemetry=UNTOLD, docs_url=None, redoc_url=None, openapi_url=None
    )
    app.state.workspace, app.state.settings = workspace, settings
    app.state.meanwhile = Meanwhile()
    app.middleware("http")(Guard(settings, pages.problem, reviewing.welcome))
    # The one added last is asked first: its headers are of all answers.
    app.middleware("http")(_with_headers)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    add_api(app, workspace)
    for page in pages.PAGES:
        for ending in twins.ENDINGS:
            _add(app, twins.path_of(page, ending), twins.answer(page, ending))
    _add(app, twins.DRAWING, twins.drawing)
    for page in pages.PAGES:
        _add(app, page.path, pages.show(page, reviewing.beside))
    _add(app, FEED, pages.feed)
    for path, answer in reviewing.PAGES.items():
        _add(app, path, answer)
    for path, taker in (*reviewing.FORMS.items(), *looking.FORMS.items()):
        app.add_api_route(path, taking(taker), methods=["POST"], response_model=None)
    app.add_exception_handler(DetenteError, _refused)
    app.add_exception_handler(HTTPException, _missing)
    app.add_exception_handler(Exception, _broken)
    return app


def _warm(workspace: Workspace) -> None:
    with suppress(DetenteError):  # the page that needs it says what is wrong
        workspace.catalogue().months()
        workspace.catalogue().index_words()


def _add(app: FastAPI, path: str, answer: Callable[[Request], Response]) -> None:
    app.add_api_route(path, answer, methods=["GET", "HEAD"], response_model=None)


async def _with_headers(request: Request, call_next: Next) -> Response:
    response = await call_next(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _refused(request: Request, problem: Exception) -> Response:
    """What an error of detente becomes: a page that says what, and what to do now."""
    assert isinstance(problem, DetenteError)
    asked = isinstance(problem, (QueryError, InputError))
    status = 404 if isinstance(problem, NotFoundError) else 400 if asked else 503
    return pages.problem(request, status, problem.what, problem.advice)


def _missing(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)
    if problem.status_code != 404:
        return pages.problem(request, problem.status_code, str(problem.detail), None)
    what = f"nothing is at {request.url.path}"
    return pages.problem(request, 404, what, "Begin at the overview.")


def _broken(request: Request, problem: Exception) -> Response:
    """A fault of detente's own: nothing of it is told but that it was one; the terminal has the rest."""
    what = "detente went wrong over this, which is a fault of its own"
    advice = "Report it with the address that you asked and with what the terminal says of it."
    response = pages.problem(request, 500, what, advice)
    response.headers.update(
        {name: HEADERS[name] for name in HEADERS.keys() - response.headers.keys()}
    )
    return response

"""The HTTP API: what programs are answered, in JSON, under `/api/`; nothing can be changed by it."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request, Response

from detente.errors import DetenteError, InputError, NotFoundError, QueryError
from detente.store import Workspace
from detente.workbench.answers import QUESTIONS, Question
from detente.workbench.answers import parameters as asked
from detente.workbench.answers.parameters import API
from detente.workbench.leaving import fit_to_leave, without_folder
from detente.workbench.openapi import openapi

if TYPE_CHECKING:
    from detente.workbench.answers.records import Answers

__all__ = ["API", "DOCUMENT", "add_api", "refusal", "to_json"]
DOCUMENT = f"{API}/openapi.json"


def add_api(app: FastAPI, workspace: Workspace) -> None:
    """Let an application answer programs."""

    @cache
    def answers() -> Answers:
        from detente.workbench.answers.records import Answers

        return Answers(workspace)

    def document(request: Request) -> Response:
        return Response(to_json(openapi()), media_type="application/json")

    _add(app, DOCUMENT, document)
    for question in QUESTIONS:
        _add(app, question.path, _answering(question, answers))
    _add(app, f"{API}/{{rest:path}}", _nothing)


def _add(app: FastAPI, path: str, answer: Callable[[Request], Response]) -> None:
    app.add_api_route(path, answer, methods=["GET", "HEAD"], response_model=None)


def _answering(question: Question, answers: Callable[[], Answers]) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        given = {name: request.query_params.getlist(name) for name in request.query_params}
        try:
            for name in request.path_params:  # what stands in the path is not asked behind it, too
                if name in given:
                    raise QueryError(f"'{name}' stands in the path", advice="Leave it out here.")
            path = {name: [value] for name, value in request.path_params.items()}
            told = question.answer(answers(), asked.read(question.parameters, given | path))
        except DetenteError as problem:
            return refusal(request, problem)
        told = fit_to_leave(told) if request.app.state.settings.is_shared else told
        return Response(to_json(told), media_type="application/json")

    return answer


def _nothing(request: Request) -> Response:
    return refusal(
        request,
        NotFoundError(f"nothing is at {request.url.path}", advice=f"What there is: {DOCUMENT}."),
    )


def refusal(request: Request, problem: DetenteError, status: int | None = None) -> Response:
    """An error as problem details (RFC 9457), with the status that its kind has unless one is given."""
    meant = _status(problem) if status is None else HTTPStatus(status)
    if request.app.state.settings.is_shared:
        problem = without_folder(problem, request.app.state.workspace.folder)
    told = {
        "type": "about:blank",
        "title": meant.phrase,
        "status": int(meant),
        "detail": problem.what,
        "where": problem.where,
        "advice": problem.advice,
        "instance": request.url.path,
    }
    return Response(to_json(told), int(meant), media_type="application/problem+json")


def _status(problem: DetenteError) -> HTTPStatus:
    if isinstance(problem, NotFoundError):
        return HTTPStatus.NOT_FOUND
    meant = isinstance(problem, (QueryError, InputError))
    return HTTPStatus.UNPROCESSABLE_ENTITY if meant else HTTPStatus.SERVICE_UNAVAILABLE


def to_json(told: Any) -> str:
    """An answer as JSON."""
    return json.dumps(plain(told), ensure_ascii=False, allow_nan=False)


def plain(value: Any) -> Any:
    """Values as JSON has them: days in ISO form, and null for what is no number."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.isoformat() if isinstance(value, dt.date) else value

"""What a posted form says of a passage of an audit: that it was looked through, and what was missed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from detente.correcting.fields import Place
from detente.errors import DetenteError, InputError, NotFoundError
from detente.records import Drawn
from detente.store import Workspace
from detente.workbench import addresses, passages
from detente.workbench.addresses import QueueAsked
from detente.workbench.forms import Typed, as_written, field_problems, in_words
from detente.workbench.guard import Form, Taker
from detente.workbench.judging import ONE_AT_A_TIME, Unclear
from detente.workbench.passages import FIELDS
from detente.workbench.reviewing import SEE, UNPROCESSED, named, queue_page
from detente.workbench.views.record import article_of

if TYPE_CHECKING:
    from detente.auditing import AuditReviewer

NEEDED = {
    "type": "Choose what kind of act it is.",
    "actors": "Say who acts.",
    "recipients": "Say towards whom.",
    "trigger": "Give the words that tell it, as they stand in the passage.",
}
"""What must be told of a missed act, and what is said where it is not."""


def take(request: Request, form: Form) -> Response:
    """Store what a form says of a passage."""
    workspace: Workspace = request.app.state.workspace
    unit = _unit(workspace, request.path_params["unit"])
    does = JUDGEMENTS.get(form.one("judgement"))
    name = named(request, form)
    try:
        if does is None:
            raise Unclear({"": "Say what you judge: press one of the buttons."})
        if not name:
            raise Unclear({"name": "Say who judges: your name stands beside what you judge."})
        with ONE_AT_A_TIME:
            said = _told(lambda: does(_reviewer(workspace, name), unit, workspace, form))
    except Unclear as problem:
        return again(request, form, problem.problems)
    return _done(request, form, unit, name, said)


def again(request: Request, form: Form, problems: Mapping[str, str]) -> Response:
    """The passage once more, with what was typed and what is wrong with it; nothing is stored."""
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"problems": dict(problems)}, UNPROCESSED)
    unit = _unit(request.app.state.workspace, request.path_params["unit"])
    first, second = unit.between
    asked = QueueAsked(order="audit", between=(first, second), at=unit.unit)
    return queue_page(request, asked, Typed(form, problems))


def _unit(workspace: Workspace, name: str) -> Drawn:
    """A passage by its name, of the sample that was drawn last of those that have it."""
    own = [each for each in workspace.audits() if each.unit == name and each.kind == "passage"]
    if not own:
        raise NotFoundError(
            f"no passage {name} is in a sample of this workspace",
            advice="Open the sample anew: another one may have been drawn.",
        )
    return own[-1]


def _reviewer(workspace: Workspace, name: str) -> AuditReviewer:
    from detente.auditing import AuditReviewer

    return AuditReviewer(workspace, name)


def _done(request: Request, form: Form, unit: Drawn, name: str, said: str) -> Response:
    """On to the next, or, for the script of the page, what was stored."""
    if "application/json" in request.headers.get("accept", ""):
        looked = request.app.state.workspace.looked()
        notes = [f"{each} looked it through, too." for each in passages.others(looked, unit, name)]
        return JSONResponse({"said": said, "meanwhile": [], "notes": notes})
    stays = form.one("judgement") in STAYING
    then = form.one("then")
    onward = then if addresses.is_own(then) and not stays else passages.here(unit)
    return RedirectResponse(addresses.with_looked(onward, unit.unit, said), SEE)


def _told(does: Callable[[], str]) -> str:
    try:
        return does()
    except DetenteError as problem:
        raise Unclear({"": in_words(problem)}) from problem


def _look(reviewer: AuditReviewer, unit: Drawn, workspace: Workspace, form: Form) -> str:
    reviewer.look(unit, why=form.one("why") or None)
    return ""


def _miss(reviewer: AuditReviewer, unit: Drawn, workspace: Workspace, form: Form) -> str:
    values = _values(workspace, unit, form)
    return reviewer.miss(unit, values, why=form.one("why") or None).correction_id


def _miss_last(reviewer: AuditReviewer, unit: Drawn, workspace: Workspace, form: Form) -> str:
    said = _miss(reviewer, unit, workspace, form)
    reviewer.look(unit)
    return said


def _take_back(reviewer: AuditReviewer, unit: Drawn, workspace: Workspace, form: Form) -> str:
    reviewer.take_back(unit, form.one("correction"))
    return ""


def _undo(reviewer: AuditReviewer, unit: Drawn, workspace: Workspace, form: Form) -> str:
    """Take back that it was looked through, and the act that was said with it."""
    if form.one("correction"):
        reviewer.take_back(unit, form.one("correction"))
    reviewer.reopen(unit)
    return ""


def _values(workspace: Workspace, unit: Drawn, form: Form) -> dict[str, str]:
    """A missed act as a form tells it. Raises `Unclear` with what is wrong, by field."""
    from detente.auditing.reviewing import sentence_of

    if lacking := {name: told for name, told in NEEDED.items() if not form.one(name)}:
        raise Unclear(lacking)
    article = article_of(workspace, unit.article_id)
    values = {name: form.one(name) for name in FIELDS if form.one(name)}
    values["trigger"] = as_written(values["trigger"], article)
    problems = field_problems("events", values, Place(article, unit.start, unit.end))
    try:
        sentence_of(unit, article, values["trigger"])
    except InputError as problem:
        problems["trigger"] = in_words(problem)
    if problems:
        raise Unclear(problems)
    return values


JUDGEMENTS: Mapping[str, Callable[[AuditReviewer, Drawn, Workspace, Form], str]] = {
    "look": _look, "miss": _miss, "last": _miss_last, "take-back": _take_back, "undo": _undo,
}  # fmt: skip
"""What the buttons say; each gives the id of the act that was said to be missed, or nothing."""
STAYING = ("miss", "take-back", "undo")
"""After which the passage is shown again."""


def _to_passage(request: Request) -> Response:
    """Whoever reloads a form that was not taken is led to its passage."""
    unit = _unit(request.app.state.workspace, request.path_params["unit"])
    return RedirectResponse(passages.here(unit), SEE)


PAGES: Mapping[str, Callable[[Request], Response]] = {"/passage/{unit}/look": _to_passage}
FORMS: Mapping[str, Taker] = {"/passage/{unit}/look": Taker(take, again)}
"""What takes forms."""

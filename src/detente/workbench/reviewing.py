"""The desk of a reviewer: what stands beside a record to judge it by, and the pages of forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from detente.coding.sentences import split_sentences
from detente.correcting import history_of
from detente.correcting.naming import name_of
from detente.errors import InputError, NotFoundError
from detente.records import Article, Correction, Event
from detente.store import Workspace
from detente.store.corrected import Coded, Told, id_of
from detente.workbench import addresses, pages, parameters, passages
from detente.workbench.addresses import (
    TABLES,
    ArticleAsked,
    AuditAsked,
    Kind,
    OccurrenceAsked,
    QueueAsked,
    RecordAsked,
)
from detente.workbench.forms import Input, Typed, as_written, blank_inputs, inputs_of
from detente.workbench.guard import Form, Taker
from detente.workbench.judging import (
    MOST_PARTS,
    PARTS,
    Unclear,
    add,
    judge,
    part_prefixes,
    prefixes_of,
)
from detente.workbench.latest import judged_last
from detente.workbench.passages import PassageNotice
from detente.workbench.queue import Queue, kind_of, queue
from detente.workbench.sessions import Visitor
from detente.workbench.views.record import article_of, find, parties_of, what_of

UNPROCESSED = 422
SEE = 303
LINKING = ("together", "apart")
"""What is said on the page of an act."""
UNTOLD = {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said of a judgement that was made."""

    judgement: str
    undo: str | None
    """Its id, where it can be undone."""
    record: RecordAsked | None
    """What it was made on."""
    meanwhile: tuple[tuple[str, str], ...]
    """Who judged the same record while the form was open, and how."""
    just: bool = True
    """Whether it was made just now."""

    @property
    def undone(self) -> bool:
        """Whether it takes another one back."""
        return self.judgement == "undo"


@dataclass(frozen=True, slots=True)
class Beside:
    """Another event of the same article, which may be the same."""

    event_id: str
    title: str
    what: str


@dataclass(frozen=True, slots=True)
class Desk:
    """What a reviewer finds beside a record."""

    action: str
    """Where its forms are sent to."""
    seen: str
    """The last judgement that is known to whom it is shown."""
    then: str
    """Where to go once it is judged."""
    inputs: tuple[Input, ...] = ()
    """Of its form; none for a record that was deleted before anything was typed."""
    others: tuple[Beside, ...] = ()
    split: str | None = None
    undo: str | None = None
    """The judgement that can be undone."""
    deleted: bool = False
    why: str = ""
    named: str = ""
    """Other events that were typed, of which something is wrong."""
    problems: Mapping[str, str] | None = None
    notice: Notice | None = None


def welcome(request: Request, onward: str) -> Response:
    """What one sees who came in with a token; it leads on by itself. Its own address holds the token, so
    nothing keeps it and nothing is told of it."""
    shown = pages.rendered("welcome.html", request, onward=onward)
    return HTMLResponse(shown, headers=UNTOLD)


def beside(request: Request, view: Any) -> Desk | None:
    """What a reviewer finds beside what a page shows; None where nothing is to be judged."""
    visitor: Visitor = request.state.visitor
    asked = getattr(view, "asked", None)
    if not visitor.may_review:
        return None
    if isinstance(asked, RecordAsked) and not asked.why:
        return _desk(request, asked, asked.address)
    if isinstance(asked, OccurrenceAsked):
        notice = _notice(request)
        return Desk(asked.address, "", asked.address, notice=notice)
    if isinstance(asked, ArticleAsked):
        return Desk("", "", asked.address, notice=_notice(request))
    return None


def _desk(
    request: Request, asked: RecordAsked, then: str, typed: Typed | None = None, *, page: str = ""
) -> Desk:
    """What stands beside a record, on a page of its own or another one: its forms are sent to that page, so
    that what is not taken is said there."""
    workspace: Workspace = request.app.state.workspace
    found, deleted, history = find(workspace, asked)
    last = history[-1].correction_id if history else ""
    event = isinstance(found, Event)
    return Desk(
        action=page or asked.address,
        seen=typed.form.one("seen") if typed else last,
        then=then,
        inputs=() if deleted and typed is None else inputs_of(found, typed),
        others=_others(workspace, found) if event and not deleted else (),
        split=addresses.to_split(asked) if event and not deleted else None,
        undo=last if history and history[-1].table != "occurrences" else None,
        deleted=deleted,
        why=typed.form.one("why") if typed else "",
        problems=typed.problems if typed else None,
        notice=_notice(request),
    )


def _others(workspace: Workspace, found: Told) -> tuple[Beside, ...]:
    every: Sequence[Event] = workspace.catalogue().records_of("events", found.article_id)
    return tuple(
        Beside(each.event_id, parties_of(each), what_of(each))
        for each in every
        if id_of(each) != id_of(found)
    )


def _notice(request: Request) -> Notice | None:
    """What an address tells of a judgement just made."""
    said, seen = (request.query_params.get(each, "") for each in ("said", "seen"))
    every = request.app.state.workspace.catalogue().corrections() if said else []
    made = next((each for each in every if each.correction_id == said), None)
    return _notice_of(made, every, seen) if made else None


def _notice_of(
    made: Correction, every: Sequence[Correction], seen: str, *, just: bool = True
) -> Notice:
    kind: Kind = "statement" if made.table == "statements" else "event"
    record = RecordAsked(kind, made.records[0]) if made.records else None
    alone = made.table == "occurrences"
    quiet = alone or record is None or not just
    others = () if quiet else _meanwhile(made.records[0], every, made, seen)
    final = alone or made.judgement == "undo"
    return Notice(made.judgement, None if final else made.correction_id, record, others, just=just)


def _meanwhile(
    record_id: str, every: Sequence[Correction], made: Correction, seen: str
) -> tuple[tuple[str, str], ...]:
    history = history_of(record_id, every)
    known = [each.correction_id for each in history]
    first = known.index(seen) + 1 if seen in known else 0
    between = history[first : known.index(made.correction_id)]
    return tuple(
        (each.reviewer, each.judgement) for each in between if each.reviewer != made.reviewer
    )


def _queue_asked(request: Request) -> QueueAsked:
    given = {name: request.query_params.getlist(name) for name in request.query_params}
    return parameters.read_queue(given)


def _show_queue(request: Request) -> Response:
    return queue_page(request, _queue_asked(request))


def queue_page(request: Request, asked: QueueAsked, typed: Typed | None = None) -> Response:
    """The queue at one of its records or passages, with what was typed of it and not taken."""
    visitor: Visitor = request.state.visitor
    view = pages.fit_for(request, queue(request.app.state.workspace, asked, visitor.name))
    desk = None
    if view.shown and visitor.may_review:
        shown_at = asked.of(view.shown.asked.record_id)
        desk = _desk(request, view.shown.asked, view.next or asked.of(None), typed, page=shown_at)
    notice = desk.notice if desk else _notice(request)
    looked = passages.notice(request, view)
    last = None
    if looked is None and (notice is None or notice.undone):  # then the key undoes what was before
        last, looked = _judged_last(request, view)
    told = None
    if view.sample and not view.shown and not view.passage:
        from detente.workbench.views.audit import audit

        told = audit(request.app.state.workspace, AuditAsked(view.sample.between))
    shown = pages.rendered(
        "review.html", request,
        view=view, desk=desk, notices=[each for each in (notice, last) if each],
        looking=passages.desk(request, view, typed), looked=looked, told=told,
    )  # fmt: skip
    return HTMLResponse(shown, UNPROCESSED if typed else 200)


def _judged_last(request: Request, view: Queue) -> tuple[Notice | None, PassageNotice | None]:
    """What is said of what its reviewer judged last in a queue."""
    workspace: Workspace = request.app.state.workspace
    last = judged_last(workspace, view, request.state.visitor.name)
    if last is not None and last.passage is not None:
        made = last.said.correction_id if last.said else ""
        return None, passages.notice_of(request, last.passage, made, just=False)
    every = workspace.catalogue().corrections()
    return _notice_of(last.said, every, "", just=False) if last and last.said else None, None


def _take_in_queue(request: Request, form: Form) -> Response:
    """Store what a form says of the record at which a queue stands."""
    asked = _queue_asked(request)
    record = RecordAsked(kind_of(asked), asked.at or "")
    try:
        made = judge(request.app.state.workspace, named(request, form), record, form)
    except Unclear as problem:
        return _queue_again(request, form, problem.problems)
    return _done(request, form, made, asked.of(None))


def _queue_again(request: Request, form: Form, problems: Mapping[str, str]) -> Response:
    if _is_script(request):
        return JSONResponse({"problems": dict(problems)}, UNPROCESSED)
    return queue_page(request, _queue_asked(request), Typed(form, problems))


def _taker(kind: Kind) -> Taker:
    """What is done with a form about a record."""

    def take(request: Request, form: Form) -> Response:
        asked = RecordAsked(kind, request.path_params["id"])
        try:
            made = judge(request.app.state.workspace, named(request, form), asked, form)
        except Unclear as problem:
            return again(request, form, problem.problems)
        return _done(request, form, made, asked.address)

    def again(request: Request, form: Form, problems: Mapping[str, str]) -> Response:
        return _again(request, RecordAsked(kind, request.path_params["id"]), Typed(form, problems))

    return Taker(take, again)


def _is_script(request: Request) -> bool:
    """Whether the script of a page asks, which shows by itself what is answered."""
    return "application/json" in request.headers.get("accept", "")


def _done(request: Request, form: Form, made: Correction, otherwise: str) -> Response:
    """On to where the form says, or, for the script of the page, what was stored."""
    if _is_script(request):
        every = request.app.state.workspace.catalogue().corrections()
        meanwhile = _notice_of(made, every, form.one("seen")).meanwhile
        return JSONResponse({"said": made.correction_id, "meanwhile": meanwhile})
    then = form.one("then")
    onward = then if addresses.is_own(then) else otherwise
    return RedirectResponse(addresses.with_said(onward, made.correction_id, form.one("seen")), SEE)


def _again(request: Request, asked: RecordAsked, typed: Typed) -> Response:
    """The form once more, with what was typed and what is wrong with it."""
    if _is_script(request):
        return JSONResponse({"problems": dict(typed.problems)}, UNPROCESSED)
    if typed.form.one("judgement") == "split":
        return _split_page(request, asked, prefixes_of(typed.form), typed)
    if typed.form.one("judgement") in LINKING:
        with suppress(NotFoundError):  # of what was deleted meanwhile there is no such page
            return _acts_page(request, asked, typed)
    from detente.workbench.views.record import record

    view = pages.fit_for(request, record(request.app.state.workspace, asked))
    then = typed.form.one("then")
    desk = _desk(request, asked, then if addresses.is_own(then) else asked.address, typed)
    shown = pages.rendered("record.html", request, view=view, desk=desk)
    return HTMLResponse(shown, UNPROCESSED)


def _acts_page(request: Request, asked: RecordAsked, typed: Typed) -> Response:
    """The page of an act once more, with what is wrong in what was said of its reports."""
    from detente.workbench.views.occurrence import happened

    act = OccurrenceAsked(asked.record_id)
    view = pages.fit_for(request, happened(request.app.state.workspace, act))
    form = typed.form
    given = form.one("with") if form.one("judgement") == "together" else ""
    desk = Desk(
        act.address, "", act.address, why=form.one("why"), named=given,
        problems=typed.problems,
    )  # fmt: skip
    shown = pages.rendered("occurrence.html", request, view=view, desk=desk)
    return HTMLResponse(shown, UNPROCESSED)


def named(request: Request, form: Form) -> str:
    """Who judges: the holder of the token, or whom a form at this machine names, from then on."""
    visitor: Visitor = request.state.visitor
    said = form.one("name")
    if visitor.holder or not said or said == visitor.name:
        return visitor.name
    try:
        name = name_of(said)
    except InputError:
        return ""
    request.state.visitor = request.state.sessions.named(visitor, name)
    return name


def _for_reviewers(answer: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """A page that is nothing but a form: only who may send it sees it."""

    def shown(request: Request) -> Response:
        if not request.state.visitor.may_review:
            raise HTTPException(403, "you may read, but not judge")
        return answer(request)

    return shown


def _show_split(request: Request) -> Response:
    number = request.query_params.get("parts", "2")
    prefixes = part_prefixes(int(number) if number in PARTS else 2)
    return _split_page(request, RecordAsked("event", request.path_params["id"]), prefixes)


def _split_page(
    request: Request, asked: RecordAsked, prefixes: Sequence[str], typed: Typed | None = None
) -> Response:
    from detente.workbench.views.record import record

    workspace: Workspace = request.app.state.workspace
    view = pages.fit_for(request, record(workspace, asked))
    found, deleted, _ = find(workspace, asked)
    if deleted and typed is None:
        raise NotFoundError(f"the event {asked.record_id} was deleted", advice="Undo that first.")
    more = addresses.to_split(asked, len(prefixes) + 1) if len(prefixes) < MOST_PARTS else None
    page = addresses.to_split(asked, len(prefixes))
    desk = _desk(request, asked, asked.address, typed, page=page)
    parts = [inputs_of(found, typed, prefix=each) for each in prefixes]
    shown = pages.rendered("split.html", request, view=view, desk=desk, parts=parts, more=more)
    return HTMLResponse(shown, UNPROCESSED if typed else 200)


def _show_add(request: Request) -> Response:
    what = _coded(request.query_params.get("what", ""))
    return _add_page(request, what, request.query_params.get("words", ""))


def _add_page(request: Request, what: Coded, words: str, typed: Typed | None = None) -> Response:
    article = article_of(request.app.state.workspace, request.path_params["id"])
    told = "trigger" if what == "events" else "about"
    words = as_written(words.strip(), article)
    day = str(article.published or "")
    values = {told: words, "date": day}
    shown = pages.rendered(
        "add.html", request,
        what=what,
        article=article,
        inputs=blank_inputs(what, values, typed),
        sentences=_sentences(article, words),
        sentence=typed.form.one("sentence") if typed else "",
        desk=Desk(
            f"{addresses.of_article(article.article_id)}/add", "",
            addresses.of_article(article.article_id),
            why=typed.form.one("why") if typed else "", problems=typed.problems if typed else None,
        ),
    )  # fmt: skip
    return HTMLResponse(shown, UNPROCESSED if typed else 200)


def _sentences(article: Article, words: str) -> list[tuple[int, str]]:
    """The sentences in which words stand, with their numbers; all where there are no words."""
    text = article.text
    spans = [text[each.start : each.end] for each in split_sentences(text)]
    return [(n, " ".join(each.split())) for n, each in enumerate(spans) if words in each]


def _take_added(request: Request, form: Form) -> Response:
    article_id, what = request.path_params["id"], _coded(form.one("what"))
    workspace: Workspace = request.app.state.workspace
    try:
        made = add(workspace, named(request, form), what, article_id, form)
    except Unclear as problem:
        return _add_again(request, form, problem.problems)
    return _done(request, form, made, addresses.of_article(article_id))


def _add_again(request: Request, form: Form, problems: Mapping[str, str]) -> Response:
    what = _coded(form.one("what"))
    words = form.one("trigger" if what == "events" else "about")
    return _add_page(request, what, words, Typed(form, problems))


def _coded(text: str) -> Coded:
    return next((each for each in TABLES.values() if each == text), "events")


def _to_record(kind: Kind) -> Callable[[Request], Response]:
    def lead(request: Request) -> Response:
        return RedirectResponse(RecordAsked(kind, request.path_params["id"]).address, SEE)

    return lead


PAGES: Mapping[str, Callable[[Request], Response]] = {
    "/review": _show_queue,
    "/event/{id}/split": _for_reviewers(_show_split),
    "/article/{id}/add": _for_reviewers(_show_add),
    # Forms of earlier versions were sent there, and who reloads is led to the record.
    "/event/{id}/judge": _to_record("event"),
    "/statement/{id}/judge": _to_record("statement"),
}
"""Pages with forms that are not of one record."""
FORMS: Mapping[str, Taker] = {
    "/review": Taker(_take_in_queue, _queue_again),
    "/event/{id}": _taker("event"),
    "/statement/{id}": _taker("statement"),
    "/event/{id}/split": _taker("event"),
    "/occurrence/{id}": _taker("event"),
    "/article/{id}/add": Taker(_take_added, _add_again),
}
"""What takes forms: each is sent to the address of its page."""

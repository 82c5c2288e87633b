"""What stands beside a passage of an audit for a reviewer: the form of a missed act, and what he said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import Request

from detente.records import Drawn, Looked
from detente.store import Workspace
from detente.store.corrected import records_of, told_by
from detente.workbench import addresses
from detente.workbench.addresses import QueueAsked
from detente.workbench.forms import Typed
from detente.workbench.queue import Queue
from detente.workbench.sessions import Visitor
from detente.workbench.views.passage import parties, types
from detente.workbench.views.record import parties_of, what_of

FIELDS = ("type", "actors", "recipients", "trigger", "date", "reciprocal")
"""Of a missed act, in the order in which they are filled in."""


@dataclass(frozen=True, slots=True)
class Stated:
    """An act that the reviewer said was missed in the passage."""

    correction_id: str
    parties: str
    what: str
    words: str


@dataclass(frozen=True, slots=True)
class PassageDesk:
    """What a reviewer finds beside a passage."""

    action: str
    """Where its forms are sent to."""
    here: str
    """Where the passage is shown."""
    then: str
    """Where to go once it is looked through."""
    stated: tuple[Stated, ...]
    values: Mapping[str, str]
    """Of the form of a missed act, by field."""
    types: tuple[tuple[str, str], ...]
    """Each type of act with its words."""
    parties: tuple[tuple[str, str], ...]
    """Code and name of whoever may act."""
    opened: bool
    """Whether the form stands open: something is to be mended, or another act follows."""
    seen: str = ""
    why: str = ""
    problems: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class PassageNotice:
    """What is said of a passage that was judged."""

    told: str
    action: str
    here: str
    correction_id: str
    """Of the act that was said to be missed with it; empty where there is none."""
    others: tuple[str, ...]
    """Who else looked it through."""
    just: bool = True
    """Whether it was judged just now."""


def here(unit: Drawn) -> str:
    """Where a passage of an audit is shown."""
    first, second = unit.between
    return QueueAsked(order="audit", between=(first, second), at=unit.unit).address


def desk(request: Request, view: Queue, typed: Typed | None = None) -> PassageDesk | None:
    """What a reviewer finds beside the passage that a queue shows; None where none is, or he only reads."""
    visitor: Visitor = request.state.visitor
    unit = view.sample.unit(view.passage.unit) if view.sample and view.passage else None
    if unit is None or view.passage is None or not visitor.may_review:
        return None
    day = view.passage.source.published
    blank = dict.fromkeys(FIELDS, "") | {"date": str(day or "")}
    form = typed.form if typed else None
    return PassageDesk(
        action=addresses.to_look(unit.unit),
        here=here(unit),
        then=view.next or view.asked.of(None),
        stated=_stated(request.app.state.workspace, visitor.name, unit),
        values={name: form.one(name) for name in FIELDS} if form else blank,
        types=types(),
        parties=parties(view.passage.between),
        opened=typed is not None or _goes_on(request, unit),
        why=form.one("why") if form else "",
        problems=typed.problems if typed else None,
    )


def notice(request: Request, view: Queue) -> PassageNotice | None:
    """What an address tells of a passage just judged; None for what its reader did not say."""
    visitor: Visitor = request.state.visitor
    named, said = (request.query_params.get(each, "") for each in ("looked", "missed"))
    unit = view.sample.unit(named) if view.sample and named and visitor.name else None
    return notice_of(request, unit, said) if unit and unit.kind == "passage" else None


def notice_of(
    request: Request, unit: Drawn, said: str = "", *, just: bool = True
) -> PassageNotice | None:
    """What its reviewer is told of a passage, with the act that he `said` was missed with it; None where
    he said nothing of it."""
    visitor: Visitor = request.state.visitor
    workspace: Workspace = request.app.state.workspace
    looked = workspace.looked()
    done = any(_is_of(each, unit) and each.reviewer == visitor.name for each in looked)
    stated = _stated(workspace, visitor.name, unit)
    made = said if said in {each.correction_id for each in stated} else ""
    if not done and not made:
        return None
    return PassageNotice(
        told=in_words(len(stated), done=done),
        action=addresses.to_look(unit.unit),
        here=here(unit),
        correction_id=made,
        others=others(looked, unit, visitor.name),
        just=just,
    )


def _goes_on(request: Request, unit: Drawn) -> bool:
    """Whether an act was just said to be missed there, and another one follows."""
    return request.query_params.get("looked") == unit.unit and "missed" in request.query_params


def in_words(acts: int, *, done: bool) -> str:
    """What was said of a passage."""
    if not done:
        return "an act that was missed. Say the next one, or that this is all."
    if not acts:
        return "nothing is missing there."
    return f"{'an act was' if acts == 1 else f'{acts} acts were'} missed there."


def others(looked: Sequence[Looked], unit: Drawn, name: str) -> tuple[str, ...]:
    """Who else looked a passage through."""
    return tuple(e.reviewer for e in looked if _is_of(e, unit) and e.reviewer != name)


def _is_of(looked: Looked, unit: Drawn) -> bool:
    return (looked.audit, looked.unit) == (unit.audit, unit.unit)


def _stated(workspace: Workspace, name: str, unit: Drawn) -> tuple[Stated, ...]:
    if not name:
        return ()
    from detente.auditing import AuditReviewer

    missed = AuditReviewer(workspace, name).missed(unit)
    told = [(each.correction_id, records_of("events", each.after)[0]) for each in missed]
    return tuple(
        Stated(name, parties_of(event), what_of(event), " ".join(told_by(event).text.split()))
        for name, event in told
    )

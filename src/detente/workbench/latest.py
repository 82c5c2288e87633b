"""What a reviewer judged last in a queue: it can be undone from wherever he is in it by now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from detente.correcting import undoable
from detente.correcting.history import names
from detente.records import Correction, Drawn, Looked
from detente.store import Query, Workspace
from detente.store.corrected import records_of
from detente.workbench.addresses import TABLES
from detente.workbench.queue import Queue, kind_of
from detente.workbench.sample import Sample

MOST = 20
"""How many judgements of other records are passed over on the way to one of the queue."""


@dataclass(frozen=True, slots=True)
class Last:
    """What a reviewer judged last."""

    said: Correction | None
    """None where he looked a passage through."""
    passage: Drawn | None = None
    """That passage, or the one in which he said that an act was missed."""


def judged_last(workspace: Workspace, view: Queue, reviewer: str) -> Last | None:
    """What a reviewer judged last in a queue; None where there is nothing that he can undo."""
    said = undoable(reviewer, workspace.catalogue().corrections()) if reviewer else iter(())
    if view.sample:
        return _of_sample(view.sample, said, workspace.looked(), reviewer)
    own = (each for each in said if each.table == TABLES[kind_of(view.asked)] and each.records)
    if view.asked.between is None:
        found = next(own, None)
    else:
        found = next((each for each in islice(own, MOST) if _is_of(workspace, view, each)), None)
    return Last(found) if found else None


def _is_of(workspace: Workspace, view: Queue, said: Correction) -> bool:
    """Whether it was said of a record of the two states, as the coder read it."""
    asked = Query(ids=said.records, between=view.asked.between, uncorrected=True)
    return workspace.count(view.asked.what, asked) > 0


def _of_sample(
    drawn: Sample, said: Iterable[Correction], looked: Iterable[Looked], reviewer: str
) -> Last | None:
    """Of the acts and passages of a sample what was judged last."""
    units = [(each, _unit_of(drawn, each)) for each in islice(said, MOST)]
    act = next(((each, unit) for each, unit in units if unit is not None), None)
    look = _last_look(drawn, looked, reviewer)
    if act is None or (look is not None and look.made > act[0].made):
        return Last(None, drawn.unit(look.unit)) if look else None
    said_of, unit = act
    return Last(said_of, unit if unit.kind == "passage" else None)


def _unit_of(drawn: Sample, said: Correction) -> Drawn | None:
    """The act that something was said of, or the passage in which an act was said to be missed."""
    if said.judgement != "add":
        return next((each for each in drawn.units if each.unit in names(said)), None)
    if said.table != "events":
        return None
    (event,) = records_of("events", said.after)
    passages = (each for each in drawn.units if each.kind == "passage")
    here = (each for each in passages if each.article_id == said.article_id)
    return next((each for each in here if each.start <= event.start < each.end), None)


def _last_look(drawn: Sample, looked: Iterable[Looked], reviewer: str) -> Looked | None:
    """When a reviewer looked a passage of a sample through last, and did not take it back."""
    audit = drawn.units[0].audit
    held: dict[str, Looked] = {}
    for each in sorted(looked, key=lambda each: each.made):
        if (each.reviewer, each.audit) == (reviewer, audit) and drawn.unit(each.unit):
            held.pop(each.unit, None)
            held |= {} if each.undone else {each.unit: each}
    return next(reversed(held.values()), None)

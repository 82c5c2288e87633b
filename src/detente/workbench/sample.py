"""The sample of an audit in the queue: its units, how many are checked, how long the rest takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from detente.correcting import judged
from detente.records import Correction, Drawn, Looked
from detente.store import Workspace

A_PAUSE = 300.0
"""Seconds after which a reviewer did something else meanwhile."""
ENOUGH = 5
"""Judgements one after the other from which it is told how long a reviewer takes for one."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The sample that was drawn last, of two states or of any."""

    units: tuple[Drawn, ...]
    """Those that are in the workspace, in the order in which they are checked."""
    checked: frozenset[str]
    """Names of the units that are checked, by whomever."""
    pace: float | None
    """Seconds that the reviewer who asks takes for one; None where too little is known."""

    @property
    def between(self) -> tuple[str, str]:
        """The two states."""
        first, second = self.units[0].between
        return first, second

    def unit(self, name: str) -> Drawn | None:
        """One of the units by its name."""
        return next((each for each in self.units if each.unit == name), None)


def sample(
    workspace: Workspace, between: tuple[str, str] | None = None, reviewer: str = ""
) -> Sample | None:
    """The sample that was drawn last; None where there is none, or nothing of it is in the workspace."""
    units = _there(workspace, _last(workspace.audits(), between))
    if not units:
        return None
    corrections = workspace.catalogue().corrections()
    own = {each.audit for each in workspace.audits() if {*each.between} == {*units[0].between}}
    looked = [each for each in workspace.looked() if each.audit in own]
    done = judged(corrections) | {each.unit for each in looked}
    return Sample(
        units=units,
        checked=frozenset(each.unit for each in units if each.unit in done),
        pace=pace(_moments(units, corrections, looked, reviewer)),
    )


def pace(moments: Sequence[str]) -> float | None:
    """Seconds from one judgement to the next, in the middle of all; pauses do not count."""
    times = sorted(dt.datetime.fromisoformat(each) for each in moments)
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
    working = [gap for gap in gaps if gap <= A_PAUSE]
    return median(working) if len(working) >= ENOUGH else None


def _last(drawn: Sequence[Drawn], between: tuple[str, str] | None) -> list[Drawn]:
    own = [each for each in drawn if between is None or {*each.between} == {*between}]
    return [each for each in own if each.audit == own[-1].audit]


def _there(workspace: Workspace, units: Sequence[Drawn]) -> tuple[Drawn, ...]:
    """Units of which the act, or the article of the passage, is in the workspace."""
    if not units:
        return ()
    catalogue = workspace.catalogue()
    there = catalogue.there("events", {each.unit for each in units if each.kind == "act"})
    articles = catalogue.there(
        "articles", {each.article_id for each in units if each.kind == "passage"}
    )
    return tuple(
        each
        for each in units
        if (each.unit in there if each.kind == "act" else each.article_id in articles)
    )


def _moments(
    units: Iterable[Drawn],
    corrections: Iterable[Correction],
    looked: Iterable[Looked],
    reviewer: str,
) -> list[str]:
    """When a reviewer checked a unit."""
    acts = {each.unit for each in units if each.kind == "act"}
    judged_acts = [
        each.made
        for each in corrections
        if each.reviewer == reviewer and acts.intersection(each.records)
    ]
    return [*judged_acts, *(each.made for each in looked if each.reviewer == reviewer)]

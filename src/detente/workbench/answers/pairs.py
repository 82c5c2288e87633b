"""All pairs of states, each with where it stands by the reports of acts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.records import column
from detente.store import resolve_country
from detente.workbench.addresses import OverviewAsked
from detente.workbench.views.overview import PairRow, overview

if TYPE_CHECKING:
    from detente.workbench.answers.records import Answers, Plain


@dataclass(frozen=True, slots=True)
class PairStanding:
    """Two states in a list of all: reports of acts, before those of one act are joined."""

    first: str = column("country code, the earlier in the alphabet")
    second: str = column("country code")
    events: int = column("reports of acts that count")
    articles: int = column("articles that tell them")
    level: float | None = column(
        "mean score of the last six months of the record, weighed by confidence, -10 (conflict) to 10"
    )
    low: float | None = column("lower end of its 90% band; null where it rests on fewer than five")
    high: float | None = column("upper end of it")
    recent: int = column("reports of those months")
    change: float | None = column("level less that of all the time before; null where too few tell")
    way: str = column("`up`, `down`, `no clear change`, or empty where it cannot be told")
    side: str = column("`cooperation` or `conflict`, whichever prevails; empty where neither does")
    since: dt.date | None = column("first month of those in which that prevails without a break")  # noqa: RUF009
    sure: float = column("mean confidence of the reports")
    last: dt.date = column("day of the latest act")  # noqa: RUF009 (a field, not a value)
    last_act: str = column("that act in words")
    last_event: str = column("its `event_id`")


def pairs(answers: Answers, given: Mapping[str, Any]) -> Plain:
    """All pairs of states, those first of whom most is told."""
    rows = overview(answers.workspace, OverviewAsked()).rows
    state = given.get("of")
    if state is not None:
        code = resolve_country(state)
        rows = tuple(each for each in rows if code in (each.first, each.second))
    most = given.get("limit", len(rows))
    return {"total": len(rows), "pairs": [_listed(each) for each in rows[:most]]}


def _listed(row: PairRow) -> Plain:
    event = row.last_address.rpartition("/")[2]
    names = [name for name in PairStanding.__dataclass_fields__ if name != "last_event"]
    return {name: getattr(row, name) for name in names} | {"last_event": event}

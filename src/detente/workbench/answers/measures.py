"""How two states stand: what the measures say, with the acts that show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from detente.errors import TooLittleDataError
from detente.reporting import brief as briefs
from detente.reporting import wording
from detente.reporting.brief import Brief
from detente.store.query import as_days, resolve_pair
from detente.workbench.addresses import PairAsked
from detente.workbench.answers.records import Answers, Plain
from detente.workbench.views.pair import title
from detente.workbench.views.part import gathered

DRIVERS = 5
"""Acts that are named of each turn."""


def standing(answers: Answers, given: Mapping[str, Any]) -> Plain:
    """Where a relation stands, in sentences, with the events that mattered most."""
    since, until = as_days(given.get("since"), given.get("until"))
    asked = PairAsked(
        between=_pair(given), since=since, until=until, every=given.get("every", "month")
    )
    try:
        relation = gathered(answers.workspace, asked)
    except TooLittleDataError as problem:
        return _stand(asked, "", None, wording.capitalised(problem.what))
    found = briefs.brief(relation.material, relation.held)
    events = answers.events_by_id([each.anchor.partition("-")[2] for each in found.events])
    return _stand(asked, found.time, found, None, events)


def _stand(
    asked: PairAsked,
    time: str,
    found: Brief | None,
    refused: str | None,
    events: Sequence[Plain] = (),
) -> Plain:
    now = found.now if found else None
    return {
        "between": list(asked.between),
        "title": title(asked),
        "time": time,
        "refused": refused,
        "level": now.level if now else None,
        "band": now.band if now else None,
        "as_of": now.when if now else None,
        "sentences": list(found.sentences) if found else [],
        "events": list(events),
    }


def index(answers: Answers, given: Mapping[str, Any]) -> Plain:
    """A relation period by period, with its level and band."""
    from detente.measuring import Level, Question

    acts, start = _acts(answers, given)
    question = Question(
        between=_pair(given), every=given.get("every", "month"), since=start,
        until=given.get("until"), track=given.get("track"), directed=given.get("directed", False),
    )  # fmt: skip
    return _told(Level().fit(acts, question))


def turns(answers: Answers, given: Mapping[str, Any]) -> Plain:
    """Lasting changes of the level of a relation, each with the acts that drove it."""
    from detente.measuring import Drivers, Turns, by_period, chosen

    held, _ = _acts(answers, given)
    days: Any = {"since": given.get("since"), "until": given.get("until")}
    way: Any = "forward" if given.get("directed") else "both"
    acts = chosen(held, direction=way, track=given.get("track"), **days)
    of = given.get("of", "mean")
    found = Turns().fit(by_period(acts, every=given.get("every", "month"), of=of, **days))
    explained = Drivers(most=DRIVERS).fit(found, acts, _pair(given)) if of == "mean" else None
    drivers = explained.to_table().to_pylist() if explained else []
    return _told(found) | {"drivers": _with_acts(answers, given, drivers)}


def reciprocity(answers: Answers, given: Mapping[str, Any]) -> Plain:
    """Whether what one state does is answered by the other."""
    from detente.measuring import Reciprocity, directed

    acts, _ = _acts(answers, given)
    series = directed(
        {_pair(given): acts}, track=given.get("track"), since=given.get("since"),
        until=given.get("until"), every=given.get("every", "month"), of=given.get("of", "total"),
    )  # fmt: skip
    return _told(Reciprocity().fit(series))


def _pair(given: Mapping[str, Any]) -> tuple[str, str]:
    return resolve_pair((given["first"], given["second"]))


def _acts(answers: Answers, given: Mapping[str, Any]) -> tuple[Any, dt.date | None]:
    """The acts of two states, and the day from which they are counted."""
    since, _ = as_days(given.get("since"), given.get("until"))
    found = answers.relationship(_pair(given), given.get("every", "month"), since)
    return found.acts, found.start


def _with_acts(answers: Answers, given: Mapping[str, Any], drivers: Sequence[Plain]) -> list[Plain]:
    """Drivers with the event that stands for each, and its evidence."""
    since, _ = as_days(given.get("since"), given.get("until"))
    found = answers.relationship(_pair(given), given.get("every", "month"), since)
    standing_for = {each.occurrence_id: each.representative for each in found.occurrences}
    ids = {each["act_id"]: standing_for.get(each["act_id"]) for each in drivers}
    events = answers.events_by_id([each for each in ids.values() if each])
    by_id = {each["event_id"]: each for each in events}
    return [each | {"event": by_id.get(ids[each["act_id"]] or "")} for each in drivers]


def _told(found: Any) -> Plain:
    """A result as its options and rows."""
    return {"asked": found.asked(), "rows": found.to_table().to_pylist()}

"""When what is told of a channel happened, or is to happen."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable

from detente.coding.channels.telling import Tale
from detente.coding.grammar.parse import Parse
from detente.coding.time.dating import Dating
from detente.coding.time.expressions import Expression
from detente.coding.time.nearest import Circumstances
from detente.coding.time.reading import Timed
from detente.coding.time.timeline import DatesHere
from detente.records import Status

NO_DATE = Dating(None, None, None, None, False, "it is told without a date")
RUNS_ON = frozenset({",", "and", "to", "through", "until", "-", "–", "—", "on"})
"""What joins the first day of a meeting to its last: `on Monday and Tuesday`."""
TEMPORAL_MARKS = frozenset({"after", "before", "since", "until"})
UNDATED: frozenset[Status] = frozenset({"conditional", "hypothetical"})
LONGEST = dt.timedelta(days=7)
"""How long one meeting goes on at most."""


def dated(parse: Parse, tale: Tale, last: int, dates: DatesHere) -> Dating:
    """The date of what is told, or `NO_DATE`; `last` is the name's last token.

    Of what is to come only a date told for it counts: the day on which a plan is announced, or
    that of another plan beside it, is not its own.
    """
    if tale.trigger is None or tale.status is None or not tale.dated or tale.status in UNDATED:
        return NO_DATE
    about = Circumstances(tale.status, background=_only_places(parse, tale.trigger))
    found = dates.date(tale.trigger, about)
    if tale.status in ("done", "ongoing"):
        found = dates.lies_ahead(tale.trigger) or found
    chosen = next((t for t in dates.times if t.expression.text == found.expression), None)
    if tale.status == "planned" and (
        chosen is None or not _hangs_from(parse, tale.trigger, last, chosen.token)
    ):
        return NO_DATE
    if chosen is None or found.start is None or found.precision != "day":
        return found
    return _with_last_day(found, chosen, dates.times, parse)


def _only_places(parse: Parse, verb: int) -> bool:
    """`ten days after the two presidents met`: a verb that only places another act in time."""
    while parse.is_conjunct(verb) and parse.is_verb(parse.heads[verb]):
        verb = parse.heads[verb]
    mark = parse.marker(verb) if parse.is_verb(verb) else None
    return (
        mark is not None
        and parse.is_adverbial_or_prepositional(verb)
        and parse.lowers[mark] in TEMPORAL_MARKS
    )


def _hangs_from(parse: Parse, trigger: int, last: int, token: int) -> bool:
    """Whether an expression belongs to a word itself, and to no other verb beside or above it.

    Nor may it stand beyond an `and` after the name: there it dates what is joined to the channel.
    """
    if _is_joined_on(parse, last, token):
        return False
    if not parse.is_verb(trigger):
        return trigger in parse.ancestors(token)
    return next((t for t in parse.ancestors(token) if parse.is_verb(t)), None) == trigger


def _is_joined_on(parse: Parse, last: int, token: int) -> bool:
    """`plan a dialogue and, in May, a visit`: whether a date stands with what an `and` adds."""
    for conjunction in range(last, token):
        if not parse.is_coordinator(conjunction):
            continue
        between = range(conjunction + 1, token)
        if all(parse.is_between_joined(t) for t in between):
            return True
        added = [t for t in parse.conjuncts(parse.heads[conjunction]) if t > conjunction]
        if any(t > token or token in parse.subtree(t) for t in added):
            return True
    return False


def _with_last_day(found: Dating, chosen: Timed, times: Iterable[Timed], parse: Parse) -> Dating:
    """`on Monday and Tuesday`: the date of the first day, gone on to the last."""
    for later in times:
        between = _between(parse, chosen.expression, later.expression)
        day = later.dated
        if day is None or day.precision != "day" or not RUNS_ON.issuperset(between) or not between:
            continue
        if found.end is not None and found.end < day.end <= found.end + LONGEST:
            return dataclasses.replace(found, end=day.end)
    return found


def _between(parse: Parse, first: Expression, second: Expression) -> list[str]:
    """The words between two expressions, in small letters."""
    start, end = parse.start + first.end, parse.start + second.start
    return [parse.lowers[t] for t in range(len(parse)) if start <= parse.starts[t] < end]

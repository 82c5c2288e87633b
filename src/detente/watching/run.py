"""What is there to be told? Every rule asked of what a workspace holds, each thing once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from detente.days import Day, as_day
from detente.records import Alert, AlertRule, Revision
from detente.schema import to_rows
from detente.store import Workspace
from detente.watching.acts import acts, asked, words
from detente.watching.material import Material, Versions
from detente.watching.positions import due, stated
from detente.watching.rules import (
    ORDER,
    UNPAIRED,
    ActRule,
    ChannelRule,
    DemandRule,
    LevelRule,
    PromiseRule,
    QuestionRule,
    RedLineRule,
    Rule,
    SilenceRule,
    Watchlist,
    WordsRule,
    rule_id,
)

NEW = dt.timedelta(days=7)
"""How far back a rule looks that has not told anything yet."""
POSITIONS: tuple[AlertRule, ...] = ("red-line", "demand")
"""Rules that tell an article once."""
Finder = Callable[..., Iterator[Alert]]


def watch(
    workspace: Workspace,
    watchlist: Watchlist,
    *,
    since: Day | None = None,
    until: Day | None = None,
) -> list[Alert]:
    """What a watchlist tells of that came since a day, whatever was told before.

    `until` is the day up to which the record goes, that of its last article unless it is given: from it the
    days to a promise and of a silence are counted. `since` is the first day of publication, seven days
    before `until` unless it is given. They come by who is watched, by rule, and by how much they matter; a
    sentence that several rules tell is told by the first of them. Nothing is remembered.
    """
    return watch_since(workspace, watchlist, since={}, earliest=as_day(since), until=as_day(until))


def watch_since(
    workspace: Workspace,
    watchlist: Watchlist,
    *,
    since: Mapping[str, dt.date],
    earliest: dt.date | None = None,
    until: dt.date | None = None,
) -> list[Alert]:
    """The same, where each rule has a first day of its own, by `rule_id`; that of others is `earliest`."""
    last = until or workspace.last_published()
    if last is None:
        return []
    start = earliest or first_day(last)
    versions = Versions(to_rows(workspace.revisions(), Revision))
    found: list[Alert] = []
    for watched in watchlist.watched:
        material = Material(workspace, watched, until=last, versions=versions)
        told: list[Alert] = []
        for rule in watched.rules or ():
            day = since.get(rule_id(watched, rule), start)
            # A silence began, and may have been long, before anybody watched for it.
            told += [
                each
                for each in _found(rule, material)
                if each.first_reported >= day or each.rule == "silence"
            ]
        found += _in_order(told)
    return list(_once(found))


def last_day(workspace: Workspace, today: dt.date) -> dt.date | None:
    """The day up to which a record goes, None where no article has a date. One that is dated to come, by
    mistake, would make all else look old: the record ends today at the latest."""
    last = workspace.last_published()
    return min(last, today) if last else None


def first_day(last: dt.date) -> dt.date:
    """The day from which a rule tells that is new."""
    return last - NEW


def _found(rule: Rule, material: Material) -> Iterator[Alert]:
    # What measures is slow to load, and not every watchlist measures.
    match rule:
        case ActRule():
            return acts(rule, material)
        case WordsRule():
            return words(rule, material)
        case QuestionRule():
            return asked(rule, material)
        case RedLineRule() | DemandRule():
            return stated(rule, material)
        case PromiseRule():
            return due(rule, material)
        case ChannelRule() | LevelRule() | SilenceRule():
            from detente.watching import standing

            kinds: Mapping[type, Finder] = {
                ChannelRule: standing.channels,
                LevelRule: standing.level,
                SilenceRule: standing.silence,
            }
            return kinds[type(rule)](rule, material)


def _in_order(found: Iterable[Alert]) -> list[Alert]:
    return sorted(
        found,
        key=lambda each: (
            ORDER.index(each.rule),
            -each.weight,
            -(each.day or dt.date.min).toordinal(),
            each.alert_id,
        ),
    )


def _once(found: Iterable[Alert]) -> Iterator[Alert]:
    """Each once: what would be shown by what is shown already is joined to it."""
    kept: list[Alert] = []
    places: dict[object, int] = {}
    for each in found:
        names = _shown_by(each)
        place = next((places[name] for name in names if name in places), None)
        if place is None:
            place = len(kept)
            kept.append(each)
        else:
            kept[place] = _joined(kept[place], each)
        for name in names:
            places.setdefault(name, place)
    yield from kept


def _shown_by(alert: Alert) -> tuple[object, ...]:
    """What shows an alert: its sentence, and of a position its article, which may take it in many."""
    article = (alert.rule, alert.watched, alert.address)
    return (alert.keys[0], article) if alert.rule in POSITIONS else (alert.keys[0],)


def _joined(one: Alert, other: Alert) -> Alert:
    rules = [rule for rule in (*one.also, other.rule) if rule != one.rule]
    too = f"; told of {other.watched}, too"  # who looks under these two finds no alert
    is_told = other.watched in (one.watched, UNPAIRED) or too in one.why
    both = one.rule == other.rule == "channel"  # one sentence may stop several
    return replace(
        one,
        what=f"{one.what}; {other.what}" if both else one.what,
        why=one.why if is_told else one.why + too,
        also=tuple(dict.fromkeys(rules)),
        evidence=tuple(dict.fromkeys((*one.evidence, *other.evidence))),
        keys=tuple(dict.fromkeys((*one.keys, *other.keys))),
    )

"""Which channels stand otherwise than before, where did the level go, and of whom is nothing told?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import numpy as np

from detente import merging
from detente.errors import QueryError
from detente.measuring import Level, LevelResult, Question, Relationship
from detente.merging.channels import HAPPENED, STATES
from detente.merging.reports import ToldChannel
from detente.records import Alert, Channel, Standing
from detente.reporting import wording
from detente.watching.making import bare, made
from detente.watching.material import Material, key_of
from detente.watching.rules import ChannelRule, LevelRule, SilenceRule

FRESH = dt.timedelta(days=30)
"""How long before it was first told a channel may have come to stand so: what is older is recollection."""
LOW, HIGH = 0.05, 0.95
"""Ends of the interval of a change: nine draws in ten lie in it."""


def channels(rule: ChannelRule, material: Material) -> Iterator[Alert]:
    """The changes of how a channel stands, to one of the states of a rule."""
    told = {each.report.channel_report_id: each for each in material.channels}
    for channel in merging.channels(material.channels, material.until):
        for place, standing in enumerate(channel.standings):
            if standing.state not in rule.state:
                continue
            later = channel.standings[place + 1 :]
            members = [told[each] for each in channel.members]
            telling = [each for each in members if _tells(each, standing, later[:1])]
            yield from _channel(channel, standing, telling, material)


def level(rule: LevelRule, material: Material) -> Iterator[Alert]:
    """The periods in which the level crosses a value, or changes; quiet where it cannot be told."""
    assert material.watched.between
    first, second = material.watched.between
    found = Relationship.of(material.merged.occurrences, (first, second), every=rule.every)
    try:
        fitted = Level().fit(found.acts, Question(between=(first, second), every=rule.every))
    except QueryError:
        return  # too few acts for any series
    if not len(fitted.paths):
        return
    for place in range(1, len(fitted.rows)):
        yield from _crossed(rule, fitted, place, material)
        yield from _changed(rule, fitted, place, material)


def silence(rule: SilenceRule, material: Material) -> Iterator[Alert]:
    """That nothing has been told of the two for some days, once for each silence."""
    said = material.articles({each.article_id for each in material.statements}).values()
    days = [*(each.published for each in material.reports), *(each.published for each in said)]
    days += [each.published for each in material.channels]
    last = max((day for day in days if day and day <= material.until), default=None)
    why = f"no act, statement or channel for {wording.many(rule.days, 'day')}"
    if last is None:
        what = "Nothing is told of the two in this record"
        yield bare("silence", material, day=material.until, what=what, why=why, key=_key(material))
    elif (quiet := (material.until - last).days) >= rule.days:
        what = f"Nothing told for {wording.many(quiet, 'day')}, since {wording.day(last)}"
        key = _key(material, str(last))
        yield bare("silence", material, day=material.until, what=what, why=why, key=key)


def _key(material: Material, *parts: str) -> str:
    return key_of("silence", material.watched.label, *parts)


def _tells(told: ToldChannel, standing: Standing, later: Sequence[Standing]) -> bool:
    report = told.report
    if report.status not in HAPPENED or STATES.get(report.told) != standing.state:
        return False
    day = report.date_start
    until = later[0].date_start if later else dt.date.max
    return day is not None and standing.date_start <= day < max(
        until, standing.date_start + dt.timedelta(days=1)
    )


def _channel(
    channel: Channel, standing: Standing, telling: Sequence[ToldChannel], material: Material
) -> Iterator[Alert]:
    first = min((each.published for each in telling if each.published), default=standing.date_start)
    if first - standing.date_end > FRESH:
        return
    ordered = sorted(
        telling,
        key=lambda each: (
            each.report.channel_report_id != standing.report,
            each.published or dt.date.max,
            each.report.channel_report_id,
        ),
    )
    names = [wording.in_sentence(wording.country_name(code)) for code in channel.parties]
    outlets = len({each.outlet for each in telling if each.outlet})
    yield from made(
        "channel",
        material,
        [each.report for each in ordered],
        day=standing.date_start,
        what=f"{wording.capitalised(channel.channel)} ({wording.listed(names)}): {standing.state}",
        why=f"a channel is {standing.state}",
        outlets=outlets,
        weight=float(outlets),
        first_reported=first,
    )


def _crossed(
    rule: LevelRule, fitted: LevelResult, place: int, material: Material
) -> Iterator[Alert]:
    before, here = fitted.rows[place - 1].level, fitted.rows[place].level
    if before is None or here is None:
        return
    row = fitted.rows[place]
    band = f"{wording.signed(row.low)} to {wording.signed(row.high)}"
    for value, way, does, crossed in (
        (rule.below, "below", "fell", rule.below is not None and here < rule.below <= before),
        (rule.above, "above", "rose", rule.above is not None and here > rule.above >= before),
    ):
        if crossed:
            limit = f"{way} {wording.signed(value)}"
            yield _level(
                fitted,
                place,
                material,
                f"The level {does} {limit}: {wording.signed(here)} ({band})",
                f"goes {limit}",
                key=limit,
                weight=abs(here - before),
            )


def _changed(
    rule: LevelRule, fitted: LevelResult, place: int, material: Material
) -> Iterator[Alert]:
    """A change by as much as the rule says, whose interval leaves no doubt of its direction."""
    if rule.by is None:
        return
    moved = fitted.paths[:, place] - fitted.paths[:, place - 1]
    low, middle, high = (float(each) for each in np.quantile(moved, [LOW, 0.5, HIGH]))
    if abs(middle) < rule.by or low <= 0 <= high:
        return
    way = "rose" if middle > 0 else "fell"
    band = f"{wording.signed(low)} to {wording.signed(high)}"
    level = fitted.rows[place].level
    yield _level(
        fitted,
        place,
        material,
        f"The level {way} by {abs(middle):.1f} ({band}), to {wording.signed(level)}",
        f"changes by {rule.by:g} or more in a {rule.every}",
        key=way,
        weight=abs(middle),
    )


def _level(
    fitted: LevelResult,
    place: int,
    material: Material,
    what: str,
    why: str,
    *,
    key: str,
    weight: float,
) -> Alert:
    series = fitted.series
    row = series.rows[place]
    when = wording.in_period(row.start, series.every)
    known = key_of("level", material.watched.label, series.every, row.period, key)
    day = min(row.end, material.until)
    told = f"{what}, {when}"
    return bare("level", material, day=day, what=told, why=why, key=known, weight=round(weight, 3))

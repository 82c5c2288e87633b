"""Which channels stand otherwise than before, where did the level go, and of whom is nothing told?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import numpy as np

from detente import merging
from detente.errors import QueryError
from detente.measuring import Level, LevelResult, Question, Relationship
from detente.measuring.states import HORIZONS, LIKELY, UNLIKELY
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
    yield from _crossed(rule, fitted, material)
    yield from _changed(rule, fitted, material)


def silence(rule: SilenceRule, material: Material) -> Iterator[Alert]:
    """That nothing has been told of the two for some days, once for each silence."""
    said = material.articles({each.article_id for each in material.statements}).values()
    days = [*(each.published for each in material.reports), *(each.published for each in said)]
    days += [each.published for each in material.channels]
    last = max((day for day in days if day and day <= material.until), default=None)
    why = f"no act, statement or channel for {wording.many(rule.days, 'day')}"
    if last is None:
        what = "Nothing is told of the two in this record"
        yield bare(
            "silence", material, day=material.until, what=what, why=why, keys=[_key(material)]
        )
    elif (quiet := (material.until - last).days) >= rule.days:
        what = f"Nothing told for {wording.many(quiet, 'day')}, since {wording.day(last)}"
        key = _key(material, str(last))
        yield bare("silence", material, day=material.until, what=what, why=why, keys=[key])


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


def _crossed(rule: LevelRule, fitted: LevelResult, material: Material) -> Iterator[Alert]:
    """The periods in which the level is likely on the other side of a value than where it likely was last:
    a level that wavers about the value crosses it once."""
    for limit, way, told in ((rule.below, "below", -1), (rule.above, "above", 1)):
        if limit is None:
            continue
        last = 0
        above = (fitted.paths > limit).mean(axis=0)
        for place, share in enumerate(above.tolist()):
            side = 1 if share >= LIKELY else -1 if share <= UNLIKELY else 0
            if side == told and last == -told:
                row = fitted.rows[place]
                level, low, high = map(wording.signed, (row.level, row.low, row.high))
                beyond = f"{way} {wording.signed(limit)}"
                what = f"The level is {beyond}: {level} ({low} to {high})"
                yield _level(fitted, place, material, what, f"goes {beyond}", weight=1.0)
            last = side or last


def _changed(rule: LevelRule, fitted: LevelResult, material: Material) -> Iterator[Alert]:
    """The periods from which the level has surely changed, and by as much as the rule says."""
    if rule.by is None:
        return
    horizon = rule.over or HORIZONS[rule.every]
    moved = fitted.paths[:, horizon:] - fitted.paths[:, :-horizon]
    low, middle, high = np.quantile(moved, [LOW, 0.5, HIGH], axis=0)
    sure = (np.abs(middle) >= rule.by) & ((low > 0) | (high < 0))
    for step in range(len(middle)):
        if not sure[step] or (step and sure[step - 1]):
            continue
        way = "risen" if middle[step] > 0 else "fallen"
        size, band = abs(middle[step]), " to ".join(map(wording.signed, (low[step], high[step])))
        over = wording.many(horizon, rule.every)
        what = f"The level has {way} by {size:.1f} ({band}) over {over}"
        why = f"changes by {rule.by:g} or more over {over}"
        yield _level(fitted, step + horizon, material, what, why, weight=float(size))


def _level(
    fitted: LevelResult, place: int, material: Material, what: str, why: str, *, weight: float
) -> Alert:
    """An alert of a level. What comes in later may move it by a period: it is known by those beside it too,
    and can be told until the next has ended."""
    series = fitted.series
    row, later = series.rows[place], series.rows[min(place + 1, len(series.rows) - 1)]
    beside = [row, *series.rows[max(place - 1, 0) : place], later]
    names = dict.fromkeys(each.period for each in beside)
    label = material.watched.label
    return bare(
        "level",
        material,
        day=min(row.end, material.until),
        what=f"{what}, {wording.in_period(row.start, series.every)}",
        why=why,
        keys=[key_of("level", label, series.every, name, why) for name in names],
        weight=round(weight, 3),
        first_reported=min(later.end, material.until),
    )

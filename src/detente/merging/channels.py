"""From what is told of channels to the channels, each with its rounds and how it stands."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple, TypeVar

from detente.merging.reports import ToldChannel
from detente.records import (
    Channel,
    ChannelReport,
    ChannelState,
    Round,
    Standing,
    Status,
    Told,
)

HAPPENED: frozenset[Status] = frozenset({"done", "ongoing"})
SAME_ROUND = dt.timedelta(days=3)
"""Days apart up to which two dated reports without different numbers tell one round."""
BASES = ("explicit", "relative", "publication", None)
"""What a date was read from, the surest first."""
UNITS = ("day", "week", "month", "quarter", "season", "year", "decade", None)
STATES: dict[Told, ChannelState] = {
    "held": "active",
    "resumed": "resumed",
    "suspended": "suspended",
    "cancelled": "cancelled",
    "established": "established",
}
STOPPED: frozenset[ChannelState] = frozenset({"suspended", "cancelled"})
EARLIEST = dt.date.min
Name = TypeVar("Name", bound=str)


class ChannelKey(NamedTuple):
    """What two reports must share to be of one channel."""

    parties: tuple[str, ...]
    channel: str


def channels(reports: Iterable[ToldChannel], until: dt.date | None = None) -> list[Channel]:
    """The channels that the reports tell of, by parties and name; their order does not matter.

    Reports are of one channel where parties and normalised name are the same. Rounds are the
    times it was held: reports with the same number, or, where numbers do not differ, with dates
    at most three days apart. How it stands is what the latest dated report of something done
    says. `until` is the day to which the time since the last round is counted, as a rule that of
    the last article (`Workspace.last_published`); without it, that of the last report.
    """
    groups: dict[ChannelKey, dict[str, ToldChannel]] = {}
    given = list(reports)
    for told in given:
        key = ChannelKey(told.report.parties, told.report.key)
        groups.setdefault(key, {})[told.report.channel_report_id] = told
    last = until or max((told.published for told in given if told.published), default=None)
    found = [_channel(key, list(members.values()), last) for key, members in groups.items()]
    return sorted(found, key=_by_name)


def since_stopped(channel: Channel) -> tuple[Standing, ...]:
    """How a channel stood since it was last stopped, the stop first; nothing unless it went on again."""
    stops = [place for place, each in enumerate(channel.standings) if each.state in STOPPED]
    if not stops or stops[-1] == len(channel.standings) - 1:
        return ()
    return channel.standings[stops[-1] :]


def _by_name(channel: Channel) -> tuple[tuple[str, ...], str, str]:
    return channel.parties, channel.channel.casefold(), channel.channel_id


def _channel(key: ChannelKey, members: list[ToldChannel], until: dt.date | None) -> Channel:
    members.sort(key=_place)
    reports = [told.report for told in members]
    state, shown = _state(members)
    stands = shown if shown.status in HAPPENED and shown.told in STATES else None
    planned = _planned(members, stands)
    rounds = _rounds(reports)
    dated = [each for each in rounds if each.date_start and each.date_end]
    last = max((each.date_end for each in dated if each.date_end), default=None)
    return Channel(
        channel_id=hashlib.blake2b(json.dumps(key).encode(), digest_size=10).hexdigest(),
        channel=_commonest(report.channel for report in reports),
        kind=_commonest(report.kind for report in reports),
        parties=key.parties,
        state=state,
        state_start=stands.date_start if stands else None,
        state_end=stands.date_end if stands else None,
        state_report=shown.channel_report_id,
        standings=_standings(reports),
        planned_report=planned.channel_report_id if planned else None,
        planned_start=planned.date_start if planned else None,
        planned_end=planned.date_end if planned else None,
        rounds=rounds,
        first_held=min((each.date_start for each in dated if each.date_start), default=None),
        last_held=last,
        longest_gap=max(_gaps(dated), default=None),
        since_last=max((until - last).days, 0) if last and until else None,
        outlets=tuple(sorted({told.outlet for told in members if told.outlet})),
        members=tuple(report.channel_report_id for report in reports),
    )


def _state(members: Sequence[ToldChannel]) -> tuple[ChannelState, ChannelReport]:
    """How a channel stands, and the report that shows it.

    Of what is undated only its own existence is known, so that it counts where nothing else does.
    """
    done = [t for t in members if t.report.status in HAPPENED and t.report.told in STATES]
    if done:
        latest = max(done, key=lambda told: (told.report.date_start or EARLIEST, *_place(told)))
        return STATES[latest.report.told], latest.report
    ahead = [told for told in members if told.report.status == "planned"]
    chosen = max(ahead or members, key=lambda told: (told.published or EARLIEST, *_place(told)))
    return ("planned" if ahead else "named"), chosen.report


def _standings(reports: Iterable[ChannelReport]) -> tuple[Standing, ...]:
    """Each change of how a channel stood, told by the report that dates it best; reports come by date."""
    told = (r for r in reports if r.status in HAPPENED and r.told in STATES and r.date_start)
    return tuple(
        _standing(state, list(group))
        for state, group in groupby(told, key=lambda report: STATES[report.told])
    )


def _standing(state: ChannelState, group: Sequence[ChannelReport]) -> Standing:
    """When it first came to stand so: later rounds, and later reports, tell that it still does."""
    alike = (each for each in group if _same_round(group[:1], each))
    best = min(alike, key=_quality, default=group[0])
    assert best.date_start
    return Standing(
        state, best.date_start, best.date_end or best.date_start, best.channel_report_id
    )


def _planned(members: Sequence[ToldChannel], stands: ChannelReport | None) -> ChannelReport | None:
    """The latest report of what is to come, unless what it foresaw has been overtaken."""
    since = (stands.date_start if stands else None) or EARLIEST
    planned = [told for told in members if told.report.status == "planned"]
    ahead = [told for told in planned if stands is None or (told.published or EARLIEST) > since]
    latest = max(ahead, key=lambda told: (told.published or EARLIEST, *_place(told)), default=None)
    return latest.report if latest else None


def _rounds(reports: Iterable[ChannelReport]) -> tuple[Round, ...]:
    held = [r for r in reports if r.told == "held" and r.status in HAPPENED]
    counted = [r for r in held if r.ordinal is not None or r.date_start is not None]
    groups: list[list[ChannelReport]] = []
    for report in sorted(counted, key=lambda r: (r.ordinal is None, *_quality(r))):
        group = next((each for each in groups if _same_round(each, report)), None)
        if group is None:
            groups.append([report])
        else:
            group.append(report)
    rounds = [_round(group) for group in groups]
    return tuple(sorted(rounds, key=lambda r: (r.date_start or EARLIEST, r.ordinal or 0, r.report)))


def _same_round(group: Sequence[ChannelReport], report: ChannelReport) -> bool:
    numbers = {each.ordinal for each in group if each.ordinal is not None}
    if report.ordinal is not None and numbers:
        return report.ordinal in numbers
    first = min(group, key=_quality)
    if None in (first.date_start, first.date_end, report.date_start, report.date_end):
        return False
    assert first.date_start and first.date_end and report.date_start and report.date_end
    return (
        report.date_start <= first.date_end + SAME_ROUND
        and first.date_start <= report.date_end + SAME_ROUND
    )


def _round(group: Sequence[ChannelReport]) -> Round:
    best = min(group, key=_quality)
    alike = [each for each in group if _quality(each)[:2] == _quality(best)[:2]]
    return Round(
        ordinal=next((each.ordinal for each in group if each.ordinal is not None), None),
        date_start=min((each.date_start for each in alike if each.date_start), default=None),
        date_end=max((each.date_end for each in alike if each.date_end), default=None),
        report=best.channel_report_id,
    )


def _gaps(rounds: Sequence[Round]) -> list[int]:
    days = sorted((r.date_start, r.date_end) for r in rounds if r.date_start and r.date_end)
    return [max((later[0] - earlier[1]).days, 0) for earlier, later in pairwise(days)]


def _quality(report: ChannelReport) -> tuple[int, int, str]:
    """How well a report dates what it tells: the lower the better."""
    basis, unit = BASES.index(report.date_basis), UNITS.index(report.date_precision)
    return basis if report.date_start else len(BASES), unit, report.channel_report_id


def _place(told: ToldChannel) -> tuple[dt.date, str, int, str]:
    """Where a report stands among others: by its day, else that of its article."""
    report = told.report
    day = report.date_start or told.published or EARLIEST
    return day, report.article_id, report.start, report.channel_report_id


def _commonest(names: Iterable[Name]) -> Name:
    """The name given most often; of equals the first in the alphabet."""
    counts = Counter(names)
    return min(counts, key=lambda name: (-counts[name], name))

"""Which standing dialogues do the two have? Rounds, gaps, how each stands, and who says so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from detente.merging import ToldChannel, since_stopped
from detente.records import Channel, Round
from detente.reporting import dating, wording
from detente.reporting.events import EventSource, source
from detente.reporting.gathering import Material
from detente.reporting.quoting import Piece, channel_quote

TOLD = {
    "held": "held",
    "planned": "to be held",
    "suspended": "suspended",
    "resumed": "resumed",
    "cancelled": "cancelled",
    "established": "set up",
    "named": "named",
}
STATES = {"established": "set up", "named": "named only"}
SINCE = {"suspended": " since", "active": ", held"}
"""What stands between a state and its day; a comma where it is not here."""
AGAIN = {"active": "held again", "established": "set up again"}


@dataclass(frozen=True, slots=True)
class ChannelMention:
    """One sentence that names a channel."""

    what: str
    day: str
    said_by: str | None
    quote: tuple[Piece, ...]
    source: EventSource


@dataclass(frozen=True, slots=True)
class ChannelView:
    """One channel in plain words, with all that is told of it."""

    anchor: str
    name: str
    others: str
    rounds: str
    last: str
    gap: str
    state: str
    mentions: tuple[ChannelMention, ...]


def channel_views(material: Material) -> tuple[ChannelView, ...]:
    """The channels of the two states, as the page shows them."""
    return tuple(_view(found, material) for found in material.channels)


def channel_anchor(found: Channel) -> str:
    """Id of a channel's list of mentions."""
    return f"channel-{found.channel_id}"


def _view(found: Channel, material: Material) -> ChannelView:
    name = found.channel[:1].upper() + found.channel[1:]
    others = [code for code in found.parties if code not in material.asked.between]
    since = f", {wording.many(found.since_last, 'day')} ago" if found.since_last is not None else ""
    gap = found.longest_gap
    return ChannelView(
        channel_anchor(found),
        name,
        wording.listed([wording.country_name(code) for code in others]) if others else "",
        "; ".join(_round(held) for held in found.rounds) or wording.DASH,
        f"{wording.day(found.last_held)}{since}" if found.last_held else wording.DASH,
        wording.many(gap, "day") if gap is not None else wording.DASH,
        _state(found, material),
        tuple(_mention(material.told_channels[member], material) for member in found.members),
    )


def _round(held: Round) -> str:
    number = f"no. {held.ordinal}" if held.ordinal is not None else ""
    days = dating.days(held.date_start, held.date_end) if held.date_start else ""
    return ", ".join(filter(None, [number, days]))


def _state(found: Channel, material: Material) -> str:
    """How a channel stands: `suspended since 5 Aug 2022; more planned for 3 Mar 2023`."""
    planned = material.told_channels.get(found.planned_report or "")
    ahead = (
        f" for {dating.days(found.planned_start, found.planned_end)}" if found.planned_start else ""
    )
    told = f" (told {wording.day(planned.published)})" if planned and planned.published else ""
    if found.state == "planned":
        return f"planned{ahead}{told}"
    since = _since(found)
    more = f"; more planned{ahead}{told}" if planned else ""
    if again := _again(found):
        return again + more
    return STATES.get(found.state, found.state) + (since if found.state_start else "") + more


def _again(found: Channel) -> str:
    """`suspended 5 Aug 2022, held again 10 Jan 2024`; empty where it was not stopped, or is still."""
    return ", ".join(
        f"{AGAIN.get(each.state, each.state)} {set_in(each.state, each.date_start, each.date_end)}"
        for each in since_stopped(found)
    )


def _since(found: Channel) -> str:
    """` since 5 Aug 2022`, `, held 27 Feb 2023 – 28 Feb 2023`."""
    when = set_in(found.state, found.state_start, found.state_end)
    return f"{SINCE.get(found.state, ',')} {when}"


def set_in(state: str, start: dt.date | None, end: dt.date | None) -> str:
    """When a state set in: on one day, the first that may be meant; only a meeting lasts some."""
    lasts = state == "active" or dating.unit(start, end)
    return dating.days(start, end if lasts else start)


def _mention(told: ToldChannel, material: Material) -> ChannelMention:
    report = told.report
    article = material.articles.get(report.article_id)
    put = wording.STATUSES[report.status] if report.status else ""
    plain = put in ("", "done", "going on") or report.told == "planned"
    speaker = report.reported_by
    return ChannelMention(
        TOLD[report.told] + ("" if plain else f" ({put})"),
        dating.days(report.date_start, report.date_end) if report.date_start else "no date told",
        (speaker.name or speaker.text) if speaker else None,
        channel_quote(report, article),
        source(article, told.outlet, told.published),
    )

"""How are many alerts told to a person? By pair, the most important first, the rest as a number."""

from __future__ import annotations

import datetime as dt
import json
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from detente.records import Alert, AlertRule
from detente.reporting import sending, wording
from detente.schema import to_dict
from detente.version import __version__
from detente.watching.material import key_of
from detente.watching.rules import Watched, Watchlist

MOST = 5
"""Alerts of one rule on one pair that are shown to a person."""
TITLES: dict[AlertRule, str] = {
    "level": "The level", "channel": "Channels", "red-line": "Red lines", "promise": "Promises",
    "act": "Acts", "demand": "Demands", "silence": "Silence", "words": "Words",
    "events": "Questions for acts", "statements": "Questions for statements",
}  # fmt: skip
COMMANDS: dict[AlertRule, str] = {
    "channel": "channels {ws} {pair}",
    "red-line": "statements {ws} {pair} --kind red-line --reported-since {since}",
    "demand": "statements {ws} {pair} --kind demand --kind appeal --reported-since {since}",
    "act": "occurrences {ws} {pair} --reported-since {since} --sort score",
    "events": "occurrences {ws} {pair} --reported-since {since}",
    "statements": "statements {ws} {pair} --reported-since {since}",
    "words": "occurrences {ws} {pair} --reported-since {since}",
}
"""Where the rest is to be found; of other rules by the alerts themselves."""


@dataclass(frozen=True, slots=True)
class Section:
    """What one rule tells of one pair."""

    title: str
    shown: tuple[Alert, ...]
    more: int
    """How many are not shown."""
    command: str
    """What lists them."""


@dataclass(frozen=True, slots=True)
class Group:
    """What is told of one pair."""

    title: str
    count: int
    sections: tuple[Section, ...]


def grouped(
    alerts: Iterable[Alert], watchlist: Watchlist, *, folder: str, most: int = MOST
) -> list[Group]:
    """Alerts in their order, at most so many of each rule; `folder` is that of the workspace."""
    titles = {each.label: each for each in watchlist.watched}
    return [
        _group(titles[label], list(those), folder, most)
        for label, those in groupby(alerts, key=lambda each: each.watched)
    ]


def title_of(watched: Watched) -> str:
    """`Russia and Ukraine`, `EU and Russia`; `Questions` without a pair."""
    if watched.between is None:
        return "Questions"
    names = [wording.country_name(name) for name in watched.between]
    return wording.capitalised(" and ".join(map(wording.in_sentence, names)))


def told_by(alert: Alert) -> str:
    """Who tells it: `Fjord Post and 3 more`."""
    outlet = alert.outlet or "outlet unknown"
    return f"{outlet} and {alert.outlets - 1} more" if alert.outlets > 1 else outlet


def link_of(alert: Alert) -> str | None:
    """The address, where a browser may follow it."""
    return sending.link_of(alert.address)


def reasons(alert: Alert) -> str:
    """Why it is told, and by which other rules it would be."""
    also = [TITLES[rule].lower() for rule in alert.also]
    return f"{alert.why}; also under {wording.listed(also)}" if also else alert.why


def payload(
    alerts: Sequence[Alert], *, name: str, since: dt.date | None, until: dt.date | None
) -> dict[str, Any]:
    """All alerts as one JSON object. Its `id` is that of the alerts, so that who gets it twice can tell."""
    return {
        "id": key_of(*sorted(each.alert_id for each in alerts)) if alerts else None,
        "made_by": f"detente {__version__}",
        "workspace": name,
        "since": since and since.isoformat(),
        "until": until and until.isoformat(),
        "count": len(alerts),
        "alerts": [to_dict(_fit_to_send(each)) for each in alerts],
    }


def _fit_to_send(alert: Alert) -> Alert:
    return replace(alert, address=alert.address and sending.fit_to_send(alert.address))


def as_json(told: dict[str, Any]) -> str:
    """The same as text."""
    return json.dumps(told, ensure_ascii=False, default=dt.date.isoformat)


def _group(watched: Watched, alerts: Sequence[Alert], folder: str, most: int) -> Group:
    sections = []
    for rule, each in groupby(alerts, key=lambda alert: alert.rule):
        those = list(each)
        rest = those[most:]
        command = _command(rule, watched, rest, folder) if rest else ""
        sections.append(Section(TITLES[rule], tuple(those[:most]), len(rest), command))
    return Group(title_of(watched), len(alerts), tuple(sections))


def _command(rule: AlertRule, watched: Watched, rest: Sequence[Alert], folder: str) -> str:
    since = min(each.first_reported for each in rest)
    form = COMMANDS.get(rule)
    if form is None or watched.between is None or watched.blocs:
        return f"detente watch {shlex.quote(folder)} --again --since {since} --as jsonl"
    pair = f"--between {shlex.join(watched.between)}"
    return f"detente {form.format(ws=shlex.quote(folder), pair=pair, since=since)}"

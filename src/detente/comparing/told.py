"""What each outlet told of each act: when first, how long, how prominently, in whose words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from detente.comparing.gathering import Gathered
from detente.merging import Report
from detente.records import column

Place = Literal["first", "opening", "later"]
PLACES: tuple[Place, ...] = get_args(Place)
OPENING = 3
"""Sentences after the first that still open a text: the lead of a news story is a paragraph or two."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one outlet told of one act."""

    occurrence_id: str = column("the act")
    outlet: str = column("who told it, or could have")
    told: bool = column("whether it told it; if copies are told apart, in a text of its own")
    copied: bool = column(
        "whether copies are told apart, and it has the act in copies of others' texts alone"
    )
    articles: int = column(
        "its articles that were read and could have told it, of whatever they tell"
    )
    reports: int = column("its reports of the act")
    first: dt.date | None = column("day of its first report; null where it has none, or no date")
    lag: int | None = column("days from the first report of any outlet to its first")
    last: dt.date | None = column("day of its last report")
    place: Place | None = column("the most prominent place in one of its texts, by sentence")
    own_words: int = column("reports that it gives in its own words")
    attributed_to: tuple[str, ...] = column(
        "who says the others, by country code or else by name, most often first"
    )
    event_id: str | None = column("its first report")


def told_cells(gathered: Gathered) -> Iterator[Told]:
    """For each act, by day, what each outlet told of it that told it, or was read when it could have."""
    telling, by_id = gathered.telling(), {each.occurrence_id: each for each in gathered.occurrences}
    read = telling.read
    for at, act in enumerate(telling.acts):
        reports = gathered.told_by(by_id[act.act_id])
        began = by_id[act.act_id].first_reported
        for place, outlet in enumerate(telling.outlets):
            copied = outlet in act.copied
            if read[at, place] or copied:
                articles = int(telling.articles[at, place])
                yield _cell(act.act_id, outlet, copied, articles, reports.get(outlet, ()), began)


def _cell(
    act: str,
    outlet: str,
    copied: bool,
    articles: int,
    reports: Sequence[Report],
    began: dt.date | None,
) -> Told:
    dated = sorted(each.published for each in reports if each.published)
    first = dated[0] if dated else None
    spoken = [speaker for each in reports if (speaker := _speaker(each))]
    return Told(
        occurrence_id=act,
        outlet=outlet,
        told=bool(reports) and not copied,
        copied=copied,
        articles=articles,
        reports=len(reports),
        first=first,
        lag=(first - began).days if first and began else None,
        last=dated[-1] if dated else None,
        place=min(
            (_place(each.event.sentence) for each in reports), key=PLACES.index, default=None
        ),
        own_words=len(reports) - len(spoken),
        attributed_to=tuple(sorted(set(spoken), key=lambda name: (-spoken.count(name), name))),
        event_id=min(reports, key=_order).event.event_id if reports else None,
    )


def _speaker(report: Report) -> str | None:
    """In whose mouth a report is put; None where it is the outlet's own."""
    if (told_by := report.event.reported_by) is None:
        return None
    name = told_by.country or told_by.name or told_by.text
    return None if name.casefold() == (report.outlet or "").casefold() else name


def _order(report: Report) -> tuple[dt.date, int, str]:
    return (report.published or dt.date.max, report.event.sentence, report.event.event_id)


def _place(sentence: int) -> Place:
    return "first" if sentence == 0 else "opening" if sentence <= OPENING else "later"

"""What was not counted? Each report with the reason."""

from __future__ import annotations

from dataclasses import dataclass

from detente.merging import COUNTED, Report, counted_day
from detente.reporting import wording
from detente.reporting.events import Told, parties_of, told
from detente.reporting.gathering import Material


@dataclass(frozen=True, slots=True)
class LeftOutView:
    """An event that is in the record but not in the index."""

    parties: str
    what: str
    told: Told


@dataclass(frozen=True, slots=True)
class LeftOutGroup:
    """Events left out for one reason."""

    reason: str
    events: tuple[LeftOutView, ...]


def left_out_groups(material: Material) -> tuple[LeftOutGroup, ...]:
    """Events left out of the index, by reason, the most frequent first."""
    groups: dict[str, list[LeftOutView]] = {}
    for each in material.left_out:
        event = each.event
        shown = LeftOutView(
            parties_of(each, material.asked.between),
            wording.act(event.event_type, event.mode),
            told(each, material.articles),
        )
        groups.setdefault(why_left_out(each), []).append(shown)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return tuple(LeftOutGroup(reason, tuple(events)) for reason, events in ordered)


def why_left_out(report: Report) -> str:
    """Why an event counts in no period."""
    event = report.event
    if event.status not in COUNTED:
        return wording.STATUSES[event.status]
    if counted_day(event, report.published) is not None:
        return "earlier than the first article, recalled in a later one"
    if event.recalled:
        return "recalled as background, without a day of its own"
    return "without any date"

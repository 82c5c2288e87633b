"""Is it the same thing? From events to occurrences, and from reports to channels."""

from collections.abc import Iterable, Mapping
from typing import Literal

from detente.merging.alike import alike
from detente.merging.channels import channels, since_stopped
from detente.merging.copies import copies
from detente.merging.dyads import Dyad, expand
from detente.merging.judged import Judged, Link
from detente.merging.merged import COUNTED, counted_day
from detente.merging.one_a_day import one_a_day
from detente.merging.reports import Report, ToldChannel
from detente.records import Occurrence

Merge = Literal["alike", "one-a-day"]


def merge(
    reports: Iterable[Report],
    how: Merge = "alike",
    copies: Mapping[str, str] | None = None,
    judged: Judged = (),
) -> list[Occurrence]:
    """Occurrences by the method asked for: `alike`, or the classical `one-a-day`.

    The latter asks nobody which reports tell one act: what reviewers `judged` counts for the former alone.
    """
    return alike(reports, copies, judged) if how == "alike" else one_a_day(reports, copies)


__all__ = [
    "COUNTED",
    "Dyad",
    "Judged",
    "Link",
    "Merge",
    "Report",
    "ToldChannel",
    "alike",
    "channels",
    "copies",
    "counted_day",
    "expand",
    "merge",
    "one_a_day",
    "since_stopped",
]

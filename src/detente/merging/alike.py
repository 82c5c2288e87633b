"""Reports that are alike enough tell one occurrence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from detente.merging.judged import Judged, regrouped
from detente.merging.linking import groups
from detente.merging.merged import merged
from detente.merging.reports import Report
from detente.merging.telling import telling
from detente.records import Occurrence


def alike(
    reports: Iterable[Report],
    copies: Mapping[str, str] | None = None,
    judged: Judged = (),
) -> list[Occurrence]:
    """What the reports tell, each occurrence once, by date and id; the undated come last.

    Two reports tell one occurrence where their parties, types, dates and statuses agree well enough and
    their words, issues and places are alike (`likeness`), and where each is like the others that tell
    it (`linking`). Every event is in one occurrence, those that no index counts too: their
    `left_out` says why. The result depends on the reports alone, not on their order, so that reading
    more articles and merging again gives what merging all at once would. `copies` gives for an article the
    text that it is a copy of, if it is one; `judged` what reviewers said of which tell one act.
    """
    by_id = {report.event.event_id: report for report in reports}
    told = [by_id[event_id] for event_id in sorted(by_id)]
    places = groups([telling(report) for report in told])
    found = [
        merged(group, copies or {})
        for group in regrouped([[told[place] for place in group] for group in places], judged)
    ]
    return sorted(found, key=lambda each: (each.date or dt.date.max, each.occurrence_id))

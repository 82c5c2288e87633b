"""What outlets tell of two states, gathered from a workspace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from detente.comparing.copied import copies_of_others
from detente.comparing.telling import Act, Printed, Telling
from detente.errors import QueryError
from detente.merging import Merge, Report
from detente.merging.dyads import expand
from detente.records import Occurrence
from detente.store import Query, Workspace
from detente.store.query import as_pairs, resolve_pair
from detente.store.reported import articles_by_outlet


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gathered:
    """The dated acts of two states, the reports that tell them by `event_id`, and what was read.

    `copies` are articles that print the text of another outlet's earlier one, where these are told apart.
    """

    between: tuple[str, str]
    occurrences: tuple[Occurrence, ...]
    reports: dict[str, Report]
    printed: tuple[Printed, ...]
    copies: frozenset[str] = frozenset()

    def told_by(self, act: Occurrence) -> dict[str, list[Report]]:
        """The reports of an act by outlet: those in texts of its own, or all where it has only copies."""
        own, all_of_them = dict[str, list[Report]](), dict[str, list[Report]]()
        for member in act.members:
            if (report := self.reports.get(member)) is not None and report.outlet:
                all_of_them.setdefault(report.outlet, []).append(report)
                if report.event.article_id not in self.copies:
                    own.setdefault(report.outlet, []).append(report)
        return all_of_them | own

    def copied_by(self, act: Occurrence) -> frozenset[str]:
        """The outlets that have an act in copies of others' texts alone."""
        return frozenset(
            outlet
            for outlet, reports in self.told_by(act).items()
            if all(each.event.article_id in self.copies for each in reports)
        )

    def telling(self) -> Telling:
        """Who told which act; grouped by who acts towards whom, and by quad class."""
        acts = (
            _act(each, group, self.copied_by(each))
            for each in self.occurrences
            if (group := _group(each, self.between)) is not None
        )
        return Telling.of(acts, self.printed)


def gathered(
    workspace: Workspace, query: Query, *, merge: Merge = "alike", independent: bool = False
) -> Gathered:
    """What outlets tell of the acts that a query asks for.

    With `independent`, what an outlet has in copies of another's earlier text alone (`copied`) is no
    telling of its own, and nothing that it left out. Raises `QueryError` unless it asks for one pair of
    states.
    """
    if len(pairs := as_pairs(query.between or ())) != 1:
        raise QueryError(
            f"outlets are compared over one pair of states, and {len(pairs)} were asked for",
            advice="Give --between once, as in --between CHL NOR.",
        )
    found = workspace.merged(query, merge=merge)
    dated = tuple(each for each in found.occurrences if each.date is not None)
    articles = {each.event.article_id for each in found.reports.values()} if independent else set()
    return Gathered(
        between=resolve_pair(pairs[0]),
        occurrences=dated,
        reports=dict(found.reports),
        printed=tuple(_printed(articles_by_outlet(workspace.folder))),
        copies=copies_of_others(workspace, articles) if articles else frozenset(),
    )


def _printed(table: pa.Table) -> Iterable[Printed]:
    columns = (table.column(name).to_pylist() for name in ("outlet", "day", "n"))
    for outlet, day, articles in zip(*columns, strict=True):
        yield Printed(outlet, np.datetime64(day, "D"), articles)


def _act(act: Occurrence, group: str, copied: frozenset[str]) -> Act:
    return Act(
        act.occurrence_id,
        np.datetime64(act.date, "D"),
        group,
        act.quad_class,
        frozenset(act.outlets) - copied,
        copied,
    )


def _group(act: Occurrence, between: tuple[str, str]) -> str | None:
    """Who acts towards whom, and how; None where it is not between the two."""
    first, second = between
    ways = {(dyad.actor, dyad.recipient) for dyad in expand(act)} & {
        (first, second),
        (second, first),
    }
    if not ways:
        return None
    arrow = f"{first} and {second}" if len(ways) > 1 else " > ".join(next(iter(ways)))
    return f"{arrow}, {act.quad_class}"

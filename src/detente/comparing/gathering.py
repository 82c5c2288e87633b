"""What outlets tell of two states, gathered from a workspace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa

from detente.comparing.copied import copies_of_others
from detente.comparing.outlet_table import By, OutletTable
from detente.comparing.scoring import Scored, mean_of
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

    `groups` has for each outlet what it counts with, such as its country's code; None where it is left out.
    An outlet that is not in it counts for itself.
    `copies` are articles that print the text of another outlet's earlier one, where these are told apart.
    """

    between: tuple[str, str]
    occurrences: tuple[Occurrence, ...]
    reports: dict[str, Report]
    printed: tuple[Printed, ...]
    copies: frozenset[str] = frozenset()
    groups: Mapping[str, str | None] = field(default_factory=dict)

    def name_of(self, outlet: str) -> str | None:
        """What an outlet counts with; None where it is left out."""
        return self.groups.get(outlet, outlet)

    def read(self) -> tuple[Printed, ...]:
        """What was read, by what outlets count with."""
        return tuple(
            Printed(name, each.day, each.articles)
            for each in self.printed
            if (name := self.name_of(each.outlet)) is not None
        )

    def _is_told(self, act: Occurrence) -> bool:
        return not act.outlets or any(self.name_of(each) is not None for each in act.outlets)

    def scored(self) -> Scored:
        """Who told which act, and with which score.

        The score of a group of outlets is the mean of theirs, that of an outlet the mean of its reports'.
        """
        scores = {
            (act.occurrence_id, name): _score(reports)
            for act in self.occurrences
            for name, reports in self.told_by(act).items()
            if name not in self.copied_by(act)
        }
        return Scored.of(self.telling(), scores)

    def told_by(self, act: Occurrence) -> dict[str, list[Report]]:
        """The reports of an act by what outlets count with: those in texts of its own, or all where it has
        only copies."""
        own, all_of_them = dict[str, list[Report]](), dict[str, list[Report]]()
        for member in act.members:
            report = self.reports.get(member)
            if report is not None and report.outlet and (name := self.name_of(report.outlet)):
                all_of_them.setdefault(name, []).append(report)
                if report.event.article_id not in self.copies:
                    own.setdefault(name, []).append(report)
        return all_of_them | own

    def copied_by(self, act: Occurrence) -> frozenset[str]:
        """Who has an act in copies of others' texts alone."""
        return frozenset(
            name
            for name, reports in self.told_by(act).items()
            if all(each.event.article_id in self.copies for each in reports)
        )

    def telling(self) -> Telling:
        """Who told which act; grouped by who acts towards whom, and by quad class.

        An act that only outlets tell which are left out is no act here.
        """
        acts = (
            _act(each, group, self)
            for each in self.occurrences
            if (group := _group(each, self.between)) is not None and self._is_told(each)
        )
        return Telling.of(acts, self.read())


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
        printed=printed_in(workspace),
        copies=copies_of_others(workspace, articles) if articles else frozenset(),
    )


def grouped(gathered: Gathered, table: OutletTable, by: By) -> Gathered:
    """The same with outlets counted together that a table has in one country, of one owner, or in one bloc.

    What the table does not say of is left out; `Gathered.groups` has it as None. Raises `QueryError` where
    it says so of none that tells an act.
    """
    outlets = {each.outlet for each in gathered.printed} | _telling(gathered)
    found = replace(gathered, groups={each: table.fact(each, by) for each in sorted(outlets)})
    telling = _telling(gathered)
    if telling and not telling - set(unplaced(found)):
        raise QueryError(
            f"the table of outlets says the {by} of none that tells these acts",
            advice=f"Give your own by --outlets FILE, with the columns outlet and {by}.",
        )
    return found


def unplaced(gathered: Gathered) -> tuple[str, ...]:
    """The outlets that tell an act and are left out, by name."""
    return tuple(sorted(each for each in _telling(gathered) if gathered.name_of(each) is None))


def _telling(gathered: Gathered) -> set[str]:
    return {outlet for act in gathered.occurrences for outlet in act.outlets}


def printed_in(workspace: Workspace) -> tuple[Printed, ...]:
    """How many articles of each outlet and day were read, of whatever they tell."""
    return tuple(_printed(articles_by_outlet(workspace.folder)))


def _printed(table: pa.Table) -> Iterable[Printed]:
    columns = (table.column(name).to_pylist() for name in ("outlet", "day", "n"))
    for outlet, day, articles in zip(*columns, strict=True):
        yield Printed(outlet, np.datetime64(day, "D"), articles)


def _score(reports: Iterable[Report]) -> float:
    """The mean over outlets of the mean score of their reports."""
    by_outlet: dict[str, list[float]] = defaultdict(list)
    for each in reports:
        by_outlet[str(each.outlet)].append(each.event.score)
    return mean_of(map(mean_of, by_outlet.values()))


def _act(act: Occurrence, group: str, gathered: Gathered) -> Act:
    copied = gathered.copied_by(act)
    names = {name for each in act.outlets if (name := gathered.name_of(each)) is not None}
    return Act(
        act.occurrence_id,
        np.datetime64(act.date, "D"),
        group,
        act.quad_class,
        frozenset(names) - copied,
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

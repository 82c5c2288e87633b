"""Two states: what they did and said, at once; what measures say of it, part by part."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from detente.measuring import Question, Series, chosen, measure, period_of
from detente.measuring.acts import ACTS
from detente.measuring.series import mean_of
from detente.reporting import charts, static, wording
from detente.store import Query, Workspace
from detente.workbench.addresses import PARTS, PairAsked, Part, SearchAsked
from detente.workbench.views.listing import Listed, listed
from detente.workbench.views.overview import Standing, standing

LATEST, STRONGEST, SAID = 12, 6, 8
"""Records that the page lists."""
SURE = 0.5
"""Confidence from which an act is held up as a strong one."""


@dataclass(frozen=True, slots=True)
class PartLink:
    """A part with its address."""

    part: Part
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Pair:
    """What the page on two states shows at once: reports, before those of one act are joined."""

    asked: PairAsked
    names: tuple[str, str]
    title: str
    time: str
    events: int
    """Reports of acts between the two."""
    counted: int
    """Those of them that count."""
    statements: int
    score: float | None
    """Mean score of those that count, weighed by confidence."""
    standing: Standing | None
    """Where the two stand at the end of the record, whatever time is asked for."""
    series: Series | None
    """Those acts period by period; None where none counts."""
    chart: str
    """Them as SVG; empty where none counts."""
    recalled: int
    """Reports that recall an act as background, which are not among the latest and the strongest."""
    latest: tuple[Listed, ...]
    cooperation: tuple[Listed, ...]
    conflict: tuple[Listed, ...]
    said: tuple[Listed, ...]
    parts: tuple[PartLink, ...]
    everything: dict[str, str]
    """Addresses of the lists of all of them."""

    @property
    def rows(self) -> tuple[Any, ...]:
        """The acts by period."""
        return self.series.rows if self.series else ()


def pair(workspace: Workspace, asked: PairAsked) -> Pair:
    """What is told of two states in some time."""
    between = Query(between=asked.between, since=asked.since, until=asked.until, sort="-date")
    catalogue = workspace.catalogue()
    _, until = catalogue.published()  # what is announced for later is not the latest that was done
    series = _series(workspace, asked, between)
    news, recalled = (replace(between, recalled=told) for told in (False, True))
    names = wording.country_name(asked.between[0]), wording.country_name(asked.between[1])
    return Pair(
        asked=asked,
        names=names,
        title=title(asked),
        time=_time(asked, series),
        events=catalogue.total("events", between),
        counted=sum(row.n for row in series.rows) if series else 0,
        statements=catalogue.total("statements", between),
        score=mean_of(series.rows) if series else None,
        standing=standing(workspace, asked.between),
        series=series,
        chart=_drawn(series) if series else "",
        recalled=catalogue.total("events", recalled),
        latest=_list(workspace, replace(news, until=asked.until or until, limit=LATEST)),
        cooperation=_strongest(workspace, news, "-score"),
        conflict=_strongest(workspace, news, "score"),
        said=listed(
            workspace, "statements",
            catalogue.cards("statements", replace(between, limit=SAID)),
        ),
        parts=tuple(PartLink(part, words, asked.of(part)) for part, words in PARTS.items()),
        everything={
            "events": SearchAsked(query=between).address,
            "recalled": SearchAsked(query=recalled).address,
            "statements": SearchAsked(what="statements", query=between).address,
        },
    )  # fmt: skip


def title(asked: PairAsked) -> str:
    """`Chile and Norway`."""
    first, second = (wording.in_sentence(wording.country_name(each)) for each in asked.between)
    return f"{wording.capitalised(first)} and {second}"


def _time(asked: PairAsked, series: Series | None) -> str:
    first = asked.since or (series.rows[0].start if series else None)
    last = asked.until or (series.rows[-1].end if series else None)
    return wording.span(first, last) if first and last else "no dated act"


def _series(workspace: Workspace, asked: PairAsked, between: Query) -> Series | None:
    """Period by period, from that of the first article on unless more is asked for."""
    catalogue = workspace.catalogue()
    first, _ = catalogue.published()
    since = asked.since or (period_of(first, asked.every).start if first else None)
    acts = chosen(catalogue.acts(between, ACTS), since=since, until=asked.until)
    if not len(acts):
        return None
    question = Question(between=asked.between, every=asked.every, since=since, until=asked.until)
    return measure(acts, question)


def _drawn(series: Series) -> str:
    words = (
        f"Number of reports of each {series.every}, cooperation upwards, conflict downwards. "
        "The table below holds the same numbers."
    )
    spec = charts.counts_chart(series)
    return static.drawings("counts", spec, words, static.WIDE, static.NARROW, linked=False)


def _list(workspace: Workspace, query: Query) -> tuple[Listed, ...]:
    return listed(workspace, "events", workspace.catalogue().cards("events", query))


def _strongest(workspace: Workspace, news: Query, sort: str) -> tuple[Listed, ...]:
    """Sure acts farthest out on one side of the scale."""
    side = "cooperation" if sort == "-score" else "conflict"
    quads = (f"verbal {side}", f"material {side}")
    asked = replace(
        news, sort=sort, limit=STRONGEST, quad_class=quads, confidence=SURE,
        status=("done", "ongoing"),
    )  # fmt: skip
    return _list(workspace, asked)

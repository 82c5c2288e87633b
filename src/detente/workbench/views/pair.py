"""Two states: what they did and said, at once; what measures say of it, part by part."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from detente.errors import NotFoundError
from detente.measuring import Question, Row, Series, chosen, measure, period_of
from detente.measuring.acts import ACTS
from detente.measuring.series import mean_of
from detente.reporting import charts, static, wording
from detente.store import Query, Workspace
from detente.workbench.addresses import PARTS, PairAsked, Part, SearchAsked, Size
from detente.workbench.views.listing import Listed, listed
from detente.workbench.views.overview import Standing, standing

LATEST, STRONGEST, SAID = 12, 6, 8
"""Records that the page lists."""
WIDTHS: dict[Size, int] = {"wide": static.WIDE, "narrow": static.NARROW}
"""Of a chart, in pixels."""
HIGH = charts.HEIGHT["counts"]
INK = "svg { color: #57606a } @media (prefers-color-scheme: dark) { svg { color: #a5afba } }"
"""What `--quiet` is on the page: a drawing that lies by itself does not hear of that."""
SURE = 0.5
"""Confidence from which an act is held up as a strong one."""


@dataclass(frozen=True, slots=True)
class PartLink:
    """A part with its address."""

    part: Part
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as a drawing by itself, with its size in pixels."""

    address: str
    width: int
    height: int


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
    def whole_time(self) -> str:
        """Where the two are shown in all the time, by the same periods."""
        return replace(self.asked, since=None, until=None).address

    @property
    def rows(self) -> tuple[Row, ...]:
        """The acts by period."""
        return self.series.rows if self.series else ()

    @property
    def chart(self) -> str:
        """Them as SVG in each size, for a page that has to hold its drawings; empty where none counts."""
        return "".join(_drawn(self.series, size) for size in WIDTHS) if self.series else ""

    @property
    def pictured(self) -> str:
        """What the chart shows, for whoever does not see it."""
        return _pictured(self.series) if self.series else ""

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        """Where each of these lies by itself, the narrowest first."""
        sizes = sorted(WIDTHS, key=WIDTHS.__getitem__)
        return tuple(Drawing(self.asked.drawn(each), WIDTHS[each], HIGH) for each in sizes)


def pair(workspace: Workspace, asked: PairAsked) -> Pair:
    """What is told of two states in some time."""
    between = _between(asked)
    catalogue = workspace.catalogue()
    until = _latest(asked, *catalogue.published())
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
        recalled=catalogue.total("events", recalled),
        latest=_list(workspace, replace(news, until=until, limit=LATEST)),
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


def _latest(asked: PairAsked, first: dt.date | None, last: dt.date | None) -> dt.date | None:
    """Until when acts are the latest that were done: what is announced for later is not, unless that time
    alone is asked for."""
    is_ahead = asked.since and last and asked.since > last
    return asked.until or (None if is_ahead else last)


def drawing(workspace: Workspace, asked: PairAsked, size: Size) -> str:
    """The chart of two states as SVG that stands alone, in ink for light and dark screens.

    Raises `NotFoundError` where no act counts that could be drawn.
    """
    series = _series(workspace, asked, _between(asked))
    if series is None:
        raise NotFoundError(
            f"no act of {title(asked)} counts in this time", advice="Ask for more time."
        )
    return _drawn(series, size).replace(">", f"><style>{INK}</style>", 1)


def title(asked: PairAsked) -> str:
    """`Chile and Norway`."""
    return wording.pair_name(asked.between)


def _between(asked: PairAsked) -> Query:
    return Query(between=asked.between, since=asked.since, until=asked.until, sort="-date")


def _time(asked: PairAsked, series: Series | None) -> str:
    first = asked.since or (series.rows[0].start if series else None)
    last = asked.until or (series.rows[-1].end if series else None)
    return wording.span(first, last) if first and last else "no dated act"


def _series(workspace: Workspace, asked: PairAsked, between: Query) -> Series | None:
    """Period by period, as an index: from that of the first article on the two unless more is asked for."""
    catalogue = workspace.catalogue()
    first = catalogue.first_told(Query(between=asked.between))
    since = asked.since or (period_of(first, asked.every).start if first else None)
    if since and asked.until and asked.until < since:
        return None
    acts = chosen(catalogue.acts(between, ACTS), since=since, until=asked.until)
    if not len(acts):
        return None
    question = Question(between=asked.between, every=asked.every, since=since, until=asked.until)
    return measure(acts, question)


def _drawn(series: Series, size: Size) -> str:
    spec, width = charts.counts_chart(series), WIDTHS[size]
    return static.svg(f"counts-{width}", spec, _pictured(series), width=width, linked=False)


def _pictured(series: Series) -> str:
    return (
        f"Number of reports of each {series.every}, cooperation upwards, conflict downwards. "
        "The table below holds the same numbers."
    )


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

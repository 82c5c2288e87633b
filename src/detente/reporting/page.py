"""How is the file put together? The room's public functions."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import vl_convert
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from detente.days import Day
from detente.errors import InputError
from detente.measuring import Every, period_of
from detente.reporting import (
    charts,
    computed,
    dialogues,
    directions,
    events,
    findings,
    ledgers,
    leftovers,
    level_charts,
    making,
    ordering,
    outlets,
    outlook,
    standing,
    turning,
    wording,
)  # fmt: skip
from detente.reporting import statements as said
from detente.reporting import summary as finding
from detente.reporting.gathering import Asked, Material, gather
from detente.reporting.imported import gather_imported
from detente.reporting.standing import Doing, silent
from detente.store import Workspace
from detente.store.query import as_days, resolve_pair


def report(
    workspace: Workspace,
    between: tuple[str, str],
    *,
    since: Day | None = None,
    until: Day | None = None,
    every: Every = "month",
    dataset: str | None = None,
    out: str | Path,
    doing: Doing = silent,
) -> Path:
    """Write the report on two states, given by code or name, to one HTML file; its path.

    The file opens in any browser with no network. The same workspace and options give the same
    bytes. `since` and `until` are the first and last day, both included. With `dataset` it is on
    imported data of that name instead of what was read. `doing` is told in words what is done now. Raises
    `QueryError` as `render` does, and `InputError` where the file cannot be written.
    """
    html = render(
        workspace, between, since=since, until=until, every=every, dataset=dataset, doing=doing
    )
    path = Path(out)
    try:
        path.write_text(html, encoding="utf-8", newline="\n")
    except OSError as problem:
        raise InputError(
            f"cannot be written ({problem.strerror or problem})",
            where=str(path),
            advice="Choose a file in a folder that exists and that you may write to.",
        ) from problem
    return path


def render(
    workspace: Workspace,
    between: tuple[str, str],
    *,
    since: Day | None = None,
    until: Day | None = None,
    every: Every = "month",
    dataset: str | None = None,
    doing: Doing = silent,
) -> str:
    """The report as HTML text.

    Raises `QueryError` for a state, unit, order of dates or data set that does not exist, and where
    the workspace holds nothing between the two states in that time, with what to ask instead.
    """
    pair = resolve_pair(between)
    first, last = as_days(since, until)
    period_of(dt.date(2000, 1, 1), every)  # refuse a bad unit before anything is read
    asked = Asked(between=pair, since=first, until=last, every=every, dataset=dataset)
    if dataset is not None:
        material = gather_imported(workspace, asked, dataset, doing=doing)
    else:
        material = gather(workspace, asked, doing=doing)
    doing("putting the page together")
    return _page(material)


def _page(material: Material) -> str:
    scripts = {"bundle": _bundle(), "script": _template_text("report.js")}
    return _environment().get_template("report.html").render(
        asked=material.asked,
        words=wording,
        colours=charts.COLOURS,
        scripts={name: Markup(text) for name, text in scripts.items()},
        hashes=[_hash(text) for text in scripts.values()],
        style=Markup(_template_text("style.css")),
        **_sections(material),
    )  # fmt: skip


def _sections(material: Material) -> dict[str, Any]:
    return {
        "specs": _charts(material),
        **_standing(material),
        "time_covered": finding.time_covered(material),
        "figures": finding.figures(material),
        "findings": findings.findings(material),
        "unknown": findings.unknown(material),
        "summary": finding.summary(material),
        "enough": finding.ENOUGH,
        "series": material.series,
        "by_track": material.by_track,
        "anchor": events.period_anchor,
        "types": directions.type_rows(material),
        "strongest": [
            ("Cooperation", events.strongest(material, cooperative=True)),
            ("Conflict", events.strongest(material, cooperative=False)),
        ],
        "periods": events.periods(material),
        "sides": said.sides(material),
        "ledgers": ledgers.ledgers(material),
        "channels": dialogues.channel_views(material),
        "counted_to": wording.day(material.until),
        "outlets": outlets.outlet_rows(material),
        "left_out": leftovers.left_out_groups(material),
        "rejected": material.rejected,
        "rejected_counts": leftovers.rejected_counts(material),
        "shown": leftovers.SHOWN,
        "making": making.making(material),
    }


def _charts(material: Material) -> dict[str, Any]:
    found = material.standing
    if found is None:
        return {}
    return {
        "net": level_charts.index_chart(material.series, found),
        "counts": charts.counts_chart(material.series),
        **level_charts.standing_charts(material.by_track, found),
        **charts.track_charts(material.by_track),
    }


def _standing(material: Material) -> dict[str, Any]:
    found = material.standing
    return {
        "level_computed": computed.of_level(found.level) if found else None,
        "levels": found.level.rows if found else (),
        "corrected": found is not None and "coder" in found.level.holds,
        "outlook": outlook.outlook(material),
        "turns": turning.turns_view(material),
        "answering": outlook.answering(material),
        "order": ordering.order(material),
        "track_turns": level_charts.captions(material.by_track, found) if found else {},
        "sure": standing.SURE,
    }


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("detente.reporting"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["capfirst"] = lambda text: text[:1].upper() + text[1:]
    return environment


def _template_text(name: str) -> str:
    environment = _environment()
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0]


@cache
def _bundle() -> str:
    """Vega, Vega-Lite and vega-embed as one script that is safe inside `<script>`."""
    bundle: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return bundle.replace("</script", "<\\/script")


def _hash(script: str) -> str:
    """What a content security policy names to let one inline script run and no other."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"

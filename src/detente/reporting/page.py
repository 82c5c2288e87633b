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
from detente.measuring.series import mean_of
from detente.reporting import brief as briefs
from detente.reporting import (
    charts,
    computed,
    dialogues,
    directions,
    events,
    findings,
    foresight,
    ledgers,
    leftovers,
    level_charts,
    making,
    ordering,
    outlets,
    outlook,
    standing,
    static,
    telling,
    thirds,
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
from detente.whole import unwritten, whole_file

ANNEXES = (
    ("The finding in detail", "finding.html"),
    ("The index", "index.html"),
    ("How things stand, turning points, reciprocity", "standing.html"),
    ("A hidden relation, and what may come", "foresight.html"),
    ("Tracks of the relation", "tracks.html"),
    ("What each side did to the other", "deeds.html"),
    ("What each side said", "words.html"),
    ("What was ruled out, promised and demanded", "ledgers.html"),
    ("Channels", "channels.html"),
    ("Who tells it, and how", "outlets.html"),
    ("What was not counted", "leftovers.html"),
    ("How it was made", "making.html"),
)
"""The parts behind the brief, with the templates that write them."""
OF_IMPORTED = (*ANNEXES[:6], ANNEXES[-1])
"""Those that there are of imported data."""
FORMS = (".html", ".pdf", ".docx")


def report(
    workspace: Workspace,
    between: tuple[str, str],
    *,
    since: Day | None = None,
    until: Day | None = None,
    every: Every = "month",
    dataset: str | None = None,
    brief: bool = False,
    out: str | Path,
    doing: Doing = silent,
) -> Path:
    """Write the report on two states, given by code or name, to one HTML file; its path.

    The file opens in any browser with no network. The same workspace and options give the same
    bytes. `since` and `until` are the first and last day, both included. With `dataset` it is on
    imported data of that name instead of what was read. With `brief` it is the page at its head alone,
    as HTML, PDF or Word document by the ending of the file. `doing` is told in words what is done now.
    Raises `QueryError` as `render` does, and
    `InputError` where the file cannot be written, or has an ending that is not to be had.
    """
    path = Path(out)
    _check_form(path, brief=brief)
    material = _gathered(
        workspace, between, since=since, until=until, every=every, dataset=dataset, doing=doing
    )
    beyond = {} if brief else _beyond(workspace, material, doing)
    doing("putting the page together")
    written = _written(material, path.suffix.lower(), beyond, brief=brief)
    try:
        with whole_file(path) as stream:
            stream.write(written)
    except OSError as problem:
        raise unwritten(path, problem) from problem
    return path


def _check_form(path: Path, *, brief: bool) -> None:
    form = path.suffix.lower()
    if form not in FORMS:
        raise InputError(
            f"a report cannot be written as '{path.suffix or path.name}'",
            where=str(path),
            advice=f"End its name in {', '.join(FORMS)}.",
        )
    if form != ".html" and not brief:
        raise InputError(
            f"the whole report is not written as {form}",
            where=str(path),
            advice=f"Ask for the brief (`--brief`) as {form}, or for the report as .html.",
        )


def _written(material: Material, form: str, beyond: dict[str, Any], *, brief: bool) -> bytes:
    if form == ".html":
        return (_brief_page(material) if brief else _page(material, beyond)).encode()
    from detente.reporting import handing_on

    told = briefs.brief(material, ledgers.held(material))
    chart = None if material.standing is None else _net(material)
    how = making.making(material, brief=True)
    made = f"Made by detente {how.version}: {how.command}"
    if form == ".pdf":
        return handing_on.as_pdf(told, chart, every=material.asked.every, made=made)
    return handing_on.as_docx(told, chart, made=made)


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
    material = _gathered(
        workspace, between, since=since, until=until, every=every, dataset=dataset, doing=doing
    )
    beyond = _beyond(workspace, material, doing)
    doing("putting the page together")
    return _page(material, beyond)


def _gathered(
    workspace: Workspace,
    between: tuple[str, str],
    *,
    since: Day | None,
    until: Day | None,
    every: Every,
    dataset: str | None,
    doing: Doing,
) -> Material:
    pair = resolve_pair(between)
    first, last = as_days(since, until)
    period_of(dt.date(2000, 1, 1), every)  # refuse a bad unit before anything is read
    asked = Asked(between=pair, since=first, until=last, every=every, dataset=dataset)
    if dataset is not None:
        return gather_imported(workspace, asked, dataset, doing=doing)
    return gather(workspace, asked, doing=doing)


def _beyond(workspace: Workspace, material: Material, doing: Doing) -> dict[str, Any]:
    """What the whole report tells beyond what other faces of a relation need: it is measured last."""
    asked = material.asked
    told: dict[str, Any] = {"foresight": foresight.foresight(workspace, material, doing=doing)}
    if asked.dataset is None:
        doing("comparing outlets")
        told["compared"] = telling.compare(workspace, material)
        told["manners"] = telling.read_manners(workspace, material, doing=doing)
        doing("asking what others say of the two")
        told["thirds"] = thirds.thirds_view(
            workspace, asked.between, since=asked.since, until=asked.until, most=thirds.MOST,
            shown=thirds.FEW,
        )  # fmt: skip
    return told


def _page(material: Material, beyond: dict[str, Any]) -> str:
    scripts = {"bundle": _bundle(), "script": _template_text("report.js")}
    specs = _charts(material)
    told = _sections(material)
    drawn = _drawn(specs, material)
    return (
        _environment()
        .get_template("report.html")
        .render(
            **_shared(material),
            scripts={name: Markup(text) for name, text in scripts.items()},
            hashes=[_hash(text) for text in scripts.values()],
            alone=False,
            specs=specs,
            drawn={name: Markup(text) for name, text in drawn.items()},
            annexes=[each for each in ANNEXES if not material.asked.dataset or each in OF_IMPORTED],
            **told,
            **beyond,
        )
    )


def _brief_page(material: Material) -> str:
    """The brief alone: no script, and nothing that leads to parts that are not there."""
    net = None if material.standing is None else _net(material)
    drawn = (
        {} if net is None else {"net": Markup(_in_two_widths("net", net, material, linked=False))}
    )
    return (
        _environment()
        .get_template("alone.html")
        .render(
            **_shared(material),
            alone=True,
            drawn=drawn,
            brief=briefs.brief(material, ledgers.held(material)),
            turns=turning.turns_view(material),
            enough=finding.ENOUGH,
            making=making.making(material, brief=True),
        )
    )


def _shared(material: Material) -> dict[str, Any]:
    return {
        "asked": material.asked,
        "words": wording,
        "mean_of": mean_of,
        "matched": briefs.MATCHED,
        "colours": charts.COLOURS,
        "style": Markup(_template_text("style.css")),
    }


def _sections(material: Material) -> dict[str, Any]:
    held = ledgers.held(material)
    return {
        **_standing(material),
        "brief": briefs.brief(material, held),
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
        "ledgers": ledgers.ledgers(held, material),
        "channels": dialogues.channel_views(material),
        "counted_to": wording.day(material.until),
        "outlets": outlets.outlet_rows(material),
        "left_out": leftovers.left_out_groups(material),
        "rejected": material.rejected,
        "making": making.making(material),
    }


def _net(material: Material) -> charts.Spec:
    assert material.standing is not None
    return level_charts.index_chart(material.series, material.standing)


def _charts(material: Material) -> dict[str, Any]:
    found = material.standing
    if found is None:
        return {}
    return {
        "net": _net(material),
        "counts": charts.counts_chart(material.series),
        **level_charts.standing_charts(material.by_track, found),
        **charts.track_charts(material.by_track),
    }


def _drawn(specs: dict[str, Any], material: Material) -> dict[str, str]:
    """Every chart as it is without a script; those of tracks, of which there are many, in one width."""
    linked = not material.asked.dataset  # its periods have no lists of events
    return {
        name: _in_two_widths(name, spec, material, linked=linked)
        if name in ("net", "counts")
        else static.svg(name, spec, _words(name, material), width=static.MIDDLE, linked=linked)
        for name, spec in specs.items()
    }


def _in_two_widths(name: str, spec: charts.Spec, material: Material, *, linked: bool = True) -> str:
    words = _words(name, material)
    return static.drawings(name, spec, words, static.WIDE, static.NARROW, linked=linked)


def _words(name: str, material: Material) -> str:
    """What a chart shows, for those who do not see it."""
    if name == "net":
        return briefs.chart_in_words(material)
    kind, _, track = name.partition("-")
    of = f" of {track} events" if track else ""
    what = "Mean score" if kind == "standing" else "Number"
    of = of or " of events"
    return (
        f"{what}{of} of each {material.asked.every}. A table in this part holds the same numbers."
    )


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
        "firm": standing.FIRM,
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

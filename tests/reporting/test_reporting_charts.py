"""Axes of charts: round marks, evenly apart, and room for all that is drawn."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from typing import Any

import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from reporting_world import SANCTIONED, article, event, parsed, stored

from detente.reporting import render, static, wording
from detente.reporting.charts import PERIODS, round_step
from detente.store import Batch


@pytest.mark.parametrize(
    ("reach", "step"),
    [(1, 1), (3, 1), (7, 2), (12, 5), (30, 10), (48, 20), (112, 50), (226, 100), (452, 200)],
)
def test_marks_of_counts_are_round(reach: int, step: int) -> None:
    assert round_step(reach) == step


@given(st.integers(1, 10**9))
def test_one_to_three_marks_on_a_side(reach: int) -> None:
    assert 1 <= reach // round_step(reach) <= 3


def ends(part: Any) -> list[list[float]]:
    """The domains of the axes of numbers in a chart."""
    if isinstance(part, list):
        return [end for each in part for end in ends(each)]
    if not isinstance(part, dict):
        return []
    scale = part.get("scale")
    here = (
        scale["domain"] if isinstance(scale, dict) and part.get("type") == "quantitative" else None
    )
    return ([here] if here else []) + [end for each in part.values() for end in ends(each)]


def test_axes_hold_all_that_is_drawn(tmp_path_factory: pytest.TempPathFactory) -> None:
    articles, events = [], []
    for place in range(14):  # nearly all at the end of the scale, so that the band reaches to it
        made = article(f"a{place}", SANCTIONED, dt.date(2022 + place // 12, 1 + place % 12, 10))
        articles.append(made)
        mode = None if place in (3, 7) else "targeted"
        kind = "ACCUSE" if mode is None else "ASSAULT"
        events.append(event(made, kind, "sanctioned", "America", "China", mode=mode))
    batch = Batch(articles=tuple(articles), events=tuple(events))
    workspace = stored(tmp_path_factory.mktemp("axes") / "ws", batch)
    page = parsed(render(workspace, ("CHN", "USA")))
    charts = specs(page)
    assert min(row["low"] for row in charts["net"]["datasets"]["periods"]) < -9
    assert set(charts) == {"net", "counts", "standing-economic", "track-economic"}
    for name, chart in charts.items():
        domains, held = ends(chart["layer"]), drawn(chart["datasets"])
        assert domains and held, name
        for low, high in domains:
            assert low <= min(held) and max(held) <= high, name


def drawn(datasets: dict[str, list[dict[str, Any]]]) -> list[float]:
    """How high its marks stand: stacked counts, where it has bars, else scores with their bands."""
    if "bars" in datasets:
        stacks: Counter[tuple[str, bool]] = Counter()
        for bar in datasets["bars"]:
            stacks[bar["tick"], bar["count"] > 0] += bar["count"]
        return list(stacks.values())
    return [
        row[field]
        for rows in datasets.values()
        for row in rows
        for field in ("net", "level", "low", "high")
        if row.get(field) is not None
    ]


def test_charts_name_every_period(page: html.HtmlElement) -> None:
    ticks = ["Jan\n2024", "Feb\n2024", "Mar\n2024"]
    for name, chart in specs(page).items():
        text = json.dumps(chart)
        assert json.dumps(ticks) in text and PERIODS not in text, name


def specs(page: html.HtmlElement) -> dict[str, Any]:
    """The charts of a page."""
    found: dict[str, Any] = json.loads(page.get_element_by_id("specs").text)
    return found


def shown(svg: str) -> list[str]:
    """The names of periods that an axis shows."""
    texts = html.fromstring(svg).xpath("//text[@opacity='1']")
    return [" ".join(each.itertext()) for each in texts]


@pytest.mark.parametrize("width", [static.WIDE, static.MIDDLE, static.NARROW])
@pytest.mark.parametrize("many", [2, 18, 40, 130])
def test_names_that_find_room_are_shown_as_if_all_were_measured(many: int, width: int) -> None:
    days = [dt.date(2015, 1, 5) + dt.timedelta(days=7 * number) for number in range(many)]
    names = [wording.tick(day, "week") for day in days]
    axis = {"labelExpr": "split(datum.label, '\\n')", "labelAngle": 0, "labelOverlap": "parity"}
    x = {"field": "tick", "type": "ordinal", "sort": None, "scale": {"domain": names}, "axis": axis}
    spec: dict[str, Any] = {
        "data": {"name": "bars"},
        "mark": "bar",
        "encoding": {"x": x, "y": {"field": "n", "type": "quantitative", "axis": None}},
        "datasets": {"bars": [{"tick": name, "n": 1} for name in names]},
    }
    sizes = {"width": width, "autosize": {"type": "fit", "contains": "padding"}}
    whole = vl_convert.vegalite_to_svg(json.dumps(spec | sizes))
    found = static.svg("x", spec, "words", width=width, linked=False)
    assert shown(found) == shown(whole) != []

"""How is a chart drawn once, for a page without JavaScript and for paper?"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import vl_convert

from detente.reporting.charts import Spec, in_words

WIDE, MIDDLE, NARROW = 760, 480, 350
"""Widths in pixels, for a screen of a desk, for charts beside one another, and for a screen of a hand."""
LEAST_NAME = 28
"""Pixels that the name of a period and the gap beside it take at the least."""
_ID = re.compile(r'(?<=\bid=")[^"]+(?=")')
_BASE = re.compile(r'xlink:href="[^"#]*#')
"""What the drawing library puts before a link within the page."""
_EMPTY = re.compile(r'role="graphics-symbol" aria-roledescription="[^"]*"(?=/>)')
"""What it calls a layer in which nothing is drawn: a symbol, but one without a name."""
_SIZE = re.compile(r'^(<svg[^>]*?) width="[^"]*" height="[^"]*"')


def drawings(name: str, spec: Spec, words: str, *widths: int, linked: bool = True) -> str:
    """A chart as SVG in each of some widths, for a style sheet to choose among."""
    return "".join(
        svg(f"{name}-{width}", spec, words, width=width, linked=linked) for width in widths
    )


def svg(name: str, spec: Spec, words: str, *, width: int = WIDE, linked: bool = True) -> str:
    """A chart as an SVG element named by `words`, whose periods lead to their lists of events where it is
    `linked`."""
    described = _described(_sized(spec, width))
    drawn: str = vl_convert.vegalite_to_svg(json.dumps(_linked(described) if linked else described))
    drawn = _BASE.sub('href="#', _SIZE.sub(r"\1", drawn))
    drawn = _EMPTY.sub('aria-hidden="true"', drawn)
    # The library counts its ids on from chart to chart: here they hang on the chart alone.
    for number, id_ in enumerate(dict.fromkeys(_ID.findall(drawn))):
        drawn = re.sub(rf'(id="|url\(#){re.escape(id_)}(?=["\)])', rf"\g<1>{name}-{number}", drawn)
    kind = {WIDE: "wide", NARROW: "narrow"}.get(width, "")
    label = words.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return drawn.replace(
        'class="marks"', f'class="marks {kind}" role="group" aria-label="{label}"', 1
    )


def png(spec: Spec, *, width: int = WIDE) -> bytes:
    """A chart in dark ink on white, two dots to a pixel."""
    inked = json.dumps(_sized(spec, width)).replace("currentColor", "#1b1f24")
    drawn: bytes = vl_convert.vegalite_to_png(inked, scale=2)
    return drawn


def _sized(spec: Spec, width: int) -> Spec:
    drawn = {name: _thinned(part, width) for name, part in spec.items() if name != "datasets"}
    sizes = {"width": width, "autosize": {"type": "fit", "contains": "padding"}}
    return drawn | {"datasets": spec["datasets"]} | sizes


def _thinned(part: Any, width: int) -> Any:
    """The part of a chart with those names of its periods alone that may find room.

    The library takes out every second name until none overlaps: what is left is the same. But it measures
    all of them first, which is most of the time that a chart of ten years takes.
    """
    if isinstance(part, list):
        return [_thinned(each, width) for each in part]
    if not isinstance(part, dict):
        return part
    thin = {name: _thinned(each, width) for name, each in part.items()}
    axis = part.get("axis")
    if axis and axis.get("labelOverlap") == "parity":
        names, step = part["scale"]["domain"], 1
        while len(names) * LEAST_NAME > step * width:
            step *= 2
        thin["axis"] = axis | {"values": names[::step]}
    return thin


def _described(spec: Spec) -> Spec:
    """The chart with each period in plain words, for whoever hears it; what else is drawn shows the same,
    and is passed over."""
    described = copy.deepcopy(spec)
    for row in described["datasets"].get("periods", ()):
        row["told"] = in_words(row)
    for layer in _layers(described):
        if "tooltip" in layer.get("encoding", {}):
            layer["encoding"]["description"] = {"field": "told", "type": "nominal"}
        elif "mark" in layer:
            mark = layer["mark"]
            layer["mark"] = ({"type": mark} if isinstance(mark, str) else mark) | {"aria": False}
    return described


def _linked(spec: Spec) -> Spec:
    """The chart with its periods as links, where it is clicked on if a script runs."""
    linked = copy.deepcopy(spec)
    for layer in _layers(linked):
        if "tooltip" in layer.get("encoding", {}):
            layer["transform"] = [{"filter": "isValid(datum.anchor)"}]
            layer["transform"] += [{"calculate": "'#' + datum.anchor", "as": "link"}]
            layer["encoding"]["href"] = {"field": "link", "type": "nominal"}
            layer["encoding"]["description"] = {"field": "name", "type": "nominal"}
    return linked


def _layers(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for layer in spec.get("layer", ()):
        yield layer
        yield from _layers(layer)

"""How records look to people: names, dates and evidence on a screen."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from detente.records import Actor, ChannelReport, Event

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

# Control characters in a text from anywhere could steer the terminal.
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
COOPERATION, CONFLICT = "green", "red"
TO, BOTH = "→", "↔"
WRITTEN = {"decade": 4, "year": 4, "season": 7, "quarter": 7, "month": 7}
"""Characters of an ISO date that tell a unit."""


def console(*, err: bool = False, width: int | None = None) -> Console:
    """A console on a standard stream that shows text as it is, without markup; as wide as its terminal
    unless told."""
    from rich.console import Console

    stream = sys.stderr if err else sys.stdout
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")  # a terminal that has no arrows shows `?`
    return Console(file=stream, width=width, markup=False, highlight=False, emoji=False)


def one_line(text: str) -> str:
    """Text without line breaks and control characters."""
    return CONTROLS.sub(" ", text)


def many(count: int, one: str, several: str | None = None) -> str:
    """`1 event`, `1,204 events`."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def colour(quad_class: str) -> str:
    """Green for cooperation, red for conflict."""
    return CONFLICT if quad_class.endswith("conflict") else COOPERATION


def codes(actors: Iterable[Actor]) -> list[str]:
    """Country codes, each once; the words of those that have none."""
    shown = (actor.country or one_line(actor.name or actor.text) for actor in actors)
    return list(dict.fromkeys(shown))


def who(acting: Sequence[str], acted_upon: Sequence[str], *, mutual: bool = False) -> str:
    """`KEN → FJI`; `KEN ↔ FJI` where the act is mutual; those who act alone where it is upon nobody."""
    if mutual:
        return f" {BOTH} ".join(dict.fromkeys([*acting, *acted_upon]))
    by, upon = ", ".join(acting), ", ".join(acted_upon)
    return f"{by or 'nobody'} {TO} {upon}" if upon else by


def parties(event: Event) -> str:
    """Who did it to whom."""
    return who(codes(event.actors), codes(event.recipients), mutual=event.reciprocal)


def act(event: Event) -> str:
    """Type, mode, and status unless it is done: `CONSULT visit, planned`."""
    name = " ".join(filter(None, [event.event_type, event.mode]))
    return name if event.status == "done" else f"{name}, {event.status}"


def day(event: Event | ChannelReport) -> str | None:
    """The date as exact as the text gives it, or None; `1980 to 1986` where it is a span."""
    start, end = event.date_start, event.date_end
    if start is None:
        return None
    length = WRITTEN.get(event.date_precision or "")
    ends = (each.isoformat()[:length] for each in (start, end or start))
    return " to ".join(dict.fromkeys(ends))


def around(text: str, start: int, end: int, width: int, style: str) -> Text:
    """The characters `start` to `end` of a text in style, with what stands around them."""
    from rich.text import Text

    first, last = _window(text, start, end, width)
    shown = Text("…" if first else "")
    shown.append(one_line(text[first:start]))
    shown.append(one_line(text[start:end]), style=f"bold {style}")
    shown.append(one_line(text[end:last]))
    return shown.append("…" if last < len(text) else "")


def _window(text: str, start: int, end: int, width: int) -> tuple[int, int]:
    """About `width` characters around a stretch, cut between words."""
    first = max(0, min(start - max(0, width - (end - start)) // 2, len(text) - width))
    last = min(len(text), max(end, first + width))
    if first and (space := text.find(" ", first, start)) >= 0:
        first = space + 1
    if last < len(text) and (space := text.rfind(" ", end, last)) >= 0:
        last = space
    return first, last

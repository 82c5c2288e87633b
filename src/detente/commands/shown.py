"""How records look to people: names, dates and evidence on a screen."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from detente.records import Actor, ChannelReport, Event

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

# Control characters in a text from anywhere could steer the terminal.
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
COOPERATION, CONFLICT = "green", "red"
TO, BOTH = "→", "↔"


def console(*, err: bool = False) -> Console:
    """A console on a standard stream that shows text as it is, without markup."""
    from rich.console import Console

    stream = sys.stderr if err else sys.stdout
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")  # a terminal that has no arrows shows `?`
    return Console(file=stream, markup=False, highlight=False, emoji=False)


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


def who(event: Event) -> tuple[str, str]:
    """Who, and whom; all parties on the left where the act is mutual."""
    if event.reciprocal:
        return f" {BOTH} ".join(codes([*event.actors, *event.recipients])), ""
    return ", ".join(codes(event.actors)), ", ".join(codes(event.recipients))


def act(event: Event) -> str:
    """Type, mode, and status unless it is done: `CONSULT visit, planned`."""
    name = " ".join(filter(None, [event.event_type, event.mode]))
    return name if event.status == "done" else f"{name}, {event.status}"


def day(event: Event | ChannelReport) -> str | None:
    """The date as exact as the text gives it, or None."""
    start, end, unit = event.date_start, event.date_end, event.date_precision
    if start is None:
        return None
    if unit == "year":
        return str(start.year)
    if unit == "month":
        return start.isoformat()[:7]
    if unit == "day" and (end is None or end == start):
        return start.isoformat()
    return f"{start} to {end}" if end and end != start else str(start)


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

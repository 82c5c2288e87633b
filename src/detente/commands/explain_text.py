"""An explanation for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from detente.commands.shown import (
    BOTH,
    COOPERATION,
    TO,
    colour,
    console,
    day,
    many,
    one_line,
    parties,
)
from detente.records import Actor, Article, ChannelReport, Event, Statement

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from detente.coding.coder import SentenceTrace

    Labelled = tuple[str, RenderableType]

KEPT = "bold"
QUIET = "dim"
NO_CHANNEL = "nothing beside it makes it a standing channel"
NOTHING = "no word in it tells an act or a position of those named"


def show(article: Article, traces: Sequence[SentenceTrace], *, parse: bool) -> None:
    """Print an article's explanation, sentence by sentence."""
    from rich.padding import Padding
    from rich.table import Table

    screen = console()
    screen.print(_heading(article))
    for trace in traces:
        table = Table.grid(padding=(0, 1))
        table.add_column(width=9, no_wrap=True, justify="right", style=QUIET)
        table.add_column(ratio=1)
        table.add_row(str(trace.sentence), _sentence(article, trace))
        for label, words in _lines(article, trace, parse):
            table.add_row(label, words)
        screen.print(Padding(table, (1, 0, 0, 0)))
    screen.print(Padding(_ending(traces), (1, 0, 1, 0)))


def _heading(article: Article) -> Text:
    from rich.text import Text

    facts = [article.outlet, str(article.published or "no date"), article.genre, article.address]
    heading = Text(one_line(article.title or ""), style="bold")
    heading.append("\n" if article.title else "")
    return heading.append(one_line(", ".join(filter(None, facts))), style=QUIET)


def _ending(traces: Sequence[SentenceTrace]) -> Text:
    from rich.text import Text

    events = sum(len(trace.events) for trace in traces)
    statements = sum(len(trace.statements) for trace in traces)
    channels = sum(len(trace.channels) for trace in traces)
    also = f", {many(channels, 'channel')}" if channels else ""
    read = sum(trace.skipped is None for trace in traces)
    return Text(
        f"{many(len(traces), 'sentence')}, {read} parsed; "
        f"{many(events, 'event')}, {many(statements, 'statement')}{also}",
        style=QUIET,
    )


def _sentence(article: Article, trace: SentenceTrace) -> Text:
    """The sentence, its triggers coloured; dim where it gave nothing."""
    from rich.text import Text

    nothing = not (trace.events or trace.statements or trace.channels)
    text = one_line_kept(article.text[trace.start : trace.end])
    shown = Text(text, style=QUIET if nothing else "")
    for event in trace.events:
        start, end = event.trigger.start - trace.start, event.trigger.end - trace.start
        shown.stylize(f"bold {colour(event.quad_class)}", start, end)
    return shown


def one_line_kept(text: str) -> str:
    """Text on one line with its length kept, so that offsets still hold."""
    return "".join(" " if one_line(letter) == " " else letter for letter in text)


def _lines(article: Article, trace: SentenceTrace, parse: bool) -> Iterator[Labelled]:
    from rich.text import Text

    if trace.mentions:
        yield "names", Text(one_line(_names(article, trace)))
    yield from _kept(trace)
    for word, reason in (*trace.left_out, *_almost(trace)):
        yield "left out", Text(one_line(f"“{word}”: {reason}"))
    kept = trace.events or trace.statements or trace.channels
    if (trace.skipped and not kept) or not (kept or trace.left_out):
        yield "nothing", Text(one_line(trace.skipped or NOTHING), style=QUIET)
    if parse and trace.parse:
        yield "parse", Text(one_line(trace.parse), style=QUIET)


def _kept(trace: SentenceTrace) -> Iterator[Labelled]:
    for place, event in enumerate(trace.events):
        dating = trace.dating[place].partition(": ")[2] if place < len(trace.dating) else ""
        yield "event", _event(event)
        yield from _facts(_event_facts(event, dating))
    for said in trace.statements:
        yield "statement", _statement(said)
        yield from _facts(_statement_facts(said))
    for told in trace.channels:
        yield "channel", _channel(told)
        yield from _facts(_channel_facts(told))


def _almost(trace: SentenceTrace) -> Iterator[tuple[str, str]]:
    """Names of channels that lack only their parties; a plain `the talks` is not worth a line."""
    return (each for each in trace.no_channel if each[1] != NO_CHANNEL)


def _facts(facts: Iterator[str]) -> Iterator[Labelled]:
    from rich.padding import Padding
    from rich.text import Text

    for fact in facts:
        yield "", Padding(Text(one_line(fact)), (0, 0, 0, 2))


def _names(article: Article, trace: SentenceTrace) -> str:
    names = (
        f"{article.text[each.start : each.end]} "
        f"({' '.join(filter(None, [each.code, each.sector])) or 'no state'})"
        for each in trace.mentions
    )
    return ", ".join(dict.fromkeys(names))


def _event(event: Event) -> Text:
    from rich.text import Text

    shown = Text(" ".join(filter(None, [event.event_type, event.mode])),
                 style=f"{KEPT} {colour(event.quad_class)}")  # fmt: skip
    shown.append(f"  {parties(event)}  ", style=KEPT)
    return shown.append(one_line(f"“{event.trigger.text}”"))


def _event_facts(event: Event, dating: str) -> Iterator[str]:
    yield f"parties: {_actors(event.actors)}{_whom(event.recipients)}"
    yield f"when: {_when(event, dating)}"
    yield f"says so: {_actor(event.reported_by) if event.reported_by else 'the outlet itself'}"
    background = ", told as background" if event.recalled else ""
    yield f"status: {event.status}{background}; confidence: {event.confidence:.2f}"
    yield _topics(event)


def _statement(said: Statement) -> Text:
    from rich.text import Text

    shown = Text(said.kind, style="bold yellow")
    shown.append(one_line(f"  {_actors([said.speaker])}{_whom(said.addressees)}"), style=KEPT)
    return shown


def _statement_facts(said: Statement) -> Iterator[str]:
    yield f"holds: “{said.about.text}”{' (quoted)' if said.quoted else ''}"
    if said.condition:
        yield f"if: “{said.condition.text}”"
    yield f"confidence: {said.confidence:.2f}"
    yield _topics(said)


def _channel(told: ChannelReport) -> Text:
    from rich.text import Text

    shown = Text(told.told, style=f"{KEPT} {COOPERATION}")
    shown.append(one_line(f"  {f' {BOTH} '.join(told.parties)}  {told.channel}"), style=KEPT)
    return shown.append(f"  no. {told.ordinal}" if told.ordinal else "")


def _channel_facts(told: ChannelReport) -> Iterator[str]:
    yield f"parties: from the {told.parties_from}"
    yield f"when: {day(told) or 'not told'}" + (f" ({told.date_basis})" if told.date_basis else "")
    if told.trigger:
        yield f"status: {told.status}, by “{told.trigger.text}”"
    yield f"says so: {_actor(told.reported_by) if told.reported_by else 'the outlet itself'}"


def _actors(actors: Sequence[Actor]) -> str:
    return ", ".join(_actor(actor) for actor in actors) or "nobody named"


def _actor(actor: Actor) -> str:
    facts = " ".join(filter(None, [actor.country, actor.sector]))
    return f"{actor.text} ({facts or 'no state'})"


def _whom(actors: Sequence[Actor]) -> str:
    return f" {TO} {_actors(actors)}" if actors else ""


def _when(event: Event, dating: str) -> str:
    basis = f" ({event.date_basis})" if event.date_basis else ""
    return f"{day(event) or 'not known'}{basis}" + (f", {dating}" if dating else "")


def _topics(item: Event | Statement) -> str:
    issues = f"; issues: {', '.join(item.issues)}" if item.issues else ""
    return f"tracks: {', '.join(item.tracks) or 'none'}{issues}"

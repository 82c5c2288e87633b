"""An explanation for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from detente.commands.shown import TO, colour, console, day, one_line, who
from detente.records import Actor, Article, Event, Statement

if TYPE_CHECKING:
    from rich.text import Text

    from detente.coding.coder import SentenceTrace

    Labelled = tuple[str, Text]

KEPT = "bold"
QUIET = "dim"


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
    read = sum(trace.skipped is None for trace in traces)
    return Text(
        f"{len(traces)} sentences, {read} parsed; {events} events, {statements} statements",
        style=QUIET,
    )


def _sentence(article: Article, trace: SentenceTrace) -> Text:
    """The sentence, its triggers coloured; dim where it gave nothing."""
    from rich.text import Text

    nothing = not (trace.events or trace.statements)
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
    for place, event in enumerate(trace.events):
        dating = trace.dating[place].partition(": ")[2] if place < len(trace.dating) else ""
        yield "event", _event(event, dating)
    for said in trace.statements:
        yield "statement", _statement(said)
    for word, reason in trace.left_out:
        yield "left out", Text(one_line(f"“{word}”: {reason}"))
    if trace.skipped:
        yield "not read", Text(one_line(trace.skipped), style=QUIET)
    if parse and trace.parse:
        yield "parse", Text(one_line(trace.parse), style=QUIET)


def _names(article: Article, trace: SentenceTrace) -> str:
    return ", ".join(
        f"{article.text[each.start : each.end]} "
        f"({' '.join(filter(None, [each.code, each.sector])) or 'no state'})"
        for each in trace.mentions
    )


def _event(event: Event, dating: str) -> Text:
    from rich.text import Text

    shown = Text(" ".join(filter(None, [event.event_type, event.mode])),
                 style=f"{KEPT} {colour(event.quad_class)}")  # fmt: skip
    shown.append(f"  {_parties(event)}  ", style=KEPT)
    shown.append(one_line(f"“{event.trigger.text}”"))
    told = [
        f"parties: {_actors(event.actors)}" + _whom(event.recipients),
        f"when: {_when(event, dating)}",
        f"says so: {_speaker(event.reported_by)}",
        ", ".join(filter(None, [f"status: {event.status}", _background(event),
                                f"track: {_list(event.tracks)}", _issues(event.issues)])),
        f"confidence: {event.confidence:.2f}",
    ]  # fmt: skip
    return shown.append("".join(f"\n  {one_line(line)}" for line in told))


def _statement(said: Statement) -> Text:
    from rich.text import Text

    shown = Text(said.kind, style="bold yellow")
    shown.append(one_line(f"  {_actors([said.speaker])}{_whom(said.addressees)}"), style=KEPT)
    condition = f", if: “{said.condition.text}”" if said.condition else ""
    told = [
        f"holds: “{said.about.text}”" + (" (quoted)" if said.quoted else "") + condition,
        ", ".join(filter(None, [f"track: {_list(said.tracks)}", _issues(said.issues)])),
        f"confidence: {said.confidence:.2f}",
    ]
    return shown.append("".join(f"\n  {one_line(line)}" for line in told))


def _parties(event: Event) -> str:
    actor, recipient = who(event)
    return f"{actor or 'nobody'} {TO} {recipient}" if recipient else actor


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


def _speaker(speaker: Actor | None) -> str:
    return _actor(speaker) if speaker else "the outlet itself"


def _background(event: Event) -> str:
    return "told as background" if event.recalled else ""


def _list(names: Sequence[str]) -> str:
    return " ".join(names) or "none"


def _issues(names: Sequence[str]) -> str:
    return f"issues: {_list(names)}" if names else ""

"""Turns, answers and responses on a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from detente.commands import machine
from detente.commands.fitted import Column, Quote, Row, show_fitted
from detente.commands.question import in_words
from detente.commands.record_tables import DATE, SENTENCE, TYPE, WHO, evidence
from detente.commands.shown import colour, console, one_line

if TYPE_CHECKING:
    from detente.measuring import DoubtResult, DriversResult, TurnsResult
    from detente.measuring.drivers import Driver, Explained
    from detente.measuring.exporting import Exports
    from detente.records import Article, Event, Imported, Occurrence
    from detente.store import Workspace

    Receipts = Mapping[str, tuple[Event, Article] | Imported]


DRIVERS = (
    DATE, WHO, TYPE,
    Column(head="score", worth=5, right=True),
    Column(head="without", worth=6, right=True),
    Column(head="sure", worth=4, right=True),
    replace(SENTENCE, head="told by"),
)  # fmt: skip


def show(found: Exports) -> None:
    """The sentences of a result."""
    console().print(str(found))


def show_or_write(found: Exports, form: str, out: Path | None) -> None:
    """The sentences of a result, or its rows in a form for programs."""
    if form == "table":
        show(found)
    else:
        machine.write(out, machine.tabular(found.to_table(), form, question=in_words()))


def show_also(words: str) -> None:
    """What is told beside the first finding, after an empty line."""
    console().print(f"\n{words}")


def show_stood(found: DoubtResult) -> None:
    """In how many redrawn records findings stand, after an empty line."""
    from detente.measuring.doubt_words import stood

    show_also("\n".join(stood(found)))


def show_turns(
    found: TurnsResult,
    explained: DriversResult,
    workspace: Workspace,
    told: Sequence[Occurrence],
    dataset: str | None,
) -> None:
    """The turns in sentences, and under each its drivers with the sentence that tells it, or with the
    row of the data set that they are."""
    show(found)
    if dataset is None:
        receipts = _receipts(explained, workspace, told)
    else:
        receipts = _rows(explained, workspace, dataset)
    for each in explained.explained:
        if each.drivers:
            _show_drivers(each, receipts)


def _show_drivers(each: Explained, receipts: Receipts) -> None:
    from detente.measuring.wording import kinds, stretch

    screen = console()
    turn = each.turn
    screen.print(f"\n{turn.period}: what drove the change of {turn.size:+.2f}", style="bold")
    for side, drivers in each.by_side().items():
        screen.print(stretch(each, side), style="dim")
        _show_side(drivers, receipts)
    if each.without_all is not None:
        screen.print(f"without all of these: {each.without_all:+.2f}", style="dim")
    if told_kinds := kinds(each):
        screen.print(f"by kind: {told_kinds}", style="dim")


def _show_side(drivers: Sequence[Driver], receipts: Receipts) -> None:
    told = any(driver.confidence is not None for driver in drivers)
    columns = [each for each in DRIVERS if told or each.head != "sure"]
    rows: list[Row] = []
    for driver in drivers:
        sure = "" if driver.confidence is None else f"{driver.confidence:.0%}"
        rows.append((
            str(driver.date), driver.who, driver.event_type, f"{driver.score:+.1f}",
            f"{driver.without:+.2f}", *([sure] if told else []), _receipt(receipts[driver.act_id]),
        ))  # fmt: skip
    show_fitted(columns, rows)


def _receipt(told: tuple[Event, Article] | Imported) -> str | Quote:
    """The sentence that tells an act, or what the row of a data set says, and where it stands."""
    if isinstance(told, tuple):
        event, article = told
        style = colour(event.quad_class)
        return evidence(event, event.trigger.start, event.trigger.end, article, style)
    words = " · ".join(each for each in (told.actor, told.code, told.recipient) if each)
    return one_line(f"{words} ({Path(told.file).name} line {told.line})")


def _receipts(
    explained: DriversResult, workspace: Workspace, told: Sequence[Occurrence]
) -> Receipts:
    """The event that stands for each driver, and its article."""
    from detente.commands.asking import with_articles
    from detente.records import Event
    from detente.store import Query

    wanted = {driver.act_id for driver in explained.records()}
    stands = {
        each.representative: each.occurrence_id for each in told if each.occurrence_id in wanted
    }
    if not stands:
        return {}
    table = workspace.events(Query(ids=set(stands)))
    events, articles = with_articles(workspace, table, Event)
    return {stands[event.event_id]: (event, articles[event.article_id]) for event in events}


def _rows(explained: DriversResult, workspace: Workspace, dataset: str) -> Receipts:
    """The row of the data set that each driver is."""
    from detente.records import Imported
    from detente.schema import to_rows

    wanted = {driver.act_id for driver in explained.records()}
    rows = to_rows(workspace.imported(dataset=dataset, ids=wanted), Imported)
    return {row.imported_id: row for row in rows}

"""Turns, answers and responses on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente.commands.record_tables import evidence, plain_table
from detente.commands.shown import colour, console

if TYPE_CHECKING:
    from detente.measuring import DriversFound, TurnsFound
    from detente.measuring.drivers import Explained
    from detente.measuring.exports import Exports
    from detente.records import Article, Event, Occurrence
    from detente.store import Workspace

    Receipts = dict[str, tuple[Event, Article]]


def show(found: Exports) -> None:
    """The sentences of a result."""
    console().print(str(found))


def show_turns(
    found: TurnsFound, explained: DriversFound, workspace: Workspace, told: Sequence[Occurrence]
) -> None:
    """The turns in sentences, and under each its drivers with the sentence that tells it."""
    show(found)
    receipts = _receipts(explained, workspace, told)
    for each in explained.explained:
        if each.drivers:
            _show_drivers(each, receipts)


def _show_drivers(each: Explained, receipts: Receipts) -> None:
    screen = console()
    turn = each.turn
    screen.print(f"\n{turn.period}: what drove the change of {turn.size:+.2f}", style="bold")
    table = plain_table(
        "date", "who", "type", "score", "without", "sentence", right=("score", "without")
    )
    for driver in each.drivers:
        event, article = receipts[driver.act_id]
        style = colour(event.quad_class)
        table.add_row(
            str(driver.date), driver.who, driver.event_type, f"{driver.score:+.1f}",
            f"{driver.without:+.2f}",
            evidence(event, event.trigger.start, event.trigger.end, article, style),
        )  # fmt: skip
    screen.print(table)
    if each.without_all is not None:
        screen.print(f"without all of these: {each.without_all:+.2f}", style="dim")


def _receipts(
    explained: DriversFound, workspace: Workspace, told: Sequence[Occurrence]
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

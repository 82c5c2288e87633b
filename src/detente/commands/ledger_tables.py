"""Ledgers for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from detente.commands.fitted import Column, Quote, show_fitted
from detente.commands.record_tables import (
    DATE,
    OUTLET,
    SENTENCE,
    STATEMENT_COLOURS,
    TYPE,
    evidence,
    styled,
)
from detente.commands.shown import COOPERATION, console, many, one_line
from detente.records import Article, Bearing, Event, LedgerRow, Outcome, Statement

if TYPE_CHECKING:
    from rich.text import Text

OUTCOME_COLOURS: dict[Outcome, str] = {
    "kept": "green", "met": "green", "broken": "red", "refused": "red", "contested": "yellow",
    "answered otherwise": "yellow", "open": "dim", "due, not seen": "yellow",
}  # fmt: skip
LEDGER = (
    Column(head="row", worth=6),
    Column(head="stated", worth=5),
    Column(head="of", worth=8),
    Column(head="to", worth=7, least=8, most=16),
    Column(head="wording", worth=9, least=28, most=48, grows=True),
    Column(head="since", worth=8, least=16, most=32),
)
WORDINGS = (
    DATE, replace(TYPE, head="kind"), Column(head="grade", worth=4, right=True), OUTLET, SENTENCE,
)  # fmt: skip
BEARINGS = (
    DATE,
    Column(head="what", worth=8, least=15, most=24),
    Column(head="shows", worth=7, least=10, most=20),
    Column(head="says", worth=5, least=13, most=20),
    SENTENCE,
)
STRENGTHS = ("worry", "objection", "firm objection", "ruled out", "at any price")


def show_ledger(rows: Sequence[LedgerRow]) -> None:
    """A line a row: its name, when and how often it was stated, its wording, what came of it; and whose it
    is, where they are of several states."""
    several = len({row.state for row in rows}) > 1
    columns = [column for column in LEDGER if several or column.head != "of"]
    shown = [
        (
            row.row_id,
            _stated(row),
            *((row.state,) if several else ()),
            _to(row),
            one_line(row.wording),
            _since(row),
        )
        for row in rows
    ]
    if shown:
        show_fitted(columns, shown, note=many(len(shown), "row"))


def show_row(row: LedgerRow) -> None:
    """What is known of a row as a whole."""
    to = f" to {', '.join(row.addressees)}" if row.addressees else ""
    joint = f", jointly with {', '.join(row.jointly)}" if row.jointly else ""
    lines = [
        f"{row.row_id}  {row.family} of {row.state}{to}{joint}",
        f"issues: {', '.join(row.issues) or 'none named'}",
        f"stated {many(row.times, 'time')} on {many(row.days, 'day')}, told by "
        f"{many(row.outlets, 'outlet')}, {_days(row, ' to ')}",
    ]
    if row.trend:
        lines += [
            f"{row.trend}: from {_graded(row.first_wording, row.first_grade)}",
            f"{' ' * len(row.trend)}  to   {_graded(row.last_wording, row.last_grade)}",
        ]
    if row.settled:
        lines.append(f"{_closing(row, row.settled.outcome)}: {row.settled.sentence}")
    for line in lines:
        console().print(one_line(line), soft_wrap=True)


def show_wordings(
    row: LedgerRow, statements: Mapping[str, Statement], articles: Mapping[str, Article]
) -> None:
    """Every statement of a row in its sentence."""
    shown = [
        (
            str(each.date or ""),
            f"{each.kind}, copy" if each.copy_of else each.kind,
            str(each.grade or ""),
            one_line(each.outlet or ""),
            _clause(statements[each.statement_id], articles[each.article_id]),
        )
        for each in row.wordings
    ]
    console().print()
    show_fitted(WORDINGS, shown)


def show_bearings(
    row: LedgerRow, told: Iterable[Event | Statement], articles: Mapping[str, Article]
) -> None:
    """Every event and accusation that bears on a row, in its sentence, with what it shows."""
    if not row.bearings:
        console().print("\nno later event in the record bears on it", style="dim")
        return
    by_id = {item.event_id if isinstance(item, Event) else item.statement_id: item for item in told}
    shown = [
        (
            str(each.date),
            _what(each),
            _shows(each),
            one_line(each.reported_by or ""),
            _told(by_id[each.event_id or each.statement_id or ""], articles[each.article_id]),
        )
        for each in row.bearings
    ]
    console().print("\nlater events that bear on it:")
    show_fitted(BEARINGS, shown)


def _to(row: LedgerRow) -> str:
    """To whom it is said, or with whom, for what several promise one another."""
    return ", ".join(row.addressees) or f"with {', '.join(row.jointly)}" * bool(row.jointly)


def _stated(row: LedgerRow) -> str:
    counts = [many(row.times, "time"), many(row.days, "day"), many(row.outlets, "outlet")]
    return "\n".join([_days(row, "\nto "), *(counts if row.times > 1 else ())])


def _days(row: LedgerRow, joint: str) -> str:
    if row.first is None or row.first == row.last:
        return str(row.first or "no date")
    return f"{row.first}{joint}{row.last}"


def _since(row: LedgerRow) -> Text:
    from rich.text import Text

    shown = Text()
    if row.trend:
        shown.append(f"{row.trend} ({row.first_grade} to {row.last_grade})\n")
    for outcome in row.outcomes:
        shown.append(f"{_closing(row, outcome)}\n", style=OUTCOME_COLOURS[outcome])
    if not row.outcomes and row.family != "red-line":
        shown.append("nothing shows it\n", style="dim")
    if row.bearings:
        shown.append(_bearing(row.bearings), style="dim")
    shown.rstrip()
    return shown


def _bearing(bearings: Sequence[Bearing]) -> str:
    """How much bears on a row: events, and accusations, which are statements."""
    events = sum(each.event_id is not None for each in bearings)
    counts = ((events, "event"), (len(bearings) - events, "accusation"))
    return ", ".join(many(n, one) for n, one in counts if n)


def _closing(row: LedgerRow, outcome: Outcome) -> str:
    """An outcome with the day of what shows it, or the day by which it is due."""
    if row.settled and row.settled.outcome == outcome:
        return f"{outcome} {row.settled.date}"
    return f"{outcome} ({row.due})" if row.due and outcome in ("open", "due, not seen") else outcome


def _graded(wording: str, grade: int | None) -> str:
    return f"{wording} ({grade}, {STRENGTHS[grade - 1]})" if grade else wording


def _clause(said: Statement, article: Article) -> str | Quote:
    style = STATEMENT_COLOURS.get(said.kind, COOPERATION)
    return evidence(said, said.about.start, said.about.end, article, style)


def _told(item: Event | Statement, article: Article) -> str | Quote:
    words = item.trigger if isinstance(item, Event) else item.about
    return evidence(item, words.start, words.end, article, "bold")


def _what(each: Bearing) -> str:
    parties = ",".join(each.actors) + (f">{','.join(each.recipients)}" if each.recipients else "")
    status = f", {each.status}" if each.status not in (None, "done") else ""
    return f"{parties}\n{each.what}{status}"


def _shows(each: Bearing) -> str | Text:
    return styled(each.outcome, OUTCOME_COLOURS[each.outcome]) if each.outcome else ""

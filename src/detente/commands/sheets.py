"""Records as sheets: columns with their types, and rows; the form that CSV, Excel and Stata share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from detente.commands.flat import Column, flat_columns, flat_values
from detente.records import Article, Channel, LedgerRow, Occurrence
from detente.schema import hints, meaning, scalar

if TYPE_CHECKING:
    import pyarrow as pa

    from detente.store import Workspace

ARTICLE_COLUMNS = ("outlet", "published", "title", "address")
"""What of its article stands beside a record in a sheet, since nobody joins tables in a spreadsheet."""
SENTENCE = "sentence_text"
"""Column of the sentence; `sentence` is its number."""
STANDS_FOR = {
    Occurrence: ("events", "representative"),
    Channel: ("channels", "state_report"),
    LedgerRow: ("statements", "statement_id"),
}
"""Records that are made of several, and which of these stands for all of them."""
KEYS = {"events": "event_id", "statements": "statement_id", "channels": "channel_report_id"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with a name; `rows` have the values of `columns`, as they are."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]


def sheet(
    workspace: Workspace, found: Sequence[Any], record: type, name: str, added: Sequence[str]
) -> Sheet:
    """Records of one class, with what is added of their articles and sentences."""
    columns = [*flat_columns(record), *map(added_column, added)]
    facts = added_values(workspace, found, record, added)
    rows = [[*flat_values(each), *extra] for each, extra in zip(found, facts, strict=True)]
    return Sheet(name, columns, rows)


def plain_sheet(table: pa.Table, name: str) -> Sheet:
    """An Arrow table whose cells are plain."""
    import pyarrow as pa

    kinds = {pa.int64(): int, pa.float64(): float, pa.bool_(): bool, pa.date32(): dt.date}
    columns = [Column(each.name, "", kinds.get(each.type, str)) for each in table.schema]
    return Sheet(name, columns, [tuple(row.values()) for row in table.to_pylist()])


def added_for(record: type, asked: Sequence[str]) -> tuple[str, ...]:
    """What is added to a sheet: facts of the article, where a record has one, and what is asked for."""
    facts = ARTICLE_COLUMNS if "article_id" in hints(record) else ()
    return tuple(dict.fromkeys((*facts, *asked)))


def check_added(record: type, asked: Sequence[str]) -> None:
    """Refuse to add the sentence, or facts of an article, to what has neither."""
    if asked and record not in STANDS_FOR and "article_id" not in hints(record):
        raise click.UsageError("--with is for records that were read in an article.")


def added_column(name: str) -> Column:
    """The column of something added."""
    if name == "sentence":
        return Column(SENTENCE, "the sentence it was read from")
    return Column(name, meaning(Article, name), scalar(hints(Article)[name]))


def added_values(
    workspace: Workspace, found: Sequence[Any], record: type, added: Sequence[str]
) -> list[tuple[Any, ...]]:
    """What is added to each record: of those made of several, what one of them has."""
    if not added:
        return [()] * len(found)
    told = _told(workspace, found, record)
    articles = articles_of(workspace, told, text="sentence" in added)
    return [tuple(_value(each, articles[each.article_id], name) for name in added) for each in told]


def _value(told: Any, article: Article, name: str) -> Any:
    return article.text[told.start : told.end] if name == "sentence" else getattr(article, name)


def _told(workspace: Workspace, found: Sequence[Any], record: type) -> Sequence[Any]:
    """The records themselves, or those that stand for them."""
    from detente.store import Query
    from detente.store.layout import TABLES

    if record not in STANDS_FOR:
        return found
    table, field = STANDS_FOR[record]
    ids = [getattr(each, field) for each in found]
    held = rows_of(getattr(workspace, table)(Query(ids=ids, superseded=True)), TABLES[table])
    by_id = {getattr(each, KEYS[table]): each for each in held}
    return [by_id[name] for name in ids]


def articles_of(
    workspace: Workspace, told: Sequence[Any], *, text: bool = True
) -> Mapping[str, Article]:
    """The articles of records by id; without `text` those have an empty one."""
    import pyarrow as pa

    ids = {each.article_id for each in told}
    if not ids:
        return {}
    held = workspace.articles(ids)
    if not text:
        place = held.schema.get_field_index("text")
        held = held.set_column(place, held.schema.field(place), pa.array([""] * len(held)))
    return {article.article_id: article for article in rows_of(held, Article)}


def rows_of(table: pa.Table, record: type) -> list[Any]:
    """The records in an Arrow table."""
    from detente.schema import to_rows

    return to_rows(table, record)

"""Articles from the paths a user names, and what is said of those that cannot be read."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import click

from detente.commands.shown import one_line
from detente.records import Article, Genre, Rejected

if TYPE_CHECKING:
    from pathlib import Path

    from detente.coding.coder import Coder
    from detente.commands.options import Model
    from detente.days import DayOrder
    from detente.reading import ReadingOptions

BATCH = 16
_COLUMNS = re.compile(r'columns \{"(\w+)": NAME\}')


def reading_options(
    *,
    published: dt.date | None,
    dated_by_file: bool,
    outlet: str | None,
    genre: Genre | None,
    columns: Sequence[tuple[str, str]],
    delimiter: str | None,
    dates: DayOrder | None,
    years: tuple[int, int],
    mapping: Path | None,
) -> ReadingOptions:
    """The library's options from the command's."""
    from detente.reading import ReadingOptions

    return ReadingOptions(
        published=published,
        dated_by_file=dated_by_file,
        outlet=outlet,
        genre=genre,
        columns={name: [given for field, given in columns if field == name] for name, _ in columns},
        delimiter={"\\t": "\t", "tab": "\t"}.get(delimiter or "", delimiter),
        dates=dates,
        years=years,
        mapping=mapping,
    )


@dataclass(slots=True)
class ReadTally:
    """What of the input was turned down in reading; notes on articles that were kept are apart."""

    reasons: Counter[str] = field(default_factory=Counter)
    noted: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    @property
    def rejected(self) -> int:
        """Inputs that gave no article."""
        return self.reasons.total()

    @property
    def notes(self) -> int:
        """Things that were not understood in articles that were kept."""
        return self.noted.total()

    def watch(self, items: Iterable[Article | Rejected]) -> Iterator[Article | Rejected]:
        """The same items, counted as they pass."""
        for item in items:
            if isinstance(item, Rejected):
                item = in_options_words(item)
                self._count(item)
            yield item

    def _count(self, row: Rejected) -> None:
        from detente.reading.reasons import kind_of

        reason = kind_of(row.reason)
        counted = self.reasons if row.article_id is None else self.noted
        counted[reason] += 1
        self.examples.setdefault(reason, where(row))


def in_options_words(row: Rejected) -> Rejected:
    """The row with advice for the command line where the library speaks of its own argument."""
    advice = _COLUMNS.sub(r"--column \1=NAME", row.advice)
    advice = advice.replace('dates="', "--dates ").replace('-first"', "-first")
    advice = advice.replace("the `years`", "the years with --years FIRST LAST")
    return replace(row, advice=advice)


def articles(items: Iterable[Article | Rejected], tally: ReadTally) -> Iterator[Article]:
    """The articles among the items; the rest is told on standard error, one line each."""
    for item in tally.watch(items):
        if isinstance(item, Article):
            yield item
        else:
            click.echo(told(item), err=True)


def batches(found: Iterable[Article], size: int = BATCH) -> Iterator[list[Article]]:
    """Articles in lists that a coder takes at a time."""
    group: list[Article] = []
    for article in found:
        group.append(article)
        if len(group) == size:
            yield group
            group = []
    if group:
        yield group


def told(row: Rejected) -> str:
    """A rejected row on one line."""
    kind = "rejected" if row.article_id is None else "note"
    reason = row.reason.rstrip(".")
    return one_line(f"{kind}: {where(row)}: {reason}. {row.advice}")


def where(row: Rejected) -> str:
    """File and place within it."""
    return f"{row.path}, {row.place}" if row.place else row.path


Given = Sequence[tuple[str, Any]]
"""What `--calendar` was given, in order."""


def coder(names: Sequence[Path], model: Model, calendar: Given) -> Coder:
    """A coder with the user's names, relation model and calendar."""
    from detente.coding.coder import Coder
    from detente.coding.time.calendar import Calendar

    return Coder(names=names, model=model, calendar=Calendar(**dict(calendar)))


Options = Mapping[str, Any]
"""The options of `detente.commands.options.INPUT`, by name."""

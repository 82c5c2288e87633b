"""The texts that stand-off annotations point to: collections of real text, and articles of a workspace."""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import WorkspaceError
from detente.records import Article

if TYPE_CHECKING:
    from detente.store import Workspace


@dataclass(frozen=True, slots=True)
class TextSource:
    """A collection: its file, how its rows are read, and what is known of each row."""

    file: str
    rows: Callable[[Path], Iterator[dict[str, Any]]]
    outlet: str = ""
    title: str = "title"


class Texts:
    """The texts of the collections that are there."""

    def __init__(self, folder: Path | None, names: Iterable[str]) -> None:
        self._rows: dict[str, Sequence[dict[str, Any]]] = {}
        for name in names:
            source = SOURCES.get(name)
            path = folder / source.file if source and folder else None
            if source and path and path.is_file():
                self._rows[name] = list(source.rows(path))

    def of(self, source: str, row: int, field: str) -> str | None:
        """The text that a part of a row makes, or None where it is not there."""
        rows = self._rows.get(source, ())
        if row >= len(rows):
            return None
        return _joined(rows[row], field)

    def about(self, source: str, row: int) -> dict[str, str]:
        """Title, outlet and day of publication of a row."""
        told, known = self._rows[source][row], SOURCES[source]
        return {
            "title": str(told.get(known.title, "") or "") if known.title else "",
            "outlet": str(told.get("outlet") or known.outlet),
            "published": str(told.get("date") or ""),
        }


class ArticleTexts:
    """The texts of articles in a workspace; of a folder that is none, and of None, there are none."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._known: dict[str, Article | None] = {}

    def of(self, article_id: str) -> str | None:
        """The text of an article, or None where it is not there."""
        if article_id not in self._known:
            workspace = self._workspace
            self._known[article_id] = workspace.article(article_id) if workspace else None
        article = self._known[article_id]
        return article.text if article else None

    def about(self, article_id: str) -> dict[str, str]:
        """Title, outlet and day of publication of an article that is there."""
        article = self._known[article_id]
        assert article is not None
        return {
            "title": article.title or "",
            "outlet": article.outlet or "",
            "published": article.published.isoformat() if article.published else "",
        }

    @cached_property
    def _workspace(self) -> Workspace | None:
        from detente.store import Workspace

        if self._folder is None:
            return None
        try:
            return Workspace.open(self._folder)
        except WorkspaceError:  # a folder of collections
            return None


def _joined(row: dict[str, Any], field: str) -> str:
    if field == "sentences":
        return "\n\n".join(_closed(each["text"].strip()) for each in row["sentences"]) + "\n\n"
    between = "\n" if field == "title+text" else " "
    return between.join(str(row[name]).strip() if name == "dateline" else str(row[name])
                        for name in field.split("+"))  # fmt: skip


def _closed(sentence: str) -> str:
    return sentence if sentence[-1:] in '.!?"' else sentence + "."


def _json_rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _crises(path: Path) -> Iterator[dict[str, Any]]:
    """Crises by their number."""
    by_number = {row["crisis"]: row | {"title": row["name"]} for row in _json_rows(path)}
    for number in range(max(by_number) + 1):
        yield by_number.get(number, {"sentences": []})


def _csv_rows(path: Path) -> Iterator[dict[str, Any]]:
    csv.field_size_limit(sys.maxsize)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _dated_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Lines of day, heading, text and a mark, each read alone; the first names the columns."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for line in lines.read().split("\n"):
            fields = [*next(csv.reader([line], delimiter="\t"), []), "", "", ""]
            yield {"date": fields[0], "text": fields[2]}


SOURCES = {
    "wire-1987": TextSource("corpora/wire-1987.jsonl.gz", _json_rows, "Reuters"),
    "news-leads": TextSource("corpora/news-leads.jsonl.gz", _json_rows),
    "columns": TextSource("corpora/columns.jsonl.gz", _json_rows),
    "white-house-briefings-china": TextSource(
        "corpora/white-house-briefings-china.csv.gz", _csv_rows, "White House"
    ),
    "current-events": TextSource("corpora/current-events.tsv.gz", _dated_lines, "Wikipedia", ""),
    "ukraine-2022-outlets": TextSource("corpora/ukraine-2022-outlets.csv.gz", _csv_rows, title=""),
    "icbe": TextSource("dev-sets/icbe.jsonl.gz", _crises),
}
"""The collections, each with the file that holds it in the folder of sources."""

"""What came of each file that was read: how many articles, and what they lack."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from detente.reading import language
from detente.reading.likely import Lacked
from detente.reading_run import Item
from detente.records import Article, Rejected
from detente.store import Address

MOST = 20
"""Rows of a summary; where there are more files, those of one folder and kind share a row."""
MOST_NAMED = 20
"""Files of a row that are named where their articles lack something."""


@dataclass(slots=True)
class FileSummary:
    """What came of a file, or of the files of one folder and kind."""

    name: str
    """The file; `news/*.csv` for several."""
    files: int = 0
    articles: int = 0
    dated: int = 0
    with_outlet: int = 0
    rejected: int = 0
    """Records that gave no article."""
    languages: Counter[str] = field(default_factory=Counter)
    genres: Counter[str] = field(default_factory=Counter)
    lacking: dict[Lacked, Counter[str]] = field(
        default_factory=lambda: {"published": Counter(), "outlet": Counter()}
    )
    """The first files with articles that lack a date or an outlet, and how many they are."""
    made: dict[str, dt.date] = field(default_factory=dict)
    """Of those without a date, the files that say on which day they were made."""

    def take(self, item: Article | Rejected, file: str) -> None:
        """Count an article or a rejection that came from a file."""
        if isinstance(item, Rejected):
            self.rejected += item.article_id is None
            return
        self.articles += 1
        self.languages[language(item.text)] += 1
        self.genres[item.genre] += 1
        self.dated += item.published is not None
        self.with_outlet += item.outlet is not None
        if item.published is None:
            self._name("published", file, 1, item.file_made)
        if item.outlet is None:
            self._name("outlet", file, 1)

    def add(self, other: FileSummary) -> None:
        """Count what another has counted."""
        for name in ("files", "articles", "dated", "with_outlet", "rejected"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.languages += other.languages
        self.genres += other.genres
        for lacked, files in other.lacking.items():
            for file, count in files.items():
                self._name(lacked, file, count, other.made.get(file))

    def _name(self, lacked: Lacked, file: str, count: int, made: dt.date | None = None) -> None:
        files = self.lacking[lacked]
        if file in files or len(files) < MOST_NAMED:
            files[file] += count
            if made:
                self.made[file] = made


class ReadingSummary:
    """Counts what passes on its way into a workspace, file by file.

    Give `begin` to `reading.read` as `on_file`, and what it reads to `watch`. Without `begin`, an article
    is counted under the file in its address.
    """

    def __init__(self) -> None:
        self._file: str | None = None
        self._last: str | None = None
        self._rows: dict[str, FileSummary] = {}
        self._grouped = False

    def begin(self, file: str) -> None:
        """Take what passes from here on as coming from this file."""
        self._file = file

    def watch(self, items: Iterable[Item]) -> Iterator[Item]:
        """The same items, counted; an article that has another address is told to be in its file, too."""
        for item in items:
            if isinstance(item, Address):
                yield item
                continue
            file = self._file or (item.path if isinstance(item, Rejected) else _file_in(item))
            self._row(file).take(item, file)
            yield item
            if isinstance(item, Article) and file not in (_file_in(item), "-"):
                yield Address(item.article_id, file)

    def rows(self) -> list[FileSummary]:
        """A row for each file, or for those of one folder and kind; at most twenty, the rest in one."""
        rows = list(self._rows.values())
        if len(rows) <= MOST:
            return rows
        largest = sorted(rows, key=lambda row: (-row.articles, -row.rejected))
        rest = FileSummary(f"{len(rows) - MOST + 1:,} other folders")
        for row in largest[MOST - 1 :]:
            rest.add(row)
        return [*largest[: MOST - 1], rest]

    def total(self) -> FileSummary:
        """All files as one."""
        total = FileSummary("all")
        for row in self._rows.values():
            total.add(row)
        return total

    def _row(self, file: str) -> FileSummary:
        if file != self._last and file not in self._rows and not self._grouped:
            self._group_if_many()
        row = self._rows.setdefault(self._key(file), FileSummary(file))
        if file != self._last:
            row.files += 1
            row.name = row.name if row.files == 1 else self._key(file)
        self._last = file
        return row

    def _group_if_many(self) -> None:
        if len(self._rows) < MOST:
            return
        before, self._rows, self._grouped = self._rows, {}, True
        for file, row in before.items():
            key = self._key(file)
            if key in self._rows:
                self._rows[key].add(row)
                self._rows[key].name = key
            else:
                self._rows[key] = row

    def _key(self, file: str) -> str:
        if not self._grouped:
            return file
        cut = max(file.rfind("/"), file.rfind("\\")) + 1
        name = file[cut:]
        kind = name.lower().removesuffix(".gz").rpartition(".")
        return f"{file[:cut]}*{name[len(kind[0]) :] if kind[1] else ''}"


def _file_in(article: Article) -> str:
    if "://" in article.address:
        return article.address.partition("://")[2].partition("/")[0]
    return article.address.partition("#")[0]

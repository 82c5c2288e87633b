"""Text that several outlets print: who printed which, and where it was printed first.

That a text was printed first by an outlet is a fact of the articles that were read, and no claim who wrote
it: both may have it from an agency that was not read.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.comparing.signed import UNDATED, Links, Readable, Signed, linked
from detente.measuring.exporting import Exports
from detente.merging.copies import Places
from detente.records import column
from detente.store import Query, Workspace
from detente.store.texts import Texts, TextsOf

EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Copy:
    """An article that prints the text of an earlier one."""

    article_id: str = column("the article")
    outlet: str | None = column("who published it")
    published: dt.date | None = column("publication date")
    copy_of: str = column("the first article, by day and then id, that has its text")
    first_outlet: str | None = column("who published that")
    first_published: dt.date | None = column("publication date of that")
    days: int | None = column("days from that to this")
    shared: float = column("share of the shorter text, in runs of four words, that the other has")


@dataclass(frozen=True, slots=True)
class CopiedText:
    """A text that was printed more than once."""

    article_id: str = column("the first article that has it, by day and then id")
    outlet: str | None = column("who published that")
    articles: int = column("articles that print it, with the first")
    outlets: tuple[str, ...] = column("who published them")
    first: dt.date | None = column("day of the first; null where no article has a date")
    last: dt.date | None = column("day of the last")
    days: int | None = column("days from the first to the last")
    shared_least: float = column(
        "share of the shorter text that a copy and the first have in common, of the copy that has least"
    )
    shared_middle: float = column("the same of the copy in the middle")
    copy_of: str | None = column(
        "an earlier article that the first is a copy of, while not all of the others are"
    )


@dataclass(frozen=True, slots=True)
class CopyingOutlet:
    """What of an outlet's articles is printed elsewhere, too."""

    outlet: str = column("who published them")
    articles: int = column("its articles that were compared")
    copies: int = column("of these, those whose text another outlet had printed on an earlier day")
    first_in: tuple[str, ...] = column("who had printed these first, most often first")
    times: tuple[int, ...] = column("how many each of these had")
    same_day: int = column(
        "of the others, those that another outlet printed, too, on the same day, or one of the two without"
        " a date: who was first is not known"
    )
    again: int = column("of the others, those that print an earlier text of its own again")
    copied: int = column("of all, those of which another outlet printed a copy on a later day")


@dataclass(frozen=True, slots=True, eq=False)
class _Found(Exports):
    """What was compared, and in which time."""

    worded_by = "detente.comparing.wording"

    compared: int
    short: int
    copies: int

    def asked(self) -> dict[str, Any]:
        """What was compared."""
        told = {"compared": self.compared, "too short": self.short, "copies": self.copies}
        return {"measure": "copies", **told}


@dataclass(frozen=True, slots=True, eq=False)
class CopiesResult(_Found):
    """The articles that print an earlier text."""

    record = Copy
    rows: tuple[Copy, ...]

    def records(self) -> Sequence[Copy]:
        """By day and id."""
        return self.rows


@dataclass(frozen=True, slots=True, eq=False)
class CopiedTextsResult(_Found):
    """The texts that were printed more than once."""

    record = CopiedText
    rows: tuple[CopiedText, ...]

    def records(self) -> Sequence[CopiedText]:
        """Those that most articles print first, then by day."""
        return self.rows


@dataclass(frozen=True, slots=True, eq=False)
class CopyingOutletsResult(_Found):
    """What of each outlet is printed elsewhere, too."""

    record = CopyingOutlet
    rows: tuple[CopyingOutlet, ...]

    def records(self) -> Sequence[CopyingOutlet]:
        """By name."""
        return self.rows


def copied(workspace: Workspace, query: Query | None = None) -> Copied:
    """Which articles print an earlier text, of all or of those that a query chooses.

    A text is a copy of another where four fifths of the shingles of the shorter one are in the longer one
    (`merging.copies`), and it has a third of those of the longer one or more. Texts of fewer than
    `signed.FEWEST_WORDS` words are not compared. Raises `QueryError` for what does not narrow articles.
    """
    return Copied.of(Texts(workspace.folder, query))


def copies_of_others(workspace: Workspace, article_ids: Collection[str]) -> frozenset[str]:
    """Those of some articles that print the text of an earlier one of another outlet among them."""
    return Copied.of(TextsOf(workspace.folder, article_ids)).of_others()


class Copied:
    """Articles, and of each that is a copy the first that it prints the text of."""

    def __init__(self, signed: Signed, links: Links) -> None:
        self._signed, self._links = signed, links
        self._copies: Places = np.flatnonzero(links.sources >= 0)
        self._sources: Places = links.sources[self._copies]
        codes = signed.outlets.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        self._outlet = codes.astype(np.int64)
        self._names: list[str] = signed.outlets.dictionary.to_pylist()

    @classmethod
    def of(cls, texts: Readable) -> Copied:
        """Reads and compares texts."""
        signed = Signed.of(texts)
        return cls(signed, linked(texts, signed))

    def articles(self) -> CopiesResult:
        """A row for each article that is a copy."""
        return CopiesResult(*self._told(), tuple(self._rows(self._copies)))

    def texts(self) -> CopiedTextsResult:
        """A row for each text that was printed more than once."""
        by_source = np.argsort(self._sources, kind="stable")
        firsts, starts = np.unique(self._sources[by_source], return_index=True)
        groups = np.split(self._copies[by_source], starts[1:]) if len(firsts) else []
        rows = [self._text(int(at), group) for at, group in zip(firsts, groups, strict=True)]
        rows.sort(key=lambda row: -row.articles)
        return CopiedTextsResult(*self._told(), tuple(rows))

    def outlets(self) -> CopyingOutletsResult:
        """A row for each outlet that is known."""
        copies, sources, outlet, days = self._copies, self._sources, self._outlet, self._signed.days
        known = (outlet[copies] >= 0) & (outlet[sources] >= 0)
        others = known & (outlet[copies] != outlet[sources])
        dated = days[copies] < UNDATED
        later = others & dated & (days[sources] < days[copies])
        unsure = np.concatenate([copies[others & ~later], sources[others & ~later]])
        same_day = np.setdiff1d(unsure, copies[later])
        again = np.setdiff1d(copies[known & ~others], same_day)
        counted = [
            self._counted(places)
            for places in (copies[later], same_day, again, np.unique(sources[later]))
        ]
        first_in = defaultdict[int, Counter[int]](Counter)
        for at, first in zip(copies[later], sources[later], strict=True):
            first_in[int(outlet[at])][int(outlet[first])] += 1
        rows = [
            self._copying(code, articles, first_in[code], *(int(each[code]) for each in counted))
            for code, articles in enumerate(self._counted(np.arange(len(outlet))).tolist())
        ]
        rows.sort(key=lambda row: row.outlet)
        return CopyingOutletsResult(*self._told(), tuple(rows))

    def of_others(self) -> frozenset[str]:
        """The articles whose text another outlet printed first, or which copy such an article."""
        outlet, found = self._outlet, dict[int, int]()
        for at, source in zip(self._copies.tolist(), self._sources.tolist(), strict=True):
            apart = outlet[at] >= 0 <= outlet[source] and outlet[at] != outlet[source]
            if apart or source in found:
                found[at] = source
        return frozenset(self._ids([*found]))

    def _told(self) -> tuple[int, int, int]:
        return len(self._signed), self._signed.short, len(self._copies)

    def _counted(self, places: Places) -> Places:
        """How many of some articles each outlet has."""
        of = self._outlet[places]
        return np.bincount(of[of >= 0], minlength=len(self._names))

    def _copying(
        self, code: int, articles: int, first: Mapping[int, int], *told: int
    ) -> CopyingOutlet:
        copies, same_day, again, copied = told
        names = sorted(
            ((self._names[each], times) for each, times in first.items()),
            key=lambda each: (-each[1], each[0]),
        )
        return CopyingOutlet(
            outlet=self._names[code],
            articles=articles,
            copies=copies,
            first_in=tuple(name for name, _ in names),
            times=tuple(times for _, times in names),
            same_day=same_day,
            again=again,
            copied=copied,
        )

    def _text(self, first: int, copies: Places) -> CopiedText:
        members = np.concatenate([[first], copies])
        dated = [day for day in self._days(members) if day]
        shares = self._links.shares[copies]
        source = int(self._links.sources[first])
        return CopiedText(
            article_id=self._ids([first])[0],
            outlet=self._named(first),
            articles=len(members),
            outlets=tuple(sorted({name for each in members if (name := self._named(each))})),
            first=dated[0] if dated else None,
            last=dated[-1] if dated else None,
            days=(dated[-1] - dated[0]).days if dated else None,
            shared_least=_share(shares.min()),
            shared_middle=_share(np.median(shares)),
            copy_of=self._ids([source])[0] if source >= 0 else None,
        )

    def _rows(self, copies: Places) -> Iterator[Copy]:
        sources = self._links.sources[copies]
        ids, first_ids = self._ids(copies), self._ids(sources)
        days, first_days = self._days(copies), self._days(sources)
        for number, (at, source) in enumerate(zip(copies, sources, strict=True)):
            day, first = days[number], first_days[number]
            yield Copy(
                article_id=ids[number],
                outlet=self._named(at),
                published=day,
                copy_of=first_ids[number],
                first_outlet=self._named(source),
                first_published=first,
                days=(day - first).days if day and first else None,
                shared=_share(self._links.shares[at]),
            )

    def _ids(self, places: Iterable[int]) -> list[str]:
        found: list[str] = self._signed.ids.take(np.asarray(places, np.int64)).to_pylist()
        return found

    def _named(self, place: int) -> str | None:
        code = self._outlet[place]
        return self._names[code] if code >= 0 else None

    def _days(self, places: Places) -> list[dt.date | None]:
        return [
            None if day == UNDATED else EPOCH + dt.timedelta(days=day)
            for day in self._signed.days[places].tolist()
        ]


def _share(value: Any) -> float:
    return round(float(value), 4)

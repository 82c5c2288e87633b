"""What a sentence is about, by its words.

Three plain tables under `coding/lists/` say which words speak for which track, issue and PLOVER
context; they are found in one pass. How much the words for tracks weigh is learnt
(`detente.coding.tracks`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path

import numpy as np
from ahocorasick_rs import AhoCorasick
from numpy.typing import NDArray

from detente.errors import LexiconError
from detente.tables import TableRow, packaged, rows

Floats = NDArray[np.float32]
TRACKS = (
    "leaders",
    "diplomatic",
    "military",
    "economic",
    "technology",
    "people",
    "legal",
    "humanitarian",
    "information",
)
CONTEXTS = (
    "military",
    "intelligence",
    "executive",
    "legislative",
    "election",
    "political_institutions",
    "pro_democracy",
    "pro_autocracy",
    "economic",
    "legal",
    "reparations",
    "human_rights",
    "rights_freedoms",
    "repression",
    "human_security",
    "gender",
    "lgbt",
    "religion_ethnicity",
    "inequality",
    "diplomatic",
    "territory",
    "peacekeeping",
    "health",
    "asylum",
    "migration",
    "disasters",
    "natural_resource",
    "environment",
    "technology",
    "terrorism",
    "cbrn",
    "cyber",
    "misinformation",
    "crime",
    "corruption",
    "illegal_drugs",
    "trafficking",
)
KINDS = ("words", "actors")
NOTHING = "-"
"""The name of the rows whose longer phrases keep shorter ones from counting."""

FILES = {
    "tracks": ("track", "kind", "words"),
    "issues": ("issue", "words"),
    "contexts": ("context", "words"),
}
NEAR = 60
"""Characters on either side of an act within which words are near it."""
SPEAKING = 4 * len(TRACKS)
"""What words can speak for, counted apart: in the phrases of the parties, near the act, in its sentence, in
what it may be about."""

_GAPS = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class Topics:
    """The issues and the contexts of a sentence."""

    issues: tuple[str, ...]
    contexts: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ListEntry:
    """One phrase of a list, and the name it speaks for. `table` is a file name or a kind."""

    table: str
    name: str
    phrase: str
    where: str


@dataclass(frozen=True, slots=True)
class WordHit:
    """A phrase found; offsets count in the plain form of the text."""

    start: int
    end: int
    entry: ListEntry


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A phrase without ` + `: its literal head, and the whole where an ending stands inside."""

    head: str
    whole: re.Pattern[str] | None

    def end(self, text: str, start: int) -> int | None:
        if self.whole is None:
            return start + len(self.head.rstrip(" "))
        found = self.whole.match(text, start)
        return found.end() if found else None


@dataclass(frozen=True, slots=True)
class _Use:
    """A pattern as used by an entry; `total` parts of the entry must be found together."""

    entry: ListEntry
    pattern: _Pattern
    part: int
    total: int


class _Finder:
    """All phrases of one letter case, found in one pass over a text."""

    def __init__(self, uses: Iterable[_Use]) -> None:
        by_head: defaultdict[str, list[_Use]] = defaultdict(list)
        for use in uses:
            by_head[use.pattern.head].append(use)
        self._uses = list(by_head.values())
        self._automaton = AhoCorasick(list(by_head))

    def find(self, text: str) -> Iterator[tuple[int, int, _Use]]:
        matches = self._automaton.find_matches_as_indexes(text, overlapping=True)
        for index, start, _ in matches:
            for use in self._uses[index]:
                end = use.pattern.end(text, start)
                if end is not None:
                    yield start, end, use


@dataclass(frozen=True, eq=False)
class Lists:
    """The three lists, ready to be searched for."""

    entries: tuple[ListEntry, ...]
    _any_case: _Finder = field(init=False, repr=False)
    _this_case: _Finder = field(init=False, repr=False)

    def __post_init__(self) -> None:
        uses = [use for entry in self.entries for use in _uses(entry)]
        for name, cased in (("_any_case", False), ("_this_case", True)):
            chosen = (use for use in uses if _is_cased(use.pattern.head) is cased)
            object.__setattr__(self, name, _Finder(chosen))

    def names(self, table: str) -> tuple[str, ...]:
        """The names in one of the lists, in its order."""
        tables = KINDS if table == "tracks" else (table,)
        found = (entry.name for entry in self.entries if entry.table in tables)
        return tuple(name for name in dict.fromkeys(found) if name != NOTHING)

    def find(self, text: str) -> list[WordHit]:
        """The phrases in a text, by place; none that lies inside a longer one of its list."""
        plain = f" {_GAPS.sub(' ', text).strip()} "
        whole: list[WordHit] = []
        parts: defaultdict[ListEntry, dict[int, int]] = defaultdict(dict)
        for finder, searched in ((self._any_case, plain.lower()), (self._this_case, plain)):
            for start, end, use in finder.find(searched):
                if use.total == 1:
                    whole.append(WordHit(start, end, use.entry))
                else:
                    parts[use.entry].setdefault(use.part, start)
        return sorted([*_outermost(whole), *_complete(parts)], key=_by_place)


def topics_of(sentence: str, *, near: str = "", lists: Lists | None = None) -> Topics:
    """Issues, those near the act first, and contexts of an act told in a sentence. `near` is the text
    around it, the whole sentence where it is empty."""
    lists = lists or load_lists(None)
    everywhere = _found(sentence, lists)
    return Topics(
        issues=_names("issues", (*_found(near, lists), *everywhere) if near else everywhere),
        contexts=tuple(sorted(_names("contexts", everywhere), key=CONTEXTS.index)),
    )


def spoken_for(
    sentence: str,
    *,
    phrases: Sequence[str] = (),
    near: str = "",
    about: Sequence[str] = (),
    lists: Lists | None = None,
) -> Floats:
    """Which tracks words speak for, (`SPEAKING`,): how many phrases of the parties do, two at most, then 1
    where words near the act do, where words of its sentence do, and where words of `about` do, what stands
    before it and may be its subject. The order of `phrases` does not matter."""
    lists = lists or load_lists(None)
    by = np.zeros((4, len(TRACKS)), dtype=np.float32)
    for phrase in phrases:
        for track in _names("actors", _found(phrase, lists)):
            by[0, TRACKS.index(track)] += 1
    by[0] = by[0].clip(max=2)
    for row, text in ((1, near or sentence), (2, sentence), *((3, text) for text in about)):
        for track in _names("words", _found(text, lists)):
            by[row, TRACKS.index(track)] = 1
    return by.ravel()


def text_around(text: str, span: tuple[int, int], sentence: tuple[int, int]) -> str:
    """What stands near an act, in its sentence."""
    return text[max(sentence[0], span[0] - NEAR) : min(sentence[1], span[1] + NEAR)]


@cache
def load_lists(folder: Path | None = None) -> Lists:
    """The lists of the package, each replaced by the file of its name in `folder`, if any.

    Raises `LexiconError`, which names file and line, at the first line that `lint` objects to.
    """
    entries: list[ListEntry] = []
    for table in FILES:
        for row in _rows(table, folder):
            for problem in _problems(table, row):
                raise LexiconError(problem, where=row.where, advice="Correct this line.")
            entries += _entries(table, row)
    return Lists(tuple(entries))


def lint(folder: Path | None = None) -> list[str]:
    """What is wrong with the lists, each problem with `file:line`; empty where all is well."""
    problems = []
    for table in FILES:
        seen: dict[tuple[str, str, str], str] = {}
        for row in _rows(table, folder):
            problems += [f"{row.where}: {problem}" for problem in _problems(table, row)]
            problems += _repeats(_entries(table, row), seen)
    return problems


@cache
def track_names() -> tuple[str, ...]:
    """The tracks, in their order."""
    return TRACKS


@cache
def issue_names() -> tuple[str, ...]:
    """The issues of the packaged list, in its order."""
    return load_lists(None).names("issues")


@cache
def context_names() -> tuple[str, ...]:
    """The contexts of PLOVER, in its order."""
    return CONTEXTS


# Reading the lists


def _rows(table: str, folder: Path | None) -> Iterator[TableRow]:
    source: Traversable | Path = packaged("coding", "lists", f"{table}.tsv")
    if folder is not None and (folder / f"{table}.tsv").is_file():
        source = folder / f"{table}.tsv"
    return rows(source, FILES[table])


def _entries(table: str, row: TableRow) -> list[ListEntry]:
    """Entries of a row; those of `tracks` are kept by their kind."""
    name = row[FILES[table][0]]
    kept_by = row["kind"] if table == "tracks" else table
    return [ListEntry(kept_by, name, phrase, row.where) for phrase in row.many("words")]


def _problems(table: str, row: TableRow) -> list[str]:
    column = FILES[table][0]
    name = row[column]
    known = {"tracks": TRACKS, "contexts": CONTEXTS}.get(table)
    found = []
    if known is not None and name not in (*known, NOTHING):
        found.append(f"unknown {column} {name!r}")
    if known is None and name != NOTHING and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        found.append(f"{column} {name!r} is not lower-case words joined by hyphens")
    if table == "tracks" and row["kind"] not in KINDS:
        found.append(f"unknown kind {row['kind']!r}")
    if not row.many("words"):
        found.append(f"no words for {name!r}")
    empty = [word for word in row.many("words") if not all(map(_plain, word.split(" + ")))]
    return found + [f"nothing to look for in {word!r}" for word in empty]


def _repeats(entries: list[ListEntry], seen: dict[tuple[str, str, str], str]) -> list[str]:
    """Phrases that the same name already has; `seen` grows."""
    found = []
    for entry in entries:
        key = (entry.table, entry.name, entry.phrase)
        if key in seen:
            found.append(
                f"{entry.where}: {entry.phrase!r} of {entry.name!r} stands in {seen[key]} too"
            )
        seen.setdefault(key, entry.where)
    return found


def _plain(phrase: str) -> str:
    """A phrase with single spaces for all that is neither letter, digit nor `*`."""
    return re.sub(r"[^\w*]+", " ", phrase).strip(" ").lstrip("*")


def _is_cased(phrase: str) -> bool:
    return phrase != phrase.lower()


def _uses(entry: ListEntry) -> list[_Use]:
    parts = entry.phrase.split(" + ")
    return [_Use(entry, _pattern(part), place, len(parts)) for place, part in enumerate(parts)]


def _pattern(phrase: str) -> _Pattern:
    plain = _plain(phrase)
    head, star, rest = plain.partition("*")
    if not star:
        return _Pattern(f" {plain} ", None)
    if not rest:
        return _Pattern(f" {head}", None)
    whole = re.escape(plain).replace(r"\*", r"\w*")
    return _Pattern(f" {head}", re.compile(rf" {whole}(?!\w)"))


# Finding


@lru_cache(maxsize=2048)
def _found(text: str, lists: Lists) -> tuple[WordHit, ...]:
    return tuple(lists.find(text))


def _outermost(hits: list[WordHit]) -> list[WordHit]:
    """Hits that lie in no longer one of the same list, and speak for something."""
    longest = sorted(hits, key=lambda hit: hit.start - hit.end)
    kept: list[WordHit] = []
    for hit in longest:
        if not any(_inside(hit, other) for other in kept):
            kept.append(hit)
    return [hit for hit in kept if hit.entry.name != NOTHING]


def _inside(hit: WordHit, other: WordHit) -> bool:
    return (
        other.start <= hit.start
        and hit.end <= other.end
        and hit.end - hit.start < other.end - other.start
        and hit.entry.table == other.entry.table
    )


def _complete(parts: dict[ListEntry, dict[int, int]]) -> list[WordHit]:
    """Hits of the entries with all parts found, at the place of the last of them."""
    return [
        WordHit(max(places.values()), max(places.values()), entry)
        for entry, places in parts.items()
        if len(places) == entry.phrase.count(" + ") + 1
    ]


def _by_place(hit: WordHit) -> tuple[int, int, str, str, str]:
    return hit.start, hit.end, hit.entry.table, hit.entry.name, hit.entry.phrase


def _names(table: str, hits: Iterable[WordHit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hit.entry.name for hit in hits if hit.entry.table == table))

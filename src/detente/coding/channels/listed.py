"""The tables of channels and of the words around their names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal, get_args

from ahocorasick_rs import AhoCorasick

from detente import tables
from detente.coding.channels.words import SPELLINGS, Word, forms_of, key_of, words_of
from detente.errors import LexiconError
from detente.records import ChannelKind, Told

Needs = Literal["topic", "turn", "joint", "joint-turn", "parties", "talk"]
Says = Literal["standing", "joint", "talk", "plain", "inner"]
Forms = tuple[str, ...]
ANY = "*"
NOTHING = "-"
CHANNELS = "channels.tsv"
LONGEST_STEM = 7
"""Letters that tell enough of a word before any parse."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A channel in the list. `kind` is null for a name that is no channel of two states."""

    name: str
    key: str
    parties: tuple[str, ...]
    kind: ChannelKind | None


@dataclass(frozen=True, slots=True)
class Head:
    """A noun that may head the name of a channel, and what it needs beside it."""

    kind: ChannelKind
    needs: Needs


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to write a listed name; `exact` is its text where only just so counts."""

    forms: Forms
    exact: str | None
    of: Listed


@dataclass(frozen=True, slots=True)
class ListHit:
    """Words of a text that are a listed name, with each channel it may be."""

    first: int
    last: int
    meant: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class ChannelList:
    """All that is looked for in a sentence; ask `possible` first, as it costs least."""

    heads: dict[str, Head]
    says: dict[Forms, Says]
    aliases: dict[str, tuple[Alias, ...]]
    _signals: AhoCorasick = field(repr=False)
    _ends: frozenset[str] = field(init=False, repr=False)
    """Last words of the heads."""

    def __post_init__(self) -> None:
        ends = frozenset(written.split(" ")[-1] for written in self.heads)
        object.__setattr__(self, "_ends", ends)

    def possible(self, text: str) -> bool:
        """Whether a text has any word that a name of a channel needs."""
        return bool(self._signals.find_matches_as_indexes(text.lower()))

    def names_in(self, words: list[Word]) -> list[ListHit]:
        """Listed names among the words, none inside a longer one."""
        found: list[ListHit] = []
        place = 0
        while place < len(words):
            hit = self.name_at(words, place)
            if hit is not None:
                found.append(hit)
            place = place + 1 if hit is None else hit.last + 1
        return found

    def name_at(self, words: list[Word], place: int) -> ListHit | None:
        """The longest listed name that begins at a word, or None."""
        fitting = [a for a in self.aliases.get(words[place].form, ()) if _stands(a, words, place)]
        if not fitting:
            return None
        longest = max(len(alias.forms) for alias in fitting)
        meant = dict.fromkeys(alias.of for alias in fitting if len(alias.forms) == longest)
        return ListHit(place, place + longest - 1, tuple(meant))

    def head_at(self, words: list[Word], place: int) -> tuple[int, Head] | None:
        """The head noun that ends at a word, with the place of its first word."""
        if words[place].text.lower() not in self._ends:
            return None
        for first in range(max(0, place - 1), place + 1):
            written = " ".join(word.text.lower() for word in words[first : place + 1])
            if head := self.heads.get(written):
                return first, head
        return None


def _stands(alias: Alias, words: list[Word], place: int) -> bool:
    stretch = words[place : place + len(alias.forms)]
    if tuple(word.form for word in stretch) != alias.forms:
        return False
    return alias.exact is None or " ".join(word.text for word in stretch) == alias.exact


@cache
def channel_list(folder: Path | None = None) -> ChannelList:
    """The list of the package, or `channels.tsv` of a folder in its place.

    Raises `LexiconError`, with file and line, for a row without name, parties or a known kind.
    """
    heads = dict(_heads())
    aliases: defaultdict[str, list[Alias]] = defaultdict(list)
    for alias in _aliases(folder):
        aliases[alias.forms[0]].append(alias)
    own = {alias.forms for held in aliases.values() for alias in held}
    return ChannelList(
        heads,
        {forms_of(row["word"]): row["says"] for row in _rows("qualifiers.tsv", ("word", "says"))},  # type: ignore[misc]
        {first: tuple(held) for first, held in aliases.items()},
        AhoCorasick(_signals_of({forms_of(written) for written in heads}, own)),
    )


def _signals_of(heads: set[Forms], aliases: set[Forms]) -> tuple[str, ...]:
    """Beginnings of words without one of which no name can be there, none within another."""
    ends = {forms[-1] for forms in heads}
    others = {max(forms, key=len) for forms in aliases if ends.isdisjoint(forms)}
    written = {*ends, *others, *(w for w, form in SPELLINGS.items() if form in ends | others)}
    stems = {word.rstrip("y")[:LONGEST_STEM] for word in written}
    return tuple(sorted(s for s in stems if not any(o in s for o in stems if o != s)))


def _heads() -> Iterator[tuple[str, Head]]:
    for row in _rows("heads.tsv", ("words", "kind", "needs")):
        _check(row, "kind", get_args(ChannelKind))
        _check(row, "needs", get_args(Needs))
        head = Head(row["kind"], row["needs"])  # type: ignore[arg-type]
        yield from ((written, head) for written in row.many("words"))


def _aliases(folder: Path | None) -> Iterator[Alias]:
    source: Traversable | Path = tables.packaged("coding", "channels", "data", CHANNELS)
    if folder is not None and (folder / CHANNELS).is_file():
        source = folder / CHANNELS
    for row in tables.rows(source, ("name", "aliases", "parties", "kind")):
        _check(row, "kind", (*get_args(ChannelKind), NOTHING))
        if not row["name"] or not (row["parties"] or row["kind"] == NOTHING):
            raise LexiconError(
                "a channel without name or parties",
                where=row.where,
                advice="Give both; `*` as parties stands for any two states.",
            )
        kind = None if row["kind"] == NOTHING else row["kind"]
        parties = tuple(sorted(row.many("parties")))
        listed = Listed(row["name"], key_of(forms_of(row["name"])), parties, kind)  # type: ignore[arg-type]
        for written in (row["name"], *row.many("aliases")):
            yield Alias(forms_of(written), _exact(written), listed)


def _exact(written: str) -> str | None:
    """A name with an acronym of two letters or more that is all of it, else None."""
    one_word = " " not in written and sum(letter.isupper() for letter in written) > 1
    return " ".join(word.text for word in words_of(written)) if one_word else None


def _rows(name: str, columns: tuple[str, ...]) -> Iterator[tables.TableRow]:
    return tables.rows(tables.packaged("coding", "channels", "data", name), columns)


def _check(row: tables.TableRow, column: str, allowed: tuple[str, ...]) -> None:
    if row[column] not in allowed:
        raise LexiconError(
            f"no {column} is called '{row[column]}'",
            where=row.where,
            advice=f"Choose {', '.join(allowed)}.",
        )


@dataclass(frozen=True, slots=True)
class Telling:
    """What a word tells of a channel; `planned` where the word itself puts it in the future."""

    told: Told
    planned: bool


@cache
def telling_words() -> dict[tuple[str, str], Telling]:
    """(words, part) to what they tell, from `telling.tsv`."""
    found: dict[tuple[str, str], Telling] = {}
    for row in _rows("telling.tsv", ("words", "part", "told", "status")):
        _check(row, "told", get_args(Told))
        _check(row, "status", ("", "planned"))
        telling = Telling(row["told"], row["status"] == "planned")  # type: ignore[arg-type]
        found[row["words"], row["part"]] = telling
    return found

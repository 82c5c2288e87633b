"""The records that stand after reviewers corrected them: nothing is overwritten, corrections are replayed.

A correction was made on a record in a sentence, and holds as long as that sentence is there. Where the
record has another id, because a later version of the coder read it anew, the record of the same words in
that sentence is meant; where the article was met again with another text, the sentence is looked up in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from detente.merging import Link
from detente.records import Actor, Article, Correctable, Correction, Event, Evidence, Statement
from detente.schema import from_json

Told = Event | Statement
Coded = Literal["events", "statements"]
"""The tables whose records corrections replace."""
KINDS: dict[Coded, type] = {"events": Event, "statements": Statement}
KEYS: dict[Coded, str] = {"events": "event_id", "statements": "statement_id"}


@dataclass(frozen=True, slots=True)
class Validity:
    """Whether a correction holds."""

    correction_id: str
    holds: bool
    note: str | None
    """Why it does not hold, or how it came to hold: in a later text, on a record read anew."""


@dataclass(slots=True)
class Corrected:
    """What corrections make of the records of a workspace."""

    hidden: dict[Coded, set[str]] = field(
        default_factory=lambda: {"events": set(), "statements": set()}
    )
    """Ids of coded records that do not count as they are."""
    records: dict[Coded, dict[str, Told]] = field(
        default_factory=lambda: {"events": {}, "statements": {}}
    )
    """What stands instead, and what was added."""
    links: list[Link] = field(default_factory=list)
    """Which events tell one act, and which do not, in order of time."""
    validity: dict[str, Validity] = field(default_factory=dict)


def replayed(
    corrections: Iterable[Correction],
    articles: Mapping[str, Article],
    later: Mapping[str, str],
    coded: Iterable[Told],
) -> Corrected:
    """What corrections make of what was coded.

    `articles` and `coded` hold at least the articles that corrections name and those that replaced
    them, with all that was coded in them; `later` tells by which article one was replaced.
    """
    replay = _Replay(articles, later, coded)
    for each in sorted(corrections, key=in_time):
        replay.apply(each)
    return replay.found


def in_time(correction: Correction) -> tuple[str, str]:
    """By when it was made; of two of one moment by id."""
    return correction.made, correction.correction_id


def records_of(table: Correctable, written: Sequence[str]) -> list[Told]:
    """The records that stand in a correction's `before` or `after`."""
    kind = Statement if table == "statements" else Event
    return [_record(kind, each) for each in written]


@lru_cache(maxsize=4096)
def _record(kind: type, written: str) -> Told:
    """A record as a correction keeps it, which is asked for whenever something else is judged."""
    found: Told = from_json(kind, written)
    return found


def id_of(record: Told) -> str:
    """The id of an event or statement."""
    return record.event_id if isinstance(record, Event) else record.statement_id


def told_by(record: Told) -> Evidence:
    """The words that tell it: of an event its trigger, of a statement its clause."""
    return record.trigger if isinstance(record, Event) else record.about


class _Replay:
    def __init__(
        self, articles: Mapping[str, Article], later: Mapping[str, str], coded: Iterable[Told]
    ) -> None:
        self.found = Corrected()
        self._articles, self._later = articles, later
        self._coded: dict[tuple[str, Coded], dict[str, Told]] = defaultdict(dict)
        for record in coded:
            self._coded[record.article_id, _table_of(record)][id_of(record)] = record
        self._names: dict[tuple[str, str], str] = {}
        """Article and id in a correction to the id that the record has there now."""

    def apply(self, one: Correction) -> None:
        validity = self._linked(one) if one.table == "occurrences" else self._put(one)
        self.found.validity[one.correction_id] = validity

    def _put(self, one: Correction) -> Validity:
        places = list(self._places(one))
        notes = [self._put_in(one, article, shift) for article, shift in places]
        if not places:
            return Validity(one.correction_id, False, self._lost(one))
        refused = [note for done, note in notes if not done]
        told = [note for done, note in notes if done]
        if not told:
            return Validity(one.correction_id, False, refused[0])
        return Validity(one.correction_id, True, next((note for note in told if note), None))

    def _places(self, one: Correction) -> Iterator[tuple[Article, int]]:
        """The article it was made on and the one that counts instead, with how far the sentence moved."""
        own = self._articles.get(one.article_id or "")
        if own is not None:
            yield own, 0
        last = self._last(one.article_id or "")
        article = self._articles.get(last)
        if article is None or last == one.article_id:
            return
        start = _first_start(one)
        found = _nearest(article.text, one.sentence or "", start)
        if found is not None:
            yield article, found - start

    def _last(self, article_id: str) -> str:
        seen = {article_id}
        while (after := self._later.get(article_id)) is not None and after not in seen:
            article_id = after
            seen.add(after)
        return article_id

    def _lost(self, one: Correction) -> str:
        there = one.article_id in self._later
        return (
            "its sentence is not in the later text of the article"
            if there
            else "its article is not in the workspace"
        )

    def _put_in(self, one: Correction, article: Article, shift: int) -> tuple[bool, str | None]:
        assert one.table != "occurrences"
        table: Coded = one.table
        after = [moved(each, article, shift) for each in records_of(table, one.after)]
        if any(each is None for each in after):
            return False, "its words do not stand in the later text of the article"
        before = records_of(table, one.before)
        named = {id_of(each): self._name(each, table, article, shift) for each in before}
        stand = [
            self._renamed(each, table, article, named, shift) for each in after if each is not None
        ]
        for gone in named.values():
            self._hide(table, gone)
        for record in stand:
            self.found.hidden[table].add(id_of(record))
            self.found.records[table][id_of(record)] = record
        return True, _how(shift, named)

    def _name(self, record: Told, table: Coded, article: Article, shift: int) -> str | None:
        """The id that a record of a correction has in an article; None where nothing there is it."""
        known = id_of(record)
        if (article.article_id, known) in self._names:
            return self._names[article.article_id, known]
        coded = self._coded[article.article_id, table]
        if not shift and (known in coded or known in self.found.records[table]):
            return known
        near = self._near(record, table, article, shift)
        same = min(near, key=lambda each: (_kind(each) != _kind(record), id_of(each)), default=None)
        if same is None:
            return None
        self._names[article.article_id, known] = id_of(same)
        return id_of(same)

    def _near(self, record: Told, table: Coded, article: Article, shift: int) -> list[Told]:
        """What was coded of the same words and counts."""
        told = told_by(record)
        return [
            each
            for each in self._coded[article.article_id, table].values()
            if id_of(each) not in self.found.hidden[table]
            and told_by(each).start < told.end + shift
            and told.start + shift < told_by(each).end
        ]

    def _name_of_new(
        self,
        record: Told,
        table: Coded,
        article: Article,
        shift: int,
        others: Collection[str | None],
    ) -> str | None:
        """The id under which a record that a reviewer made is coded by now: the same words may tell several
        acts, so only one of its kind, that is none of the `others`, is taken for it."""
        known = id_of(record)
        if (article.article_id, known) in self._names or known in self._coded[
            article.article_id, table
        ]:
            return self._name(record, table, article, shift)
        near = self._near(record, table, article, shift)
        same = [id_of(e) for e in near if _kind(e) == _kind(record) and id_of(e) not in others]
        return min(same, default=None)

    def _renamed(
        self,
        record: Told,
        table: Coded,
        article: Article,
        named: Mapping[str, str | None],
        shift: int,
    ) -> Told:
        """A record that is to stand, under the id by which it is known in its article."""
        known = id_of(record)
        found = (
            named[known]
            if known in named
            else self._name_of_new(record, table, article, shift, named.values())
        )
        if found is None:
            found = f"{known}@{article.article_id}" if shift else known
        self._names[article.article_id, known] = found
        key: Any = {KEYS[table]: found}
        return replace(record, **key)

    def _hide(self, table: Coded, name: str | None) -> None:
        if name is not None:
            self.found.hidden[table].add(name)
            self.found.records[table].pop(name, None)

    def _linked(self, one: Correction) -> Validity:
        events = records_of("events", one.before)
        there = [self._articles[e.article_id] for e in events if e.article_id in self._articles]
        names = {
            name
            for each in events
            for article in there
            if each.article_id == article.article_id
            and (name := self._name(each, "events", article, 0)) is not None
        }
        if len(names) < (2 if one.judgement == "together" else 1):
            return Validity(one.correction_id, False, "its events are not in the workspace")
        self.found.links.append(Link(one.judgement == "together", frozenset(names)))
        return Validity(one.correction_id, True, None)


def moved(record: Told, article: Article, shift: int) -> Told | None:
    """A record with its words in another article; None where they do not stand there."""
    if record.article_id == article.article_id:
        return record
    found: Told = replace(_shifted(record, shift), article_id=article.article_id)
    fits = all(article.text[e.start : e.end] == e.text for e in _evidence(found))
    return found if fits and 0 <= found.start < found.end <= len(article.text) else None


def _shifted(value: Any, shift: int) -> Any:
    """A record, or a part of one, with every offset moved."""
    if isinstance(value, tuple):
        return tuple(_shifted(each, shift) for each in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    held = {each.name: getattr(value, each.name) for each in fields(value)}
    made = {
        name: part + shift
        if name in ("start", "end") and part is not None
        else _shifted(part, shift)
        for name, part in held.items()
    }
    return replace(value, **made)


def _evidence(value: Any) -> Iterator[Evidence]:
    """Every stretch of text that a record points to."""
    if isinstance(value, Evidence):
        yield value
    elif isinstance(value, Actor):
        if value.start is not None and value.end is not None:
            yield Evidence(value.text, value.start, value.end)
    elif isinstance(value, tuple):
        for each in value:
            yield from _evidence(each)
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from _evidence(getattr(value, each.name))


def _nearest(text: str, sentence: str, start: int) -> int | None:
    """Where a sentence stands in a text, of several places the nearest; None where it does not."""
    found, place = [], text.find(sentence) if sentence else -1
    while place >= 0:
        found.append(place)
        place = text.find(sentence, place + 1)
    return min(found, key=lambda each: (abs(each - start), each), default=None)


def _first_start(one: Correction) -> int:
    assert one.table != "occurrences"
    return records_of(one.table, one.before or one.after)[0].start


def _how(shift: int, named: Mapping[str, str | None]) -> str | None:
    if shift:
        return "in the later text of the article"
    if any(name is not None and name != known for known, name in named.items()):
        return "on a record read anew"
    if any(name is None for name in named.values()):
        return "the record is no longer coded"
    return None


def _kind(record: Told) -> str:
    return record.event_type if isinstance(record, Event) else record.kind


def _table_of(record: Told) -> Coded:
    return "events" if isinstance(record, Event) else "statements"

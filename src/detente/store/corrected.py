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
from typing import Any, Literal, cast

from detente.coding.sentences import split_sentences
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


SIGNATURE = "reviewed by "
"""Before the name of who judged a record last, in its `coder`."""
AFTER_CODER = ", "


def signed(record: Told, reviewer: str) -> str:
    """The `coder` of a record once a reviewer judged it: who read it, and who judged it."""
    coder = record.coder.partition(SIGNATURE)[0].removesuffix(AFTER_CODER)
    return f"{coder}{AFTER_CODER if coder else ''}{SIGNATURE}{reviewer}"


def reviewer_of(record: Told) -> str | None:
    """Who judged a record last; None where it stands as it was coded."""
    _, judged, reviewer = record.coder.partition(SIGNATURE)
    return reviewer if judged else None


def takes_back(correction: Correction) -> bool:
    """Whether a correction undoes what was said: the records stand again as they were coded."""
    if correction.table == "occurrences" or not correction.after:
        return False
    return not any(map(reviewer_of, records_of(correction.table, correction.after)))


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
        """Let a correction count in every text of its article; it holds where it does in the last."""
        assert one.table != "occurrences"
        first = records_of(one.table, one.before or one.after)[0]
        holds, note = False, cast("str | None", "its article is not in the workspace")
        for text in self._texts(first, one.sentence):
            if text.shift is None:
                holds, note = False, "its sentence is not in the later text of the article"
            else:
                holds, note = self._put_in(one, text)
        return Validity(one.correction_id, holds, note)

    def _texts(self, record: Told, sentence: str | None) -> Iterator[_Text]:
        """The texts of a record's article that are there, that in which it was judged first and that which
        counts last; and where its sentence stands in each."""
        own = self._articles.get(record.article_id)
        if own is not None:
            yield _Text(own, 0, own=True)
        earlier = own.text if own else None
        sentence = sentence or (earlier or "")[record.start : record.end]
        for name in followed(record.article_id, self._later):
            if (article := self._articles.get(name)) is not None:
                start = place_of_sentence(article.text, sentence, record.start, earlier)
                yield _Text(article, None if start is None else start - record.start, own=False)

    def _put_in(self, one: Correction, text: _Text) -> tuple[bool, str | None]:
        assert one.table != "occurrences"
        table: Coded = one.table
        after = [
            moved(each, text.article, text.shift or 0) for each in records_of(table, one.after)
        ]
        if any(each is None for each in after):
            return False, "its words do not stand in the later text of the article"
        before = records_of(table, one.before)
        named = {id_of(each): self._name(each, table, text) for each in before}
        stand = [self._renamed(each, table, text, named) for each in after if each is not None]
        for gone in named.values():
            self._hide(table, gone)
        for record in stand:
            self._stand(table, record)
        return True, _how(text, named)

    def _stand(self, table: Coded, record: Told) -> None:
        """Let a record stand. One that nobody signed is as if nothing had been said: what the coder reads
        by now stands, if anything."""
        name = id_of(record)
        if reviewer_of(record) is None:
            self.found.hidden[table].discard(name)
            self.found.records[table].pop(name, None)
        else:
            self.found.hidden[table].add(name)
            self.found.records[table][name] = record

    def _hide(self, table: Coded, name: str | None) -> None:
        if name is not None:
            self.found.hidden[table].add(name)
            self.found.records[table].pop(name, None)

    def _name(self, record: Told, table: Coded, text: _Text) -> str | None:
        """The id that a record of a correction has in a text; None where nothing there is it."""
        known, article_id = id_of(record), text.article.article_id
        if (article_id, known) in self._names:
            return self._names[article_id, known]
        coded, stand = self._coded[article_id, table], self.found.records[table]
        if text.own and (known in coded or known in stand):
            return known
        there = moved(record, text.article, text.shift or 0) or record
        # What an earlier correction made of it goes before what was coded: that was judged.
        same = [each for each in stand.values() if _identity(each) == _identity(there)]
        same = same or [each for each in coded.values() if _identity(each) == _identity(there)]
        same = same or self._near(there, table)
        likest = min(same, key=lambda each: (*_unlike(each, there), id_of(each)), default=None)
        if likest is None:
            return None
        self._names[article_id, known] = id_of(likest)
        return id_of(likest)

    def _near(self, record: Told, table: Coded) -> list[Told]:
        """What was coded of the same words and counts."""
        told = told_by(record)
        return [
            each
            for each in self._coded[record.article_id, table].values()
            if id_of(each) not in self.found.hidden[table]
            and told_by(each).start < told.end
            and told.start < told_by(each).end
        ]

    def _name_of_new(
        self, record: Told, table: Coded, text: _Text, others: Collection[str | None]
    ) -> str | None:
        """The id under which a record that a reviewer made is coded by now: the same words may tell several
        acts, so only one of its kind and parties, that is none of the `others`, is taken for it."""
        known, article_id = id_of(record), text.article.article_id
        if (article_id, known) in self._names or known in self._coded[article_id, table]:
            return self._name(record, table, text)
        same = [
            id_of(each)
            for each in self._near(record, table)
            if _kind(each) == _kind(record)
            and _may_be_one(each, record)
            and id_of(each) not in others
        ]
        return min(same, default=None)

    def _renamed(
        self, record: Told, table: Coded, text: _Text, named: Mapping[str, str | None]
    ) -> Told:
        """A record that is to stand, under the id by which it is known in its article."""
        known, article_id = id_of(record), text.article.article_id
        found = (
            named[known]
            if known in named
            else self._name_of_new(record, table, text, named.values())
        )
        if found is None:
            found = known if text.own else f"{known}@{article_id}"
        self._names[article_id, known] = found
        key: Any = {KEYS[table]: found}
        return replace(record, **key)

    def _linked(self, one: Correction) -> Validity:
        events = records_of("events", one.before)
        names: set[str] = set()
        counting: set[str] = set()
        """Those in texts that count."""
        for each in events:
            name = None
            for text in self._texts(each, None):
                name = None if text.shift is None else self._name(each, "events", text)
                names |= {name} if name else set()
            counting |= {name} if name else set()
        if len(counting) < (2 if one.judgement == "together" else 1):
            return Validity(one.correction_id, False, "its events are not in the workspace")
        self.found.links.append(Link(one.judgement == "together", frozenset(names)))
        return Validity(one.correction_id, True, None)


@dataclass(frozen=True, slots=True)
class _Text:
    """One text of an article, and how far a sentence stands from where it was judged."""

    article: Article
    shift: int | None
    """None where the sentence is not there."""
    own: bool
    """Whether it is the text in which it was judged."""


def followed(article_id: str, later: Mapping[str, str]) -> list[str]:
    """The articles that came to count instead of one, each after the other."""
    found = [article_id]
    while (after := later.get(found[-1])) is not None and after not in found:
        found.append(after)
    return found[1:]


def moved(record: Told, article: Article, shift: int) -> Told | None:
    """A record with its words in another article; None where they do not stand there.

    Parties may be named outside the sentence: one that is not found at the same distance from it keeps its
    words, and has no place.
    """
    if record.article_id == article.article_id:
        return record
    shifted = _shifted(record, shift)
    found: Told = replace(_placed(shifted, article.text), article_id=article.article_id)
    fits = all(article.text[e.start : e.end] == e.text for e in _evidence(found))
    if not fits or not 0 <= found.start < found.end <= len(article.text):
        return None
    return replace(found, sentence=_sentence_at(article.text, found.start))


def _sentence_at(text: str, start: int) -> int:
    """The number of the sentence that an offset lies in."""
    return max(0, sum(each.start <= start for each in split_sentences(text)) - 1)


def _placed(value: Any, text: str) -> Any:
    """A record, or a part of one; parties that do not stand where they are said to have no place."""
    if isinstance(value, tuple):
        return tuple(_placed(each, text) for each in value)
    if isinstance(value, Actor):
        there = value.start is None or text[value.start : value.end] == value.text
        return value if there else replace(value, start=None, end=None)
    if not isinstance(value, Event | Statement):
        return value
    made: Any = {each.name: _placed(getattr(value, each.name), text) for each in fields(value)}
    return replace(value, **made)


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


def place_of_sentence(text: str, sentence: str, start: int, earlier: str | None) -> int | None:
    """Where a sentence that stood at `start` of an earlier text stands in another; None where it does not.

    Of a sentence that both texts have equally often the same one is meant, else the nearest.
    """
    found, before = _places(text, sentence), _places(earlier or "", sentence)
    if len(found) == len(before) and start in before:
        return found[before.index(start)]
    return min(found, key=lambda each: (abs(each - start), each), default=None)


def _places(text: str, sentence: str) -> list[int]:
    found, place = [], text.find(sentence) if sentence else -1
    while place >= 0:
        found.append(place)
        place = text.find(sentence, place + 1)
    return found


def _how(text: _Text, named: Mapping[str, str | None]) -> str | None:
    if not text.own:
        return "in the later text of the article"
    if any(name is not None and name != known for known, name in named.items()):
        return "on a record read anew"
    if any(name is None for name in named.values()):
        return "the record is no longer coded"
    return None


def codes_of(record: Told) -> tuple[frozenset[str], frozenset[str]]:
    """Who does it or says it, and towards whom: states by their code, others by their words."""
    first, second = (
        (record.actors, record.recipients)
        if isinstance(record, Event)
        else ((record.speaker,), record.addressees)
    )
    named = [frozenset(each.country or each.text for each in side) for side in (first, second)]
    if isinstance(record, Event) and record.reciprocal:
        return named[0] | named[1], frozenset()
    return named[0], named[1]


def _may_be_one(one: Told, other: Told) -> bool:
    """Whether of two records of the same words neither names somebody whom the other leaves out for
    somebody else: `Chile met Norway and Kenya` tells of two meetings."""
    first, second = (frozenset().union(*codes_of(each)) for each in (one, other))
    return first <= second or second <= first


def _identity(record: Told) -> object:
    """What no two records of one reading have in common."""
    told = told_by(record)
    return record.article_id, told.start, told.end, _kind(record), codes_of(record)


def _unlike(one: Told, other: Told) -> tuple[bool, bool, int]:
    """By what the likest of several records is chosen: its kind, its parties, its words."""
    first, second = told_by(one), told_by(other)
    apart = abs(first.start - second.start) + abs(first.end - second.end)
    return _kind(one) != _kind(other), codes_of(one) != codes_of(other), apart


def _kind(record: Told) -> str:
    return record.event_type if isinstance(record, Event) else record.kind


def _table_of(record: Told) -> Coded:
    return "events" if isinstance(record, Event) else "statements"

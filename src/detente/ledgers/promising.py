"""What does a promise promise? Which kind of act, about what, by whom, and until when."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from detente.coding.time.expressions import Clock
from detente.coding.time.scanning import find_expressions
from detente.coding.topics import load_lists, topics_of
from detente.ledgers.gathering import HeldStatement
from detente.ledgers.happening import People
from detente.ledgers.naming import is_with_itself
from detente.ledgers.phrases import until_aside, ways_told, ways_told_anywhere
from detente.ledgers.rarity import names_in
from detente.ledgers.ways import Way
from detente.ledgers.words import (
    acts,
    content_beside,
    is_turned,
    speaks_of,
    words_of,
)

PRONOUN = re.compile(r"(?:that )?(?:he|she|they)\b|(?:will|would|to)\b", re.IGNORECASE)
"""How a clause opens whose subject is told before it."""
SAID_BEFORE = re.compile(r"\bhad\b")
"""Of what was said before the news of the article: `had promised on 12 May that`."""
NO_FIELDS = frozenset({"-", "leaders"})
"""Rows of the list of tracks that tell no matter; leaders speak of all."""
POINTING = re.compile(r"\s(?:them|it|so|this|these|those)\W*$")
"""How a clause ends that speaks of what its sentence told before: `will go on using them`."""
PART = re.compile(r"[,;:.]")


@dataclass(frozen=True, slots=True)
class Promise:
    """What is compared with later acts."""

    ways: tuple[Way, ...]
    day: dt.date
    """When it was said, as far as the text tells."""
    due: dt.date | None
    """Last day of the time that it names."""
    fields: frozenset[str]
    """Tracks that its words speak for."""
    issues: frozenset[str]
    words: frozenset[str]
    """What it is about, besides the act."""
    names: frozenset[str]
    """Words with a capital letter."""
    who: frozenset[str]
    """People who are to take part."""
    binding: bool
    """Whether it is promised, and on no condition."""
    conditional: bool
    again: bool
    """Whether what was stopped is to go on: `agreed to resume talks`."""


def promise_of(one: HeldStatement, state: str, people: People) -> Promise | None:
    """What a statement promises; None where it is not known which acts would show it kept.

    So of what is promised *not* to be done, and of what names no act (`stabilise ties`).
    """
    said, clause = one.said, one.said.about.text
    before = one.article.text[said.start : said.about.start]
    negative = is_turned(before) or False in acts(clause).values()
    if one.day is None or negative or is_with_itself(clause, state):
        return None
    text, ways = _told(one)
    meetings = frozenset(issue for way in ways for issue in _of_meeting(way))
    issues = one.issues - meetings
    words = _matter(text, one.issues, ways)
    fields = fields_of(text)
    known = tuple(way for way in ways if _can_be_seen(way, words, issues, fields))
    if not known:
        return None
    return Promise(
        ways=known,
        day=day_said(before, one.day),
        due=due_day(clause, one.day),
        fields=fields,
        issues=issues,
        words=words,
        names=names_in(text),
        who=_who(one, people),
        binding=said.kind == "commitment" and said.condition is None,
        conditional=said.condition is not None,
        again=speaks_of("again", text),
    )


def day_said(before: str, published: dt.date) -> dt.date:
    """The day on which something was said, by the words before it: `had promised on 12 May that`."""
    if not SAID_BEFORE.search(before):
        return published
    clock = Clock(published, -1)
    read = [each.read(clock) for each in find_expressions(before)]
    days = [dated.end for dated in read if dated is not None and dated.end < published]
    return max(days, default=published)


def due_day(clause: str, said: dt.date) -> dt.date | None:
    """The last day of the time that a promise names, None where it names none that is to come."""
    clock = Clock(said, 1)
    read = [each.read(clock) for each in find_expressions(clause)]
    return max(
        (dated.end for dated in read if dated is not None and dated.end >= said), default=None
    )


@lru_cache(maxsize=20_000)
def fields_of(text: str) -> frozenset[str]:
    """The tracks that words of a text speak for."""
    hits = load_lists().find(text)
    return frozenset(hit.entry.name for hit in hits if hit.entry.table == "words") - NO_FIELDS


def _told(one: HeldStatement) -> tuple[str, tuple[Way, ...]]:
    """The words that tell what is promised, and its kinds: those of the clause; of its part of the
    sentence, or of the whole, where the clause only points there (`are to resume`, `go on using them`)."""
    clause = one.said.about.text
    found = ways_told(clause)
    if found or content_beside(clause, frozenset()) - words_of("light"):
        return clause, found
    start, end = one.said.about.start - one.said.start, one.said.about.end - one.said.start
    opens = max((each.end() for each in PART.finditer(one.sentence[:start])), default=0)
    part = one.sentence[opens:end]
    if found := ways_told(part):
        return part, found
    return one.sentence, ways_told_anywhere(one.sentence) if POINTING.search(clause) else ()


def _matter(clause: str, issues: frozenset[str], ways: tuple[Way, ...]) -> frozenset[str]:
    told = {word for way in ways for word in way.words | way.nouns} | words_of("light")
    ranks = words_of("leaders") | words_of("ministers")
    return content_beside(until_aside(clause), issues) - told - ranks


@cache
def _of_meeting(way: Way) -> frozenset[str]:
    """Issues that only say that people meet (`summits`), not what about."""
    if way.shares not in ("field", "who"):
        return frozenset()
    return frozenset(issue for word in way.words | way.nouns for issue in topics_of(word).issues)


def _can_be_seen(
    way: Way, words: frozenset[str], issues: frozenset[str], fields: frozenset[str]
) -> bool:
    """Whether a promise says enough for an act to be told as the promised one."""
    if way.shares == "words":
        return bool(words or issues)
    return bool(fields or issues) if way.shares == "named field" else True


def _who(one: HeldStatement, people: People) -> frozenset[str]:
    """The people whom a clause names; where a pronoun stands for its subject, the speaker, or else
    those of his state in the sentence and the one before it."""
    said, clause = one.said, one.said.about.text
    place = (said.article_id, said.sentence)
    here = people.get(place, frozenset())
    named = {name for name, _ in here if _is_named(name, clause)}
    if named or not PRONOUN.match(clause):
        return frozenset(named)
    speaks = {name for name, _ in here if name == said.speaker.name}
    if speaks and clause.lower().removeprefix("that ").startswith(("he ", "she ")):
        return frozenset(speaks)
    if clause.lower().removeprefix("that ").startswith("they "):
        return frozenset(name for name, _ in here)
    if not one.sentence.startswith(("He ", "She ")):
        return frozenset()
    earlier = people.get((said.article_id, said.sentence - 1), frozenset())
    own = [{name for name, code in told if code in one.parties} for told in (here, earlier)]
    return frozenset(own[0] or own[1])


def _is_named(name: str, text: str) -> bool:
    return name in text or re.search(rf"\b{re.escape(name.split()[-1])}\b", text) is not None

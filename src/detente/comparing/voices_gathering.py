"""What is said and done about two states, gathered from a workspace."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from detente.coding.actors.name import Days
from detente.coding.actors.names import name_table
from detente.comparing.voices import Own, Voice, Voices
from detente.comparing.voices_kinds import (
    BAD,
    GOOD,
    TOLD_AGAIN,
    VoiceKind,
    of_event,
    of_statement,
)
from detente.comparing.voices_meant import is_meant, stands_against
from detente.comparing.voices_words import is_body, is_vague
from detente.merging.merged import counted_day
from detente.records import Actor, Event, Statement
from detente.schema import to_rows
from detente.store import Query, Workspace
from detente.store.query import resolve_pair

OFFICIAL = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY", "PTY", "IGO", None})
"""Sectors that speak and act for a state; a state's firms, papers and people are not the state."""
FACTS = ("sentence", "outlet", "published")


NEITHER = "neither"
OF_TWO = re.compile(r"\b(?:two|both|pair)\b", re.IGNORECASE)


class Told(NamedTuple):
    """Where a record stands, and what its article says of itself."""

    sentence: str
    outlet: str | None
    published: dt.date | None


class Aimed(NamedTuple):
    """At which of the two something is aimed, all whom it addresses, and whether both are named."""

    towards: str
    codes: tuple[str, ...]
    named: bool

    @property
    def both(self) -> bool:
        """Whether it is aimed at both alike: at each, or at neither."""
        return self.towards in ("both", NEITHER)


UNKNOWN: dict[str, Any] = {
    "towards": NEITHER, "addressees": (), "audience": "nobody", "names_both": False, "counts": False,
    "outlet": None, "sentence": "", "article_id": "", "start": 0, "confidence": 0.0,
}  # fmt: skip
"""What of a voice is filled in where it is kept."""


def voices_about(
    workspace: Workspace, between: tuple[str, str], query: Query | None = None
) -> Voices:
    """What thirds say and do about two states, given by code or name, and what the two say of each other.

    `query` narrows the records: days, outlets, words, issues, confidence; of parties it names none. Raises
    `QueryError` for a state that does not exist.
    """
    pair = resolve_pair(between)
    asked = query or Query()
    found = _Gathering(pair)
    for table, facts in workspace.batches("statements", asked, added=FACTS):
        for said, about in zip(to_rows(table, Statement), _facts(facts), strict=True):
            found.add_statement(said, about)
    for table, facts in workspace.batches("events", asked, added=FACTS):
        for done, about in zip(to_rows(table, Event), _facts(facts), strict=True):
            found.add_event(done, about)
    return Voices(between=pair, rows=tuple(found.voices()), own=tuple(found.own))


def _facts(facts: Any) -> Iterator[Told]:
    return (Told(*row) for row in zip(*(each.to_pylist() for each in facts.columns), strict=True))


class _Gathering:
    """Takes records one after the other; what is one thing said in one sentence is kept once."""

    def __init__(self, pair: tuple[str, str]) -> None:
        self._pair = pair
        self._found: dict[tuple[Any, ...], Voice] = {}
        self._tied: set[str] = set()
        self._said: dict[tuple[Any, ...], set[VoiceKind]] = {}
        self.own: list[Own] = []

    def voices(self) -> list[Voice]:
        """By day, article and place in the text; an if is left out where its other half is told."""
        told = Counter(map(_place, self._found.values()))
        kept = (
            each
            for each in self._found.values()
            if each.record_id not in self._tied or told[_place(each)] == 1
        )
        return sorted(kept, key=_order)

    def add_statement(self, said: Statement, told: Told) -> None:
        """A statement, where it is a third's, or another's, about the two; or of one about the other."""
        speaker = said.speaker
        if speaker.country in self._pair:
            self._add_own(said, told)
            return
        aimed = self._aimed(said.addressees, told)
        if aimed is None:
            return
        third = None if is_vague(speaker.text, speaker.country) else speaker.country
        kind = of_statement(said, both=aimed.both, named=aimed.named)
        if said.kind == "condition":
            self._tied.add(said.statement_id)
        self._keep(
            said, told, self._meant(aimed, kind, said.addressees, told.sentence, said.start),
            Voice(
                record_id=said.statement_id, source="statement", third=third, speaker=speaker.text,
                sector=speaker.sector, official=third is not None and _is_official(speaker), kind=kind,
                day=said.date or told.published, reported_by=None, clause=said.about.text, **UNKNOWN,
            ),
        )  # fmt: skip
        place = (said.article_id, said.start, speaker.country)
        self._said.setdefault(place, set()).add(kind)

    def add_event(self, done: Event, told: Told) -> None:
        """An act of each third that takes part in it; statements have been taken before."""
        if done.status in ("denied", "hypothetical"):
            return
        if done.status == "conditional" and done.event_type != "THREATEN":
            return
        for actor in _each(done.actors):
            code = actor.country
            if code is None or code in self._pair or is_vague(actor.text, code):
                continue
            said = self._said.get((done.article_id, done.start, code), set())
            if not said & TOLD_AGAIN.get(done.event_type, frozenset()):
                self._add_act(done, told, actor)

    def _add_act(self, done: Event, told: Told, actor: Actor) -> None:
        towards = (*done.actors, *done.recipients) if done.reciprocal else done.recipients
        towards = tuple(each for each in towards if each.country != actor.country)
        aimed = self._aimed(towards, told)
        if aimed is None:
            return
        kind = of_event(done, told.sentence, both=aimed.both, named=aimed.named)
        if aimed.towards == NEITHER and aimed.codes and kind != "mediation":
            return  # what is done to others is nothing about the two
        if kind == "backing" and any(
            stands_against(each, told.sentence, done.start)
            for each in towards
            if each.country in self._pair
        ):
            kind = "opposing"
        teller = done.reported_by
        self._keep(
            done, told, self._meant(aimed, kind, towards, told.sentence, done.start),
            Voice(
                record_id=done.event_id, source="act", third=actor.country, speaker=actor.text,
                sector=actor.sector, kind=kind,
                official=_is_official(actor) and done.event_type != "PROTEST",
                day=counted_day(done, told.published),
                reported_by=None if teller is None else teller.country or teller.name or teller.text,
                clause=done.trigger.text, **UNKNOWN,
            ),
        )  # fmt: skip

    def _add_own(self, said: Statement, told: Told) -> None:
        speaker, codes = str(said.speaker.country), _codes(said.addressees)
        other = self._pair[self._pair.index(speaker) - 1]
        named = other in codes or other in _named(told.sentence, told.published)
        if named and _is_official(said.speaker):
            day = said.date or told.published
            place = (said.article_id, said.start, said.statement_id)
            self.own.append(Own(speaker, other, codes, day, *place))

    def _aimed(self, actors: Iterable[Actor], told: Told) -> Aimed | None:
        """At whom it is aimed; None where that is neither, and the sentence does not name both."""
        codes = _codes(actors)
        missing = set(self._pair).difference(codes)
        named = missing <= _named(told.sentence, told.published) if missing else True
        if len(missing) == 2 and not named:
            return None
        return Aimed(self._of(codes), codes, named)

    def _of(self, codes: tuple[str, ...]) -> str:
        addressed = [code for code in self._pair if code in codes]
        return "both" if len(addressed) == 2 else addressed[0] if addressed else NEITHER

    def _meant(
        self, aimed: Aimed, kind: VoiceKind, actors: Iterable[Actor], sentence: str, start: int
    ) -> Aimed:
        """The same without those of the two that stand there as place or sufferer alone."""
        if kind not in BAD | {"appeal"}:
            return aimed
        deed = kind == "opposing"
        meant = {each.country for each in actors if is_meant(each, sentence, start, deed=deed)}
        codes = tuple(code for code in aimed.codes if code in meant or code not in self._pair)
        return Aimed(self._of(codes), codes, aimed.named)

    def _keep(self, record: Statement | Event, told: Told, aimed: Aimed, voice: Voice) -> None:
        voice = replace(
            voice, towards=aimed.towards, addressees=aimed.codes, names_both=aimed.named,
            audience=_audience(aimed.codes, self._pair), outlet=told.outlet, sentence=told.sentence,
            article_id=record.article_id, start=record.start, confidence=record.confidence,
        )  # fmt: skip
        counts = (
            voice.third is not None
            and voice.official
            and voice.kind in GOOD | BAD
            and voice.towards != NEITHER
            and voice.day is not None
            and voice.reported_by not in self._pair
        )
        key = (*_place(voice), voice.kind, voice.towards)
        held = self._found.get(key)
        if held is None or held.confidence < voice.confidence:
            self._found[key] = replace(voice, counts=counts)


def _place(voice: Voice) -> tuple[Any, ...]:
    return (voice.article_id, voice.start, voice.third or voice.speaker)


def _order(voice: Voice) -> tuple[Any, ...]:
    return (
        voice.day or dt.date.max,
        voice.article_id,
        voice.start,
        voice.third or "",
        voice.record_id,
    )


def _is_official(actor: Actor) -> bool:
    return is_body(actor.country) or actor.sector in OFFICIAL


def _codes(actors: Iterable[Actor]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.country for each in actors if each.country))


def _each(actors: Iterable[Actor]) -> Iterator[Actor]:
    """One actor of each code; none of a phrase for two of which more than two states are known."""
    found: dict[str | None, Actor] = {}
    spans: dict[tuple[int | None, int | None], set[str | None]] = {}
    for each in actors:
        spans.setdefault((each.start, each.end), set()).add(each.country)
        found.setdefault(each.country, each)
    for each in found.values():
        if not (OF_TWO.search(each.text) and len(spans[each.start, each.end]) > 2):
            yield each


def _audience(codes: tuple[str, ...], pair: tuple[str, str]) -> Any:
    if set(codes) & set(pair):
        return "the two"
    return "thirds" if codes else "nobody"


@lru_cache(maxsize=4096)
def _named(sentence: str, day: dt.date | None) -> frozenset[str]:
    """The codes that a sentence names, each by a name that is of one state or body at the time."""
    found = set[str]()
    for hit in name_table().find(sentence):
        readings = [each for each in hit.readings if day is None or each.near(Days(day, day))]
        codes = {each.code for each in readings}
        doubtful = all(each.caution and each.kind == "place" for each in readings)
        if len(codes) == 1 and not doubtful:
            found |= {code for code in codes if code}
    return frozenset(found)

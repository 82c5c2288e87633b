"""The dates of one article from sentence to sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

from detente.coding.grammar.clauses import clause_of
from detente.coding.grammar.parse import Parse
from detente.coding.grammar.tense import tense_of
from detente.coding.time.calendar import Calendar, Dated, month
from detente.coding.time.dateline import day_of_text, running
from detente.coding.time.dating import UNTOLD, Dating, date_act
from detente.coding.time.expressions import NORTHERN
from detente.coding.time.nearest import Circumstances
from detente.coding.time.reading import REACH, Running, Timed
from detente.records import Genre

CARRIED = "carried from what is told before"
Span = tuple[int, int]
Places = Mapping[Span, Dated | None]
"""Where in a text time expressions stand, with the days that each stands for."""
MOST_PLACES = 400
"""Places kept: more than the words that the reader sees at once can hold."""
MOST_UNREAD = 50
"""Sentences that wait to be read: with more, a long text would take time by the square of its length."""
FADING = 6
"""Sentences after which a narrative without a new day may have left that told last."""
NEAR = dt.timedelta(days=5)
"""How long before the day of the text a carried date is believed."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence whose dates may be asked for; `parse` is None for one that is not parsed."""

    index: int
    start: int
    text: str
    parse: Parse | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """What an article's dates tell up to a sentence: the date told last, and where each stands.

    Dates are read when they are asked for, since most sentences tell no act that has to be dated: those
    of sentences that nobody asked about are still `unread`.
    """

    text: str
    genre: Genre
    told: Running
    unread: tuple[_Sentence, ...] = ()
    places: Places = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        text: str,
        published: dt.date | None,
        calendar: Calendar = NORTHERN,
        genre: Genre = "news",
    ) -> Timeline:
        """What is known of an article's dates before its first sentence."""
        return cls(text, genre, running(text, day_of_text(text, published), calendar))

    @property
    def today(self) -> dt.date | None:
        """The day that the text speaks of as today."""
        return self.told.today

    def at(self, index: int, parse: Parse, end: int) -> DatesHere:
        """The dates of the parsed sentence that comes next and ends at `end`."""
        here = _Sentence(index, parse.start, self.text[parse.start : end], parse)
        return DatesHere(self, here, parse)

    def past(self, index: int, start: int, end: int) -> Timeline:
        """What is told after a sentence that is not parsed."""
        return self.after(_Sentence(index, start, self.text[start:end]))

    def after(self, sentence: _Sentence) -> Timeline:
        """What is told after a sentence that nobody asked about."""
        before = self.caught_up() if len(self.unread) == MOST_UNREAD else self
        return replace(before, unread=(*before.unread, sentence))

    def caught_up(self) -> Timeline:
        """The same with every sentence read."""
        if not self.unread:
            return self
        state = replace(self, unread=())
        for sentence in self.unread:
            state = state.reading(sentence)[1]
        return state

    def reading(self, sentence: _Sentence) -> tuple[list[Timed], Timeline]:
        """The dates of a sentence, and what is told after it."""
        times, told = self.told.read(sentence.index, sentence.text, sentence.parse)
        return times, replace(self, told=told, places=self._with_places(sentence, times))

    def _with_places(self, sentence: _Sentence, times: Sequence[Timed]) -> Places:
        if not times:
            return self.places
        places = dict(self.places)
        for each in times:
            places.setdefault(_place(sentence, each), each.dated)
        return dict(islice(places.items(), max(0, len(places) - MOST_PLACES), None))


class DatesHere:
    """The dates of a sentence after what was told before it, read once, when they are asked for."""

    def __init__(self, before: Timeline, sentence: _Sentence, parse: Parse) -> None:
        self._asked = before
        self._sentence = sentence
        self._parse = parse
        self.today = before.today

    @cached_property
    def _before(self) -> Timeline:
        return self._asked.caught_up()

    @cached_property
    def _read(self) -> tuple[list[Timed], Timeline]:
        return self._before.reading(self._sentence)

    @property
    def _told(self) -> Running:
        return self._before.told

    @property
    def times(self) -> list[Timed]:
        """The dates of the sentence."""
        return self._read[0]

    def after(self) -> Timeline:
        """What is told after the sentence: its last date is what `a day later` in the next counts from."""
        return self._read[1] if "_read" in self.__dict__ else self._asked.after(self._sentence)

    def date(self, word: int, about: Circumstances, among: Sequence[Span] | None = None) -> Dating:
        """When the act at a word was, by its own sentence or the day told just before; where `among` is
        given, only expressions in these words of the text can be its own."""
        parse, times, near = self._parse, self.times, self._near_anchor()
        mine = times if among is None else [each for each in times if self._meets(each, among)]
        known = replace(
            about,
            today=self.today,
            anchor=near,
            calendar=self._told.calendar,
            genre=self._asked.genre,
        )
        dating = date_act(parse, times, mine, word, known)
        return self._carried(word, about, dating, near)

    def _meets(self, timed: Timed, words: Sequence[Span]) -> bool:
        first, after = _place(self._sentence, timed)
        return any(first < end and start < after for start, end in words)

    def told_at(self, start: int, end: int) -> Dating | None:
        """The date of the time expression that these characters of the text hold, or most of it or of
        them, read in its place; None where none with a day is there, in the sentence at hand or before."""
        places = self._read[1].places
        shared = {
            place: min(end, place[1]) - max(start, place[0])
            for place in places
            if place[0] < end and start < place[1]
        }
        place = max(shared, key=lambda each: shared[each], default=None)
        if place is None or 2 * shared[place] <= min(end - start, place[1] - place[0]):
            return None
        told, words = places[place], self._asked.text[slice(*place)]
        if told is None:
            return None
        return Dating(
            told.start, told.end, told.precision, told.basis, False, f"from '{words}'", words
        )

    def lies_ahead(self, word: int) -> Dating | None:
        """The date of what a present tense tells of a day to come (`opens on 4 July`), if it does."""
        if not self._parse.is_verb(word) or tense_of(self._parse, word) < 0 or self.today is None:
            return None
        dating = self.date(word, Circumstances("planned"))
        ahead = dating.start is not None and dating.start > self.today
        return dating if ahead else None

    def _carried(
        self, word: int, about: Circumstances, dating: Dating, near: Dated | None
    ) -> Dating:
        """Undated news happened with what was dated just before it, or between that and today."""
        if dating is UNTOLD:
            return self._narrated(word, about)
        undated = dating.basis == "publication" and about.status not in ("planned", "ongoing")
        if not undated or self.today is None:
            return dating
        here = self._told_before(word)
        day, joined = here or (near, False)
        if day is None or not dt.timedelta(0) <= self.today - day.start <= NEAR:
            return dating
        end = day.end if joined else self.today
        return Dating(day.start, end, "day", "relative", False, CARRIED)

    def _narrated(self, word: int, about: Circumstances) -> Dating:
        """The date at which a narrative stands that goes on in the past with an act; told long before, its
        month."""
        here = [each for each in self.times if each.leads]
        before = [each for each in here if each.token < word] or here[:1]
        day = before[-1].dated if before else self._told.anchor
        clause = clause_of(self._parse, word)
        past = tense_of(self._parse, clause) < 0 or not self._parse.is_verb(clause)
        if day is None or not past or about.status == "planned":
            return UNTOLD
        faded = not before and self._sentence.index - self._told.told_in > FADING
        if faded and day.precision == "day":
            first, last = month(day.start.year, day.start.month)
            return Dating(first, last, "month", "relative", False, CARRIED)
        return Dating(day.start, day.end, day.precision, "relative", False, CARRIED)

    def _told_before(self, word: int) -> tuple[Dated, bool] | None:
        """The last day told in the sentence before a word, and whether a joined clause tells it."""
        for timed in reversed(self.times):
            if timed.token < word and timed.dated and timed.dated.precision == "day":
                clause = clause_of(self._parse, timed.token)
                return timed.dated, self._parse.is_told(clause)
        return None

    def _near_anchor(self) -> Dated | None:
        """The day told just before, if the sentence at hand may still speak of it."""
        anchor = self._told.anchor
        if anchor is None or self.today is None:
            return anchor
        if anchor.precision != "day":
            return None
        near = self._sentence.index - self._told.told_in <= REACH
        return anchor if near and dt.timedelta(0) <= self.today - anchor.start <= NEAR else None


def _place(sentence: _Sentence, timed: Timed) -> Span:
    """Where in the text an expression stands."""
    expression = timed.expression
    return sentence.start + expression.start, sentence.start + expression.end

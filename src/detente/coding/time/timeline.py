"""The dates of one article from sentence to sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

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


class Timeline:
    """What day an article is of, the dates of the sentence at hand, and the date told last before it.

    Dates are read when they are asked for: most sentences tell no act that has to be dated.
    """

    def __init__(
        self,
        text: str,
        published: dt.date | None,
        calendar: Calendar = NORTHERN,
        genre: Genre = "news",
    ) -> None:
        self.genre = genre
        self.today = day_of_text(text, published)
        self._text = text
        self._here = _Sentence(0, 0, "")
        self._times: list[Timed] | None = None
        self._unread: list[_Sentence] = []
        self._told = self._next = running(text, self.today, calendar)
        self._places: dict[tuple[int, int], Dated | None] = {}

    def enter(self, index: int, parse: Parse, end: int) -> None:
        """Go on to a parsed sentence that ends at `end`."""
        self._here = _Sentence(index, parse.start, self._text[parse.start : end], parse)
        self._times = None

    def leave(self) -> None:
        """The last date of the sentence is what `a day later` in the next one counts from."""
        if self._times is None:
            self._unread.append(self._here)
        else:
            self._told = self._next

    def pass_over(self, index: int, start: int, end: int) -> None:
        """The same for a sentence that is not parsed."""
        self._unread.append(_Sentence(index, start, self._text[start:end]))

    @property
    def times(self) -> list[Timed]:
        """The dates of the sentence at hand."""
        if self._times is None:
            self._catch_up()
            self._times, self._next = self._read(self._here)
        return self._times

    def date(
        self, parse: Parse, word: int, about: Circumstances, among: Sequence[Span] | None = None
    ) -> Dating:
        """When the act at a word was, by its own sentence or the day told just before; where `among` is
        given, only expressions in these words of the text can be its own."""
        times, near = self.times, self._near_anchor()
        mine = times if among is None else [each for each in times if self._meets(each, among)]
        known = replace(
            about, today=self.today, anchor=near, calendar=self._told.calendar, genre=self.genre
        )
        dating = date_act(parse, times, mine, word, known)
        return self._carried(parse, word, about, dating, near)

    def _meets(self, timed: Timed, words: Sequence[Span]) -> bool:
        first, after = self._place(self._here, timed)
        return any(first < end and start < after for start, end in words)

    def told_at(self, start: int, end: int) -> Dating | None:
        """The date of the time expression that these characters of the text hold, or most of it or of
        them, read in its place; None where none with a day is there, in the sentence at hand or before."""
        _ = self.times
        shared = {
            place: min(end, place[1]) - max(start, place[0])
            for place in self._places
            if place[0] < end and start < place[1]
        }
        place = max(shared, key=lambda each: shared[each], default=None)
        if place is None or 2 * shared[place] <= min(end - start, place[1] - place[0]):
            return None
        told, words = self._places[place], self._text[slice(*place)]
        if told is None:
            return None
        return Dating(
            told.start, told.end, told.precision, told.basis, False, f"from '{words}'", words
        )

    def lies_ahead(self, parse: Parse, word: int) -> Dating | None:
        """The date of what a present tense tells of a day to come (`opens on 4 July`), if it does."""
        if not parse.is_verb(word) or tense_of(parse, word) < 0 or self.today is None:
            return None
        dating = self.date(parse, word, Circumstances("planned"))
        ahead = dating.start is not None and dating.start > self.today
        return dating if ahead else None

    def _carried(
        self, parse: Parse, word: int, about: Circumstances, dating: Dating, near: Dated | None
    ) -> Dating:
        """Undated news happened with what was dated just before it, or between that and today."""
        if dating is UNTOLD:
            return self._narrated(parse, word, about)
        undated = dating.basis == "publication" and about.status not in ("planned", "ongoing")
        if not undated or self.today is None:
            return dating
        here = self._told_before(parse, word)
        day, joined = here or (near, False)
        if day is None or not dt.timedelta(0) <= self.today - day.start <= NEAR:
            return dating
        end = day.end if joined else self.today
        return Dating(day.start, end, "day", "relative", False, CARRIED)

    def _narrated(self, parse: Parse, word: int, about: Circumstances) -> Dating:
        """The date at which a narrative stands that goes on in the past with an act; told long before, its
        month."""
        here = [each for each in self.times if each.leads]
        before = [each for each in here if each.token < word] or here[:1]
        day = before[-1].dated if before else self._told.anchor
        clause = clause_of(parse, word)
        past = tense_of(parse, clause) < 0 or not parse.is_verb(clause)
        if day is None or not past or about.status == "planned":
            return UNTOLD
        faded = not before and self._here.index - self._told.told_in > FADING
        if faded and day.precision == "day":
            first, last = month(day.start.year, day.start.month)
            return Dating(first, last, "month", "relative", False, CARRIED)
        return Dating(day.start, day.end, day.precision, "relative", False, CARRIED)

    def _told_before(self, parse: Parse, word: int) -> tuple[Dated, bool] | None:
        """The last day told in the sentence before a word, and whether a joined clause tells it."""
        for timed in reversed(self.times):
            if timed.token < word and timed.dated and timed.dated.precision == "day":
                clause = clause_of(parse, timed.token)
                return timed.dated, parse.is_told(clause)
        return None

    def _near_anchor(self) -> Dated | None:
        """The day told just before, if the sentence at hand may still speak of it."""
        anchor = self._told.anchor
        if anchor is None or self.today is None:
            return anchor
        if anchor.precision != "day":
            return None
        near = self._here.index - self._told.told_in <= REACH
        return anchor if near and dt.timedelta(0) <= self.today - anchor.start <= NEAR else None

    def _catch_up(self) -> None:
        """Read what the sentences before tell."""
        for sentence in self._unread:
            self._told = self._read(sentence)[1]
        self._unread.clear()

    def _read(self, sentence: _Sentence) -> tuple[list[Timed], Running]:
        """Dates of a sentence, and what the next one counts from."""
        times, told = self._told.read(sentence.index, sentence.text, sentence.parse)
        for each in times:
            self._places.setdefault(self._place(sentence, each), each.dated)
        return times, told

    @staticmethod
    def _place(sentence: _Sentence, timed: Timed) -> Span:
        """Where in the text an expression stands."""
        expression = timed.expression
        return sentence.start + expression.start, sentence.start + expression.end

"""What the reader reads at once: sentences of an article with what stands before them, in word pieces.

The names of states are put aside: of each the reader sees that it is the first, second … state of the
window and in which form it is named, so that no state can be judged by its name.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from detente.coding.actors.mentions import Mention
from detente.coding.actors.name import Kind
from detente.coding.reader.setting import Setting
from detente.reading.options import GENRES

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Span = tuple[int, int]

MOST_PIECES = 384
"""Pieces of a window at most; what lies beyond is not read."""
MOST_IN_TITLE = 32
MOST_STATES = 20
CLS, SEP = 101, 102
FORMS: dict[Kind, int] = {
    "country": 0, "adjective": 1, "people": 1, "capital": 2, "place": 2,
    "seat": 3, "institution": 3, "organisation": 3, "person": 4, "surname": 4,
}  # fmt: skip
"""Forms in which a state is named: itself, an adjective, a place of it, an office, a person."""
FIRST_OF_FORM = (10, 30, 50, 70, 120)
"""First ids of `[unused…]` pieces that stand for the first, second … state named in each form."""
FIRST_GENRE = 200
LAST_MARK = 1995
"""The last piece of the base's vocabulary that is a mark, a digit or a single sign."""
SINGLE = frozenset({*range(1014, 1024), *range(1037, 1063)})
"""The pieces that are one letter or digit, with which a word may begin (`J` of `JFO`)."""
NOWHERE: Span = (-1, -1)


@dataclass(frozen=True, slots=True)
class Named:
    """A name of a state or body in the window: first and last piece, which of the window's `states` it
    is, and its mention, which is None before the text (in the title)."""

    first: int
    last: int
    state: int
    form: int
    mention: Mention | None


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces with the characters of the text that each stands for (`NOWHERE` for those before the text).

    `states` are the codes of the states and bodies named, in order; `sentences` tells of each piece in
    which sentence of the window it stands, from 0, and -1 before the text.
    """

    ids: tuple[int, ...]
    offsets: tuple[Span, ...]
    states: tuple[str, ...]
    named: tuple[Named, ...]
    sentences: tuple[int, ...]
    opening: int
    """The first piece of the text."""
    _starts: list[int] = field(init=False, repr=False, compare=False)
    _ends: list[int] = field(init=False, repr=False, compare=False)
    goes_on: list[bool] = field(init=False, repr=False, compare=False)
    """Of each piece, whether it belongs to one word with the piece before."""

    def __post_init__(self) -> None:
        text = self.offsets[self.opening : -1]
        starts, ends = [start for start, _ in text], [end for _, end in text]
        of_words = [_is_of_a_word(piece) for piece in self.ids[self.opening : -1]]
        goes_on = [False] * len(self.ids)
        goes_on[self.opening + 1 : -1] = [
            start == end and one and other
            for end, start, one, other in zip(
                ends, starts[1:], of_words, of_words[1:], strict=False
            )
        ]
        object.__setattr__(self, "_starts", starts)
        object.__setattr__(self, "_ends", ends)
        object.__setattr__(self, "goes_on", goes_on)

    def __len__(self) -> int:
        return len(self.ids)

    def at(self, span: Span) -> Span | None:
        """First and last piece of a stretch of characters; None where it is not in the window."""
        first = bisect_right(self._ends, span[0])
        last = bisect_left(self._starts, span[1]) - 1
        if first > last:
            return None
        return first + self.opening, last + self.opening

    def reaches(self, end: int) -> bool:
        """Whether the window holds the text up to an offset."""
        return self.offsets[-2][1] >= end

    def characters(self, first: int, last: int) -> Span:
        """The stretch of the text that pieces stand for."""
        return self.offsets[first][0], self.offsets[last][1]


def _is_of_a_word(piece: int) -> bool:
    """Whether a piece is made of letters or digits, and no name of a state."""
    return piece > LAST_MARK or piece in SINGLE


def window_of(
    tokenizer: Tokenizer,
    text: str,
    mentions: Sequence[Mention],
    sentences: Sequence[Span],
    setting: Setting,
) -> Window:
    """The window of some sentences of a text, whose spans and mentions count in the whole text."""
    begin, end = sentences[0][0], sentences[-1][1]
    inside = [m for m in mentions if begin <= m.start and m.end <= end]
    order = _order(setting, inside)
    build = _Building(order)
    build.add(CLS)
    build.add(FIRST_GENRE + GENRES.index(setting.genre))
    if setting.issuer is not None:
        build.add_name(Mention(-1, -1, "seat", setting.issuer, "GOV", setting.issuer), known=False)
    if setting.title:
        room = len(build.ids) + MOST_IN_TITLE
        build.add_text(tokenizer, setting.title, setting.titled, 0, room, known=False)
    build.add(SEP)
    opening = len(build.ids)
    build.add_text(tokenizer, text[begin:end], inside, begin, MOST_PIECES - 1, known=True)
    build.add(SEP)
    ends = [end for _, end in sentences]
    return Window(
        tuple(build.ids),
        tuple(build.offsets),
        tuple(order),
        tuple(build.named),
        tuple(_sentence_of(span, ends) for span in build.offsets),
        opening,
    )


def _order(setting: Setting, mentions: Sequence[Mention]) -> dict[str, int]:
    issuer = [setting.issuer] if setting.issuer else []
    codes = [*issuer, *(m.code for m in (*setting.titled, *mentions))]
    return dict(zip(dict.fromkeys(code for code in codes if code), count(), strict=False))


def _sentence_of(span: Span, ends: Sequence[int]) -> int:
    return -1 if span == NOWHERE else min(bisect_right(ends, span[0]), len(ends) - 1)


@dataclass(slots=True)
class _Building:
    order: dict[str, int]
    ids: list[int] = field(default_factory=list)
    offsets: list[Span] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)

    def add(self, piece: int, span: Span = NOWHERE) -> None:
        self.ids.append(piece)
        self.offsets.append(span)

    def add_name(self, mention: Mention, *, known: bool) -> None:
        """A name of a state as one piece."""
        assert mention.code is not None
        state, form = self.order[mention.code], FORMS[mention.kind]
        place = len(self.ids)
        self.named.append(Named(place, place, state, form, mention if known else None))
        span = (mention.start, mention.end) if known else NOWHERE
        self.add(FIRST_OF_FORM[form] + min(state, MOST_STATES - 1), span)

    def add_text(
        self,
        tokenizer: Tokenizer,
        text: str,
        mentions: Sequence[Mention],
        begin: int,
        room: int,
        *,
        known: bool,
    ) -> None:
        """A text up to `room` pieces, each name of a state in it as one piece."""
        encoding = tokenizer.encode(text, add_special_tokens=False)
        names = _Names(mentions, begin)
        before: Mention | None = None
        for piece, (start, end) in zip(encoding.ids, encoding.offsets, strict=True):
            if len(self.ids) >= room:
                return
            span = (begin + start, begin + end) if known else NOWHERE
            mention = names.over(begin + start, begin + end)
            if mention is None:
                self.add(piece, span)
            elif mention.code and ":" in mention.code:
                self._add_body(piece, mention, span, goes_on=mention is before, known=known)
            elif mention is not before:
                self.add_name(mention, known=known)
            before = mention

    def _add_body(
        self, piece: int, mention: Mention, span: Span, *, goes_on: bool, known: bool
    ) -> None:
        """A piece of the name of a body of states, which stays as it is written."""
        place = len(self.ids)
        self.add(piece, span)
        if goes_on:
            last = self.named.pop()
            self.named.append(Named(last.first, place, last.state, last.form, last.mention))
        else:
            assert mention.code is not None
            form = FORMS[mention.kind]
            self.named.append(
                Named(place, place, self.order[mention.code], form, mention if known else None)
            )


class _Names:
    """Which name of a state a piece belongs to, asked in text order."""

    def __init__(self, mentions: Sequence[Mention], begin: int) -> None:
        self._left: Iterator[Mention] = iter(
            [m for m in mentions if m.code and m.kind in FORMS and m.start >= min(begin, 0)]
        )
        self._next = next(self._left, None)

    def over(self, start: int, end: int) -> Mention | None:
        while self._next is not None and self._next.end <= start:
            self._next = next(self._left, None)
        if self._next is not None and self._next.start < end:
            return self._next
        return None

"""An article read window by window."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from detente.coding.actors.mentions import Mention
from detente.coding.reader.decoding import ActRead, PositionRead, WindowRead, read_window
from detente.coding.reader.model import ReaderModel
from detente.coding.reader.setting import Setting
from detente.coding.reader.window import Span, Window

BEFORE = 2
"""Sentences read before the first that is wanted, for what its parties mean."""
MOST_BEFORE = 450
MOST_CHARACTERS = 600
"""Characters of a window at most, but for a single longer sentence."""
TOGETHER = 64
"""Windows that the network sees one after the other, before what it tells of them is read: its weights, and
then the code that reads, stay in the processor's cache, which saves a tenth of the time."""


@dataclass(frozen=True, slots=True)
class ArticleRead:
    """Acts and positions by the sentence that they stand in."""

    acts: dict[int, list[ActRead]]
    positions: dict[int, list[PositionRead]]

    @property
    def sentences(self) -> frozenset[int]:
        """The sentences that tell something."""
        return frozenset(self.acts) | frozenset(self.positions)


@dataclass(frozen=True, slots=True)
class ToRead:
    """An article, with the spans of its sentences and the places of those that are wanted, in order."""

    text: str
    mentions: Sequence[Mention]
    sentences: Sequence[Span]
    wanted: Sequence[int]
    setting: Setting


def read_articles(articles: Sequence[ToRead], model: ReaderModel) -> list[ArticleRead]:
    """Read the windows that hold the wanted sentences; what else stands in them is read as well.

    What is read of an article does not depend on the others.
    """
    reads = [ArticleRead({}, {}) for _ in articles]
    left = (
        each for article, read in zip(articles, reads, strict=True) for each in _of(article, read)
    )
    while group := list(islice(left, TOGETHER)):
        made = [each.window(model) for each in group]
        for each, seen in zip(group, [model.see(window) for window in made], strict=True):
            each.keep(read_window(seen, model.thresholds))
    return reads


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Sentences of an article that are read as one window, from `first` to `last`; what is told of those
    from `new` on is kept, as the window before holds the others."""

    article: ToRead
    read: ArticleRead
    first: int
    last: int
    new: int

    def window(self, model: ReaderModel) -> Window:
        article = self.article

        def make(some: Sequence[Span]) -> Window:
            return model.window(article.text, article.mentions, some, article.setting)

        before = article.wanted[bisect_left(article.wanted, self.first)] - self.first
        return window_to_the_end(make, article.sentences[self.first : self.last + 1], before)

    def keep(self, found: WindowRead) -> None:
        for index in range(self.new, self.last + 1):
            start, end = self.article.sentences[index]
            if here := [act for act in found.acts if start <= act.trigger[0] < end]:
                self.read.acts[index] = here
            if held := [each for each in found.positions if start <= each.clause[0] < end]:
                self.read.positions[index] = held


def _of(article: ToRead, read: ArticleRead) -> Iterator[_Stretch]:
    """The stretches of an article that are read, in order."""
    done = 0
    for first, last in windows(article.sentences, article.wanted):
        yield _Stretch(article, read, first, last, max(first, done))
        done = last + 1


def window_to_the_end(
    make: Callable[[Sequence[Span]], Window], sentences: Sequence[Span], before: int
) -> Window:
    """The window of some sentences. Where it does not hold them all, of the `before` that only stand before
    what is wanted as many are left out as make room for its end."""
    for left_out in range(before + 1):
        window = make(sentences[left_out:])
        if window.reaches(sentences[-1][1]):
            break
    return window


def windows(sentences: Sequence[Span], wanted: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last sentence of each window, so that every wanted one stands in one with those before."""
    place = 0
    while place < len(wanted):
        start = first = last = wanted[place]
        while (
            first > 0
            and start - first < BEFORE
            and sentences[start][0] - sentences[first - 1][0] <= MOST_BEFORE
        ):
            first -= 1
        place += 1
        while place < len(wanted) and wanted[place] - last <= BEFORE:
            if sentences[wanted[place]][1] - sentences[first][0] > MOST_CHARACTERS:
                break
            last = wanted[place]
            place += 1
        yield first, last


def read_given(
    text: str,
    mentions: Sequence[Mention],
    sentences: Sequence[Span],
    triggers: Sequence[Span],
    setting: Setting,
    model: ReaderModel,
) -> dict[Span, ActRead]:
    """What given stretches of a text tell, each read in its sentence and those before; those that lie in
    no sentence, or beyond what is read of one, are not there."""
    found: dict[Span, ActRead] = {}
    for index, (start, end) in enumerate(sentences):
        here = [trigger for trigger in triggers if start <= trigger[0] < end]
        if here:
            ((first, last),) = windows(sentences, [index])
            found |= model.given(text, mentions, sentences[first : last + 1], setting, here)
    return found

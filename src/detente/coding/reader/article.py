"""An article read window by window."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from detente.coding.actors.mentions import Mention
from detente.coding.reader.decoding import ActRead, PositionRead, Seen, read_window
from detente.coding.reader.model import ReaderModel
from detente.coding.reader.setting import Setting
from detente.coding.reader.window import Span

BEFORE = 2
"""Sentences read before the first that is wanted, for what its parties mean."""
MOST_BEFORE = 450
MOST_CHARACTERS = 600
"""Characters of a window at most, but for a single longer sentence."""


@dataclass(frozen=True, slots=True)
class ArticleRead:
    """Acts and positions by the sentence that they stand in."""

    acts: dict[int, list[ActRead]]
    positions: dict[int, list[PositionRead]]

    @property
    def sentences(self) -> frozenset[int]:
        """The sentences that tell something."""
        return frozenset(self.acts) | frozenset(self.positions)


def read_article(
    text: str,
    mentions: Sequence[Mention],
    sentences: Sequence[Span],
    wanted: Sequence[int],
    setting: Setting,
    model: ReaderModel,
) -> ArticleRead:
    """Read the windows that hold the wanted sentences; what else stands in them is read as well."""

    def see(some: Sequence[Span]) -> Seen:
        return model.seen(text, mentions, some, setting)

    acts: dict[int, list[ActRead]] = {}
    positions: dict[int, list[PositionRead]] = {}
    done = 0
    for first, last in windows(sentences, wanted):
        before = next(index for index in wanted if index >= first) - first
        seen = seen_to_the_end(see, sentences[first : last + 1], before)
        read = read_window(seen, model.thresholds)
        for index in range(max(first, done), last + 1):
            start, end = sentences[index]
            if here := [act for act in read.acts if start <= act.trigger[0] < end]:
                acts[index] = here
            if held := [each for each in read.positions if start <= each.clause[0] < end]:
                positions[index] = held
        done = last + 1
    return ArticleRead(acts, positions)


def seen_to_the_end(
    see: Callable[[Sequence[Span]], Seen], sentences: Sequence[Span], before: int
) -> Seen:
    """Some sentences seen as one window. Where it does not hold them all, of the `before` that only stand
    before what is wanted as many are left out as make room for its end."""
    for left_out in range(before + 1):
        seen = see(sentences[left_out:])
        if seen.window.reaches(sentences[-1][1]):
            break
    return seen


def windows(sentences: Sequence[Span], wanted: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last sentence of each window, so that every wanted one stands in one with those before."""
    left = list(wanted)
    while left:
        first = last = left[0]
        while (
            first > 0
            and left[0] - first < BEFORE
            and sentences[left[0]][0] - sentences[first - 1][0] <= MOST_BEFORE
        ):
            first -= 1
        for index in left[1:]:
            near = index - last <= BEFORE
            if not near or sentences[index][1] - sentences[first][0] > MOST_CHARACTERS:
                break
            last = index
        yield first, last
        left = [index for index in left if index > last]


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

"""The words of a window with what the network sees in each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.coding.reader.decoding import Seen
from detente.coding.reader.heads import Floats
from detente.coding.reader.places import DISTANCES, SENTENCES, Ints, distances, sentence_relations
from detente.coding.reader.window import Span

TINY = 1e-4


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What is seen of a stretch of words as one (seen,), and of every word from there (words, seen)."""

    own: Floats
    beside: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of the text in a window, in order: first and last piece of each (words, 2), its characters,
    what the network sees in it (the mean of its pieces' states; words, width) and tells of it (the surest
    of its pieces; words, labels)."""

    window: Seen
    pieces: Ints
    spans: tuple[Span, ...]
    states: Floats
    told: Floats

    @classmethod
    def of(cls, seen: Seen) -> Words | None:
        """The words of what was seen of a window; None where it has none."""
        window, read = seen.window, seen.told
        inner = range(window.opening, len(window) - 1)
        starts = np.array([at for at in inner if not window.goes_on[at]], dtype=np.int64)
        if not len(starts):
            return None
        lasts = np.append(starts[1:], inner.stop) - 1
        within, offsets = slice(inner.start, inner.stop), starts - inner.start
        labels = np.hstack([read.party, read.types, read.begins, read.kinds, read.openings])
        return cls(
            seen,
            np.column_stack([starts, lasts]),
            tuple(window.characters(*map(int, each)) for each in zip(starts, lasts, strict=True)),
            _means(read.states[within], offsets),
            np.maximum.reduceat(labels[within], offsets, axis=0),
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self.spans)

    @property
    def sentences(self) -> Ints:
        """The sentence of each word, in the window."""
        return self._of_pieces[self.pieces[:, 0]]

    def at(self, span: Span) -> range:
        """The words that share characters with a stretch of the text."""
        inside = [
            i for i, (start, end) in enumerate(self.spans) if start < span[1] and span[0] < end
        ]
        return range(inside[0], inside[-1] + 1) if inside else range(0)

    def characters(self, first: int, last: int) -> Span:
        """The stretch of the text from one word to another."""
        return self.spans[first][0], self.spans[last][1]

    def each(self) -> Floats:
        """What is seen of every word: in it, in its sentence, and told of it (words, seen)."""
        _, place = np.unique(self.sentences, return_inverse=True)
        means = [self.states[place == number].mean(0) for number in range(int(place.max()) + 1)]
        return np.hstack([self.states, np.stack(means)[place], self.told])

    def asked(self, first: int, last: int) -> Asked:
        """What is seen of a stretch of words, and of every word from there."""
        anchor = np.array([[self.pieces[first, 0], self.pieces[last, 1]]])
        states = self.window.told.states
        read = self.window.network.anchors(states, anchor, self.pieces, self._of_pieces)
        own, roles = self.states[first : last + 1].mean(0), read.roles[0]
        here = self.sentences == self.sentences[first]
        facts = [read.mode[0], read.status[0], read.recalled[0], read.joint[0]]
        inside = np.zeros((len(self), 1), np.float32)
        inside[first : last + 1] = 1
        return Asked(
            np.concatenate(
                [
                    own,
                    self.states[here].mean(0),
                    self.told[first : last + 1].max(0),
                    *facts,
                    roles.max(0),
                ]
            ),
            np.hstack(
                [
                    self.states,
                    self.states * own,
                    self.told,
                    roles,
                    np.log(roles + TINY),
                    self._places(anchor),
                    inside,
                ]
            ),
        )

    def _places(self, anchor: Ints) -> Floats:
        """How far each word stands from an anchor, and how their sentences stand to each other."""
        apart = distances(anchor, self.pieces)[0]
        relations = sentence_relations(anchor, self.pieces, self._of_pieces)[0]
        return np.hstack([_marked(apart, DISTANCES), _marked(relations, SENTENCES)])

    @property
    def _of_pieces(self) -> Ints:
        return np.array(self.window.window.sentences)


def _means(states: Floats, offsets: Ints) -> Floats:
    """The mean state of the pieces of each word, which begin at some offsets."""
    counts = np.diff([*offsets.tolist(), len(states)])
    sums = np.add.reduceat(states, offsets, axis=0)
    return np.asarray(sums / counts[:, None], dtype=np.float32)


def _marked(places: Ints, count: int) -> Floats:
    return np.eye(count, dtype=np.float32)[places]

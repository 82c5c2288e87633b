"""Pairs of parties in numbers, in groups that are learnt together."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy

from detente.coding.pieces import masked
from detente.coding.relations.encoding import MODES, STATUSES, TYPES, UNKNOWN_READING
from detente.training.examples import Answer, Lesson
from detente.training.grouping import groups, padded
from detente.training.network import Network
from detente.training.teaching import shares_to_learn

SMOOTHING = 0.03
UNTOLD = -100
WEIGHTS = {"mode": 0.3, "status": 0.2, "trigger": 0.3}
NOTHING_WEIGHT = 0.6
NOTHING_PAIRS = 24
"""Pairs that nothing joins, taken from a sentence in an epoch at most; half of them near misses of the
lexicon, where there are so many."""
READING_LEFT_OUT = 0.15
"""Share of pairs whose reading by the lexicon is hidden, so that the model also reads for itself."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One pair in numbers; an answer that is not told is `UNTOLD`."""

    places: tuple[int, int, int, int]
    features: tuple[int, int, int]
    kind: int
    mode: int
    status: int
    trigger: int
    marked: bool
    shares: tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class _Sentence:
    pieces: tuple[int, ...]
    rows: tuple[_Row, ...]


@dataclass(frozen=True, slots=True)
class _Batch:
    pieces: torch.Tensor
    mask: torch.Tensor
    sentences: torch.Tensor
    places: torch.Tensor
    features: torch.Tensor
    kinds: torch.Tensor
    shares: torch.Tensor
    modes: torch.Tensor
    statuses: torch.Tensor
    triggers: torch.Tensor


class PairTask:
    """Learns what joins the pairs of lessons."""

    def __init__(self, lessons: Sequence[Lesson], tokenizer: Tokenizer, batch: int) -> None:
        self._sentences = [_sentence(tokenizer, lesson) for lesson in lessons if lesson.examples]
        self._batch = batch

    def groups(self, draw: random.Random) -> list[list[_Sentence]]:
        """All sentences, drawn anew, in groups of like length."""
        return groups(self._sentences, self._batch, draw, lambda each: len(each.pieces))

    def loss(
        self, network: Network, group: Sequence[_Sentence], draw: random.Random
    ) -> torch.Tensor:
        """How far the network is from the answers of a group."""
        return _loss(network, _batch([_drawn(sentence, draw) for sentence in group]))


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair as the network judges it, and what it is: `scores` and `shares` run over `TYPES`."""

    kind: int
    scores: tuple[float, ...]
    shares: tuple[float, ...]
    pointed: bool
    marked: bool

    @property
    def best(self) -> int:
        """The likeliest type, given that something joins the two."""
        types = self.shares[:-1]
        return types.index(max(types))


def judge(network: Network, tokenizer: Tokenizer, lessons: Sequence[Lesson]) -> list[Judged]:
    """What the network says of every pair of the lessons, in order."""
    network.eval()
    judged = []
    for lesson in lessons:
        sentence = _sentence(tokenizer, lesson)
        if not sentence.rows:
            continue
        batch = _batch([sentence])
        with torch.no_grad():
            states = network.states(batch.pieces, batch.mask)
            kinds, _, _, triggers = network.pairs(states, batch.places, batch.features)
        answers = zip(
            sentence.rows, kinds.tolist(), kinds.softmax(-1).tolist(), triggers.argmax(-1).tolist(),
            strict=True,
        )  # fmt: skip
        judged += [
            Judged(row.kind, tuple(scores), tuple(shares), row.trigger == trigger, row.marked)
            for row, scores, shares, trigger in answers
        ]
    return judged


def _loss(network: Network, batch: _Batch) -> torch.Tensor:
    states = network.states(batch.pieces, batch.mask)
    kinds, modes, statuses, triggers = network.pairs(
        states, batch.places, batch.features, batch.mask, batch.sentences
    )
    nothing = batch.kinds == TYPES.index(None)
    weights = torch.where(nothing, NOTHING_WEIGHT, 1.0)
    losses = cross_entropy(kinds, batch.shares, reduction="none", label_smoothing=SMOOTHING)
    loss = (losses * weights).sum() / weights.sum()
    for scores, told, name in (
        (modes, batch.modes, "mode"),
        (statuses, batch.statuses, "status"),
        (triggers, batch.triggers, "trigger"),
    ):
        if bool((told != UNTOLD).any()):
            loss = loss + WEIGHTS[name] * cross_entropy(scores, told, ignore_index=UNTOLD)
    return loss


def _drawn(sentence: _Sentence, draw: random.Random) -> _Sentence:
    """The sentence with its joined pairs and some of the others, and some readings hidden."""
    kept = [row for row in sentence.rows if row.marked or row.kind != TYPES.index(None)]
    others = [row for row in sentence.rows if not row.marked and row.kind == TYPES.index(None)]
    near = [row for row in others if row.features[2]]
    far = [row for row in others if not row.features[2]]
    kept += draw.sample(near, min(NOTHING_PAIRS // 2, len(near)))
    kept += draw.sample(far, min(NOTHING_PAIRS // 2, len(far)))
    return _Sentence(
        sentence.pieces,
        tuple(_hidden(row) if draw.random() < READING_LEFT_OUT else row for row in kept),
    )


def _hidden(row: _Row) -> _Row:
    return replace(row, features=(row.features[0], row.features[1], UNKNOWN_READING))


def _sentence(tokenizer: Tokenizer, lesson: Lesson) -> _Sentence:
    pieces = masked(tokenizer.encode(lesson.text), lesson.names)
    rows = []
    for example in lesson.examples:
        answer = example.answer
        kind, mode, status = _numbers(answer)
        trigger = pieces.at(answer.trigger)[0] if answer else 0
        pair = example.pair
        if not (pieces.holds(pair.actor) and pieces.holds(pair.recipient)):
            continue
        rows.append(
            _Row(
                (*pieces.at(pair.actor), *pieces.at(pair.recipient)), pair.features, kind, mode, status,
                trigger or UNTOLD, example.marked, example.shares,
            )
        )  # fmt: skip
    return _Sentence(pieces.ids, tuple(rows))


def _numbers(answer: Answer | None) -> tuple[int, int, int]:
    if answer is None:
        return TYPES.index(None), UNTOLD, UNTOLD
    mode = (answer.event_type, answer.mode)
    return (
        TYPES.index(answer.event_type),
        MODES.index(mode) if mode in MODES else UNTOLD,
        STATUSES.index(answer.status),
    )


def _batch(group: Sequence[_Sentence]) -> _Batch:
    rows = [(number, row) for number, sentence in enumerate(group) for row in sentence.rows]
    return _Batch(
        *padded([sentence.pieces for sentence in group]),
        torch.tensor([number for number, _ in rows]),
        torch.tensor([row.places for _, row in rows]),
        torch.tensor([row.features for _, row in rows]),
        torch.tensor([row.kind for _, row in rows]),
        torch.tensor([shares_to_learn(row.kind, row.shares) for _, row in rows]),
        torch.tensor([row.mode for _, row in rows]),
        torch.tensor([row.status for _, row in rows]),
        torch.tensor([row.trigger for _, row in rows]),
    )

"""The network in PyTorch (extra `train`): one encoder, and heads for pairs of parties and for clauses."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn
from torch.nn.functional import gelu

from detente.coding.relations.encoding import (
    DEPENDENCIES,
    MODES,
    STATUSES,
    TYPES,
    UNKNOWN_READING,
)
from detente.coding.voice.judging import KINDS, TOLD

DROPOUT = 0.1
HEADS, HEAD = 2, 64
"""Attention heads of the pairs, and their width. What is computed for every piece is kept narrow, as
it decides the time a sentence takes."""
SIDES = 5
"""Where a piece stands to a pair: before both spans, in the first, between, in the second, after."""
FAR = -1e4
TOLD_WIDTH, CLAUSE_WIDTH, CLAUSE_DROPOUT = 64, 256, 0.2


class Network(nn.Module):
    """An encoder that reads a sentence once, and heads that read pairs and clauses from its states.

    One pass serves all pairs and clauses of a sentence, as spans are read from the plain sentence and
    not from marks in it (compare Zhong and Chen, 2021).
    """

    def __init__(self, encoder: Any) -> None:
        super().__init__()
        width = encoder.config.hidden_size
        self.encoder = encoder
        self.pairs = PairHeads(width)
        self.clauses = ClauseHeads(width)

    def states(self, pieces: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """States of the pieces of each sentence, (sentences, length, width)."""
        found: torch.Tensor = self.encoder(input_ids=pieces, attention_mask=mask).last_hidden_state
        return found

    def forward(self, pieces: torch.Tensor) -> torch.Tensor:
        """The states of one sentence, as they are exported."""
        return self.states(pieces, torch.ones_like(pieces))


class PairHeads(nn.Module):
    """What joins two parties.

    A pair is known by the states of the first and last pieces of its spans and by what parse and
    lexicon say of it; it looks back over the sentence by attention, and points at the piece that
    begins its trigger.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        narrow = HEADS * HEAD
        self.dropout = nn.Dropout(DROPOUT)
        self.ends = nn.ModuleList([nn.Linear(width, width) for _ in range(2)])
        self.actor_label = nn.Embedding(len(DEPENDENCIES) + 1, width)
        self.recipient_label = nn.Embedding(len(DEPENDENCIES) + 1, width)
        self.reading = nn.Embedding(UNKNOWN_READING + 1, width)
        for told in (self.actor_label, self.recipient_label, self.reading):
            nn.init.normal_(told.weight, std=0.05)
        self.whole = nn.Linear(width, width)
        self.query, self.key, self.value = (nn.Linear(width, narrow) for _ in range(3))
        self.side = nn.Embedding(SIDES, HEADS)
        self.asked, self.offered, self.pointed = (nn.Linear(width, narrow) for _ in range(3))
        self.trigger_side = nn.Embedding(SIDES, 1)
        self.context = nn.Linear(2 * narrow, width)
        self.joint = nn.Linear(width, width)
        self.types = nn.Linear(width, len(TYPES))
        self.modes = nn.Linear(width, len(MODES))
        self.statuses = nn.Linear(width, len(STATUSES))

    def forward(
        self,
        states: torch.Tensor,
        places: torch.Tensor,
        features: torch.Tensor,
        mask: torch.Tensor | None = None,
        sentences: torch.Tensor | None = None,
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        """Scores, before softmax, of `TYPES`, `MODES`, `STATUSES` and of each piece as the trigger.

        `states` are (sentences, length, width), `mask` (sentences, length), `places` (pairs, 4) and
        `features` (pairs, 3) as in `detente.coding.relations.encoding`; `sentences` (pairs) tells
        whose pair it is, and is left out with `mask` where there is one sentence.
        """
        if mask is None:
            mask = torch.ones(states.shape[:2], dtype=torch.long, device=states.device)
        states = self.dropout(states)
        own = _Own(sentences)
        seen = (
            self.actor_label(features[:, 0])
            + self.recipient_label(features[:, 1])
            + self.reading(features[:, 2])
            + own.of(self.whole(states[:, 0]))
        )
        for party, layer in enumerate(self.ends):
            first, last = places[:, 2 * party], places[:, 2 * party + 1]
            given = (first > 0).to(states.dtype).unsqueeze(1)
            told = layer(states)
            seen = seen + (own.at(told, first) + own.at(told, last)) * given
        sides = _sides(places, states.shape[1])
        hidden = (1 - own.of(mask).to(states.dtype)) * FAR
        pair = gelu(seen)
        scores = self._points(states, pair, sides, own) + hidden
        pointed = torch.matmul(scores.softmax(-1).unsqueeze(1), own.of(self.pointed(states)))
        around = self._looks_back(states, pair, sides, hidden, own)
        seen = seen + self.context(torch.cat([around, pointed.squeeze(1)], dim=-1))
        seen = self.dropout(gelu(seen))
        seen = self.dropout(gelu(self.joint(seen)))
        return self.types(seen), self.modes(seen), self.statuses(seen), scores

    def _points(
        self, states: torch.Tensor, pair: torch.Tensor, sides: torch.Tensor, own: _Own
    ) -> torch.Tensor:
        offered = own.of(self.offered(states)).transpose(1, 2)
        scores = torch.matmul(self.asked(pair).unsqueeze(1), offered).squeeze(1)
        scores = scores / (HEADS * HEAD) ** 0.5
        return scores + self.trigger_side(sides).squeeze(-1)

    def _looks_back(
        self,
        states: torch.Tensor,
        pair: torch.Tensor,
        sides: torch.Tensor,
        hidden: torch.Tensor,
        own: _Own,
    ) -> torch.Tensor:
        shape = (states.shape[0], states.shape[1], HEADS, HEAD)
        keys = own.of(self.key(states).view(shape).permute(0, 2, 3, 1))
        values = own.of(self.value(states).view(shape).permute(0, 2, 1, 3))
        queries = self.query(pair).view(-1, HEADS, 1, HEAD)
        scores = torch.matmul(queries, keys).squeeze(2) / HEAD**0.5
        scores = scores + self.side(sides).transpose(1, 2) + hidden.unsqueeze(1)
        weights = scores.softmax(-1).unsqueeze(2)
        return torch.matmul(weights, values).reshape(-1, HEADS * HEAD)


class ClauseHeads(nn.Module):
    """Which kinds of position a clause takes.

    A clause is known by the states of its verb and its subject, the mean over its words, and what parse
    and rules tell of it.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.told = nn.Linear(TOLD, TOLD_WIDTH)
        self.hidden = nn.Linear(3 * width + TOLD_WIDTH, CLAUSE_WIDTH)
        self.kinds = nn.Linear(CLAUSE_WIDTH, len(KINDS))
        self.dropout = nn.Dropout(CLAUSE_DROPOUT)

    def forward(
        self,
        states: torch.Tensor,
        heads: torch.Tensor,
        members: torch.Tensor,
        subjects: torch.Tensor,
        told: torch.Tensor,
        sentences: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """Scores, before the sigmoid, of `KINDS` for each clause.

        `states` are (sentences, length, width), `heads` and `subjects` (clauses) places of pieces,
        `members` (clauses, length) shares that sum to 1, `told` (clauses, `TOLD`); `sentences` (clauses)
        tells whose clause it is, and is left out where there is one sentence.
        """
        own = _Own(sentences)
        mean = torch.matmul(members.unsqueeze(1), own.of(states)).squeeze(1)
        seen = [own.at(states, heads), mean, own.at(states, subjects), torch.relu(self.told(told))]
        hidden = torch.relu(self.hidden(self.dropout(torch.cat(seen, dim=-1))))
        scores: torch.Tensor = self.kinds(self.dropout(hidden))
        return scores


class _Own:
    """Takes for each pair or clause what belongs to its sentence; for one sentence, it is the same for
    all."""

    def __init__(self, sentences: torch.Tensor | None) -> None:
        self._sentences = sentences

    def of(self, told: torch.Tensor) -> torch.Tensor:
        return told if self._sentences is None else told[self._sentences]

    def at(self, told: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
        return told[0][places] if self._sentences is None else told[self._sentences, places]


def _sides(places: torch.Tensor, length: int) -> torch.Tensor:
    """Where each piece stands to each pair: 0 to 4, as `SIDES` tells."""
    piece = torch.arange(length, device=places.device).unsqueeze(0)
    first, last = places[:, 0::2], places[:, 1::2]
    inside = (piece.unsqueeze(1) >= first.unsqueeze(2)) & (piece.unsqueeze(1) <= last.unsqueeze(2))
    inside = inside & (first > 0).unsqueeze(2)
    begin, end = first.min(1, keepdim=True).values, last.max(1, keepdim=True).values
    outside = torch.where(piece <= begin, 0, torch.where(piece < end, 2, 4))
    return torch.where(inside[:, 0], 1, torch.where(inside[:, 1], 3, outside))

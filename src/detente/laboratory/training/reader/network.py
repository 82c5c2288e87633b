"""The reader in PyTorch (extra `train`): one encoder and the heads that answer from its states."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn
from torch.nn.functional import gelu

from detente.coding.reader.heads import FACTS, TAGS
from detente.coding.reader.labels import ROLES
from detente.coding.reader.places import DISTANCES, SENTENCES

HIDDEN = 256
SPAN = 192
LINK = 128
POINTER = 64
DROPOUT = 0.15


class Reader(nn.Module):
    """An encoder that reads a window once, and heads over pieces, acts, positions and parties."""

    def __init__(self, encoder: Any) -> None:
        super().__init__()
        width = encoder.config.hidden_size
        self.encoder = encoder
        self.dropout = nn.Dropout(DROPOUT)
        self.tagging = nn.Linear(width, HIDDEN)
        self.tags = nn.Linear(HIDDEN, sum(TAGS.values()))
        self.party = nn.Linear(2 * width, SPAN)
        self.anchor = nn.Linear(2 * width, SPAN)
        self.party_gate = nn.Linear(2 * width, SPAN)
        self.anchor_gate = nn.Linear(2 * width, SPAN)
        self.distance = nn.Embedding(DISTANCES, SPAN)
        self.sentence = nn.Embedding(SENTENCES, SPAN)
        self.inside = nn.Embedding(2, SPAN)
        self.roles = nn.Linear(SPAN, len(ROLES))
        self.facts_hidden = nn.Linear(2 * width, HIDDEN)
        self.facts = nn.Linear(HIDDEN, sum(FACTS.values()))
        self.asks_when = nn.Linear(2 * width, POINTER)
        self.tells_when = nn.Linear(width, POINTER)
        self.referring = nn.Linear(2 * width, LINK)
        self.naming = nn.Linear(width, LINK)
        self.referring_gate = nn.Linear(2 * width, LINK)
        self.naming_gate = nn.Linear(width, LINK)
        self.name_distance = nn.Embedding(DISTANCES, LINK)
        self.name_sentence = nn.Embedding(SENTENCES, LINK)
        self.name_inside = nn.Embedding(2, LINK)
        self.link = nn.Linear(LINK, 1)
        for told in (
            self.distance, self.sentence, self.inside,
            self.name_distance, self.name_sentence, self.name_inside,
        ):  # fmt: skip
            nn.init.normal_(told.weight, std=0.02)

    def states(self, pieces: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """States of the pieces of each window, (windows, length, width)."""
        found: torch.Tensor = self.encoder(input_ids=pieces, attention_mask=mask).last_hidden_state
        return found

    def states_of_one(self, pieces: torch.Tensor) -> torch.Tensor:
        """The same for a single window, (length, width): nothing is padded, so nothing is masked."""
        found: torch.Tensor = self.encoder.encoder(
            self.encoder.embeddings(input_ids=pieces)
        ).last_hidden_state
        return found[0]

    def told_of_pieces(self, states: torch.Tensor) -> dict[str, torch.Tensor]:
        """Scores of `TAGS` for each piece."""
        scores = self.tags(self.dropout(gelu(self.tagging(self.dropout(states)))))
        return dict(zip(TAGS, scores.split(list(TAGS.values()), dim=-1), strict=True))

    def spans(self, states: torch.Tensor, spans: torch.Tensor) -> torch.Tensor:
        """Stretches of one window, (spans, 2 x width): the first piece's state and the mean."""
        sums = torch.cat([torch.zeros_like(states[:1]), states.cumsum(0)])
        first, after = spans[:, 0], spans[:, 1] + 1
        mean = (sums[after] - sums[first]) / (after - first).unsqueeze(1)
        return torch.cat([states[first], mean], dim=-1)

    def told_of_roles(
        self,
        anchors: torch.Tensor,
        parties: torch.Tensor,
        distances: torch.Tensor,
        relations: torch.Tensor,
        inside: torch.Tensor,
    ) -> torch.Tensor:
        """Scores of `ROLES` of each party to each anchor, (anchors, parties, roles)."""
        a, p = self.dropout(anchors), self.dropout(parties)
        seen = self.anchor(a).unsqueeze(1) + self.party(p).unsqueeze(0)
        seen = seen + self.anchor_gate(a).unsqueeze(1) * self.party_gate(p).unsqueeze(0)
        seen = seen + self.distance(distances) + self.sentence(relations) + self.inside(inside)
        scores: torch.Tensor = self.roles(self.dropout(gelu(seen)))
        return scores

    def told_of_acts(self, anchors: torch.Tensor) -> dict[str, torch.Tensor]:
        """Scores of `FACTS` of each act."""
        scores = self.facts(self.dropout(gelu(self.facts_hidden(self.dropout(anchors)))))
        return dict(zip(FACTS, scores.split(list(FACTS.values()), dim=-1), strict=True))

    def told_of_time(self, anchors: torch.Tensor, states: torch.Tensor) -> torch.Tensor:
        """Scores of each piece standing in the words that date each act, (acts, length)."""
        return self.asks_when(anchors) @ self.tells_when(states).T / POINTER**0.5 - 2.0

    def told_of_states(
        self,
        parties: torch.Tensor,
        names: torch.Tensor,
        distances: torch.Tensor,
        relations: torch.Tensor,
        inside: torch.Tensor,
        owners: torch.Tensor,
    ) -> torch.Tensor:
        """Scores of each party standing for each state of the window, (parties, states).

        `names` are the states of the first pieces of its names, `owners` (states, names) tells whose
        each name is.
        """
        p, n = self.dropout(parties), self.dropout(names)
        seen = self.referring(p).unsqueeze(1) + self.naming(n).unsqueeze(0)
        seen = seen + self.referring_gate(p).unsqueeze(1) * self.naming_gate(n).unsqueeze(0)
        seen = seen + self.name_distance(distances) + self.name_sentence(relations)
        seen = seen + self.name_inside(inside)
        scores = self.link(self.dropout(gelu(seen)))[..., 0]
        spread = scores.unsqueeze(1) + torch.where(owners, 0.0, -1e4).unsqueeze(0)
        return spread.logsumexp(-1)

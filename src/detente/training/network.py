"""The network of the relation model, in PyTorch (extra `train`)."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from detente.coding import ontology

LABELS = (*ontology.event_types(), None)
"""What the first head tells: the types, then that nothing joins the two."""
MODES = tuple((kind, mode) for kind in ontology.event_types() for mode in ontology.modes(kind))
"""What the second head tells: the modes, each with its type."""
DROPOUT = 0.1


class RelationNetwork(nn.Module):
    """An encoder, and two heads over the whole sentence and the opening marks of the two spans.

    Takes word pieces (batch, length), their mask (batch, length) and the places of the two marks
    (batch, 2); gives scores (batch, 17) of `LABELS` and (batch, 78) of `MODES`, before softmax.
    """

    def __init__(self, encoder: Any) -> None:
        super().__init__()
        width = encoder.config.hidden_size
        self.encoder = encoder
        self.dropout = nn.Dropout(DROPOUT)
        self.joint = nn.Linear(4 * width, width)
        self.types = nn.Linear(width, len(LABELS))
        self.modes = nn.Linear(width, len(MODES))

    def forward(
        self, ids: torch.Tensor, mask: torch.Tensor, places: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Scores of types and modes."""
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).to(states.dtype)
        mean = (states * weights).sum(1) / weights.sum(1)
        at = places.unsqueeze(-1).expand(-1, -1, states.shape[-1])
        marked = torch.gather(states, 1, at).flatten(1)
        joint = torch.cat([states[:, 0], mean, marked], dim=-1)
        joint = self.dropout(torch.tanh(self.joint(self.dropout(joint))))
        return self.types(joint), self.modes(joint)

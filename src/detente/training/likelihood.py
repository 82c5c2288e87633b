"""Training of the weights that tell, from words alone, how likely a sentence tells an act."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from detente.coding.actors.mentions import find_mentions
from detente.coding.actors.names import name_table
from detente.coding.relations.likelihood import FILE, WEIGHTS, features
from detente.evaluating.corpus import Annotated

PENALTY = 5.0
"""Of the squared weights, against the summed log-loss; the usual C of 0.1."""
STEPS = 60


def train_likelihood(sentences: Sequence[Annotated], folder: Path) -> None:
    """Fit the weights by penalised maximum likelihood and write them to a model's folder."""
    names = name_table(())
    rows, columns = [], []
    for row, sentence in enumerate(sentences):
        found = features(sentence.text, 0, find_mentions(sentence.text, names, None))
        rows += [row] * len(found)
        columns += sorted(found)
    words = torch.sparse_coo_tensor(
        torch.tensor([rows, columns]), torch.ones(len(rows)), (len(sentences), WEIGHTS)
    ).coalesce()
    answers = torch.tensor([float(bool(sentence.acts)) for sentence in sentences])
    weights = torch.zeros(WEIGHTS + 1, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        scores = torch.sparse.mm(words, weights[:-1].unsqueeze(1)).squeeze(1) + weights[-1]
        value = binary_cross_entropy_with_logits(scores, answers, reduction="sum")
        value = value + PENALTY * weights[:-1].square().sum()
        value.backward()
        return value

    optimizer.step(loss)
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / FILE, weights.detach().numpy().astype(np.float32), allow_pickle=False)

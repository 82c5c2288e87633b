"""Training of the weights that tell from words alone which sentences are worth reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from detente.coding.actors.names import name_table
from detente.coding.channels.listed import channel_list
from detente.coding.coder import make_article
from detente.coding.likelihood import WEIGHTS, Likelihood
from detente.coding.preparing import Preparation
from detente.coding.worth import FILE
from detente.laboratory.evaluating.corpus import Annotated
from detente.laboratory.evaluating.standoff import Passage

PENALTY = 2.0
"""Of the squared weights, against the summed log-loss."""
STEPS = 60
KEPT = 0.975
"""Share of the sentences held out that tell something which must be read."""
Example = tuple[frozenset[int], bool]


def train_worth(
    learnt: Sequence[Passage],
    held: Sequence[Passage],
    sentences: Sequence[Annotated],
    folder: Path,
) -> float:
    """Fit the weights on real passages (`learnt`) and on sentences written for training, write them to a
    reader's folder, and tell the probability from which a sentence is to be read: so that of the
    sentences held out (`held`) that tell something `KEPT` are."""
    preparation = Preparation(name_table(()), channel_list(None), None)
    weights = _fitted([*_of_passages(preparation, learnt), *_of_sentences(preparation, sentences)])
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / FILE, weights.astype(np.float32), allow_pickle=False)
    judge = Likelihood(weights.astype(np.float32))
    telling = [judge.of(words) for words, tells in _of_passages(preparation, held) if tells]
    return round(float(np.quantile(telling, 1 - KEPT)), 4) if telling else 0.05


def _of_passages(preparation: Preparation, passages: Iterable[Passage]) -> Iterator[Example]:
    for passage in passages:
        places = [act.trigger for act in passage.acts if act.must]
        places += [position.clause for position in passage.positions if position.must]
        for each in preparation.of(passage.article).sentences:
            if (words := each.features) is not None:
                span = each.span
                yield words, any(span.start <= start < span.end for start, _ in places)


def _of_sentences(preparation: Preparation, sentences: Iterable[Annotated]) -> Iterator[Example]:
    for sentence in sentences:
        read = preparation.of(make_article(sentence.text)).sentences
        words = [each.features for each in read if each.features]
        if len(words) == 1:
            yield words[0], bool(sentence.acts)


def _fitted(examples: Sequence[Example]) -> np.ndarray:
    """Weights by penalised maximum likelihood; the last one is the constant."""
    rows = [row for row, (words, _) in enumerate(examples) for _ in words]
    columns = [word for words, _ in examples for word in sorted(words)]
    words = torch.sparse_coo_tensor(
        torch.tensor([rows, columns]), torch.ones(len(rows)), (len(examples), WEIGHTS)
    ).coalesce()
    answers = torch.tensor([float(answer) for _, answer in examples])
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
    return np.asarray(weights.detach().numpy())

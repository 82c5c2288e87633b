"""Training of the weights that tell from words alone how likely a sentence tells an act, and how likely a
position is taken in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from detente.coding.actors.mentions import find_mentions
from detente.coding.actors.names import name_table
from detente.coding.coder import Coder
from detente.coding.likelihood import WEIGHTS, features
from detente.coding.relations.likelihood import FILE as ACTS
from detente.coding.voice.likelihood import FILE as POSITIONS
from detente.coding.voice.likelihood import Circumstances
from detente.evaluating.corpus import Annotated
from detente.evaluating.voiced import VoicedPassage
from detente.evaluating.voices import as_article

OF_ACTS, OF_POSITIONS = 5.0, 1.0
"""Penalty of the squared weights, against the summed log-loss. That of acts is the usual C of 0.1; that of
positions did best on the passages held out for choosing."""
STEPS = 60
Example = tuple[frozenset[int], bool]


def train_likelihood(sentences: Sequence[Annotated], folder: Path) -> None:
    """Fit the weights of words that tell an act, and write them to a model's folder."""
    names = name_table(())
    examples = [
        (features(each.text, 0, find_mentions(each.text, names, None)), bool(each.acts))
        for each in sentences
    ]
    _write(_fitted(examples, OF_ACTS), folder / ACTS)


def train_position_likelihood(
    passages: Sequence[VoicedPassage], sentences: Sequence[Annotated], folder: Path
) -> None:
    """Fit the weights of words that take a position, and write them to a model's folder.

    Marked passages are full of positions; annotated sentences without an act stand for most of what is
    written.
    """
    coder = Coder(model=None)
    examples = [each for passage in passages for each in _spoken(coder, passage)]
    examples += [(_quiet(each.text), False) for each in sentences if not each.acts]
    _write(_fitted(examples, OF_POSITIONS), folder / POSITIONS)


def _spoken(coder: Coder, passage: VoicedPassage) -> Iterator[Example]:
    for span, heard in coder.heard(as_article(passage)):
        if heard is not None:
            yield (
                heard,
                any(
                    said.clause.start < span.end and span.start < said.clause.end
                    for said in passage.statements
                ),
            )


def _quiet(text: str) -> frozenset[int]:
    mentions = find_mentions(text, name_table(()), None)
    where = Circumstances(speaks=False, quotes='"' in text, before=frozenset())
    named = any(mention.code for mention in mentions)
    return features(text, 0, mentions).union(where.features(named=named))


def _fitted(examples: Sequence[Example], penalty: float) -> np.ndarray:
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
        value = value + penalty * weights[:-1].square().sum()
        value.backward()
        return value

    optimizer.step(loss)
    return np.asarray(weights.detach().numpy())


def _write(weights: np.ndarray, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    np.save(path, weights.astype(np.float32), allow_pickle=False)

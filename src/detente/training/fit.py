"""Training of the relation model from the corpus: seeded, on one machine without an accelerator."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import nn

from detente.coding.relations.marking import MOST_PIECES, mark
from detente.training.examples import Example
from detente.training.network import LABELS, MODES, RelationNetwork

BUCKET = 20
"""Batches whose examples are sorted by length together, so that little is padded."""
SMOOTHING = 0.05
MODE_WEIGHT = 0.3
WARMING = 0.1
NO_MODE = -100


@dataclass(frozen=True, slots=True)
class Settings:
    """How to train. Rates are peaks; both rise over the first tenth of the steps and then fall to 0."""

    epochs: int = 4
    batch: int = 32
    encoder_rate: float = 1.2e-4
    head_rate: float = 5e-4
    seed: int = 0


@dataclass(frozen=True, slots=True)
class _Row:
    ids: tuple[int, ...]
    places: tuple[int, int]
    label: int
    mode: int


@dataclass(frozen=True, slots=True)
class _Batch:
    ids: torch.Tensor
    mask: torch.Tensor
    places: torch.Tensor
    labels: torch.Tensor
    modes: torch.Tensor


def fit(
    network: RelationNetwork,
    tokenizer: Tokenizer,
    training: Sequence[Example],
    settings: Settings,
    after_epoch: Callable[[int, float], None] = lambda epoch, loss: None,
) -> None:
    """Train a network in place. `after_epoch` is told the epoch and its mean loss."""
    draw = random.Random(settings.seed)
    rows = _rows(tokenizer, training)
    steps = settings.epochs * -(-len(rows) // settings.batch)
    encoder = [p for name, p in network.named_parameters() if name.startswith("encoder.")]
    heads = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [
            {"params": encoder, "lr": settings.encoder_rate},
            {"params": heads, "lr": settings.head_rate},
        ],
        weight_decay=0.01,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _share(step, steps))
    types = nn.CrossEntropyLoss(label_smoothing=SMOOTHING)
    modes = nn.CrossEntropyLoss(ignore_index=NO_MODE)
    for epoch in range(settings.epochs):
        network.train()
        losses = []
        for batch in _batches(rows, settings.batch, draw):
            told, mode = network(batch.ids, batch.mask, batch.places)
            loss = types(told, batch.labels)
            if bool((batch.modes != NO_MODE).any()):
                loss = loss + MODE_WEIGHT * modes(mode, batch.modes)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(float(loss.detach()))
        after_epoch(epoch, sum(losses) / len(losses))


def scores(
    network: RelationNetwork, tokenizer: Tokenizer, examples: Sequence[Example], batch: int = 64
) -> tuple[torch.Tensor, torch.Tensor]:
    """Probabilities of `LABELS` and of `MODES` for each example, in order."""
    network.eval()
    told: list[torch.Tensor] = []
    modes: list[torch.Tensor] = []
    with torch.no_grad():
        for part in _batches(_rows(tokenizer, examples), batch, None):
            kinds, mode = network(part.ids, part.mask, part.places)
            told.append(kinds.softmax(-1))
            modes.append(mode.softmax(-1))
    return torch.cat(told), torch.cat(modes)


def _rows(tokenizer: Tokenizer, examples: Sequence[Example]) -> list[_Row]:
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_PIECES)
    encodings = tokenizer.encode_batch([example.text for example in examples])
    rows = []
    for example, encoding in zip(examples, encodings, strict=True):
        pair = mark(encoding, example.actor, example.recipient)
        mode = (example.event_type, example.mode)
        rows.append(
            _Row(
                pair.ids,
                (pair.actor_at, pair.recipient_at),
                LABELS.index(example.event_type),
                MODES.index(mode) if mode in MODES else NO_MODE,
            )
        )
    return rows


def _batches(rows: Sequence[_Row], size: int, draw: random.Random | None) -> Iterator[_Batch]:
    order = list(range(len(rows)))
    if draw is not None:
        draw.shuffle(order)
        span = size * BUCKET
        buckets = [order[first : first + span] for first in range(0, len(order), span)]
        order = [i for bucket in buckets for i in sorted(bucket, key=lambda i: len(rows[i].ids))]
    groups = [order[first : first + size] for first in range(0, len(order), size)]
    if draw is not None:
        draw.shuffle(groups)
    for group in groups:
        yield _padded([rows[i] for i in group])


def _padded(rows: Sequence[_Row]) -> _Batch:
    length = max(len(row.ids) for row in rows)
    return _Batch(
        torch.tensor([[*row.ids, *[0] * (length - len(row.ids))] for row in rows]),
        torch.tensor([[1] * len(row.ids) + [0] * (length - len(row.ids)) for row in rows]),
        torch.tensor([row.places for row in rows]),
        torch.tensor([row.label for row in rows]),
        torch.tensor([row.mode for row in rows]),
    )


def _share(step: int, steps: int) -> float:
    warm = WARMING * steps
    return min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))

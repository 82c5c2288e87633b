"""Training of the network: seeded, on one machine without an accelerator."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import torch
from torch.nn.utils import clip_grad_norm_
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from detente.errors import InputError
from detente.training.network import Network

WARMING = 0.1
KEPT_OF_MEAN = 0.998
"""Share of the running mean of the weights that a step leaves; the mean is what is used, as it does
better than the last weights (Polyak and Juditsky, 1992)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to train. Rates are peaks; both rise over the first tenth of the steps and then fall to 0.

    `layers` of the encoder are kept, the first ones: three of its six cost half the time and
    little of the accuracy.
    """

    layers: int = 3
    epochs: int = 6
    batch: int = 16
    encoder_rate: float = 1.2e-4
    head_rate: float = 5e-4
    seed: int = 0


class Task(Protocol):
    """One of the things that are learnt: sentences in groups, and how far the network is from their
    answers."""

    def groups(self, draw: random.Random) -> list[Any]:
        """The groups of one epoch."""

    def loss(self, network: Network, group: Any, draw: random.Random) -> torch.Tensor:
        """The loss of a group."""


def fit(
    network: Network,
    tasks: Sequence[Task],
    settings: Settings,
    after_epoch: Callable[[Network, int, float], None] = lambda mean, epoch, loss: None,
) -> Network:
    """The network with the running mean of its weights in training.

    The groups of all tasks are mixed. `after_epoch` is given the mean network as it stands, the epoch,
    and its mean loss. Raises `InputError` where there is nothing to learn from.
    """
    draw = random.Random(settings.seed)
    steps = settings.epochs * sum(len(task.groups(random.Random(0))) for task in tasks)
    if not steps:
        raise InputError(
            "no sentence to learn from", advice="Give files with more annotated sentences."
        )
    encoder = list(network.encoder.parameters())
    heads = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [
            {"params": encoder, "lr": settings.encoder_rate},
            {"params": heads, "lr": settings.head_rate},
        ],
        weight_decay=0.01,
    )
    mean = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(KEPT_OF_MEAN))
    averaged: Network = mean.module
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _share(step, steps))
    for epoch in range(settings.epochs):
        network.train()
        work = [(task, group) for task in tasks for group in task.groups(draw)]
        draw.shuffle(work)
        losses = []
        for task, group in work:
            loss = task.loss(network, group, draw)
            optimizer.zero_grad()
            loss.backward()
            clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            mean.update_parameters(network)
            schedule.step()
            losses.append(float(loss.detach()))
        after_epoch(averaged, epoch, sum(losses) / len(losses))
    return averaged


def _share(step: int, steps: int) -> float:
    warm = WARMING * steps
    return min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))

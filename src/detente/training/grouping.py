"""Sentences in groups that are learnt together."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

import torch

T = TypeVar("T")
BUCKET = 20
"""Groups whose sentences are sorted by length together, so that little is padded."""


def groups(
    sentences: Sequence[T], size: int, draw: random.Random, length: Callable[[T], int]
) -> list[list[T]]:
    """All sentences in groups of a size and of like length, in an order that is drawn."""
    order = list(sentences)
    draw.shuffle(order)
    span = size * BUCKET
    found: list[list[T]] = []
    for first in range(0, len(order), span):
        bucket = sorted(order[first : first + span], key=length)
        found += [bucket[start : start + size] for start in range(0, len(bucket), size)]
    draw.shuffle(found)
    return found


def padded(sentences: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Pieces of sentences and the mask of those that are their own, (sentences, length)."""
    length = max(map(len, sentences))
    return (
        torch.tensor([[*each, *[0] * (length - len(each))] for each in sentences]),
        torch.tensor([[1] * len(each) + [0] * (length - len(each)) for each in sentences]),
    )

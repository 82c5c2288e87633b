"""Probabilities that mean what they say: one temperature for all scores (Guo et al., 2017), and a rising
line from what an event is first told at to the share of such events that is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from detente.coding.coder import Coder, make_article
from detente.coding.confidence import STRAIGHT, Line
from detente.evaluating.annotated import answering, is_between
from detente.evaluating.corpus import Annotated

if TYPE_CHECKING:
    from detente.training.pairs import Judged

GRID = np.geomspace(0.4, 4.0, 93)


def temperature(judged: Sequence[Judged]) -> float:
    """What scores are divided by so that the pairs the coder finds are least surprising.

    Chosen by log-loss over a fixed grid from 0.4 to 4; 1 where there are no such pairs.
    """
    found = [each for each in judged if not each.marked]
    if not found:
        return 1.0
    scores = np.array([each.scores for each in found])
    kinds = np.array([each.kind for each in found])
    losses = [_loss(scores / value, kinds) for value in GRID]
    return float(GRID[int(np.argmin(losses))])


FEWEST = 40
"""Events that a step of the line stands for at least; fewer would fit chance."""


def lines(sentences: Sequence[Annotated], coder: Coder) -> dict[str, Line]:
    """The lines of `detente.coding.confidence.Calibration`, from sentences that no weight was
    trained on, coded by a coder whose own lines are straight."""
    judged: dict[str, list[tuple[float, bool]]] = {"weighed": [], "unweighed": []}
    codings = coder.code_articles([make_article(each.text) for each in sentences], trace=True)
    for sentence, coding in zip(sentences, codings, strict=True):
        for trace in coding.traces:
            right = answering(sentence, filter(is_between, trace.events))
            for event, basis in zip(trace.events, trace.basis, strict=True):
                if is_between(event):
                    name = "unweighed" if basis == "lexicon" else "weighed"
                    judged[name].append((event.confidence, event in right))
    return {name: rising(found) for name, found in judged.items()}


def rising(judged: Sequence[tuple[float, bool]]) -> Line:
    """The rising line nearest to the answers (pool adjacent violators; Ayer et al., 1955), through
    the means of groups of `FEWEST` or more; straight where there are too few answers."""
    if len(judged) < FEWEST:
        return STRAIGHT
    pools = _pools(judged)
    merged: list[tuple[int, float, float]] = []
    for pool in pools:
        merged.append(pool)
        while len(merged) > 1 and _share(merged[-2]) >= _share(merged[-1]):
            last = merged.pop()
            merged[-1] = tuple(map(sum, zip(merged[-1], last, strict=True)))  # type: ignore[assignment]
    return tuple((round(told / n, 4), round(right / n, 4)) for n, told, right in merged)


def _pools(judged: Sequence[tuple[float, bool]]) -> list[tuple[int, float, float]]:
    """Number, sum of what was told and number right of groups of `FEWEST` or more neighbours; what was
    told alike stays together."""
    told = Counter(share for share, _ in judged)
    right = Counter(share for share, answer in judged if answer)
    pools = []
    number, total, rightly = 0, 0.0, 0.0
    for share in sorted(told):
        number, total = number + told[share], total + share * told[share]
        rightly += right[share]
        if number >= FEWEST:
            pools.append((number, total, rightly))
            number, total, rightly = 0, 0.0, 0.0
    if number:
        last = pools.pop() if pools else (0, 0.0, 0.0)
        pools.append((last[0] + number, last[1] + total, last[2] + rightly))
    return pools


def _share(pool: tuple[int, float, float]) -> float:
    return pool[2] / pool[0]


def _loss(scores: np.ndarray, kinds: np.ndarray) -> float:
    shifted = scores - scores.max(axis=1, keepdims=True)
    total = np.log(np.exp(shifted).sum(axis=1))
    return float(np.mean(total - shifted[np.arange(len(kinds)), kinds]))

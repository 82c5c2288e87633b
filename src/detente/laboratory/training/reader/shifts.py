"""Shifts of scores fitted to examples: logistic regressions that start where the reader stands.

Their weights are 0 at first, which changes nothing, and are pulled there (ridge); only what stands near an
example that the reader got wrong is shifted at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from detente.coding.reader.learnt import GATE, ONE_OF, Doubles, Gate, Shift, directions, shares_of

OFF = 0.3
"""By how much an answer differs from what is right for its place to count as corrected."""
MOST_NEAR = 3000
"""Corrected places that are kept at most, those that are furthest off."""
STEPS = 60


@dataclass(frozen=True, slots=True)
class Examples:
    """Rows of examples, for answers of some `widths`: the `places` by which nearness is told and what is
    `seen`, the scores of the reader, what is right and how much it counts, and the text that it is from."""

    widths: Mapping[str, int]
    places: Doubles
    seen: Doubles
    scores: Doubles
    right: Doubles
    weight: Doubles
    text: Sequence[str]

    def of(self, texts: Iterable[str]) -> Examples:
        """Those from some texts."""
        wanted = set(texts)
        return self.at([number for number, text in enumerate(self.text) if text in wanted])

    def at(self, rows: Sequence[int] | NDArray[np.intp]) -> Examples:
        """Those of some rows."""
        return Examples(
            self.widths, self.places[rows], self.seen[rows], self.scores[rows], self.right[rows],
            self.weight[rows], [self.text[row] for row in rows],
        )  # fmt: skip

    @property
    def off(self) -> Doubles:
        """How far each answer of the reader is from what is right, as it counts."""
        shares = np.hstack(list(shares_of(self.scores, self.widths).values()))
        return np.asarray(np.abs(shares - self.right) * self.weight)

    def asking(self, names: Mapping[str, Sequence[int]]) -> Examples:
        """The same, of some answers alone: their columns by name."""
        columns = [column for each in names.values() for column in each]
        return replace(
            self,
            widths={name: len(each) for name, each in names.items()},
            scores=self.scores[:, columns],
            right=self.right[:, columns],
            weight=self.weight[:, columns],
        )


def loss_with(examples: Examples, shift: Shift) -> float:
    """How far the answers with a shift are from what is right, all examples together (natural units)."""
    nearness = shift.nearness(examples.places)
    scores = examples.scores + shift.scores(examples.seen, nearness)
    return _off(examples, scores)[0]


def fitted(examples: Examples, strength: float, gate: Gate = GATE) -> Shift:
    """The shift behind a gate that does best by what is right, and by a pull of such strength to none."""
    blank, asked = _blank(examples, gate), _erring(examples)
    rows = np.flatnonzero(nearness := blank.nearness(examples.places))
    if not len(rows) or not asked:
        return blank
    near = examples.at(rows).asking(asked)
    given = blank.given(near.seen, nearness[rows])
    shape = (given.shape[1], near.scores.shape[1])

    def loss(flat: Doubles) -> tuple[float, Doubles]:
        value, slope = _off(near, near.scores + given @ flat.reshape(shape))
        pull = strength / 2 * float(flat @ flat)
        return value + pull, (given.T @ slope).ravel() + strength * flat

    found = minimize(
        loss, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}
    )
    weights = blank.weights.copy()
    weights[:, [column for each in asked.values() for column in each]] = found.x.reshape(shape)
    return replace(blank, weights=weights)


def _erring(examples: Examples) -> dict[str, list[int]]:
    """The columns, by name, in which the reader errs anywhere; of one among several all. What is never told
    wrongly is not shifted."""
    wrong = (examples.off > OFF).any(axis=0)
    found, first = {}, 0
    for name, width in examples.widths.items():
        columns = list(range(first, first + width))
        here = [column for column in columns if wrong[column]]
        if here:
            found[name] = columns if name in ONE_OF else here
        first += width
    return found


def _blank(examples: Examples, gate: Gate) -> Shift:
    """A shift that shifts nothing yet, near the examples that the reader got wrong."""
    width, answers = examples.seen.shape[1], examples.scores.shape[1]
    if not len(examples.text):
        nowhere = np.zeros(examples.places.shape[1])
        return Shift(
            gate, np.zeros((0, len(nowhere))), nowhere, np.zeros(width), np.ones(width),
            np.zeros((width + 1, answers)),
        )  # fmt: skip
    off = examples.off.max(axis=1, initial=0.0)
    wrong = [row for row in np.argsort(-off, kind="stable") if off[row] > OFF][:MOST_NEAR]
    middle = examples.places.mean(axis=0)
    spread = examples.seen.std(axis=0)
    return Shift(
        gate,
        near=directions(examples.places[wrong], middle),
        middle=middle,
        centre=examples.seen.mean(axis=0),
        spread=np.where(spread > 1e-6, spread, 1.0),
        weights=np.zeros((width + 1, answers)),
    )


def _off(examples: Examples, scores: Doubles) -> tuple[float, Doubles]:
    """The loss at some scores, and its slope by each."""
    shares = np.hstack(list(shares_of(scores, examples.widths).values()))
    total, first = 0.0, 0
    for name, width in examples.widths.items():
        part = slice(first, first + width)
        right, weight, score = (each[:, part] for each in (examples.right, examples.weight, scores))
        if name in ONE_OF:
            most = score.max(axis=1, keepdims=True)
            whole = most + np.log(np.exp(score - most).sum(axis=1, keepdims=True))
            total += float((weight * right * (whole - score)).sum())
        else:
            total += float((weight * (np.logaddexp(0.0, score) - right * score)).sum())
        first += width
    return total, np.asarray(examples.weight * (shares - examples.right))

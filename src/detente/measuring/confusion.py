"""Which types a coder takes for which, as measured on labelled text.

The table has a row for each pair: `told`, `marked`, `n`. `marked` is `none` where the coder told
an act that is not there; rows whose `told` is `none` count acts that it missed. The shipped table
is made by `tools/confusion.py` from annotated sentences that no model is trained on, and is to be
made again whenever the model changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from detente import tables
from detente.coding.ontology import event_types
from detente.errors import LexiconError
from detente.measuring.tally import Floats, Ints

NONE = "none"
PRIOR = 2.0
"""Acts by which each type's wrong tellings are drawn towards those of all types together."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """Acts by the type told and the type that is right, in the manual's order of types.

    `counts[told][marked]`; the last of `marked` is no act at all.
    """

    counts: tuple[tuple[int, ...], ...]

    @property
    def told(self) -> int:
        """Acts told by the coder."""
        return sum(map(sum, self.counts))

    @property
    def right(self) -> float:
        """Share of the acts told whose type is right."""
        return sum(row[place] for place, row in enumerate(self.counts)) / self.told

    @property
    def invented(self) -> float:
        """Share of the acts told where there is no such act."""
        return sum(row[-1] for row in self.counts) / self.told

    def shares(self) -> Floats:
        """Among acts told, the share of each type that is right, then of no act. None is zero."""
        marked = np.asarray(self.counts, dtype=np.float64).sum(axis=0) + 0.5
        return np.asarray(marked / marked.sum(), dtype=np.float64)

    def draw(self, rng: np.random.Generator) -> Misreading:
        """One coder that the counts allow."""
        right, wrong = self._told()
        drawn = rng.standard_gamma(_drawn_in(wrong))
        np.fill_diagonal(drawn, 0.0)
        share = rng.beta(right + 0.5, wrong.sum(axis=1) + 0.5)
        shift = _logit(share) - _logit(self._middle(right, wrong))
        return Misreading(share, shift, drawn / drawn.sum(1, keepdims=True))

    def middle(self) -> Misreading:
        """The coder in the middle of those that the counts allow."""
        right, wrong = self._told()
        usual = _drawn_in(wrong)
        np.fill_diagonal(usual, 0.0)
        share = self._middle(right, wrong)
        return Misreading(share, np.zeros(len(share)), usual / usual.sum(1, keepdims=True))

    def _told(self) -> tuple[Floats, Floats]:
        """Of each type what was told rightly, and as what it was told wrongly."""
        wrong = np.asarray(self.counts, dtype=np.float64)
        right = np.diagonal(wrong).copy()
        np.fill_diagonal(wrong, 0.0)
        return right, wrong

    @staticmethod
    def _middle(right: Floats, wrong: Floats) -> Floats:
        return np.asarray((right + 0.5) / (right + wrong.sum(axis=1) + 1.0), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Misreading:
    """How one coder reads: by type told, in the manual's order."""

    right: Floats
    """Share of tellings of a type that are right."""
    shift: Floats
    """How much surer or less sure than usual that is, in log odds."""
    wrong: Floats
    """Of its wrong tellings, the share of each type that is right in truth, then of no act."""

    def probabilities(self, kinds: Ints, confidence: Floats) -> Floats:
        """For acts told as `kinds` the probability of each type, then of no act, where acts are mixed
        as in the table. `confidence` is NaN where no coder tells it."""
        told = np.clip(np.nan_to_num(confidence, nan=0.5), 0.01, 0.99)
        sure = 1 / (1 + np.exp(-_logit(told) - self.shift[kinds]))
        sure = np.where(np.isnan(confidence), self.right[kinds], sure)
        found = (1 - sure)[:, None] * self.wrong[kinds]
        found[np.arange(len(kinds)), kinds] = sure
        return np.asarray(found, dtype=np.float64)


def shipped() -> Confusion:
    """The table of the coder that this version ships."""
    return read_confusion(None)


def read_confusion(path: Path | None) -> Confusion:
    """A table from a file, or the shipped one. Raises `LexiconError`, which names file and line."""
    table = tables.packaged("measuring", "confusion.tsv") if path is None else path
    kinds = {name: place for place, name in enumerate([*event_types(), NONE])}
    counts = [[0] * len(kinds) for _ in event_types()]
    for row in tables.rows(table, ("told", "marked", "n")):
        told, marked = row["told"], row["marked"]
        if not ({told, marked} <= set(kinds) and row["n"].isdigit()):
            raise LexiconError(
                f"'{told}', '{marked}', '{row['n']}' are not two types and a number",
                where=row.where, advice=f"The types: {', '.join(kinds)}.",
            )  # fmt: skip
        if told != NONE:
            counts[kinds[told]][kinds[marked]] += int(row["n"])
    if not any(map(any, counts)):
        raise LexiconError(
            "no act was told", where=table.name, advice="Add a row: told, marked, n."
        )
    return Confusion(tuple(map(tuple, counts)))


def _drawn_in(wrong: Floats) -> Floats:
    """Wrong tellings, those of each type drawn towards those of all."""
    usual = (wrong.sum(axis=0) + 0.5) / (wrong.sum() + 0.5 * wrong.shape[1])
    return np.asarray(wrong + PRIOR * usual, dtype=np.float64)


def _logit(share: Floats) -> Floats:
    return np.asarray(np.log(share) - np.log1p(-share), dtype=np.float64)

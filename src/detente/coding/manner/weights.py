"""What is fitted onto the reader's network to tell how deeds are told: logistic regressions over what it
sees of words, and over marks of their grammar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np

from detente.coding.reader.heads import Floats

FILE = "manner.npz"
"""The weights, in a reader's folder."""
Form = Literal["subject", "by", "noun", "understood", "none"]
"""How the doer of a deed is put: as subject of its verb; behind a passive; beside a noun or as owner of the
weapon; in another clause alone; not at all (agentless)."""
Way = Literal["against", "for"]
FORMS: tuple[Form, ...] = get_args(Form)
WAYS: tuple[Way, ...] = get_args(Way)
HEADS: Mapping[str, int] = {
    "deed": 1, "loaded": len(WAYS),
    "form": len(FORMS), "said": 1, "possible": 1, "denied": 1,
    "doer": 1, "to": 1, "by": 1, "of": 1,
    "light": 1, "quoted": 1,
}  # fmt: skip
"""Heads with their number of answers: of each word; of a stretch of words; of each word from there; of a
state in a sentence."""
ONE_OF = frozenset({"form"})
"""Of which exactly one answer is right."""


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """Scores are `seen @ rows`, the weights of the marks that are there, and `constant`; from `least` on an
    answer is told."""

    rows: Floats
    marks: Mapping[str, int]
    of_marks: Floats
    constant: Floats
    least: float

    def scores(self, seen: Floats, marks: Sequence[Iterable[str]]) -> Floats:
        """One row of scores for each place, given what is seen of it (places, seen) and its marks."""
        found = seen @ self.rows + self.constant
        for place, names in enumerate(marks):
            here = sorted({self.marks[name] for name in names if name in self.marks})
            found[place] += self.of_marks[here].sum(0)
        return np.asarray(found, dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class MannerWeights:
    """All heads by name, as in `HEADS`."""

    heads: Mapping[str, Head]

    def shares(self, name: str, seen: Floats, marks: Sequence[Iterable[str]]) -> Floats:
        """Probabilities that a head gives, (places, answers)."""
        scores = self.heads[name].scores(seen, marks)
        if name in ONE_OF:
            raised = np.exp(scores - scores.max(-1, keepdims=True))
            return np.asarray(raised / raised.sum(-1, keepdims=True), dtype=np.float32)
        return np.asarray((1 + np.tanh(scores / 2)) / 2, dtype=np.float32)

    def least(self, name: str) -> float:
        """The probability from which a head's answer is told."""
        return self.heads[name].least

    def save(self, folder: Path) -> None:
        """Write them to a reader's folder, in half precision."""
        held: dict[str, Any] = {}
        for name, head in self.heads.items():
            held[f"{name}.rows"] = head.rows.astype(np.float16)
            held[f"{name}.marks"] = np.array(list(head.marks) or [""])
            held[f"{name}.of_marks"] = head.of_marks.astype(np.float16)
            held[f"{name}.rest"] = np.append(head.constant, head.least).astype(np.float32)
        np.savez_compressed(folder / FILE, **held)

    @classmethod
    def load(cls, folder: Path) -> MannerWeights:
        """Those in a reader's folder. Raises `OSError`, `KeyError` and `ValueError`."""
        with np.load(folder / FILE, allow_pickle=False) as held:
            return cls({name: _head(held, name, answers) for name, answers in HEADS.items()})


def _head(held: Any, name: str, answers: int) -> Head:
    rows, rest = held[f"{name}.rows"], held[f"{name}.rest"]
    names, of_marks = held[f"{name}.marks"].tolist(), held[f"{name}.of_marks"]
    if rows.ndim != 2 or rows.shape[1] != answers or len(rest) != answers + 1:
        raise ValueError(f"{FILE} holds {rows.shape} weights of {name}, not {answers} in a row")
    return Head(
        rows.astype(np.float32),
        {mark: place for place, mark in enumerate(names) if mark},
        of_marks.astype(np.float32),
        rest[:-1],
        float(rest[-1]),
    )

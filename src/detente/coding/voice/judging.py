"""The position model: which kinds of position each clause of a sentence takes, and how surely.

A small encoder reads the sentence once, a head reads each clause in it: the state of the clause's verb, the
mean over its words, the state of its subject, and what the parse says of it. Trained by
`detente.training.positions` on `corpus/voice/`, run here from an ONNX file without PyTorch.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from detente.coding.relations.candidates import state_names
from detente.coding.relations.encoding import Pieces, masked
from detente.coding.relations.model import FOLDER as RELATIONS
from detente.coding.relations.model import load_tokenizer, session
from detente.coding.voice.clauses import Clause
from detente.coding.voice.kinds import kinds_of
from detente.errors import ModelError
from detente.records import StatementKind

if TYPE_CHECKING:
    from detente.coding.actors.phrases import Phrases

FOLDER = Path(__file__).parent / "model"
NETWORK, CARD = "positions.onnx", "positions.json"
KINDS: tuple[StatementKind, ...] = get_args(StatementKind)
INPUTS = ("pieces", "heads", "members", "subjects", "told")
DIGITS = 4
"""Places to which shares are rounded; more would tell of the machine, not of the text."""
Told = tuple[tuple[StatementKind, float], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A clause as the model takes it: places of its verb, its words and its subject (0 where it has none)
    among the pieces of its sentence, and what parse and rules tell of it."""

    head: int
    members: tuple[int, ...]
    subject: int
    told: tuple[float, ...]


def asked_of(clause: Clause, pieces: Pieces) -> Asked | None:
    """The clause for the model, or None where it lies beyond its reach."""
    parse = clause.parse
    places = {token: _place(clause, pieces, token) for token in {clause.head, *clause.tokens}}
    head = places[clause.head]
    if not head:
        return None
    subject = next(iter(parse.by_dep(clause.head, "nsubj", "nsubjpass", "expl")), None)
    return Asked(
        head,
        tuple(places[token] for token in clause.tokens if places[token]) or (head,),
        _place(clause, pieces, subject) if subject is not None else 0,
        told_of(clause),
    )


def told_of(clause: Clause) -> tuple[float, ...]:
    """What parse and rules tell of a clause, in numbers; the last are the sureness of each kind by rule."""
    speaker, ruled = clause.speaker, dict(kinds_of(clause))
    plain = (
        clause.own, bool(clause.others), clause.negated, clause.commands, clause.condition is not None,
        speaker.country is not None, speaker.start is None, speaker.sector == "MED",
    )  # fmt: skip
    return (*map(float, plain), *(ruled.get(kind, 0.0) for kind in KINDS))


def _place(clause: Clause, pieces: Pieces, token: int) -> int:
    parse = clause.parse
    return pieces.at((parse.starts[token] - parse.start, parse.ends[token] - parse.start))[0]


def pieces_of(phrases: Phrases, tokenizer: Any) -> Pieces:
    """The pieces of a sentence, the names of states hidden."""
    parse = phrases.parse
    text = phrases.discourse.text[parse.start : parse.ends[-1]]
    return masked(tokenizer.encode(text), state_names(phrases.mentions, parse.start))


class PositionModel:
    """The model from a folder. Raises `ModelError` where there is none, or one for other kinds."""

    def __init__(self, folder: Path = FOLDER) -> None:
        try:
            card = json.loads((folder / CARD).read_text(encoding="utf-8"))
            if card["kinds"] != list(KINDS):
                raise ValueError("it was made for other kinds")
            self._enough: dict[str, float] = card["enough"]
            self._session = session(folder / NETWORK)
            self._tokenizer = load_tokenizer(RELATIONS)
        except Exception as problem:  # the libraries raise bare ones for files they cannot read
            raise ModelError(
                f"no position model can be read ({problem})", where=str(folder),
                advice="Train one with `detente train`, or code with --model none.",
            ) from problem  # fmt: skip

    def kinds(self, phrases: Phrases, clauses: Sequence[Clause]) -> list[Told]:
        """For each clause the kinds it takes with how sure that is, the surest first."""
        pieces = pieces_of(phrases, self._tokenizer) if clauses else None
        asked = [asked_of(clause, pieces) for clause in clauses] if pieces else []
        reached = [each for each in asked if each is not None]
        if pieces is None or not reached:
            return [() for _ in clauses]
        answers = iter(self._shares(pieces, reached))
        return [self._taken(next(answers)) if each is not None else () for each in asked]

    def _taken(self, shares: Sequence[float]) -> Told:
        taken = [
            (kind, share)
            for kind, share in zip(KINDS, shares, strict=True)
            if share >= self._enough[kind]
        ]
        return tuple(sorted(taken, key=lambda each: (-each[1], each[0])))

    def _shares(self, pieces: Pieces, asked: Sequence[Asked]) -> list[list[float]]:
        (scores,) = self._session.run(None, inputs(pieces, asked))
        shares: list[list[float]] = (
            (1 / (1 + np.exp(-scores.astype(np.float64)))).round(DIGITS).tolist()
        )
        return shares


def inputs(pieces: Pieces, asked: Sequence[Asked]) -> dict[str, Any]:
    """What the network takes of one sentence."""
    members = np.zeros((len(asked), len(pieces.ids)), dtype=np.float32)
    for row, each in enumerate(asked):
        for place in each.members:
            members[row, place] += 1 / len(each.members)
    return {
        "pieces": np.array([pieces.ids], dtype=np.int64),
        "heads": np.array([each.head for each in asked], dtype=np.int64),
        "members": members,
        "subjects": np.array([each.subject for each in asked], dtype=np.int64),
        "told": np.array([each.told for each in asked], dtype=np.float32),
    }


@cache
def shipped_positions() -> PositionModel:
    """The shipped model, loaded once a process."""
    return PositionModel()

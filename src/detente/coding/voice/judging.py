"""The position model: which kinds of position each clause of a sentence takes, and how surely.

A head reads each clause from the states that an encoder of its own gives its sentence: that of the
clause's verb, the mean over its words, that of its subject, and what the parse says of it. Trained by
`detente.training` on `corpus/voice/`, run here from ONNX files without PyTorch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from detente.coding.encoder import Encoder, ReadSentence, session
from detente.coding.likelihood import Likelihood
from detente.coding.pieces import Pieces, StateName
from detente.coding.relations.candidates import state_names
from detente.coding.relations.model import RelationModel, shipped
from detente.coding.voice.clauses import Clause
from detente.coding.voice.kinds import kinds_of
from detente.coding.voice.likelihood import FILE as LIKELIHOOD
from detente.errors import ModelError
from detente.records import StatementKind

if TYPE_CHECKING:
    from detente.coding.actors.phrases import Phrases

ENCODER, POSITIONS = "clauses-encoder.onnx", "clauses.onnx"
KINDS: tuple[StatementKind, ...] = get_args(StatementKind)
PLAIN = 8
TOLD = PLAIN + len(KINDS)
"""Numbers that parse and rules tell of a clause: `PLAIN` of its form, and how sure each kind is by rule."""
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


def text_of(phrases: Phrases) -> tuple[str, tuple[StateName, ...]]:
    """A sentence as the encoder takes it, with the names of states in it."""
    parse = phrases.parse
    text = phrases.discourse.text[parse.start : parse.ends[-1]]
    return text, state_names(phrases.mentions, parse.start)


class PositionModel:
    """What stands for clauses in a model's folder.

    Raises `ModelError` where there is none, or one for other kinds.
    """

    def __init__(self, model: RelationModel) -> None:
        try:
            told = model.card["positions"]
            if told["kinds"] != list(KINDS):
                raise ValueError("it was made for other kinds")
            self._enough: dict[str, float] = told["enough"]
            self._encoder = Encoder(model.folder, ENCODER, model.encoder.tokenizer)
            self._session = session(model.folder / POSITIONS)
            self.likelihood = Likelihood.load(model.folder / LIKELIHOOD)
        except Exception as problem:  # the libraries raise bare ones for files they cannot read
            raise ModelError(
                f"no position model can be read ({problem})", where=str(model.folder),
                advice="Train one with `detente train`, or code with --model none.",
            ) from problem  # fmt: skip

    def kinds(self, phrases: Phrases, clauses: Sequence[Clause]) -> list[Told]:
        """For each clause the kinds it takes with how sure that is, the surest first."""
        return [self._taken(shares) for shares in self.shares(phrases, clauses)]

    def shares(self, phrases: Phrases, clauses: Sequence[Clause]) -> list[tuple[float, ...]]:
        """For each clause the share of each of `KINDS`; none for a clause beyond the model's reach."""
        if not clauses:
            return []
        read = self._encoder.read(*text_of(phrases))
        asked = [asked_of(clause, read.pieces) for clause in clauses]
        reached = [each for each in asked if each is not None]
        if not reached:
            return [() for _ in clauses]
        (scores,) = self._session.run(None, inputs(read, reached))
        told = iter((1 / (1 + np.exp(-scores.astype(np.float64)))).round(DIGITS).tolist())
        return [tuple(next(told)) if each is not None else () for each in asked]

    def _taken(self, shares: tuple[float, ...]) -> Told:
        taken = [
            (kind, share)
            for kind, share in zip(KINDS, shares, strict=False)
            if share >= self._enough[kind]
        ]
        return tuple(sorted(taken, key=lambda each: (-each[1], each[0])))


def inputs(read: ReadSentence, asked: Sequence[Asked]) -> dict[str, Any]:
    """What the head takes of one sentence."""
    members = np.zeros((len(asked), len(read.pieces.ids)), dtype=np.float32)
    for row, each in enumerate(asked):
        for place in each.members:
            members[row, place] += 1 / len(each.members)
    return {
        "states": read.states,
        "heads": np.array([each.head for each in asked], dtype=np.int64),
        "members": members,
        "subjects": np.array([each.subject for each in asked], dtype=np.int64),
        "told": np.array([each.told for each in asked], dtype=np.float32),
    }


@cache
def shipped_positions() -> PositionModel:
    """The shipped model, loaded once a process."""
    return PositionModel(shipped())

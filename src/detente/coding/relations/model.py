"""The relation model: which type joins each pair of parties of a sentence, by which word, how surely.

A head reads each pair of spans from the states that an encoder gives a sentence. Trained by
`detente.training` on `corpus/`, run here from an ONNX file without PyTorch. Its folder holds a model card.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from detente.coding.encoder import FOLDER, Encoder, session
from detente.coding.pieces import Span, StateName
from detente.coding.relations.encoding import MODES, STATUSES, TYPES, UNLABELLED, PairFeatures
from detente.errors import ModelError
from detente.records import EventType, Status

ENCODER, PAIRS, CARD = "pairs-encoder.onnx", "pairs.onnx", "model.json"
FORMAT = 3
DIGITS = 4
"""Places to which probabilities are rounded; more would tell of the machine, not of the text."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the model tells of one pair: `shares` of `TYPES` and `mode_shares` of `MODES`, each summing
    to 1; its status, should it be an act; and the word that tells it, as a stretch of the sentence.

    A pair of which a span lies beyond the model's reach is not `reached`: that span was judged as
    one that is not given.
    """

    shares: tuple[float, ...]
    mode_shares: tuple[float, ...]
    status: Status
    trigger: Span | None
    reached: bool = True

    @property
    def probabilities(self) -> dict[EventType | None, float]:
        """Each type, and None where nothing joins the two, with its probability."""
        return dict(zip(TYPES, self.shares, strict=True))

    @property
    def best(self) -> EventType:
        """The likeliest type, given that something joins the two."""
        types = self.shares[:-1]
        kind = TYPES[types.index(max(types))]
        assert kind is not None, "None is the last of the types"
        return kind

    @property
    def joined(self) -> float:
        """Probability that something joins the two."""
        return 1 - self.shares[-1]

    def mode_of(self, event_type: EventType) -> str | None:
        """The likeliest mode of a type, or None where none is likely."""
        own = {
            mode: share
            for (kind, mode), share in zip(MODES, self.mode_shares, strict=True)
            if kind == event_type
        }
        if not own:
            return None
        mode = max(own, key=lambda name: own[name])
        return mode if own[mode] > 0.5 * sum(own.values()) else None


class RelationModel:
    """A model from a folder; `None` is the one that is shipped.

    `card` is what `model.json` says; `digest` tells models of one's own apart, and is None for the
    shipped one. Raises `ModelError` where the folder holds no model, or one made for other types or
    features.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = where = folder or FOLDER
        self.card = card = _card(where)
        self.digest = _digest(folder) if folder else None
        try:
            self.temperature = float(card["temperature"])
            self.encoder = Encoder(where, ENCODER)
            self._session = session(where / PAIRS)
        except Exception as problem:  # the libraries raise bare ones for files they cannot read
            raise _refused(where, f"a part of the model cannot be read ({problem})") from problem

    def judge(
        self, sentence: str, names: Sequence[StateName], pairs: Sequence[PairFeatures]
    ) -> list[Judgement]:
        """Judgements of pairs in order; a pair's does not depend on the others, but for rounding.

        `names` are the states' names in the sentence, which the model does not get to see. Each pair is
        put twice, with and without what the parse says of its spans, and its shares are the mean: on
        held-out sentences the two together did better than either.
        """
        if not pairs:
            return []
        read = self.encoder.read(sentence, names)
        pieces = read.pieces
        offsets = pieces.offsets
        placed = {span: pieces.at(span) for pair in pairs for span in pair.spans}
        lost = {span for span in placed if not pieces.holds(span)}
        places = [(*placed[pair.actor], *placed[pair.recipient]) for pair in pairs]
        features = np.array([pair.features for pair in pairs], dtype=np.int64)
        types, modes, statuses, triggers = self._session.run(
            None,
            {
                "states": read.states,
                "places": np.array(places * 2, dtype=np.int64),
                "features": np.concatenate([features, features * UNLABELLED]),
            },
        )
        told = len(pairs)
        shares = _softmax(types / self.temperature).reshape(2, told, -1).mean(0)
        answers = zip(
            pairs, _rounded(shares), _rounded(_softmax(modes[:told])),
            statuses[:told].argmax(-1).tolist(), triggers[:told].argmax(-1).tolist(), strict=True,
        )  # fmt: skip
        return [
            Judgement(
                tuple(shares),
                tuple(mode),
                STATUSES[status],
                _stretch(offsets[word]),
                lost.isdisjoint(pair.spans),
            )
            for pair, shares, mode, status, word in answers
        ]


def _digest(folder: Path) -> str:
    try:
        content = b"".join(path.read_bytes() for path in sorted(folder.glob("*.onnx")))
    except OSError as problem:
        raise _refused(folder, f"the network cannot be read ({problem})") from problem
    return hashlib.blake2b(content, digest_size=4).hexdigest()


def _stretch(offsets: Span) -> Span | None:
    """None for the pieces that stand for no characters."""
    return offsets if offsets[0] < offsets[1] else None


@cache
def shipped() -> RelationModel:
    """The shipped model, loaded once a process."""
    return RelationModel()


def described() -> dict[str, Any]:
    """What a model says of the numbers it takes and gives; a model made for others is refused."""
    return {
        "format": FORMAT,
        "types": [name or "" for name in TYPES],
        "modes": [f"{kind} {mode}" for kind, mode in MODES],
        "statuses": list(STATUSES),
    }


def _card(folder: Path) -> dict[str, Any]:
    try:
        card = dict(json.loads((folder / CARD).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as problem:
        raise _refused(folder, f"no relation model is here ({problem})") from problem
    wanted = described()
    if any(card.get(name) != value for name, value in wanted.items()):
        raise _refused(folder, "the model was made for other types or modes than these")
    return card


def _refused(folder: Path, what: str) -> ModelError:
    return ModelError(
        what, where=str(folder), advice="Train one with `detente train`, or leave --model out."
    )


def _softmax(scores: Any) -> Any:
    """Shares of each row."""
    shifted = np.exp(scores.astype(np.float64) - scores.max(axis=-1, keepdims=True))
    return shifted / shifted.sum(axis=-1, keepdims=True)


def _rounded(shares: Any) -> list[list[float]]:
    found: list[list[float]] = shares.round(DIGITS).tolist()
    return found

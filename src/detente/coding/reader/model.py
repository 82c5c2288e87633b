"""The trained reader from a folder: an encoder in an ONNX file, the weights of its heads, and a card."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from copy import copy
from functools import cache
from pathlib import Path
from typing import Any

from detente.coding import tracks, worth
from detente.coding.actors.mentions import Mention
from detente.coding.confidence import STRAIGHT, Line, along
from detente.coding.reader.decoding import (
    ActRead,
    PositionRead,
    Seen,
    Thresholds,
    acts_at,
)
from detente.coding.reader.heads import ANCHORS, ENCODER, LINKS, Network
from detente.coding.reader.labels import KINDS, MODES, ROLES, STATUSES, TYPES
from detente.coding.reader.learnt import FILE as LEARNT
from detente.coding.reader.learnt import network_in
from detente.coding.reader.setting import Setting
from detente.coding.reader.window import Span, Window, window_of
from detente.errors import ModelError

FOLDER = Path(__file__).parent.parent / "model"
"""The shipped reader."""
TOKENIZER, CARD = "tokenizer.json", "reader.json"
FORMAT = 4


class ReaderModel:
    """A reader from a folder; `None` is the one that is shipped.

    `card` is what `reader.json` says; `digest` tells models of one's own apart, and is None for the
    shipped one. Raises `ModelError` where the folder holds no reader, or one made for other labels.
    """

    def __init__(self, folder: Path | None = None) -> None:
        where = folder or FOLDER
        self.card = _card(where)
        self.thresholds = Thresholds(**self.card["thresholds"])
        try:
            self.tokenizer = _tokenizer(where)
            self._network: Network = network_in(where)
            self.worth = worth.Worth.load(where, self.card["worth"])
            self.tracks = tracks.TrackWeights.load(where)
        except Exception as problem:  # the libraries raise bare ones for files they cannot read
            raise _refused(where, f"a part of the reader cannot be read ({problem})") from problem
        self.digest = _digest(where) if folder else None
        lines = self.card["confidence"]
        self._of_acts: Line = tuple(map(tuple, lines.get("acts", STRAIGHT)))
        self._of_positions: Line = tuple(map(tuple, lines.get("positions", STRAIGHT)))

    def at(self, thresholds: Thresholds) -> ReaderModel:
        """The same reader with other thresholds."""
        other = copy(self)
        other.thresholds = thresholds
        return other

    def untaught(self) -> ReaderModel:
        """The same reader without what corrections taught."""
        other = copy(self)
        other._network = self._network.plain
        return other

    def confidence_of_act(self, act: ActRead) -> float:
        """Probability that parties and type of an act are right, 0 to 1."""
        return round(along(self._of_acts, act.surety), 2)

    def confidence_of_position(self, position: PositionRead) -> float:
        """Probability that kind and speaker of a position are right, 0 to 1."""
        return round(along(self._of_positions, position.surety), 2)

    def given(
        self,
        text: str,
        mentions: Sequence[Mention],
        sentences: Sequence[Span],
        setting: Setting,
        triggers: Sequence[Span],
    ) -> dict[Span, ActRead]:
        """The acts that given stretches of a text tell, read in a window."""
        return acts_at(self.seen(text, mentions, sentences, setting), self.thresholds, triggers)

    def seen(
        self,
        text: str,
        mentions: Sequence[Mention],
        sentences: Sequence[Span],
        setting: Setting,
    ) -> Seen:
        """The window of some sentences, with what the network tells of its pieces."""
        return self.see(self.window(text, mentions, sentences, setting))

    def window(
        self,
        text: str,
        mentions: Sequence[Mention],
        sentences: Sequence[Span],
        setting: Setting,
    ) -> Window:
        """The window of some sentences."""
        return window_of(self.tokenizer, text, mentions, sentences, setting)

    def see(self, window: Window) -> Seen:
        """A window with what the network tells of its pieces."""
        return Seen(window, self._network.pieces(window.ids), self._network)


@cache
def shipped_reader() -> ReaderModel:
    """The shipped reader, loaded once a process."""
    return ReaderModel()


def described() -> dict[str, Any]:
    """What every card says of the labels that a reader answers with."""
    return {
        "format": FORMAT,
        "types": list(TYPES),
        "modes": list(MODES),
        "statuses": list(STATUSES),
        "kinds": list(KINDS),
        "roles": list(ROLES),
    }


def _tokenizer(folder: Path) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _card(folder: Path) -> dict[str, Any]:
    try:
        card: dict[str, Any] = json.loads((folder / CARD).read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise _refused(folder, f"{CARD} cannot be read ({problem})") from problem
    for name, value in described().items():
        if card.get(name) != value:
            raise _refused(folder, f"its {name} are not those of this version")
    return card


def _digest(folder: Path) -> str:
    """What tells readers apart: all that decides a record, thresholds, weights of tracks and what was
    learnt, too."""
    found = hashlib.blake2b(digest_size=4)
    for name in (ENCODER, ANCHORS, LINKS, TOKENIZER, CARD, tracks.FILE, worth.FILE):
        found.update((folder / name).read_bytes())
    if (folder / LEARNT).exists():
        found.update((folder / LEARNT).read_bytes())
    return found.hexdigest()


def _refused(folder: Path, reason: str) -> ModelError:
    return ModelError(
        f"{folder} holds no reader that this version can use: {reason}",
        advice="Train one with `detente train`, or leave --model out to use the shipped one.",
    )

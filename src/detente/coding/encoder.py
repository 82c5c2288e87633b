"""An encoder: a small network that reads a sentence once, for all pairs or all clauses in it.

Pairs of parties and clauses have one each. Trained by `detente.training` on `corpus/`, run here from
an ONNX file without PyTorch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.coding.pieces import MOST_PIECES, Pieces, StateName, masked

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FOLDER = Path(__file__).parent / "model"
"""The shipped model."""
TOKENIZER = "tokenizer.json"
SLOWER = ("SkipLayerNormFusion",)
"""What onnxruntime would make of a network and then run slower: its one step for a sum and the norm of it
takes four times as long as two."""


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence in pieces with the state of each: `states` is (1, pieces, width)."""

    pieces: Pieces
    states: Any


class Encoder:
    """The encoder in a file of a folder. Raises what its libraries raise for files they cannot read."""

    def __init__(self, folder: Path, name: str, tokenizer: Tokenizer | None = None) -> None:
        self.tokenizer = tokenizer or load_tokenizer(folder)
        self._session = session(folder / name)

    def read(self, sentence: str, names: Sequence[StateName]) -> ReadSentence:
        """A sentence with the names of states in it put aside."""
        pieces = _pieces(self.tokenizer, sentence, tuple(names))
        (states,) = self._session.run(None, {"pieces": np.array([pieces.ids], dtype=np.int64)})
        return ReadSentence(pieces, states)


@lru_cache(maxsize=16)
def _pieces(tokenizer: Tokenizer, sentence: str, names: tuple[StateName, ...]) -> Pieces:
    """The pieces of a sentence, which the encoders of clauses and of pairs read one after the other."""
    return masked(tokenizer.encode(sentence), names)


def load_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer of a folder, set to cut after `MOST_PIECES` and to pad nothing."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_PIECES)
    return tokenizer


def session(network: Path) -> Any:
    """A network ready to run on one thread, so that it gives the same whatever else runs."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(network), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER
    )

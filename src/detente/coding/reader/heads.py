"""The trained network, run from three ONNX files without PyTorch: the encoder with what it tells of every
piece, and the heads that tell of stretches of pieces.

What they compute is declared once, in `detente.laboratory.training.reader.network`. Each runs on one
thread and window by window, so that an answer never depends on what else is asked, nor on how many cores
there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.coding.reader.labels import KINDS, MODES, STATUSES, TYPES
from detente.coding.reader.places import Ints, places_between

Floats = NDArray[np.float32]
ENCODER, ANCHORS, LINKS = "reader.onnx", "anchors.onnx", "links.onnx"
TAGS = {"party": 3, "types": len(TYPES), "begins": 1, "kinds": len(KINDS), "openings": len(KINDS)}
"""What is told of every piece: outside, beginning or inside of a party; which act it tells; whether a
trigger begins; which positions it stands in, and whether one begins."""
SLOWER = ("SkipLayerNormFusion",)
"""What onnxruntime would make of a network and then run slower: its one step for a sum and the norm of it
takes four times as long as two."""
FACTS = {"mode": len(MODES), "status": len(STATUSES), "recalled": 1, "joint": 1}


@dataclass(frozen=True, slots=True)
class OfPieces:
    """`states` (pieces, width), and probabilities for each piece: `party` (pieces, 3) outside, first,
    inside; `types`, `begins`, `kinds`, `openings` (pieces, labels)."""

    states: Floats
    party: Floats
    types: Floats
    begins: Floats
    kinds: Floats
    openings: Floats


@dataclass(frozen=True, slots=True)
class OfAnchors:
    """Probabilities for each trigger or clause: `roles` (anchors, parties, roles); of triggers alone mean
    something `mode`, `status` (anchors, labels), `recalled`, `joint` (anchors, 1), and `when` (anchors,
    pieces), of each piece standing in the words that date it."""

    roles: Floats
    mode: Floats
    status: Floats
    recalled: Floats
    joint: Floats
    when: Floats


class Network:
    """The network in a folder. Raises what `onnxruntime` raises for files that it cannot read."""

    def __init__(self, folder: Path) -> None:
        self._encoder, self._anchors, self._links = (
            _session(folder / name) for name in (ENCODER, ANCHORS, LINKS)
        )

    @property
    def plain(self) -> Network:
        """The network without what was learnt onto it."""
        return self

    def pieces(self, ids: Sequence[int]) -> OfPieces:
        """What is told of every piece of a window."""
        return OfPieces(*self._encoder.run(None, {"pieces": np.array([ids], dtype=np.int64)}))

    def anchors(self, states: Floats, anchors: Ints, parties: Ints, sentences: Ints) -> OfAnchors:
        """What is told of stretches of pieces, and which roles the parties have in them."""
        given = {"states": states, "anchors": anchors, "parties": parties}
        return OfAnchors(
            *self._anchors.run(None, given | places_between(anchors, parties, sentences))
        )

    def links(
        self, states: Floats, parties: Ints, names: Ints, sentences: Ints, owners: NDArray[np.bool_]
    ) -> Floats:
        """Probability of each party standing for each state, (parties, states); `names` are first and last
        pieces of the names of states, `owners` (states, names) tells whose each is."""
        given = {"states": states, "parties": parties, "names": names, "owners": owners}
        found: Floats
        (found,) = self._links.run(None, given | places_between(parties, names, sentences))
        return found


def _session(network: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(network), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER
    )

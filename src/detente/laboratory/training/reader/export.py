"""From a trained reader to the folder that `detente.coding` runs."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from detente.coding.reader.decoding import Thresholds
from detente.coding.reader.heads import ANCHORS, ENCODER, LINKS
from detente.coding.reader.model import TOKENIZER
from detente.coding.tracks import TrackWeights
from detente.laboratory.training.reader.card import write_card
from detente.laboratory.training.reader.network import Reader
from detente.laboratory.training.reader.steadying import steady

OPSET = 17
OF_PIECES = ("states", "party", "types", "begins", "kinds", "openings")
OF_ANCHORS = ("roles", "mode", "status", "recalled", "joint", "when")
PLACES = ("distances", "relations", "inside")
EXAMPLE = {"pieces": 7, "anchors": 2, "parties": 3, "names": 4, "of_states": 5}
"""Lengths of the axes that vary, in the example by which a part is written; no two are alike."""
Shapes = dict[str, tuple[str | int | None, ...]]
"""Axes of tensors by their names: a word for one that varies, its length for one that does not."""


class _Part(nn.Module):
    """A part of the reader that is written to a file of its own."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader


class _OfPieces(_Part):
    """What `detente.coding.reader.heads.OfPieces` holds, from the pieces of a window, (1, length)."""

    def forward(self, pieces: torch.Tensor) -> tuple[torch.Tensor, ...]:
        states = self.reader.states_of_one(pieces)
        told = self.reader.told_of_pieces(states)
        party = told.pop("party").softmax(-1)
        return (states, party, *(score.sigmoid() for score in told.values()))


class _OfAnchors(_Part):
    """What `detente.coding.reader.heads.OfAnchors` holds."""

    def forward(
        self,
        states: torch.Tensor,
        anchors: torch.Tensor,
        parties: torch.Tensor,
        distances: torch.Tensor,
        relations: torch.Tensor,
        inside: torch.Tensor,
    ) -> tuple[torch.Tensor, ...]:
        seen, taking_part = (self.reader.spans(states, each) for each in (anchors, parties))
        roles = self.reader.told_of_roles(seen, taking_part, distances, relations, inside)
        told = self.reader.told_of_acts(seen)
        return (
            roles.sigmoid(),
            *(told[name].softmax(-1) for name in ("mode", "status")),
            *(told[name].sigmoid() for name in ("recalled", "joint")),
            self.reader.told_of_time(seen, states).sigmoid(),
        )


class _OfLinks(_Part):
    """Probability of each party standing for each state."""

    def forward(
        self,
        states: torch.Tensor,
        parties: torch.Tensor,
        names: torch.Tensor,
        owners: torch.Tensor,
        distances: torch.Tensor,
        relations: torch.Tensor,
        inside: torch.Tensor,
    ) -> torch.Tensor:
        seen, named = self.reader.spans(states, parties), states[names[:, 0]]
        told = self.reader.told_of_states(seen, named, distances, relations, inside, owners)
        return told.sigmoid()


def export(reader: Reader, tokenizer: Path, folder: Path, card: dict[str, Any]) -> None:
    """Write the encoder (weights of 8 bits, each column of a matrix with a scale of its own), the heads,
    weights of tracks that tell nothing yet, the tokenizer and the card.

    The weights use 7 of the 8 bits: processors without VNNI sum pairs of products in 16 bits, which whole
    ones can overflow, so that what is told would depend on the processor; `steadying` has the other cause.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        _write(_OfPieces(reader), {"pieces": (None, "pieces")}, OF_PIECES, plain)
        quantize_dynamic(
            plain, folder / ENCODER, per_channel=True, reduce_range=True,
            weight_type=QuantType.QInt8, nodes_to_exclude=_heads_in(plain),
        )  # fmt: skip
    states = {"states": ("pieces", reader.encoder.config.hidden_size)}
    anchors: Shapes = {**states, "anchors": ("anchors", 2), "parties": ("parties", 2)}
    _write(
        _OfAnchors(reader), anchors | _places("anchors", "parties"), OF_ANCHORS, folder / ANCHORS
    )
    names: Shapes = {**states, "parties": ("parties", 2), "names": ("names", 2)}
    names = names | {"owners": ("of_states", "names")} | _places("parties", "names")
    _write(_OfLinks(reader), names, ("links",), folder / LINKS)
    for network in (ENCODER, ANCHORS, LINKS):
        steady(folder / network)
    TrackWeights.blank(reader.encoder.config.hidden_size).save(folder)
    shutil.copyfile(tokenizer, folder / TOKENIZER)
    write_card(folder, {**card, "thresholds": asdict(Thresholds()), "confidence": {}})


def _write(part: _Part, given: Shapes, told: Sequence[str], path: Path) -> None:
    """Write a part of the network to a file, which takes tensors of the given shapes and tells others."""
    examples = [_example(name, shape) for name, shape in given.items()]
    torch.onnx.export(
        part.eval(), tuple(examples), str(path), input_names=list(given), output_names=list(told),
        dynamic_axes={
            name: {place: axis for place, axis in enumerate(shape) if isinstance(axis, str)}
            for name, shape in given.items()
        },
        opset_version=OPSET, dynamo=False,
    )  # fmt: skip


def _example(name: str, shape: tuple[str | int | None, ...]) -> torch.Tensor:
    """A tensor of a shape, whose axes that vary have lengths of their own."""
    sizes = [EXAMPLE[axis] if isinstance(axis, str) else axis or 1 for axis in shape]
    kinds = {"states": torch.float, "owners": torch.bool}
    return torch.ones(sizes, dtype=kinds.get(name, torch.long))


def _places(one: str, other: str) -> Shapes:
    return dict.fromkeys(PLACES, (one, other))


def _heads_in(path: Path) -> list[str]:
    """The steps of the heads in the encoder's file, whose weights stay as they are."""
    names = [node.name for node in onnx.load(path).graph.node]
    return [name for name in names if not name.startswith(("/encoder/", "/embeddings/"))]

"""From a trained network to the folder that `detente.coding` runs."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from detente.coding.encoder import TOKENIZER
from detente.coding.relations.model import CARD, PAIRS, described
from detente.coding.relations.model import ENCODER as PAIRS_ENCODER
from detente.coding.voice.judging import ENCODER as CLAUSES_ENCODER
from detente.coding.voice.judging import POSITIONS, TOLD
from detente.training.network import Network

OF_PAIRS = ("asked", "query", "context", "joint", "types", "modes", "statuses")
OF_CLAUSES = ("told", "hidden", "kinds")
"""Layers that see pairs or clauses. They are not made 8-bit: the scale of their input would be that of all
that are asked together, and a judgement would depend on the others."""
OPSET = 17
LENGTHS = {
    "pieces": {1: "length"},
    "states": {1: "length"},
    "places": {0: "pairs"},
    "features": {0: "pairs"},
    "types": {0: "pairs"},
    "modes": {0: "pairs"},
    "statuses": {0: "pairs"},
    "trigger": {0: "pairs", 1: "length"},
    "heads": {0: "clauses"},
    "members": {0: "clauses", 1: "length"},
    "subjects": {0: "clauses"},
    "told": {0: "clauses"},
    "kinds": {0: "clauses"},
}


def export(network: Network, tokenizer: Path, folder: Path, card: dict[str, Any]) -> None:
    """Write encoder and head of pairs (weights as 8-bit integers), tokenizer and card.

    The weights of each matrix column have a scale of their own. All their bits are used: keeping one
    free, against overflow on processors without VNNI instructions, cost a point of F1 and more.
    """
    folder.mkdir(parents=True, exist_ok=True)
    states = _write_encoder(network, folder / PAIRS_ENCODER)
    _write(
        network.pairs,
        {
            "states": states,
            "places": torch.tensor([[1, 2, 4, 5], [4, 5, 1, 2]]),
            "features": torch.zeros((2, 3), dtype=torch.long),
        },
        ["types", "modes", "statuses", "trigger"],
        folder / PAIRS,
        whole=OF_PAIRS,
    )
    shutil.copyfile(tokenizer, folder / TOKENIZER)
    write_card(folder, card)


def export_clauses(network: Network, folder: Path) -> None:
    """Write encoder and head of clauses beside those of pairs."""
    states = _write_encoder(network, folder / CLAUSES_ENCODER)
    two = torch.tensor([2, 5])
    _write(
        network.clauses,
        {
            "states": states,
            "heads": two,
            "members": torch.full((2, 12), 1 / 12),
            "subjects": two,
            "told": torch.zeros((2, TOLD)),
        },
        ["kinds"],
        folder / POSITIONS,
        whole=OF_CLAUSES,
    )


def _write_encoder(network: Network, path: Path) -> torch.Tensor:
    """Write the encoder; states of a sentence as its heads take them."""
    network.eval()
    _write(network, {"pieces": torch.ones((1, 12), dtype=torch.long)}, ["states"], path)
    return torch.zeros((1, 12, network.encoder.config.hidden_size))


def _write(
    part: nn.Module,
    inputs: dict[str, torch.Tensor],
    outputs: Sequence[str],
    path: Path,
    *,
    whole: Sequence[str] = (),
) -> None:
    """One part of the network, all but the layers that are kept whole with weights of 8 bits."""
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        lengths = {name: LENGTHS[name] for name in (*inputs, *outputs) if name in LENGTHS}
        torch.onnx.export(
            part, tuple(inputs.values()), str(plain), input_names=list(inputs),
            output_names=list(outputs), dynamic_axes=lengths, opset_version=OPSET, dynamo=False,
        )  # fmt: skip
        names = [node.name for node in onnx.load(plain).graph.node]
        kept = [name for name in names if name.split("/")[1:2] and name.split("/")[1] in whole]
        quantize_dynamic(
            plain, path, per_channel=True, weight_type=QuantType.QInt8, nodes_to_exclude=kept
        )


def write_card(folder: Path, card: dict[str, Any]) -> None:
    """What the model is, was made from and takes, as JSON."""
    told = json.dumps({**described(), **card}, ensure_ascii=False, indent=1)
    (folder / CARD).write_text(told + "\n", encoding="utf-8")

"""From a trained network to the folder that `detente.coding.relations.model` runs."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from detente.coding.relations.model import CARD, NETWORK, TOKENIZER, described
from detente.training.network import RelationNetwork

OF_PAIRS = ("asked", "query", "context", "joint", "types", "modes", "statuses")
"""Layers that see pairs. They are not made 8-bit: the scale of their input would be that of all
pairs asked together, and a pair's judgement would depend on the others."""
OPSET = 17
INPUTS = ("pieces", "places", "features")
OUTPUTS = ("types", "modes", "statuses", "trigger")
LENGTHS = {
    "pieces": {1: "length"},
    "places": {0: "pairs"},
    "features": {0: "pairs"},
    "types": {0: "pairs"},
    "modes": {0: "pairs"},
    "statuses": {0: "pairs"},
    "trigger": {0: "pairs", 1: "length"},
}


def export(network: RelationNetwork, tokenizer: Path, folder: Path, card: dict[str, Any]) -> None:
    """Write network (weights as 8-bit integers), tokenizer and card.

    The weights of each matrix column have a scale of their own. All their bits are used: keeping one
    free, against overflow on processors without VNNI instructions, cost a point of F1 and more.
    """
    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    one = (
        torch.ones((1, 12), dtype=torch.long),
        torch.tensor([[1, 2, 4, 5], [4, 5, 1, 2]]),
        torch.zeros((2, 3), dtype=torch.long),
    )
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole.onnx"
        torch.onnx.export(
            network, one, str(whole), input_names=list(INPUTS), output_names=list(OUTPUTS),
            dynamic_axes=LENGTHS, opset_version=OPSET, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(
            whole, folder / NETWORK, per_channel=True, 
            weight_type=QuantType.QInt8,
            nodes_to_exclude=_of_pairs(whole),
        )  # fmt: skip
    shutil.copyfile(tokenizer, folder / TOKENIZER)
    write_card(folder, card)


def _of_pairs(path: Path) -> list[str]:
    names = [node.name for node in onnx.load(path).graph.node]
    return [name for name in names if name.split("/")[1:2] and name.split("/")[1] in OF_PAIRS]


def write_card(folder: Path, card: dict[str, Any]) -> None:
    """What the model is, was made from and takes, as JSON."""
    told = json.dumps({**described(), **card}, ensure_ascii=False, indent=1)
    (folder / CARD).write_text(told + "\n", encoding="utf-8")

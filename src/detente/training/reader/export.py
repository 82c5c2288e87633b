"""From a trained reader to the folder that `detente.coding` runs."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from detente.coding.encoder import TOKENIZER
from detente.coding.reader.decoding import Thresholds
from detente.coding.reader.model import CARD, ENCODER, HEADS, described
from detente.training.reader.network import Reader

OPSET = 17
WHOLE = 4096
"""Weights of fewer numbers keep 32 bits, larger ones have 16."""


def export(reader: Reader, tokenizer: Path, folder: Path, card: dict[str, Any]) -> None:
    """Write the encoder (weights of 8 bits, each column of a matrix with a scale of its own), the heads,
    the tokenizer and the card."""
    folder.mkdir(parents=True, exist_ok=True)
    reader.eval()
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        length = {1: "length"}
        torch.onnx.export(
            reader, (torch.ones((1, 12), dtype=torch.long),), str(plain), input_names=["pieces"],
            output_names=["states"], dynamic_axes={"pieces": length, "states": length},
            opset_version=OPSET, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(plain, folder / ENCODER, per_channel=True, weight_type=QuantType.QInt8)
    heads = {
        name: value.numpy().astype(np.float16 if value.numel() > WHOLE else np.float32)
        for name, value in reader.state_dict().items()
        if not name.startswith("encoder.")
    }
    np.savez(folder / HEADS, **heads)
    shutil.copyfile(tokenizer, folder / TOKENIZER)
    write_card(folder, {**card, "thresholds": asdict(Thresholds()), "confidence": {}})


def write_card(folder: Path, card: dict[str, Any]) -> None:
    """What the reader is, was made from and answers with, as JSON."""
    told = json.dumps({**described(), **card}, ensure_ascii=False, indent=1)
    (folder / CARD).write_text(told + "\n", encoding="utf-8")

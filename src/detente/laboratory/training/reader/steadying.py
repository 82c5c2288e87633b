"""A softmax written out in steps that give the same bytes on every processor.

Of all steps of the exported network softmax alone gave other last digits with other vector instructions
(seen step by step on a processor with AMX and on one with AVX2 alone): it sums in another order. Where
those digits decide to which of 256 steps the next matrix product rounds, probabilities move by up to .016,
and with them acts across a threshold.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper

LAST = "last_axis"


def steady(network: Path) -> None:
    """Write out every softmax over the last axis in a file."""
    model = onnx.load(str(network))
    nodes = [step for node in model.graph.node for step in _steps(node)]
    if len(nodes) == len(model.graph.node):
        return
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    model.graph.initializer.append(numpy_helper.from_array(np.array([-1], dtype=np.int64), LAST))
    onnx.save(model, str(network))


def _steps(node: onnx.NodeProto) -> Iterator[onnx.NodeProto]:
    if node.op_type != "Softmax":
        yield node
        return
    (given,), (told,), name = node.input, node.output, node.name
    most, below, power, total = (f"{told}_{step}" for step in ("most", "below", "power", "total"))
    yield helper.make_node("ReduceMax", [given], [most], name=f"{name}_most", axes=[-1], keepdims=1)
    yield helper.make_node("Sub", [given, most], [below], name=f"{name}_below")
    yield helper.make_node("Exp", [below], [power], name=f"{name}_power")
    yield helper.make_node("ReduceSum", [power, LAST], [total], name=f"{name}_total", keepdims=1)
    yield helper.make_node("Div", [power, total], [told], name=name)

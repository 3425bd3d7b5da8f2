"""The encoder's graph with fewer and quicker nodes; its weights stay, and so do its answers.

Run: python -m benchmarks.coding.encoder_graph FILE [--told FILE.json ...]

Two things of what the exporter gives are slow at run time. The fused "add and norm" takes ten times
as long as the addition and the norm by themselves (onnxruntime 1.32, 36 sub-tokens: 68 against 6
microseconds a node, of which there are twelve). And attention comes as a dozen small nodes a layer,
most of which only move numbers; one node does it all. Together a sentence of 36 sub-tokens takes
2.2 instead of 2.9 ms. Sums are taken in another order, so that an answer may fall to the other side
where eight bits are rounded. A network that is lean already stays as it is.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnx
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

_LAYER = "/net/layers.{}/"
_MASK = "mask_int"
#: What a layer's attention consists of, by the first letters of its nodes' names.
_ATTENTION = (
    "query key value Unsqueeze Concat Reshape Transpose Softmax Shape Gather Constant Div Add "
    "MatMul"
).split()  # fmt: skip


def lean(model: ModelProto, heads: int) -> ModelProto:
    """The same network with norms apart from additions, and one node for each attention.

    Args:
        model: as ``encoder_export`` quantises it; changed in place.
        heads: of each attention.
    """
    _part_norms(model)
    if not any(node.op_type == "QAttention" for node in model.graph.node):
        _join_attention(model, heads)
    _without_unused(model)
    onnx.checker.check_model(model)
    return model


def _part_norms(model: ModelProto) -> None:
    """Each fused "add and norm" as additions and a norm."""
    nodes: list[NodeProto] = []
    for node in model.graph.node:
        if node.op_type != "SkipLayerNormalization":
            nodes.append(node)
            continue
        given, skipped, gamma, beta, *bias = node.input
        [told] = [o for o in node.output if o]
        if bias:
            nodes.append(helper.make_node("Add", [given, bias[0]], [told + "_b"], told + "_b"))
            given = told + "_b"
        nodes.append(helper.make_node("Add", [given, skipped], [told + "_s"], told + "_s"))
        [epsilon] = [a.f for a in node.attribute if a.name == "epsilon"]
        nodes.append(
            helper.make_node(
                "LayerNormalization", [told + "_s", gamma, beta], [told], told + "_n",
                axis=-1, epsilon=epsilon,
            )
        )  # fmt: skip
    _put(model, nodes)


def _join_attention(model: ModelProto, heads: int) -> None:
    """Each layer's query, key, value and what is made of them as one node."""
    named = {node.name: node for node in model.graph.node}
    nodes = [helper.make_node("Cast", ["mask"], [_MASK], _MASK, to=TensorProto.INT32)]
    layers = sum(name.endswith("/query/MatMul_quant") for name in named)
    starts = [_LAYER.format(n) for n in range(layers)]
    for node in model.graph.node:
        start = next((s for s in starts if node.name.startswith(s)), None)
        if start is not None and node.name == start + "Reshape_3":
            nodes.append(_attention(model, named[start + "query/MatMul_quant"], node, heads))
        elif start is None or not _of_attention(node.name.removeprefix(start)):
            nodes.append(node)
    _put(model, nodes)


def _of_attention(name: str) -> bool:
    """Whether a node of a layer is part of its attention, not of what quantises for others."""
    return name.startswith(tuple(_ATTENTION)) and "QuantizeLinear" not in name


def _attention(model: ModelProto, query: NodeProto, last: NodeProto, heads: int) -> NodeProto:
    """One node from a layer's quantised input to what its attention tells."""
    given, name, zero, _ = query.input
    start = query.name.removesuffix("query/MatMul_quant")
    parts = [start + f"{part}/MatMul_quant" for part in ("query", "key", "value")]
    weights = [n.input[1] for p in parts for n in model.graph.node if n.name == p]
    biases = [f"net.layers.{start.split('.')[1][:-1]}.{p}.bias" for p in ("query", "key", "value")]
    for kind, names, axis in (
        ("weight", weights, 1),
        ("scale", [w.replace("_quantized", "_scale") for w in weights], 0),
        ("bias", biases, 0),
    ):
        joined = np.concatenate([_value(model, n) for n in names], axis)
        model.graph.initializer.append(numpy_helper.from_array(joined, start + kind))
    if any(_value(model, w.replace("_quantized", "_zero_point")).any() for w in weights):
        raise ValueError(f"{name}: weights with a zero point cannot be joined")
    scale = given.replace("_quantized", "_scale")
    return helper.make_node(
        "QAttention",
        [given, start + "weight", start + "bias", scale, start + "scale", _MASK, zero],
        list(last.output), start + "attention", domain="com.microsoft", num_heads=heads,
    )  # fmt: skip


def _value(model: ModelProto, name: str) -> np.ndarray:
    return next(numpy_helper.to_array(t) for t in model.graph.initializer if t.name == name)


def _without_unused(model: ModelProto) -> None:
    """Leave out nodes and weights that no output rests on."""
    graph = model.graph
    while True:
        used = {i for node in graph.node for i in node.input} | {o.name for o in graph.output}
        kept = [node for node in graph.node if used & set(node.output)]
        if len(kept) == len(graph.node):
            break
        _put(model, kept)
    weights = [t for t in graph.initializer if t.name in used]
    del graph.initializer[:]
    graph.initializer.extend(weights)


def _put(model: ModelProto, nodes: Sequence[NodeProto]) -> None:
    kept = list(nodes)
    del model.graph.node[:]
    model.graph.node.extend(kept)


def main(arguments: Sequence[str] | None = None) -> int:
    """Rewrite a file, and its hash where that is kept."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--heads", type=int, default=12)
    parser.add_argument(
        "--told", type=Path, nargs="*", default=[], help="where the file's hash is kept"
    )
    call = parser.parse_args(arguments)
    onnx.save(lean(onnx.load(call.file), call.heads), call.file)
    for path in call.told:
        told = json.loads(path.read_text(encoding="utf-8"))
        told["sha256"][call.file.name] = sha256(call.file.read_bytes()).hexdigest()
        path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

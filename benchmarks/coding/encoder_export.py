"""From the trained network to the file that the package ships: ONNX, weights as 8-bit integers."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import onnx
import torch
from benchmarks.coding.encoder_data import labels
from benchmarks.coding.encoder_graph import lean
from benchmarks.coding.encoder_net import HEADS, WIDTH, Encoder
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from torch import Tensor, nn

_TOLD = ("probabilities", "pairs", "sides")


class _Told(nn.Module):
    """Numbers and a float mask to probabilities of types; logits of a pair; roles beside a deed."""

    def __init__(self, net: Encoder) -> None:
        super().__init__()
        self.net = net

    def forward(self, numbers: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(sentences, sub-tokens) to (.., labels), (.., parts * labels) and (.., roles)."""
        words, _, pairs, sides = self.net(numbers, mask)
        return words.softmax(-1), pairs, sides.sigmoid()


def export(
    net: Encoder, tokens: Sequence[str], folder: Path, files: Sequence[Path]
) -> dict[str, str]:
    """Write network, vocabulary and ``encoder.json``; gives the hash of each file.

    ``tokens`` are the sub-tokens in the network's order. ``files`` are those it learned from, told
    in ``encoder.json`` so that none scores by them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain, fused = Path(scratch, "plain.onnx"), Path(scratch, "fused.onnx")
        _plain(net, plain)
        model = optimizer.optimize_model(
            str(plain), "bert", num_heads=HEADS, hidden_size=WIDTH, opt_level=0
        )
        model.save_model_to_file(str(fused))
        # Seven bits keep 8-bit products exact on processors without instructions for them.
        quantize_dynamic(
            fused, folder / "encoder.onnx", per_channel=True, reduce_range=True,
            weight_type=QuantType.QInt8,
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )  # fmt: skip
    path = folder / "encoder.onnx"
    onnx.save(lean(onnx.load(path), HEADS), path)
    (folder / "vocab.txt").write_text("\n".join(tokens) + "\n", encoding="utf-8")
    names = ("encoder.onnx", "vocab.txt")
    hashes = {name: sha256((folder / name).read_bytes()).hexdigest() for name in names}
    told = {
        "labels": labels(),
        "temperature": 1.0,
        "pair_temperature": 1.0,
        "trained_on": [f.name for f in files],
        "sha256": hashes,
    }
    (folder / "encoder.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return hashes


def set_temperature(folder: Path, value: float, name: str = "temperature") -> None:
    """Write into ``encoder.json`` how much its probabilities are flattened.

    ``name`` is ``pair_temperature`` for those of a marked pair.
    """
    path = folder / "encoder.json"
    told = json.loads(path.read_text(encoding="utf-8")) | {name: value}
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _plain(net: Encoder, path: Path) -> None:
    """The network as it was trained, in 32-bit floats."""
    net.eval()
    numbers = torch.randint(0, 1000, (2, 9))
    torch.onnx.export(
        _Told(net),
        (numbers, torch.ones(2, 9)),
        str(path),
        input_names=["numbers", "mask"],
        output_names=list(_TOLD),
        dynamic_axes={n: {0: "rows", 1: "long"} for n in ("numbers", "mask", *_TOLD)},
        opset_version=17,
        dynamo=False,
    )
    onnx.checker.check_model(str(path))

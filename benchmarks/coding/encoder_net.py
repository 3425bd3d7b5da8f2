"""The encoder as a PyTorch network: a BERT of few layers with three heads. Training only.

Names of the weights are as in the base model's file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

HEADS, WIDTH, INNER, MOST = 12, 384, 1536, 256
PARTS = 4  # what a pair is told by: the whole, the source's mark, the target's mark, each word


@dataclass(frozen=True, slots=True)
class Shape:
    """Which layers of the base are kept, and how many labels there are."""

    layers: tuple[int, ...]
    labels: int
    roles: int
    dropout: float = 0.1
    seed: int = 0


class Drop(nn.Module):
    """Dropout by bytes of numpy's generator: PyTorch's own takes a fifth of a step's time.

    ``share`` of the numbers, rounded to 1/256, becomes nought, and the others grow by as much.
    """

    def __init__(self, share: float, rng: np.random.Generator) -> None:
        super().__init__()
        self.least, self.rng = round(share * 256), rng

    def forward(self, given: Tensor) -> Tensor:
        """The same shape; in use, the same numbers."""
        if not self.training or not self.least:
            return given
        drawn = np.frombuffer(self.rng.bytes(given.numel()), dtype=np.uint8) >= self.least
        kept = torch.from_numpy(drawn).view(given.shape).to(given.dtype)
        return given * kept.mul_(256 / (256 - self.least))


class Layer(nn.Module):
    """Self-attention and a feed-forward part, each added to what came in and normed."""

    def __init__(self, dropout: float, rng: np.random.Generator) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.wide, self.narrow = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm_one, self.norm_two = (nn.LayerNorm(WIDTH, eps=1e-12) for _ in range(2))
        self.drop = Drop(dropout, rng)

    def forward(self, given: Tensor, bias: Tensor) -> Tensor:
        """(sentences, sub-tokens, width) to the same."""
        rows, long, _ = given.shape
        query, key, value = (
            part(given).view(rows, long, HEADS, WIDTH // HEADS).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        weights = query @ key.transpose(-1, -2) / (WIDTH // HEADS) ** 0.5 + bias
        mixed = self.drop(weights.softmax(-1)) @ value
        seen = self.norm_one(
            given + self.drop(self.out(mixed.transpose(1, 2).reshape(rows, long, WIDTH)))
        )
        told: Tensor = self.norm_two(
            seen + self.drop(self.narrow(functional.gelu(self.wide(seen))))
        )
        return told


class Encoder(nn.Module):
    """Numbers and mask to logits: of each sub-token, of the sentence, of a marked pair or deed.

    The second head tells whether a sentence holds an event. The third is for sentences with a
    marked source and target, ``PARTS`` rows of labels for each sub-token: see ``of_pairs``. The
    fourth is for sentences with a marked deed: which role each sub-token has in it.
    """

    def __init__(self, shape: Shape, vocabulary: int) -> None:
        super().__init__()
        rng = np.random.default_rng(shape.seed)
        self.words, self.places = nn.Embedding(vocabulary, WIDTH), nn.Embedding(MOST, WIDTH)
        self.norm, self.drop = nn.LayerNorm(WIDTH, eps=1e-12), Drop(shape.dropout, rng)
        self.layers = nn.ModuleList(Layer(shape.dropout, rng) for _ in shape.layers)
        self.head, self.whole = nn.Linear(WIDTH, shape.labels), nn.Linear(WIDTH, 1)
        self.pairs = nn.Linear(WIDTH, PARTS * shape.labels)
        self.sides = nn.Linear(WIDTH, shape.roles)

    def forward(self, numbers: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """To (.., labels), (sentences,), (.., parts * labels) and (.., roles)."""
        places = torch.arange(numbers.shape[1])
        state = self.drop(self.norm(self.words(numbers) + self.places(places)))
        bias = (1.0 - mask.to(state.dtype))[:, None, None, :] * -10000.0
        for layer in self.layers:
            state = layer(state, bias)
        state = self.drop(state)
        return self.head(state), self.whole(state[:, 0])[:, 0], self.pairs(state), self.sides(state)


def of_pairs(told: Tensor, sides: Tensor) -> tuple[Tensor, Tensor]:
    """The third head's answer as (pairs, labels), and for each sub-token as (.., labels).

    ``sides`` (pairs, 2) is where the marks before source and target stand.
    """
    rows, long, width = told.shape
    parts = told.view(rows, long, PARTS, width // PARTS)
    at = torch.arange(rows)
    whole = parts[:, 0, 0] + parts[at, sides[:, 0], 1] + parts[at, sides[:, 1], 2]
    return whole, parts[:, :, 3]


def load(base: Path, shape: Shape, numbers: Sequence[int]) -> Encoder:
    """The base model's weights in a network of the layers and sub-tokens kept; new heads."""
    from safetensors.torch import load_file

    given = load_file(str(base / "model.safetensors"))
    told = "embeddings."
    net = Encoder(shape, len(numbers))
    with torch.no_grad():
        net.words.weight.copy_(given[told + "word_embeddings.weight"][list(numbers)])
        # All sub-tokens are of the first kind, so its embedding is added once for all.
        kind = given[told + "token_type_embeddings.weight"][0]
        net.places.weight.copy_(given[told + "position_embeddings.weight"][:MOST] + kind)
        _copy(net.norm, given, told + "LayerNorm")
        for layer, kept in zip(net.layers, shape.layers, strict=True):
            for name, at in _NAMES.items():
                _copy(getattr(layer, name), given, f"encoder.layer.{kept}.{at}")
    return net


_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "norm_one": "attention.output.LayerNorm",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
    "norm_two": "output.LayerNorm",
}


def _copy(part: nn.Linear | nn.LayerNorm, given: dict[str, Tensor], name: str) -> None:
    part.weight.copy_(given[f"{name}.weight"])
    part.bias.copy_(given[f"{name}.bias"])


def rates(net: Encoder, encoder: float, heads: float) -> Sequence[dict[str, object]]:
    """Parameters in groups: the new heads learn faster; norms and biases do not decay."""
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, value in net.named_parameters():
        if not value.requires_grad:
            continue
        new = name.startswith(("head", "whole", "pairs", "sides"))
        decay = 0.01 if value.ndim > 1 else 0.0
        groups.setdefault((heads if new else encoder, decay), []).append(value)
    return [{"params": p, "lr": r, "weight_decay": d} for (r, d), p in groups.items()]

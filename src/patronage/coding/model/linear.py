"""A linear model over named features: hashed into rows of a small matrix, read from one file.

Features are plain strings, so that a decision can be told by the words that made it. Their rows are
found by CRC-32, which gives the same row on every machine; two features may share a row, which
training has already seen and allowed for.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from zlib import crc32

from patronage.errors import PatronageError

__all__ = ["Linear", "load", "rows"]

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights of one model: ``weights`` (rows x classes), ``bias`` (classes), class names."""

    name: str
    classes: tuple[str, ...]
    weights: Any
    bias: Any

    def logits(self, features: Sequence[Sequence[str]], shared: Sequence[str] = ()) -> Any:
        """Scores of each item before normalisation, an array of items x classes.

        ``shared`` are further features that every item has.
        """
        import numpy as np

        size = len(self.weights)
        start = self.bias + self.weights[rows(shared, size)].sum(axis=0) if shared else self.bias
        out = np.tile(start, (len(features), 1))
        for i, names in enumerate(features):
            if names:
                out[i] += np.add.reduce(self.weights.take(rows(names, size), axis=0), axis=0)
        return out

    def probabilities(self, features: Sequence[Sequence[str]], shared: Sequence[str] = ()) -> Any:
        """Of each item the probability of each class, summing to 1, an array of items x classes."""
        import numpy as np

        scores = self.logits(features, shared)
        scores -= scores.max(axis=1, keepdims=True)
        powers = np.exp(scores)
        return powers / powers.sum(axis=1, keepdims=True)


def rows(names: Sequence[str], size: int) -> list[int]:
    """The rows of some features in a matrix of ``size`` rows.

    >>> rows(["w=send"], 1000) == rows(["w=send"], 1000)
    True
    """
    return [crc32(name.encode()) % size for name in names]


@cache
def load(name: str) -> Linear:
    """A shipped model by name, its file checked against the hash in ``linear.csv``.

    Raises:
        PatronageError: the file is absent or not the one this version was tested with.
    """
    import numpy as np

    path = _HERE / f"{name}.npz"
    pins = (_HERE / "linear.csv").read_bytes().decode("utf-8").splitlines()
    pinned = {row["name"]: row["sha256"] for row in csv.DictReader(pins)}
    found = sha256(path.read_bytes()).hexdigest() if path.exists() else "absent"
    if pinned.get(name) != found:
        raise PatronageError(
            f"The model '{name}' is not the one this version was tested with (its file hashes to "
            f"{found[:12]}, not {pinned.get(name, 'any')[:12]}). Install patronage again."
        )
    with np.load(path) as stored:
        scale = stored["scale"].astype(np.float32)
        return Linear(
            name,
            tuple(str(c) for c in stored["classes"]),
            stored["weights"].astype(np.float32) * scale,
            stored["bias"].astype(np.float32),
        )

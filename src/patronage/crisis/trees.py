"""Gradient boosting with very small trees, as arrays: what the logits miss, mostly steps.

Each round grows one tree of at most four leaves for each alternative on the gradient of the
multinomial log-loss. Missing values are a bin of their own and go where they fit best.

Source: Friedman (2001), doi:10.1214/aos/1013203451.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from patronage.crisis.situations import FEATURES

__all__ = ["Trees", "fit_trees"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_NAMES = (*FEATURES, "us", "years")
_BINS = 16
_ROUNDS, _RATE, _LEAST, _RIDGE = 40, 0.05, 15, 5.0


@dataclass(frozen=True)
class Trees:
    """``splits`` (trees, 3, 2): feature and first bin that goes right; ``leaves`` (trees, 4).

    Bin 0 is "missing", so it goes left. ``edges`` are the inner bounds of each feature's bins.
    """

    base: Floats
    edges: tuple[Floats, ...]
    splits: Ints
    leaves: Floats

    def predict(self, made: Mapping[str, Floats]) -> Floats:
        """Probabilities (n, 7)."""
        binned = _bins(made, self.edges)
        score = np.tile(self.base, (len(binned), 1))
        for i, (split, leaf) in enumerate(zip(self.splits, self.leaves, strict=True)):
            score[:, i % len(self.base)] += leaf[_place(binned, split)]
        return _shares(score)

    def state(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "base": self.base.round(6).tolist(), "edges": [e.tolist() for e in self.edges],
            "splits": self.splits.tolist(), "leaves": self.leaves.round(5).tolist(),
        }  # fmt: skip

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> Trees:
        """From plain values."""
        edges = tuple(np.array(e, dtype=np.float64) for e in state["edges"])
        return cls(
            np.array(state["base"]), edges, np.array(state["splits"]), np.array(state["leaves"])
        )


def _bins(made: Mapping[str, Floats], edges: tuple[Floats, ...]) -> Ints:
    columns = []
    for name, bounds in zip(_NAMES, edges, strict=True):
        known = np.searchsorted(bounds, made[name], "right") + 1
        columns.append(np.where(np.isnan(made[name]), 0, known))
    return np.column_stack(columns).astype(np.int64)


def _place(binned: Ints, split: Ints) -> Ints:
    """The leaf of each row: 0, 1 below the left branch, 2, 3 below the right."""
    right = (binned[:, split[0, 0]] >= split[0, 1]).astype(np.int64)
    lower = split[1 + right]
    further = binned[np.arange(len(binned)), lower[:, 0]] >= lower[:, 1]
    return np.asarray(2 * right + further, dtype=np.int64)


def _shares(score: Floats) -> Floats:
    raised = np.exp(score - score.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def fit_trees(made: Mapping[str, Floats], ladder: Ints) -> Trees:
    """Grow the trees on post-1945 rows."""
    edges = tuple(_edges(made[name]) for name in _NAMES)
    binned, hit = _bins(made, edges), np.eye(7)[ladder]
    base = np.log((hit.sum(axis=0) + 0.5) / (len(hit) + 3.5))
    score = np.tile(base, (len(hit), 1))
    splits, leaves = [], []
    for _ in range(_ROUNDS):
        chance = _shares(score)
        for k in range(7):
            pull, bend = hit[:, k] - chance[:, k], chance[:, k] * (1 - chance[:, k])
            split, leaf = _grow(binned, pull, bend)
            score[:, k] += leaf[_place(binned, split)]
            splits.append(split)
            leaves.append(leaf)
    return Trees(base, edges, np.array(splits), np.array(leaves))


def _edges(column: Floats) -> Floats:
    known = column[~np.isnan(column)]
    if not len(known):
        return np.array([], dtype=np.float64)
    values = np.unique(known)
    if len(values) <= _BINS:
        return np.asarray((values[1:] + values[:-1]) / 2)
    return np.unique(np.quantile(known, np.linspace(0, 1, _BINS + 1)[1:-1]))


def _grow(binned: Ints, pull: Floats, bend: Floats) -> tuple[Ints, Floats]:
    top = _best(binned, pull, bend)
    right = binned[:, top[0]] >= top[1]
    lower = [_best(binned[side], pull[side], bend[side]) for side in (~right, right)]
    split = np.array([top, *lower], dtype=np.int64)
    place = _place(binned, split)
    sums, mass = (np.bincount(place, weights=w, minlength=4) for w in (pull, bend))
    return split, _RATE * sums / (mass + _RIDGE)


def _best(binned: Ints, pull: Floats, bend: Floats) -> tuple[int, int]:
    """The split that gains most and leaves enough rows on both sides; else one that splits none."""
    wide, size = binned.shape[1], _BINS + 2
    flat = (binned + np.arange(wide) * size).ravel()
    ones = np.ones(len(binned))
    sums, mass, rows = (
        np.bincount(flat, weights=np.repeat(w, wide), minlength=wide * size)
        .reshape(wide, size)
        .cumsum(axis=1)
        for w in (pull, bend, ones)
    )
    left, right = sums[:, :-1], sums[:, -1:] - sums[:, :-1]
    gain = left**2 / (mass[:, :-1] + _RIDGE) + right**2 / (mass[:, -1:] - mass[:, :-1] + _RIDGE)
    enough = (rows[:, :-1] >= _LEAST) & (rows[:, -1:] - rows[:, :-1] >= _LEAST)
    if not enough.any():
        return 0, size
    feature, cut = np.unravel_index(np.where(enough, gain, -1.0).argmax(), gain.shape)
    return int(feature), int(cut) + 1

"""Ridge logits: over all seven alternatives at once, and step by step down a tree of choices.

They predict and explain nothing: what-ifs never come from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from patronage.crisis.optimise import minimise
from patronage.crisis.scaling import Scale, measure
from patronage.crisis.situations import FEATURES

__all__ = ["EARLY", "Flat", "Nested", "chances", "fit_flat", "fit_nested", "softmax_fit"]

Floats = NDArray[np.float64]
# Prior spread .1 of each coefficient; chosen on rolling origins 1960-79.
_RIDGE = 100.0
# A row from before 1946 teaches as much as .3 of a later one, and only about support.
EARLY = 0.3


def softmax_fit(x: Floats, hit: Floats, weight: Floats) -> Floats:
    """Coefficients (k, 1 + features) of a multinomial logit; the constant is not drawn to 0."""
    wide = np.column_stack([np.ones(len(x)), x])
    shape = (hit.shape[1], wide.shape[1])
    ridge = np.full(shape, _RIDGE)
    ridge[:, 0] = 0.01

    def goal(flat: Floats) -> tuple[float, Floats]:
        b = flat.reshape(shape)
        u = wide @ b.T
        top = u.max(axis=1, keepdims=True)
        whole = np.exp(u - top)
        chance = whole / whole.sum(axis=1, keepdims=True)
        loss = np.log(whole.sum(axis=1)) + top[:, 0] - (u * hit).sum(axis=1)
        slope = ((chance - hit) * weight[:, None]).T @ wide + ridge * b
        return float(loss @ weight + (ridge * b * b).sum() / 2), slope.ravel()

    return minimise(goal, np.zeros(shape).ravel(), steps=200, tolerance=0.01).reshape(shape)


def chances(b: Floats, x: Floats) -> Floats:
    """Probabilities (n, k) of a multinomial logit with coefficients (k, 1 + features)."""
    u = np.column_stack([np.ones(len(x)), x]) @ b.T
    raised = np.exp(u - u.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


@dataclass(frozen=True)
class Flat:
    """A multinomial logit over the seven alternatives."""

    weights: Floats
    scale: Scale

    def predict(self, made: Mapping[str, Floats]) -> Floats:
        """Probabilities (n, 7)."""
        return chances(self.weights, self.scale.apply(made, flags=True))

    def state(self) -> dict[str, Any]:
        """As plain values."""
        return {"weights": self.weights.round(5).tolist(), "scale": self.scale.state()}

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> Flat:
        """From plain values."""
        return cls(np.array(state["weights"]), Scale.of(state["scale"]))


def fit_flat(made: Mapping[str, Floats], ladder: NDArray[np.int64]) -> Flat:
    """Estimate from post-1945 rows; what is missing stands at the mean, with an indicator."""
    scale = measure(made, (*FEATURES, "us", "years"), 4.0)
    x = scale.apply(made, flags=True)
    return Flat(softmax_fit(x, np.eye(7)[ladder], np.ones(len(x))), scale)


@dataclass(frozen=True)
class Nested:
    """Support or not; then military or not; else oppose or not, and military or not.

    ``direct`` are the shares of direct military action in military support and opposition: too rare
    to be told by features.
    """

    nodes: tuple[Floats, Floats, Floats, Floats]
    direct: tuple[float, float]
    scale: Scale

    def predict(self, made: Mapping[str, Floats]) -> Floats:
        """Probabilities (n, 7)."""
        x = self.scale.apply(made, flags=True)
        s, m, o, f = (chances(node, x)[:, 1] for node in self.nodes)
        a, b = self.direct
        rest = 1 - s
        return np.column_stack(
            [rest * (1 - o), s * (1 - m), s * m * (1 - a), s * m * a, rest * o * (1 - f),
             rest * o * f * (1 - b), rest * o * f * b]
        )  # fmt: skip

    def state(self) -> dict[str, Any]:
        """As plain values."""
        nodes = [node.round(5).tolist() for node in self.nodes]
        return {"nodes": nodes, "direct": list(self.direct), "scale": self.scale.state()}

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> Nested:
        """From plain values."""
        a, b, c, d = (np.array(node) for node in state["nodes"])
        return cls((a, b, c, d), (state["direct"][0], state["direct"][1]), Scale.of(state["scale"]))


def fit_nested(
    made: Mapping[str, Floats], ladder: NDArray[np.int64], late: NDArray[np.bool_]
) -> Nested:
    """Estimate from rows where the patron is not the coercer; ``late`` marks those after 1945.

    Earlier rows, of more great powers, help to tell support; opposition was another thing then.
    """
    kept = {name: made[name] for name in (*FEATURES, "us", "years")}
    scale = measure({n: v[late] for n, v in kept.items()}, tuple(kept), 4.0)
    x = scale.apply(kept, flags=True)
    support, military = (ladder >= 1) & (ladder <= 3), (ladder >= 2) & (ladder <= 3)
    weight = np.where(late, 1.0, EARLY)

    def node(rows: NDArray[np.bool_], yes: NDArray[np.bool_]) -> Floats:
        hit = np.eye(2)[yes[rows].astype(int)]
        return softmax_fit(x[rows], hit, weight[rows])

    nodes = (
        node(np.ones(len(late), dtype=np.bool_), support), node(support, military),
        node(late & ~support, ladder >= 4), node(late & (ladder >= 4), ladder >= 5),
    )  # fmt: skip
    near, far = late & military, late & (ladder >= 5)
    direct = ((ladder[near] == 3).sum() + 1) / (near.sum() + 4)
    against = ((ladder[far] == 6).sum() + 1) / (far.sum() + 4)
    return Nested(nodes, (float(direct), float(against)), scale)

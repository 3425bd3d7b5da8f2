"""The patron's choice as a game of quantal response.

A patron weighs seven alternatives. Doing nothing is worth nothing; helping by level k is worth the
``stake`` times how much likelier the client then holds, plus an ``act`` term that all doing shares
(minus the cost of it), and for military levels a ``force`` term::

    U(none)      = 0
    U(support k) = stake * 2.5 * (H(hold + e_k) - H(hold)) + act + [k >= 2] force + [k = 3] direct
    U(oppose k)  = stake * 2.5 * (H(hold - f_k) - H(hold)) + act + [k >= 2] force + c_k

with H the logistic function. Each index is linear in the scaled features that ``terms.csv`` gives
it. Chances are proportional to exp(U). Estimated by penalised likelihood: the penalties are normal
priors, and the curvature at the best point gives a normal (Laplace) posterior.

Source: quantal response, McKelvey and Palfrey (1995), doi:10.1006/game.1995.1023; strategic choice
in crises, Signorino (1999), doi:10.2307/2585396.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from patronage.crisis.optimise import minimise
from patronage.crisis.scaling import Scale, measure
from patronage.crisis.situations import terms

__all__ = ["Game", "fit_game", "names", "shares"]

Floats = NDArray[np.float64]
_INDEXES = ("stake", "act", "force", "hold")
_HELP = 6  # how much each level of support and opposition moves the chance to hold
_COSTS = 4  # direct support, opposition by level
_START = np.concatenate([np.log([1.0, 1.5, 2.0, 1.0, 1.5, 2.0]), np.full(_COSTS, -1.0)])
#: Prior spread of a coefficient on a scaled feature; chosen on rolling origins 1960-79.
SPREAD = 0.10


def names() -> list[str]:
    """Names of all parameters in their order."""
    found = []
    for index in _INDEXES:
        found += [f"{index}:constant"]
        found += [f"{index}:{t['feature']}" for t in terms() if t["index"] == index]
    found += [f"help:{side}_{k}" for side in ("support", "oppose") for k in (1, 2, 3)]
    return [*found, "cost:support_3", "cost:oppose_1", "cost:oppose_2", "cost:oppose_3"]


def _features(index: str) -> list[str]:
    return [t["feature"] for t in terms() if t["index"] == index]


def _priors() -> tuple[Floats, Floats]:
    """Prior means and spreads, parameter by parameter."""
    means, spreads = [], []
    for index in _INDEXES:
        size = len(_features(index))
        means += [0.0] * (1 + size)
        spreads += [2.0] + [SPREAD] * size
    means += _START.tolist()
    spreads += [0.5] * _HELP + [3.0] * _COSTS
    return np.array(means), np.array(spreads)


def shares(utility: Floats) -> Floats:
    """Chances proportional to exp(utility), along the last axis."""
    raised = np.exp(utility - utility.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float64)


def _logistic(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def _utilities(theta: Any, parts: list[Floats]) -> Any:
    """Utilities (m, n, 7) of m parameter vectors for n rows; complex ones too, for the slope."""
    at, index = 0, []
    for part in parts:
        ends = at + 1 + part.shape[1]
        index.append(theta[:, at : at + 1] + theta[:, at + 1 : ends] @ part.T)
        at = ends
    stake, act, force, hold = index
    moves, cost = np.exp(theta[:, at : at + _HELP]), theta[:, at + _HELP :]
    alone = _logistic(hold)
    up = [2.5 * (_logistic(hold + moves[:, k : k + 1]) - alone) for k in range(3)]
    down = [2.5 * (_logistic(hold - moves[:, k : k + 1]) - alone) for k in range(3, 6)]
    mil, direct = act + force, act + force + cost[:, 0:1]
    return np.stack(
        [
            0 * stake, stake * up[0] + act, stake * up[1] + mil, stake * up[2] + direct,
            stake * down[0] + act + cost[:, 1:2], stake * down[1] + mil + cost[:, 2:3],
            stake * down[2] + mil + cost[:, 3:4],
        ],
        axis=-1,
    )  # fmt: skip


def _loss(theta: Any, parts: list[Floats], ladder: NDArray[np.int64]) -> Any:
    """Minus the log posterior of each of m parameter vectors."""
    utility = _utilities(theta, parts)
    top = utility.real.max(axis=-1, keepdims=True)
    whole = np.log(np.exp(utility - top).sum(axis=-1)) + top[..., 0]
    means, spreads = _priors()
    penalty = (((theta - means) / spreads) ** 2).sum(axis=-1) / 2
    return (whole - utility[:, np.arange(len(ladder)), ladder]).sum(axis=-1) + penalty


def _slope(theta: Floats, parts: list[Floats], ladder: NDArray[np.int64]) -> Floats:
    """The gradient by a complex step: exact to rounding, and no formula to get wrong.

    Source: Squire and Trapp (1998), doi:10.1137/S003614459631241X.
    """
    bumped = theta[None] + 1e-20j * np.eye(len(theta))
    pieces = [_loss(bumped[i : i + 16], parts, ladder).imag for i in range(0, len(theta), 16)]
    return np.asarray(np.concatenate(pieces) / 1e-20, dtype=np.float64)


@dataclass(frozen=True)
class Game:
    """An estimated game: parameters, their covariance (Laplace), and the scale of features."""

    theta: Floats
    covariance: Floats
    scale: Scale

    def predict(self, made: Mapping[str, Floats]) -> Floats:
        """Probabilities (n, 7) in the order of ``ALTERNATIVES``."""
        utility = _utilities(self.theta[None], _parts(self.scale, made))[0]
        return shares(np.asarray(utility, dtype=np.float64))

    def drawn(self, made: Mapping[str, Floats], rng: np.random.Generator, count: int) -> Floats:
        """Probabilities (count, n, 7) by as many draws of the parameters, for what-ifs."""
        thetas = rng.multivariate_normal(self.theta, self.covariance, count, method="eigh")
        utility = _utilities(thetas, _parts(self.scale, made))
        return shares(np.asarray(utility, dtype=np.float64))

    def state(self) -> dict[str, Any]:
        """As plain values; what-ifs draw from the covariance."""
        spread = np.sqrt(np.diag(self.covariance))
        return {
            "parameters": {
                name: [round(float(v), 5), round(float(s), 5)]
                for name, v, s in zip(names(), self.theta, spread, strict=True)
            },
            "covariance": [[float(f"{v:.4g}") for v in row] for row in self.covariance],
            "scale": self.scale.state(),
        }

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> Game:
        """From plain values."""
        theta = np.array([state["parameters"][name][0] for name in names()])
        return cls(theta, np.array(state["covariance"]), Scale.of(state["scale"]))


def _parts(scale: Scale, made: Mapping[str, Floats]) -> list[Floats]:
    scaled = scale.apply(made, flags=False)
    place = {name: i for i, name in enumerate(scale.names)}
    return [scaled[:, [place[f] for f in _features(index)]] for index in _INDEXES]


def fit_game(made: Mapping[str, Floats], ladder: NDArray[np.int64]) -> Game:
    """Estimate the game. What a feature does not tell is put at its mean: no effect."""
    used = list(dict.fromkeys(t["feature"] for t in terms()))
    scale = measure(made, used, 3.0)
    parts = _parts(scale, made)

    def goal(theta: Floats) -> tuple[float, Floats]:
        return float(_loss(theta[None], parts, ladder)[0]), _slope(theta, parts, ladder)

    theta = minimise(goal, _priors()[0], steps=120, tolerance=0.02)
    return Game(theta, _laplace(theta, parts, ladder), scale)


def _laplace(theta: Floats, parts: list[Floats], ladder: NDArray[np.int64]) -> Floats:
    """Covariance from the curvature at the best point."""
    width, rows = 1e-4, []
    for i in range(len(theta)):
        step = np.zeros(len(theta))
        step[i] = width
        rise = _slope(theta + step, parts, ladder) - _slope(theta - step, parts, ladder)
        rows.append(rise / (2 * width))
    bend = np.array(rows)
    values, vectors = np.linalg.eigh((bend + bend.T) / 2)
    # No direction is known worse than by the widest prior.
    return np.asarray(vectors @ np.diag(1 / np.maximum(values, 1 / 9)) @ vectors.T)

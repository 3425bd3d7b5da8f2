"""A series as stretches of one level each: how probable a step is at every place.

All ways to cut a series are weighed at once by recursions from both ends (Fearnhead 2006).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import lgamma, log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["steps"]

_HAZARD = 0.08  # a cut at any place; chosen on the odd rows of benchmarks/breaks/endings.csv
_LEAST = 2  # periods of a stretch: a single odd one is no level
_OFTEN = 0.5  # Jeffreys' weights of a period with and without anything
_LEVEL = 0.5  # weight, in periods, of the level that all stretches share
_SHAPES = (1.5, 6.0, 24.0)  # of the gamma: lumpy, middling and smooth series


def steps(values: Sequence[float], share: float) -> tuple[Array, Array]:
    """The probability of a step down, and of one up, before each value.

    Formula: within a stretch a value is zero with a chance of the stretch's own, Beta(1/2, 1/2)
    beforehand; the others are gamma with one shape for the series (1.5, 6 or 24, alike
    beforehand) and a rate of the stretch's own, Gamma(1/2, 1/2) on the scale of the mean of all
    that are not zero. Both integrate out; a cut has chance .08 at every place, and no stretch is
    shorter than two values. A step is a cut over which the mean moves to at most ``share`` of
    what it was, or the reverse.

    Args:
        values: at least 0 each, one of them above it.
        share: 0 to 1; 1 counts every move of the mean.

    Returns:
        Two arrays of the values' length; place k is a step between value k - 1 and value k.

    Source: Fearnhead 2006, https://doi.org/10.1007/s11222-006-8450-8, for the recursions.
    """
    import numpy as np

    v = np.asarray(values, dtype=float)
    means = _table(v)[0]
    each = [_placed(_weights(v, shape), means, share) for shape in _SHAPES]
    evidence = np.array([found[2] for found in each])
    belief = np.exp(evidence - evidence.max())
    belief /= belief.sum()
    down = sum(b * found[0] for b, found in zip(belief, each, strict=True))
    up = sum(b * found[1] for b, found in zip(belief, each, strict=True))
    return np.asarray(down), np.asarray(up)


def _table(v: Array) -> tuple[Array, Array, Array, Array]:
    """Of every stretch [i, j): mean, length, how many are not zero, sum of logs of those."""
    import numpy as np

    def between(x: Array) -> Array:
        total = np.concatenate([[0.0], np.cumsum(x)])
        return np.asarray(total[None, :] - total[:, None])

    length = np.maximum(between(np.ones_like(v)), 1.0)
    positive = v > 0
    logs = np.where(positive, np.log(np.where(positive, v, 1.0)), 0.0)
    return between(v) / length, length, between(positive.astype(float)), between(logs)


def _weights(v: Array, shape: float) -> Array:
    """Log of the chance of every stretch [i, j), level and share of zeros integrated out."""
    import numpy as np

    v = v / v[v > 0].mean()
    mean, length, many, logs = _table(v)
    n = len(v)
    whole = np.arange(n + 1)
    often = np.array([lgamma(k + _OFTEN) for k in whole])
    either = np.array([lgamma(k + 2 * _OFTEN) for k in whole])
    level = np.array([lgamma(_LEVEL + shape * k) for k in whole])
    k, m = many.clip(0).astype(int), length.astype(int)
    zero = often[k] + often[(m - k).clip(0)] - either[m] - often[0] * 2 + either[0]
    amount = (
        _LEVEL * log(_LEVEL) - level[0] + level[k]
        - (_LEVEL + shape * k) * np.log(_LEVEL + shape * (mean * length).clip(0))
        + k * (shape * log(shape) - lgamma(shape)) + (shape - 1) * logs
    )  # fmt: skip
    i, j = np.indices((n + 1, n + 1))
    held = zero + amount + (j - i - 1) * log(1 - _HAZARD)
    return np.where(j - i >= _LEAST, held, -np.inf)


def _placed(weights: Array, means: Array, share: float) -> tuple[Array, Array, float]:
    """Steps down and up at every place, and the log evidence, given the weights of stretches."""
    import numpy as np

    n = len(weights) - 1
    cut = log(_HAZARD)
    ahead = np.full(n + 1, -np.inf)  # of all cuttings of the first t values
    behind = np.full(n + 1, -np.inf)  # of those from value t on
    ahead[0] = behind[n] = 0.0
    inner = np.where((np.arange(n + 1) > 0) & (np.arange(n + 1) < n), cut, 0.0)
    for t in range(_LEAST, n + 1):
        ahead[t] = np.logaddexp.reduce(ahead[:t] + inner[:t] + weights[:t, t])
    for t in range(n - _LEAST, -1, -1):
        behind[t] = np.logaddexp.reduce(weights[t, t + 1 :] + behind[t + 1 :] + inner[t + 1 :])
    down, up = np.zeros(n), np.zeros(n)
    for k in range(_LEAST, n - _LEAST + 1):
        left = ahead[:k] + inner[:k] + weights[:k, k]
        right = weights[k, k + 1 :] + behind[k + 1 :] + inner[k + 1 :]
        chance = np.exp(left[:, None] + right[None, :] + cut - ahead[n])
        before, after = means[:k, k][:, None], means[k, k + 1 :][None, :]
        down[k] = chance[(after <= share * before) & (after < before)].sum()
        up[k] = chance[(before <= share * after) & (before < after)].sum()
    return down, up, float(ahead[n])

"""What the breaks are held against: each gives the places of downward steps in yearly values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from scipy.special import gammaln

Places = list[int]


def quarter(values: Sequence[float], share: float, stay: int, years: int = 5) -> Places:
    """Below a part of the mean of the years before, for some years; told once until it is above."""
    found: Places = []
    below, held = False, 0.0
    for t in range(years, len(values) - stay + 1):
        mean = sum(values[t - years : t]) / years
        if below and values[t] > share * held:
            below = False
        if not below and mean > 0 and all(x < share * mean for x in values[t : t + stay]):
            found.append(t)
            below, held = True, mean
    return found


def pelt(values: Sequence[float], penalty: float, least: int = 2) -> Places:
    """Optimal partitioning of sqrt(value) by squares: PELT's cuts (Killick 2012), without pruning.

    The penalty is in units of the variance of the whole series.
    """
    y = np.sqrt(np.asarray(values, dtype=float))
    n = len(y)
    if n < 2 * least or y.var() == 0:
        return []
    y = y / y.std()
    sums, squares = (np.concatenate([[0.0], np.cumsum(x)]) for x in (y, y * y))
    best = np.full(n + 1, math.inf)
    best[0] = -penalty
    last = np.zeros(n + 1, dtype=int)
    for t in range(least, n + 1):
        a = np.arange(0, t - least + 1)
        cost = best[a] + squares[t] - squares[a] - (sums[t] - sums[a]) ** 2 / (t - a) + penalty
        last[t] = int(cost.argmin())
        best[t] = cost.min()
    cuts = [n]
    while cuts[-1] > 0:
        cuts.append(int(last[cuts[-1]]))
    cuts.reverse()
    mean = [np.mean(values[i:j]) for i, j in pairwise(cuts)]
    return [k for k, i, j in zip(cuts[1:], mean, mean[1:], strict=False) if j < i]


def bocpd(values: Sequence[float], hazard: float, share: float, short: int = 2) -> Places:
    """Adams and MacKay 2007 on sqrt(value), normal-gamma: where the likeliest run begins anew."""
    y = np.sqrt(np.asarray(values, dtype=float))
    n = len(y)
    if n < 3 or y.max() == 0:
        return []
    found: Places = []
    weight, mu, kappa, alpha, beta = (np.array([x]) for x in (0.0, 0.0, 1.0, 1.0, 0.1))
    seen = 0.0
    for t, x in enumerate(y):
        seen = max(seen, float(x))  # the scale known so far
        z = x / seen if seen else 0.0
        spread = beta * (kappa + 1) / (alpha * kappa)
        chance = (
            gammaln(alpha + 0.5) - gammaln(alpha) - 0.5 * np.log(2 * math.pi * alpha * spread)
            - (alpha + 0.5) * np.log1p((z - mu) ** 2 / (2 * alpha * spread))
        )  # fmt: skip
        grown = weight + chance
        fresh = np.logaddexp.reduce(grown) + math.log(hazard)
        weight = np.concatenate([[fresh], grown + math.log(1 - hazard)])
        weight -= np.logaddexp.reduce(weight)
        mu, beta = (
            np.concatenate([[0.0], (kappa * mu + z) / (kappa + 1)]),
            np.concatenate([[0.1], beta + kappa * (z - mu) ** 2 / (2 * (kappa + 1))]),
        )
        kappa, alpha = np.concatenate([[1.0], kappa + 1]), np.concatenate([[1.0], alpha + 0.5])
        start = t + 1 - int(weight.argmax())
        past = values[max(0, start - 5) : start]
        if t + 1 - start >= short and past and start <= t:
            fell = np.mean(values[start : t + 1]) < share * np.mean(past)
            if fell and all(abs(start - k) > short for k in found):
                found.append(start)
    return found

"""Counts as reports of a level that walks: filter, smoother and contrasts, many series at once.

Every array has periods first and series second, so that one step in time is one operation on
all series. Imports numpy at the top: import this file where it is used, not with the package.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Array",
    "Counts",
    "Filtered",
    "Recall",
    "Walk",
    "below",
    "filtered",
    "matched",
    "past",
    "smoothed",
]

Array = NDArray[np.float64]

_NODES, _SIZES = np.polynomial.hermite.hermgauss(5)
_SIZES = np.log(_SIZES) + _NODES**2
_STEPS = 4  # Newton's, from a start that is exact where the count is large


@dataclass(frozen=True, slots=True)
class Counts:
    """What is seen: ``y`` (periods, series), counts; ``shift`` the log of coverage over its usual
    level, ``noise`` the variance of that in each period and ``error`` the lasting one, shared by
    neighbouring periods; ``seen`` False where nobody could have reported.

    All but ``y`` may have one column for all series, and ``error`` one row for all periods.
    """

    y: Array
    shift: Array
    noise: Array
    error: Array
    seen: NDArray[np.bool_]

    def part(self, columns: NDArray[np.intp] | slice) -> Counts:
        """Some of the series."""

        def cut(one: Array) -> Array:
            return one if one.shape[1] == 1 else one[:, columns]

        seen = self.seen if self.seen.shape[1] == 1 else self.seen[:, columns]
        return Counts(
            self.y[:, columns], cut(self.shift), cut(self.noise), cut(self.error), seen
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Walk:
    """How a log level moves: ``step`` and ``burst`` are variances, ``first`` and ``spread`` the
    mean and variance of the first level, ``reach`` the power of coverage in the counts.

    All but ``reach`` are a number or one for each series.
    """

    step: float | Array
    burst: float | Array
    first: float | Array
    spread: float | Array
    reach: float = 1.0


@dataclass(frozen=True, slots=True)
class Filtered:
    """Mean and variance of the log level given the counts up to each period, the running log
    likelihood, and mean and variance of the contrast that was asked for.
    """

    mean: Array
    variance: Array
    likelihood: Array
    contrast: Array
    contrast_variance: Array


@dataclass(frozen=True, slots=True)
class Recall:
    """What is held against what: ``now`` · x - z, where z' = ``kept`` · z + ``added`` · x.

    Each has one number a period; z holds the periods before only.
    """

    now: Array
    kept: Array
    added: Array


def past(periods: int, memory: float) -> Recall:
    """The level against its own past: the mean of all of it at first, then fading.

    Args:
        periods: how many.
        memory: periods after which the weight of the past has fallen to 1/e.
    """
    added = np.maximum(1.0 / np.arange(1, periods + 1), 1.0 / memory)
    return Recall(np.ones(periods), 1.0 - added, added)


def filtered(counts: Counts, walk: Walk, recall: Recall) -> Filtered:
    """The level given the counts up to each period, by matching moments.

    Formula: log level x walks, x' = x + N(0, step); a count is Poisson with mean
    exp(x + reach · shift + e - burst / 2), e ~ N(0, burst + reach² · noise), so that bursts and an
    uncertain coverage are told apart from the level. After each count the distribution of x + e is
    replaced by the Gaussian of the same mean and variance (five-point Gauss-Hermite about its
    mode). Beside x goes z, a weighted sum of its own past; see :class:`Recall`.

    Args:
        counts: what is seen.
        walk: how it moves.
        recall: the contrast that is asked for; in the first period it has no past and is 0.

    Returns:
        Arrays of the counts' shape.

    Source: moment matching as in assumed-density filtering, Minka 2001,
    https://arxiv.org/abs/1301.2294.
    """
    periods, series = counts.y.shape
    m, p = np.full(series, walk.first, float), np.full(series, walk.spread, float)
    z, pz, c = np.zeros(series), np.zeros(series), np.zeros(series)
    out = [np.empty((periods, series)) for _ in range(5)]
    total = np.zeros(series)
    shift = walk.reach * counts.shift - walk.burst / 2  # so that exp(x) is the mean count
    noise = walk.burst + walk.reach**2 * counts.noise
    for t in range(periods):
        if t:
            k, a = recall.kept[t - 1], recall.added[t - 1]
            z = k * z + a * m
            pz = k * k * pz + 2 * a * k * c + a * a * p
            c = k * c + a * p
            p = p + walk.step
        seen = counts.seen[t]
        if seen.any():
            whole = p + noise[t]
            mean, variance, gained = matched(counts.y[t], shift[t], m, whole)
            gain = np.where(seen, p / whole, 0.0)
            other = np.where(seen, c / whole, 0.0)
            moved, shrunk = mean - m, variance - whole
            m, p = m + gain * moved, p + gain * gain * shrunk
            z, pz, c = z + other * moved, pz + other * other * shrunk, c + gain * other * shrunk
            total = total + np.where(seen, gained, 0.0)
        out[0][t], out[1][t], out[2][t] = m, p, total
        now = recall.now[t]
        out[3][t] = now * m - z if t else 0.0
        out[4][t] = np.maximum(now * now * p + pz - 2 * now * c, 1e-12)
    return Filtered(*out)


def matched(y: Array, shift: Array, m: Array, p: Array) -> tuple[Array, Array, Array]:
    """Mean and variance of x ~ N(m, p) after a Poisson count of mean exp(x + shift), and the log
    chance of the count (less log y!, which no setting changes).
    """
    sharp = y + 0.5
    x = (m / p + sharp * (np.log(sharp) - shift)) / (1 / p + sharp)
    x = np.where(y > 0, x, m - p * np.exp(np.minimum(m + shift, 0.0)) / (1 + p))
    for _ in range(_STEPS):
        rate = np.exp(x + shift)
        x = x + np.clip((y - rate - (x - m) / p) / (rate + 1 / p), -2.0, 2.0)
    width = np.sqrt(2.0 / (np.exp(x + shift) + 1 / p))
    at = x + width * _NODES[:, None]
    log = y * (at + shift) - np.exp(at + shift) - (at - m) ** 2 / (2 * p) + _SIZES[:, None]
    top = log.max(axis=0)
    weight = np.exp(log - top)
    whole = weight.sum(axis=0)
    mean = (weight * at).sum(axis=0) / whole
    variance = (weight * (at - mean) ** 2).sum(axis=0) / whole
    return mean, variance, top + np.log(whole * width) - 0.5 * np.log(2 * np.pi * p)


def smoothed(found: Filtered, step: float | Array) -> tuple[Array, Array]:
    """Mean and variance of the log level given all counts, from the filtered ones backward.

    Source: Rauch, Tung and Striebel 1965, https://doi.org/10.2514/3.3166.
    """
    mean, variance = found.mean.copy(), found.variance.copy()
    for t in range(len(mean) - 2, -1, -1):
        ahead = variance[t] + step
        gain = variance[t] / ahead
        mean[t] += gain * (mean[t + 1] - mean[t])
        variance[t] += gain * gain * (variance[t + 1] - ahead)
    return mean, variance


def below(limit: Array | float, mean: Array, variance: Array) -> Array:
    """The probability that a Gaussian lies below a limit; error under 2e-7.

    Source: Abramowitz and Stegun 1964, 7.1.26, for the error function.

    >>> float(below(0.0, np.array([0.0]), np.array([1.0]))[0].round(6))
    0.5
    """
    x = (limit - mean) / np.sqrt(2 * variance)
    far = np.abs(x)
    t = 1.0 / (1.0 + 0.3275911 * far)
    series = t * (
        0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))
    )
    tail = 0.5 * series * np.exp(-far * far)
    return np.asarray(np.where(x < 0, tail, 1.0 - tail))

"""How loudly the press speaks, period by period, told by reports that have nothing to do with it.

Reports of other countries by the same texts swell and shrink with coverage and not with what a
patron does for a client. Those of the client, the patron and the coercers are left out, so that no
event of the crisis itself can move the measure by arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from patronage.measures.filtering import Array, Counts, Walk, filtered, past

__all__ = ["Volume", "coverage", "weighted"]

_STEPS = (0.003, 0.03, 0.3)  # variance of a month's move of the log of coverage: calm to waves
_SPREAD = 4.0  # of the first log level, about the mean
_USUAL = 0.25  # variance of the log of coverage where nothing tells it: a factor of 1.6 either way


@dataclass(frozen=True, slots=True)
class Volume:
    """The log of coverage over its usual level, its variance in each period, the lasting one.

    (periods, dyads or 1), the last with one row.
    """

    shift: Array
    noise: Array
    error: Array


def weighted(counts: Array) -> Array:
    """What each pair of countries adds to coverage: the weighted counts, and three rows of sums.

    Formula: the log of a pair's count tells coverage up to a variance of 1 / level, and up to the
    pair's own moves, taken to have variance 1; the best weight of a count is then
    w = 1 / (1 + level), the level being sum y(y - 1) / sum y, that is w = sum y / sum y². Without
    it a war elsewhere would pass for coverage.

    Args:
        counts: reports of each pair, (periods, pairs).

    Returns:
        (periods + 3, pairs): w y, then w m, w² m and (w m)², m the mean of y. Rows add up over
        pairs, so that any pair can be left out by subtraction.
    """
    w = counts.sum(axis=0) / np.maximum((counts**2).sum(axis=0), 1e-9)
    mean = counts.mean(axis=0)
    return np.concatenate([w * counts, [w * mean, w * w * mean, (w * mean) ** 2]])


def coverage(sums: Array, seen: NDArray[np.bool_], months: float) -> Volume:
    """Coverage as known at each period, from the weighted reports that are left.

    Formula: the weighted sum, scaled so that its variance is its mean, is Poisson about a level
    that walks in its logarithm; three speeds are weighed by how well each foretold the sums so
    far. The pairs' own moves leave a lasting variance e = sum (w m)² / (sum w m)²; the log of
    coverage, of variance .25 beforehand, is shrunk by .25 / (.25 + e). Where no report is left it
    is 0 with a lasting variance of .25: not known.

    Args:
        sums: :func:`weighted` summed over the pairs that are left, (periods + 3, dyads or 1).
        seen: False where nothing was published, (periods, 1).
        months: length of a period in months.
    """
    periods = len(sums) - 3
    rows = np.maximum(sums, 0.0)
    mean, square, own = rows[periods:]
    known = mean > 1e-9
    y = rows[:periods] * np.where(known, mean / np.maximum(square, 1e-12), 0.0)
    flat = np.zeros((periods, 1))
    level, noise = _walked(Counts(y, flat, flat, flat, seen), months)
    usual = np.median(level[seen[:, 0]], axis=0) if seen.any() else 0.0  # no wave is usual
    error = np.where(known, own / np.maximum(mean, 1e-12) ** 2, 1.0)
    kept = np.where(known, _USUAL / (_USUAL + error), 0.0)
    lasting = np.where(known, kept * error, _USUAL)
    return Volume(kept * (level - usual), kept * kept * noise, lasting[None, :])


def _walked(counts: Counts, months: float) -> tuple[Array, Array]:
    """Mean and variance of the log level known at each period, over the three speeds."""
    seen = counts.seen
    first = np.log(np.maximum((counts.y * seen).sum(axis=0) / max(int(seen.sum()), 1), 1e-9))
    recall = past(len(counts.y), 1.0)
    runs = [filtered(counts, Walk(s * months, 0.0, first, _SPREAD), recall) for s in _STEPS]
    log = np.array([run.likelihood for run in runs])
    share = np.exp(log - log.max(axis=0))
    share /= share.sum(axis=0)
    means, variances = np.array([r.mean for r in runs]), np.array([r.variance for r in runs])
    mean = (share * means).sum(axis=0)
    return mean, (share * (variances + (means - mean) ** 2)).sum(axis=0)

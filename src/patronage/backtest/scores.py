"""Proper scores of probabilities, and intervals that know that rows of one crisis hang together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "auc", "brier", "calibration", "log_losses", "paired_interval", "ranked_probability",
]  # fmt: skip

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# A probability of zero for what happened would cost infinitely much; this bounds it at 13.8.
_FLOOR = 1e-6


def log_losses(probabilities: Floats, outcomes: Ints) -> Floats:
    """Minus the log of what each row gave to what happened, in nats; lower is better.

    Args:
        probabilities: (n, k), rows summing to 1.
        outcomes: (n,), from 0 to k - 1.

    Source: Good (1952), Rational decisions, doi:10.1111/j.2517-6161.1952.tb00104.x.

    >>> log_losses(np.array([[0.5, 0.5]]), np.array([1])).round(3).tolist()
    [0.693]
    """
    given = probabilities[np.arange(len(outcomes)), outcomes]
    return np.asarray(-np.log(np.clip(given, _FLOOR, 1.0)), dtype=np.float64)


def brier(probabilities: Floats, outcomes: Ints) -> float:
    """Mean squared distance between probabilities (n, k) and what happened; 0 is best.

    Summed over alternatives, so that of two alternatives it is twice the one-sided score.

    Source: Brier (1950), doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2.

    >>> brier(np.array([[0.5, 0.5]]), np.array([1]))
    0.5
    """
    hit = np.eye(probabilities.shape[1])[outcomes]
    return float(((probabilities - hit) ** 2).sum(axis=1).mean())


def ranked_probability(probabilities: Floats, outcomes: Ints) -> float:
    """Mean ranked probability score on an ordered ladder, from 0 (best) to 1.

    ``probabilities`` (n, k) stand in the order of the ladder. Being off by one step costs less than
    by three.

    Source: Epstein (1969), doi:10.1175/1520-0450(1969)008<0985:ASSFPF>2.0.CO;2.

    >>> ranked_probability(np.array([[0.0, 1.0, 0.0]]), np.array([1]))
    0.0
    """
    hit = np.eye(probabilities.shape[1])[outcomes]
    gap = np.cumsum(probabilities - hit, axis=1)[:, :-1]
    return float((gap**2).mean())


def auc(probability: Floats, happened: Ints) -> float | None:
    """How often a row where it happened got more than one where not; None if all are alike.

    >>> auc(np.array([0.1, 0.4, 0.4, 0.9]), np.array([0, 0, 1, 1]))
    0.875
    """
    yes, no = probability[happened == 1], probability[happened == 0]
    if not len(yes) or not len(no):
        return None
    above = np.sort(no)
    ranks = np.searchsorted(above, yes, "left") + np.searchsorted(above, yes, "right")
    return float(ranks.mean() / 2 / len(no))


def calibration(probability: Floats, happened: Ints, steps: int = 50) -> tuple[float, float]:
    """Intercept and slope of what happened on the log-odds given: 0 and 1 are best.

    A slope below 1 tells that the probabilities were too bold, above 1 too timid. Logistic
    regression by Newton's method with a touch of ridge, which keeps it finite where the
    probabilities separate the outcomes.

    Source: Cox (1958), doi:10.1093/biomet/45.3-4.562.
    """
    p = np.clip(probability, _FLOOR, 1 - _FLOOR)
    x = np.column_stack([np.ones(len(p)), np.log(p / (1 - p))])
    line = np.array([0.0, 1.0])
    for _ in range(steps):
        q = 1 / (1 + np.exp(-np.clip(x @ line, -30, 30)))
        slope = x.T @ (happened - q) - 1e-6 * line
        bend = (x * (q * (1 - q))[:, None]).T @ x + 1e-6 * np.eye(2)
        step = np.linalg.solve(bend, slope)
        line = line + step / max(1.0, float(np.abs(step).max()))
    return float(line[0]), float(line[1])


def paired_interval(
    differences: Floats, clusters: Ints, *, mass: float = 0.9, draws: int = 4000, seed: int = 0
) -> tuple[float, float, float]:
    """Mean of paired differences and its bootstrap interval, drawing whole clusters.

    Args:
        differences: (n,), one model's loss minus another's, row by row; below 0 the first is
            better.
        clusters: (n,), the crisis of each row.
        mass: of the interval.
        draws: bootstrap samples.
        seed: of the draws.

    Returns:
        mean, lower end, upper end.

    >>> paired_interval(np.array([1.0, 1.0]), np.array([1, 2]))
    (1.0, 1.0, 1.0)
    """
    _, which = np.unique(clusters, return_inverse=True)
    sums, sizes = np.bincount(which, weights=differences), np.bincount(which)
    rng = np.random.default_rng(seed)
    picked = rng.integers(0, len(sums), size=(draws, len(sums)))
    means = sums[picked].sum(axis=1) / sizes[picked].sum(axis=1)
    low, high = np.quantile(means, [(1 - mass) / 2, (1 + mass) / 2])
    return float(differences.mean()), float(low), float(high)

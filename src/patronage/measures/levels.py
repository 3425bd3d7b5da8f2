"""From counts to levels with intervals: one course for each dyad, both kinds together or one.

Import this file where it is used, not with the package.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np
import pyarrow as pa

from patronage.measures.dyads import Dyads
from patronage.measures.filtering import Array, Counts, below, past
from patronage.measures.pooling import Levels, Pool, halved, levels, pooled

__all__ = ["Course", "course", "halving", "listed"]

_COLUMNS = ("value", "low", "high", "then_value", "then_low", "then_high", "below")
_MEMORY = 24.0  # months in which the weight of the past falls to 1/e


@dataclass(frozen=True, slots=True)
class Course:
    """By period and dyad: level with its interval given all counts, the same given the counts up
    to each period (``then``), and the chance that it is ``below`` its own past, known then.
    """

    value: Array
    low: Array
    high: Array
    then_value: Array
    then_low: Array
    then_high: Array
    below: Array


def course(
    kinds: Mapping[str, Counts], months: float, mass: float = 0.9, share: float = 1.0
) -> Course:
    """The levels of dyads, of one kind or of the sum of several.

    Formula: each kind has its own pool and its own Gaussian log level. A sum of levels is taken as
    log-normal with the mean and variance of the sum; the lasting error of coverage is common to
    the kinds. The difference from the past is the kinds' weighed by their shares of the past.

    Args:
        kinds: counts by kind, with the same dyads and periods.
        months: length of a period in months.
        mass: probability inside an interval.
        share: ``below`` is the probability of less than this part of the past.
    """
    runs = []
    for counts in kinds.values():
        pool = pooled(counts, months)
        recall = past(len(counts.y), _MEMORY / months)
        runs.append((levels(counts, pool, recall), pool, counts))
    z = NormalDist().inv_cdf((1 + mass) / 2)
    all_known = _summed([(r.mean, r.variance, p, c) for r, p, c in runs], z)
    then = _summed([(r.then_mean, r.then_variance, p, c) for r, p, c in runs], z)
    gap, variance = _gap(runs)
    return Course(*all_known, *then, below(math.log(share), gap, variance))


def halving(kinds: Mapping[str, Counts], months: float) -> Array:
    """The probability that the level of all kinds together has lately gone to half.

    Args:
        kinds: counts by kind; their sum is one series, with a pool of its own.
        months: length of a period in months.
    """
    first = next(iter(kinds.values()))
    whole = replace(first, y=np.sum([counts.y for counts in kinds.values()], axis=0))
    return halved(whole, pooled(whole, months))


def _summed(parts: list[tuple[Array, Array, Pool, Counts]], z: float) -> tuple[Array, Array, Array]:
    """Median and interval of a sum of log-normal levels."""
    means: list[Array] = []
    total = np.zeros_like(parts[0][0])
    for mean, variance, pool, counts in parts:
        whole = variance + pool.reach**2 * counts.error
        means.append(np.exp(mean + whole / 2))
        total = total + means[-1] ** 2 * np.expm1(whole)
    for i, (_, _, pool, counts) in enumerate(parts):
        for j in range(i):
            shared = np.expm1(pool.reach * parts[j][2].reach * counts.error)
            total = total + 2 * means[i] * means[j] * shared
    mean = np.sum(means, axis=0)
    spread = np.log1p(total / mean**2)
    middle = mean * np.exp(-spread / 2)
    half = np.exp(z * np.sqrt(spread))
    return middle, middle / half, middle * half


def _gap(runs: list[tuple[Levels, Pool, Counts]]) -> tuple[Array, Array]:
    """Mean and variance of the log level less its own past, over the kinds."""
    past_level = [np.exp(run.then_mean - run.gap) for run, _, _ in runs]
    whole = np.sum(past_level, axis=0)
    gap, variance, reach = (np.zeros_like(whole) for _ in range(3))
    for (run, pool, _), level in zip(runs, past_level, strict=True):
        part = level / whole
        gap = gap + part * run.gap
        variance = variance + part**2 * run.gap_variance
        reach = reach + part * pool.reach
    return gap, variance + reach**2 * runs[0][2].error


def listed(found: Dyads, line: Course | None) -> pa.Table:
    """A course as an Arrow table, a row for each dyad and period."""
    many, periods = len(found.dyads), len(found.spans)
    arrays: dict[str, Array] = {}
    if line is not None:
        arrays = {name: getattr(line, name) for name in _COLUMNS}
        arrays["n"] = np.asarray(sum(counts.y for counts in found.counts.values()))
    columns: dict[str, pa.Array] = {}
    for i, side in enumerate(("patron", "client")):
        names = pa.array([dyad[i] for dyad in found.dyads], pa.string())
        columns[side] = names.take(pa.array(np.repeat(np.arange(many), periods)))
    days = pa.array([span.start for span in found.spans], pa.date32())
    columns["start"] = days.take(pa.array(np.tile(np.arange(periods), many)))
    flat = {name: a.T.ravel() for name, a in arrays.items()}
    columns["n"] = pa.array(flat.get("n", np.empty(0)).astype(np.int64))
    for name in _COLUMNS:
        values = flat.get(name, np.empty(0))
        first = np.tile(np.arange(periods) == 0, many) if name == "below" else None
        columns[name] = pa.array(values, pa.float64(), mask=first if len(values) else None)
    return pa.table(columns)

"""How levels move, learned from all dyads together; then the level of each given all settings.

A short series says little of how fast its level walks or how bursty its reports are. So a grid of
settings is weighed by all dyads at once, and each dyad keeps the settings that fit it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from patronage.measures.filtering import (
    Array,
    Counts,
    Filtered,
    Recall,
    Walk,
    filtered,
    matched,
    past,
    smoothed,
)  # fmt: skip

__all__ = ["Levels", "Pool", "halved", "levels", "pooled"]

_STEPS = (1e-4, 1e-3, 5e-3, 2e-2, 8e-2)  # variance of a month's move of the log level
_BURSTS = (0.0, 0.05, 0.2, 0.6)  # variance of the log of one period's bursts
_SETTINGS = np.array([(step, burst) for step in _STEPS for burst in _BURSTS])
_ROUNDS = 4  # of weighing the settings; more change the third digit
_SAMPLE = 200  # series to learn from: more change little and cost time
_FLAT = 4.0  # weight, in series, of all settings alike
_FIRST, _SPREAD, _SURE = 0.0, 2.0, 2.0  # of the first level: mean and variance, and their weight
_REACHES = np.linspace(0.0, 1.3, 14)  # powers of coverage that are tried
_REACH_SPREAD = 0.25  # beforehand, reports follow coverage in proportion
_CALM = _SETTINGS[_SETTINGS[:, 0] == _STEPS[0]]  # a level that hardly walks forgets no past
_ONCE = 240.0  # months between halvings beforehand: 20 years
_CHUNK = 2000  # series times settings at once: what fits a processor's cache


@dataclass(frozen=True, slots=True)
class Pool:
    """What all series of one class share: the settings, the log of their weights, the mean and
    variance of a first level, the power with which reports follow coverage, a period's months.
    """

    weights: Array
    first: float
    spread: float
    reach: float
    months: float


@dataclass(frozen=True, slots=True)
class Levels:
    """Log levels, each (periods, series): ``mean`` and ``variance`` given all counts, the same
    ``then``, given the counts up to the period alone; ``gap`` and ``gap_variance``, likewise up to
    the period, of what was held against what.
    """

    mean: Array
    variance: Array
    then_mean: Array
    then_variance: Array
    gap: Array
    gap_variance: Array


def pooled(counts: Counts, months: float) -> Pool:
    """Weigh the settings by all series of a class (at most 200 of them, chosen by their counts).

    Args:
        counts: the series.
        months: length of a period in months; a level moves further in a longer one.

    Returns:
        The settings, with the mean and variance of a first level and the power with which reports
        follow coverage (1 beforehand, give or take .25).
    """
    some = counts.part(_sample(counts))
    flat = np.full(len(_SETTINGS), -math.log(len(_SETTINGS)))
    pool = Pool(flat, _start(some), _SPREAD, 1.0, months)
    for turn in range(_ROUNDS):
        if turn == _ROUNDS // 2 and np.ptp(some.shift) > 0:
            pool = replace(pool, reach=_reach(some, pool))
        pool = _weighed(some, pool)
    return pool


def levels(counts: Counts, pool: Pool, recall: Recall) -> Levels:
    """Each series' level under all settings, every one weighed by how well it foretold the counts.

    Args:
        counts: the series.
        pool: what they share.
        recall: what is to be held against what.

    Returns:
        Means and variances over the settings; those given the counts up to a period weigh the
        settings by these counts alone. The lasting error of coverage is in none of them: the kinds
        of one dyad share it, so it is for the reader of several to add (``error`` · reach²).
    """
    whole = [np.empty(counts.y.shape) for _ in range(6)]
    width = max(1, _CHUNK // len(_SETTINGS))
    for start in range(0, counts.y.shape[1], width):
        columns = slice(start, start + width)
        for made, part in zip(whole, _mixed(counts.part(columns), pool, recall), strict=True):
            made[:, columns] = part
    return Levels(*whole)


def _mixed(counts: Counts, pool: Pool, recall: Recall) -> list[Array]:
    found, mean, variance = _run(counts, pool, recall, _SETTINGS)
    log = found.likelihood + pool.weights[:, None]
    share = np.exp(log - log.max(axis=1, keepdims=True))
    share /= share.sum(axis=1, keepdims=True)
    out: list[Array] = []
    for m, v, s in (
        (mean, variance, share[-1:]), (found.mean, found.variance, share),
        (found.contrast, found.contrast_variance, share),
    ):  # fmt: skip
        middle = (s * m).sum(axis=1)
        spread = (s * (v + (m - middle[:, None]) ** 2)).sum(axis=1)
        out += [middle, spread]
    return out


def halved(counts: Counts, pool: Pool) -> Array:
    """The probability, known at each period, that each level has lately gone to half.

    Formula: the odds o of a halving follow o' = (o + h) / (1 - h) · b, where h is its chance in a
    period, once in 20 years, and b is how much likelier the period's count is at half the level
    that the past foretells than at that level. The level is that of the slowest walk, which
    forgets little, over the bursts as weighed by all counts so far. After a halving it follows
    in time, so the odds fall again.

    Args:
        counts: the series.
        pool: what they share.

    Returns:
        (periods, series), 0 to 1; h in the first period.

    Source: Shiryaev 1963, Theory of Probability and Its Applications 8, 22-46, for the odds.
    """
    hazard = min(0.5, pool.months / _ONCE)
    odds = np.full(counts.y.shape, hazard / (1 - hazard))
    width = max(1, _CHUNK // len(_CALM))
    for start in range(0, counts.y.shape[1], width):
        columns = slice(start, start + width)
        part = counts.part(columns)
        log = _likelier(part, pool)
        for t in range(1, len(odds)):
            told = np.clip(log[t - 1], -50.0, 50.0) * part.seen[t]
            grown = (odds[t - 1, columns] + hazard) / (1 - hazard) * np.exp(told)
            odds[t, columns] = np.clip(grown, 1e-12, 1e12)
    return np.asarray(odds / (1 + odds))


def _likelier(counts: Counts, pool: Pool) -> Array:
    """Log of the chance of each count but the first at half the foretold level, over at it."""
    found, _, _ = _run(counts, pool, past(len(counts.y), 1.0), _CALM)
    shape = found.mean[1:].shape
    step, burst = (column[:, None] for column in _CALM.T)
    noise = pool.reach**2 * _all(counts.noise, counts)[1:, None] + burst
    whole = found.variance[:-1] + step * pool.months + noise
    shift = pool.reach * _all(counts.shift, counts)[1:, None] - burst / 2
    y = np.broadcast_to(counts.y[1:, None], shape)
    mean = found.mean[:-1] - math.log(2)
    flat = (np.ravel(np.broadcast_to(one, shape)) for one in (y, shift, mean, whole))
    half = matched(*flat)[2].reshape(shape)
    same = np.diff(found.likelihood, axis=0)
    weights = pool.weights[_SETTINGS[:, 0] == _STEPS[0]]
    prior = found.likelihood[:-1] + weights[:, None]
    return _mean_log(prior, half) - _mean_log(prior, same)


def _mean_log(prior: Array, log: Array) -> Array:
    """Log of the mean of exp(log) over the settings, weighed by exp(prior); up to a constant."""
    both = prior + log
    top = both.max(axis=1, keepdims=True)
    return np.asarray(top[:, 0] + np.log(np.exp(both - top).sum(axis=1)))


def _all(one: Array, counts: Counts) -> Array:
    return np.broadcast_to(one, counts.y.shape)


def _run(
    counts: Counts, pool: Pool, recall: Recall, settings: Array
) -> tuple[Filtered, Array, Array]:
    """Filter and smoother of all series under all settings, as (periods, settings, series)."""
    many, series = len(settings), counts.y.shape[1]
    steps, bursts = (np.repeat(column, series) for column in settings.T)
    walk = Walk(steps * pool.months, bursts, pool.first, pool.spread, pool.reach)
    found = filtered(_tiled(counts, many), walk, recall)
    mean, variance = smoothed(found, walk.step)

    def cut(one: Array) -> Array:
        return one.reshape(len(one), many, series)

    parts = (found.mean, found.variance, found.likelihood, found.contrast, found.contrast_variance)
    return Filtered(*map(cut, parts)), cut(mean), cut(variance)


def _tiled(counts: Counts, many: int) -> Counts:
    return counts.part(np.tile(np.arange(counts.y.shape[1]), many))


def _sample(counts: Counts) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
    """Series from the smallest to the largest, evenly; no name can change which."""
    y = counts.y
    when = np.arange(1, len(y) + 1)[:, None]
    order = np.lexsort(((y * y).sum(axis=0), (when * y).sum(axis=0), y.sum(axis=0)))
    if len(order) <= _SAMPLE:
        return order
    return order[np.linspace(0, len(order) - 1, _SAMPLE).astype(np.intp)]


def _start(counts: Counts) -> float:
    seen = np.broadcast_to(counts.seen, counts.y.shape)
    known = np.maximum(seen.sum(axis=0), 1)
    each = np.log(((counts.y * seen).sum(axis=0) + 0.5) / known)
    return float((each.sum() + _SURE * _FIRST) / (each.size + _SURE))


def _first(counts: Counts, pool: Pool, settings: Array) -> tuple[Array, Array, Array]:
    """By setting and series the log likelihood, and mean and variance of the first level."""
    recall = past(len(counts.y), 1.0)
    width = max(1, _CHUNK // len(settings))
    made = []
    for start in range(0, counts.y.shape[1], width):
        part = counts.part(slice(start, start + width))
        found, mean, variance = _run(part, pool, recall, settings)
        made.append((found.likelihood[-1], mean[0], variance[0]))
    log, mean, variance = (np.concatenate(one, axis=1) for one in zip(*made, strict=True))
    return log, mean, variance


def _weighed(counts: Counts, pool: Pool) -> Pool:
    """One round of expectation and maximisation: weights, mean and variance of a first level."""
    log, means, variances = _first(counts, pool, _SETTINGS)
    log = log + pool.weights[:, None]
    share = np.exp(log - log.max(axis=0))
    share /= share.sum(axis=0)
    weights = share.sum(axis=1) + _FLAT / len(share)
    first = float(((share * means).sum() + _SURE * _FIRST) / (share.sum() + _SURE))
    off = (share * (variances + (means - first) ** 2)).sum()
    spread = float((off + _SURE * _SPREAD) / (share.sum() + _SURE))
    return replace(pool, weights=np.log(weights / weights.sum()), first=first, spread=spread)


def _reach(counts: Counts, pool: Pool) -> float:
    """The power of coverage in the counts: where all series together are likeliest."""
    keep = np.argsort(-pool.weights)[:4]
    logs = []
    for reach in _REACHES:
        each = _first(counts, replace(pool, reach=float(reach)), _SETTINGS[keep])[0]
        each = each + pool.weights[keep][:, None]
        top = each.max(axis=0)
        logs.append(float((top + np.log(np.exp(each - top).sum(axis=0))).sum()))
    log = np.array(logs) - 0.5 * ((_REACHES - 1.0) / _REACH_SPREAD) ** 2
    best = min(max(int(log.argmax()), 1), len(log) - 2)
    before, at, after = log[best - 1 : best + 2]
    bend = max(2 * at - before - after, 1e-9)  # the top of the parabola through the best three
    move = float(np.clip(0.5 * (after - before) / bend, -1.0, 1.0))
    return float(_REACHES[best] + move * (_REACHES[1] - _REACHES[0]))

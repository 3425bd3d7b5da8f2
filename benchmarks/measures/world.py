"""A made world whose truth is known and whose process is not the model's.

Acts: the log rate of a dyad's acts moves by rare jumps of heavy-tailed size between which it drifts
with Student's t, 3 degrees of freedom; acts come in negative-binomial numbers. Reports: twelve
sources, each of which tells an act with a chance of its own that wanders and jumps (a source goes
quiet or is new), lower for deeds that interest it less; an act is counted once, if any source tells
it. Waves multiply what all sources tell for some months. Neutral acts: other countries', by the
same rules, so that behaviour elsewhere moves them too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
SOURCES = 12


@dataclass(frozen=True)
class World:
    """``acts`` and ``log_rate`` (periods, dyads), ``told`` the chance that an act is told at all,
    ``counts`` the acts told, ``neutral`` (periods, other dyads) acts told of others.
    """

    log_rate: Array
    acts: Array
    told: Array
    counts: Array
    neutral: Array

    @property
    def level(self) -> Array:
        """What is to be found: the rate of acts told at each dyad's usual coverage."""
        return self.log_rate + np.median(np.log(self.told), axis=0)


def drift(rng: np.random.Generator, shape: tuple[int, int], jumps: float) -> Array:
    """Small heavy-tailed moves and rare jumps, summed up."""
    small = 0.02 * rng.standard_t(3, shape)
    jump = (rng.random(shape) < jumps) * rng.laplace(0, 0.7, shape)
    moves = small + jump
    moves[0] = 0
    return np.cumsum(moves, axis=0)


def sources(rng: np.random.Generator, periods: int) -> Array:
    """(periods, sources) chance factors: each wanders, and now and then changes for good."""
    base = rng.lognormal(np.log(0.012), 0.8, SOURCES)
    wander = np.zeros((periods, SOURCES))
    for t in range(1, periods):
        wander[t] = 0.9 * wander[t - 1] + rng.normal(0, 0.12, SOURCES)
    steps = np.cumsum(
        (rng.random((periods, SOURCES)) < 0.004) * rng.normal(0, 1, (periods, SOURCES)), axis=0
    )
    return base * np.exp(wander + steps)


def waves(rng: np.random.Generator, periods: int) -> Array:
    """(periods, 1) factors of all sources: about one wave in three years, up to fivefold."""
    log = np.zeros(periods)
    for start in np.flatnonzero(rng.random(periods) < 1 / 36):
        length = int(rng.integers(2, 10))
        shape = np.exp(-np.arange(length) / length)
        height = rng.uniform(0.3, np.log(5))
        log[start : start + length] += height * shape[: periods - start]
    return np.exp(np.minimum(log, np.log(5)))[:, None]


def told(factors: Array, interest: Array) -> Array:
    """(periods, dyads): the chance that one source or more tells an act."""
    chance = np.minimum(factors[:, :, None] * interest, 0.95)
    return 1 - np.prod(1 - chance, axis=1)


def bursts(rng: np.random.Generator, rate: Array, size: Array) -> Array:
    """Negative-binomial numbers of acts."""
    return rng.poisson(rate * rng.gamma(size, 1 / size, rate.shape)).astype(float)


def made(
    rng: np.random.Generator,
    periods: int,
    dyads: int,
    *,
    wave: Array | None = None,
    log_rate: Array | None = None,
    others: int = 400,
) -> World:
    """A world; ``wave`` and ``log_rate`` take the place of the drawn ones."""
    rate = rng.normal(np.log(40), 1.3, dyads) + drift(rng, (periods, dyads), 0.008)
    rate = rate if log_rate is None else log_rate
    factors = sources(rng, periods)
    drawn = waves(rng, periods)
    factors = factors * (drawn if wave is None else wave)
    interest = rng.lognormal(0, 0.4, (SOURCES, dyads))
    chance = told(factors, interest)
    acts = bursts(rng, np.exp(rate), rng.uniform(2, 20, dyads))
    counts = rng.binomial(acts.astype(int), chance).astype(float)
    other = rng.normal(np.log(10), 1.0, others) + drift(rng, (periods, others), 0.008)
    their = told(factors, rng.lognormal(-0.3, 0.4, (SOURCES, others)))
    neutral = rng.binomial(bursts(rng, np.exp(other), np.full(others, 4.0)).astype(int), their)
    return World(rate, acts, chance, counts, neutral.astype(float))

"""A change of level in a yearly series: whether there is one, and when.

The first version of the room's breaks: at most two, by weighing every way to cut the series into
one, two or three stretches.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from patronage.results import Break

__all__ = ["break_in"]

_MASS = 0.8
_SHORT = 6  # years below which nothing is said
_MOST = 2  # breaks: a rise and the fall after it
_LEAST = 2  # years of a stretch: a single odd year is no level
_COUNTED = 0.7  # of lumpy series without a break, 3 to 7 in 100 then pass .8 (24 years)
_GRAIN = 0.02  # a spread that is told in round numbers is never smaller than this part of it


def break_in(years: Sequence[tuple[int, float]], direction: str) -> Break | None:
    """The most probable change of level of a series in one direction.

    Formula: y = sqrt(value), cut into one, two or three stretches of two years or more with means
    of their own and one variance. A cutting with m cuts has the log weight
    -0.35 n log(sum of squares about the means) - m/2 log n (not n/2, since neighbouring years
    depend on each other: see ``_COUNTED``), the Schwarz criterion's price of a mean and
    a place each. The three numbers of stretches have a third each beforehand, all cuttings of one
    number alike. The probability of a break at a year is the share of the weights of cuttings that
    have a cut there at which the mean moves in ``direction``.

    Args:
        years: (year, value) in order, values at least 0, without gaps.
        direction: ``up`` or ``down``.

    Returns:
        The break with the largest weight, or None where fewer than six years are known or nothing
        varies. ``probability`` is that of any break in that direction, ``chances`` by first year
        after it (their sum may exceed it: two falls); ``low``..``high`` hold the likeliest one
        with probability .8, given that there is one.

    It does not mean that nothing else changed, nor why it did. The probability holds under this
    model of levels alone, so that read as a frequency it is too sure.

    Source: Schwarz 1978, https://doi.org/10.1214/aos/1176344136, for the criterion.

    >>> found = break_in([(1990 + i, 9.0 if i < 10 else 1.0) for i in range(20)], "down")
    >>> found.time.year, found.probability > 0.9
    (2000, True)
    """
    n = len(years)
    y = [math.sqrt(max(0.0, value)) for _, value in years]
    if n < _SHORT or max(y) == min(y):
        return None
    cuttings = list(_cuttings(y))
    top = max(weight for _, weight in cuttings)
    at: dict[int, float] = defaultdict(float)
    whole = any_such = 0.0
    for cuts, weight in cuttings:
        share = math.exp(weight - top)
        whole += share
        wanted = [k for k, move in _moves(y, cuts) if (move < 0) == (direction == "down")]
        any_such += share if wanted else 0.0
        for k in wanted:
            at[k] += share
    if not any_such:
        return None
    return _told(years, {k: share / whole for k, share in at.items()}, any_such / whole, direction)


def _cuttings(y: Sequence[float]) -> Iterator[tuple[tuple[int, ...], float]]:
    """Every cutting with its log weight."""
    n = len(y)
    sums = [0.0]
    squares = [0.0]
    for value in y:
        sums.append(sums[-1] + value)
        squares.append(squares[-1] + value * value)
    floor = n * (_GRAIN * (max(y) - min(y))) ** 2
    for count in range(_MOST + 1):
        every = [
            cuts for cuts in combinations(range(1, n), count)
            if all(b - a >= _LEAST for a, b in pairwise((0, *cuts, n)))
        ]  # fmt: skip
        for cuts in every:
            left = sum(
                squares[b] - squares[a] - (sums[b] - sums[a]) ** 2 / (b - a)
                for a, b in pairwise((0, *cuts, n))
            )
            fit = -0.5 * _COUNTED * n * math.log(max(0.0, left) + floor)
            yield cuts, fit - 0.5 * count * math.log(n) - math.log(len(every))


def _moves(y: Sequence[float], cuts: Sequence[int]) -> Iterator[tuple[int, float]]:
    """Each cut with the step of the mean over it."""
    ends = (0, *cuts, len(y))
    for place, k in enumerate(cuts, 1):
        before, after = y[ends[place - 1] : k], y[k : ends[place + 1]]
        yield k, math.fsum(after) / len(after) - math.fsum(before) / len(before)


def _told(
    years: Sequence[tuple[int, float]], at: dict[int, float], probability: float, direction: str
) -> Break:
    best = max(at, key=lambda k: (at[k], -k))
    low, high = _interval(at, best, _MASS * sum(at.values()))
    values = [value for _, value in years]
    return Break(
        direction, _day(years, best), probability, _mean(values[:best]), _mean(values[best:]),
        _day(years, low), _day(years, high), _MASS,
        tuple((_day(years, k), chance) for k, chance in sorted(at.items())),
    )  # fmt: skip


def _day(years: Sequence[tuple[int, float]], k: int) -> dt.date:
    return dt.date(years[k][0], 1, 1)


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def _interval(at: dict[int, float], best: int, mass: float) -> tuple[int, int]:
    """The run of places around the best one that holds the mass, grown by its likelier side."""
    low = high = best
    held = at[best]
    while held < mass:
        before, after = at.get(low - 1, 0.0), at.get(high + 1, 0.0)
        if before >= after and low > min(at):
            low, held = low - 1, held + before
        elif high < max(at):
            high, held = high + 1, held + after
        else:
            low, held = low - 1, held + before
    return low, high

"""Changes of level in a series: whether there are any, and when.

``breaks`` tells every one that is likelier than not, of any series of amounts; ``break_in`` the
most probable one of a yearly series, by weighing every way to cut it into one, two or three
stretches. The auditor holds claims against the latter, whose errors on it are frozen.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from patronage.errors import UsageError
from patronage.measures.stretches import steps
from patronage.results import Break

__all__ = ["break_in", "breaks", "online"]

_MASS = 0.8
_SHORT = 6  # years below which nothing is said
_MOST = 2  # breaks: a rise and the fall after it
_LEAST = 2  # years of a stretch: a single odd year is no level
_COUNTED = 0.7  # of lumpy series without a break, 3 to 7 in 100 then pass .8 (24 years)
_NEAR = 2  # periods: chances no further apart than twice this are of one break
_GRAIN = 0.02  # a spread that is told in round numbers is never smaller than this part of it


def breaks(
    series: Sequence[tuple[dt.date, float]], *, share: float = 0.5, sure: float = 0.5
) -> tuple[Break, ...]:
    """Every change of level of a series that is likely enough, up and down, each told once.

    Formula: the probability of a step at each place, of all ways to cut the series into stretches
    (zeros and lumps are normal within one, see :func:`patronage.measures.stretches.steps`). The
    chances within two periods of a place are one break's; the five with the largest sum are told
    first and taken out, until no sum reaches ``sure``.

    Args:
        series: (first day of the period, value at least 0) in order, without gaps.
        share: a step down goes to at most this part of the level before, a step up the reverse;
            above 0, up to 1.
        sure: least probability of a break that is told; above 0, up to 1.

    Returns:
        The breaks by time. ``before`` and ``after`` are the means between the neighbouring breaks;
        ``low``..``high`` hold the break with probability .8, given that it is there. None where
        fewer than six periods are known or nothing varies.

    Raises:
        UsageError: for a value below 0 or not a number, days out of order, or a ``share`` or
            ``sure`` outside its range.

    It does not mean a cause, nor a trend: a slow slide is told as a step or not at all. The
    probability is one under this model; how often it was right on known endings stands in
    ``benchmarks/breaks/scores.json``.

    Source: Fearnhead 2006, https://doi.org/10.1007/s11222-006-8450-8, for the recursions; the
    model of levels and the telling once are this project's.

    >>> series = [(dt.date(1990 + i, 1, 1), 9.0 if i < 10 else 0.0) for i in range(20)]
    >>> [(found.direction, found.time.year) for found in breaks(series)]
    [('down', 2000)]
    """
    _called(series, share, sure)
    values = [value for _, value in series]
    if len(values) < _SHORT or max(values) == min(values):
        return ()
    down, up = steps(values, share)
    found: list[tuple[str, int, dict[int, float]]] = []
    found += [("down", *one) for one in _gathered(down.tolist(), sure)]
    found += [("up", *one) for one in _gathered(up.tolist(), sure)]
    found.sort(key=lambda one: one[1])
    ends = sorted({0, len(values), *(place for _, place, _ in found)})
    return tuple(_dated(series, one, ends) for one in found)


def online(
    series: Sequence[tuple[dt.date, float]], *, share: float = 0.5, sure: float = 0.5
) -> tuple[tuple[dt.date, Break], ...]:
    """The breaks as they would have been told period by period, with what was known by then.

    Args:
        series: as for :func:`breaks`, and so ``share`` and ``sure``.
        share: as there.
        sure: as there.

    Returns:
        (first day of the last period known when it was first told, the break as told then), each
        once: a later telling in the same direction within four periods is the same break.

    >>> series = [(dt.date(1990 + i, 1, 1), 9.0 if i < 10 else 0.0) for i in range(20)]
    >>> [(day.year, found.time.year) for day, found in online(series)]
    [(2001, 2000)]
    """
    days = [day for day, _ in series]
    told: list[tuple[dt.date, Break]] = []
    seen: list[tuple[str, int]] = []
    for known in range(_SHORT, len(series) + 1):
        for found in breaks(series[:known], share=share, sure=sure):
            place = days.index(found.time)
            if all(d != found.direction or abs(place - p) > 2 * _NEAR for d, p in seen):
                told.append((days[known - 1], found))
                seen.append((found.direction, place))
    return tuple(told)


def _called(series: Sequence[tuple[dt.date, float]], share: float, sure: float) -> None:
    for name, value in (("share", share), ("sure", sure)):
        if not 0 < value <= 1:
            raise UsageError(f"'{name}' is {value}. Give a number above 0 and up to 1.")
    for (one, _), (other, _) in pairwise(series):
        if one >= other:
            raise UsageError(f"{other} comes after {one} in the series. Give days in order.")
    for day, value in series:
        if not (math.isfinite(value) and value >= 0):
            raise UsageError(f"The value of {day} is {value}. Give amounts of at least 0.")


def _gathered(chances: list[float], sure: float) -> list[tuple[int, dict[int, float]]]:
    """The likeliest place of each break with the chances that are its own."""
    left = dict(enumerate(chances))
    found: list[tuple[int, dict[int, float]]] = []
    while True:
        sums = {k: math.fsum(left.get(i, 0.0) for i in _about(k)) for k in left}
        best = max(sums, key=lambda k: (sums[k], left[k], -k))
        if sums[best] < sure:
            return found
        own = {i: left[i] for i in _about(best) if left.get(i, 0.0) > 0}
        found.append((max(own, key=lambda i: (own[i], -i)), own))
        left.update(dict.fromkeys(own, 0.0))


def _about(place: int) -> range:
    return range(place - _NEAR, place + _NEAR + 1)


def _dated(
    series: Sequence[tuple[dt.date, float]], one: tuple[str, int, dict[int, float]],
    ends: Sequence[int],
) -> Break:  # fmt: skip
    direction, place, own = one
    at = ends.index(place)
    days = [day for day, _ in series]
    values = [value for _, value in series]
    mass = math.fsum(own.values())
    low, high = _interval(own, place, _MASS * mass)
    return Break(
        direction, days[place], min(1.0, mass), _mean(values[ends[at - 1] : place]),
        _mean(values[place : ends[at + 1]]), days[low], days[high], _MASS,
        tuple((days[k], chance) for k, chance in sorted(own.items())),
    )  # fmt: skip


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
        wanted = [k for k, move in _moves(y, cuts) if move and (move < 0) == (direction == "down")]
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

"""Intervals for counts and for the ratio of two rates, in closed form.

Both rest on Jeffreys' prior, so every shape is a whole number and a half. For those the gamma and
beta distribution functions are finite sums that start from ``erfc`` and ``arcsin``: no series to
truncate, no fraction to converge, no further library. A sum has a term for each of its counts, and
an interval asks for a hundred sums, so that of thousands of counts fractions are taken instead,
whose steps grow by the root of the counts; where both can be had they agree to ten digits.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from patronage.errors import UsageError

__all__ = [
    "RateRatio", "beta_below", "count_interval", "gamma_below", "rate_ratio", "share_interval",
]  # fmt: skip

_HALVINGS = 200  # bisection stops earlier, when neighbours in floating point are reached
_MANY = 400  # counts above which a fraction costs less than a sum
_CLOSE = 1e-14  # relative change of a fraction at which it has converged
_ROUNDS = 100_000  # of a fraction; far fewer are needed
_LEAST = 1e-300  # stands for a nought in a denominator of a fraction


class RateRatio(NamedTuple):
    """The rate of the second spell over that of the first: median, interval, P(ratio < 1)."""

    median: float
    low: float
    high: float
    below_one: float


def gamma_below(count: int, x: float) -> float:
    """P(X <= x) where X follows Gamma(count + 1/2) of scale 1.

    Upward recurrence of the upper function Q(a+1, x) = Q(a, x) + x^a e^-x / Γ(a+1) from
    Q(1/2, x) = erfc(√x); all terms are positive, so nothing cancels (NIST DLMF §8.8).

    >>> round(gamma_below(0, 3.841458820694124 / 2), 12)  # chi-square with one degree of freedom
    0.95
    """
    if x <= 0:
        return 0.0
    if count > _MANY:
        return _gamma_many(count + 0.5, x)
    above = math.erfc(math.sqrt(x))
    log_term = 0.5 * math.log(x) - x - math.lgamma(1.5)  # logarithms: large counts would underflow
    for step in range(count):
        above += math.exp(log_term)
        log_term += math.log(x / (step + 1.5))
    return max(0.0, 1.0 - above)


def beta_below(first: int, second: int, x: float) -> float:
    """P(X <= x) where X follows Beta(first + 1/2, second + 1/2).

    From I_x(1/2, 1/2) = (2/π) arcsin √x, raising b adds and raising a subtracts
    x^a (1-x)^b / (a B(a, b)) and its like (NIST DLMF §8.17(iv)).

    >>> beta_below(3, 3, 0.5)
    0.5
    """
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > 0.5:  # the larger tail by symmetry, so that rounding hurts neither end more
        return 1.0 - beta_below(second, first, 1.0 - x)
    if first == second and x == 0.5:
        return 0.5
    if first + second > _MANY:
        return _beta_many(first + 0.5, second + 0.5, x)
    total = 2 / math.pi * math.asin(math.sqrt(x))
    total += _raised(second, 0.5, 1.0 - x)
    total -= _raised(first, second + 0.5, x)
    return min(1.0, max(0.0, total))


def _raised(steps: int, other: float, x: float) -> float:
    """Sum of x^s (1-x)^other / (s B(s, other)) over s = 1/2, 3/2, ..., one term per step."""
    log_term = 0.5 * math.log(x) + other * math.log1p(-x) + math.lgamma(other + 0.5)
    log_term -= math.lgamma(1.5) + math.lgamma(other)
    total = 0.0
    for step in range(steps):
        total += math.exp(log_term)
        log_term += math.log(x * (step + 0.5 + other) / (step + 1.5))
    return total


def _gamma_many(shape: float, x: float) -> float:
    """P(X <= x) of Gamma(shape): the series below the shape, the fraction above it.

    NIST DLMF §8.7.1 and §8.9.2, the latter by Lentz's method.
    """
    front = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1:
        term = total = 1 / shape
        step = shape
        while term > total * _CLOSE:
            step += 1
            term *= x / step
            total += term
        return min(1.0, front * total)
    b = x + 1 - shape
    c, d = 1 / _LEAST, 1 / b
    found = d
    for k in range(1, _ROUNDS):
        a, b = k * (shape - k), b + 2
        d = 1 / (a * d + b or _LEAST)
        c = b + a / c or _LEAST
        found *= c * d
        if abs(c * d - 1) < _CLOSE:
            break
    return max(0.0, 1.0 - front * found)


def _beta_many(a: float, b: float, x: float) -> float:
    """P(X <= x) of Beta(a, b) by the fraction of NIST DLMF §8.17.22, by Lentz's method."""
    if x > (a + 1) / (a + b + 2):  # where it converges slowly, the other tail does not
        return 1.0 - _beta_many(b, a, 1.0 - x)
    front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front = math.exp(front + a * math.log(x) + b * math.log1p(-x)) / a
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1) or _LEAST)
    found = d
    for k in range(1, _ROUNDS):
        for part in (
            k * (b - k) * x / ((a + 2 * k - 1) * (a + 2 * k)),
            -(a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 2 * k + 1)),
        ):
            d = 1 / (1 + part * d or _LEAST)
            c = 1 + part / c or _LEAST
            found *= c * d
        if abs(c * d - 1) < _CLOSE:
            break
    return min(1.0, front * found)


@cache
def count_interval(count: int, mass: float) -> tuple[float, float]:
    """Equal-tailed Jeffreys interval for the mean of a Poisson count.

    Quantiles (1-mass)/2 and (1+mass)/2 of Gamma(count + 1/2). For a count of zero the lower end is
    set to zero, as for the binomial in Brown, Cai and DasGupta (2001),
    https://doi.org/10.1214/ss/1009213286.

    Args:
        count: a count, 0 or more.
        mass: probability inside the interval, between 0 and 1.

    Returns:
        Low and high, in the unit of the count.

    Raises:
        UsageError: for a negative count or a mass outside (0, 1).

    >>> low, high = count_interval(0, 0.9)
    >>> low, round(high, 3)
    (0.0, 1.921)
    """
    _check(mass, count)
    tail = (1 - mass) / 2
    top = count + 10.0
    while gamma_below(count, top) < 1 - tail:
        top *= 2
    high = _inverse(lambda x: gamma_below(count, x), 1 - tail, top)
    return (_inverse(lambda x: gamma_below(count, x), tail, top) if count else 0.0), high


@cache
def share_interval(some: int, of: int, mass: float) -> tuple[float, float]:
    """Equal-tailed Jeffreys interval for a share that was met ``some`` times out of ``of``.

    Quantiles (1-mass)/2 and (1+mass)/2 of Beta(some + 1/2, of - some + 1/2); the lower end is 0
    where none was met and the upper 1 where all were (Brown, Cai and DasGupta 2001).

    Raises:
        UsageError: for negative counts, ``some`` above ``of``, or a mass outside (0, 1).

    >>> [round(end, 2) for end in share_interval(1, 4, 0.9)]
    [0.05, 0.65]
    """
    _check(mass, some, of - some)
    rest, tail = of - some, (1 - mass) / 2
    low = _inverse(lambda x: beta_below(some, rest, x), tail, 1.0) if some else 0.0
    return low, (_inverse(lambda x: beta_below(some, rest, x), 1 - tail, 1.0) if rest else 1.0)


@cache
def rate_ratio(then: int, then_years: float, now: int, now_years: float, mass: float) -> RateRatio:
    """The rate now over the rate then, from two Poisson counts with known exposures.

    Given their sum, the second count is binomial with p = λ2 t2 / (λ1 t1 + λ2 t2) (the conditional
    view of Przyborowski and Wilenski, 1940); with Jeffreys' prior p follows
    Beta(now + 1/2, then + 1/2), and the ratio is p / (1-p) · t1 / t2.

    Args:
        then: count in the first spell, 0 or more.
        then_years: length of the first spell in years, above 0.
        now: count in the second spell, 0 or more; not both zero.
        now_years: length of the second spell in years, above 0.
        mass: probability inside the interval, between 0 and 1.

    Returns:
        Median, low, high and the probability that the ratio is below one; all finite.

    Raises:
        UsageError: for counts, lengths or a mass out of range.

    >>> rate_ratio(4, 2.0, 4, 2.0, 0.9).below_one
    0.5
    """
    _check(mass, then, now)
    if then + now == 0 or then_years <= 0 or now_years <= 0:
        raise UsageError(
            f"No rate ratio for counts {then} and {now} in {then_years} and {now_years} years: "
            "give at least one episode and two lengths above zero."
        )
    tail = (1 - mass) / 2

    def ratio(at: float) -> float:
        p = _inverse(lambda x: beta_below(now, then, x), at, 1.0)
        rest = _inverse(lambda x: beta_below(then, now, x), 1 - at, 1.0)  # 1 - p loses digits
        return p / rest * then_years / now_years

    return RateRatio(
        median=ratio(0.5),
        low=ratio(tail),
        high=ratio(1 - tail),
        below_one=beta_below(now, then, now_years / (then_years + now_years)),
    )


def _inverse(cdf: Callable[[float], float], at: float, top: float) -> float:
    """Where an increasing function on [0, top] reaches ``at``, by halving."""
    low, high = 0.0, top
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if cdf(middle) < at else (low, middle)
    return (low + high) / 2


def _check(mass: float, *counts: int) -> None:
    if not 0 < mass < 1:
        raise UsageError(f"mass {mass} is no probability. Give one between 0 and 1, such as 0.9.")
    if any(count < 0 for count in counts):
        raise UsageError(f"Counts cannot be negative: {counts}.")

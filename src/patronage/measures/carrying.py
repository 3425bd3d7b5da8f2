"""Carrying a register's last value forward: its age travels with it, and its interval widens."""

from __future__ import annotations

import datetime as dt
import math
from itertools import pairwise
from statistics import NormalDist

from patronage.errors import UsageError
from patronage.measures.changes import YEAR
from patronage.results import Carried, Point, Series

__all__ = ["carried"]

_FEWEST = 4  # changes: fewer say too little about how fast a series moves


def carried(series: Series, day: dt.date, *, mass: float = 0.9) -> Carried | None:
    """The last value known before a day, as if it held until then.

    Formula: a random walk. The spread of a year's change is s = sqrt(mean(d² / t)) over the
    changes d between values t years apart that the series itself shows; the interval is the last
    value ± z · s · sqrt(age in years), z the normal quantile of (1 + mass) / 2.

    It does not mean a forecast: a break between the last value and the day is not in it.

    Args:
        series: a level over time, as :func:`register_series` gives it.
        day: the day to carry it to.
        mass: probability inside the interval, between 0 and 1.

    Returns:
        The value with its age in days and its interval; None where no value ends by that day. The
        interval is None where the series has fewer than four changes before it.

    Raises:
        UsageError: for a mass outside (0, 1).

    >>> import datetime as dt
    >>> from patronage.results import Point, Series
    >>> points = [Point(dt.date(y, 1, 1), dt.date(y + 1, 1, 1), v, v, v, 1) for y, v in
    ...           ((2000, 1.0), (2001, 2.0), (2002, 1.0), (2003, 2.0), (2004, 1.0))]
    >>> series = Series("level", "VEN", None, "unit", "year", 1.0, tuple(points))
    >>> last = carried(series, dt.date(2009, 1, 1))
    >>> last.value, last.age_days, round(last.high - last.value, 1)
    (1.0, 1461, 3.3)
    """
    if not 0 < mass < 1:
        raise UsageError(f"The mass {mass} is not between 0 and 1.")
    known = [p for p in series.points if p.value is not None and p.end <= day]
    if not known:
        return None
    last = known[-1]
    age = (day - last.end).days
    spread = _spread(known)
    value = float(last.value or 0.0)
    if spread is None:
        return Carried(value, None, None, mass, age, last.evidence)
    half = NormalDist().inv_cdf((1 + mass) / 2) * spread * math.sqrt(age / YEAR)
    return Carried(value, value - half, value + half, mass, age, last.evidence)


def _spread(points: list[Point]) -> float | None:
    """The root mean square of a year's change."""
    squares = [
        (float(b.value or 0.0) - float(a.value or 0.0)) ** 2 / ((b.start - a.start).days / YEAR)
        for a, b in pairwise(points)
    ]
    return math.sqrt(sum(squares) / len(squares)) if len(squares) >= _FEWEST else None

"""Series by ten years, so that registers and news stand in one frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from patronage.measures.intervals import count_interval
from patronage.results import Decade, Estimate, Point, Series

__all__ = ["decades"]


def decades(series: Iterable[Series], mass: float = 0.9) -> tuple[Decade, ...]:
    """What each actor gave or did, in calendar decades.

    Formula: the sum over the decade's periods that are known. Of a register (mass 1) the bounds
    are the sums of the bounds; of episodes the interval is that of a count (Jeffreys' prior).

    It does not mean a rate: a decade of which two years are known has had two years, and
    ``covered`` says so. Decades in which nothing is known, and those before the first value above
    zero, are left out.

    Args:
        series: amounts or counts per year of one actor each; no levels and no probabilities.
        mass: probability inside the interval of a count, between 0 and 1.

    Returns:
        One value per actor, measure and decade, in the order of the series.

    >>> import datetime as dt
    >>> from patronage.results import Point, Series
    >>> years = [Point(dt.date(y, 1, 1), dt.date(y + 1, 1, 1), v, v, v, 1, (str(y),))
    ...          for y, v in ((2008, 3.0), (2009, 4.0), (2010, 5.0))]
    >>> made = decades([Series("arms", "VEN", "RUS", "TIV", "year", 1.0, tuple(years))])
    >>> [(one.start, one.part.value, one.covered) for one in made]
    [(2000, 7.0, 2), (2010, 5.0, 1)]
    """
    return tuple(found for one in series for found in _of(one, mass))


def _of(one: Series, mass: float) -> Iterator[Decade]:
    spans: dict[int, list[Point]] = {}
    for point in one.points:
        if point.value is not None:
            spans.setdefault(point.start.year // 10 * 10, []).append(point)
    begun = False
    for start, points in sorted(spans.items()):
        begun = begun or any(p.value for p in points)
        if begun and one.patron is not None:
            yield Decade(one.patron, one.name, start, _sum(one, points, mass), len(points))


def _sum(one: Series, points: list[Point], mass: float) -> Estimate:
    value = sum(p.value or 0.0 for p in points)
    ids = tuple(dict.fromkeys(id for p in points for id in p.evidence))
    if one.mass >= 1:
        low = sum(p.value or 0.0 if p.low is None else p.low for p in points)
        high = sum(p.value or 0.0 if p.high is None else p.high for p in points)
        return Estimate(one.name, one.unit, value, low, high, 1.0, len(ids), ids)
    low, high = count_interval(round(value), mass)
    return Estimate(one.name, "episodes", value, low, high, mass, round(value), ids)

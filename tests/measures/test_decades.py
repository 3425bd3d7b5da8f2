"""Series by ten years: sums of what is known, bounds of registers, intervals of counts."""

from __future__ import annotations

import datetime as dt

from patronage.measures import decades
from patronage.results import Point, Series


def yearly(values: dict[int, float | None], mass: float = 1.0, patron: str | None = "RUS"):
    points = tuple(
        Point(dt.date(y, 1, 1), dt.date(y + 1, 1, 1), v, None if v is None else v / 2,
              None if v is None else v * 2, int(v or 0), (f"r{y}",) if v else ())
        for y, v in values.items()
    )  # fmt: skip
    return Series("arms deliveries", "VEN", patron, "TIV", "year", mass, points)


def test_bounds_of_a_register_are_added_up_and_the_years_known_are_counted() -> None:
    first, second = decades([yearly({2008: 10.0, 2009: None, 2010: 4.0, 2011: 6.0})])
    assert (first.start, first.covered, first.part.value) == (2000, 1, 10.0)
    assert (second.start, second.covered, second.part.value) == (2010, 2, 10.0)
    assert (second.part.low, second.part.high, second.part.mass) == (5.0, 20.0, 1.0)
    assert second.part.evidence == ("r2010", "r2011")


def test_nothing_is_told_before_the_first_value_nor_where_nothing_is_known() -> None:
    made = decades([yearly({1985: 0.0, 1995: 3.0, 2005: 0.0, 2015: None})])
    assert [(one.start, one.part.value) for one in made] == [(1990, 3.0), (2000, 0.0)]


def test_counts_have_the_interval_of_a_count() -> None:
    (one,) = decades([yearly({2001: 2.0, 2002: 3.0}, mass=0.9)])
    assert one.part.unit == "episodes" and one.part.mass == 0.9
    assert one.part.n == 5 and 0 < one.part.low < 5 < one.part.high


def test_a_series_of_no_one_has_no_decades() -> None:
    assert decades([yearly({2001: 2.0}, patron=None)]) == ()

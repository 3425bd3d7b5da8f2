"""A carried value grows old in plain sight."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patronage.errors import UsageError
from patronage.measures import carried
from patronage.results import Point, Series


def series(values: dict[int, float | None]) -> Series:
    points = [
        Point(dt.date(y, 1, 1), dt.date(y + 1, 1, 1), v, v, v, int(v is not None), (f"r{y}",))
        for y, v in values.items()
    ]
    return Series("level", "VEN", None, "unit", "year", 1.0, tuple(points))


def test_age_and_evidence_travel_with_the_value() -> None:
    found = carried(series({2000: 1.0, 2001: 3.0, 2002: None}), dt.date(2003, 1, 1))
    assert found is not None
    assert (found.value, found.age_days, found.evidence) == (3.0, 365, ("r2001",))
    assert (found.low, found.high) == (None, None)


def test_a_value_of_the_day_itself_has_no_width() -> None:
    values = {2000 + n: float(n % 3) for n in range(9)}
    found = carried(series(values), dt.date(2009, 1, 1))
    assert found is not None
    assert found.low == found.high == found.value


def test_nothing_known_is_nothing_carried() -> None:
    assert carried(series({2000: None}), dt.date(2005, 1, 1)) is None
    assert carried(series({2010: 1.0}), dt.date(2005, 1, 1)) is None


@given(st.integers(1, 30), st.integers(1, 30))
def test_the_interval_widens_with_age(first: int, more: int) -> None:
    values = {2000 + n: float(n % 3) for n in range(9)}
    near = carried(series(values), dt.date(2009 + first, 1, 1))
    far = carried(series(values), dt.date(2009 + first + more, 1, 1))
    assert near and far and near.high and far.high and near.low and far.low
    assert far.high - far.low > near.high - near.low > 0


def test_a_bad_mass_is_a_wrong_call() -> None:
    with pytest.raises(UsageError, match="between 0 and 1"):
        carried(series({2000: 1.0}), dt.date(2001, 1, 1), mass=1.0)

"""Rows added up: what lies in a period, what touches it, what is missing."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from audit_world import World
from hypothesis import given
from hypothesis import strategies as st

from patronage.audit.sums import add_up, mean, overlap, yearly


def day(year: int) -> dt.date:
    return dt.date(year, 1, 1)


def world() -> World:
    made = World()
    made.flow("sipri", "arms deliveries", "RUS>VEN", (2004, 2008), 100.0)
    made.flow("sipri", "arms deliveries", "RUS>VEN", 2006, 20.0, estimated=True)
    return made.flow("sipri", "arms deliveries", "RUS>VEN", 2007, None)


def test_a_row_over_several_years_leaves_a_range() -> None:
    found = add_up(world().rows, day(2006), day(2009))
    assert (found.low, found.high, found.unit) == (20, 120, "TIV")
    assert (found.missing, found.estimated, len(found.rows)) == (1, 1, 2)
    whole = add_up(world().rows, day(2004), day(2009))
    assert (whole.low, whole.high) == (120, 120)


def test_outside_the_period_nothing_is_counted() -> None:
    found = add_up(world().rows, day(2009), day(2012))
    assert (found.low, found.high, found.rows, found.unit) == (0, 0, (), "")


def test_units_lose_their_thousands() -> None:
    rows = World().flow("cow_trade", "imports", "CHN>VEN", 2010, 7.5).rows
    assert add_up(rows, day(2010), day(2011)).high == 7.5e6
    assert add_up(rows, day(2010), day(2011)).unit == "USD"


def test_a_mean_is_of_the_years_that_tell_a_value() -> None:
    rows = World()
    for year, value in ((2001, 10.0), (2002, None), (2003, 20.0)):
        rows.flow("cow_nmc", "military personnel", "VEN", year, value)
    found = mean(rows.rows, day(2001), day(2004))
    assert found is not None and (found.low, found.unit, found.missing) == (15_000, "persons", 1)
    assert mean(rows.rows, day(2002), day(2003)) is None


def test_a_mean_over_two_units_is_none() -> None:
    rows = World().flow("cow_nmc", "military expenditure", "GBR", 1913, 77.0, unit="thousand GBP")
    rows.flow("cow_nmc", "military expenditure", "GBR", 1914, 90.0)
    assert mean(rows.rows, day(1913), day(1915)) is None
    assert mean(rows.rows, day(1914), day(1915)) is not None


def test_the_check_says_what_was_added() -> None:
    found = add_up(world().rows, day(2006), day(2009))
    check = found.check("sipri", "sum", day(2006), day(2009))
    assert (check.value, check.high, check.rows) == (20, 120, found.rows)


SPANS = st.tuples(st.integers(1990, 2010), st.integers(0, 8), st.floats(0, 1e6))


@given(st.lists(SPANS, max_size=8), st.integers(1985, 2015), st.integers(1, 20))
def test_laws_of_sums(spans: list[tuple[int, int, float]], first: int, length: int) -> None:
    made = World()
    for year, more, value in spans:
        made.flow("sipri", "arms deliveries", "RUS>VEN", (year, year + more), value)
    start, end = day(first), day(first + length)
    found = add_up(made.rows, start, end)
    assert 0 <= found.low <= found.high + 1e-9
    kept = {row["id"] for row in made.rows if overlap(row, start, end)}
    assert set(found.rows) == kept
    # Spread by days, nothing is lost, and a year lies between the period's two ends.
    spread = yearly(made.rows, 1980, 2030)
    assert sum(value for _, value, _ in spread) == pytest.approx(sum(v for *_, v in spans))
    part = sum(value for year, value, _ in spread if first <= year < first + length)
    assert found.low - 1e-6 <= part <= found.high + 1e-6


@given(st.lists(SPANS, max_size=6), st.lists(st.integers(1985, 2015), min_size=2, unique=True))
def test_parts_add_up_to_no_more_than_the_whole_at_the_lower_end(
    spans: list[tuple[int, int, float]], cuts: list[int]
) -> None:
    made = World()
    for year, more, value in spans:
        made.flow("sipri", "arms deliveries", "RUS>VEN", (year, year + more), value)
    edges = sorted(cuts)
    whole = add_up(made.rows, day(edges[0]), day(edges[-1]))
    parts = [add_up(made.rows, day(a), day(b)) for a, b in pairwise(edges)]
    assert sum(p.low for p in parts) <= whole.low + 1e-6
    assert sum(p.high for p in parts) >= whole.high - 1e-6

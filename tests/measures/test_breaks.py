"""Breaks of level: found where they are, seldom where there are none."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patronage.errors import UsageError
from patronage.measures import break_in, breaks, online

SURE = 0.8


def years(*values: float, first: int = 2000) -> list[tuple[int, float]]:
    return list(enumerate(values, first))


def lumpy(draw: random.Random, length: int) -> list[float]:
    """Orders as they come: none in most years, now and then a large one; no change of level."""
    return [draw.lognormvariate(4, 1) if draw.random() < 0.4 else 0.0 for _ in range(length)]


@pytest.mark.parametrize("direction", ["up", "down"])
def test_a_step_is_found_with_its_year_and_levels(direction: str) -> None:
    low, high = [4.0, 9.0, 5.0, 7.0, 4.0] * 2, [60.0, 66.0, 63.0, 60.0, 66.0] * 2
    values = (*low, *high) if direction == "up" else (*high, *low)
    found = break_in(years(*values), direction)
    assert found is not None and found.probability > 0.9
    assert found.time.year == 2010
    assert found.low <= found.time <= found.high
    assert found.high.year - found.low.year <= 4
    assert (found.before < found.after) == (direction == "up")
    assert (found.direction, found.mass) == (direction, 0.8)
    other = break_in(years(*values), "down" if direction == "up" else "up")
    assert other is None or other.probability < 0.5  # told from .5 on


def test_a_rise_and_the_fall_after_it_are_both_found() -> None:
    values = (*[2.0, 3.0] * 4, *[80.0, 90.0] * 4, *[2.0, 3.0] * 4)
    up, down = break_in(years(*values), "up"), break_in(years(*values), "down")
    assert up is not None and down is not None
    assert (up.time.year, down.time.year) == (2008, 2016)
    assert min(up.probability, down.probability) > 0.9


@pytest.mark.parametrize("values", [(), (1.0,) * 5, (9.0, 9.0, 9.0, 1.0, 1.0), (3.0,) * 20])
def test_short_and_flat_series_have_none(values: tuple[float, ...]) -> None:
    assert break_in(years(*values), "down") is None
    assert break_in(years(*values), "up") is None


def test_a_break_far_from_clear_has_a_wide_interval() -> None:
    values = (9.0, 4.0, 8.0, 3.0, 7.0, 5.0, 2.0, 6.0, 1.0, 3.0, 5.0, 1.0)
    found = break_in(years(*values), "down")
    assert found is not None and found.probability < 0.9
    assert found.high.year - found.low.year >= 2


@pytest.mark.parametrize("length", [12, 24, 40])
def test_few_lumpy_series_without_a_break_pass_for_one(length: int) -> None:
    draw = random.Random(20_000 + length)
    alarms = dict.fromkeys(("up", "down"), 0)
    runs = 150 if length < 40 else 60
    for _ in range(runs):
        series = years(*lumpy(draw, length))
        for direction in alarms:
            found = break_in(series, direction)
            alarms[direction] += found is not None and found.probability >= SURE
    assert max(alarms.values()) <= 0.1 * runs, alarms


@pytest.mark.parametrize("length", [24])
def test_most_halvings_to_nothing_are_found(length: int) -> None:
    """The other side of few false alarms: orders that stop are told of more often than not."""
    draw = random.Random(7)
    hits = 0
    for _ in range(60):
        values = [draw.lognormvariate(4, 0.5) for _ in range(length // 2)]
        found = break_in(years(*values, *[0.0] * (length // 2)), "down")
        hits += found is not None and found.probability >= SURE
    assert hits >= 55


VALUES = st.lists(st.floats(0, 1e5), min_size=6, max_size=16)


@settings(max_examples=40, deadline=None)
@given(VALUES, st.sampled_from(["up", "down"]))
def test_laws(values: list[float], direction: str) -> None:
    found = break_in(years(*values), direction)
    if found is None:
        return
    assert 0 < found.probability <= 1 + 1e-9
    assert found.low <= found.time <= found.high
    assert found.time in dict(found.chances)
    assert sum(chance for _, chance in found.chances) >= found.probability - 1e-9
    # Later by ten years is the same break ten years later.
    later = break_in(years(*values, first=2010), direction)
    assert later is not None and later.time.year == found.time.year + 10
    assert later.probability == pytest.approx(found.probability)


def test_turned_in_time_up_is_down() -> None:
    draw = random.Random(3)
    for _ in range(20):
        values = [draw.lognormvariate(0, 1) for _ in range(12)]
        one, two = break_in(years(*values), "up"), break_in(years(*reversed(values)), "down")
        assert one is not None and two is not None
        assert two.probability == pytest.approx(one.probability)


@settings(max_examples=30, deadline=None)
@given(VALUES, st.floats(0.1, 1e3))
def test_the_unit_changes_nothing(values: list[float], scale: float) -> None:
    one, two = (break_in(years(*v), "down") for v in (values, [scale * v for v in values]))
    if one is not None and two is not None:
        assert two.probability == pytest.approx(one.probability, rel=1e-6)


def dated(*values: float, first: int = 2000) -> list[tuple[dt.date, float]]:
    return [(dt.date(first + i, 1, 1), value) for i, value in enumerate(values)]


HIGH, LOW = [40.0, 90.0, 55.0, 70.0], [2.0, 5.0, 3.0, 4.0]


def test_every_break_is_told_once_with_its_levels() -> None:
    found = breaks(dated(*HIGH * 3, *LOW * 3, *HIGH * 3, *[0.0] * 12))
    assert [(one.direction, one.time.year) for one in found] == [
        ("down", 2012), ("up", 2024), ("down", 2036),
    ]  # fmt: skip
    for one in found:
        assert one.low <= one.time <= one.high
        assert 0.5 <= one.probability <= 1
        assert (one.after < one.before) == (one.direction == "down")
    assert found[0].before == pytest.approx(63.75)
    assert found[2].after == 0


def test_online_tells_an_end_within_three_years_and_only_once() -> None:
    series = dated(*HIGH * 3, *[0.0] * 12)
    told = [(day.year, one.time.year) for day, one in online(series) if one.direction == "down"]
    assert len(told) == 1
    assert told[0][1] == 2012
    assert told[0][0] <= 2015


def test_few_lumpy_series_without_a_break_have_breaks() -> None:
    draw = random.Random(11)
    found = [breaks(dated(*lumpy(draw, 40)), share=0.2) for _ in range(60)]
    assert sum(len(one) for one in found) <= 0.5 * 60 * 4 / 2  # .5 a decade, both directions
    assert sum(not one for one in found) >= 20


@settings(max_examples=30, deadline=None)
@given(VALUES)
def test_laws_of_all_breaks(values: list[float]) -> None:
    found = breaks(dated(*values))
    assert breaks(dated(*values, first=2010)) == tuple(
        dataclasses.replace(
            one,
            **{key: later(getattr(one, key)) for key in ("time", "low", "high")},
            chances=tuple((later(day), chance) for day, chance in one.chances),
        )
        for one in found
    )
    doubled = breaks(dated(*[2 * value for value in values]))
    assert [one.time for one in doubled] == [one.time for one in found]
    assert all(0.5 <= one.probability <= 1 for one in found)


def later(day: dt.date) -> dt.date:
    return day.replace(year=day.year + 10)


@pytest.mark.parametrize(
    ("values", "options"),
    [
        ([1.0] * 6 + [-1.0], {}),
        ([1.0, math.nan] * 4, {}),
        ([1.0] * 8, {"share": 0.0}),
        ([1.0] * 8, {"sure": 2}),
    ],
)
def test_what_is_no_series_of_amounts_is_refused(
    values: list[float], options: dict[str, float]
) -> None:
    with pytest.raises(UsageError):
        breaks(dated(*values), **options)

"""Rises and falls of yearly values, and when nothing can be said of them."""

from __future__ import annotations

import pytest
from audit_world import World, asked, one
from hypothesis import given, settings
from hypothesis import strategies as st

from patronage.audit.asking import ask
from patronage.audit.trends import higher, trends
from patronage.results import Verdict


def judged(text: str, world: World) -> list[Verdict]:
    return list(trends(asked(text, "trend"), world))


def arms(*values: float, first: int, who: str = "RUS>IND") -> World:
    made = World()
    for year, value in enumerate(values, first):
        made.flow("sipri", "arms deliveries", who, year, value)
    return made


FALLING = arms(*(100.0 + i for i in range(10)), *(10.0 + i for i in range(5)), first=2009)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Russian arms deliveries to India are declining.", "supported"),
        ("Russian arms deliveries to India are rising.", "contradicted"),
        ("Russian arms deliveries to India fell between 2014 and 2023.", "supported"),
        ("Russian arms deliveries to India have risen since 2019.", "contradicted"),
        ("Russian arms deliveries to India fell in 1930.", "register silent"),
        ("Oil exports of Norway are rising.", "not checkable here"),
    ],
)
def test_directions(text: str, kind: str) -> None:
    assert [v.kind for v in judged(text, FALLING)] == [kind]


def test_flat_is_neither() -> None:
    flat = arms(*([5.0, 6.0] * 8), first=2008)
    (verdict,) = judged("Russian arms deliveries to India are declining.", flat)
    assert verdict.kind == "consistent but not decisive"


def test_a_register_that_ended_long_before_the_text_is_silent() -> None:
    old = World()
    for year in range(1995, 2015):
        old.flow("cow_trade", "imports", "CHN>PER", year, 10.0 * (year - 1990))
        old.flow("cow_trade", "imports", "PER>CHN", year, 10.0 * (year - 1990))
    (verdict,) = judged("Trade between China and Peru is rising.", old)
    assert verdict.kind == "register silent"


def test_trade_between_two_is_both_ways_in_the_years_that_tell_both() -> None:
    made = World()
    for year in range(2005, 2015):
        made.flow("cow_trade", "imports", "CHN>PER", year, 50.0)
        made.flow("cow_trade", "imports", "CHN>CUB", year, 9_000.0 - 800 * (year - 2005))
        if year > 2005:
            made.flow("cow_trade", "imports", "PER>CHN", year, 10.0 * (year - 2005))
    (verdict,) = judged("Trade between China and Peru rose between 2005 and 2014.", made)
    assert verdict.kind == "supported"
    (check,) = verdict.checks
    assert len(check.rows) + len(check.others) == 18


def test_a_time_of_which_less_than_half_is_covered_is_silent() -> None:
    """What a register tells of 2012 to 2014 is not what has been so since 2012 in 2025."""
    old = World()
    for year in range(1995, 2015):
        old.flow("cow_trade", "imports", "CHN>PER", year, 10.0 * (year - 1990))
        old.flow("cow_trade", "imports", "PER>CHN", year, 10.0 * (year - 1990))
    (verdict,) = judged("Chinese trade with Peru has declined since 2012.", old)
    assert verdict.kind == "register silent"


def test_the_two_means_are_of_the_listed_rows() -> None:
    (verdict,) = judged("Russian arms deliveries to India fell between 2014 and 2023.", FALLING)
    (check,) = verdict.checks
    assert check.value == pytest.approx(12 - 107)
    assert (len(check.others), len(check.rows)) == (5, 5)


def test_one_series_for_each_giver() -> None:
    world = arms(*[5.0] * 10, *[50.0] * 5, first=2009)
    world.rows += arms(*[50.0] * 10, *[5.0] * 5, first=2009, who="CHN>IND").rows
    claim = one("Arms deliveries from Russia and China to India are rising.", "trend")
    kinds = {v.kind for v in trends(ask(claim, None), world)}
    assert kinds == {"supported", "contradicted"}


LEVELS = st.lists(st.floats(0, 1e6), min_size=2, max_size=12)


@settings(max_examples=50, deadline=None)
@given(LEVELS, LEVELS)
def test_the_probability_is_one_and_the_same_and_turns_with_its_sides(
    before: list[float], after: list[float]
) -> None:
    chance = higher(before, after)
    assert 0 <= chance <= 1
    assert higher(before, after) == chance
    if max(before) < min(after):
        assert chance == 1
    if min(before) > max(after):
        assert chance == 0

"""Concentration, shares, substitutes: of what texts tell and of a register."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measure_frames import Row, day, frame, row
from measure_world import World

from patronage.errors import UsageError
from patronage.measures import dependence, register_dependence

SINCE = dt.date(2022, 1, 1)
DAY = dt.date(2020, 1, 1)


def gifts(patron: str, year: int, count: int, instrument: str = "arms") -> list[Row]:
    """So many deliveries, two months apart, told in one year or from it on."""
    made = []
    for k in range(count):
        when = dt.date(year, 1, 15) + dt.timedelta(days=70 * k)
        made.append(row(f"{patron}{year}{k}{instrument}", actor=[patron], instrument=instrument,
                        **day(when.isoformat())))  # fmt: skip
    return made


def test_shares_and_the_index() -> None:
    (found,) = dependence(frame(*gifts("BBB", 2023, 3), *gifts("CCC", 2023, 1)), "AAA", SINCE)
    overall = {s.patron: s.part for s in found.shares if s.instrument is None}
    assert (overall["BBB"].value, overall["CCC"].value) == (0.75, 0.25)
    assert overall["BBB"].low < 0.75 < overall["BBB"].high
    assert [s.patron for s in found.shares if s.instrument == "arms"] == ["BBB", "CCC"]
    index = found.concentration
    assert index.low < index.value < index.high <= 1
    assert len(index.evidence) == 4


def test_one_told_patron_is_not_certain_to_be_the_only_one() -> None:
    few, many = (
        dependence(frame(*gifts("BBB", 2023, n)), "AAA", SINCE)[0].concentration for n in (1, 5)
    )
    assert few.low < many.low < many.value < 1


def test_who_gains_where_another_loses_is_a_substitute() -> None:
    then, now = [*gifts("BBB", 2015, 12), *gifts("CCC", 2018, 1)], gifts("CCC", 2023, 6)
    early, late = dependence(frame(*then, *now), "AAA", SINCE)
    assert early.substitutes == ()
    (found,) = late.substitutes
    assert (found.patron, found.instrument) == ("CCC", "arms")
    assert 0 < found.part.low < found.part.value < found.part.high <= 1
    (_, same) = dependence(frame(*gifts("BBB", 2015, 4), *gifts("BBB", 2023, 4)), "AAA", SINCE)
    assert same.substitutes == ()


def arms(world: World) -> list[dict[str, Any]]:
    return world.flows("sipri", "arms deliveries", None, "AAA")


def test_a_register_gives_shares_with_bounds_of_dating() -> None:
    world = World().flow("sipri", "arms deliveries", "BBB>AAA", (2014, 2015), 100.0)
    world.flow("sipri", "arms deliveries", "CCC>AAA", 2017, 100.0)
    then, now = register_dependence(arms(world), "AAA", DAY)
    assert then.shares[0].part.value == 1
    late = {s.patron: s.part for s in now.shares}
    assert (late["BBB"].low, late["BBB"].high) == (0, 0.5)
    assert late["BBB"].value == pytest.approx(1 / 3, abs=0.001)
    assert (late["CCC"].low, late["CCC"].high) == (0.5, 1)
    index = now.concentration
    assert index.low <= index.value <= index.high
    assert index.evidence == ("sipri:1", "sipri:2")


def test_a_register_shows_who_gave_more_as_the_first_gave_less() -> None:
    world = World().flow("sipri", "arms deliveries", "BBB>AAA", 2012, 100.0)
    world.flow("sipri", "arms deliveries", "CCC>AAA", 2017, 30.0)
    (found,) = register_dependence(arms(world), "AAA", DAY)[1].substitutes
    assert (found.patron, found.part.value) == ("CCC", 30.0)
    world.flow("sipri", "arms deliveries", "BBB>AAA", 2018, 200.0)
    assert register_dependence(arms(world), "AAA", DAY)[1].substitutes == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("BCDE"), st.integers(2008, 2019), st.integers(0, 4),
                          st.floats(0.1, 100)), max_size=8))  # fmt: skip
def test_values_lie_within_their_bounds(rows: list[tuple[str, int, int, float]]) -> None:
    world = World()
    for giver, year, length, value in rows:
        span = (year, year + length)
        world.flow("sipri", "arms deliveries", f"{giver * 3}>AAA", span, value)
    for found in register_dependence(arms(world), "AAA", DAY):
        parts = [s.part for s in found.shares]
        assert sum(part.value for part in parts) == pytest.approx(1)
        for part in (*parts, found.concentration):
            assert 0 <= part.low <= part.value + 1e-9
            assert part.value <= part.high + 1e-9 <= 1 + 2e-9


def test_what_cannot_be_shared_says_so() -> None:
    with pytest.raises(UsageError, match="Give 1 or more"):
        register_dependence([], "AAA", DAY, years=0)
    world = World().flow("sipri", "arms deliveries", "BBB>AAA", 2017, 1.0)
    world.flow("sipri", "arms orders", "BBB>AAA", 2017, 1.0)
    with pytest.raises(UsageError, match="several measures"):
        register_dependence(world.rows, "AAA", DAY)

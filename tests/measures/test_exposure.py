"""What a patron stands to lose, and what is never counted as such."""

from __future__ import annotations

import datetime as dt

import pytest
from measure_world import World

from patronage.errors import UsageError
from patronage.measures import Risk, Told, exposure, told_of
from patronage.records import Actor, Amount, Claim, Span
from patronage.results import Estimate, Exposure, Stake

DAY = dt.date(2012, 1, 1)
LOAN = Told("claims outstanding", "USD", 20e9, 20e9, 20e9, ("c1",), "one paper")
LESS = Told("claims outstanding", "USD", 12e9, 10e9, 15e9, ("c2",), "another")


def stakes(found: Exposure) -> dict[str, Stake]:
    return {one.kind: one for one in found.stakes}


def undelivered(world: World, day: dt.date = DAY) -> Estimate:
    found = stakes(exposure(world, "VEN", "RUS", day))["undelivered orders"].estimate
    assert found is not None
    return found


def test_orders_less_what_came_and_what_is_under_way_as_a_range() -> None:
    world = World().deal("RUS>VEN", 2006, (2007, 2008), 100.0)
    world.deal("RUS>VEN", 2009, (2011, 2012), 40.0)
    world.deal("RUS>VEN", 2010, (2014, 2015), 7.0)
    world.deal("RUS>VEN", 2013, 2014, 1000.0)  # ordered after the day
    found = undelivered(world)
    assert (found.low, found.high) == (7.0, 47.0)
    assert found.value == pytest.approx(27.0, abs=0.1)
    assert set(found.evidence) == {f"sipri:{k}" for k in range(1, 7)}


def test_orders_dropped_long_ago_are_told_and_not_counted() -> None:
    world = World().deal("RUS>VEN", 1975, None, 500.0).deal("RUS>VEN", 2006, 2007, 1.0)
    stake = stakes(exposure(world, "VEN", "RUS", DAY))["undelivered orders"]
    assert stake.estimate is not None and stake.estimate.value == 0
    assert "500 million TIV of older orders never came" in stake.note


def test_seen_from_the_day_itself_a_delivery_under_way_is_not_yet_known() -> None:
    world = World().deal("RUS>VEN", 2009, (2011, 2014), 40.0)
    hindsight = undelivered(world)
    then = undelivered(world.as_of(dt.date(2012, 6, 1)))
    assert then.low <= hindsight.low <= hindsight.high <= then.high


def test_rows_available_later_change_nothing_as_of_the_day() -> None:
    seen = dt.date(2012, 6, 1)
    world = World().deal("RUS>VEN", 2006, (2007, 2008), 100.0).deal("RUS>VEN", 2009, 2010, 9.0)
    before = exposure(world.as_of(seen), "VEN", "RUS", DAY)
    world.deal("RUS>VEN", 2012, 2013, 77.0)
    world.flow("sipri", "arms deliveries", "RUS>VEN", (2011, 2014), 5.0)
    assert exposure(world.as_of(seen), "VEN", "RUS", DAY) == before


def test_competing_estimates_are_a_range_and_one_alone_is_told_in_words() -> None:
    both = stakes(exposure(World(), "VEN", "CHN", DAY, told=(LOAN, LESS)))["claims outstanding"]
    assert both.estimate is not None
    assert (both.estimate.value, both.estimate.low, both.estimate.high) == (16e9, 10e9, 20e9)
    assert both.estimate.evidence == ("c1", "c2")
    alone = stakes(exposure(World(), "VEN", "CHN", DAY, told=(LOAN,)))["claims outstanding"]
    assert alone.estimate is None
    assert "no range is shown" in alone.note


def test_units_are_never_mixed() -> None:
    euro = Told("claims outstanding", "EUR", 1e9, 1e9, 2e9, ("c3",))
    found = exposure(World(), "VEN", "CHN", DAY, told=(LOAN, LESS, euro))
    units = [s.estimate.unit for s in found.stakes if s.estimate is not None]
    assert units == ["EUR", "USD"]


def test_commitments_are_sunk_and_never_exposure() -> None:
    world = World()
    for year in (2005, 2009, 2013):
        world.flow("aiddata", "official finance, OOF-like", "CHN>VEN", year, 1e9)
    found = exposure(world, "VEN", "CHN", DAY)
    claims = stakes(found)["claims outstanding"]
    assert claims.estimate is None and claims.at_risk is None
    assert "commitments by class and neither what was paid out nor what was repaid" in claims.note
    assert [one.value for one in found.sunk] == [2e9]  # what came after the day is not there yet


def test_at_risk_only_where_probability_and_loss_are_given() -> None:
    given = Risk("a change of government", (0.1, 0.3), (0.5, 1.0))
    told = (LOAN, LESS)
    stake = stakes(exposure(World(), "VEN", "CHN", DAY, told=told, risk=given))
    risk = stake["claims outstanding"].at_risk
    assert risk is not None
    assert (risk.low, risk.high) == (pytest.approx(0.5e9), pytest.approx(6e9))
    assert risk.value == pytest.approx(16e9 * 0.2 * 0.75)
    unknown = exposure(World(), "VEN", "CHN", DAY, told=told, risk=Risk("x", (0.1, 0.3), None))
    assert {s.at_risk for s in unknown.stakes} == {None}


@pytest.mark.parametrize("probability", [(0.3, 0.1), (-0.1, 0.2), (0.5, 1.1)])
def test_no_probability_outside_its_range(probability: tuple[float, float]) -> None:
    with pytest.raises(UsageError, match="no range of shares"):
        exposure(World(), "VEN", "CHN", DAY, risk=Risk("x", probability, None))


def test_an_unknown_stake_says_what_there_is() -> None:
    with pytest.raises(UsageError, match="claims outstanding"):
        exposure(World(), "VEN", "CHN", DAY, told=(Told("hopes", "USD", 1, 1, 1, ("x",)),))


def debt(measure: str, *countries: str) -> Claim:
    actors = tuple(Actor(c, Span(0, 1), c) for c in countries)
    amount = Amount("$20 billion", Span(0, 1), 20e9, "USD")
    return Claim("c1", "d", 0, Span(0, 1), "q", "figure", actors, measure, amount, None, ())


def test_debts_told_between_the_two_alone() -> None:
    claims = [debt("debt", "VEN", "CHN"), debt("loans", "VEN", "CHN"), debt("debt", "VEN"),
              debt("debt", "VEN", "CHN", "RUS")]  # fmt: skip
    (found,) = told_of(claims, "VEN", "CHN")
    assert (found.value, found.unit, found.evidence) == (20e9, "USD", ("c1",))

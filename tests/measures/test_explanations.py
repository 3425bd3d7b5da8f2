"""Rival explanations: what rows and texts speak for, against, or leave open, and their ranks."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest
from measure_world import World

from patronage import measures
from patronage.measures import Hints, explanations
from patronage.results import Explanation

ALL = {
    *("refused by the patron", "orders completed", "client cannot pay", "embargo"),
    *("client turned", "another stepped in", "less to all clients"),
}
LAST = 2013


def told(world: World, hints: Hints | None = None) -> dict[str, Explanation]:
    found = explanations(world, "RUS", "VEN", LAST, hints)
    assert {one.name for one in found} == ALL
    assert len(found) == len(ALL)
    return {one.name: one for one in found}


def test_without_rows_all_is_open_and_nothing_has_a_share() -> None:
    for world in (World(), World(loaded=())):
        for one in told(world).values():
            assert (one.speaks, one.share, one.grounds) == ("open", None, ())


@pytest.mark.parametrize(
    ("arrived", "ordered_last", "kind"),
    [(100.0, 2005, "for"), (40.0, 2005, "against"), (100.0, 2012, "open")],
)
def test_orders_completed(arrived: float, ordered_last: int, kind: str) -> None:
    world = World().flow("sipri", "arms orders", "RUS>VEN", ordered_last, 100.0)
    world.flow("sipri", "arms deliveries", "RUS>VEN", 2013, arrived)
    one = told(world)["orders completed"]
    assert one.speaks == kind
    assert one.evidence == ("sipri:1", "sipri:2")


def test_only_orders_after_the_end_leave_it_open() -> None:
    """The register's first order of a pair may come after what another series shows as its end."""
    world = World().flow("sipri", "arms orders", "RUS>VEN", LAST + 4, 100.0)
    assert told(world)["orders completed"].speaks == "open"


def test_arms_say_nothing_of_what_is_no_arms() -> None:
    world = World().deal("RUS>VEN", 2005, 2013, 100.0)
    assert told(world)["orders completed"].speaks == "for"
    assert told(world, Hints(arms=False))["orders completed"].speaks == "open"


@pytest.mark.parametrize(("after", "kind"), [(90.0, "for"), (10.0, "against")])
def test_another_stepped_in(after: float, kind: str) -> None:
    world = World()
    for year in range(LAST - 4, LAST + 6):
        world.flow("sipri", "arms deliveries", "CHN>VEN", year, 20.0 if year <= LAST else after)
    assert told(world)["another stepped in"].speaks == kind


@pytest.mark.parametrize(("after", "kind"), [(5.0, "for"), (15.0, "open"), (25.0, "against")])
def test_less_to_all_clients(after: float, kind: str) -> None:
    world = World()
    for year in range(LAST - 4, LAST + 6):
        world.flow("sipri", "arms deliveries", "RUS>IND", year, 20.0 if year <= LAST else after)
    assert told(world)["less to all clients"].speaks == kind


@pytest.mark.parametrize(("after", "kind"), [(50.0, "for"), (90.0, "open"), (120.0, "against")])
def test_client_cannot_pay(after: float, kind: str) -> None:
    world = World().flow("cow_nmc", "military expenditure", "VEN", LAST - 3, 100.0)
    world.flow("cow_nmc", "military expenditure", "VEN", LAST + 1, after)
    assert told(world)["client cannot pay"].speaks == kind


def test_means_given_by_the_reader_count_with_their_rows() -> None:
    prices = {year: 100.0 if year <= LAST else 45.0 for year in range(2005, 2018)}
    one = told(World(), Hints(means=(("oil price", prices, ("oil.csv: 1",)),)))["client cannot pay"]
    assert (one.speaks, one.evidence) == ("for", ("oil.csv: 1",))
    assert [ground.rule for ground in one.grounds] == ["means fell"]


@pytest.mark.parametrize(("year", "kind"), [(2012, "for"), (2019, "against"), (1990, "open")])
def test_embargo(year: int, kind: str) -> None:
    world = World().act("gsdb", "USA>VEN", str(year), "arms: begins")
    one = told(world)["embargo"]
    assert one.speaks == kind
    assert one.evidence == (() if kind == "open" else ("gsdb:1",))


@pytest.mark.parametrize(("later", "kind"), [(2.0, "for"), (0.1, "against")])
def test_client_turned(later: float, kind: str) -> None:
    world = World()
    for year in range(LAST - 8, LAST + 4):
        gap = 0.1 if year < LAST - 1 else later
        world.flow("ideal_points", "UN ideal point", "RUS", year, 0.0)
        world.flow("ideal_points", "UN ideal point", "VEN", year, -gap)
    assert told(world)["client turned"].speaks == kind


def test_shares_are_within_their_bounds_and_order_the_explanations() -> None:
    world = World().deal("RUS>VEN", 2005, 2013, 100.0)
    world.act("gsdb", "USA>VEN", "2012", "arms: begins")
    found = explanations(world, "RUS", "VEN", LAST, Hints({"refused": (("e1",),)}))
    shares = [one.share for one in found if one.share is not None]
    assert found[0].name == "refused by the patron"
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) < 1  # those of which nothing is told keep their part
    for one in found:
        if one.share is not None:
            assert one.low is not None and one.high is not None
            assert one.low < one.share < one.high
            assert one.evidence


def test_what_is_told_ten_times_weighs_no_more_than_twice() -> None:
    many = tuple((f"e{k}",) for k in range(10))
    (one,) = told(World(), Hints({"refused": many}))["refused by the patron"].grounds
    (two,) = told(World(), Hints({"refused": many[:2]}))["refused by the patron"].grounds
    assert one.weight == two.weight
    assert len(one.evidence) == 10


def test_every_rule_of_the_table_is_of_a_known_explanation() -> None:
    text = (files(measures) / "explanations.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert {row["explanation"] for row in rows} == ALL
    assert all(float(row["weight"]) for row in rows)
    assert all(row["meaning"] and row["source"] for row in rows)

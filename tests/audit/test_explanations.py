"""Rival explanations: what rows speak for, against, or leave open."""

from __future__ import annotations

import datetime as dt

import pytest
from audit_world import World

from patronage.audit.explanations import explanations
from patronage.audit.series import Yearly
from patronage.results import Explanation

ALL = ("orders completed", "another stepped in", "client cannot pay", "embargo", "client turned")
LAST = 2013


def told(world: World) -> dict[str, Explanation]:
    held = World().held("sipri")
    assert held is not None
    series = Yearly(held, "arms deliveries", "RUS", "VEN", ((2000, 1.0, ()),), False)
    found = explanations(world, [(series, LAST)])
    assert [one.name for one in found] == [name for name in ALL if name in {f.name for f in found}]
    return {one.name: one for one in found}


def speaks(world: World) -> dict[str, str]:
    return {name: one.speaks for name, one in told(world).items()}


def test_without_rows_all_is_open() -> None:
    assert set(speaks(World()).values()) <= {"open", "against"}
    assert speaks(World(loaded=())) == dict.fromkeys(ALL[2:], "open")


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
    assert speaks(world)["orders completed"] == "open"


@pytest.mark.parametrize(("after", "kind"), [(90.0, "for"), (10.0, "against")])
def test_another_stepped_in(after: float, kind: str) -> None:
    world = World()
    for year in range(LAST - 4, LAST + 6):
        world.flow("sipri", "arms deliveries", "CHN>VEN", year, 20.0 if year <= LAST else after)
    assert speaks(world)["another stepped in"] == kind


@pytest.mark.parametrize(("after", "kind"), [(50.0, "for"), (90.0, "open"), (120.0, "against")])
def test_client_cannot_pay(after: float, kind: str) -> None:
    world = World().flow("cow_nmc", "military expenditure", "VEN", LAST - 3, 100.0)
    world.flow("cow_nmc", "military expenditure", "VEN", LAST + 1, after)
    assert speaks(world)["client cannot pay"] == kind


@pytest.mark.parametrize(("year", "kind"), [(2012, "for"), (2019, "against"), (1990, "open")])
def test_embargo(year: int, kind: str) -> None:
    world = World().act("gsdb", "USA>VEN", year, "arms: begins")
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
    assert speaks(world)["client turned"] == kind


def test_a_pair_with_two_series_is_explained_once() -> None:
    held = World().held("sipri")
    assert held is not None
    one = Yearly(held, "arms deliveries", "RUS", "VEN", ((2000, 1.0, ()),), False)
    alone = Yearly(held, "level", "VEN", None, ((2000, 1.0, ()),), False)
    found = explanations(World(), [(one, 2016), (one, 2013), (alone, 2013)])
    assert len(found) == len(ALL)
    assert dt.date(2014, 1, 1) > held.start

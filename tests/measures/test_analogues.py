"""Past episodes of pressure: who is near, and what followed."""

from __future__ import annotations

from typing import Any

import pytest
from measure_world import World

from patronage.errors import UsageError
from patronage.measures import analogues
from patronage.results import Analogues

CLIENTS = ("EGY", "IRQ", "CUB", "PER", "KEN", "IRN", "SYR", "ROU", "POL", "CHL")


def world(*, without: str = "") -> World:
    """Ten clients pressed in their own year, each with a leader, capability and votes."""
    made = World()
    for k, client in enumerate((*CLIENTS, "VEN")):
        year = 1970 + 2 * k if client != "VEN" else 2006
        made.act("gsdb", f"USA>{client}", str(year), "arms: begins", row=1000 + k)
        if k % 2:
            made.act("gsdb", f"GBR>{client}", str(year), "trade (exp_part): begins", row=2000 + k)
        if client != without:
            made.act("gsdb", f"USA>{client}", str(year + 2), "arms: ends", row=1000 + k)
        made.act("archigos", client, f"{year - 1 - k}-05-01", "A: enters office, Regular", 10 + k)
        how = "Irregular, Removed" if k < 3 else "Regular"
        made.act("archigos", client, f"{year + 3}-05-01", f"A: leaves office, {how}", 10 + k)
        for at in range(year - 2, year + 1):
            made.flow("cow_nmc", "capability share", client, at, 0.001 * (k + 1))
            made.flow("ideal_points", "UN ideal point", client, at, 0.1 * k)
    for at in range(1960, 2010):
        made.flow("cow_nmc", "capability share", "USA", at, 0.2)
        made.flow("ideal_points", "UN ideal point", "USA", at, 2.0)
    made.act("mids", "USA>IRQ", "1974", "level 4: use of force; action 16: attack")
    return made


def found(made: World, **how: Any) -> Analogues:
    one = analogues(made, "VEN", **how)
    assert one is not None
    return one


def test_nearest_first_with_features_and_evidence() -> None:
    one = found(world(), count=3)
    assert (one.year, one.pool) == (2006, 10)
    distances = [n.distance for n in one.nearest]
    assert distances == sorted(distances)
    assert one.nearest[0].client == "POL"  # of those with one coercer the next to it
    assert len(one.nearest[0].features) == 11
    assert all(n.evidence and n.year < 2006 for n in one.nearest)


def test_falls_and_survivals_are_both_counted() -> None:
    one = found(world())
    told = {e.name: e for e in one.among_all}
    assert told["leader removed or fled"].value == 0.3
    assert told["leader left in the regular way"].value == 0.7
    assert told["leader still in office"].value == 0
    assert found(world(), years=2).among_all[0].value == 1  # nobody has gone by then
    for e in (*one.among_all, *one.among_nearest):
        assert e.low <= e.value <= e.high
        assert e.low < e.high
        assert e.evidence


def test_measures_that_ended_and_force() -> None:
    told = {e.name: e.value for e in found(world(without="IRQ")).among_all}
    # half also have trade measures that no row ends, and one no end at all
    assert told["measures ended"] == 0.5
    assert told["force between them"] == pytest.approx(0.1)


def test_what_lies_past_the_register_is_unknown_and_no_survival() -> None:
    made = world()
    made.act("gsdb", "USA>VEN", "2020", "arms: begins")
    for dataset, sides, day, code in (
        ("gsdb", "USA>NGA", "2013", "arms: begins"),
        ("archigos", "NGA", "2010-05-01", "A: enters office, Regular"),
    ):
        made.act(dataset, sides, day, code)
    for year in (2011, 2012, 2013):
        made.flow("cow_nmc", "capability share", "NGA", year, 0.01)
        made.flow("ideal_points", "UN ideal point", "NGA", year, 0.5)
    for year in (2018, 2019):
        made.flow("cow_nmc", "capability share", "VEN", year, 0.01)
        made.flow("cow_nmc", "capability share", "USA", year, 0.2)
        made.flow("ideal_points", "UN ideal point", "VEN", year, 0.5)
        made.flow("ideal_points", "UN ideal point", "USA", year, 2.0)
    one = found(made, year=2020, count=20)
    (late,) = [n for n in one.nearest if n.client == "NGA"]
    assert dict(late.followed)["leader still in office"] is None
    told = {e.name: e for e in one.among_all}
    assert told["leader still in office"].note == "not known of 1"


def test_quiet_years_make_an_episode() -> None:
    made = world()
    made.act("gsdb", "USA>EGY", "1972", "travel: begins")  # two years after the first: the same
    assert found(made).pool == 10
    made.act("gsdb", "USA>EGY", "1980", "travel: begins")
    assert found(made).pool == 11


def test_bodies_that_are_no_states_are_not_compared() -> None:
    made = world()
    made.act("gsdb", "USA>ECOWAS", "1998", "arms: begins")
    assert found(made).pool == 10


def test_later_rows_change_nothing_of_the_pool_and_its_features() -> None:
    one = found(world())
    made = world()
    made.act("gsdb", "USA>NGA", "2009", "arms: begins")
    made.flow("cow_nmc", "capability share", "VEN", 2012, 0.9)
    made.act("mids", "USA>VEN", "2011", "level 4: use of force; action 16: attack")
    assert found(made, year=2006) == one


def test_other_names_change_no_distance() -> None:
    swap = {"EGY": "CUB", "CUB": "EGY", "USA": "FRA", "FRA": "USA"}
    made, other = world(), World()
    other.rows = [r | {"giver": swap.get(r["giver"], r["giver"])} for r in made.rows]
    other.deeds = [
        r | {side: swap.get(r[side], r[side]) for side in ("actor", "recipient")}
        for r in made.deeds
    ]
    one, two = found(made), found(other)
    assert [(swap.get(n.client, n.client), n.distance) for n in one.nearest] == [
        (n.client, n.distance) for n in two.nearest
    ]
    assert [e.value for e in one.among_all] == [e.value for e in two.among_all]


def test_a_wrong_call_says_so() -> None:
    assert analogues(World(), "VEN") is None
    with pytest.raises(UsageError, match="They begin in 2006"):
        analogues(world(), "VEN", year=2001)
    with pytest.raises(UsageError, match="1 or more"):
        analogues(world(), "VEN", years=0)

"""Places among partners by the register's sums."""

from __future__ import annotations

import pytest
from audit_world import World, asked

from patronage.audit.ranks import ranks
from patronage.results import Verdict


def judged(text: str, world: World) -> Verdict:
    (verdict,) = ranks(asked(text, "rank"), world)
    return verdict


@pytest.fixture
def world() -> World:
    made = World()
    for giver, value in (("RUS", 500.0), ("CHN", 300.0), ("USA", 100.0)):
        for year in (2015, 2016, 2020):
            made.flow("sipri", "arms deliveries", f"{giver}>VEN", year, value)
    made.flow("sipri", "arms deliveries", "RUS>IND", 2016, 5_000.0)
    return made.flow("sipri", "arms deliveries", "USA>VEN", 1990, 9_000.0)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Russia is Venezuela's largest arms supplier.", "supported"),
        ("China is Venezuela's largest arms supplier.", "contradicted"),
        ("China is Venezuela's second-largest arms supplier.", "supported"),
        ("India is Venezuela's largest arms supplier.", "contradicted"),
        ("China is Venezuela's largest source of arms.", "contradicted"),
        ("The United States was Venezuela's largest arms supplier in 1990.", "supported"),
        ("Russia was Venezuela's largest arms supplier in 1940.", "register silent"),
        ("Russia is Venezuela's largest trading partner.", "register silent"),
    ],
)
def test_places(text: str, kind: str, world: World) -> None:
    assert judged(text, world).kind == kind


def test_of_the_buyers_of_a_seller(world: World) -> None:
    assert judged("India is the largest buyer of Russian arms.", world).kind == "supported"
    assert judged("Venezuela is the largest buyer of Russian arms.", world).kind == "contradicted"


def test_the_check_lists_the_rows_of_all_who_are_ranked(world: World) -> None:
    (check,) = judged("Russia is Venezuela's largest arms supplier.", world).checks
    assert (check.value, len(check.rows), len(check.others)) == (1, 3, 9)
    assert set(check.rows) <= set(check.others)


def test_deliveries_over_years_may_leave_the_place_open(world: World) -> None:
    world.flow("sipri", "arms deliveries", "CHN>VEN", (2008, 2015), 1_000.0)
    verdict = judged("China is Venezuela's largest arms supplier.", world)
    assert verdict.kind == "consistent but not decisive"


def test_what_nothing_ranks_is_not_checkable() -> None:
    found = judged("Russia is Venezuela's largest arms supplier.", World(loaded=()))
    assert found.kind == "not checkable here"

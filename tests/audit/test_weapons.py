"""Counts of weapons by designation, description, pair and time."""

from __future__ import annotations

import pytest
from audit_world import World, asked

from patronage.audit.weapons import weapons
from patronage.results import Verdict

TEXT = "Cuba ordered {} from Russia in {}."


def judged(text: str, world: World, voice: str = "") -> list[Verdict]:
    return list(weapons(asked(text, "count", voice), world))


@pytest.fixture
def world() -> World:
    made = World()
    made.deal("RUS>CUB", 1989, 12, "MiG-29", "FGA aircraft")
    made.deal("RUS>CUB", 1989, 30, "T-62", "tank")
    made.deal("RUS>CUB", 1975, 20, "T-62", "tank")
    made.deal("RUS>CUB", 1985, 8, "Mi-24", "combat helicopter", "?")
    return made.deal("CHN>CUB", 1989, 99, "Type-59", "tank")


@pytest.mark.parametrize(
    ("what", "year", "kind"),
    [
        ("12 MiG-29 fighters", 1989, "supported"),
        ("14 MiG-29 fighters", 1989, "contradicted"),
        ("more than 10 MiG-29 fighters", 1989, "supported"),
        ("30 tanks", 1989, "supported"),
        ("100 tanks", 1989, "contradicted"),
        ("50 T-62 tanks", 1989, "period mismatch"),
        ("12 MiG-31 fighters", 1989, "consistent but not decisive"),
        ("8 Mi-24 helicopters", 1985, "consistent but not decisive"),
        ("12 MiG-29 fighters", 1940, "register silent"),
    ],
)
def test_numbers_ordered(what: str, year: int, kind: str, world: World) -> None:
    (verdict,) = judged(TEXT.format(what, year), world)
    assert (verdict.kind, verdict.register) == (kind, "sipri")


def test_the_check_counts_the_rows_that_it_lists(world: World) -> None:
    (verdict,) = judged(TEXT.format("30 tanks", 1989), world)
    (check,) = verdict.checks
    assert (check.operation, check.value, check.rows) == (
        "count of number_ordered",
        30,
        ("sipri:2",),
    )


def test_a_launcher_of_the_same_name_is_no_missile(world: World) -> None:
    world.deal("RUS>CUB", 1990, 4, "Volna", "self-propelled MRL")
    world.deal("RUS>CUB", 1990, 50, "Volna", "SSM")
    (verdict,) = judged(TEXT.format("50 Volna missiles", 1990), world)
    assert (verdict.kind, verdict.evidence) == ("supported", ("sipri:7",))


def test_a_number_on_the_word_of_sipri_that_it_does_not_hold(world: World) -> None:
    found = [v.kind for v in judged(TEXT.format("14 MiG-29 fighters", 1989), world, "SIPRI")]
    assert found == ["contradicted", "attribution not found in the register"]


def test_small_arms_are_outside_what_is_held(world: World) -> None:
    (verdict,) = judged("Cuba ordered 5,000 rifles from Russia in 1989.", world)
    assert verdict.kind == "register silent"


def test_without_sides_or_register_nothing_is_checked(world: World) -> None:
    text = TEXT.format("12 MiG-29 fighters", 1989)
    assert [v.kind for v in judged(text, World(loaded=()))] == ["not checkable here"]
    assert [v.kind for v in judged("Cuba has 12 MiG-29 fighters.", world)] == ["not checkable here"]

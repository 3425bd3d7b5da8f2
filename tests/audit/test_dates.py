"""Years in which sanctions, alliances, conflicts and disputes began or held."""

from __future__ import annotations

import pytest
from audit_world import World, asked

from patronage.audit.dates import dates
from patronage.results import Verdict


def judged(text: str, world: World, voice: str = "") -> list[Verdict]:
    return list(dates(asked(text, "date", voice), world))


@pytest.fixture
def world() -> World:
    made = World()
    made.act("gsdb", "USA>IRN", 1984, "arms: begins", row=7)
    made.act("gsdb", "USA>IRN", 1995, "trade: begins", row=8)
    made.act("gsdb", "USA>IRN", 2016, "trade: ends", row=8)
    for year in range(1966, 1975):
        made.flow("atop", "alliance: defense", "RUS>EGY", year, 1.0)
    for year in (1980, 1981, 1982):
        made.act("ucdp_conflict", "IRN>EGY", year, "war")
    made.act("mids", "RUS>NOR", 1985, "level 4: use of force")
    made.act("mids", "CHN>NOR", 1985, "level 1: no militarised action")
    return made


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The United States arms embargo on Iran has been in force since 1984.", "supported"),
        ("The United States imposed sanctions on Iran in 1995.", "supported"),
        ("The United States imposed sanctions on Iran in 1985.", "consistent but not decisive"),
        ("The United States imposed sanctions on Cuba in 1995.", "contradicted"),
        ("The United States imposed sanctions on Iran in 1972.", "contradicted"),
        ("The United States imposed oil sanctions on Iran in 1995.", "consistent but not decisive"),
        ("The United States first imposed sanctions on Iran in 1984.", "supported"),
        ("The United States first imposed sanctions on Iran in 1995.", "contradicted"),
        ("The United States lifted its trade sanctions on Iran in 2016.", "supported"),
        ("The United States imposed sanctions on Iran in 1930.", "register silent"),
        ("Russia and Egypt signed an alliance treaty in 1966.", "supported"),
        ("Russia and Egypt signed an alliance treaty in 1967.", "consistent but not decisive"),
        ("Russia and Egypt signed an alliance treaty in 1990.", "contradicted"),
        ("Iran and Egypt were at war in 1981.", "supported"),
        ("Iran and Egypt were at war in 1999.", "contradicted"),
    ],
)
def test_years(text: str, kind: str, world: World) -> None:
    assert [v.kind for v in judged(text, world)] == [kind]


def test_a_decade_of_which_less_than_half_is_covered_is_silent(world: World) -> None:
    found = judged("Iran and Cuba were at war in the 1940s.", world)
    assert [v.kind for v in found] == ["register silent"]
    found = judged("Iran and Cuba were at war in the 1950s.", world)
    assert [v.kind for v in found] == ["contradicted"]


def test_the_check_is_the_first_year_of_the_rows_used(world: World) -> None:
    (verdict,) = judged("The United States imposed sanctions on Iran in 1995.", world)
    (check,) = verdict.checks
    assert (check.operation, check.value) == ("first year of a case", 1995)
    assert set(check.rows) == {"gsdb:2", "gsdb:3"}


def test_a_case_on_the_word_of_the_register_that_it_does_not_hold(world: World) -> None:
    text = "The United States imposed sanctions on Cuba in 1995."
    found = [v.kind for v in judged(text, world, "GSDB")]
    assert found == ["contradicted", "attribution not found in the register"]


def test_what_is_not_loaded_or_dated_by_nothing_is_not_checkable() -> None:
    text = "The United States imposed sanctions on Iran in 1995."
    (verdict,) = judged(text, World(loaded=()))
    assert (verdict.kind, "patronage load gsdb" in verdict.sentence) == ("not checkable here", True)
    (verdict,) = judged("The President of Iran visited Egypt in 2012.", World())
    assert verdict.kind == "not checkable here"

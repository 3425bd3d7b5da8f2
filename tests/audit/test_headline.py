"""What is told as effect and as cause: which came first, and that order shows no cause."""

from __future__ import annotations

import datetime as dt

import pytest
from audit_world import PUBLISHED, World, asked

from patronage.audit.headline import causes
from patronage.measures import break_in, explanations
from patronage.results import Verdict

HEAD = (
    "Russian arms deliveries to Venezuela fell because of the sanctions imposed by the "
    "United States in {}."
)


def judged(text: str, world: World) -> Verdict:
    (verdict,) = causes(asked(text, "cause"), world, break_in, explanations)
    return verdict


@pytest.fixture
def world() -> World:
    made = World()
    for year in range(2000, 2014):
        made.flow("sipri", "arms orders", "RUS>VEN", year - 2, 100.0 + year % 3)
        made.flow("sipri", "arms deliveries", "RUS>VEN", year, 100.0 + year % 3)
    for year in (2006, 2019):
        made.act("gsdb", "USA>VEN", year, "arms: begins")
    return made


def test_an_effect_before_its_cause_is_a_period_mismatch(world: World) -> None:
    verdict = judged(HEAD.format(2020), world)
    assert verdict.kind == "period mismatch"
    (found,) = verdict.breaks
    assert (found.direction, found.time.year) == ("down", 2014)
    assert found.probability > 0.9
    assert "P(before the told cause, given a break) 1.000" in verdict.calculation
    assert "model-implied, not causally identified" in verdict.limits


def test_an_effect_after_its_cause_is_never_supported(world: World) -> None:
    verdict = judged(HEAD.format(2006), world)
    assert verdict.kind == "consistent but not decisive"
    assert "Neither order nor size shows a cause." in verdict.sentence
    assert "sanctions of United States against Venezuela begin in 2006, 2019" in (
        verdict.sentence.replace("the United", "United")
    )


def test_without_a_break_nothing_is_said_of_the_order() -> None:
    flat = World()
    for year in range(1990, 2024):
        flat.flow("sipri", "arms deliveries", "RUS>VEN", year, 100.0 + year % 3)
    verdict = judged(HEAD.format(2020), flat)
    assert verdict.kind == "consistent but not decisive"
    told = "No break that we found in arms deliveries, Russia to Venezuela (SIPRI), up to 2023."
    assert told in verdict.sentence


@pytest.mark.parametrize(
    "text",
    [
        "Protest in Venezuela grew because of the sanctions of 2019.",
        "Turnout in Cuba fell because of the storm of 2017.",
    ],
)
def test_an_effect_that_nothing_measures_is_not_checkable(text: str, world: World) -> None:
    assert judged(text, world).kind == "not checkable here"


def test_a_cause_without_a_date_is_not_checkable_in_an_undated_text(world: World) -> None:
    text = "Russian arms deliveries to Venezuela fell because of sanctions."
    (verdict,) = causes(asked(text, "cause", published=None), world, break_in, explanations)
    assert verdict.kind == "not checkable here"
    (verdict,) = causes(asked(text, "cause", published=PUBLISHED), world, break_in, explanations)
    assert verdict.kind == "period mismatch"  # told as going on: within the year before the text


def test_the_rows_of_the_series_and_of_the_rivals_are_all_evidence(world: World) -> None:
    verdict = judged(HEAD.format(2020), world)
    deliveries = {r["id"] for r in world.flows("sipri", "arms deliveries", "RUS", "VEN")}
    assert deliveries <= set(verdict.evidence)
    assert {id for one in verdict.explanations for id in one.evidence} <= set(verdict.evidence)
    assert {one.name for one in verdict.explanations} == {
        *("orders completed", "another stepped in", "client cannot pay", "embargo"),
        *("client turned", "less to all clients", "refused by the patron"),
    }


def test_one_who_finds_no_breaks_shows_none(world: World) -> None:
    question = asked(HEAD.format(2020), "cause")
    (verdict,) = causes(question, world, lambda years, direction: None)
    assert (verdict.kind, verdict.breaks) == ("consistent but not decisive", ())
    assert dt.date(2020, 1, 1) == question.period.start


def test_a_pair_with_two_series_is_explained_once(world: World) -> None:
    asked_for: list[tuple[str, str, int]] = []

    def explaining(_: object, giver: str, client: str, last: int) -> tuple[()]:
        asked_for.append((giver, client, last))
        return ()

    for year in range(2000, 2014):
        world.flow("aiddata", "official finance, OOF-like", "CHN>VEN", year, 1e9)
    tuple(causes(asked(HEAD.format(2020), "cause"), world, break_in, explaining))
    assert asked_for == [("RUS", "VEN", 2013)]

"""Figures against sums, shares and levels of a few made rows."""

from __future__ import annotations

import datetime as dt

import pytest
from audit_world import World, asked

from patronage.audit.figures import figures
from patronage.results import Verdict

ARMS = "China sold arms worth {} to Venezuela between 2000 and 2010."


def judged(text: str, world: World, kind: str = "figure", voice: str = "") -> list[Verdict]:
    return list(figures(asked(text, kind, voice), world))


def kinds(text: str, world: World, kind: str = "figure", voice: str = "") -> list[str]:
    return [v.kind for v in judged(text, world, kind, voice)]


@pytest.fixture
def world() -> World:
    made = World()
    for year, value in ((2001, 100.0), (2005, 200.0), (2012, 500.0)):
        made.flow("sipri", "arms orders", "CHN>VEN", year, value)
        made.flow("sipri", "arms orders", "RUS>VEN", year, 3 * value)
    for year, value in ((2007, 4e9), (2010, 20e9)):
        made.flow("aiddata", "official finance, OOF-like", "CHN>VEN", year, value)
    made.flow("aiddata", "official finance, ODA-like", "CHN>VEN", 2007, 1.23e9)
    for year in range(2000, 2010):
        made.flow("cow_trade", "imports", "CHN>VEN", year, 1000.0)
        made.flow("cow_trade", "imports", "VEN>CHN", year, 500.0)
        made.flow("cow_nmc", "military expenditure", "VEN", year, 1e6 + year)
        made.flow("cow_nmc", "military personnel", "VEN", year, 80.0)
        made.flow("cow_igo", "shared organisations", "CHN>VEN", year, 37.0)
    return made


def test_dollars_are_never_set_against_tiv(world: World) -> None:
    (verdict,) = judged(ARMS.format("$30 billion"), world)
    assert verdict.kind == "wrong measure or unit"
    assert {check.unit for check in verdict.checks} == {"TIV", ""}
    assert verdict.evidence == ("sipri:1", "sipri:3")
    assert "300 million TIV of arms orders" in verdict.sentence
    assert verdict.limits == "It errs."


def test_a_voice_whose_register_has_no_dollars_is_not_found(world: World) -> None:
    found = kinds(ARMS.format("$30 billion"), world, voice="SIPRI")
    assert found == ["wrong measure or unit", "attribution not found in the register"]
    assert kinds(ARMS.format("$30 billion"), world, voice="the ministry") == found[:1]


def test_tiv_against_tiv(world: World) -> None:
    text = "Venezuela ordered arms worth {} from China between 2000 and 2010."
    assert kinds(text.format("300 million TIV"), world) == ["supported"]
    assert kinds(text.format("450 million TIV"), world) == ["contradicted"]
    assert kinds(text.format("more than 250 million TIV"), world) == ["supported"]
    assert kinds(text.format("more than 100 million TIV"), world) == ["consistent but not decisive"]
    both = kinds(text.format("450 million TIV"), world, voice="SIPRI")
    assert both == ["contradicted", "attribution not found in the register"]


def test_the_figure_of_another_period_is_a_period_mismatch(world: World) -> None:
    text = "Venezuela ordered arms worth 500 million TIV from China in 2010."
    (verdict,) = judged(text, world)
    assert (verdict.kind, "2012" in verdict.sentence) == ("period mismatch", True)
    (check,) = verdict.checks
    assert (check.value, check.start) == (500, dt.date(2012, 1, 1))


def test_other_prices_are_never_supported_and_constant_ones_may_be(world: World) -> None:
    lent = "China lent Venezuela {} between 2005 and 2013{}."
    assert kinds(lent.format("$24 billion", ""), world) == ["consistent but not decisive"]
    assert kinds(lent.format("$90 billion", ""), world) == ["contradicted"]
    constant = ", in constant 2021 dollars"
    assert kinds(lent.format("$24.0 billion", constant), world) == ["supported"]
    assert kinds(lent.format("$90.0 billion", constant), world) == ["contradicted"]


def test_the_number_of_another_class_is_a_wrong_measure(world: World) -> None:
    text = "China lent Venezuela $1.23 billion in 2007, in constant 2021 dollars."
    (verdict,) = judged(text, world)
    assert verdict.kind == "wrong measure or unit"
    assert "official finance, ODA-like" in verdict.sentence


def test_shares_of_the_receiver_and_of_the_giver(world: World) -> None:
    text = "China accounted for {} of the arms that Venezuela ordered between 2000 and 2010."
    assert kinds(text.format("25%"), world) == ["supported"]
    assert kinds(text.format("60%"), world) == ["contradicted"]
    (verdict,) = judged(text.format("25%"), world)
    (check,) = verdict.checks
    assert (check.operation, check.value, len(check.rows), len(check.others)) == ("share", 25, 2, 4)


def test_trade_is_both_ways_where_it_is_between_two(world: World) -> None:
    text = "Trade between China and Venezuela reached {} in 2005."
    assert kinds(text.format("$1.5 billion"), world) == ["supported"]
    assert kinds(text.format("$2.0 billion"), world) == ["consistent but not decisive"]
    assert kinds(text.format("$9 billion"), world) == ["contradicted"]


def test_levels_have_the_mean_of_the_time(world: World) -> None:
    assert kinds("Venezuela spent $1.0 billion on its military in 2005.", world) == ["supported"]
    assert kinds("Venezuela spent $3.0 billion on its military in 2005.", world) == ["contradicted"]
    orgs = "China and Venezuela shared 37 international organisations in 2005."
    assert kinds(orgs, world, "count") == ["supported"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Venezuela ordered arms worth 300 million TIV from China in 1930.", "register silent"),
        ("China lent Venezuela $5 billion between 1960 and 2001.", "register silent"),
        ("China lent Venezuela $5 billion in 2024.", "register silent"),
        ("Trade between China and Venezuela reached $5 billion in 2020.", "register silent"),
        ("Russia lent Venezuela $5 billion in 2006.", "not checkable here"),
        ("Russia spent $40m.", "not checkable here"),
    ],
)
def test_outside_of_coverage_nothing_is_contradicted(text: str, kind: str, world: World) -> None:
    (verdict,) = judged(text, world)
    assert verdict.kind == kind
    assert not verdict.evidence


def test_no_row_is_zero_for_sipri_and_silence_for_others(world: World) -> None:
    text = "Kenya ordered arms worth 300 million TIV from China between 2000 and 2010."
    assert kinds(text, world) == ["contradicted"]
    assert kinds("China lent Kenya $5 billion in 2010.", world) == ["register silent"]


def test_a_register_that_is_not_loaded_is_named() -> None:
    (verdict,) = judged("China lent Venezuela $5 billion in 2010.", World(loaded=()))
    assert verdict.kind == "not checkable here"
    assert "patronage load aiddata" in verdict.sentence


def test_a_measure_that_the_named_register_does_not_hold(world: World) -> None:
    found = kinds("Russia lent Venezuela $5 billion in 2006.", world, voice="SIPRI")
    assert found == ["attribution not found in the register"]


def test_the_direction_is_turned_only_where_the_words_do_not_tell_it(world: World) -> None:
    told = "China ordered arms worth 300 million TIV from Venezuela between 2000 and 2010."
    assert kinds(told, world) == ["contradicted"]


def test_the_calculation_tells_the_sum_by_years(world: World) -> None:
    text = "Venezuela ordered arms worth 300 million TIV from China between 2000 and 2010."
    (verdict,) = judged(text, world)
    assert verdict.calculation == "sum over 2 rows of sipri, by first year: 2001 100, 2005 200; 300"

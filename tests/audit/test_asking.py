"""A claim as a question: states, period, whose word, and which row of the checks it meets."""

from __future__ import annotations

import csv
import datetime as dt
from importlib.resources import files

import pytest
from audit_world import PUBLISHED, World, asked, one, person, told

from patronage import audit
from patronage.audit.asking import (
    ask,
    check_of,
    details,
    given_by,
    kind_of,
    publishers,
    rule_of,
    table,
    turned,
)
from patronage.datasets import register

TABLES = (
    *("checks", "happenings", "overlaps", "publishers", "ranks", "series", "tolerances"),
    "weapons",
)


@pytest.mark.parametrize("name", TABLES)
def test_every_row_of_a_table_names_its_source(name: str) -> None:
    rows = list(csv.DictReader((files(audit) / f"{name}.csv").read_text("utf-8").splitlines()))
    assert rows and all(row["source"] for row in rows)
    assert all(None not in row.values() and None not in row for row in rows)
    for row in rows:
        if "dataset" in row:
            assert register(row["dataset"]).title


def test_sides_and_period_come_from_the_claim() -> None:
    question = asked("China lent Venezuela $5 billion between 2005 and 2013.", "figure")
    assert (question.givers, question.receivers) == (("CHN",), ("VEN",))
    assert (question.period.start, question.period.end) == (
        dt.date(2005, 1, 1),
        dt.date(2014, 1, 1),
    )
    assert question.period.how == "told"


def test_without_sides_the_order_of_the_text_counts() -> None:
    from dataclasses import replace

    claim = replace(one("China lent Venezuela $5 billion.", "figure"), giver=(), receiver=())
    question = ask(claim, PUBLISHED)
    assert (question.givers, question.receivers) == (("CHN",), ("VEN",))


def test_a_ruler_of_the_past_gives_the_period_and_one_in_office_does_not() -> None:
    from dataclasses import replace

    claim = one("China lent Venezuela $5 billion.", "figure")
    chavez = replace(claim, subject=(*claim.subject, person("Hugo Chávez", "VEN")))
    rule = rule_of("Hugo Chávez", "VEN")
    assert rule is not None
    question = ask(chavez, PUBLISHED)
    assert (question.period.start, question.period.end) == rule
    assert question.period.how == "the rule of Hugo Chávez"
    # Somebody whose rule has no end in the table gives no period, with a date or without one.
    ruler = replace(claim, subject=(*claim.subject, person("Vladimir Putin", "RUS")))
    for day in (dt.date(2005, 1, 1), None):
        assert ask(ruler, day).period.how == "not told"


def test_publishers_are_known_by_voice_and_by_words() -> None:
    text = "China sold arms worth $5 billion to Venezuela since 2000."
    assert asked(text, "figure", "SIPRI").voices == {"sipri"}
    assert asked(text, "figure").voices == frozenset()
    assert {d for _, d in publishers()} >= {"sipri", "aiddata", "gsdb"}


def test_a_question_without_a_time_is_of_all_that_is_covered_up_to_the_text() -> None:
    held = World().held("aiddata")
    assert held is not None
    early = asked("China lent Venezuela $5 billion.", "figure", published=dt.date(2010, 6, 1))
    within = early.within(held)
    assert (within.start, within.end) == (held.start, dt.date(2010, 6, 1))
    assert asked("China lent Venezuela $5 billion.", "figure").within(held).end == held.end


def test_checks_by_measure_unit_and_giver() -> None:
    row = check_of(asked("China lent Venezuela $5 billion in 2010.", "figure"))
    assert (row["dataset"], row["takes"]) == ("aiddata", "official finance, OOF-like")
    assert check_of(asked("Russia lent Venezuela $5 billion in 2010.", "figure")) is None
    row = check_of(asked("Russia sold Venezuela arms worth $5 billion in 2010.", "figure"))
    assert row["operation"] == "other unit"


@pytest.mark.parametrize(
    ("unit", "kind"),
    [("USD", "money"), ("TIV", "TIV"), ("soldier", "person"), ("tank", "tank"), ("%", "%")],
)
def test_kinds_of_units(unit: str, kind: str) -> None:
    assert kind_of(unit) == kind


def test_turning_twice_is_nothing_and_given_by_keeps_one_giver() -> None:
    question = asked("Russia and China lent Venezuela $5 billion in 2010.", "figure")
    assert turned(turned(question)) == question
    assert given_by(question, "CHN").givers == ("CHN",)
    assert given_by(turned(question), "CHN").receivers == ("RUS",)


def test_details_are_pieces() -> None:
    claim = one("Cuba ordered 12 MiG-29 fighters from Russia in 1989.", "count")
    assert details(claim) == ("orders", "MiG-29")
    assert all(details(c) == () for c in told("Russia spent $40m.") if not c.detail)


def test_every_check_names_a_band_that_there_is() -> None:
    bands = {row["name"] for row in table("tolerances")}
    assert all(row["band"] in bands for row in table("checks") if row["operation"] != "other unit")

"""Terms of office against the table of leaders, with Archigos beside it."""

from __future__ import annotations

import pytest
from audit_world import PUBLISHED, World, person, term

from patronage.audit.asking import ask
from patronage.audit.terms import terms
from patronage.records import Actor
from patronage.results import Verdict

MADURO = person("Nicolás Maduro", "VEN")
THATCHER = person("Margaret Thatcher", "GBR")


def judged(who: Actor, measure: str, when: str, world: World | None = None) -> Verdict:
    (verdict,) = terms(ask(term(who, measure, when), PUBLISHED), world or World(loaded=()))
    return verdict


@pytest.mark.parametrize(
    ("who", "measure", "when", "kind"),
    [
        (MADURO, "term-start", "in 2013", "supported"),
        (MADURO, "term-start", "since 2013", "supported"),
        (MADURO, "term-start", "in March 2013", "supported"),
        (MADURO, "term-start", "in April 2013", "contradicted"),
        (MADURO, "term-start", "in 2012", "contradicted"),
        (MADURO, "term", "in 2018", "supported"),
        (MADURO, "term", "in 2010", "contradicted"),
        (THATCHER, "term-end", "in 1990", "supported"),
        (THATCHER, "term-end", "in 1991", "contradicted"),
    ],
)
def test_dates_of_office(who: Actor, measure: str, when: str, kind: str) -> None:
    verdict = judged(who, measure, when)
    assert (verdict.kind, verdict.register) == (kind, "leaders")
    assert all(row.startswith(f"leaders:{who.country}:") for row in verdict.evidence)
    assert str(verdict.checks[0].start)[:4] == when[-4:]


@pytest.mark.parametrize("who", [person("Nobody Inparticular", "VEN"), Actor("he", MADURO.span)])
def test_somebody_whom_no_table_holds(who: Actor) -> None:
    assert judged(who, "term-start", "in 2013").kind == "not checkable here"


def test_a_term_without_a_time() -> None:
    from dataclasses import replace

    claim = replace(term(MADURO, "term-start", "in 2013"), period=None)
    (verdict,) = terms(ask(claim, PUBLISHED), World(loaded=()))
    assert verdict.kind == "not checkable here"


def test_archigos_is_told_where_it_differs_and_decides_nothing() -> None:
    world = World().act("archigos", "VEN", 2012, "Maduro: enters office (regular)")
    early = judged(MADURO, "term-start", "in 2013", world)
    assert early.kind == "supported"
    assert "registers err too" in early.sentence and "archigos:1" in early.evidence
    # Its own year is not what the verdict is by.
    assert judged(MADURO, "term-start", "in 2012", world).kind == "contradicted"
    agrees = World()
    agrees.act("archigos", "GBR", 1979, "Thatcher: enters office (regular)")
    agrees.deeds[0]["start"] = agrees.deeds[0]["start"].replace(month=5, day=4)
    assert "agrees" in judged(THATCHER, "term-start", "in 1979", agrees).sentence
    assert "no row of this person" in judged(MADURO, "term-start", "in 2013", agrees).sentence

"""The auditor's one entrance, and the laws that hold for whatever claims and rows."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections import Counter
from dataclasses import replace

import pytest
from audit_world import PUBLISHED, World, person, term, told
from hypothesis import given, settings
from hypothesis import strategies as st

from patronage.audit import NoRegisters, audit
from patronage.codebook import rows
from patronage.measures import break_in
from patronage.records import Claim
from patronage.results import Verdict

KINDS = frozenset(row["verdict"] for row in rows("verdicts"))
A, B = "{a}", "{b}"
#: Sentences of every kind of claim about two states, of which either may stand in either place.
TEXTS = (
    "{a} sold arms worth ${n} billion to {b} between {y} and {z}.",
    "{b} ordered arms worth {n}00 million TIV from {a} between {y} and {z}.",
    "{b} ordered {n} T-72 tanks from {a} in {y}.",
    "{b} ordered {n} tanks from {a} since {y}.",
    "{a} accounted for {n}% of the arms that {b} ordered between {y} and {z}.",
    "Trade between {a} and {b} reached ${n} billion in {y}.",
    "{a} spent ${n} billion on its military in {y}.",
    "{a} has {n}0,000 military personnel.",
    "{a} is the largest supplier of arms to {b}.",
    "{b} was the second-largest arms supplier of {a} in {y}.",
    "{a} imposed sanctions on {b} in {y}.",
    "{a} and {b} signed an alliance treaty in {y}.",
    "{a} and {b} were at war in {y}.",
    "{a} and {b} shared {n} international organisations in {y}.",
    "Arms deliveries from {a} to {b} have fallen since {y}.",
    "Trade between {a} and {b} rose between {y} and {z}.",
    "{a} cut its arms deliveries to {b} because of the crisis of {y}.",
    "{a} lent {b} ${n} billion in {y}.",
    "{a} will sell more oil to {b}, analysts predict.",
)
OTHERS = ("India", "Iran", "Brazil", "Egypt")
CODES = {"India": "IND", "Iran": "IRN", "Brazil": "BRA", "Egypt": "EGY", "Cuba": "CUB"}


def kinds(verdicts: tuple[Verdict, ...]) -> Counter[str]:
    return Counter(verdict.kind for verdict in verdicts)


def judged(claims: list[Claim], world: object, day: dt.date | None = PUBLISHED) -> Counter[str]:
    return kinds(audit(claims, world, break_in, {"d": day}))  # type: ignore[arg-type]


def world_of(seed: int, codes: tuple[str, ...]) -> World:
    """Rows among some states, the same rows for the same seed whatever the states are called."""
    draw, made = random.Random(seed), World()
    for _ in range(draw.randrange(25)):
        one, two = draw.sample(codes, 2)
        year, value = draw.randrange(1950, 2020), round(draw.lognormvariate(4, 2))
        what = draw.randrange(5)
        if what == 0:
            made.deal(f"{one}>{two}", year, max(1, value % 90), "T-72", "tank", draw.choice(" ?"))
        elif what == 1:
            years = (year, year + draw.randrange(4))
            made.flow("sipri", "arms deliveries", f"{one}>{two}", years, float(value))
        elif what == 2:
            made.flow("cow_trade", "imports", f"{one}>{two}", min(year, 2014), float(value))
        elif what == 3:
            made.act("gsdb", f"{one}>{two}", year, draw.choice(("arms: begins", "trade: begins")))
        else:
            made.flow("atop", "alliance: defense", f"{one}>{two}", year, 1.0)
            made.flow("cow_nmc", "military personnel", one, year, float(value))
            made.act("ucdp_conflict", f"{one}>{two}", year, "conflict")
    return made


def sentence(template: str, one: str, two: str, number: int, year: int) -> str:
    return template.format(a=one, b=two, n=number, y=year, z=year + 9)


PAIRS = st.lists(st.sampled_from(OTHERS), min_size=2, max_size=2, unique=True)
SENTENCES = st.tuples(
    st.sampled_from(TEXTS), PAIRS, st.integers(2, 60), st.integers(1930, 2024)
).map(lambda t: sentence(t[0], *t[1], t[2], t[3]))


@settings(max_examples=120, deadline=None)
@given(st.lists(SENTENCES, min_size=1, max_size=3), st.integers(0, 9_999), st.booleans())
def test_every_claim_gets_a_verdict_of_the_vocabulary(
    texts: list[str], seed: int, dated: bool
) -> None:
    claims = [
        replace(claim, sentence=i, id=f"{i}{claim.id}")
        for i, text in enumerate(texts) for claim in told(text, random.Random(seed).choice(
            ("", "SIPRI", "GSDB", "the ministry")))
    ]  # fmt: skip
    world = world_of(seed, tuple(CODES.values()))
    verdicts = audit(claims, world, break_in, {"d": PUBLISHED if dated else None})
    assert {v.kind for v in verdicts} <= KINDS
    assert {c.id for c in claims} == {id for v in verdicts for id in v.claims}
    ids = {row["id"] for row in (*world.rows, *world.deeds)}
    for verdict in verdicts:
        assert verdict.sentence and verdict.limits
        assert set(verdict.evidence) <= ids
        assert {row for check in verdict.checks for row in check.rows} <= set(verdict.evidence)
    assert audit(claims, world, break_in, {"d": PUBLISHED if dated else None}) == verdicts


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from(TEXTS), PAIRS, st.integers(2, 60), st.integers(1930, 2024),
    st.integers(0, 9_999),
)  # fmt: skip
def test_swapping_two_countries_throughout_changes_no_verdict(
    template: str, pair: list[str], number: int, year: int, seed: int
) -> None:
    """Neither state has a better right: rows and text swapped together are judged alike."""
    one, two = pair
    codes = [CODES[one], CODES[two], "CUB"]
    here = judged(told(sentence(template, one, two, number, year)), world_of(seed, tuple(codes)))
    codes[0], codes[1] = codes[1], codes[0]
    there = judged(told(sentence(template, two, one, number, year)), world_of(seed, tuple(codes)))
    assert here == there


@settings(max_examples=100, deadline=None)
@given(PAIRS, st.integers(1, 900), st.integers(1950, 2014), st.integers(0, 9_999))
def test_units_that_differ_are_never_contradicted(
    pair: list[str], number: int, year: int, seed: int
) -> None:
    world = world_of(seed, tuple(CODES.values()))
    one, two = pair
    for text in (
        f"{one} sold arms worth ${number} million to {two} in {year}.",
        f"Trade between {one} and {two} reached €{number} million in {year}.",
        f"{one} spent £{number} million on its military in {year}.",
    ):
        figures = [claim for claim in told(text) if claim.kind == "figure"]
        assert figures
        assert "contradicted" not in judged(figures, world)


_COVERED_BELOW_HALF = (
    "{b} ordered arms worth {n} million TIV from {a} between 1930 and 1955.",
    "{b} ordered {n} T-72 tanks from {a} in 1940.",
    "{a} accounted for {n}% of the arms that {b} ordered between 1925 and 1960.",
    "Trade between {a} and {b} reached ${n} billion between 2010 and 2024.",
    "{a} spent ${n} billion on its military in 2020.",
    "{a} was the largest supplier of arms to {b} between 1930 and 1955.",
    "{a} imposed sanctions on {b} in 1931.",
    "{a} and {b} were at war in the 1940s.",
    "{a} and {b} signed an alliance treaty in 2022.",
    "Trade between {a} and {b} has fallen since 2012.",
    "Trade between {a} and {b} rose between 2010 and 2024.",
    "Arms deliveries from {a} to {b} rose between 1935 and 1955.",
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(_COVERED_BELOW_HALF), PAIRS, st.integers(2, 99), st.integers(0, 9_999))
def test_less_than_half_covered_is_never_contradicted(
    template: str, pair: list[str], number: int, seed: int
) -> None:
    one, two = pair
    claims = told(template.format(a=one, b=two, n=number))
    assert claims
    found = judged(claims, world_of(seed, tuple(CODES.values())))
    assert "contradicted" not in found and "supported" not in found


def test_the_sentences_of_these_laws_make_claims_of_every_kind() -> None:
    claims = [c for t in TEXTS for c in told(sentence(t, "India", "Iran", 12, 1999))]
    assert {c.kind for c in claims} == {
        *("figure", "count", "date", "rank", "trend", "cause", "judgement")
    }


def test_no_register_leaves_the_table_of_leaders() -> None:
    claims = [*told("China lent Venezuela $5 billion in 2010.")]
    claims.append(term(person("Nicolás Maduro", "VEN"), "term-start", "in 2013"))
    found = judged(claims, NoRegisters())
    assert found == {"not checkable here": 1, "supported": 1}


def test_what_collides_is_not_called_not_checkable_beside() -> None:
    text = "Russia lent Venezuela $30 billion in 2010."
    other = "Russia sold arms worth $30 billion to Venezuela in 2010."
    claims = [*told(text), *(replace(c, sentence=1) for c in told(other))]
    found = judged(claims, NoRegisters())
    assert found == {"collision": 1}


@pytest.mark.parametrize(
    "text",
    [
        "Iran will sell more oil to China, analysts predict.",
        "Egypt will order 30 tanks from Russia, analysts predict.",
    ],
)
def test_opinions_and_forecasts_are_not_checkable(text: str) -> None:
    verdicts = audit(told(text), World(), break_in, {"d": PUBLISHED})
    judgements = {c.id for c in told(text) if c.kind == "judgement"}
    assert judgements
    assert {v.kind for v in verdicts if judgements & set(v.claims)} == {"not checkable here"}


def test_generated_words_take_no_side() -> None:
    world = world_of(3, tuple(CODES.values()))
    claims = [c for t in TEXTS for c in told(sentence(t, "India", "Iran", 12, 1999))]
    said = " ".join(v.sentence + v.limits for v in audit(claims, world, break_in, {"d": PUBLISHED}))
    assert not re.search(r"\b(?:regime|puppet|aggress\w+|collapse\w*|so-called|lie[sd]?)\b", said)


def test_the_order_of_claims_changes_no_verdict() -> None:
    world = world_of(5, tuple(CODES.values()))
    claims = [
        replace(c, sentence=i)
        for i, t in enumerate(TEXTS) for c in told(sentence(t, "India", "Iran", 12, 1999))
    ]  # fmt: skip
    assert judged(claims, world) == judged(claims[::-1], world)

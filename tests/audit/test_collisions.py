"""One number with two measures, two numbers of one measure, and what is neither."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from audit_claims import claim
from hypothesis import given, settings
from hypothesis import strategies as st

from patronage.audit import collisions
from patronage.codebook import rows
from patronage.records import Amount, Claim, Span

CONSISTENT = "consistent but not decisive"
LOANS = claim("over $30 billion", "loans", "VEN", "CHN", "RUS", "CUB", "IRN")
ARMS = claim("more than $30 billion", "arms", "CHN", "VEN", by="the Stockholm institute")


def kinds(*claims: Claim) -> list[str]:
    return [verdict.kind for verdict in collisions(claims)]


def test_one_number_as_loans_and_as_arms() -> None:
    (verdict,) = collisions([LOANS, ARMS])
    assert verdict.kind == "collision"
    assert set(verdict.claims) == {LOANS.id, ARMS.id}
    assert verdict.sentence == (
        "'more than $30 billion' and 'over $30 billion' tell one number: as arms (China, "
        "Venezuela; on the word of the Stockholm institute) and as loans (China, Cuba, Iran, "
        "Russia, Venezuela; no source named). The same number with two measures: at least one may "
        "be a mix-up."
    )
    assert LOANS.quote in verdict.calculation
    assert "relative difference 0.0%" in verdict.calculation
    assert "cannot tell which is right" in verdict.limits


PAIRS: list[tuple[str, Claim, Claim, list[str]]] = [
    ("same words, two measures", LOANS, claim("over $30 billion", "arms", "CHN", "VEN"),
     ["collision"]),
    ("within two percent", LOANS, claim("$30.4 billion", "arms", "CHN", "VEN"), ["collision"]),
    ("three percent apart", LOANS, claim("$31 billion", "arms", "CHN", "VEN"), []),
    ("another unit", LOANS, claim("30,000,000,000", "arms", "CHN", "VEN", unit="EUR"), []),
    ("across documents", LOANS, claim("$30 billion", "arms", "CHN", "VEN", document="d2"),
     ["collision"]),
    ("one country shared of two", claim("$5 billion", "trade", "USA", "VEN"),
     claim("$5 billion", "loans", "CHN", "VEN"), []),
    ("nobody named, one document", LOANS, claim("$30 billion", "arms"), ["collision"]),
    ("nobody named, elsewhere", LOANS, claim("$30 billion", "arms", document="d2"), []),
    ("measure not known", LOANS, claim("$30 billion", None, "CHN", "VEN"), []),
    ("measure of no name", LOANS, claim("$30 billion", "other", "CHN", "VEN"), []),
    ("two words for one thing", LOANS, claim("$30 billion", "deals", "CHN", "VEN"),
     [CONSISTENT]),
    ("another voice, one thing", ARMS, claim("over $30 billion", "arms", "CHN", "VEN", by="X"),
     [CONSISTENT]),
    ("more countries, one thing", LOANS, claim("over $30 billion", "loans", "CHN", "VEN"),
     [CONSISTENT]),
    ("two sets of countries", claim("$9,000 million", "loans", "VEN", "CHN", "CUB"),
     claim("$9 billion", "loans", "VEN", "CHN", "RUS"), ["collision"]),
    ("one number of two years", claim("$9 billion", "trade", "CHN", "VEN", year=2018),
     claim("$9 billion", "trade", "CHN", "VEN", year=2019), []),
    ("two numbers of one year", claim("$9 billion", "trade", "CHN", "VEN", year=2018),
     claim("$5 billion", "trade", "CHN", "VEN", year=2018), ["collision"]),
    ("two numbers without a year", claim("$9 billion", "loans", "CHN", "VEN"),
     claim("$5 billion", "loans", "CHN", "VEN"), []),
    ("over 30 and 32", claim("over $30 billion", "arms", "CHN", "VEN", year=2018),
     claim("$32 billion", "arms", "CHN", "VEN", year=2018), [CONSISTENT]),
    ("under 30 and 32", claim("under $30 billion", "arms", "CHN", "VEN", year=2018),
     claim("$32 billion", "arms", "CHN", "VEN", year=2018), ["collision"]),
    ("rounded alike", claim("$5 billion", "arms", "CHN", "VEN", year=2018),
     claim("$4.6 billion", "arms", "CHN", "VEN", year=2018), [CONSISTENT]),
    ("more exactly told apart", claim("$5.0 billion", "arms", "CHN", "VEN", year=2018),
     claim("$4.6 billion", "arms", "CHN", "VEN", year=2018), ["collision"]),
    ("a range holds it", claim("$3 billion", "arms", "CHN", "VEN", year=2018, high=5e9),
     claim("$4.6 billion", "arms", "CHN", "VEN", year=2018), [CONSISTENT]),
    ("about", claim("about $50 billion", "arms", "CHN", "VEN", year=2018),
     claim("$46 billion", "arms", "CHN", "VEN", year=2018), [CONSISTENT]),
    ("small counts", claim("2", "arms", "CHN", "VEN", unit="aircraft"),
     claim("2", "aid", "CHN", "VEN", unit="aircraft"), []),
    ("shares", claim("50", "oil", "CHN", "VEN", unit="%"),
     claim("50", "debt", "CHN", "VEN", unit="%"), []),
    ("an opinion has no number", LOANS, claim("$30 billion", "arms", "CHN", "VEN", kind="trend"),
     []),
    ("reprint coded otherwise", LOANS,
     claim("over $30 billion", "arms", "CHN", "VEN", document="d2", quote=LOANS.quote.upper()), []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "one", "two", "found"), PAIRS, ids=[pair[0] for pair in PAIRS])
def test_pairs(name: str, one: Claim, two: Claim, found: list[str]) -> None:
    assert kinds(one, two) == found
    assert collisions([two, one]) == collisions([one, two])


def test_reprints_of_both_sides_are_one_verdict() -> None:
    reprint = claim("over $30 billion", "loans", "VEN", "CHN", "RUS", "CUB", "IRN", document="d2")
    (verdict,) = collisions([LOANS, reprint, ARMS])
    assert set(verdict.claims) == {LOANS.id, reprint.id, ARMS.id}


@pytest.mark.parametrize(("value", "found"), [(29.5e9, CONSISTENT), (29.0e9, "collision")])
def test_a_number_in_words_rounds_at_two_percent(value: float, found: str) -> None:
    words = Amount("thirty billion dollars", Span(0, 1), 3e10, "USD")
    exact = Amount(f"${value:.0f}", Span(0, 1), value, "USD")
    pair = [
        claim("$30 billion", "arms", "CHN", "VEN", year=2018, amount=told, quote=told.text * 5)
        for told in (words, exact)
    ]
    assert kinds(*pair) == [found]


claims = st.lists(
    st.builds(
        lambda text, measure, countries, document, year, by: claim(
            text, measure, *countries, document=document, year=year, by=by
        ),
        st.sampled_from(["over $30 billion", "$30 billion", "$30.2 billion", "$12 billion"]),
        st.sampled_from(["arms", "loans", "deals", "other", None]),
        st.sampled_from([(), ("CHN",), ("CHN", "VEN"), ("CHN", "RUS", "VEN"), ("CHN", "IRN")]),
        st.sampled_from(["d1", "d2"]),
        st.sampled_from([None, 2018]),
        st.sampled_from([None, "Some institute"]),
    ),
    max_size=8,
)


@settings(deadline=None)
@given(claims, st.randoms(use_true_random=False))
def test_order_changes_nothing(made: list[Claim], random: Any) -> None:
    mixed = list(made)
    random.shuffle(mixed)
    assert collisions(mixed) == collisions(made)


@settings(deadline=None)
@given(claims)
def test_reprinting_everything_adds_no_verdict(made: list[Claim]) -> None:
    again = [
        replace(c, id=f"again {c.id}", document=f"again {c.document}", quote=f" {c.quote.upper()}")
        for c in made
    ]
    assert [v.sentence for v in collisions([*made, *again])] == [
        v.sentence for v in collisions(made)
    ]


@settings(deadline=None)
@given(claims)
def test_no_claim_meets_itself_and_words_are_neutral(made: list[Claim]) -> None:
    vocabulary = {row["verdict"] for row in rows("verdicts")}
    by_id = {c.id: c for c in made}
    for verdict in collisions([*made, *made]):
        assert verdict.kind in vocabulary
        assert len(set(verdict.claims)) == len(verdict.claims) > 1
        assert len({by_id[id].quote for id in verdict.claims}) > 1
        words = f"{verdict.sentence} {verdict.limits}".casefold()
        assert not any(w in words for w in ("false", "wrong", "lie", "fake", "regime", "alleged"))


def test_a_claim_alone_collides_with_nothing() -> None:
    assert collisions([LOANS]) == ()
    assert collisions([LOANS, LOANS]) == ()

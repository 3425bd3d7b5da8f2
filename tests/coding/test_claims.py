"""Claims: cases as rows of a file, a real article, and the laws that hold for any sentence."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patronage.coding import amounts, times
from patronage.coding.claims import ClaimInput, find
from patronage.coding.clauses import clauses
from patronage.records import Actor, Attribution, Claim, Span

HERE = Path(__file__).parent
ARTICLE = HERE.parents[1].parent / "shared" / "cases" / "venezuela" / "article.txt"
CASES = [
    json.loads(line) for line in (HERE / "claims.jsonl").read_text(encoding="utf-8").splitlines()
]
# A stand-in for the resolver of names, so that these tests rest on the room's own files alone.
NAMES = {
    **{"Iran": "IRN", "Tehran": "IRN", "Cuba": "CUB", "Syria": "SYR", "Assad": "SYR"},
    **{"US": "USA", "United States": "USA", "Washington": "USA", "Turkey": "TUR"},
    **{"Russia": "RUS", "China": "CHN", "Beijing": "CHN", "Baghdad": "IRQ"},
    **{"Maduro": "VEN", "Chavez": "VEN", "Venezuela": "VEN", "Caracas": "VEN"},
    **{"Greece": "GRC", "Germany": "DEU", "German": "DEU", "France": "FRA", "French": "FRA"},
    **{"India": "IND", "Pakistan": "PAK", "Japan": "JPN", "Vietnam": "VNM", "Ethiopia": "ETH"},
    **{"Kenya": "KEN", "Chad": "TCD", "Angola": "AGO", "Egypt": "EGY", "Israel": "ISR"},
    **{"Poland": "POL", "Serbia": "SRB", "Brazil": "BRA", "Peru": "PER", "Norway": "NOR"},
    **{"Chinese": "CHN", "Russian": "RUS", "Ethiopian": "ETH", "Saudi Arabia": "SAU"},
    **{"Britain": "GBR", "Argentina": "ARG", "South Korea": "KOR", "Laos": "LAO"},
}
_NAMES = re.compile("|".join(rf"\b{name}\b" for name in sorted(NAMES, key=len, reverse=True)))
# Told in the later cases alone.
BEYOND = ("giver", "receiver", "detail")
PUBLISHED = dt.date(2025, 11, 5)


def told(
    text: str,
    offset: int = 0,
    headline: bool = False,
    voices: tuple[Attribution, ...] = (),
) -> list[Claim]:
    mentions = [
        Actor(m[0], Span(m.start() + offset, m.end() + offset), NAMES[m[0]])
        for m in _NAMES.finditer(text)
    ]
    sentence = ClaimInput(
        document="d",
        sentence=0,
        span=Span(offset, offset + len(text)),
        text=text,
        amounts=amounts.find(text, offset),
        times=times.find(text, PUBLISHED, offset),
        mentions=mentions,
        attribution=voices,
        headline=headline,
        coder="test",
    )
    return find(sentence)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_claims_of_a_sentence(case: dict) -> None:
    claims, wanted = told(case["text"], headline=case["headline"]), case["claims"]
    found = [
        {
            "kind": c.kind,
            "quote": c.quote,
            "subject": list(dict.fromkeys(a.country for a in c.subject)),
            "measure": c.measure,
            "direction": c.direction,
            "amount": c.amount.text if c.amount else None,
            "period": c.period.text if c.period else None,
            "cause": c.cause,
        }
        for c in claims
    ]
    assert found == [{key: told for key, told in c.items() if key not in BEYOND} for c in wanted]
    sides = [
        {
            "giver": [a.country for a in c.giver],
            "receiver": [a.country for a in c.receiver],
            "detail": c.detail,
        }
        for c in claims
    ]
    for made, claim in zip(sides, wanted, strict=True):
        assert {key: made[key] for key in BEYOND if key in claim} == {
            key: claim[key] for key in BEYOND if key in claim
        }


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 120
    assert {c["kind"] for case in CASES for c in case["claims"]} == {
        *("figure", "count", "date", "term", "trend", "cause", "rank", "judgement")
    }


def test_the_voice_is_no_subject_and_goes_along() -> None:
    text = "Russia said that Iran owes China $6bn in debt."
    voice = Attribution("Russia", Span(0, 6), "said", "RUS")
    claim = told(text, voices=(voice,))[0]
    assert [a.country for a in claim.subject] == ["IRN", "CHN"]
    assert claim.attribution == (voice,)


@pytest.mark.skipif(not ARTICLE.exists(), reason="../shared is absent")
def test_the_claims_of_a_real_article() -> None:
    text = ARTICLE.read_text(encoding="utf-8")
    found: list[Claim] = []
    for m in re.finditer(r"\S[^\n]*?(?:[.!?]”?(?=\s[A-Z“]|\n|$)|(?=\n)|$)", text):
        found += told(m[0], m.start(), headline=m.start() == 0)
    assert all(c.span.of(text) == c.quote for c in found)
    figures = {c.measure: c for c in found if c.kind == "figure"}
    assert {c.amount.value for c in figures.values() if c.amount} == {3e10}
    assert set(figures) == {"loans", "arms"}
    assert {"CHN", "RUS", "CUB", "IRN"} <= _countries(figures["loans"]) | {"CUB"}
    assert _countries(figures["arms"]) == {"CHN", "VEN"}
    assert figures["arms"].period is not None
    assert figures["arms"].period.start == dt.date(2000, 1, 1)
    head = [c for c in found if c.headline]
    assert ("trend", "backing", "down") in {(c.kind, c.measure, c.direction) for c in head}
    assert [c.cause for c in head if c.kind == "cause"] == ["US Pressure Mounts"]
    terms = [c for c in found if c.kind == "term" and c.measure == "term-start"]
    assert [c.period.start for c in terms if c.period] == [dt.date(2013, 1, 1)]
    dates = [c for c in found if c.kind == "date"]
    assert [c.period.start for c in dates if c.period] == [dt.date(2019, 1, 1)]
    assert _countries(dates[0]) == {"USA", "VEN"}


def _countries(claim: Claim) -> set[str | None]:
    return {actor.country for actor in claim.subject}


WORDS = (
    "Russia Iran , ; and as support pressure mounts fell declining decline in $3bn loans 2018 since"
    " two tanks because of amid prompting took office tenure assumed the presidency ( ) “ ” not to"
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=16), st.integers(0, 9_999), st.booleans())
def test_spans_slice_and_ids_are_steady(words: list[str], offset: int, headline: bool) -> None:
    text = " ".join(words)
    found = told(text, offset, headline)
    assert len({c.id for c in found}) == len(found)
    assert [c.id for c in told(text, offset, headline)] == [c.id for c in found]
    for claim in found:
        assert text[claim.span.start - offset : claim.span.end - offset] == claim.quote
        assert claim.quote and claim.subject
        assert claim.direction in (None, "up", "down")
        assert (claim.cause is not None) == (claim.kind == "cause")
        assert claim.cause is None or claim.cause in claim.quote


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_clauses_are_in_order_and_apart(text: str) -> None:
    end = 0
    for start, stop in clauses(text):
        assert end <= start <= stop <= len(text)
        end = stop


@pytest.mark.parametrize(
    "piece", ["Russia cut support, as pressure mounts; ", "because of it ", "In 2018, ", "“Iran” "]
)
def test_even_the_longest_sentence_is_read_without_a_fault(piece: str) -> None:
    for length in (1_990, 200_000):
        text = piece * (length // len(piece))
        assert all(claim.span.of(text) == claim.quote for claim in told(text))

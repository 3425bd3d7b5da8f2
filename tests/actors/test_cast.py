"""Documents read as a whole: the cases, one a line, and what phrases and pronouns stand for."""

from __future__ import annotations

from typing import Any

import pytest
import reading
from hypothesis import given, settings
from hypothesis import strategies as st

from patronage.actors import Cast, gazetteer
from patronage.records import Span

CASES = reading.cases()


@pytest.mark.parametrize("case", CASES, ids=[f"{i}-{c['about']}" for i, c in enumerate(CASES)])
def test_case(case: dict[str, Any]) -> None:
    mentions = reading.read(case["text"], case["date"]).mentions
    assert reading.missing(case, mentions) == []


def test_enough_cases_over_enough_states() -> None:
    keys = {wanted["key"] for case in CASES for wanted in case["expect"]}
    assert len(CASES) >= 80
    assert len(keys) >= 50


def test_a_missing_mention_is_told() -> None:
    case = {"expect": [{"text": "Chile", "key": "PER"}], "absent": ["Chile"]}
    mentions = reading.read("Chile spoke.").mentions
    assert len(reading.missing(case, mentions)) == 2


def test_mentions_are_sorted_and_belong_to_their_sentences() -> None:
    text = "Peru spoke. Chile and Bolivia listened. Both countries agreed."
    spans = reading.sentences(text)
    cast = Cast(gazetteer(), text, spans)
    assert list(cast.mentions) == sorted(cast.mentions, key=lambda m: m.span)
    assert [[m.country for m in cast.in_sentence(i)] for i in range(3)] == [
        ["PER"],
        ["CHL", "BOL"],
        ["CHL", "BOL"],
    ]
    assert all(m.span.of(text) == m.text for m in cast.mentions)


def test_text_outside_the_sentences_keeps_its_names() -> None:
    text = "Peru spoke. It was late."
    cast = Cast(gazetteer(), text, [Span(12, 24)])
    assert [m.country for m in cast.mentions] == ["PER"]
    assert cast.in_sentence(0) == ()


def test_swapping_rivals_swaps_what_phrases_mean() -> None:
    frame = (
        "{0} and {1} met. With pressure rising on {2}, both nations held back. "
        "{0} showed its strength. Analysts watched {2}. Then {1} sent ships to the country."
    )
    for names, keys in (
        (("Russia", "China", "Iran"), ("RUS", "CHN", "IRN")),
        (("France", "Germany", "Mali"), ("FRA", "DEU", "MLI")),
        (("Saudi Arabia", "Egypt", "Sudan"), ("SAU", "EGY", "SDN")),
    ):
        found = reading.read(frame.format(*names)).mentions
        told = [(m.text, m.country) for m in found if m.kind in {"phrase", "pronoun"}]
        assert told[:3] == [("both nations", keys[0]), ("both nations", keys[1]), ("its", keys[0])]
        assert told[3] == ("the country", keys[2])


def test_long_text_without_marks_is_read() -> None:
    text = "Russia and China met and both countries left " * 5_000
    cast = Cast(gazetteer(), text, [Span(0, len(text))])
    assert sum(m.text == "both countries" for m in cast.mentions) == 10_000


FRAGMENTS = (
    "Russia ",
    "and ",
    "China, ",
    "Iran’s ",
    "US-led ",
    "both nations ",
    "the country ",
    "the president ",
    "President Putin ",
    "its ",
    "they ",
    "he said. ",
    "Maria Lopez, a professor at MIT, ",
    "troops ",
    "in ",
    "Moscow ",
    "\n\n",
    "“",
    "\u200b",
    "é",
    "the two leaders ",
    "THE US ",
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40))
def test_spans_slice_whatever_the_order_of_words(parts: list[str]) -> None:
    text = "".join(parts)
    cast = Cast(gazetteer(), text, reading.sentences(text))
    assert all(mention.span.of(text) == mention.text for mention in cast.mentions)
    assert list(cast.mentions) == sorted(cast.mentions, key=lambda mention: mention.span)
    assert all(m.head is None or m.head.of(text) for m in cast.mentions)

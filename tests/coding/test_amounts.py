"""Amounts: cases as rows of a file, and the laws that hold for any text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from babel.core import get_global
from hypothesis import given, settings
from hypothesis import strategies as st

from patronage.codebook import rows
from patronage.coding import amounts

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "amounts.jsonl").read_text(encoding="utf-8").splitlines()
]
VOCABULARY = (
    "$ US$ € 3 30 2,500 2018 1.5 billion bn m million two a half dozen dozens hundreds of and or to"
    " between over than more up % percent - – ( ) , . tanks tanker aircraft people barrels per day"
    " dollars yuan RMB in loans arms debt F-16 12-day 10:30"
)
WORDS = st.sampled_from(VOCABULARY.split())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_amounts_of_a_sentence(case: dict) -> None:
    found = [
        {
            "text": a.text,
            "value": a.value,
            "high": a.high,
            "unit": a.unit,
            "comparator": a.comparator,
            "measure": a.measure,
        }
        for a in amounts.find(case["text"])
    ]
    assert found == case["amounts"]


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 120
    assert len({case["text"] for case in CASES}) == len(CASES)


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=14), st.integers(0, 10_000))
def test_spans_slice_to_texts_in_order(words: list[str], offset: int) -> None:
    text = " ".join(words)
    end = 0
    for amount in amounts.find(text, offset):
        start = amount.span.start - offset
        assert start >= end
        end = amount.span.end - offset
        assert text[start:end] == amount.text
        assert amount.comparator in {"=", ">", ">=", "<", "<=", "~"}
        assert amount.high is None or amount.high > amount.value


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    for amount in amounts.find(text):
        assert amount.span.of(text) == amount.text


@pytest.mark.parametrize("piece", ["1", "1,", "two ", "a half ", "$", "of ", "1-", "hundred and "])
def test_a_long_run_of_one_piece_is_read_without_a_fault(piece: str) -> None:
    text = piece * (40_000 // len(piece))
    for amount in amounts.find(text):
        assert amount.span.of(text) == amount.text


def test_currency_codes_are_iso_4217() -> None:
    known = set(get_global("all_currencies"))
    assert {row["code"] for row in rows("currencies")} <= known

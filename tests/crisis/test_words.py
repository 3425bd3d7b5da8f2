"""Words for probabilities: the right band, and silence where the interval is wide."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patronage import codebook
from patronage.crisis.words import NO_JUDGEMENT, word
from patronage.errors import UsageError


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (0.0, "almost no chance"), (0.049, "almost no chance"), (0.05, "very unlikely"),
        (0.19, "very unlikely"), (0.3, "unlikely"), (0.5, "roughly even chance"),
        (0.7, "likely"), (0.9, "very likely"), (0.96, "almost certain"),
        (1.0, "almost certain"),
    ],
)  # fmt: skip
def test_each_band_has_its_word(at: float, said: str) -> None:
    assert word(at, at, at) == said


def test_two_neighbouring_bands_are_a_word_and_three_are_none() -> None:
    assert word(0.44, 0.21, 0.54) == "unlikely"
    assert word(0.44, 0.21, 0.56) == NO_JUDGEMENT
    assert word(0.12, 0.04, 0.21) == NO_JUDGEMENT


def test_the_bands_leave_no_gap() -> None:
    rows = codebook.rows("probability_words")
    assert [int(row["order"]) for row in rows] == list(range(1, 8))
    assert all(a["high"] == b["low"] for a, b in pairwise(rows))


def test_what_is_no_interval_is_refused() -> None:
    with pytest.raises(UsageError, match="No interval"):
        word(0.5, 0.6, 0.7)


@given(st.lists(st.floats(0, 1), min_size=3, max_size=3))
def test_a_narrower_interval_never_loses_the_word(three: list[float]) -> None:
    low, at, high = sorted(three)
    wide, narrow = word(at, low, high), word(at, (low + at) / 2, (high + at) / 2)
    assert wide in (NO_JUDGEMENT, narrow)

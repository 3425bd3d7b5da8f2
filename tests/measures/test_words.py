"""Words against deeds."""

from __future__ import annotations

import datetime as dt

import pytest
from measure_frames import day, frame, row

from patronage.errors import UsageError
from patronage.measures import words_and_deeds

SINCE = dt.date(2022, 1, 1)


def test_words_and_deeds_and_their_gap() -> None:
    table = frame(
        row("a", "SUPPORT", instrument="diplomatic", **day("2023-01-01")),
        row("b", "SUPPORT", instrument="diplomatic", **day("2023-05-01")),
        row("c", "AGREE", **day("2023-08-01")),
        row("d", "AID", **day("2023-10-01")),
        row("e", "AID", **day("2020-10-01")),
        row("f", "SUPPORT", instrument="diplomatic", status="hypothetical", **day("2023-05-01")),
        row("g", "COERCE", polarity="pressure", **day("2023-05-01")),
    )
    then, now = words_and_deeds(table, "AAA", SINCE)
    assert (then.spell, then.words.value, then.deeds.value, then.gap.value) == ("then", 0, 1, -1)
    assert (now.words.value, now.deeds.value, now.gap.value) == (3, 1, 0.5)
    assert now.words.evidence == ("a", "b", "c")
    assert now.deeds.evidence == ("d",)
    assert now.gap.evidence == ("a", "b", "c", "d")
    for one in (then, now):
        assert -1 <= one.gap.low <= one.gap.value <= one.gap.high <= 1
        assert one.gap.low < one.gap.high


def test_a_wrong_mass_says_so() -> None:
    with pytest.raises(UsageError, match="mass"):
        words_and_deeds(frame(), "AAA", SINCE, mass=0.0)

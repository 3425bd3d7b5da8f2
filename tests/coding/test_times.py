"""Times: cases as rows of a file, and the laws that hold for any text and date."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patronage.coding import times

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "times.jsonl").read_text(encoding="utf-8").splitlines()
]
PRECISIONS = {
    *("day", "month", "season", "quarter", "half", "year", "decade", "range", "since", "until"),
    *("recent", "relative"),
}
VOCABULARY = (
    "in on since until by before after from to between and the early late mid end of first half"
    " quarter last this next past recent recently ago two three years months weeks days week year"
    " Monday Friday yesterday today tomorrow January May March December Dec. 10 31 29 February 2018"
    " 1999 2007-2016 1990s summer winter weekend Q1 will , ( ) - – decade 2018-02-30 500000"
)
WORDS = st.sampled_from(VOCABULARY.split())
DATES = st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['text']} {case['published']}")
def test_times_of_a_sentence(case: dict) -> None:
    found = [
        (t.text, t.start, t.end, t.precision)
        for t in times.find(case["text"], _day(case["published"]))
    ]
    assert found == [
        (t["text"], _day(t["start"]), _day(t["end"]), t["precision"]) for t in case["times"]
    ]


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 120
    assert len({(case["text"], case["published"]) for case in CASES}) == len(CASES)


@settings(max_examples=500, deadline=None)
@given(st.lists(WORDS, max_size=12), DATES, st.integers(0, 10_000))
def test_periods_run_forward_and_spans_slice(
    words: list[str], published: dt.date | None, offset: int
) -> None:
    text = " ".join(words)
    end = 0
    for found in times.find(text, published, offset):
        start = found.span.start - offset
        assert start >= end
        end = found.span.end - offset
        assert text[start:end] == found.text
        assert found.precision in PRECISIONS
        if found.start and found.end:
            assert found.start < found.end
        if found.precision == "relative":
            assert found.start is None and found.end is None


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 6), st.integers(-500, 500))
def test_all_hangs_on_the_publication_date_alone(weekday: int, weeks: int) -> None:
    """Moving the publication date by whole weeks moves what hangs on weekdays by as much."""
    text = f"They met on {('Mon', 'Tues', 'Wednes', 'Thurs', 'Fri', 'Satur', 'Sun')[weekday]}day."
    day, shift = dt.date(2020, 3, 2), dt.timedelta(weeks=weeks)
    first, second = times.find(text, day)[0], times.find(text, day + shift)[0]
    assert first.start is not None and second.start is not None
    assert second.start - first.start == shift
    assert first.start <= day < first.start + dt.timedelta(weeks=1)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), DATES)
def test_any_text_is_read_without_a_fault(text: str, published: dt.date | None) -> None:
    for found in times.find(text, published):
        assert found.span.of(text) == found.text


@pytest.mark.parametrize(
    "piece",
    ["1", "2018 ", "2018-", "May ", "the ", "last ", "ago ", "two years ", "in ", "of the "],
)
def test_a_long_run_of_one_piece_is_read_without_a_fault(piece: str) -> None:
    text = piece * (40_000 // len(piece))
    for found in times.find(text, dt.date(2020, 3, 2)):
        assert found.span.of(text) == found.text

"""Dates, lists and names in words."""

from __future__ import annotations

import datetime as dt

import pytest

from patronage.report.wording import join, period, short, typeset

D = dt.date


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (None, None, "not dated in the text"),
        (None, D(2019, 1, 1), "before 1 Jan 2019"),
        (D(2019, 1, 1), None, "from 1 Jan 2019"),
        (D(2025, 9, 3), D(2025, 9, 4), "3 Sep 2025"),
        (D(2025, 9, 3), D(2025, 9, 3), "3 Sep 2025"),
        (D(2025, 1, 1), D(2025, 2, 1), "Jan 2025"),
        (D(2025, 12, 1), D(2026, 1, 1), "Dec 2025"),
        (D(2025, 1, 1), D(2025, 4, 1), "Jan 2025–Mar 2025"),
        (D(2025, 1, 1), D(2026, 1, 1), "2025"),
        (D(1999, 1, 1), D(2014, 1, 1), "1999–2013"),
        (D(2025, 8, 1), D(2025, 8, 11), "1–10 Aug 2025"),
        (D(2024, 12, 30), D(2025, 1, 3), "30 Dec 2024–2 Jan 2025"),
        (D(2025, 8, 1), D(2025, 11, 23), "1 Aug–22 Nov 2025"),
    ],
)
def test_periods_lose_nothing(start, end, words) -> None:
    assert period(start, end) == words


def test_lists() -> None:
    assert join([]) == "" and join(["a"]) == "a" and join(["a", "b"]) == "a and b"


def test_short_labels_hold_no_controls() -> None:
    assert short("\u202eab\x00\nc" + "d" * 99, 6) == "ab cd…"


def test_quotation_marks() -> None:
    assert typeset("'Chavez's \"deal\"', the states' and 2018's") == (
        "“Chavez’s “deal””, the states’ and 2018’s"
    )

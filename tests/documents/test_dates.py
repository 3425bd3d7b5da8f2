"""Datelines and stated dates; prose that merely names a day."""

import datetime as dt

import pytest

from patronage.documents.dates import dateline, day_of, is_dateline, publication
from patronage.documents.limits import Limits

DAY = dt.date(2025, 12, 3)


@pytest.mark.parametrize(
    "line",
    [
        "Caracas, 3 December 2025 – Officials met",
        "CARACAS, Venezuela, Dec. 3, 2025 (Example News) - Officials met",
        "WASHINGTON, D.C., Dec 3, 2025 — Officials met",
        "CARACAS Dec 3, 2025 - Officials met",
        "Havana (3 December 2025): Officials met",
        "Published: 2025-12-03",
        "Published: 2025-12-03T23:59:00-05:00 by the desk",
        "**Published:** 3 December 2025",
        "Published on 3rd December 2025",
        "Date: Wed, 03 Dec 2025 10:00:00 +0000",
        "December 3, 2025",
        "Wednesday, December 3, 2025 10:15 AM EST",
        "By A. Writer | December 3, 2025".replace("A. ", "Ann "),
        "2025-12-03",
    ],
)
def test_datelines(line):
    assert dateline(line) == (DAY, line)
    assert (
        dateline(f"Talks resume\n\nBy Ann Writer\n\n{line}\n\nOn May 1, 2020, they met.")[0] == DAY
    )


@pytest.mark.parametrize(
    "line",
    [
        "On 3 December 2025, officials met in Caracas.",
        "The deal of 3 December 2025 – signed in Moscow – was long.",
        "Issued on 3 May 2025, the decree closed the port.",
        "In 2018, Russia sent two bombers.",
        "They met in Caracas, Dec 3, 2025 was the day.",
        "December 2025",
        "03/12/2025",
        "Order 2025-12-03-77",
    ],
)
def test_prose_and_half_dates_are_no_datelines(line):
    assert dateline(line) == (None, None) and not is_dateline(line)


def test_a_date_far_down_is_the_story_s():
    assert dateline("word\n" * 8 + "December 3, 2025") == (None, None)


def test_days_in_no_calendar_are_told():
    day, notes = publication(None, "Published: 2025-02-30\n\nText.", None, Limits())
    assert day is None and "no calendar" in notes[0][0] and "no publication date" in notes[1][0]


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        *(("2025-12-03", DAY), ("20251203", DAY), (" 2025-12-03T23:10:00-05:00 ", DAY)),
        *(("2025-12-03 10:00:00", DAY), ("Wed, 03 Dec 2025 10:00:00 GMT", DAY)),
        *(("3 December 2025", DAY), (DAY, DAY), (dt.datetime(2025, 12, 3, 9), DAY)),
        *((None, None), (20251203, None), ("2025", None), ("2025-12", None), ("2025-02-30", None)),
        *(("03/12/2025", None), ({}, None), ("yesterday", None), ("2025-12-033", None)),
    ],
)
def test_stated_values(stated, day):
    assert day_of(stated) == day


def test_order_and_disbelief():
    limits = Limits(latest=dt.date(2026, 1, 1))
    text = "Published: 2024-05-06\n\nText."
    assert publication("2023-01-02", text, DAY, limits) == (dt.date(2023, 1, 2), [])
    assert publication(None, text, DAY, limits) == (dt.date(2024, 5, 6), [])
    assert publication("", "Text.", DAY, limits) == (DAY, [])
    day, [note] = publication("2026-01-02", text, DAY, limits)
    assert day == dt.date(2024, 5, 6) and "future" in note[0]
    day, [note] = publication(0, "Text.", DAY, limits)
    assert day == DAY and "'0' is no day" in note[0]

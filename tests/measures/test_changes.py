"""Then against now: told, counted, or too little to tell."""

from __future__ import annotations

import datetime as dt

import pytest
from measure_frames import Row, day, frame, row

from patronage.measures import changes
from patronage.measures.intervals import rate_ratio

SINCE = dt.date(2024, 1, 1)


def watched(*years: int) -> list[Row]:
    """Documents that name the client and back nobody, at both ends of what the press covers."""
    return [
        row(f"w{y}", "ACCUSE", polarity=None, document=f"w{y}", available=dt.date(y, 1, 1))
        for y in years
    ]


def deliveries(year: int, count: int) -> list[Row]:
    return [
        row(f"e{year}{i}", document=f"d{year}{i}", **day(f"{year}-{1 + 2 * i:02}-03"))
        for i in range(count)
    ]


def test_a_clear_fall_is_a_decline_with_its_numbers() -> None:
    rows = [*watched(2020, 2026), *(e for y in range(2020, 2024) for e in deliveries(y, 5))]
    (change,) = changes(frame(*rows), "AAA", SINCE)
    assert (change.word, change.then, change.now) == ("declined", 20, 0)
    assert change.then_years is not None and change.now_years is not None
    assert change.then_years == pytest.approx(4, abs=0.01)
    assert change.now_years == pytest.approx(2, abs=0.01)
    again = rate_ratio(20, change.then_years, 0, change.now_years, 0.9)
    assert (change.ratio, change.low, change.high, change.probability) == again


def test_a_clear_rise_is_a_rise() -> None:
    rows = [*watched(2020, 2026), *deliveries(2024, 6), *deliveries(2025, 6)]
    assert changes(frame(*rows), "AAA", SINCE)[0].word == "rose"


def test_as_many_as_before_is_no_clear_change() -> None:
    rows = [*watched(2020, 2026), *(e for y in range(2020, 2026) for e in deliveries(y, 2))]
    assert changes(frame(*rows), "AAA", SINCE)[0].word == "no clear change"


def test_few_episodes_are_too_little_to_tell() -> None:
    rows = [*watched(2020, 2026), *deliveries(2022, 2)]
    assert changes(frame(*rows), "AAA", SINCE)[0].word == "too little to tell"


def test_one_article_gives_no_ratio_and_its_own_word() -> None:
    told = row("cut", "SANCTION", polarity="curtailment", instrument=None)
    rows = [told, row("old", status="historical"), row("new", instrument="logistics")]
    (change,) = changes(frame(*rows), "AAA", None)
    assert (change.word, change.told, change.refusals) == ("told as a decline", ("cut",), ())
    assert (change.then, change.now) == (1, 1)
    assert (change.ratio, change.low, change.high, change.probability) == (None,) * 4
    assert (change.then_years, change.now_years) == (None, None)
    assert change.evidence == ("cut", "new", "old")


def test_a_refusal_stands_apart_and_is_no_decline() -> None:
    (change,) = changes(frame(row("no", "REJECT", polarity="curtailment")), "AAA", None)
    assert (change.word, change.told, change.refusals) == ("too little to tell", (), ("no",))
    assert (change.then, change.now) == (0, 0)


def test_a_cut_of_long_ago_tells_nothing_of_now() -> None:
    cut = row("cut", "SANCTION", polarity="curtailment", **day("2010-01-01"))
    assert changes(frame(cut), "AAA", SINCE) == ()


def test_what_the_press_did_not_watch_is_left_out_of_the_rate() -> None:
    rows = [*watched(2022, 2026), *deliveries(1999, 6)]
    (change,) = changes(frame(*rows), "AAA", SINCE)
    assert (change.then, change.now, change.ratio) == (0, 0, None)


def test_no_word_of_blame_and_no_withdrawal() -> None:
    told = row("cut", "SANCTION", polarity="curtailment")
    words = {c.word for c in changes(frame(told), "AAA", None)}
    assert words == {"told as a decline"}

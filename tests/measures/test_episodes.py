"""What is one happening, and when it was."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from measure_frames import day, frame, month, row

from patronage.errors import UsageError
from patronage.measures import default_since, episodes

NOV = dt.date(2025, 11, 22)
TOTAL = {"start": dt.date(2000, 1, 1), "end": None, "precision": "year"}
YEAR_2018 = {"start": dt.date(2018, 1, 1), "end": dt.date(2019, 1, 1), "precision": "year"}

# Two reports: what differs, and in how many episodes they end.
PAIRS: list[tuple[str, dict[str, Any], dict[str, Any], int]] = [
    ("one document, both undated", {}, {}, 1),
    ("two documents without dates", {}, {"document": "d2"}, 2),
    ("printed nine days apart", {"available": NOV},
     {"document": "d2", "available": NOV - dt.timedelta(9)}, 1),
    ("printed forty days apart", {"available": NOV},
     {"document": "d2", "available": NOV - dt.timedelta(40)}, 2),
    ("days near each other", day("2025-01-05"), day("2025-02-03") | {"document": "d2"}, 1),
    ("days far apart, one document", day("2025-01-05"), day("2025-03-03"), 2),
    ("a month holds the day", month("2025-01"), day("2025-01-30") | {"document": "d2"}, 1),
    ("the year holds the day", YEAR_2018, day("2018-12-10") | {"document": "d2"}, 1),
    ("another year", YEAR_2018, day("2019-01-02"), 2),
    ("a total over years is no delivery", TOTAL, day("2018-12-10"), 2),
    ("a total is no telling of a year", TOTAL, YEAR_2018, 2),
    ("two totals that overlap", TOTAL, TOTAL | {"end": dt.date(2010, 1, 1)}, 1),
    ("dated, and undated in the same document", day("2025-01-05"), {}, 1),
    ("dated, and undated news of that week", day("2025-01-05"),
     {"document": "d2", "available": dt.date(2025, 1, 9)}, 1),
    ("dated, and undated history printed that week", day("2025-01-05"),
     {"document": "d2", "available": dt.date(2025, 1, 9), "status": "historical"}, 2),
    ("other actor", {}, {"actor": ["CCC"]}, 2),
    ("one of two actors", {"actor": ["BBB", "CCC"]}, {}, 2),
    ("recipients overlap", {"recipient": ["AAA", "CCC"]}, {}, 1),
    ("recipients apart", {"recipient": ["CCC"]}, {}, 2),
    ("recipient here, beneficiary there", {"recipient": [], "beneficiary": ["AAA"]}, {}, 1),
    ("against the same, nobody toward", {"recipient": [], "against": ["DDD"]},
     {"recipient": [], "against": ["DDD", "CCC"]}, 1),
    ("against others", {"recipient": [], "against": ["DDD"]},
     {"recipient": [], "against": ["CCC"]}, 2),
    ("type of the same group", {"type": "COOPERATE"}, {}, 1),
    ("type of another group", {"type": "REQUEST"}, {}, 2),
    ("instruments differ", {"instrument": "loan"}, {}, 2),
    ("one instrument missing", {"instrument": None}, {}, 1),
    ("one polarity missing", {"polarity": None}, {}, 1),
    ("polarities differ", {"polarity": "curtailment"}, {}, 2),
    ("fact and history are both told as fact", {"status": "historical"}, {}, 1),
    ("fact and possibility", {"status": "hypothetical"}, {}, 2),
    ("possibility and denial", {"status": "hypothetical"}, {"status": "negated"}, 2),
]  # fmt: skip


@pytest.mark.parametrize(("name", "one", "two", "count"), PAIRS, ids=[pair[0] for pair in PAIRS])
def test_pairs(name: str, one: dict[str, Any], two: dict[str, Any], count: int) -> None:
    for rows in ([row("a", **one), row("b", **two)], [row("b", **two), row("a", **one)]):
        found = episodes(frame(*rows), since=None)
        assert len(found) == count
        assert sorted(id for e in found for id in e.events) == ["a", "b"]


def test_a_vague_report_joins_one_of_two_and_never_binds_them() -> None:
    rows = [row("a", instrument="arms"), row("b", instrument="loan"), row("c", instrument=None)]
    found = episodes(frame(*rows), since=None)
    assert sorted(e.instrument or "" for e in found) == ["arms", "loan"]
    assert sum(len(e.events) for e in found) == 3


def test_a_vague_report_to_more_states_stays_apart() -> None:
    rows = [row("a", recipient=["AAA"]), row("b", recipient=["AAA", "CCC"], instrument=None)]
    found = episodes(frame(*rows), since=None)
    assert {e.instrument: e.recipient for e in found} == {"arms": ("AAA",), None: ("AAA", "CCC")}


def test_a_loan_told_from_both_sides_in_one_sentence_is_one() -> None:
    quote = "A secured loans from B and C."
    lent = row("a", actor=["BBB", "CCC"], instrument="loan", quote=quote)
    dealt = {"actor": ["AAA"], "recipient": ["BBB", "CCC"], "instrument": "loan", "quote": quote}
    (episode,) = episodes(frame(lent, row("b", "COOPERATE", **dealt)), since=None)
    assert (episode.actor, episode.recipient) == (("BBB", "CCC"), ("AAA",))
    assert episode.events == ("a", "b")
    assert len(episodes(frame(lent, row("b", "AID", **dealt)), since=None)) == 2
    assert len(episodes(frame(lent, row("b", "COOPERATE", **dealt | {"quote": "Other."})),
                        since=None)) == 2  # fmt: skip


def test_a_year_of_monthly_deliveries_is_more_than_one_episode() -> None:
    rows = [row(f"e{m}", **day(f"2024-{m:02}-15")) for m in range(1, 13)]
    assert len(episodes(frame(*rows), since=None)) == 6  # each holds what lies within 30 days


def test_a_reprint_of_one_sentence_is_one_report_whenever_printed() -> None:
    first = row("a", available=NOV)
    late = row("b", document="d9", available=NOV + dt.timedelta(200), quote=first["quote"])
    (episode,) = episodes(frame(first, late), since=None)
    assert episode.events == ("a", "b")


def test_best_dated_report_dates_the_episode() -> None:
    (episode,) = episodes(frame(row("a", **YEAR_2018), row("b", **day("2018-12-10"))), since=NOV)
    assert (episode.start, episode.end) == (dt.date(2018, 12, 10), dt.date(2018, 12, 11))


SINCE = dt.date(2025, 1, 1)
WHEN = [
    ({"status": "historical"}, "then"),
    ({}, "now"),
    (day("2024-12-31"), "then"),
    (day("2025-01-01"), "now"),
    ({"available": dt.date(2010, 1, 1)}, "then"),
    ({"available": NOV}, "now"),
    ({"available": NOV, "status": "historical"}, "then"),
    (YEAR_2018, "then"),
    (TOTAL | {"available": NOV}, "then"),
    ({"start": None, "end": dt.date(2015, 1, 1)}, "then"),
    ({"available": dt.date(2010, 1, 1), "status": "future"}, "now"),
]


@pytest.mark.parametrize(("given", "when"), WHEN)
def test_then_and_now(given: dict[str, Any], when: str) -> None:
    (episode,) = episodes(frame(row("a", **given)), since=SINCE)
    assert episode.when == when


def test_publication_never_becomes_the_time_of_a_happening() -> None:
    (episode,) = episodes(frame(row("a", available=NOV)), since=None)
    assert (episode.start, episode.end) == (None, None)


def test_without_since_a_year_before_the_latest_print_splits() -> None:
    old, new = row("a", **day("2024-11-01")), row("b", available=NOV, **day("2025-10-01"))
    table = frame(old, new)
    assert default_since(table) == NOV - dt.timedelta(365)
    assert {e.events: e.when for e in episodes(table, since=None)} == {
        ("a",): "then",
        ("b",): "now",
    }


def test_without_any_publication_date_status_alone_decides() -> None:
    table = frame(row("a", **day("1999-01-01")), row("b", "SUPPORT", status="historical"))
    assert default_since(table) is None
    assert {e.events: e.when for e in episodes(table, since=None)} == {
        ("a",): "now",
        ("b",): "then",
    }


def test_a_frame_without_its_columns_is_said() -> None:
    with pytest.raises(UsageError, match="lacks quote"):
        episodes(frame().drop_columns(["quote"]), since=None)

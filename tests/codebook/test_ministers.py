"""Ministers of foreign affairs and of defence: known states, dated terms, one at a time."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from patronage.codebook import rows
from patronage.codebook.provenance import checked_share
from patronage.periods import Grain, date_of, period_of

OFFICES = {"foreign minister", "defence minister", "secretary of state", "secretary of defense"}


def test_offices_states_and_dates_are_known() -> None:
    codes = {row["iso3"] for row in rows("states")}
    for row in rows("ministers"):
        assert row["iso3"] in codes, row["name"]
        assert row["office"] in OFFICES, row["name"]
        assert date_of(row["start"]), row["name"]
        assert not row["end"] or date_of(row["start"]) <= date_of(row["end"]), row["name"]


def test_no_minister_is_told_of_twice() -> None:
    keys = [(r["iso3"], r["name"], r["office"], r["start"]) for r in rows("ministers")]
    assert len(keys) == len(set(keys))
    for row in rows("leaders"):
        assert row["office"] not in OFFICES, f"{row['name']} belongs into ministers.csv"


def test_one_minister_at_a_time() -> None:
    held: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for row in rows("ministers"):
        item = (row["start"], row["end"], row["name"])
        held.setdefault((row["iso3"], row["office"]), []).append(item)
    for key, terms in held.items():
        for (_, end, first), (start, _, second) in pairwise(sorted(terms)):
            assert end, f"{key}: {first} is in office while {second} starts"
            assert date_of(end) < _after(start), f"{key}: {first} and {second} overlap"


def _after(text: str) -> dt.date:
    """The day after a day, or after a month or year of which no day is known."""
    grains: tuple[Grain, ...] = ("year", "month", "day")
    return period_of(date_of(text), grains[text.count("-")]).end


def test_nothing_later_than_2025_without_a_source() -> None:
    for row in rows("ministers"):
        if row["start"] >= "2026":
            assert row["checked"], row["name"]


def test_a_bare_year_ends_on_its_last_day() -> None:
    from patronage.actors.vocabulary import Vocabulary

    row = {
        "iso3": "NOR",
        "name": "Kari Prøve",
        "aliases": "",
        "office": "foreign minister",
        "start": "2001",
        "end": "2003",
        "note": "",
    }
    (leader,) = Vocabulary.of({"ministers": [row]}).leaders
    assert leader.in_office(date_of("2001-01-01"))
    assert leader.in_office(date_of("2003-12-31"))
    assert not leader.in_office(date_of("2004-01-01"))


def test_there_are_enough_ministers(capsys: pytest.CaptureFixture[str]) -> None:
    found = [row for row in rows("ministers") if row["end"] == "" or row["end"] >= "2000"]
    states = {row["iso3"] for row in found}
    with capsys.disabled():
        share = checked_share("ministers")
        print(f"\n  {len(found)} ministers of {len(states)} states, source opened for {share:.0%}")
    assert len(found) >= 300
    assert len(states) >= 45

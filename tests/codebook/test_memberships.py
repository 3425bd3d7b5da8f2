"""Memberships join known bodies to states that existed, each state once at a time."""

from __future__ import annotations

from itertools import pairwise

import pytest

from patronage.codebook import rows
from patronage.codebook.provenance import checked_share
from patronage.periods import date_of

ASKED = """
    United Nations Security Council|P5|NATO|European Union
    European Economic Community|Warsaw Pact|Collective Security Treaty Organization
    Commonwealth of Independent States|Shanghai Cooperation Organisation|BRICS
    Association of Southeast Asian Nations|Arab League|Gulf Cooperation Council|African Union
    ECOWAS|Alliance of Sahel States|Organization of American States|Mercosur|OPEC|OPEC+
    Bolivarian Alliance for the Peoples of Our America|Group of Seven|Group of 20
    Community of Latin American and Caribbean States|Quadrilateral Security Dialogue|AUKUS
    Five Eyes|P5+1|E3|Eurasian Economic Union|Rio Group|Lima Group|Middle East Quartet
    Contact Group on Yugoslavia|International Contact Group on Venezuela
"""


def members(body: str, day: str) -> set[str]:
    found = [row for row in rows("memberships") if row["organisation"] == body]
    return {r["iso3"] for r in found if r["start"] <= day and (not r["end"] or day < r["end"])}


def test_every_body_and_state_is_known() -> None:
    bodies = {row["name"] for row in rows("organisations")}
    bodies |= {row["text"] for row in rows("collectives")}
    states = {row["iso3"] for row in rows("states")}
    for row in rows("memberships"):
        assert row["organisation"] in bodies, row["organisation"]
        assert row["iso3"] in states, row["organisation"]


def test_every_body_asked_for_has_members() -> None:
    asked = {name.strip() for line in ASKED.strip().splitlines() for name in line.split("|")}
    assert asked <= {row["organisation"] for row in rows("memberships")}
    assert len({row["organisation"] for row in rows("memberships")}) >= 60


def test_only_bodies_of_states_have_members() -> None:
    have = {row["organisation"] for row in rows("memberships")}
    kinds = {row["name"]: row["kind"] for row in rows("organisations")}
    assert {"igo", "alliance", "grouping"} == {kinds[name] for name in have if name in kinds}


def test_words_for_several_states_mean_the_members_of_today() -> None:
    have = {row["organisation"] for row in rows("memberships")}
    shared = [row for row in rows("collectives") if row["text"] in have]
    assert len(shared) >= 6
    for row in shared:
        today = row["end"] or "2026-01-01"
        last = {m["iso3"] for m in rows("memberships") if m["organisation"] == row["text"]}
        assert set(row["means"].split("|")) in (members(row["text"], today), last), row["text"]


def test_terms_run_forward_and_do_not_overlap() -> None:
    held: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in rows("memberships"):
        assert date_of(row["start"])
        assert not row["end"] or date_of(row["start"]) < date_of(row["end"]), row
        held.setdefault((row["organisation"], row["iso3"]), []).append((row["start"], row["end"]))
    for key, terms in held.items():
        for (_, end), (start, _) in pairwise(sorted(terms)):
            assert end, f"{key}: two terms without an end"
            assert date_of(end) <= date_of(start), key


def test_no_term_outlives_its_body() -> None:
    ends = {row["name"]: row["end"] for row in rows("organisations")}
    for row in rows("memberships"):
        end = ends.get(row["organisation"], "")
        if end:
            assert row["end"], row
            assert date_of(row["end"]) <= date_of(end), row


def test_no_term_outlives_its_state() -> None:
    ends = {row["iso3"]: row["end"] for row in rows("states")}
    for row in rows("memberships"):
        end = ends[row["iso3"]]
        if end:
            assert row["end"], row
            assert date_of(row["end"]) <= date_of(end), row


@pytest.mark.parametrize("year", range(2001, 2027))
def test_the_council_has_five_and_ten(year: int) -> None:
    day = f"{year}-06-30"
    assert len(members("United Nations Security Council", day)) == 15
    assert members("P5", day) == {
        "USA",
        "GBR",
        "FRA",
        "RUS",
        "CHN",
    }


@pytest.mark.parametrize(
    ("body", "day", "count"),
    [
        ("NATO", "1949-12-31", 12),
        ("NATO", "1990-01-01", 16),
        ("NATO", "2024-12-31", 32),
        ("European Economic Community", "1960-01-01", 6),
        ("European Economic Community", "1987-01-01", 12),
        ("European Union", "2014-01-01", 28),
        ("European Union", "2021-01-01", 27),
        ("Warsaw Pact", "1960-01-01", 8),
        ("Warsaw Pact", "1970-01-01", 7),
        ("Collective Security Treaty Organization", "2020-01-01", 6),
        ("Shanghai Cooperation Organisation", "2024-12-31", 10),
        ("BRICS", "2015-01-01", 5),
        ("Association of Southeast Asian Nations", "2010-01-01", 10),
        ("Arab League", "2020-01-01", 22),
        ("Gulf Cooperation Council", "2020-01-01", 6),
        ("African Union", "2020-01-01", 55),
        ("ECOWAS", "2020-01-01", 15),
        ("ECOWAS", "2025-06-01", 12),
        ("Organization of American States", "2020-01-01", 35),
        ("Community of Latin American and Caribbean States", "2019-01-01", 33),
        ("OPEC", "2018-07-01", 15),
        ("OPEC", "2024-06-01", 12),
        ("Group of Seven", "2020-01-01", 7),
        ("Group of Eight", "2010-01-01", 8),
        ("Group of 20", "2020-01-01", 19),
        ("Five Eyes", "2020-01-01", 5),
        ("P5+1", "2014-01-01", 6),
        ("E3", "2020-01-01", 3),
        ("Organisation for Economic Co-operation and Development", "2022-01-01", 38),
        ("Southern African Development Community", "2020-01-01", 16),
        ("Caribbean Community", "2020-01-01", 14),
    ],
)
def test_bodies_have_as_many_members_as_they_say(body: str, day: str, count: int) -> None:
    assert len(members(body, day)) == count


def test_most_rows_rest_on_an_opened_source() -> None:
    assert checked_share("memberships") > 0.7

"""Terms are dated, in order, and one at a time where an office holds one person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from patronage.codebook import rows
from patronage.periods import date_of

ARCHIGOS = Path(__file__).parents[3] / "shared" / "reference" / "leaders" / "archigos.parquet"
SINGLE = {
    "head of state",
    "head of government",
    "supreme leader",
    "general secretary",
    "leader",
}
EFFECTIVE = {*SINGLE, "monarch"}
LAST = dt.date(2026, 11, 22)
#: By state the years in which more than half a year without a leader begins.
ALLOWED: dict[str, list[int]] = {
    # no government that held the country
    "GNB": [1973],
    "SOM": [1991],
    "PSE": [1988],
    "IDN": [1948],
    # governed by a regent, an occupation or another state's president
    "IRQ": [1945, 2003],
    "SYR": [1958],
    "UAR": [1958],
    "ESH": [1945],
    # terms that nobody has written down here yet
    "AND": [1945],
    "BIH": [2026],
    "FSM": [1991],
    "NRU": [1968],
    "SKM": [1945],
    "SMR": [1945],
    "TBT": [1945],
    "TUV": [1978],
    "VUT": [1995, 2010],
    "WSM": [1962],
}
ASKED = """
    VEN RUS CHN CUB IRN USA SYR UKR TUR SAU ISR FRA GBR DEU IND PAK BLR PRK KOR JPN AFG IRQ
    LBN LBY EGY JOR QAT ARE YEM BRA COL NIC BOL ARG MEX ECU CHL PER GUY TTO CAN ITA ESP POL
    HUN SRB GEO ARM AZE KAZ VNM MMR PHL AUS ZAF NGA ETH ERI SDN SSD MLI NER BFA ZWE AGO COD
    RWA UGA KEN SOM SUN
"""


def term(name: str, office: str) -> list[tuple[str, str]]:
    found = [r for r in rows("leaders") if r["name"] == name and r["office"] == office]
    return [(row["start"], row["end"]) for row in found]


def test_states_exist_and_terms_run_forward() -> None:
    codes = {row["iso3"] for row in rows("states")}
    for row in rows("leaders"):
        assert row["iso3"] in codes, row["name"]
        assert row["start"], row["name"]
        start = date_of(row["start"])
        # somebody held an office for a few hours: in and out on one day
        assert not row["end"] or start <= date_of(row["end"]), row["name"]


def test_every_state_asked_for_has_its_heads() -> None:
    assert set(ASKED.split()) <= {row["iso3"] for row in rows("leaders")}


def test_one_holder_at_a_time() -> None:
    held: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for row in rows("leaders"):
        if row["office"] in SINGLE:
            item = (row["start"], row["end"], row["name"])
            held.setdefault((row["iso3"], row["office"]), []).append(item)
    for key, terms in held.items():
        for (_, end, first), (start, _, second) in pairwise(sorted(terms)):
            assert end, f"{key}: {first} is in office while {second} starts"
            assert date_of(end) <= date_of(start), f"{key}: {first} and {second} overlap"


def test_terms_of_the_worked_example() -> None:
    assert term("Hugo Chávez", "head of state") == [("1999-02-02", "2013-03-05")]
    assert term("Nicolás Maduro", "head of state")[0][0] == "2013-03-05"
    assert len(term("Vladimir Putin", "head of state")) == 2
    assert term("Joseph Stalin", "leader") == [("1922-12-30", "1953-03-05")]


def test_plain_spellings_are_aliases() -> None:
    for name, alias in (("Hugo Chávez", "Chavez"), ("Recep Tayyip Erdoğan", "Erdogan")):
        found = [r["aliases"].split("|") for r in rows("leaders") if r["name"] == name]
        assert found
        assert all(alias in aliases for aliases in found)


def test_nothing_later_than_2025_without_a_source() -> None:
    for row in rows("leaders"):
        if row["start"] >= "2026":
            assert row["checked"], row["name"]


def test_ends_of_heads_are_days() -> None:
    for row in rows("leaders"):
        if row["office"] in EFFECTIVE and row["end"]:
            assert len(row["end"]) == len("2025-11-22"), row["name"]


def test_there_are_enough_leaders(capsys: pytest.CaptureFixture[str]) -> None:
    heads = [row for row in rows("leaders") if row["office"] in EFFECTIVE]
    checked = sum(bool(row["checked"]) for row in heads)
    assert len(heads) >= 2500
    with capsys.disabled():
        states = len({row["iso3"] for row in heads})
        print(f"\n  {len(heads)} terms of {states} states, {checked} with their source opened")


def test_few_states_lack_a_leader_for_long() -> None:
    """Half a year without anybody is either told of in ``ALLOWED`` or a hole in the table."""
    codes = {row["iso3"] for row in rows("states")}
    found = {iso3: gaps for iso3, gaps in _gaps() if gaps}
    assert found == {iso3: years for iso3, years in ALLOWED.items() if iso3 in codes}


def test_the_search_for_gaps_finds_one() -> None:
    held = [(dt.date(1950, 1, 1), dt.date(1960, 1, 1)), (dt.date(1961, 1, 1), LAST)]
    assert _between(held, dt.date(1950, 1, 1), LAST) == [1960]
    assert _between(held, dt.date(1945, 1, 1), LAST) == [1945, 1960]
    assert _between([], dt.date(1945, 1, 1), LAST) == [1945]


def _gaps() -> Iterator[tuple[str, list[int]]]:
    held: dict[str, list[tuple[dt.date, dt.date]]] = {}
    for row in rows("leaders"):
        if row["office"] in EFFECTIVE:
            end = date_of(row["end"]) if row["end"] else LAST
            held.setdefault(row["iso3"], []).append((date_of(row["start"]), end))
    for state in rows("states"):
        first = max(date_of(state["start"] or "1945"), dt.date(1945, 1, 1))
        last = min(date_of(state["end"]) if state["end"] else LAST, LAST)
        yield state["iso3"], _between(sorted(held.get(state["iso3"], [])), first, last)


def _between(
    held: list[tuple[dt.date, dt.date]], first: dt.date, last: dt.date, days: int = 183
) -> list[int]:
    """The years in which stretches of more than so many days without a holder begin."""
    found, reached = [], first
    for start, end in [*held, (last, last)]:
        if (min(start, last) - reached).days > days:
            found.append(reached.year)
        reached = max(reached, end)
    return found


@pytest.mark.skipif(not ARCHIGOS.exists(), reason="../shared is absent: Archigos is not there")
def test_rows_that_cite_archigos_agree_with_it_or_say_why_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    duckdb = pytest.importorskip("duckdb")
    table = duckdb.sql(f"select gwcode::int, startdate from '{ARCHIGOS}'").fetchall()
    known = set(table)
    numbers = {row["iso3"]: int(row["gwn"]) for row in rows("states") if row["gwn"]}
    cited = [row for row in rows("leaders") if row["source"].startswith("Archigos")]
    assert len(cited) > 1500
    mended = [row for row in cited if (numbers[row["iso3"]], row["start"]) not in known]
    for row in mended:
        assert "Archigos" in row["note"], row["name"]
    assert len(mended) < 20
    with capsys.disabled():
        print(f"\n  {len(cited)} rows cite Archigos, {len(mended)} of them start on another day")

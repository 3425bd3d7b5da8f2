"""Terms are dated, in order, and one at a time where an office holds one person."""

from __future__ import annotations

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
    "foreign minister",
    "defence minister",
    "secretary of state",
    "secretary of defense",
    "general secretary",
    "leader",
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
        assert not row["end"] or start < date_of(row["end"]), row["name"]


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


@pytest.mark.skipif(not ARCHIGOS.exists(), reason="../shared is absent: Archigos is not there")
def test_rows_that_cite_archigos_agree_with_it() -> None:
    duckdb = pytest.importorskip("duckdb")
    table = duckdb.sql(f"select gwcode::int, startdate from '{ARCHIGOS}'").fetchall()
    known = set(table)
    numbers = {row["iso3"]: int(row["gwn"]) for row in rows("states") if row["gwn"]}
    cited = [row for row in rows("leaders") if row["source"].startswith("Archigos")]
    assert len(cited) > 200
    for row in cited:
        assert (numbers[row["iso3"]], row["start"]) in known, row["name"]

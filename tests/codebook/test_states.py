"""States have one code each, and a name leads to the state that bears it."""

from __future__ import annotations

from pathlib import Path

import pytest

from patronage.codebook import rows
from patronage.periods import date_of

COW = Path(__file__).parents[3] / "shared" / "reference" / "cow" / "cow_states.parquet"
CODES = {row["iso3"] for row in rows("states")}
SECTORS = {row["sector"] for row in rows("sectors")}


def of(text: str) -> set[str]:
    return {row["iso3"] for row in rows("state_names") if row["text"] == text}


def test_current_and_former_states_are_there() -> None:
    current = [row for row in rows("states") if not row["end"]]
    assert len(current) == 193 + 5  # UN members; Kosovo, Taiwan, Palestine, Holy See, W. Sahara
    assert {"SUN", "YUG", "SCG", "DDR", "CSK", "YMD", "YAR", "RVN", "ZAN"} <= CODES
    assert {"UAR", "TBT", "SKM"} <= CODES


def test_codes_are_well_formed_and_numbers_are_unique_among_current_states() -> None:
    current = [row for row in rows("states") if not row["end"]]
    for column in ("iso2", "cown", "gwn"):
        values = [row[column] for row in current if row[column]]
        assert len(values) == len(set(values)), column
    for row in rows("states"):
        assert len(row["iso3"]) == 3
        assert row["iso3"].isupper()
        assert len(row["iso2"]) in {0, 2}
        assert not row["successor"] or row["successor"] in CODES
        if row["end"]:
            assert date_of(row["start"]) < date_of(row["end"])
            assert row["successor"]


def test_names_point_at_states_sectors_and_dates_that_exist() -> None:
    kinds = {"name", "adjective", "demonym", "plural", "capital", "metonym"}
    kinds |= {"abbreviation", "place"}
    for row in rows("state_names"):
        assert row["iso3"] in CODES, row["text"]
        assert row["kind"] in kinds, row["text"]
        assert not row["sector"] or row["sector"] in SECTORS, row["text"]
        for day in (row["start"], row["end"]):
            assert not day or date_of(day)


def test_every_state_has_a_name_and_nearly_every_one_a_capital_and_an_adjective() -> None:
    have = {
        kind: {row["iso3"] for row in rows("state_names") if row["kind"] == kind}
        for kind in ("name", "capital", "adjective")
    }
    current = {row["iso3"] for row in rows("states") if not row["end"]}
    assert current - have["name"] == set()
    assert current - have["capital"] == {"XKX"} - have["capital"]
    assert current - have["adjective"] == {"DMA", "LIE", "VAT"}


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        ("American", {"USA"}),
        ("U.S.", {"USA"}),
        ("Britain", {"GBR"}),
        ("Burma", {"MMR"}),
        ("Ivory Coast", {"CIV"}),
        ("Turkey", {"TUR"}),
        ("Czechia", {"CZE"}),
        ("Swaziland", {"SWZ"}),
        ("Bolivarian Republic of Venezuela", {"VEN"}),
        ("Kremlin", {"RUS", "SUN"}),
        ("Congolese", {"COD", "COG"}),
        ("Korean", {"KOR"}),
        ("Kyiv", {"UKR"}),
        ("Kiev", {"UKR"}),
        ("Aleppo", {"SYR"}),
        ("Miraflores", {"VEN"}),
        ("The Hague", {"NLD"}),
        ("Nigerian", {"NGA"}),
        ("Nigerien", {"NER"}),
        ("Dominican", {"DOM"}),
        ("South Sudanese", {"SSD"}),
    ],
)
def test_names_lead_home(text: str, iso3: set[str]) -> None:
    assert of(text) == iso3


@pytest.mark.parametrize(
    "text", ["Georgia", "Jordan", "Chad", "Turkey", "Guinea", "Congo", "Niger"]
)
def test_names_that_collide_are_marked(text: str) -> None:
    assert any("ambiguous" in r["note"] for r in rows("state_names") if r["text"] == text)


def test_a_name_of_two_states_is_marked_or_dated() -> None:
    for row in rows("state_names"):
        if len(of(row["text"])) > 1:
            assert row["note"] or row["start"] or row["end"] or row["iso3"] == "RUS", row["text"]


def test_capitals_only_where_a_word_would_match() -> None:
    for text in ("US", "UK", "UAE", "DRC"):
        assert all("case" in r["note"] for r in rows("state_names") if r["text"] == text)


@pytest.mark.skipif(not COW.exists(), reason="../shared is absent: COW's list is not there")
def test_numbers_and_abbreviations_are_those_of_cow() -> None:
    duckdb = pytest.importorskip("duckdb")
    table = duckdb.sql(f"select distinct ccode::int, stateabb from '{COW}'").fetchall()
    known = dict(table)
    for row in rows("states"):
        if row["cown"]:
            assert known[int(row["cown"])] == row["cow"], row["iso3"]

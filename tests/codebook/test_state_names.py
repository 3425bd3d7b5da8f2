"""A name leads to the state that bore it on the day; seats, spellings and lands few recognise."""

from __future__ import annotations

import pytest

from patronage.codebook import rows
from patronage.codebook.provenance import checked_share
from patronage.periods import date_of


def of(text: str, day: str) -> set[str]:
    """The states that a text names on a day."""
    found = [row for row in rows("state_names") if row["text"] == text]
    return {
        row["iso3"]
        for row in found
        if (not row["start"] or row["start"] <= day) and (not row["end"] or day < row["end"])
    }


def test_names_run_forward() -> None:
    for row in rows("state_names"):
        if row["start"] and row["end"]:
            assert date_of(row["start"]) < date_of(row["end"]), row["text"]


def test_two_states_share_a_name_on_a_day_only_where_it_is_marked() -> None:
    held: dict[str, list[dict[str, str]]] = {}
    for row in rows("state_names"):
        held.setdefault(row["text"], []).append(dict(row))
    for text, found in held.items():
        days = {row["start"] for row in found} | {row["end"] for row in found} | {"2026-01-01"}
        for day in filter(None, days):
            states = of(text, day)
            if len(states) > 1:
                marked = {row["iso3"] for row in found if "ambiguous" in row["note"]}
                assert marked, f"{text} on {day}: {sorted(states)}"


def test_no_name_of_a_former_state_outlives_it_and_each_has_one_to_its_end() -> None:
    for state in rows("states"):
        if not state["end"]:
            continue
        names = [row for row in rows("state_names") if row["iso3"] == state["iso3"]]
        assert any(row["kind"] == "name" and row["end"] == state["end"] for row in names), state
        assert all(row["end"] for row in names), state["iso3"]


@pytest.mark.parametrize("text", ["Moscow", "Kremlin", "Prague", "Belgrade", "Sanaa", "Aden"])
@pytest.mark.parametrize("day", ["1970-01-01", "1995-01-01", "2004-01-01", "2020-01-01"])
def test_a_capital_is_that_of_one_state_on_a_day(text: str, day: str) -> None:
    assert len(of(text, day)) == 1


@pytest.mark.parametrize(
    ("text", "day", "iso3"),
    [
        ("Moscow", "1980-01-01", "SUN"),
        ("Moscow", "2020-01-01", "RUS"),
        ("Prague", "1980-01-01", "CSK"),
        ("Prague", "2020-01-01", "CZE"),
        ("Belgrade", "1999-04-01", "YUG"),
        ("Belgrade", "2005-01-01", "SCG"),
        ("Belgrade", "2020-01-01", "SRB"),
        ("Aden", "1980-01-01", "YMD"),
        ("Sanaa", "1980-01-01", "YAR"),
        ("Sanaa", "2000-01-01", "YEM"),
        ("Saigon", "1970-01-01", "RVN"),
        ("Saigon", "1980-01-01", "VNM"),
        ("Tanganyika", "1963-01-01", "TZA"),
        ("Zanzibar", "1964-01-01", "ZAN"),
        ("Zanzibar", "1980-01-01", "TZA"),
        ("Sikkim", "1970-01-01", "SKM"),
        ("Sikkim", "1980-01-01", "IND"),
        ("Tibet", "1949-01-01", "TBT"),
        ("Tibet", "2008-01-01", "CHN"),
        ("Dahomey", "1970-01-01", "BEN"),
        ("Upper Volta", "1980-01-01", "BFA"),
        ("Rhodesia", "1970-01-01", "ZWE"),
        ("Zaire", "1990-01-01", "COD"),
        ("Belgian Congo", "1955-01-01", "COD"),
        ("Burma", "1970-01-01", "MMR"),
        ("Ceylon", "1960-01-01", "LKA"),
        ("Kampuchea", "1980-01-01", "KHM"),
        ("Transjordan", "1946-06-01", "JOR"),
        ("Central African Empire", "1978-01-01", "CAF"),
        ("South West Africa", "1980-01-01", "NAM"),
        ("British Honduras", "1970-01-01", "BLZ"),
        ("Spanish Sahara", "1970-01-01", "ESH"),
        ("Republic of Macedonia", "2010-01-01", "MKD"),
    ],
)
def test_a_name_leads_to_the_state_of_the_day(text: str, day: str, iso3: str) -> None:
    assert of(text, day) == {iso3}


@pytest.mark.parametrize(
    ("land", "iso3"),
    [
        ("Abkhazia", "GEO"),
        ("South Ossetia", "GEO"),
        ("Transnistria", "MDA"),
        ("Northern Cyprus", "CYP"),
        ("Somaliland", "SOM"),
        ("Artsakh", "AZE"),
        ("Nagorno-Karabakh", "AZE"),
        ("State of Katanga", "COD"),
        ("Republic of Biafra", "NGA"),
        ("Sahrawi Republic", "ESH"),
    ],
)
def test_lands_that_few_recognise_are_actors_within_a_state(land: str, iso3: str) -> None:
    found = [row for row in rows("state_names") if row["text"] == land]
    assert {(row["iso3"], row["sector"], row["kind"]) for row in found} == {(iso3, "PRE", "name")}
    assert all("recognised" in row["note"] for row in found)


def test_partially_recognised_states_have_codes_of_their_own() -> None:
    assert {"XKX", "TWN", "PSE", "ESH"} <= {row["iso3"] for row in rows("states")}


@pytest.mark.parametrize(
    ("seat", "iso3"),
    [
        ("Kremlin", "RUS"),
        ("Zhongnanhai", "CHN"),
        ("Miraflores", "VEN"),
        ("Foggy Bottom", "USA"),
        ("Whitehall", "GBR"),
        ("Planalto", "BRA"),
        ("Élysée", "FRA"),
        ("Blue House", "KOR"),
        ("Aso Rock", "NGA"),
        ("Casa Rosada", "ARG"),
        ("La Moneda", "CHL"),
        ("Villa Somalia", "SOM"),
        ("Bankova", "UKR"),
        ("Rashtrapati Bhavan", "IND"),
        ("El Mouradia", "DZA"),
        ("Carthage Palace", "TUN"),
        ("Cotroceni", "ROU"),
        ("Kantei", "JPN"),
        ("Torre Tagle", "PER"),
        ("Fuerte Tiuna", "VEN"),
    ],
)
def test_seats(seat: str, iso3: str) -> None:
    assert of(seat, "2024-01-01") == {iso3}


@pytest.mark.parametrize(
    "spellings",
    [
        ("Kyiv", "Kiev"),
        ("Odesa", "Odessa"),
        ("Kharkiv", "Kharkov"),
        ("Lviv", "Lvov"),
        ("Chernihiv", "Chernigov"),
        ("Mykolaiv", "Nikolaev"),
        ("Chisinau", "Kishinev"),
        ("Hodeidah", "Hudaydah", "Hudaida"),
        ("Marib", "Ma'rib"),
        ("Guantánamo", "Guantanamo"),
        ("Tehran", "Teheran"),
        ("Beijing", "Peking"),
        ("Nanjing", "Nanking"),
        ("Ulaanbaatar", "Ulan Bator"),
        ("Mogilev", "Mahilyow"),
        ("El Geneina", "Geneina"),
    ],
)
def test_spellings_lead_to_one_state(spellings: tuple[str, ...]) -> None:
    assert len(set().union(*(of(text, "2024-01-01") for text in spellings))) == 1
    assert all(of(text, "2024-01-01") for text in spellings)


def test_reach() -> None:
    found = rows("state_names")
    current = {row["iso3"] for row in rows("states") if not row["end"]}
    assert len(found) >= 3300
    assert len({row["iso3"] for row in found if row["kind"] == "metonym"} & current) >= 110
    assert len([row for row in found if row["kind"] == "metonym"]) >= 300
    assert len([row for row in found if row["end"]]) >= 250
    assert checked_share("state_names") > 0.5

"""Bodies and role nouns carry sectors, codes and states that the other tables know."""

from __future__ import annotations

import pytest

from patronage.codebook import rows
from patronage.periods import date_of

CODES = {row["iso3"] for row in rows("states")}
SECTORS = {row["sector"] for row in rows("sectors")}
KINDS = """
    igo alliance ngo think-tank media agency university company ministry force armed-group
    party lender person
"""


def body(name: str) -> dict[str, str]:
    return dict(next(row for row in rows("organisations") if row["name"] == name))


def test_bodies_point_at_known_states_sectors_and_dates() -> None:
    for row in rows("organisations"):
        name = row["name"]
        assert row["kind"] in KINDS.split(), name
        assert not row["country"] or row["country"] in CODES, name
        assert not row["sector"] or row["sector"] in SECTORS, name
        assert row["acts"] in {"yes", "no"}, name
        assert row["code"] or row["country"] or row["sector"], name
        for day in (row["start"], row["end"]):
            assert not day or date_of(day), name
        if row["start"] and row["end"]:
            assert date_of(row["start"]) < date_of(row["end"]), name


def test_who_tells_does_not_act() -> None:
    for row in rows("organisations"):
        if row["kind"] in {"media", "think-tank", "university"}:
            assert row["acts"] == "no", row["name"]


def test_rebel_codes_name_their_state() -> None:
    for row in rows("organisations"):
        if row["code"].startswith("REB:"):
            assert row["code"][4:] in CODES, row["name"]
            assert row["country"] in {"", row["code"][4:]}, row["name"]


@pytest.mark.parametrize(
    ("name", "code", "country", "sector"),
    [
        ("United Nations", "UNO", "", ""),
        ("NATO", "NATO", "", "MIL"),
        ("European Union", "EUR", "", ""),
        ("Islamic State", "ISIS", "", "REB"),
        ("Syrian rebels", "REB:SYR", "", "REB"),
        ("Stockholm International Peace Research Institute", "", "SWE", "EDU"),
        ("Washington Post", "", "USA", "JRN"),
        ("Hezbollah", "REB:LBN", "LBN", "PRM"),
        ("PDVSA", "", "VEN", "BUS"),
        ("China Development Bank", "", "CHN", "BUS"),
        ("Central Intelligence Agency", "", "USA", "SPY"),
    ],
)
def test_bodies(name: str, code: str, country: str, sector: str) -> None:
    row = body(name)
    assert (row["code"], row["country"], row["sector"]) == (code, country, sector)


def test_no_alias_is_a_bare_common_word() -> None:
    common = {"Fund", "Commonwealth", "Dawn", "Shell", "Swift", "Cast", "Plan", "Central Command"}
    for row in rows("organisations"):
        assert not common & {row["name"], *row["aliases"].split("|")}, row["name"]


@pytest.mark.parametrize(
    ("noun", "plural", "sector"),
    [
        ("soldier", "soldiers", "MIL"),
        ("armed forces", "armed forces", "MIL"),
        ("foreign minister", "foreign ministers", "GOV"),
        ("lawmaker", "lawmakers", "LEG"),
        ("policeman", "policemen", "COP"),
        ("rebel", "rebels", "REB"),
        ("journalist", "journalists", "JRN"),
        ("doctor", "doctors", "MED"),
        ("spy", "spies", "SPY"),
        ("company", "companies", "BUS"),
        ("student", "students", "EDU"),
        ("refugee", "refugees", "REF"),
    ],
)
def test_nouns(noun: str, plural: str, sector: str) -> None:
    row = next(row for row in rows("nouns") if row["text"] == noun)
    assert (row["plural"], row["sector"]) == (plural, sector)


def test_nouns_are_lower_case_words_with_known_sectors() -> None:
    for row in rows("nouns"):
        assert row["sector"] in SECTORS, row["text"]
        assert row["kind"] in {"person", "group", "body", "thing"}, row["text"]
        assert row["text"][0].islower() or row["text"] in {"MP", "NGO"}, row["text"]

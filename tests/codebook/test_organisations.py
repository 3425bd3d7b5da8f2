"""Bodies and role nouns carry sectors, codes and states that the other tables know."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from patronage.codebook import rows
from patronage.periods import date_of

CODES = {row["iso3"] for row in rows("states")}
SECTORS = {row["sector"] for row in rows("sectors")}
KINDS = """
    igo alliance grouping ngo think-tank media agency university company ministry force
    armed-group party lender person
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


def test_reach() -> None:
    found = rows("organisations")
    assert len([row for row in found if row["kind"] not in {"media", "person"}]) >= 1500
    groups = [row for row in found if row["kind"] == "armed-group"]
    assert len({row["name"] for row in groups}) >= 350
    assert len([row for row in groups if row["aliases"]]) >= 250
    assert all(row["country"] or row["code"] for row in groups)
    states: dict[str, set[str]] = {}
    for row in found:
        states.setdefault(row["kind"], set()).add(row["country"])
    served = states["force"] | states["agency"] | states["ministry"]
    assert len(served) >= 100
    spies = {row["country"] for row in found if row["sector"] == "SPY" and row["country"]}
    police = {row["country"] for row in found if row["sector"] == "COP" and row["country"]}
    assert len(spies) >= 50
    assert len(police) >= 25
    assert len(states["party"]) >= 75
    assert len(states["company"] | states["lender"]) >= 50


def test_one_meaning_of_a_name_at_a_time() -> None:
    """No two bodies bear a name, as it is written, in the same years."""
    terms: dict[str, list[tuple[str, str, str]]] = {}
    for row in rows("organisations"):
        for text in {row["name"], *filter(None, row["aliases"].split("|"))}:
            terms.setdefault(text, []).append((row["start"], row["end"] or "9999", row["name"]))
    for text, held in terms.items():
        for (_, end, first), (start, _, second) in pairwise(sorted(held)):
            assert end <= start, f"{text!r} is {first} and {second} at once"


def test_names_are_unique_and_aliases_do_not_repeat() -> None:
    for row in rows("organisations"):
        names = [row["name"], *filter(None, row["aliases"].split("|"))]
        assert [n for n, times in Counter(names).items() if times > 1] == [], row["name"]


def test_a_name_that_others_share_says_so() -> None:
    """What is marked ambiguous says how."""
    for row in rows("organisations"):
        if row["note"].startswith("ambiguous:"):
            assert len(row["note"]) > len("ambiguous: "), row["name"]


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
        ("Middle East Quartet", "IGO", "", ""),
        ("Kosovo Force", "NATO", "", "MIL"),
        ("Moro Islamic Liberation Front", "REB:PHL", "PHL", "REB"),
        ("Carabinieri", "", "ITA", "COP"),
        ("Stasi", "", "DDR", "SPY"),
        ("Silk Road Fund", "", "CHN", "GOV"),
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

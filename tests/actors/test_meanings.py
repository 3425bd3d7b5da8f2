"""Phrases where they stand: who is meant there, in which sectors, and who stands beside."""

from __future__ import annotations

import datetime as dt

import pytest

from patronage.actors import Resolved, meanings


def meant(phrase: str, context: str = "", date: str | None = None) -> list[Resolved]:
    day = dt.date.fromisoformat(date) if date else None
    return [one for one in meanings(phrase, context, day) if not one.beside]


def keys(phrase: str, context: str = "", date: str | None = None) -> list[str | None]:
    found = [one for one in meant(phrase, context, date) if not one.place]
    return [one.actor.key for one in found if one.actor.key]


@pytest.mark.parametrize(
    ("phrase", "context", "wanted"),
    [
        ("the E3", "Envoys of the E3 met in Vienna.", ["GBR", "FRA", "DEU"]),
        ("P5+1", "Talks with the P5+1 went on.", ["USA", "RUS", "CHN", "GBR", "FRA", "DEU"]),
        ("Benelux", "Benelux will vote no.", ["BEL", "NLD", "LUX"]),
        ("Sino-Indian patrols", "Sino-Indian patrols met at the pass.", ["CHN", "IND"]),
        ("Baltic presidents", "Baltic presidents flew to Kyiv.", ["EST", "LVA", "LTU"]),
        ("the Baltic", "Ferries crossed the Baltic.", []),
        ("Chile’s partner Peru", "Chile’s partner Peru agreed.", ["PER"]),
        ("The Polish-born French envoy", "The Polish-born French envoy spoke.", ["FRA"]),
        ("non-Omani", "They hired non-Omani drivers.", []),
        ("Police in Quito", "Police in Quito closed a road.", ["ECU"]),
        ("Brussels", "Brussels fined the maker.", ["EUR"]),
        ("Brussels", "Brussels and the Belgian army agreed.", ["BEL"]),
        ("Stockholm", "The Stockholm International Peace Research Institute counted.", []),
        ("Georgia's governor", "Georgia's governor flew to Atlanta.", ["USA"]),
        ("Georgia", "Georgia asked Tbilisi's allies for help.", ["GEO"]),
        ("Moscow", "Moscow, Ohio, is small.", []),
        ("North and South Korean envoys", "North and South Korean envoys met.", ["PRK", "KOR"]),
        ("N. Korea", "N. Korea fired again.", ["PRK"]),
        ("UN Syria envoy", "UN Syria envoy Ann Quill spoke.", ["UNO"]),
        ("Benghazi", "Benghazi rejected the offer.", ["LBY"]),
        ("Benghazi", "Rain fell on Benghazi again.", []),
        ("Mr. England", "Mr. England paid.", []),
        ("Chad Quill", "Chad Quill ran for mayor.", []),
        ("Police", "Police in the south of Peru arrested a man.", ["PER"]),
        ("Bush administration officials", "Bush administration officials objected.", ["USA"]),
    ],
)
def test_keys(phrase: str, context: str, wanted: list[str]) -> None:
    assert keys(phrase, context) == wanted


@pytest.mark.parametrize(
    ("phrase", "context", "wanted"),
    [
        ("The alliance", "NATO sent ships. The alliance gave no date.", "NATO"),
        ("the bank", "The World Bank met Ghana. Later the bank said yes.", "IGO"),
        ("the latter", "Peru and Chile agreed; the latter will pay.", "CHL"),
        ("The former", "Peru and Chile agreed. The former will pay.", "PER"),
        ("which", "Peru sent tents to Chile, which had asked for them.", "CHL"),
        ("we", "“Now we must act,” the Kenyan president said.", "KEN"),
        ("his", "President Macron spoke. Reporters noted his words.", "FRA"),
        ("The sultanate", "Oman closed a port. The sultanate gave no reason.", "OMN"),
    ],
)
def test_what_words_stand_for(phrase: str, context: str, wanted: str) -> None:
    assert keys(phrase, context) == [wanted]


def test_the_former_president_is_not_the_former_of_two() -> None:
    assert keys("the former", "Peru and Chile met. There the former president fell ill.") == []


@pytest.mark.parametrize(
    ("phrase", "date", "name"),
    [
        ("the British prime minister", "2016-08-05", "Theresa May"),
        ("the British prime minister", "2016-06-05", "David Cameron"),
        ("Germany's chancellor", "2010-01-01", "Angela Merkel"),
        ("the former British prime minister", "2016-08-05", None),
        ("the deputy British prime minister", "2016-08-05", None),
        ("British ministers", "2016-08-05", None),
        ("the British prime minister", None, None),
    ],
)
def test_the_date_names_the_office_holder(phrase: str, date: str | None, name: str | None) -> None:
    (one,) = meant(phrase, date=date)
    assert (one.actor.country, one.actor.name) == ("DEU" if "German" in phrase else "GBR", name)


@pytest.mark.parametrize(
    ("phrase", "sectors"),
    [
        ("the Peruvian defence minister", ("GOV", "MIL")),
        ("a Polish military intelligence officer", ("MIL", "SPY")),
        ("an Iranian opposition lawmaker", ("LEG", "OPP")),
        ("Somalia's state news agency", ("JRN", "GOV")),
        ("Peru", ()),
    ],
)
def test_every_sector_that_holds(phrase: str, sectors: tuple[str, ...]) -> None:
    assert meant(phrase)[0].sectors == sectors


def test_a_state_that_a_text_speaks_of_acts_through_its_government() -> None:
    assert meant("Peru", "Peru sent aid.")[0].actor.sector == "GOV"
    assert meant("Lima", "They met in Lima.")[0].actor.sector is None


def test_who_is_named_in_one_breath_stands_beside() -> None:
    found = meanings("Japan", "Japan, India and Australia met Peru.")
    told = [(one.actor.country, one.beside) for one in found]
    assert told == [("JPN", False), ("IND", True), ("AUS", True)]


def test_the_place_given_is_the_one_that_is_read() -> None:
    context = "They met in Lima. Lima said no."
    assert [meanings("Lima", context, start=at)[0].place for at in (12, 18)] == [True, False]


def test_a_private_person_outweighs_a_leader_of_that_surname() -> None:
    text = "Hana Merkel, a nurse, spoke first. Merkel asked for masks."
    assert keys("Merkel", text, "2010-03-02") == []
    assert keys("Merkel", "Later Merkel met bankers.", "2010-03-02") == ["DEU"]


def test_the_title_chooses_among_leaders_of_one_surname() -> None:
    assert keys("President Lee", "President Lee flew home.", "2010-12-23") == ["KOR"]


def test_a_pronoun_alone_is_an_actor_unknown() -> None:
    assert [(one.actor.key, one.actor.sector) for one in meanings("he")] == [(None, "UNK")]
    assert meanings("of") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("George Herbert Walker Bush spoke.", "George H. W. Bush"),
        ("George Walker Bush spoke.", "George W. Bush"),
        ("Vladimir Vladimirovich Putin spoke.", "Vladimir Putin"),
    ],
)
def test_middle_names_belong_to_the_leader(text: str, name: str) -> None:
    (one,) = meant(text.removesuffix(" spoke."), text)
    assert one.actor.name == name


def test_a_leader_is_of_who_he_speaks_for_that_day() -> None:
    phrase = "Bank of England governor Mark Carney"
    assert keys(phrase, f"{phrase} spoke.", "2019-06-01") == ["GBR"]
    assert keys("Mark Carney", "Mark Carney spoke.", "2025-06-01") == ["CAN"]


def test_the_leader_of_a_part_is_not_the_leader_of_the_state() -> None:
    assert meant("the Turkish Cypriot leader", date="2008-04-03")[0].actor.name is None

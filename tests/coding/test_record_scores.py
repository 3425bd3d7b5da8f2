"""What ``score_records`` takes for a record, and what it counts."""

from __future__ import annotations

from benchmarks.coding.readings import Mention, ReadEvent
from benchmarks.coding.score_records import figures, key_of, names, told_by, type_of
from benchmarks.coding.systems import Unit

from patronage.actors import Gazetteer


class Saying:
    """A system that tells one event of each sentence."""

    name = "one event"

    def tell(self, units: list[Unit]) -> list[list[ReadEvent]]:
        def sides(*countries: str) -> tuple[Mention, ...]:
            return tuple(Mention((0, 1), country, None, None) for country in countries)

        return [
            [ReadEvent((0, 1), "CONSULT", actor=sides("FRA", "ITA"), recipient=sides("ITA", "FRA"))]
            for _ in units
        ]


def test_a_code_is_read_by_its_longest_known_beginning() -> None:
    types = {"06": "CONCEDE", "064": "SUPPORT"}
    assert [type_of(code, types) for code in ("0641", "061", "02")] == ["SUPPORT", "CONCEDE", ""]


def test_a_side_is_a_state_a_body_or_unknown() -> None:
    codes = ("RUSGOV", "IGOEEU", "IGOSEA", "NGOMSF", "GONCOP", "---GOV", "IGOEUREEC", "IMGMUSISI")
    assert [key_of(code) for code in codes] == [
        "RUS",
        "EUR",
        "IGO",
        "NGO",
        "GHA",
        "",
        "EUR",
        "ISIS",
    ]


def test_an_event_of_both_sides_is_a_record_each_way() -> None:
    told = told_by(Saying(), [Unit("a", "a", "x", 0, 1, None)])
    assert told == [{("FRA", "ITA", "CONSULT"), ("ITA", "FRA", "CONSULT")}]


def test_what_is_told_and_wanted_is_counted_once() -> None:
    wanted = [{("FRA", "ITA", "CONSULT"), ("FRA", "ITA", "AGREE")}, set()]
    made = figures([{("FRA", "ITA", "AID")}, {("USA", "CUB", "SANCTION")}], wanted)
    assert (made["dyad"]["wanted"], made["dyad"]["told"]) == (1, 2)
    assert made["dyad"]["recall"][0] == 1 and made["dyad"]["precision"][0] == 0.5
    assert made["record"]["f1"][0] == 0


def test_the_invented_lands_are_laid_over_states() -> None:
    known = Gazetteer(overlay=names())
    assert [m.country for m in known.find("Arnor sent tanks to Gondor.")] == ["AGO", "GHA"]

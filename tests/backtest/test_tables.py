"""Features from registers: what is covered, what is carried, what stays missing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from patronage.backtest.tables import Cell, Facts, Situation, build, number_of, sources

ASKED = Situation("VEN", "USA", "RUS", 2012)


def flow(measure: str, giver: str, receiver: str | None, years: tuple[int, int], value: float
         ) -> dict[str, Any]:  # fmt: skip
    first, last = years
    return {
        "measure": measure, "giver": giver, "receiver": receiver, "value": value,
        "start": dt.date(first, 1, 1), "end": dt.date(last + 1, 1, 1),
    }  # fmt: skip


def told(facts: Facts, *names: str, **kwargs: Any) -> list[tuple[float, float]]:
    made = build([ASKED], names, facts, **kwargs)
    return [(made.columns[n][0], made.ages[n][0]) for n in names]


def test_absence_is_zero_within_coverage_and_missing_outside() -> None:
    held = Facts({"atop": 2018})
    held.add("atop", [flow("alliance: defense", "VEN", "USA", (1948, 2018), 1.0)])
    assert told(held, "def_TC", "def_PT") == [(1.0, 1.0), (0.0, 1.0)]
    assert np.isnan(told(Facts({}), "def_TC", "def_PT")).all()


def test_a_pledge_that_ended_is_zero_and_one_past_the_register_is_carried_with_its_age() -> None:
    ended = Facts({"atop": 2018})
    ended.add("atop", [flow("alliance: defense", "RUS", "VEN", (1990, 2000), 1.0)])
    assert told(ended, "def_PT") == [(0.0, 1.0)]
    short = Facts({"atop": 2008})
    short.add("atop", [flow("alliance: defense", "RUS", "VEN", (1990, 2008), 1.0)])
    assert told(short, "def_PT") == [(1.0, 4.0)]
    assert np.isnan(told(short, "def_PT", oldest=3)).all()


def test_nothing_from_the_year_itself_or_later_is_used() -> None:
    facts = Facts({"cow_nmc": 2020, "sipri": 2023, "mids": 2014, "ideal_points": 2019})
    before = build([ASKED], ["cinc_T", "l_ord5_PT", "mid10_TC", "ideal_C"], facts)
    facts.add("cow_nmc", [flow("capability share", "VEN", None, (2012, 2012), 0.5)])
    facts.add("sipri", [flow("arms orders", "RUS", "VEN", (2012, 2012), 99.0)])
    facts.add("mids", [{**flow("", "USA", "VEN", (2012, 2012), 1.0), "value": 1.0}])
    facts.add("ideal_points", [flow("UN ideal point", "USA", None, (2013, 2013), 1.0)])
    after = build([ASKED], ["cinc_T", "l_ord5_PT", "mid10_TC", "ideal_C"], facts)
    for name in before.columns:
        np.testing.assert_array_equal(before.columns[name], after.columns[name])


def test_the_soviet_union_is_the_same_line_as_russia_and_east_germany_is_its_own() -> None:
    facts = Facts({"mids": 2014})
    facts.add("mids", [flow("", "SUN", "USA", (1990, 1990), 1.0)])
    facts.add("mids", [flow("", "DDR", "USA", (1989, 1989), 1.0)])
    one = Situation("VEN", "USA", "RUS", 1992)
    other = Situation("VEN", "USA", "DEU", 1992)
    made = build([one, other], ["mid10_PC"], facts)
    assert made.columns["mid10_PC"].tolist() == [1.0, 0.0]


def test_deliveries_are_spread_over_their_years_and_go_one_way() -> None:
    facts = Facts({"sipri": 2023})
    facts.add("sipri", [flow("arms deliveries", "RUS", "VEN", (2005, 2008), 100.0)])
    facts.add("sipri", [flow("arms deliveries", "VEN", "RUS", (2010, 2010), 7.0)])
    # 2007 and 2008 of four years lie within the five years before 2012.
    assert told(facts, "l_arms5_PT")[0][0] == pytest.approx(np.log1p(50.0))


def test_what_is_made_of_others_is_as_old_as_its_oldest_part() -> None:
    facts = Facts({"ideal_points": 2019})
    facts.add("ideal_points", [flow("UN ideal point", "RUS", None, (2011, 2011), 1.0)])
    facts.add("ideal_points", [flow("UN ideal point", "VEN", None, (2008, 2008), -0.5)])
    assert told(facts, "idd_PT") == [(1.5, 4.0)]
    assert np.isnan(told(facts, "idd_PC")).all()


def test_what_the_user_knows_goes_first_and_reaches_what_is_made_of_it() -> None:
    made = build([ASKED], ["triggr", "violent_trig", "cinc_T"], Facts({}),
                 known=lambda one: {"triggr": 9.0})  # fmt: skip
    assert [made.columns[n][0] for n in ("triggr", "violent_trig")] == [9.0, 1.0]
    assert made.missing() == [["cinc_T"]]


def test_every_source_is_a_register_and_has_a_rule() -> None:
    from patronage.datasets import register

    for source in sources():
        assert register(source["dataset"]).name == source["dataset"]
        cell = Facts({source["dataset"]: 2010}).at(source, "VEN", "USA", 2010)
        assert cell is None or cell == Cell(0.0, 2010)
    assert number_of("RUS") == 365

"""What is received, dealt and paid with, and how the patron treats all."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from measure_frames import Row, day, frame, row
from measure_world import World

from patronage.measures import burdens, conduct, deals, deals_told, means, protests, received

DAY = dt.date(2020, 1, 1)


def test_returns_are_counted_by_patron_and_kind() -> None:
    table = frame(
        row("a", in_return_for=["oil"], **day("2020-01-01")),
        row("b", in_return_for=["oil", "bases"], **day("2020-06-01")),
        row("c", **day("2020-09-01")),
        row("d", actor=["CCC"], in_return_for=["votes"], status="future", **day("2020-09-01")),
    )
    (found,) = received(table, "AAA")
    assert (found.patron, found.part) == ("BBB", "received")
    assert [(e.name, e.value, e.evidence) for e in found.estimates] == [
        ("bases", 1.0, ("b",)), ("oil", 2.0, ("a", "b")),
    ]  # fmt: skip
    assert all(e.low < e.value < e.high for e in found.estimates)
    assert received(table, "AAA", "CCC") == ()


def test_protests_of_the_client_at_home() -> None:
    told = {"type": "PROTEST", "polarity": None, "instrument": None, "recipient": ["AAA"]}
    table = frame(
        row("a", **told | {"actor": ["OPP:AAA"]}, **day("2020-01-10")),
        row("b", **told | {"actor": ["AAA"]}, **day("2020-03-10")),
        row("c", **told | {"actor": ["CCC"]}, **day("2020-03-10")),
        row("d", **told | {"actor": ["AAA"], "status": "historical", "document": "d2"}),
        row("e", available=dt.date(2020, 5, 1)),
    )
    found = protests(table, "AAA")
    assert found is not None
    (series,) = found.series
    points = {p.start.month: p for p in series.points}
    assert (points[1].value, points[3].value) == (1.0, 1.0)
    assert points[1].evidence == ("a",)
    assert points[2].value is None  # nothing that names the client was printed then
    assert points[5].value == 0.0
    assert series.undated_evidence == ("d",)


def test_deals_before_and_after_each_year_of_sanctions() -> None:
    world = World().act("gsdb", "USA>AAA", "2006", "arms: begins")
    world.act("gsdb", "USA>AAA", "2030", "arms: begins").act(
        "gsdb", "CCC>AAA", "2016", "arms: begins"
    )
    world.deal("BBB>AAA", 2003, 2004, 1.0).deal("BBB>AAA", 2006, 2007, 1.0)
    for year in (2007, 2008, 2008, 2009, 2011, 2012):
        world.deal("BBB>AAA", year, None, 1.0)
    found = deals(world, "AAA", "BBB", "USA")
    assert found is not None
    (one,) = found.estimates
    assert one.note == "1 in 2001-2005, 5 in 2007-2011"
    assert 1 < one.low < one.value < one.high or one.low < 1 < one.value
    assert len(one.evidence) == 7
    assert deals(world, "AAA", "CCC", "USA") is None
    assert deals(World(loaded=("sipri",)), "AAA", "BBB") is None


def test_means_given_by_the_reader() -> None:
    rows = [
        (dt.date(y, 1, 1), 100.0 if y < 2014 else 50.0, f"oil.csv: {y}") for y in range(2009, 2016)
    ]
    (found,) = means({"oil price": rows}, "AAA")
    (change,) = found.estimates
    assert (change.value, change.low, change.high) == (0.5, 0.5, 0.5)
    assert len(change.evidence) == 7
    assert [p.value for p in found.series[0].points][:2] == [100.0, 100.0]
    assert means({"oil price": rows[:2]}, "AAA")[0].estimates == ()


def test_conduct_toward_all_clients() -> None:
    world = World().flow("sipri", "arms deliveries", "BBB>AAA", 2012, 10.0)
    world.flow("sipri", "arms deliveries", "BBB>CCC", (2013, 2016), 40.0)
    found = conduct(world, "AAA", "BBB", DAY)
    assert found is not None
    told = {e.name: (e.value, e.low, e.high) for e in found.estimates}
    assert told["arms to the client, 2010-2014"] == (10, 10, 10)
    assert told["arms to all others, 2010-2014"] == (pytest.approx(20, abs=0.1), 0, 40)
    assert told["recipients of arms, 2015-2019"] == (1, 0, 1)
    assert "arms to the client, 2015-2019" not in told  # none that we found is no zero
    assert conduct(World(), "AAA", "BBB", DAY) is None


def test_burdens_count_a_conflict_once_a_year() -> None:
    world = World()
    for code in ("conflict 7: intrastate, over territory", "conflict 7: troops for side A"):
        world.act("ucdp_conflict", "BBB>REB:CCC", "2017", code)
    world.act("ucdp_conflict", "BBB>REB:CCC", "2018", "conflict 7: intrastate, over territory")
    world.act("mids", "BBB>DDD", "2013", "level 4: use of force; action 16: attack")
    for year in range(2010, 2020):
        world.flow("cow_nmc", "capability share", "BBB", year, 0.2 if year < 2015 else 0.1)
    found = burdens(world, "AAA", "BBB", DAY)
    assert found is not None
    told = {e.name: e for e in found.estimates}
    assert told["armed conflicts a year, 2015-2019"].value == 0.4
    assert told["disputes a year, 2010-2014"].value == 0.2
    assert told["capability share, 2015-2019"].value == pytest.approx(0.1)
    assert all(e.low <= e.value <= e.high and e.evidence for e in found.estimates)
    assert burdens(World(), "AAA", "BBB", DAY) is None


def told(id: str, when: str, **given: Any) -> Row:
    return row(id, **({"available": dt.date.fromisoformat(when)} | day(when) | given))


def test_deals_that_texts_tell_after_the_first_sanction() -> None:
    sanction = {"actor": ["USA"], "polarity": "pressure", "instrument": "sanction-trade"}
    early = [told(f"e{y}", f"{y}-03-01") for y in range(2000, 2010)]
    late = [told(f"l{k}", f"{2011 + k}-04-01", type="AGREE", instrument="loan") for k in range(3)]
    noise = [
        told("w", "2012-02-01", type="SUPPORT", instrument="diplomatic"),
        told("o", "2012-03-01", actor=["CCC"]),
        told("f", "2012-06-01", status="future"),
        told("z", "2019-12-01", actor=["CCC"], polarity=None, type="CONSULT"),
    ]
    pressed = told("s", "2010-06-01", type="COERCE", **sanction)
    found = deals_told(frame(*early, *late, *noise, pressed), "AAA", "BBB", "USA")
    assert found is not None
    (one,) = found.estimates
    assert one.note == "10 before, 3 from then on"
    assert one.low < one.value < one.high
    assert one.value < 0.6
    assert set(one.evidence) == {*(r["id"] for r in (*early, *late)), "s"}
    assert deals_told(frame(*early, *late, pressed), "AAA", "BBB", "CCC") is None
    assert deals_told(frame(*early, *late), "AAA", "BBB") is None
    assert deals_told(frame(pressed, *noise), "AAA", "BBB") is None

"""Patron by instrument, then and now."""

from __future__ import annotations

import datetime as dt

from measure_frames import day, frame, row

from patronage.measures import portfolio
from patronage.measures.portfolio import JOINTLY, NOT_TOLD

SINCE = dt.date(2025, 1, 1)


def test_cells_count_episodes_by_spell() -> None:
    table = frame(
        row("a", **day("2018-12-10"), amount=["two bombers"]),
        row("b", **day("2025-05-10"), amount=["5 jets"]),
        row("c", document="d2", **day("2025-05-20"), amount=["5 jets", "a radar"]),
        row("d", **day("2025-09-10")),
        row("e", instrument=None, **day("2025-06-29"), actor=["CCC"]),
        row("f", instrument="loan", status="future"),
        row("g", instrument="grant", status="hypothetical"),
        row("h", "COERCE", polarity="pressure"),
    )
    found = portfolio(table, "AAA", SINCE)
    assert found.split == SINCE
    assert [(c.patron, c.instrument, c.spell, c.episodes) for c in found.cells] == [
        ("BBB", "arms", "then", 1),
        ("BBB", "arms", "now", 2),
        ("CCC", NOT_TOLD, "now", 1),
    ]
    assert found.cells[1].amounts == ("5 jets", "a radar")
    assert found.cells[1].evidence == ("b", "c", "d")


def test_a_figure_of_several_patrons_is_marked_and_not_divided() -> None:
    table = frame(row("a", actor=["BBB", "CCC"], amount=["over $30 billion"]))
    assert {c.amounts for c in portfolio(table, "AAA", SINCE).cells} == {
        (f"over $30 billion {JOINTLY}",)
    }


def test_nothing_found_is_no_cell() -> None:
    assert portfolio(frame(), "AAA", None).cells == ()
    assert portfolio(frame(), "AAA", None).split is None

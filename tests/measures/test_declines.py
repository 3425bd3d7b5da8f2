"""A fall with its date, its word and its explanations."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from measure_frames import frame, row
from measure_world import World

from patronage.measures import Hints, declines, hints_of
from patronage.results import Point, Series

REFUSED = Hints({"refused": (("e1",), ("e2",))})


def series(*values: float | None, name: str = "arms deliveries") -> Series:
    points = tuple(
        Point(dt.date(1995 + k, 1, 1), dt.date(1996 + k, 1, 1), value, value, value, 1, (f"r{k}",))
        for k, value in enumerate(values)
    )
    return Series(name, "VEN", "RUS", "TIV", "year", 1.0, points)


FALLEN = series(*[100.0, 110.0, 90.0] * 4, *[0.0] * 8)


def test_a_fall_is_dated_and_called_a_decline() -> None:
    (found,) = declines([FALLEN], World())
    assert found.found is not None
    assert (found.word, found.found.time.year) == ("decline", 2007)
    assert len(found.explanations) == 7
    assert found.evidence


def test_a_steady_series_has_no_decline_and_needs_no_explanation() -> None:
    (found,) = declines([series(*[100.0, 110.0, 90.0] * 7)], World())
    assert (found.word, found.found, found.explanations) == ("no decline found", None, ())


@pytest.mark.parametrize("values", [[], [1.0] * 5, [None] * 20, [0.0] * 20])
def test_nothing_is_said_of_what_is_too_short_or_empty(values: list[float | None]) -> None:
    found = declines([series(*values)], World())
    assert [one.word for one in found] in ([], ["no decline found"])


def test_withdrawal_needs_patron_side_evidence() -> None:
    world = World()
    assert declines([FALLEN], world)[0].word == "decline"
    assert declines([FALLEN], world, REFUSED)[0].word == "withdrawal"


def test_a_refusal_beside_a_rival_that_could_outweigh_it_is_no_withdrawal() -> None:
    world = World().deal("RUS>VEN", 1999, (2000, 2006), 100.0)
    (found,) = declines([FALLEN], world, REFUSED)
    assert found.explanations[0].name == "refused by the patron"
    assert found.word == "decline"


def test_registers_alone_never_show_a_withdrawal() -> None:
    world = World().deal("RUS>VEN", 2005, None, 100.0)
    for year in range(1990, 2024):
        world.flow("ideal_points", "UN ideal point", "RUS", year, 0.0)
        world.flow("ideal_points", "UN ideal point", "VEN", year, 0.1)
        world.flow("sipri", "arms deliveries", "RUS>IND", year, 100.0 + year)
    assert declines([FALLEN], world)[0].word == "decline"


def test_hints_are_the_episodes_that_tell_them() -> None:
    less: dict[str, Any] = {"polarity": "curtailment"}
    table = frame(
        row("a", "REJECT", **less), row("a2", "REJECT", **less, quote="Sentence of a."),
        row("b", "SANCTION", **less), row("c", "REJECT", **less, actor=["CCC"]),
        row("d", "REJECT", **less, actor=["AAA"], recipient=["BBB"]),
        row("e", "REQUEST", actor=["AAA"], recipient=["BBB"], instrument="debt-rollover",
            polarity=None),
        row("f", "REJECT", **less, status="hypothetical"),
    )  # fmt: skip
    assert hints_of(table, "AAA", "BBB").told == {
        "refused": (("a", "a2"),), "curtailed": (("b",),), "client refused": (("d",),),
        "asked relief": (("e",),),
    }  # fmt: skip

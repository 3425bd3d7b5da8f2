"""Codes of states in other systems, at the right time."""

from __future__ import annotations

import pytest

from patronage.actors.systems import state_in, states_by
from patronage.errors import UnknownNameError


@pytest.mark.parametrize(
    ("system", "code", "year", "state"),
    [
        ("cown", "365", 1850, "RUS"),
        ("cown", "365", 1950, "SUN"),
        ("cown", "365", 2000, "RUS"),
        ("cown", "365", None, "RUS"),
        ("cown", "260", 1970, "DEU"),
        ("cown", "255", 2000, "DEU"),
        ("cown", "265", 1970, "DDR"),
        ("gwn", "260", 2000, "DEU"),
        ("cow", "GFR", 1970, "DEU"),
        ("cown", "345", 1970, "YUG"),
        ("cown", "345", 2010, "SRB"),
        ("name", "venezuela", 2000, "VEN"),
        ("cown", "888", 2000, None),
    ],
)
def test_a_code_means_the_state_of_its_year(
    system: str, code: str, year: int | None, state: str | None
) -> None:
    assert state_in(system, code, year) == state


def test_a_system_that_is_not_known_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="cown"):
        states_by("cowm")

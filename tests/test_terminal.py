"""What the command line prints for people: it stands without colour."""

from __future__ import annotations

import datetime as dt

import pytest

from patronage import terminal
from patronage.results import Point, Series


def series(*values: float | None) -> Series:
    points = tuple(
        Point(dt.date(2000 + i, 1, 1), dt.date(2001 + i, 1, 1), value, value, value, 0)
        for i, value in enumerate(values)
    )
    return Series("backing", "VEN", "RUS", "episodes", "year", 0.9, points)


def test_a_series_is_drawn_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.series_table([series(0, 2, None, 4)])
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == "RUS 2000-01-01 ▁▅·█ 2003-01-01, most 4 in 2003-01-01"


def test_a_series_of_zeros_is_flat_and_a_single_value_is_not_drawn(
    capsys: pytest.CaptureFixture[str],
) -> None:
    terminal.series_table([series(0, 0), series(None, 3)])
    told = capsys.readouterr().out
    assert "▁▁" in told
    assert "█" not in told

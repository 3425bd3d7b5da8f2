"""Ideal points: sessions to years, states in their time, and the points of three states."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.datasets.tabled import changed, text
from tests.datasets.written import Read, reading, sample


def test_a_session_is_the_year_in_which_it_begins(tmp_path: Path) -> None:
    (flow,) = reading("ideal_points", text(tmp_path / "a.csv", [changed("ideal_points")])).flows
    assert (flow["giver"], flow["receiver"], flow["value"]) == ("VEN", None, -0.5)
    assert (flow["start"], flow["end"]) == (dt.date(2019, 1, 1), dt.date(2020, 1, 1))
    assert flow["available"] == dt.date(2020, 5, 1)
    assert flow["estimated"]


def test_a_point_may_lie_below_minus_one_and_may_be_missing(tmp_path: Path) -> None:
    rows = [changed("ideal_points", IdealPoint=-2.75), changed("ideal_points", IdealPoint=None)]
    got = reading("ideal_points", text(tmp_path / "a.csv", rows))
    assert [flow["value"] for flow in got.flows] == [-2.75, None]
    assert got.problems == []


def test_names_are_read_in_the_files_own_encoding(tmp_path: Path) -> None:
    rows = [changed("ideal_points", Countryname="São Tomé")]
    got = reading("ideal_points", text(tmp_path / "a.csv", rows, encoding="latin-1"))
    assert got.originals[0]["countryname"] == "São Tomé"


def test_one_number_is_the_soviet_union_and_then_russia(tmp_path: Path) -> None:
    rows = [changed("ideal_points", ccode=365, session=session) for session in (1, 45, 46, 74)]
    got = reading("ideal_points", text(tmp_path / "a.csv", rows))
    assert [flow["giver"] for flow in got.flows] == ["SUN", "SUN", "RUS", "RUS"]


@pytest.fixture(scope="module")
def whole() -> Read:
    return reading("ideal_points", sample("unga", "IdealpointestimatesAll_Apr2020.csv"))


def test_the_reference_file_is_read_whole(whole: Read) -> None:
    assert len(whole.originals) == len(whole.flows) == 10469
    assert whole.problems == []
    assert {flow["start"].year for flow in whole.flows} == {*range(1946, 2020)} - {1964}


@pytest.mark.parametrize(
    ("state", "first", "sessions", "last"),
    [("CHN", 1971, 49, -0.3336454), ("RUS", 1991, 29, 0.1418769), ("VEN", 1946, 73, -1.800307)],
)
def test_points_of_three_states_by_session(
    whole: Read, state: str, first: int, sessions: int, last: float
) -> None:
    told = {f["start"].year: f["value"] for f in whole.flows if f["giver"] == state}
    assert (min(told), max(told), len(told)) == (first, 2019, sessions)
    assert told[2019] == pytest.approx(last, abs=5e-7)

"""ATOP: pledges as levels, directed, year by year."""

from collections import Counter

import pytest
from tests.datasets.test_parquet import ROWS
from tests.datasets.written import loads_once, parquet, reading, sample

ROW = ROWS["atop"]


def test_only_pledges_in_force_give_flows_from_who_owes_to_whom(tmp_path):
    rows = [ROW, ROW | {"ccode1": 20.0, "ccode2": 2.0, "atop_nonagg": None, "atop_consul": 1.0}]
    got = reading("atop", parquet(tmp_path / "a.parquet", rows))
    told = sorted((f["row"], f["giver"], f["receiver"], f["measure"]) for f in got.flows)
    assert told == [
        (1, "USA", "CAN", "alliance: defense"),
        (1, "USA", "CAN", "alliance: non-aggression"),
        (2, "CAN", "USA", "alliance: consultation"),
        (2, "CAN", "USA", "alliance: defense"),
    ]
    assert {(f["stage"], f["unit"], f["value"]) for f in got.flows} == {("level", "pledge", 1.0)}
    assert {f["start"].year for f in got.flows} == {1960}


def test_a_row_without_a_year_is_kept_and_told(tmp_path):
    got = reading("atop", parquet(tmp_path / "a.parquet", [ROW, ROW | {"year": None}]))
    assert len(got.originals) == 2
    assert [problem.place for problem in got.problems] == ["row 2"]
    assert {flow["row"] for flow in got.flows} == {1}


@pytest.mark.full
def test_the_whole_register_loads(tmp_path):
    rows, acts, flows = loads_once("atop", sample("cow", "atop_alliance.parquet"), tmp_path / "l")
    assert (rows, acts) == (273_296, 0)
    assert flows > 500_000


def test_the_pledges_of_venezuela_add_up(tmp_path):
    got = reading("atop", sample("cow", "atop_alliance.parquet"))
    assert len(got.originals) == 273_296
    assert got.lost == []
    told = Counter(f["measure"] for f in got.flows if (f["giver"], f["receiver"]) == ("VEN", "USA"))
    # Sums of the file's own columns for 101 toward 2, 1945 to 2018.
    assert told == {
        "alliance: defense": 74,
        "alliance: offense": 1,
        "alliance: non-aggression": 72,
        "alliance: consultation": 74,
    }

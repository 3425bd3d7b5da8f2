"""Members of the state system: spans cut at the turns of the years, to the day."""

import datetime as dt

from tests.datasets.test_parquet import ROWS
from tests.datasets.written import loads_once, parquet, reading, sample

ROW = ROWS["cow_states"]


def test_a_span_is_told_to_the_day_and_year_by_year(tmp_path):
    got = reading("cow_states", parquet(tmp_path / "s.parquet", [ROW]))
    assert [(f["start"], f["end"]) for f in got.flows] == [
        (dt.date(1898, 8, 13), dt.date(1899, 1, 1)),
        (dt.date(1899, 1, 1), dt.date(1900, 1, 1)),
        (dt.date(1900, 1, 1), dt.date(1901, 1, 1)),
    ]
    assert {(f["giver"], f["receiver"], f["value"]) for f in got.flows} == {("USA", None, 1.0)}


def test_a_day_that_is_none_is_told(tmp_path):
    got = reading("cow_states", parquet(tmp_path / "s.parquet", [ROW | {"stmonth": 13.0}, ROW]))
    assert [problem.place for problem in got.problems] == ["row 1"]
    assert {flow["row"] for flow in got.flows} == {2}


def test_the_whole_register_loads(tmp_path):
    path = sample("cow", "cow_states.parquet")
    got = reading("cow_states", path)
    assert len(got.originals) == 243
    assert got.lost == []
    members = {f["giver"] for f in got.flows if f["start"] <= dt.date(2016, 12, 31) < f["end"]}
    # The file has 195 spans that reach its last day.
    assert len(members) == 195
    assert loads_once("cow_states", path, tmp_path / "ledger")[0] == 243

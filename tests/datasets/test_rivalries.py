"""Rivalries: years of a mutual state of things, by kind where the authors name one."""

from collections import Counter

from tests.datasets.test_parquet import ROWS
from tests.datasets.written import loads_once, parquet, reading, sample

ROW = ROWS["rivalries"]


def test_each_year_is_told_both_ways_and_by_kind(tmp_path):
    got = reading("rivalries", parquet(tmp_path / "r.parquet", [ROW]))
    told = Counter((f["giver"], f["receiver"], f["measure"], f["start"].year) for f in got.flows)
    assert set(told.values()) == {1}
    assert set(told) == {
        (giver, receiver, kind, year)
        for giver, receiver in (("COL", "VEN"), ("VEN", "COL"))
        for kind in ("rivalry", "rivalry: spatial")
        for year in (1990, 1991)
    }
    assert {f["stage"] for f in got.flows} == {"level"}


def test_a_rivalry_that_ends_before_it_starts_is_told(tmp_path):
    got = reading("rivalries", parquet(tmp_path / "r.parquet", [ROW | {"end": 1980.0}, ROW]))
    assert [problem.place for problem in got.problems] == ["row 1"]
    assert {flow["row"] for flow in got.flows} == {2}


def test_the_whole_register_and_venezuela_s_two(tmp_path):
    path = sample("cow", "tss_rivalries.parquet")
    got = reading("rivalries", path)
    assert len(got.originals) == 264
    assert got.lost == []
    years = Counter(
        f["receiver"] for f in got.flows if f["giver"] == "VEN" and f["measure"] == "rivalry"
    )
    # Colombia 1831 to 2020, Guyana 1966 to 2020.
    assert years == {"COL": 190, "GUY": 55}
    assert loads_once("rivalries", path, tmp_path / "ledger")[0] == 264

"""Major powers: spans of nine states."""

import datetime as dt

from tests.datasets.written import loads_once, reading, sample


def test_the_whole_register_loads(tmp_path):
    path = sample("cow", "cow_majors.parquet")
    got = reading("cow_majors", path)
    assert len(got.originals) == 14
    assert got.lost == []

    def majors(day):
        return {f["giver"] for f in got.flows if f["start"] <= day < f["end"]}

    assert majors(dt.date(1960, 1, 1)) == {"USA", "GBR", "FRA", "SUN", "CHN"}
    assert majors(dt.date(2010, 1, 1)) == {"USA", "GBR", "FRA", "RUS", "CHN", "DEU", "JPN"}
    assert loads_once("cow_majors", path, tmp_path / "ledger")[0] == 14

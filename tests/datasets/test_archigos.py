"""Leaders: entries and exits, dates as the register has them."""

import datetime as dt

from tests.datasets.test_parquet import ROWS
from tests.datasets.written import loads_once, parquet, reading, sample

from patronage import pipeline

ROW = ROWS["archigos"]


def test_a_term_gives_its_entry_and_its_exit(tmp_path):
    row = ROW | {"exit": "Irregular", "exitcode": "Popular Protest"}
    got = reading("archigos", parquet(tmp_path / "a.parquet", [row]))
    assert [(a["start"], a["code"]) for a in got.acts] == [
        (dt.date(2001, 2, 3), "Somebody: enters office, Regular"),
        (dt.date(2002, 3, 4), "Somebody: leaves office, Irregular, Popular Protest"),
    ]
    assert {(a["actor"], a["actor_sector"], a["type"]) for a in got.acts} == {("COL", "GOV", None)}


def test_who_is_still_in_office_has_not_left(tmp_path):
    row = ROW | {"exit": "Still in Office", "exitcode": "Still in Office"}
    got = reading("archigos", parquet(tmp_path / "a.parquet", [row]))
    assert len(got.acts) == 1


def test_bad_dates_are_told(tmp_path):
    rows = [ROW | {"startdate": "soon"}, ROW | {"enddate": "1999-01-01"}, ROW]
    got = reading("archigos", parquet(tmp_path / "a.parquet", rows))
    assert {problem.place for problem in got.problems} == {"row 1", "row 2"}
    assert [a["row"] for a in got.acts] == [2, 3, 3]


def test_a_look_back_does_not_know_who_left_later(tmp_path):
    path = parquet(tmp_path / "a.parquet", [ROW])
    pipeline.load("archigos", [path], tmp_path / "ledger")
    known = pipeline.acts(ledger=tmp_path / "ledger", as_of=dt.date(2001, 12, 31))
    assert known["code"].to_pylist() == ["Somebody: enters office, Regular"]


def test_the_whole_register_loads_with_its_own_dates(tmp_path):
    path = sample("leaders", "archigos.parquet")
    got = reading("archigos", path)
    assert len(got.originals) == 3_409
    assert got.lost == []
    last = [(a["start"], a["code"]) for a in got.acts if a["actor"] == "VEN"][-1]
    # A year early, as the register has it; its limits say so.
    assert last == (dt.date(2012, 3, 5), "Maduro: enters office, Regular")
    assert loads_once("archigos", path, tmp_path / "ledger")[:2] == (3_409, len(got.acts))

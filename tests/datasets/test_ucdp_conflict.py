"""Armed conflict: sides without blame, and troops sent to a side as backing."""

import datetime as dt

from tests.datasets.test_parquet import ROWS
from tests.datasets.written import loads_once, parquet, reading, sample

ROW = ROWS["ucdp_conflict"]


def told(got):
    return [(a["actor"], a["recipient"], a["type"], a["polarity"]) for a in got.acts]


def test_backers_of_either_side_give_aid_to_it(tmp_path):
    row = ROW | {"gwno_b_2nd": 40.0}
    got = reading("ucdp_conflict", parquet(tmp_path / "u.parquet", [row]))
    assert told(got) == [
        ("COL", "REB:COL", None, None),
        ("USA", "COL", "AID", "support"),
        ("CUB", "REB:COL", "AID", "support"),
    ]
    assert got.acts[1]["instrument"] == "troops"
    assert got.acts[0]["start"] == dt.date(2012, 3, 1)
    assert got.acts[1]["start"] == dt.date(2012, 1, 1)


def test_a_conflict_year_repeated_for_its_backers_is_made_once(tmp_path):
    rows = [ROW, ROW | {"gwno_a_2nd": 40.0}, ROW | {"year": 2013.0}]
    got = reading("ucdp_conflict", parquet(tmp_path / "u.parquet", rows))
    assert [(a["row"], a["actor"]) for a in got.acts] == [
        (1, "COL"), (1, "USA"), (2, "CUB"), (3, "COL"), (3, "USA"),
    ]  # fmt: skip
    assert len(got.originals) == 3


def test_days_count_only_where_they_are_exact_and_of_the_year(tmp_path):
    rows = [
        ROW | {"conflict_id": 2.0, "start_prec2": 5.0},
        ROW | {"conflict_id": 3.0, "ep_end": 1.0, "ep_end_date": "2012-04-01"},
        ROW | {"conflict_id": 4.0, "start_date2": "2009-01-01"},
        ROW | {"conflict_id": 5.0, "start_date2": "no day"},
    ]
    got = reading("ucdp_conflict", parquet(tmp_path / "u.parquet", rows))
    spans = [(a["start"], a["end"]) for a in got.acts if a["type"] is None]
    year = (dt.date(2012, 1, 1), dt.date(2013, 1, 1))
    assert spans == [year, (dt.date(2012, 3, 1), dt.date(2012, 4, 2)), year, year]


def test_a_group_in_no_state_named_is_nobody_we_can_name(tmp_path):
    row = ROW | {"type_of_conflict": "extrasystemic", "gwno_b_2nd": 40.0}
    got = reading("ucdp_conflict", parquet(tmp_path / "u.parquet", [row]))
    assert told(got) == [("COL", None, None, None), ("USA", "COL", "AID", "support")]


def test_the_whole_register_loads(tmp_path):
    path = sample("cow", "ucdp_acd.parquet")
    got = reading("ucdp_conflict", path)
    assert len(got.originals) == 5_652
    assert got.lost == []
    aid = [a for a in got.acts if a["type"] == "AID"]
    cuba = {a["start"].year for a in aid if (a["actor"], a["recipient"]) == ("CUB", "AGO")}
    assert cuba == set(range(1975, 1990))
    russia = {a["start"].year for a in aid if (a["actor"], a["recipient"]) == ("RUS", "SYR")}
    assert russia == set(range(2015, 2025))
    assert loads_once("ucdp_conflict", path, tmp_path / "ledger")[:2] == (5_652, len(got.acts))

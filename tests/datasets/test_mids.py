"""Disputes: a type only where the register's highest action must be of this pair and year."""

import csv
from importlib.resources import files

from tests.datasets.test_parquet import ROWS
from tests.datasets.written import loads_once, parquet, reading, sample

from patronage import codebook

ROW = ROWS["mids"]


def test_a_dispute_of_two_states_and_one_year_has_a_type(tmp_path):
    (act,) = reading("mids", parquet(tmp_path / "m.parquet", [ROW])).acts
    assert (act["actor"], act["recipient"]) == ("USA", "CAN")
    assert (act["type"], act["mode"], act["polarity"]) == ("COERCE", "seize", "pressure")
    assert act["code"] == "level 4: use of force; action 15: seizure"


def test_several_opponents_or_years_have_none(tmp_path):
    third = ROW | {"ccode2": 70.0}
    later = ROW | {"dispnum": 2.0, "year": 1980.0}
    rows = [ROW, third, later, later | {"year": 1981.0}]
    got = reading("mids", parquet(tmp_path / "m.parquet", rows))
    assert [(act["type"], act["polarity"]) for act in got.acts] == [(None, None)] * 4
    assert all("action 15" in act["code"] for act in got.acts)


def test_no_action_and_unknown_codes_stay_untyped(tmp_path):
    rows = [
        ROW | {"hostlev1": 1.0, "hiact1": 0.0},
        ROW | {"dispnum": 2.0, "hostlev1": -9.0, "hiact1": -9.0},
    ]
    got = reading("mids", parquet(tmp_path / "m.parquet", rows))
    assert [act["type"] for act in got.acts] == [None, None]
    assert got.acts[1]["code"] == "level -9: ?; action -9: ?"


def test_the_table_of_actions_speaks_the_codebook_s_words():
    text = files("patronage.datasets").joinpath("registers/mid_codes.csv").read_text("utf-8")
    known = {
        name: {row[name[:-1]] for row in codebook.rows(name)} | {""}
        for name in ("types", "instruments")
    }
    modes = {(row["type"], row["mode"]) for row in codebook.rows("modes")}
    for row in csv.DictReader(text.splitlines()):
        assert row["type"] in known["types"]
        assert row["instrument"] in known["instruments"]
        assert not row["mode"] or (row["type"], row["mode"]) in modes


def test_the_whole_register_loads(tmp_path):
    path = sample("cow", "cow_mid_ddydisps.parquet")
    got = reading("mids", path)
    assert len(got.originals) == 10_234
    assert got.lost == []
    told = {(a["start"].year, a["type"]) for a in got.acts if a["actor"] == "COL"}
    assert (1987, "MOBILIZE") in told
    assert loads_once("mids", path, tmp_path / "ledger")[:2] == (10_234, len(got.acts))

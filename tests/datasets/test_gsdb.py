"""GSDB: several states in a cell, kinds of sanction, begin and end as acts of their own."""

import datetime as dt

import pytest
from tests.datasets.written import loads_once, reading, sample

from patronage import pipeline

HEADER = (
    "case_id,sanctioned_state,sanctioning_state,begin,end,trade,descr_trade,arms,military,"
    "financial,travel,other,target_mult,sender_mult,objective,success"
)
LINE = "1,Venezuela,United States,2006,2023,0,,1,0,0,0,0,0,0,policy_change,ongoing"
#: US cases on Venezuela from 2006 on, read off the reference file by hand: case, year, kinds.
US_ON_VENEZUELA = {
    797: (2006, {"sanction-arms"}),
    821: (2008, {"sanction-financial"}),
    1045: (2015, {"sanction-trade", "sanction-financial", "sanction-travel"}),
    1092: (2017, {"sanction-financial", "sanction-travel"}),
    1159: (2019, {"sanction-financial"}),
    1160: (2019, {"sanction-trade", "sanction-financial", None}),
    1203: (2020, {"sanction-trade", "sanction-financial"}),
}


def written(path, *lines, header=HEADER):
    path.write_text("\r\n".join([header, *lines]) + "\r\n", encoding="utf-8")
    return path


def pairs(got):
    return [(act["actor"], act["recipient"]) for act in got.acts]


def test_a_case_in_force_begins_and_does_not_end(tmp_path):
    got = reading("gsdb", written(tmp_path / "g.csv", LINE))
    (act,) = got.acts
    assert (act["actor"], act["recipient"]) == ("USA", "VEN")
    assert (act["type"], act["mode"], act["polarity"]) == ("COERCE", "restrict", "pressure")
    assert (act["instrument"], act["code"]) == ("sanction-arms", "arms: begins")
    assert (act["start"], act["end"]) == (dt.date(2006, 1, 1), dt.date(2007, 1, 1))
    assert got.originals[0]["objective"] == "policy_change"
    assert got.problems == []


def test_an_ended_case_gives_its_end_as_an_act_of_its_own(tmp_path):
    line = '1,Cuba,Peru,2001,2004,1,"exp_part,imp_part",0,1,0,0,0,0,0,other,failed'
    got = reading("gsdb", written(tmp_path / "g.csv", line))
    told = [(act["code"], act["type"], act["start"].year) for act in got.acts]
    assert told == [
        ("trade (exp_part,imp_part): begins", "COERCE", 2001),
        ("trade (exp_part,imp_part): ends", "RETREAT", 2004),
        ("military: begins", "SANCTION", 2001),
        ("military: ends", None, 2004),
    ]
    assert got.acts[2]["instrument"] == "aid-cut"
    assert got.acts[2]["polarity"] == "curtailment"
    assert all(act["available"] > act["end"] for act in got.acts)


@pytest.mark.parametrize(
    ("cell", "keys"),
    [
        ("EU, Norway,Iceland", ["EUR", "NOR", "ISL"]),
        ("Gambia, The, Russia,  Venezuela", ["GMB", "RUS", "VEN"]),
        ("Korea, North, Singapore", ["PRK", "SGP"]),
        ("Iran, Korea, South", ["IRN", "KOR"]),
        ("United Kingdom, United Kingdom", ["GBR"]),
        ("UN", ["UNO"]),
    ],
)
def test_a_cell_holds_several_names_some_with_a_comma(cell, keys, tmp_path):
    line = f'1,Cuba,"{cell}",2001,2023,0,,1,0,0,0,0,0,0,other,ongoing'
    assert pairs(reading("gsdb", written(tmp_path / "g.csv", line))) == [(k, "CUB") for k in keys]


def test_every_sender_acts_on_every_target(tmp_path):
    line = '1,"Cuba, Haiti","Peru, Chile",2001,2023,0,,1,0,0,1,0,1,1,other,ongoing'
    got = reading("gsdb", written(tmp_path / "g.csv", line))
    assert len(got.acts) == 8
    assert len(set(pairs(got))) == 4
    assert len(got.originals) == 1


def test_a_body_without_a_code_keeps_its_name_and_is_told_once(tmp_path):
    line = "1,Cuba,Club of Friends,2001,2023,0,,1,0,0,0,0,0,0,other,ongoing"
    got = reading("gsdb", written(tmp_path / "g.csv", line, line.replace("1,Cuba", "2,Haiti", 1)))
    assert pairs(got) == [("Club of Friends", "CUB"), ("Club of Friends", "HTI")]
    (problem,) = got.problems
    assert "'Club of Friends'" in problem.message
    assert "2 rows" in problem.message
    assert not problem.lost


def test_bad_rows_are_told_and_cost_no_other(tmp_path):
    short = "2,Cuba,Peru,2001"
    undated = LINE.replace("2006", "?").replace("1,", "3,", 1)
    none = "4,Cuba,Peru,2001,2023,0,,0,0,0,0,0,0,0,other,ongoing"
    got = reading("gsdb", written(tmp_path / "g.csv", LINE, short, undated, none, LINE))
    assert [problem.place for problem in got.lost] == ["row 2"]
    assert [row["row"] for row in got.originals] == [1, 3, 4, 5]
    assert {act["row"] for act in got.acts} == {1, 5}
    assert {p.place for p in got.problems if not p.lost} == {"row 3", "row 4"}


@pytest.mark.parametrize("header", ["", "Recipient,Supplier,Year of order", HEADER[:60]])
def test_another_dataset_or_none_is_refused(header, tmp_path):
    got = reading("gsdb", written(tmp_path / "g.csv", LINE, header=header))
    assert [problem.place for problem in got.lost] == ["header"]
    assert got.originals == []


def test_half_a_line_at_the_end_is_told(tmp_path):
    path = written(tmp_path / "g.csv", LINE, LINE)
    path.write_bytes(path.read_bytes()[:-40])
    got = reading("gsdb", path)
    assert len(got.originals) == 1
    assert [problem.place for problem in got.lost] == ["file, row 2"]


def test_blank_lines_are_no_rows(tmp_path):
    got = reading("gsdb", written(tmp_path / "g.csv", LINE, "", LINE, "", ""))
    assert [row["row"] for row in got.originals] == [1, 2]
    assert got.problems == []


def test_a_look_back_knows_of_no_end_that_came_later(tmp_path):
    line = "1,Cuba,Peru,2001,2014,0,,1,0,0,0,0,0,0,other,failed"
    ledger = tmp_path / "ledger"
    assert loads_once("gsdb", written(tmp_path / "g.csv", line), ledger) == (1, 2, 0)

    def codes(day):
        return pipeline.acts(ledger=ledger, as_of=day)["code"].to_pylist()

    assert codes(dt.date(2001, 12, 31)) == []
    assert codes(dt.date(2010, 12, 31)) == ["arms: begins"]
    assert codes(dt.date(2020, 12, 31)) == ["arms: begins", "arms: ends"]


def test_the_whole_register_and_its_us_cases_on_venezuela(tmp_path):
    path = sample("gsdb", "GSDB_V4.csv")
    got = reading("gsdb", path)
    assert len(got.originals) == 1547
    assert got.lost == []
    case = {row["row"]: int(row["case_id"]) for row in got.originals}
    told: dict[int, tuple[int, set[str | None]]] = {}
    for act in got.acts:
        if (act["actor"], act["recipient"]) == ("USA", "VEN") and act["code"].endswith("begins"):
            _, kinds = told.setdefault(case[act["row"]], (act["start"].year, set()))
            kinds.add(act["instrument"])
    assert told == US_ON_VENEZUELA
    ended = [
        case[act["row"]]
        for act in got.acts
        if (act["actor"], act["recipient"]) == ("USA", "VEN") and act["code"].endswith("ends")
    ]
    assert ended == [1159]
    assert loads_once("gsdb", path, tmp_path / "ledger") == (1547, len(got.acts), 0)

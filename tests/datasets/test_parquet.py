"""What every register in Parquet does with a file that is not whole or not its own."""

import datetime as dt
import itertools

import pyarrow as pa
import pytest
from tests.datasets.written import loads_once, parquet, reading

from patronage.datasets import register
from patronage.datasets.parquet import pieces, whole_numbers

SPAN = {
    "ccode": 2.0, "styear": 1898.0, "stmonth": 8.0, "stday": 13.0,
    "endyear": 1900.0, "endmonth": 12.0, "endday": 31.0, "version": 2016.0,
}  # fmt: skip
ROWS = {
    "atop": {
        "ccode1": 2.0, "ccode2": 20.0, "year": 1960.0, "atop_defense": 1.0, "atop_offense": 0.0,
        "atop_neutral": 0.0, "atop_nonagg": 1.0, "atop_consul": 0.0,
    },
    "rivalries": {
        "tssr_id": 1, "rivalry": "A-B", "ccode1": 100.0, "ccode2": 101.0, "start": 1990.0,
        "end": 1991.0, "positional": None, "spatial": 1.0, "ideological": None,
        "interventionary": None, "principal": None, "aprin": None,
    },
    "cow_states": {"stateabb": "USA", "statenme": "United States of America"} | SPAN,
    "cow_majors": SPAN,
    "mids": {
        "dispnum": 1.0, "ccode1": 2.0, "ccode2": 20.0, "year": 1979.0, "hostlev1": 4.0,
        "hiact1": 15.0, "cowmidongoing": 1.0,
    },
    "ucdp_conflict": {
        "conflict_id": 1.0, "year": 2012.0, "gwno_a": 100.0, "gwno_a_2nd": 2.0, "gwno_b": None,
        "gwno_b_2nd": None, "incompatibility": "government", "intensity_level": 1.0,
        "type_of_conflict": "II", "start_date2": "2012-03-01", "start_prec2": 1.0, "ep_end": 0.0,
        "ep_end_date": None,
    },
    "archigos": {
        "obsid": "X-1", "gwcode": 100.0, "leadid": "l", "leader": "Somebody",
        "startdate": "2001-02-03", "enddate": "2002-03-04", "entry": "Regular", "exit": "Regular",
        "exitcode": "Regular",
    },
    "leader_codes": {"obsid": "X-1", "leadid": "l", "leadid29": "a", "leaderid": None},
}  # fmt: skip
MADE = {"leader_codes": 0, "cow_states": 3, "cow_majors": 3, "rivalries": 8, "mids": 1}
NUMBERED = ["atop", "rivalries", "cow_states", "cow_majors", "mids", "ucdp_conflict", "archigos"]


@pytest.mark.parametrize("dataset", ROWS)
def test_a_good_row_is_kept_and_gives_what_it_tells(dataset, tmp_path):
    path = parquet(tmp_path / "file.parquet", [ROWS[dataset]])
    got = reading(dataset, path)
    assert got.problems == []
    assert len(got.acts) + len(got.flows) == MADE.get(dataset, 2)
    assert got.originals == [ROWS[dataset] | {"row": 1}]


@pytest.mark.parametrize("dataset", ROWS)
def test_loading_twice_adds_nothing(dataset, tmp_path):
    path = parquet(tmp_path / "file.parquet", [ROWS[dataset]] * 2)
    rows, acts, flows = loads_once(dataset, path, tmp_path / "ledger")
    assert rows == 2
    # Two rows that tell one conflict-year alike make its acts once.
    times = 1 if dataset == "ucdp_conflict" else 2
    assert acts + flows == times * MADE.get(dataset, 2)


@pytest.mark.parametrize("dataset", ROWS)
def test_a_missing_column_is_named(dataset, tmp_path):
    gone = register(dataset).columns[-1]
    row = {key: value for key, value in ROWS[dataset].items() if key != gone}
    got = reading(dataset, parquet(tmp_path / "file.parquet", [row]))
    assert [problem.lost for problem in got.problems] == [True]
    assert f"has no column {gone}" in got.problems[0].message
    assert got.originals == []


@pytest.mark.parametrize(("dataset", "other"), list(itertools.permutations(ROWS, 2)))
def test_a_file_of_another_dataset_is_refused(dataset, other, tmp_path):
    got = reading(dataset, parquet(tmp_path / "file.parquet", [ROWS[other]]))
    assert len(got.lost) == 1
    assert got.originals == got.acts == got.flows == []


@pytest.mark.parametrize("dataset", ROWS)
def test_half_a_file_and_an_empty_one_are_told(dataset, tmp_path):
    whole = parquet(tmp_path / "file.parquet", [ROWS[dataset]] * 50).read_bytes()
    for content in (whole[: len(whole) // 2], b""):
        path = tmp_path / "half.parquet"
        path.write_bytes(content)
        got = reading(dataset, path)
        assert len(got.lost) == 1
        assert got.originals == []
        # What may also come as text finds no header in an empty file.
        assert got.lost[0].place == "file" or (dataset == "atop" and not content)


@pytest.mark.parametrize("dataset", NUMBERED)
def test_a_row_without_its_state_is_kept_and_told(dataset, tmp_path):
    state = next(name for name in ROWS[dataset] if name in ("ccode1", "ccode", "gwno_a", "gwcode"))
    rows = [ROWS[dataset], ROWS[dataset] | {state: None}, ROWS[dataset] | {state: 12345.0}]
    got = reading(dataset, parquet(tmp_path / "file.parquet", rows))
    assert len(got.originals) == 3
    assert got.lost == []
    assert {problem.place for problem in got.problems} == {"row 2", "row 3"}
    assert {made["row"] for made in (*got.acts, *got.flows)} == {1}


def test_codes_and_years_are_whole_numbers_or_nothing():
    told = pa.chunked_array([[1.0, 1.5, None, float("nan"), float("inf"), -9.0]])
    assert whole_numbers(told).to_pylist() == [1, None, None, None, None, -9]
    assert whole_numbers(pa.array(["12", "x", ""])).to_pylist() == [12, None, None]
    assert whole_numbers(pa.array([3, None])).to_pylist() == [3, None]


def test_pieces_add_up_and_none_crosses_a_turn_of_the_year():
    start, end = dt.date(1999, 5, 5), dt.date(2003, 1, 1)
    found = list(pieces(start, end))
    assert (found[0][0], found[-1][1]) == (start, end)
    assert all(one[1] == other[0] for one, other in itertools.pairwise(found))
    assert [first.year for first, _ in found] == [1999, 2000, 2001, 2002]
    assert list(pieces(end, end)) == []

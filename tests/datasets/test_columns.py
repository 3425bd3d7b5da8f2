"""What every register read by columns does with files that are whole, broken or another's."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.datasets.tabled import MADE, ROWS, changed, text
from tests.datasets.written import loads_once, parquet, reading

from patronage import datasets
from patronage.datasets.columns import number
from patronage.datasets.notes import Notes

NAMES = sorted(ROWS)
YEAR = {name: "session" if name == "ideal_points" else "year" for name in NAMES}
CODE = {name: "ccode1" if "ccode1" in ROWS[name] else "ccode" for name in NAMES}


@pytest.mark.parametrize("dataset", NAMES)
def test_text_and_parquet_give_the_same_flows(dataset: str, tmp_path: Path) -> None:
    written = reading(dataset, text(tmp_path / "a.csv", [ROWS[dataset]]))
    columns = reading(dataset, parquet(tmp_path / "a.parquet", [ROWS[dataset]]))
    assert written.problems == columns.problems == []
    assert len(written.flows) == len(columns.flows) == MADE[dataset]
    for left, right in zip(written.flows, columns.flows, strict=True):
        assert {**left, "id": ""} == {**right, "id": ""}


@pytest.mark.parametrize("dataset", NAMES)
def test_originals_are_kept_as_they_stand(dataset: str, tmp_path: Path) -> None:
    got = reading(dataset, text(tmp_path / "a.csv", [ROWS[dataset]] * 2))
    assert [row["row"] for row in got.originals] == [1, 2]
    told = [value for key, value in got.originals[0].items() if key != "row"]
    assert told == [str(value) for value in ROWS[dataset].values()]


@pytest.mark.parametrize("dataset", NAMES)
def test_flows_fit_what_the_catalogue_says(dataset: str, tmp_path: Path) -> None:
    known = datasets.register(dataset)
    for flow in reading(dataset, text(tmp_path / "a.csv", [ROWS[dataset]])).flows:
        assert flow["stage"] == known.stage
        assert known.start <= flow["start"].year <= (known.end or 9999)
        assert flow["available"] == known.available(flow["end"])
        assert (flow["end"] - flow["start"]).days in (365, 366)


@pytest.mark.parametrize("dataset", NAMES)
def test_a_broken_line_is_a_problem_and_the_rest_stays(dataset: str, tmp_path: Path) -> None:
    path = text(tmp_path / "a.csv", [ROWS[dataset]] * 3)
    lines = path.read_text().splitlines()
    lines[2] = lines[2].rsplit(",", 2)[0]
    path.write_text("\n".join(lines))
    got = reading(dataset, path)
    assert [problem.place for problem in got.problems] == ["row 2"]
    assert got.problems[0].lost
    assert [row["row"] for row in got.originals] == [1, 3]
    assert {flow["row"] for flow in got.flows} == {1, 3}


@pytest.mark.parametrize("dataset", NAMES)
@pytest.mark.parametrize("bad", ["", "x", "2.5", "-3", "1e30"])
def test_a_row_without_a_state_or_a_year_gives_no_flow(
    dataset: str, bad: str, tmp_path: Path
) -> None:
    rows = [
        changed(dataset, **{YEAR[dataset]: bad}),
        changed(dataset, **{CODE[dataset]: bad}),
        ROWS[dataset],
    ]
    got = reading(dataset, text(tmp_path / "a.csv", rows))
    assert len(got.originals) == 3
    assert {flow["row"] for flow in got.flows} == {3}
    assert {problem.place for problem in got.problems} == {"row 1", "row 2"}
    assert got.lost == []


@pytest.mark.parametrize("dataset", NAMES)
def test_codes_of_no_state_are_counted_in_one_problem(dataset: str, tmp_path: Path) -> None:
    odd = changed(dataset, **{CODE[dataset]: 888})
    got = reading(dataset, text(tmp_path / "a.csv", [ROWS[dataset], odd, odd]))
    assert len(got.originals) == 3
    assert {flow["row"] for flow in got.flows} == {1}
    (problem,) = got.problems
    assert "888" in problem.message
    assert "2 rows" in problem.message
    assert not problem.lost


@pytest.mark.parametrize("dataset", NAMES)
def test_a_file_without_a_column_is_refused(dataset: str, tmp_path: Path) -> None:
    known = datasets.register(dataset)
    last = known.columns[-1]
    cut = {key: value for key, value in ROWS[dataset].items() if key != last}
    for path in (text(tmp_path / "a.csv", [cut]), parquet(tmp_path / "a.parquet", [cut])):
        got = reading(dataset, path)
        assert got.originals == []
        assert last in got.lost[0].message


@pytest.mark.parametrize("dataset", NAMES)
def test_columns_may_stand_in_another_order(dataset: str, tmp_path: Path) -> None:
    turned = dict(reversed(ROWS[dataset].items()))
    got = reading(dataset, text(tmp_path / "a.csv", [turned]))
    plain = reading(dataset, text(tmp_path / "b.csv", [ROWS[dataset]]))
    assert [f["value"] for f in got.flows] == [f["value"] for f in plain.flows]


@pytest.mark.parametrize("dataset", NAMES)
@pytest.mark.parametrize("other", NAMES)
def test_a_file_of_another_register_is_refused(dataset: str, other: str, tmp_path: Path) -> None:
    got = reading(dataset, text(tmp_path / "a.csv", [ROWS[other]]))
    assert bool(got.lost) == (dataset != other)


@pytest.mark.parametrize("dataset", NAMES)
def test_empty_and_half_files_are_problems(dataset: str, tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    assert len(reading(dataset, empty).lost) == 1
    whole = parquet(tmp_path / "a.parquet", [ROWS[dataset]] * 50)
    half = tmp_path / "half.parquet"
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    got = reading(dataset, half)
    assert got.lost
    assert got.flows == []


@pytest.mark.parametrize("dataset", NAMES)
def test_a_text_cut_within_a_row_is_told_as_half_a_file(dataset: str, tmp_path: Path) -> None:
    path = text(tmp_path / "a.csv", [ROWS[dataset]] * 50)
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[:21], lines[21].split(",")[0]]))
    got = reading(dataset, path)
    assert [problem.place for problem in got.lost] == ["file, row 21"]
    assert len(got.originals) == 20
    assert {flow["row"] for flow in got.flows} == set(range(1, 21))


@pytest.mark.parametrize("dataset", NAMES)
def test_loading_twice_adds_nothing(dataset: str, tmp_path: Path) -> None:
    path = text(tmp_path / "a.csv", [ROWS[dataset]])
    assert loads_once(dataset, path, tmp_path / "ledger") == (1, 0, MADE[dataset])


def test_numbers_are_read_blanks_are_missing_and_the_rest_is_told(tmp_path: Path) -> None:
    import pyarrow as pa

    texts = ["1", " 2.5 ", "-9", "1e3", "", "NA", ".", "1,5", "abc", None, "inf"]
    table = pa.table({"x": texts, "row": pa.array(range(1, 12), pa.int32())})
    notes = Notes("f")
    assert number(table, "x", notes, missing=(-9,)).to_pylist() == [1, 2.5, None, 1000, *[None] * 7]
    (problem,) = notes.problems()
    assert "3 rows, the first is row 8" in problem.message
    assert not problem.lost

"""OFAC's list: rows without a header, several programs, and only what the file can tell."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from patronage import codebook, datasets, pipeline
from patronage.datasets.ofac_sdn import _states
from patronage.records import Problem

DAY = dt.date(2025, 11, 22)


def entry(number: Any, name: str, program: str, kind: str = '"individual"') -> str:
    nulls = ",".join(["-0- "] * 7)
    return f'{number},"{name}",{kind},"{program}",{nulls},"DOB 01 Jan 1970; a.k.a. \'NOBODY\'."'


ROWS = [
    entry(1, "DOE, Jane", "VENEZUELA"),
    entry(2, "ACME SHIPPING, S.A.", "SDGT] [IFSR", "-0- "),
    entry(3, "ROE, Richard", "UKRAINE-EO13662] [VENEZUELA-EO13850"),
    entry(4, "FREEDONIA OIL", "IRAN] [IRAN-EO13846] [RUSSIA-EO14024", "-0- "),
    entry(5, "GOODSHIP", "DPRK3", '"vessel"'),
    entry(6, "SMITH, John", "SDGT"),
]


def write(folder: Path, rows: list[str], name: str = "sdn-2025-11-22.csv", end: str = "") -> Path:
    path = folder / name
    path.write_bytes(("".join(f"{row}\r\n" for row in rows) + end).encode())
    return path


def read(path: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[Problem]]:
    originals, acts, problems = [], [], []
    for found in datasets.read("ofac_sdn", path):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            originals += found.original.to_pylist()
            assert found.acts is not None
            acts += found.acts.to_pylist()
    return originals, acts, problems


def test_a_name_is_an_act_toward_each_state_that_its_programs_are_about(tmp_path: Path) -> None:
    originals, acts, problems = read(write(tmp_path, ROWS))
    assert [o["row"] for o in originals] == [1, 2, 3, 4, 5, 6]
    assert originals[1]["sdn_name"] == "ACME SHIPPING, S.A."
    assert originals[0]["title"] == "-0- "  # as it stands
    assert [(a["row"], a["recipient"], a["code"]) for a in acts] == [
        (1, "VEN", "VENEZUELA"), (3, "VEN", "VENEZUELA-EO13850"),
        (4, "IRN", "IRAN; IRAN-EO13846"), (4, "RUS", "RUSSIA-EO14024"), (5, "PRK", "DPRK3"),
    ]  # fmt: skip
    assert len({a["id"] for a in acts}) == len(acts)
    for act in acts:
        assert (act["actor"], act["type"], act["mode"]) == ("USA", "COERCE", "restrict")
        assert (act["instrument"], act["polarity"]) == ("sanction-financial", "pressure")
        assert (act["start"], act["end"], act["available"]) == (DAY, DAY + dt.timedelta(1), DAY)
    told = {(p.message, p.lost) for p in problems}
    assert any(m.startswith("program SDGT is not") and m.endswith("2 rows, the first is row 2")
               for m, _ in told)  # fmt: skip
    assert len(problems) == 3 and not any(lost for _, lost in told)


@pytest.mark.parametrize("name", ["sdn_20251122.csv", "2025-11-22 sdn.csv"])
def test_the_day_of_the_edition_is_in_the_name(tmp_path: Path, name: str) -> None:
    _, acts, _ = read(write(tmp_path, ROWS[:1], name))
    assert acts[0]["start"] == DAY


@pytest.mark.parametrize("name", ["sdn.csv", "sdn-2025-13-40.csv"])
def test_without_a_day_nothing_is_read(tmp_path: Path, name: str) -> None:
    originals, _, problems = read(write(tmp_path, ROWS, name))
    assert originals == []
    ((place, lost),) = [(p.place, p.lost) for p in problems]
    assert (place, lost) == ("file name", True)


def test_an_end_mark_is_no_row(tmp_path: Path) -> None:
    originals, _, problems = read(write(tmp_path, ROWS[:1], end="\x1a"))
    assert (len(originals), problems) == (1, [])


def test_bad_rows_are_lost_alone_and_half_a_file_is_told(tmp_path: Path) -> None:
    rows = [ROWS[0], "3,only three,values", ROWS[2], entry("x", "NO NUMBER", "CUBA"), ROWS[4]]
    originals, _, problems = read(write(tmp_path, rows, end='7,"CUT, In the mid'))
    assert [o["row"] for o in originals] == [1, 3, 5]
    lost = sorted(p.place for p in problems if p.lost)
    assert lost == ["file, row 6", "row 2", "row 4"]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([], "does not begin with a row of 12 values"),
        (["ccode,year,oof_amt"], "does not begin with a row of 12 values"),
        (['1,16310,"P.O. Box 1","Esfahan","Iran",-0- '], "the addresses (add.csv)"),
        (['1,77,"aka","DOE, J.",-0- '], "the alternate names (alt.csv)"),
    ],
)
def test_another_file_is_told(tmp_path: Path, rows: list[str], told: str) -> None:
    originals, _, problems = read(write(tmp_path, rows))
    assert originals == []
    assert [(p.place, p.lost) for p in problems] == [("header", True)]
    assert told in problems[0].message


def test_it_loads_once_and_a_later_edition_replaces(tmp_path: Path) -> None:
    ledger = tmp_path / "l"
    file = write(tmp_path, ROWS)
    (done,) = pipeline.load("ofac_sdn", [file], ledger)
    assert (done.rows, done.acts) == (6, 5)
    assert pipeline.load("ofac_sdn", [file], ledger)[0].known
    assert pipeline.acts(ledger=ledger, recipient="Venezuela").num_rows == 2
    pipeline.load("ofac_sdn", [write(tmp_path, ROWS[:1], "sdn-2026-01-05.csv")], ledger)
    assert pipeline.acts(ledger=ledger).num_rows == 1
    assert pipeline.acts(ledger=ledger, as_of=dt.date(2025, 12, 31)).num_rows == 5
    assert pipeline.acts(ledger=ledger, as_of=dt.date(2025, 11, 21)).num_rows == 0
    assert pipeline.verify(ledger) == []


def test_programs_name_states_and_words_of_the_codebook() -> None:
    known = {row["iso3"] for row in codebook.rows("states")}
    assert set(_states().values()) <= known
    assert "sanction-financial" in {row["instrument"] for row in codebook.rows("instruments")}

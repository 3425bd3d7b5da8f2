"""ICEWS coded events: names and sectors to keys, broken rows; the sample beside the project."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from patronage import datasets, pipeline
from patronage.records import Problem

REAL = Path(__file__).parents[3] / "shared/reference/icews/events.2018.sample.tab"
COLUMNS = datasets.register("icews").columns
_ROW = {
    "Event ID": "1", "Event Date": "2018-06-01", "Source Name": "Foreign Affairs (Russia)",
    "Source Sectors": "Foreign Ministry,Executive,Government", "Source Country": "Russia",
    "Event Text": "Provide military aid", "CAMEO Code": "072", "Intensity": "8.3",
    "Target Name": "Venezuela", "Target Sectors": "NA", "Target Country": "Venezuela",
    "Story ID": "9", "Sentence Number": "2", "Publisher": "A paper", "Country": "Venezuela",
}  # fmt: skip


def line(**values: str) -> str:
    """A row with some values changed; an underscore stands for a blank."""
    told = _ROW | {name.replace("_", " "): value for name, value in values.items()}
    return "\t".join(told.get(name, "NA") for name in COLUMNS)


def write(path: Path, lines: list[str], header: str = "\t".join(COLUMNS)) -> Path:
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def read(path: Path) -> tuple[list[Any], list[Any], list[Problem]]:
    originals, acts, problems = [], [], []
    for found in datasets.read("icews", path):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            originals += found.original.to_pylist()
            assert found.acts is not None
            acts += found.acts.to_pylist()
    return originals, acts, problems


def test_a_row_is_an_act(tmp_path: Path) -> None:
    originals, acts, problems = read(write(tmp_path / "a.tab", [line()]))
    assert problems == []
    assert originals[0]["source_name"] == "Foreign Affairs (Russia)"
    told = acts[0]
    assert (told["actor"], told["actor_sector"]) == ("RUS", "GOV")
    assert (told["recipient"], told["recipient_sector"]) == ("VEN", None)
    assert (told["type"], told["polarity"], told["intensity"]) == ("AID", "support", 8.3)
    assert (told["start"], told["end"]) == (dt.date(2018, 6, 1), dt.date(2018, 6, 2))
    assert (told["place"], told["reports"]) == ("VEN", None)
    lag = dt.timedelta(days=datasets.register("icews").lag_days)
    assert told["available"] == told["end"] + lag


@pytest.mark.parametrize(
    ("name", "sectors", "country", "key", "sector"),
    [
        ("United Nations", "International Government Organization", "NA", "UNO", None),
        ("A rebel group", "Dissident,Insurgents", "Syria", "REB:SYR", "REB"),
        ("A party", "Parties,Opposition Major Party (Out Of Government)", "India",
         "OPP:IND", "OPP"),
        ("A minister", "Parties,Government,Opposition Major Party (Out Of Government)", "India",
         "IND", "PTY"),
        ("Dissidents", "Dissident", "China", None, None),
        ("Police (France)", "Police", "France", "FRA", "COP"),
        ("Gaza", "NA", "Occupied Palestinian Territory", "PSE", None),
        ("A person", "Elite", "NA", None, None),
    ],
)  # fmt: skip
def test_sources(
    tmp_path: Path, name: str, sectors: str, country: str, key: str | None, sector: str | None
) -> None:
    row = line(Source_Name=name, Source_Sectors=sectors, Source_Country=country)
    _, acts, problems = read(write(tmp_path / "a.tab", [row]))
    assert (acts[0]["actor"], acts[0]["actor_sector"]) == (key, sector)
    assert problems == []


def test_broken_rows_dates_and_countries_are_told(tmp_path: Path) -> None:
    lines = [
        line(), "1\t2018-06-01\tcut", line(Event_Date="NA"), line(Source_Country="Atlantis"),
        line(Source_Country="Atlantis", CAMEO_Code="010", Intensity="?"),
    ]  # fmt: skip
    originals, acts, problems = read(write(tmp_path / "a.tab", lines))
    assert [o["row"] for o in originals] == [1, 3, 4, 5]
    assert [a["row"] for a in acts] == [1, 4, 5]
    assert [(p.place, p.lost) for p in problems if p.lost] == [("row 2", True)]
    told = " | ".join(p.message for p in problems)
    assert "'Atlantis' 2" in told and "'010' 1" in told and "'?' 1" in told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("a,b,c\n1,2,3\n", "has no column Event ID"),
        ("\t".join(COLUMNS[:-4]) + "\n", "has no column Province, Country, Latitude, Longitude"),
    ],
)
def test_other_files_are_told(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "a.tab").write_text(text, encoding="utf-8")
    originals, _, problems = read(tmp_path / "a.tab")
    assert originals == []
    assert len(problems) == 1 and problems[0].lost
    assert words in problems[0].message


def test_columns_in_another_order_are_read_by_name(tmp_path: Path) -> None:
    turned = ["\t".join(reversed(text.split("\t"))) for text in ("\t".join(COLUMNS), line())]
    _, acts, problems = read(write(tmp_path / "a.tab", turned[1:], turned[0]))
    assert problems == []
    assert (acts[0]["actor"], acts[0]["recipient"]) == ("RUS", "VEN")


def test_half_a_file_ends_in_a_problem(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tab", [line(), line()])
    path.write_bytes(path.read_bytes()[:-60])
    originals, _, problems = read(path)
    assert len(originals) == 1
    assert [p.place for p in problems] == ["file, row 2"]


@pytest.mark.skipif(not REAL.exists(), reason="../shared is absent: no ICEWS sample to read")
def test_the_sample_loads_whole(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    problems: list[Problem] = []
    done = pipeline.load("icews", [REAL, REAL], ledger, report=problems.append)
    assert (done[0].rows, done[0].acts) == (3705, 3705)
    assert done[1].known
    assert not any(problem.lost for problem in problems)
    assert not any("that are no state" in problem.message for problem in problems)
    assert pipeline.verify(ledger) == []
    with REAL.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    acts = pipeline.acts(ledger=ledger).to_pylist()
    there = sum(row["Country"] == "Venezuela" for row in rows)
    assert sum(act["place"] == "VEN" for act in acts) == there == 38
    plain = [
        r["Source Country"] == "Russian Federation" for r in rows if r["Source Sectors"] == "NA"
    ]
    bare = [act for act in acts if act["actor"] == "RUS" and act["actor_sector"] is None]
    assert len(bare) >= sum(plain) > 0
    assert pipeline.acts(ledger=ledger, as_of=dt.date(2018, 12, 31)).num_rows == 0

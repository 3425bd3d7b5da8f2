"""GDELT events 1.0 and 2.0: rows to acts, archives, broken rows, other files; the column lists."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import zipfile
from pathlib import Path
from typing import Any

import pytest

from patronage import datasets, pipeline
from patronage.records import Problem

from .gdelt_file import row, write

LISTS = Path(__file__).parents[3] / "shared" / "reference" / "gdelt"
VERSIONS = pytest.mark.parametrize("dataset", ["gdelt1", "gdelt2"])


def read(dataset: str, path: Path) -> tuple[list[Any], list[Any], list[Problem]]:
    """Original rows, acts and problems of a file."""
    originals, acts, problems = [], [], []
    for found in datasets.read(dataset, path):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            originals += found.original.to_pylist()
            assert found.acts is not None and found.flows is None
            acts += found.acts.to_pylist()
    return originals, acts, problems


def act(tmp_path: Path, **values: str) -> dict[str, Any]:
    """The act of one row."""
    _, acts, _ = read("gdelt2", write(tmp_path / "a.csv", [row(**values)]))
    found: dict[str, Any] = acts[0]
    return found


@VERSIONS
def test_a_row_is_an_act(tmp_path: Path, dataset: str) -> None:
    originals, acts, problems = read(dataset, write(tmp_path / "a.csv", [row(dataset)]))
    assert problems == []
    assert originals[0]["goldsteinscale"] == "8.3"
    assert originals[0]["actor1type2code"] == ""
    told = acts[0]
    assert (told["actor"], told["actor_sector"]) == ("RUS", "GOV")
    assert (told["recipient"], told["recipient_sector"]) == ("VEN", None)
    assert (told["type"], told["mode"], told["code"]) == ("AID", None, "072")
    assert (told["polarity"], told["intensity"], told["reports"]) == ("support", 8.3, 6)
    assert (told["start"], told["end"]) == (dt.date(2015, 2, 18), dt.date(2015, 2, 19))
    assert told["available"] == dt.date(2015, 2, 19)
    assert told["place"] == "VEN"


@pytest.mark.parametrize("dataset", ["gdelt1", "gdelt2"])
def test_columns_are_those_of_the_published_list(dataset: str) -> None:
    told = LISTS / f"columns-{dataset[-1]}.0.csv"
    if not told.exists():
        pytest.skip("../shared is absent: no column list to compare with")
    with told.open(encoding="utf-8", newline="") as file:
        names = [line["name"] for line in csv.DictReader(file)]
    assert list(datasets.register(dataset).columns) == names


@pytest.mark.parametrize(
    ("country", "kind", "group", "key", "sector"),
    [
        ("SYR", "REB", "", "REB:SYR", "REB"),
        ("SYR", "INS", "", "REB:SYR", "REB"),
        ("VEN", "OPP", "", "OPP:VEN", "OPP"),
        ("ROM", "MED", "", "ROU", "JRN"),
        ("", "", "UNO", "UNO", None),
        ("", "IGO", "NAT", "NATO", None),
        ("EUR", "", "", None, None),
        ("", "COP", "", None, "COP"),
        ("", "REB", "", None, "REB"),
    ],
)
def test_actors(
    tmp_path: Path, country: str, kind: str, group: str, key: str | None, sector: str | None
) -> None:
    told = act(
        tmp_path, Actor1CountryCode=country, Actor1Type1Code=kind, Actor1KnownGroupCode=group
    )
    assert (told["actor"], told["actor_sector"]) == (key, sector)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("190", ("ASSAULT", None, "pressure")),
        ("1622", ("SANCTION", "discontinue", "curtailment")),
        ("010", (None, None, None)),
        ("---", (None, None, None)),
    ],
)
def test_codes_of_action(tmp_path: Path, code: str, expected: tuple[Any, ...]) -> None:
    lines = [row(), row(), row(EventCode=code)]
    _, acts, _ = read("gdelt2", write(tmp_path / "a.csv", lines))
    assert (acts[2]["type"], acts[2]["mode"], acts[2]["polarity"]) == expected
    assert acts[2]["code"] == code


def test_what_cannot_be_mapped_is_counted_and_kept(tmp_path: Path) -> None:
    lines = [row() for _ in range(5)]
    lines += [row(Actor2CountryCode="ZZZ", NumMentions="many", GoldsteinScale="99")] * 2
    lines += [row(SQLDATE="20151399", DATEADDED="", ActionGeo_CountryCode="QQ")]
    originals, acts, problems = read("gdelt2", write(tmp_path / "a.csv", lines))
    assert (len(originals), len(acts)) == (8, 7)
    assert acts[5]["recipient"] is None and acts[5]["reports"] is None
    assert acts[5]["intensity"] is None
    assert not any(problem.lost for problem in problems)
    told = " | ".join(problem.message for problem in problems)
    for words in ("'ZZZ' 2", "'many' 2", "'99' 2", "'20151399' 1"):
        assert words in told
    assert "QQ" not in told  # the row gives no act, so its place was not looked up


def test_without_a_moment_of_adding_the_lag_stands_in(tmp_path: Path) -> None:
    lines = [row(), row(), row(DATEADDED="")]
    _, acts, problems = read("gdelt2", write(tmp_path / "a.csv", lines))
    assert acts[2]["available"] == dt.date(2015, 2, 20)  # the day after, and a day of lag
    assert problems == []


def test_broken_rows_are_named_and_the_others_keep_their_numbers(tmp_path: Path) -> None:
    lines = [row(GLOBALEVENTID=str(n)) for n in range(1, 301)]
    lines[3] = "4\ttoo\tfew"
    lines[149] += "\tone more"
    originals, acts, problems = read("gdelt2", write(tmp_path / "a.csv", lines))
    assert [p.place for p in problems] == ["row 4", "row 150"]
    assert all(p.lost for p in problems)
    assert len(originals) + len(problems) == 300
    assert all(str(o["row"]) == o["globaleventid"] for o in originals)
    assert [a["row"] for a in acts] == [o["row"] for o in originals]


def test_broken_rows_over_many_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("patronage.datasets.tabs._BLOCK", 4096)
    monkeypatch.setattr("patronage.datasets.tabs._ROWS", 40)
    lines = [row(GLOBALEVENTID=str(n)) for n in range(1, 1001)]
    broken = {1, 2, 41, 500, 501, 502, 999, 1000}
    for number in broken:
        lines[number - 1] = "x\ty"
    originals, _, problems = read("gdelt2", write(tmp_path / "a.csv", lines))
    assert all(str(o["row"]) == o["globaleventid"] for o in originals)
    assert {int(p.place.split()[-1]) for p in problems} == broken
    assert problems[-1].place == "file, row 1000"
    assert len(originals) == 992


def test_half_a_file_ends_in_a_problem(tmp_path: Path) -> None:
    whole = write(tmp_path / "a.csv", [row(), row(), row()]).read_bytes()
    (tmp_path / "half.csv").write_bytes(whole[:-80])
    originals, _, problems = read("gdelt2", tmp_path / "half.csv")
    assert len(originals) == 2
    assert [(p.place, p.lost) for p in problems] == [("file, row 3", True)]
    assert "ends within it" in problems[0].message


def test_bytes_that_are_no_text_are_kept_as_escapes(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [row(), row(Actor1Name="NICOLAS")])
    path.write_bytes(path.read_bytes().replace(b"NICOLAS", b"NICOL\xe1S"))
    originals, acts, problems = read("gdelt2", path)
    assert originals[1]["actor1name"] == "NICOL\\xe1S"
    assert len(acts) == 2
    assert [(p.place, p.lost) for p in problems] == [("rows 2", False)]


@VERSIONS
def test_archives_are_read_and_broken_ones_told(tmp_path: Path, dataset: str) -> None:
    lines = [row(dataset, GLOBALEVENTID=str(n)) for n in range(500)]
    plain = write(tmp_path / "a.export.CSV", lines)
    zipped, gzipped = tmp_path / "a.export.CSV.zip", tmp_path / "a.CSV.gz"
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(plain, plain.name)
    gzipped.write_bytes(gzip.compress(plain.read_bytes()))
    same = read(dataset, plain)[0]
    for path in (zipped, gzipped):
        assert read(dataset, path)[0] == same
        cut = tmp_path / f"cut-{path.name}"
        cut.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        originals, _, problems = read(dataset, cut)
        assert originals == []
        assert len(problems) == 1 and problems[0].lost
        assert "archive" in problems[0].message
    spoilt = bytearray(zipped.read_bytes())
    spoilt[120] ^= 0xFF
    (tmp_path / "spoilt.zip").write_bytes(spoilt)
    originals, _, problems = read(dataset, tmp_path / "spoilt.zip")
    assert originals == [] and len(problems) == 1


def test_version_one_before_sources_were_told(tmp_path: Path) -> None:
    lines = [line.rsplit("\t", 1)[0] for line in [row("gdelt1"), row("gdelt1")]]
    originals, acts, problems = read("gdelt1", write(tmp_path / "a.csv", lines))
    assert (len(originals), len(acts), problems) == (2, 2, [])
    assert "sourceurl" not in originals[0]


@pytest.mark.parametrize(
    ("dataset", "text", "words"),
    [
        ("gdelt1", row("gdelt2") + "\n", "has 61 columns and not 58; gdelt2 has as many"),
        ("gdelt2", row("gdelt1") + "\n", "has 58 columns and not 61; gdelt1 has as many"),
        ("gdelt2", "Supplier,Recipient\nRussia,Venezuela\n", "has 1 columns and not 61"),
        ("gdelt2", "", "is empty"),
        ("gdelt2", "\t".join(reversed(row().split("\t"))) + "\n", "has no EventCode in column 27"),
    ],
)
def test_other_files_are_told(tmp_path: Path, dataset: str, text: str, words: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    originals, _, problems = read(dataset, path)
    assert originals == []
    assert len(problems) == 1 and problems[0].lost
    assert words in problems[0].message


def test_loading_twice_adds_nothing_and_all_holds(tmp_path: Path) -> None:
    first = write(tmp_path / "a.csv", [row(GLOBALEVENTID="1"), row(GLOBALEVENTID="2")])
    second = write(tmp_path / "b.csv", [row(GLOBALEVENTID="3", DATEADDED="20160101000000")])
    ledger = tmp_path / "ledger"
    done = pipeline.load("gdelt2", [first, second, first], ledger)
    assert [(one.rows, one.acts, one.known) for one in done][:2] == [(2, 2, False), (1, 1, False)]
    assert done[2].known
    assert pipeline.acts(ledger=ledger, actor="RUS", recipient="VEN").num_rows == 3
    early = pipeline.acts(ledger=ledger, actor="RUS", as_of=dt.date(2015, 12, 31))
    assert early.num_rows == 2
    assert pipeline.verify(ledger) == []

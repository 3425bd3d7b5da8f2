"""The laws of loading, held through the verbs: once, whole, told, and known when it was known."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patronage import datasets, pipeline
from patronage.ledger import Ledger
from patronage.records import Problem

from . import gdelt_file
from .sipri_file import HEADER, deal, write

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
COMMAND = [sys.executable, "-c", "from patronage.cli import main; main()"]
LAG = datasets.register("sipri").lag_days
KILLS = 20


def patronage(*args: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    words = [*COMMAND, *map(str, args)]
    return subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False)


def load(ledger: Path, *files: Path, dataset: str = "sipri") -> tuple[Any, list[Problem]]:
    problems: list[Problem] = []
    return pipeline.load(dataset, files, ledger, report=problems.append), problems


def flows(ledger: Path, **asked: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pipeline.flows(ledger=ledger, **asked).to_pylist()
    return rows


def values(ledger: Path, **asked: Any) -> list[float]:
    return sorted(f["value"] for f in flows(ledger, measure="arms orders", **asked))


def test_the_same_file_twice_adds_nothing_and_says_so(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", [deal(), deal(tiv=3)])
    (first,), _ = load(tmp_path / "l", file)
    assert (first.rows, first.flows, first.known) == (2, 4, False)
    before = flows(tmp_path / "l")
    same = write(tmp_path / "another name.csv", [deal(), deal(tiv=3)])
    (again, renamed), problems = load(tmp_path / "l", file, same)
    assert again.known and renamed.known and problems == []
    assert flows(tmp_path / "l") == before
    assert pipeline.verify(tmp_path / "l") == []


def test_a_file_is_known_by_its_content_and_each_row_leads_to_it(tmp_path: Path) -> None:
    load(tmp_path / "l", write(tmp_path / "a.csv", [deal(), deal(supplier="China")]))
    (flow,) = flows(tmp_path / "l", giver="CHN", measure="arms orders")
    assert (flow["file"], flow["row"], flow["dataset"]) == ("a.csv", 2, "sipri")
    (row,) = Ledger(tmp_path / "l").original("sipri", [flow["row"]]).to_pylist()
    assert row["supplier"] == "China"


GOOD = [deal(tiv=n) for n in (1, 2, 3)]


def cut(path: Path) -> Path:
    whole = write(path, GOOD).read_bytes()
    path.write_bytes(whole[: len(whole) - 30])
    return path


def shortened_zip(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("trade-register.csv", "\n".join([HEADER, *GOOD * 50]))
    path.write_bytes(path.read_bytes()[:-60])
    return path


def binary(path: Path) -> Path:
    path.write_bytes(bytes(range(256)) * 400)
    return path


def empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def of_aiddata(path: Path) -> Path:
    return write(path, ["31,2004,1,1,0,0,0,0"], "ccode,year,oof_amt,oof_adj,oda_amt,oda_adj,a,b")


def corrupt(path: Path) -> Path:
    return write(path, [GOOD[0], GOOD[1], "x,y", GOOD[2]])


@pytest.mark.parametrize(
    ("make", "rows", "place", "told"),
    [
        (corrupt, 3, "row 3", "has 2 values and not 16"),
        (cut, 2, "file, row 3", "the file ends within a row"),
        (empty, 0, "header", "has no column Recipient"),
        (binary, 0, "header", "has no column Recipient"),
        (shortened_zip, 0, "header", "has no column Recipient"),
        (of_aiddata, 0, "header", "has no column Recipient"),
    ],
)
def test_a_bad_file_is_told_and_costs_nothing_else(
    tmp_path: Path, make: Any, rows: int, place: str, told: str
) -> None:
    ledger = tmp_path / "l"
    good = write(tmp_path / "good.csv", [deal(tiv=n) for n in (7, 8, 9, 10)])
    bad = make(tmp_path / "bad.csv")
    (alone,), problems = load(tmp_path / "alone", bad)
    assert alone.rows == rows
    ((source, where, message, lost),) = [
        (p.source, p.place, p.message, p.lost) for p in problems
    ]  # fmt: skip
    assert (source, where, lost) == ("bad.csv", place, True) and told in message
    assert all(p.mend for p in problems)
    assert [r["row"] for r in flows(tmp_path / "alone", measure="arms orders")] == (
        [1, 2, 4] if rows == 3 else list(range(1, rows + 1))
    )
    load(ledger, good)
    load(ledger, bad)
    # A file with a bad row is a later edition; half a file or none hides nothing.
    assert values(ledger) == ([1.0, 2.0, 3.0] if rows == 3 else [7.0, 8.0, 9.0, 10.0])
    for place_ in (tmp_path / "alone", ledger):
        assert pipeline.verify(place_) == []


def test_the_door_tells_the_place_and_ends_with_3(tmp_path: Path) -> None:
    write(tmp_path / "good.csv", GOOD)
    corrupt(tmp_path / "corrupt.csv")
    cut(tmp_path / "cut.csv")
    of_aiddata(tmp_path / "aid.csv")
    ledger = ("--ledger", "l")
    good = patronage("load", "sipri", "good.csv", *ledger, cwd=tmp_path)
    assert (good.returncode, good.stderr) == (0, "")
    line = {"file": "good.csv", "rows": 3, "acts": 0, "flows": 6, "known": False}
    assert json.loads(good.stdout) == line
    again = patronage("load", "sipri", "good.csv", *ledger, cwd=tmp_path)
    assert json.loads(again.stdout)["known"] is True and again.returncode == 0
    for name, place in (("corrupt", "row 3"), ("cut", "file, row 3"), ("aid", "header")):
        run = patronage(
            "load", "sipri", f"{name}.csv", *ledger, "--problems", "p.jsonl", cwd=tmp_path
        )
        assert run.returncode == 3
        assert f"{name}.csv, {place}:" in run.stderr
        (told,) = [json.loads(t) for t in (tmp_path / "p.jsonl").read_text().splitlines()]
        assert (told["source"], told["place"]) == (f"{name}.csv", place)
    # What was wrong with a file of which nothing could be read is told again.
    assert patronage("load", "sipri", "aid.csv", *ledger, cwd=tmp_path).returncode == 3
    for args in (("sipri", "absent.csv"), ("sipry", "good.csv"), ()):
        assert patronage("load", *args, *ledger, cwd=tmp_path).returncode == 2
    assert pipeline.verify(tmp_path / "l") == []


@pytest.mark.skipif(not REFERENCE.exists(), reason="../shared is absent: no file of AidData")
def test_the_real_file_of_another_dataset(tmp_path: Path) -> None:
    (done,), problems = load(tmp_path / "l", REFERENCE / "aiddata" / "cow_gcdf.csv")
    assert (done.rows, done.flows) == (0, 0)
    assert [(p.source, p.place) for p in problems] == [("cow_gcdf.csv", "header")]


def test_a_later_edition_replaces_and_known_on_shows_the_earlier(tmp_path: Path) -> None:
    ledger = tmp_path / "l"
    load(ledger, write(tmp_path / "2023.csv", GOOD))
    between = dt.datetime.now(dt.UTC)
    time.sleep(0.01)
    load(ledger, write(tmp_path / "2024.csv", [*GOOD[1:], deal(tiv=4)]))
    assert values(ledger) == [2.0, 3.0, 4.0]
    assert values(ledger, known_on=between) == [1.0, 2.0, 3.0]
    assert values(ledger, known_on=between - dt.timedelta(days=1)) == []
    book = Ledger(ledger)
    assert [r["file"] for r in book.loaded()] == ["2024.csv"]
    assert [r["file"] for r in book.loaded(known_on=between)] == ["2023.csv"]
    tivs = book.original("sipri")["sipri_tiv_for_total_order"].to_pylist()
    assert tivs == ["2", "3", "4"]
    assert pipeline.verify(ledger) == []


def test_an_edition_may_have_other_columns(tmp_path: Path) -> None:
    ledger = tmp_path / "l"
    load(ledger, write(tmp_path / "a.csv", GOOD))
    load(ledger, write(tmp_path / "b.csv", [f"{deal(tiv=6)},new"], f"{HEADER},Deal ID"))
    (row,) = Ledger(ledger).original("sipri").to_pylist()
    assert (row["deal_id"], row["supplier"]) == ("new", "Russia")
    assert pipeline.verify(ledger) == []


def test_half_a_file_gives_way_to_the_whole_one(tmp_path: Path) -> None:
    ledger = tmp_path / "l"
    load(ledger, cut(tmp_path / "a.csv"))
    assert values(ledger) == [1.0, 2.0]
    load(ledger, write(tmp_path / "a.csv", GOOD))
    assert values(ledger) == [1.0, 2.0, 3.0]
    assert pipeline.verify(ledger) == []


def test_half_a_part_and_a_cut_archive_double_nothing(tmp_path: Path) -> None:
    ledger, folder = tmp_path / "l", tmp_path / "cut"
    folder.mkdir()
    rows = [gdelt_file.row(GLOBALEVENTID=str(n)) for n in range(1, 9)]
    whole = gdelt_file.write(tmp_path / "a.export.csv", rows)
    zipped = tmp_path / "b.export.CSV.zip"
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("b.export.CSV", "".join(f"{row}x\n" for row in rows))
    for path, kept in ((whole, 7), (zipped, 7)):  # of the cut archive nothing is read
        half = folder / path.name
        half.write_bytes(path.read_bytes()[:-50])
        _, problems = load(ledger, half, dataset="gdelt2")
        assert [p.place.startswith("file") for p in problems if p.lost] == [True]
        assert pipeline.acts(ledger=ledger).num_rows == kept
    for path, kept in ((whole, 8), (zipped, 16)):
        load(ledger, path, dataset="gdelt2")
        assert pipeline.acts(ledger=ledger).num_rows == kept
    assert pipeline.verify(ledger) == []


def test_a_look_back_shows_what_was_available_then_and_no_more(tmp_path: Path) -> None:
    ledger, day = tmp_path / "l", dt.date(2010, 12, 31)
    spans = [(1990, "1991"), (2008, "2009"), (2009, "2009; 2012"), (2010, "2010"), (2012, "2013")]
    rows = [deal(ordered=year, delivered=came, tiv=year) for year, came in spans]
    load(ledger, write(tmp_path / "a.csv", rows))
    then = flows(ledger, as_of=day)
    assert {f["id"] for f in then} == {f["id"] for f in flows(ledger) if f["available"] <= day}
    assert sorted((f["stage"], f["start"].year) for f in then) == [
        ("delivery", 1991), ("delivery", 2009), ("order", 1990), ("order", 2008), ("order", 2009),
    ]  # fmt: skip
    run = patronage(
        "measure", "arms orders", "--client", "VEN", "--patron", "RUS", "--period", "year",
        "--as-of", day, "--ledger", "l", "--from", "2007", "--to", "2014", cwd=tmp_path,
    )  # fmt: skip
    points = {p["start"][:4]: (p["value"], p["n"]) for p in json.loads(run.stdout)["points"]}
    assert points["2007"] == (0.0, 0)  # covered, and no order
    assert points["2009"] == (2009.0, 1)
    assert points["2010"] == points["2012"] == (None, 0)  # not yet to be known: no zero


@pytest.mark.skipif(not REFERENCE.exists(), reason="../shared is absent: no SIPRI export")
def test_a_look_back_into_the_real_export(tmp_path: Path) -> None:
    ledger, day = tmp_path / "l", dt.date(2010, 12, 31)
    load(ledger, REFERENCE / "sipri" / "trade-register.csv")
    then, now = (pipeline.flows(ledger=ledger, as_of=d) for d in (day, None))
    assert max(then["available"].to_pylist()) <= day
    known = [d for d in now["available"].to_pylist() if d <= day]
    assert 0 < then.num_rows == len(known) < now.num_rows


DEALS = st.lists(
    st.tuples(st.integers(1995, 2020), st.integers(0, 4), st.integers(1, 99)), max_size=4
)


@settings(max_examples=8, deadline=None)
@given(earlier=DEALS, later=DEALS, year=st.integers(2000, 2015))
def test_what_came_later_changes_nothing_as_of_a_day(
    earlier: list[tuple[int, int, int]], later: list[tuple[int, int, int]], year: int
) -> None:
    """Loading what was all available after a day changes no read as of that day."""
    day = dt.date(year, 12, 31)

    def rows(deals: list[tuple[int, int, int]], since: int = 0) -> list[str]:
        return [
            deal(ordered=y + since, delivered=y + since + came, tiv=tiv) for y, came, tiv in deals
        ]

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        load(place / "l", write(place / "a.csv", rows(earlier)))
        before = flows(place / "l", as_of=day)
        late = write(place / "b.csv", rows(later, year - 1995))
        made = [f for b in datasets.read("sipri", late) for f in b.flows.to_pylist()]  # type: ignore[union-attr]
        assert all(f["available"] > day for f in made)
        if later:
            load(place / "l", late)
        assert flows(place / "l", as_of=day) == before
        assert all(f["available"] <= day for f in before)


def test_outside_the_coverage_a_measure_is_missing_and_not_zero(tmp_path: Path) -> None:
    load(tmp_path / "l", write(tmp_path / "a.csv", [deal(ordered=2020, delivered=2021)]))
    (series,) = pipeline.measure(
        "arms orders", "VEN", ledger=tmp_path / "l", period="year",
        start=dt.date(1948, 1, 1), end=dt.date(2026, 1, 1),
    )  # fmt: skip
    told = {p.start.year: p.value for p in series.points}
    assert [told[year] for year in (1948, 1949, 2024, 2025)] == [None] * 4
    assert [told[year] for year in (1950, 2019, 2020, 2023)] == [0.0, 0.0, 10.0, 0.0]


def test_the_list_tells_every_register_in_full(tmp_path: Path) -> None:
    run = patronage("load", "--list", cwd=tmp_path)
    told = [json.loads(line) for line in run.stdout.splitlines()]
    assert (run.returncode, run.stderr) == (0, "")
    assert [r["name"] for r in told] == [r.name for r in datasets.catalogue()]
    words = (
        "title publisher version shape holds states kinds unit stage lag_reason files home "
        "licence citation limits source"
    ).split()
    for register in told:
        assert all(register[word].strip() for word in words), register["name"]
        assert register["lag_days"] >= 0
        assert register["end"] is None or register["start"] <= register["end"]


def test_the_list_for_people_names_each_register(capsys: Any, monkeypatch: Any) -> None:
    from patronage import terminal

    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    terminal.registers(False)
    plain = re.sub(r"\x1b\[[0-9;]*m|\s", "", capsys.readouterr().out)  # a terminal folds lines
    for register in datasets.catalogue():
        said = (register.name, register.title, register.citation, register.home, register.limits)
        for words in said:
            assert re.sub(r"\s", "", words) in plain, words


@pytest.mark.full
def test_killed_at_random_points_and_finished(tmp_path: Path) -> None:
    """Twenty loads killed; after each the reads are whole or empty, and finishing gives all."""
    rng = random.Random(7)
    many = [deal(tiv=n % 97 + 1, ordered=1960 + n % 60, delivered=2021) for n in range(30_000)]
    file = write(tmp_path / "a.csv", many)

    def start(ledger: Path) -> subprocess.Popen[bytes]:
        words = [*COMMAND, "load", "sipri", str(file), "--ledger", str(ledger)]
        return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    began = time.monotonic()
    assert start(tmp_path / "whole").wait() == 0
    length = time.monotonic() - began
    whole = {f["id"] for f in flows(tmp_path / "whole")}
    assert len(whole) == 60_000
    landed, ledger = 0, tmp_path / "l0"
    for n in range(4 * KILLS):
        process = start(ledger)
        try:
            process.wait(timeout=rng.uniform(0.2, 0.9) * length)
            length *= 0.9  # the machine is quicker than when it was timed
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            landed += 1
        if (ledger / "ledger.json").exists():
            assert [p for p in pipeline.verify(ledger) if p.lost] == []
            assert len(flows(ledger)) in (0, 60_000)
        if n % 4 == 3 or process.returncode == 0:  # finish it, and go on with a fresh one
            assert start(ledger).wait() == 0
            ids = [f["id"] for f in flows(ledger)]
            assert len(ids) == len(set(ids)) and set(ids) == whole
            assert Ledger(ledger).original("sipri").num_rows == 30_000
            assert [p for p in pipeline.verify(ledger) if p.lost] == []
            ledger = tmp_path / f"l{n + 1}"
        if landed >= KILLS:
            break
    assert landed >= KILLS


@pytest.mark.full
def test_two_loading_the_same_file_at_once(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", [deal(tiv=n + 1) for n in range(5_000)])
    words = [*COMMAND, "load", "sipri", str(file), "--ledger", str(tmp_path / "l")]
    both = [subprocess.Popen(words, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    ids = [f["id"] for f in flows(tmp_path / "l")]
    assert len(ids) == len(set(ids)) == 10_000
    assert [p for p in pipeline.verify(tmp_path / "l") if p.lost] == []


def test_a_view_of_a_dyad_brings_what_its_registers_cover(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    load(ledger, write(tmp_path / "register.csv", [deal()]))
    table = pipeline.flows(ledger=ledger)
    coverage = json.loads(table.schema.metadata[b"coverage"])
    assert set(coverage) == {"sipri"}
    assert (coverage["sipri"]["start"], coverage["sipri"]["end"]) == (1950, 2023)

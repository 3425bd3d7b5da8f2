"""``patronage export``: every format from a ledger, what is left out, whole or not at all."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from typer.testing import CliRunner

from ledger.samples import DAY, NOW, batch, coding, document, found
from patronage import pipeline
from patronage.cli import app
from patronage.datasets import acts_table, flows_table
from patronage.errors import UnknownNameError, UsageError
from patronage.ledger import Ledger, Load
from patronage.report.exports import TABLES, fields_of


def load(ledger: Ledger, dataset: str) -> None:
    day = [dt.date(2001, 1, 1)]
    common = {"row": [1], "dataset": dataset, "start": day, "end": day, "available": day}
    flow = {"giver": "RUS", "receiver": "VEN", "measure": "m", "stage": "order", "unit": "TIV"}
    acts = acts_table({**common, "id": [f"{dataset} act"], "actor": "RUS", "recipient": "VEN"})
    flows = flows_table({**common, "id": [f"{dataset} flow"], **flow, "value": [1.0]})
    original = pa.table({"name": ["x"], "row": pa.array([1], pa.int32())})
    load = Load(dataset, "1", f"{dataset}.csv", dataset, True)
    ledger.load(load, [(original, acts, flows)], NOW, [])


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "ledger"
    ledger = Ledger(folder, create=True)
    ledger.append(*batch(range(3)), NOW)
    late = document(7, DAY + dt.timedelta(days=90))
    ledger.append([found(late)], [coding(late)], NOW)
    for dataset in ("sipri", "archigos"):
        load(ledger, dataset)
    return folder


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_holds_every_table_with_its_dictionary(place: Path, tmp_path: Path) -> None:
    done = pipeline.export(tmp_path / "out", ledger=place)
    names = {*(f"{table}.csv" for table in TABLES), "datadictionary.csv", "CITATION.cff"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == names
    assert {file.name for file in done.files} == names
    told = lines(tmp_path / "out/datadictionary.csv")
    for table in TABLES:
        rows = lines(tmp_path / f"out/{table}.csv")
        fields = [row["field"] for row in told if row["table"] == table]
        assert not rows or list(rows[0]) == fields
        assert fields == [field.field for field in fields_of(table)]
    ledger = Ledger(place)
    events = {row["id"]: row for row in lines(tmp_path / "out/events.csv")}
    assert events.keys() == {one.id for one in ledger.events()} and len(events) == 12
    texts = {row["id"]: row["text"] for row in lines(tmp_path / "out/documents.csv")}
    for row in events.values():
        text = texts[row["document"]]
        assert text[int(row["span_start"]) : int(row["span_end"])] == row["quote"]
    assert len(lines(tmp_path / "out/codings.csv")) == 4


def test_registers_that_may_not_be_passed_on_are_left_out_and_said_so(
    place: Path, tmp_path: Path
) -> None:
    done = pipeline.export(tmp_path / "a", ledger=place)
    assert [told.split(":")[0] for told in done.left_out] == [
        "SIPRI Arms Transfers Database, trade register"
    ]
    assert (
        "sipri"
        not in (tmp_path / "a/flows.csv").read_text() + (tmp_path / "a/acts.csv").read_text()
    )
    assert {(r["dataset"], r["exported"]) for r in lines(tmp_path / "a/loadings.csv")} == {
        ("archigos", "true"), ("sipri", "false"),
    }  # fmt: skip
    cited = yaml.safe_load((tmp_path / "a/CITATION.cff").read_text())["references"]
    notes = {one["title"]: one.get("notes", "") for one in cited}
    assert "2 rows in this export" in notes["Archigos: political leaders"]
    assert "left out" in notes["SIPRI Arms Transfers Database, trade register"]

    done = pipeline.export(tmp_path / "b", ledger=place, with_registers=True)
    assert done.left_out == ()
    assert {r["dataset"] for r in lines(tmp_path / "b/flows.csv")} == {"archigos", "sipri"}


def test_parquet_says_the_same_as_csv(place: Path, tmp_path: Path) -> None:
    pipeline.export(tmp_path / "c", ledger=place)
    pipeline.export(tmp_path / "p", ledger=place, format="parquet")
    for table in TABLES:
        typed = pq.read_table(tmp_path / f"p/{table}.parquet").to_pylist()
        assert len(typed) == len(lines(tmp_path / f"c/{table}.csv"))
    [first, *_] = pq.read_table(tmp_path / "p/events.parquet").to_pylist()
    assert first["actor"] == ["RUS"] and first["time_start"] == dt.date(2018, 1, 1)


@pytest.mark.parametrize("format", ["csv", "parquet", "graphml", "jsonld", "ftm"])
def test_as_of_a_date_nothing_later_shows(place: Path, tmp_path: Path, format: str) -> None:
    """With what came later left out, an export is what it was without it, but for its citation."""
    early = Ledger(tmp_path / "early", create=True)
    early.append(*batch(range(3)), NOW)
    for dataset in ("sipri", "archigos"):
        load(early, dataset)
    for name, ledger in (("a", place), ("b", tmp_path / "early")):
        pipeline.export(tmp_path / name, ledger=ledger, format=format, as_of=DAY)
    seen = [{path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in "ab"]
    assert seen[0] == seen[1]
    late = document(7, DAY + dt.timedelta(days=90)).id.encode()
    assert not any(late in data for data in seen[0].values())


@pytest.mark.parametrize(("format", "rows"), [("graphml", 1), ("jsonld", 12), ("ftm", None)])
def test_graphs_and_entities_are_written(
    place: Path, tmp_path: Path, format: str, rows: int | None
) -> None:
    done = pipeline.export(tmp_path / "out", ledger=place, format=format, client="Venezuela")
    first = done.files[0]
    text = (tmp_path / "out" / first.name).read_text(encoding="utf-8")
    assert rows in (None, first.rows) and first.bytes == len(text.encode())
    if format == "jsonld":
        assert len(json.loads(text)["@graph"]) == 12 + 4 + 2
    if format == "ftm":
        assert {json.loads(line)["schema"] for line in text.splitlines()} == {
            "PublicBody", "Article", "Event", "UnknownLink",
        }  # fmt: skip


def test_of_a_client_that_nothing_names_there_is_nothing(place: Path, tmp_path: Path) -> None:
    pipeline.export(tmp_path / "out", ledger=place, client="FRA")
    for table in ("documents", "events", "claims", "mentions", "acts", "flows"):
        assert lines(tmp_path / f"out/{table}.csv") == []


def test_an_export_is_whole_or_not_at_all(place: Path, tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full/mine.txt").write_text("keep")
    with pytest.raises(UsageError, match="not empty"):
        pipeline.export(tmp_path / "full", ledger=place)
    with pytest.raises(UnknownNameError, match="Nearest: parquet"):
        pipeline.export(tmp_path / "x", ledger=place, format="parket")

    def broken(*given: Any) -> None:
        raise OSError("no room")

    monkeypatch.setattr("patronage.pipeline.exporting._cite", broken)
    with pytest.raises(OSError, match="no room"):
        pipeline.export(tmp_path / "out", ledger=place)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["full"]


def test_the_verb_says_what_it_left_out(place: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["export", str(tmp_path / "o"), "--ledger", str(place)])
    assert done.exit_code == 0, done.output
    assert "Left out: SIPRI" in done.stderr and "--with-registers" in done.stderr
    told = json.loads(done.stdout)
    assert told["format"] == "csv" and len(told["files"]) == len(TABLES) + 2

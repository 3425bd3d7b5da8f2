"""Spark gives the rows that DuckDB gives, whatever its threads: each query is asked of both."""

import datetime as dt
import random

import pyarrow as pa
import pytest
from benchmarks.growth.engines import Compared, DifferenceError
from benchmarks.growth.worlds import fill

import register_lines
import sparks
from patronage import pipeline
from patronage.errors import LedgerError
from patronage.ledger import DuckEngine, Ledger, SparkEngine
from patronage.ledger.schema import TABLES, arrow_schema, fields
from patronage.ledger.spark import _kinds
from patronage.pipeline import engines as named

pytestmark = pytest.mark.full
LOOK = {"client": "VEN", "as_of": dt.date(2020, 1, 1), "known_on": dt.date(2025, 6, 1)}
LATER = [(0, 0, 1, 24), (1, 1, 0, 48)]


@pytest.fixture(scope="module")
def spark():
    return SparkEngine(sparks.session())


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("engines") / "a {led}ger"
    fill(Ledger(folder, create=True), 200)
    chance = random.Random(3)
    rows = [(chance.randrange(7), chance.randrange(2), chance.randrange(7),
             24 * chance.randrange(300)) for _ in range(500)]  # fmt: skip
    file = register_lines.write(folder.parent, rows)
    pipeline.load("icews14", [file], folder)
    return folder


@pytest.fixture
def compared(spark):
    return Compared({f"{n} threads": DuckEngine(n) for n in (1, 2, 4)} | {"Spark": spark})


def test_every_read_is_the_same(filled, compared):
    ledger = Ledger(filled, engine=compared)
    assert 0 < ledger.frame(**LOOK).num_rows < ledger.frame().num_rows
    assert len(ledger.find("réport 100% oil_", **LOOK)) > 0
    assert ledger.dyads("quarter").num_rows > 0
    assert ledger.claims() and ledger.acts(client="VEN").num_rows
    assert len(ledger.events(ledger.frame()["id"].to_pylist()[:5])) == 5
    assert ledger.documents() and ledger.sightings() and ledger.problems() and ledger.codings()
    assert ledger.judgements() and ledger.loaded() and ledger.original("icews14", [3, 5]).num_rows
    assert compared.queries > 15


def test_a_check_and_a_measure_ask_the_same(filled, compared, monkeypatch):
    assert [p for p in Ledger(filled, engine=compared).verify() if p.lost] == []
    monkeypatch.setattr(named, "engine_of", lambda name: compared if name == "both" else None)
    here = pipeline.measure("backing", "VEN", ledger=filled, patron="RUS", period="year")
    both = pipeline.measure(
        "backing", "VEN", ledger=filled, patron="RUS", period="year", engine="both"
    )
    assert here == both


def test_counts_beside_the_acts_are_the_same(filled, compared):
    before = Ledger(filled).dyads("month")
    Ledger(filled).compact()
    ledger = Ledger(filled, engine=compared)
    assert ledger.dyads("month") == before
    pipeline.load("icews14", [register_lines.write(filled.parent, LATER, "valid.txt")], filled)
    assert sum(ledger.dyads("month")["acts"].to_pylist()) == 500 + len(LATER)
    assert [problem for problem in ledger.verify() if problem.lost] == []


def test_a_difference_is_seen(filled, spark):
    class Wrong(DuckEngine):
        def query(self, sql, stored, given):
            table = super().query(sql, stored, given)
            return table.slice(1) if table.num_rows > 1 else table

    with pytest.raises(DifferenceError):
        Ledger(filled, engine=Compared({"right": DuckEngine(), "wrong": Wrong()})).frame()


@pytest.mark.parametrize("name", TABLES)
def test_a_table_without_rows_has_the_kinds_of_one_with_rows(name):
    # Spark Connect finds out no kinds where there are no rows.
    columns = arrow_schema(fields(TABLES[name]))
    row = pa.table([pa.nulls(1, field.type) for field in columns], schema=columns)
    session = sparks.session()
    assert SparkEngine(session)._frame(columns.empty_table()).schema == _kinds(columns)
    assert session.createDataFrame(row).schema == _kinds(columns)


def test_spark_says_what_it_cannot_read(filled, spark):
    given = {"ask": pa.table({"a": [1]})}
    with pytest.raises(LedgerError, match="Spark could not answer"):
        spark.query("select nothing_here from ask", {}, given)
    with pytest.raises(LedgerError, match="under the paths"):
        spark.query("select d.id from document d", {"document": [f"{filled}/none.parquet"]}, {})

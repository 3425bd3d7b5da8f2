"""The SQL stays within what DuckDB and Spark share, and names the tables that it reads."""

import re

import pyarrow as pa
import pytest

from patronage.ledger import (
    DuckEngine,
    Ledger,
    Wanted,
    dropping,
    invariants,
    loading,
    queries,
    register_checks,
    writing,
)
from patronage.ledger.queries import Narrow, Query
from patronage.ledger.schema import TABLES

from .samples import NOW, batch

QUERIES = {
    "frame": queries.events(queries.frame_columns()),
    "events": queries.events(
        queries.event_columns(), Narrow(client=True, wanted=True, words=2, share=True)
    ),
    "claims": queries.claims(wanted=True),
    "documents": queries.documents(wanted=True),
    "sightings": queries.sightings(wanted=True),
    "problems": queries.problems(),
    "judgements": queries.judgements(),
    "raw_claims": invariants.raw_claims(),
    "raw_events": invariants.raw_events(),
    "doubled": invariants.doubled("coding", ("document", "coder")),
    "doubled_seen": invariants.doubled_seen("event"),
    "homeless": invariants.homeless("coding"),
    "acts": loading.registers_query("act", Wanted("gdelt2", "RUS", "VEN")),
    "flows": loading.registers_query("flow", Wanted(measure="tiv")),
    **{
        f"{room.__name__}.{name}": value
        for room in (dropping, invariants, loading, queries, register_checks, writing)
        for name, value in vars(room).items()
        if isinstance(value, Query)
    },
}
# Quoted names, casts by colons, lambdas, truncated dates and float sums differ between engines.
APART = re.compile(
    r"\"|`|::|->|\blambda\b|date_trunc|\bsum\(|regexp|\btimestamptz\b|\bunnest\b", re.I
)


@pytest.mark.parametrize("name", QUERIES)
def test_sql_keeps_to_the_common_subset(name):
    assert not APART.search(QUERIES[name].sql)
    assert QUERIES[name].tables
    assert set(QUERIES[name].tables) <= set(TABLES)


def test_another_engine_may_be_given(tmp_path):
    class Counting(DuckEngine):
        asked = 0

        def query(self, sql, stored, given):
            self.asked += 1
            return super().query(sql, stored, given)

    engine = Counting()
    ledger = Ledger(tmp_path / "l", create=True, engine=engine)
    ledger.append(*batch(range(1)), NOW)
    assert len(ledger.events()) == 3
    assert engine.asked > 0


def test_an_engine_reads_files_and_tables(ledger):
    ledger.append(*batch(range(1)), NOW)
    files = [str(path) for path in ledger.path.glob("coding/*.parquet")]
    sql = "select c.document, g.word from coding c cross join given g"
    table = DuckEngine().query(sql, {"coding": files}, {"given": pa.table({"word": ["a", "b"]})})
    assert sorted(table["word"].to_pylist()) == ["a", "b"]
    empty = DuckEngine().query(sql, {"coding": []}, {"given": pa.table({"word": ["a"]})})
    assert empty.num_rows == 0

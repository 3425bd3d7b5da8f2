"""Counts of dyads are those of the rows, at every length of period."""

import datetime as dt
import random
from collections import Counter

import pytest

import register_lines
from patronage import pipeline
from patronage.ledger import DuckEngine, Ledger, Wanted
from patronage.periods import period_of


@pytest.fixture
def acts(tmp_path):
    chance = random.Random(5)
    rows = [(chance.randrange(7), chance.randrange(2), chance.randrange(7),
             24 * chance.randrange(365)) for _ in range(300)]  # fmt: skip
    file = register_lines.write(tmp_path, rows)
    pipeline.load("icews14", [file], tmp_path / "ledger")
    return Ledger(tmp_path / "ledger")


@pytest.mark.parametrize("grain", ["day", "month", "quarter", "year"])
def test_counts_are_those_of_the_rows(acts, grain):
    keys = ("dataset", "actor", "recipient", "polarity")
    told = Counter(
        (*(row[key] for key in keys), period_of(row["start"], grain).start)
        for row in acts.acts().to_pylist()
    )
    rows = acts.dyads(grain).to_pylist()
    assert {(*(row[key] for key in keys), row["period"]): row["acts"] for row in rows} == told
    assert sum(row["reports"] for row in rows) == 300
    assert len(rows) == len(told)


def test_only_what_is_wanted_and_known(acts):
    pair = acts.dyads("year", Wanted(actor="RUS", recipient="VEN"))
    assert {(r["actor"], r["recipient"]) for r in pair.to_pylist()} == {("RUS", "VEN")}
    assert acts.dyads("year", as_of=dt.date(2013, 1, 1)).num_rows == 0
    assert acts.dyads("year", known_on=dt.date(2013, 1, 1)).num_rows == 0


def test_bounds_change_no_row(acts):
    for engine in (DuckEngine(1), DuckEngine(4, "1GB")):
        assert Ledger(acts.path, engine=engine).dyads().equals(acts.dyads())


def test_the_verb_tells_what_is_covered(acts):
    table = pipeline.dyads(ledger=acts.path, period="year", actor="Russia")
    assert b"icews14" in table.schema.metadata[b"coverage"]
    assert set(table["actor"].to_pylist()) == {"RUS"}

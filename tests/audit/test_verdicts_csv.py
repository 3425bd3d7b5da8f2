"""The vocabulary of verdicts and the table of measures that overlap."""

from __future__ import annotations

import csv
from importlib.resources import files

from patronage import audit
from patronage.audit.tellings import may_overlap
from patronage.codebook import rows, tables

WORDS = {
    "supported",
    "consistent but not decisive",
    "contradicted",
    "wrong measure or unit",
    "attribution not found in the register",
    "period mismatch",
    "collision",
    "register silent",
    "not checkable here",
}


def test_the_vocabulary_is_whole_and_described() -> None:
    table = rows("verdicts")
    assert {row["verdict"] for row in table} == WORDS
    assert all(row["description"] and row["source"] for row in table)


def test_overlaps_go_both_ways_and_name_known_measures() -> None:
    text = (files(audit) / "overlaps.csv").read_text(encoding="utf-8")
    table = list(csv.DictReader(text.splitlines()))
    known = {row["measure"] for row in rows("measures_of")} if "measures_of" in tables() else None
    for row in table:
        assert may_overlap(row["other"], row["measure"]) and row["why"]
        assert known is None or {row["measure"], row["other"]} <= known
    assert not may_overlap("loans", "arms")

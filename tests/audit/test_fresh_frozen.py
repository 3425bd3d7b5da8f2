"""The second test set, written blind to the auditor, keeps every byte that it was frozen with."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "benchmarks" / "audit"
SHA256 = "0ab32f668b7ac6a0794be9cf285c651583fed21cb4e97b7eaba0bedb591ea01a"
KINDS = {"figure": 34, "count": 11, "date": 5, "cause": 5, "term": 4, "trend": 4, "rank": 3}
VERDICTS = {
    "supported": 8,
    "contradicted": 8,
    "consistent but not decisive": 8,
    "period mismatch": 8,
    "register silent": 8,
    "wrong measure or unit": 7,
    "attribution not found in the register": 7,
    "not checkable here": 7,
    "collision": 7,
}
FIELDS = "id text title published quote kind verdict allowed register states why".split()


@cache
def rows() -> list[dict[str, Any]]:
    lines = (FOLDER / "fresh.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_no_byte_has_changed_since_it_was_frozen() -> None:
    found = hashlib.sha256((FOLDER / "fresh.jsonl").read_bytes()).hexdigest()
    assert found == SHA256
    assert SHA256 in (FOLDER / "FRESH.md").read_text(encoding="utf-8")


def test_rows_have_the_fields_of_the_guideline_and_ids_in_order() -> None:
    assert all(list(row) == FIELDS for row in rows())
    assert [row["id"] for row in rows()] == [f"fresh-{n:03d}" for n in range(1, 67)]
    assert all(row["why"] and row["states"] for row in rows())
    assert all(date.fromisoformat(row["published"]) <= date(2026, 11, 22) for row in rows())
    assert len({row["text"] for row in rows()}) == len(rows())


def test_kinds_and_verdicts_are_counted() -> None:
    assert Counter(row["kind"] for row in rows()) == KINDS
    assert Counter(verdict for row in rows() for verdict in row["verdict"]) == VERDICTS
    assert len({state for row in rows() for state in row["states"]}) >= 50


def test_verdicts_are_words_of_the_codebook() -> None:
    table = files("patronage.codebook") / "verdicts.csv"
    known = {row["verdict"] for row in csv.DictReader(table.read_text("utf-8").splitlines())}
    assert set(VERDICTS) == known
    for row in rows():
        assert 1 <= len(row["verdict"]) <= 2, row["id"]
        assert set(row["allowed"]) <= known - set(row["verdict"]), row["id"]


def test_registers_and_states_are_known_to_the_project() -> None:
    folder = files("patronage.datasets") / "registers"
    known = {entry.name.removesuffix(".toml") for entry in folder.iterdir()} | {"leaders", None}
    assert {row["register"] for row in rows()} <= known
    table = files("patronage.codebook") / "states.csv"
    first, *others = table.read_text("utf-8").splitlines()
    codes = {line[: line.index(",")] for line in others}
    assert first.startswith("iso3")
    assert {state for row in rows() for state in row["states"]} <= codes


def test_a_quote_stands_in_its_text_or_title_once() -> None:
    for row in rows():
        assert row["text"].count(row["quote"]) + (row["title"] or "").count(row["quote"]) == 1, row[
            "id"
        ]

"""The frozen test set of claims is what it was before the auditor: no byte of it changes."""

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
SHA256 = "a3d5d7402cc47f6e593c201ca33f7da97fa33d329f88880b9f45aa1fb7094d08"
KINDS = {"figure", "count", "date", "term", "rank", "trend", "cause"}
FIELDS = {
    "id",
    "text",
    "title",
    "published",
    "quote",
    "kind",
    "verdict",
    "allowed",
    "register",
    "states",
    "why",
}


@cache
def claims() -> list[dict[str, Any]]:
    lines = (FOLDER / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@cache
def verdicts() -> set[str]:
    table = files("patronage.codebook") / "verdicts.csv"
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return {row["verdict"] for row in rows}


def test_no_byte_has_changed_since_the_first_commit() -> None:
    found = hashlib.sha256((FOLDER / "claims.jsonl").read_bytes()).hexdigest()
    assert found == SHA256
    assert SHA256 in (FOLDER / "CLAIMS.md").read_text(encoding="utf-8")


def test_rows_have_the_fields_of_the_guideline_and_ids_in_order() -> None:
    assert all(set(row) == FIELDS for row in claims())
    assert [row["id"] for row in claims()] == [f"aud-{n:03d}" for n in range(1, len(claims()) + 1)]
    assert all(row["kind"] in KINDS for row in claims())
    assert all(row["why"] and row["states"] for row in claims())


def test_every_verdict_is_asked_often_enough_and_in_both_halves() -> None:
    counted = Counter(verdict for row in claims() for verdict in row["verdict"])
    assert len(claims()) >= 160
    assert set(counted) == verdicts()
    assert min(counted.values()) >= 12
    for parity in (0, 1):
        half = [row for row in claims() if int(row["id"][-1]) % 2 == parity]
        found = Counter(verdict for row in half for verdict in row["verdict"])
        assert all(abs(2 * found[verdict] - n) <= 2 for verdict, n in counted.items())


def test_kinds_and_states_are_mixed() -> None:
    kinds = Counter(row["kind"] for row in claims())
    assert set(kinds) == KINDS
    assert kinds["trend"] >= 12 and kinds["cause"] >= 12
    assert len({state for row in claims() for state in row["states"]}) >= 60


def test_verdicts_are_rows_of_the_codebook() -> None:
    for row in claims():
        assert 1 <= len(row["verdict"]) <= 2
        assert set(row["verdict"]) | set(row["allowed"]) <= verdicts(), row["id"]
        assert not set(row["verdict"]) & set(row["allowed"]), row["id"]


def test_a_quote_stands_in_its_text_or_title_once() -> None:
    for row in claims():
        places = [row["text"].count(row["quote"]), (row["title"] or "").count(row["quote"])]
        assert sum(places) == 1, row["id"]


def test_texts_are_told_once_and_dates_are_dates() -> None:
    assert len({row["text"] for row in claims()}) == len(claims())
    for row in claims():
        assert date.fromisoformat(row["published"]) <= date(2026, 11, 22)

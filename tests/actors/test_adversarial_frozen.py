"""The adversarial set is as it was frozen, and every row of it is well formed."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import re
from collections import Counter
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks" / "actors"
DATA = FOLDER / "adversarial.jsonl"
KEYS = {"id", "item", "text", "date", "phrase", "start", "expect", "acts", "why"}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    # Split at line feeds alone: texts may hold other line separators.
    return [json.loads(line) for line in DATA.read_text("utf-8").split("\n") if line]


def test_the_file_is_the_one_recorded() -> None:
    recorded = re.findall(
        r"^sha256: ([0-9a-f]{64})$", (FOLDER / "ADVERSARIAL.md").read_text(), re.M
    )
    assert recorded == [hashlib.sha256(DATA.read_bytes()).hexdigest()]


def test_there_are_rows_enough_of_every_item(rows: list[dict[str, Any]]) -> None:
    assert len(rows) >= 330
    items = Counter(row["item"] for row in rows)
    assert len(items) == 22
    assert min(items.values()) >= 12


def test_ids_are_unique(rows: list[dict[str, Any]]) -> None:
    assert len({row["id"] for row in rows}) == len(rows)


def test_every_phrase_stands_where_it_is_said_to(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        assert set(row) == KEYS, row["id"]
        start, phrase = row["start"], row["phrase"]
        assert phrase and row["text"][start : start + len(phrase)] == phrase, row["id"]


def test_sectors_are_those_of_the_codebook(rows: list[dict[str, Any]]) -> None:
    text = (resources.files("patronage.codebook") / "sectors.csv").read_text("utf-8")
    known = {line["sector"] for line in csv.DictReader(text.splitlines())}
    for row in rows:
        assert {sector for actor in row["expect"] for sector in actor["sector"]} <= known, row["id"]


def test_every_expected_actor_has_a_country_or_a_code(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        for actor in row["expect"]:
            country = actor["country"]
            assert country is None or re.fullmatch("[A-Z]{3}", country), row["id"]
            assert country or actor["code"], row["id"]


def test_who_is_no_actor_does_not_act(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        assert row["expect"] or not row["acts"], row["id"]


def test_dates_are_dates(rows: list[dict[str, Any]]) -> None:
    dates = [dt.date.fromisoformat(row["date"]) for row in rows if row["date"]]
    assert min(dates).year < 1960

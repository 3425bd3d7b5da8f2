"""The Venezuela example: well-formed, dated, sourced, and with a yardstick that fits its text."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from patronage.codebook import rows

EXAMPLE = Path(__file__).parents[2] / "examples" / "venezuela"
FIELDS = {
    "id",
    "published",
    "title",
    "text",
    "source",
    "voice",
    "fact",
    "fact_source",
    "fact_checked",
}
VOICES = {"wire", "statement", "think-tank", "regional", "market", "leak"}
COLUMNS = [
    "id",
    "actor",
    "recipient",
    "type",
    "instrument",
    "status",
    "amount",
    "polarity",
    "also_type",
    "words",
]
AMOUNT = re.compile(r"[~<>]?\d+(\.\d+)?(-\d+(\.\d+)?)? \S.*")

Row = dict[str, str]


@pytest.fixture(scope="module")
def dispatches() -> list[Row]:
    lines = (EXAMPLE / "dispatches.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def expected() -> list[Row]:
    with (EXAMPLE / "expected.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        assert reader.fieldnames == COLUMNS
        return list(reader)


@pytest.fixture(scope="module")
def words_of() -> Callable[[str, str], set[str]]:
    return lambda table, column: {row[column] for row in rows(table)}


def sentences(text: str) -> list[str]:
    return re.split(r'(?<=[.!?])["”]?\s+(?=["“]?[A-Z])', text)


def test_every_dispatch_has_every_field(dispatches: list[Row]) -> None:
    assert len(dispatches) >= 24
    for row in dispatches:
        assert set(row) == FIELDS
        empty = {key for key in FIELDS - {"fact_checked"} if not row[key].strip()}
        assert not empty, (row["id"], empty)
        assert row["voice"] in VOICES
    assert len({row["id"] for row in dispatches}) == len(dispatches)
    assert {row["voice"] for row in dispatches} == VOICES


def test_dates_ascend_and_stand_in_the_ids(dispatches: list[Row]) -> None:
    days = [dt.date.fromisoformat(row["published"]) for row in dispatches]
    assert days == sorted(days)
    assert days[0] >= dt.date(1999, 1, 1)
    assert days[-1] < dt.date(2026, 4, 1)
    for row in dispatches:
        assert row["id"].startswith(f"ven-{row['published']}-")
        if row["fact_checked"]:
            assert row["fact_checked"] >= row["published"]


def test_weekdays_agree_with_the_dates_of_the_facts(dispatches: list[Row]) -> None:
    # A wrong weekday would date the event a week off once it is resolved against `published`.
    compared = 0
    for row in dispatches:
        told = set(re.findall(r"\b(?:Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day\b", row["text"]))
        dated = re.findall(r"\b(\d{1,2} (?:[A-Z][a-z]+) (?:19|20)\d\d)\b", row["fact"])
        days = [dt.datetime.strptime(day, "%d %B %Y").date() for day in dated]
        published = dt.date.fromisoformat(row["published"])
        recent = {f"{day:%A}" for day in days if 0 <= (published - day).days < 7}
        if told and recent:
            compared += 1
            assert told & recent, (row["id"], told, recent)
    assert compared > 20


def test_texts_are_short_prose_apart_from_their_titles(dispatches: list[Row]) -> None:
    for row in dispatches:
        assert 50 <= len(row["text"].split()) <= 160, row["id"]
        assert 2 <= len(sentences(row["text"])) <= 6, row["id"]
        assert row["text"] == row["text"].strip()
        assert "\n" not in row["text"]
        assert not row["text"].startswith(row["title"])
        assert row["text"].count('"') % 2 == 0, row["id"]
    assert len({row["text"] for row in dispatches}) == len(dispatches)


def test_publishers_are_plainly_invented(dispatches: list[Row]) -> None:
    by_voice = {(row["voice"], row["source"]) for row in dispatches}
    assert len(by_voice) == len(VOICES), "one publisher for each voice"
    assert all(source.startswith("Example ") for _, source in by_voice)
    real = "reuters tass xinhua bbc afp bloomberg associated guardian times post granma rt cnn"
    for _, source in by_voice:
        assert not set(source.lower().split()) & set(real.split())


def test_words_of_blame_stand_in_quotation_marks_only(dispatches: list[Row]) -> None:
    for row in dispatches:
        own = re.sub(r'"[^"]*"', "", row["text"])
        assert not re.search(r"\b(regime|puppet|aggression|collapse|so-called)\b", own), row["id"]


def test_expected_events_name_known_things(
    expected: list[Row], words_of: Callable[[str, str], set[str]]
) -> None:
    types = words_of("types", "type")
    assert len(types) == 16
    for row in expected:
        assert row["type"] in types
        assert set(filter(None, row["also_type"].split("|"))) <= types - {row["type"]}
        assert row["instrument"] in words_of("instruments", "instrument") | {""}
        assert row["status"] in words_of("statuses", "status")
        assert row["polarity"] in words_of("polarities", "polarity") | {""}
        assert row["actor"]
        for code in filter(None, [*row["actor"].split("|"), *row["recipient"].split("|")]):
            assert re.fullmatch(r"[A-Z]{3}", code), row
        for amount in filter(None, row["amount"].split("|")):
            assert AMOUNT.fullmatch(amount), row


def test_expected_events_stand_in_their_dispatch(
    dispatches: list[Row], expected: list[Row]
) -> None:
    texts = {row["id"]: row["text"] for row in dispatches}
    assert {row["id"] for row in expected} == set(texts)
    for row in expected:
        assert row["words"] in texts[row["id"]], row
    assert max(Counter(tuple(row.values()) for row in expected).values()) == 1


def test_yardstick_covers_what_the_coder_must_tell_apart(expected: list[Row]) -> None:
    assert {row["status"] for row in expected} == {
        "occurred",
        "historical",
        "future",
        "hypothetical",
        "negated",
    }
    assert {row["polarity"] for row in expected} == {"support", "pressure", "curtailment", ""}
    actors = {code for row in expected for code in row["actor"].split("|")}
    assert {"RUS", "CHN", "CUB", "IRN", "TUR", "USA", "VEN"} <= actors


def test_readme_lists_every_dispatch(dispatches: list[Row]) -> None:
    readme = (EXAMPLE / "README.md").read_text(encoding="utf-8")
    for row in dispatches:
        assert (
            f"| `{row['id']}` | {row['voice']} | {row['fact']} | {row['fact_source']} |" in readme
        )
    checked = sum(bool(row["fact_checked"]) for row in dispatches)
    assert f"{checked} of the {len(dispatches)} dispatches" in readme

"""The Syria and Ukraine examples: well-formed, dated, sourced, in the form of Venezuela's."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from patronage.codebook import rows

EXAMPLES = Path(__file__).parents[2] / "examples"
FROZEN = EXAMPLES.parent / "benchmarks" / "coding" / "examples.json"
FIELDS = set("id published title text source voice fact fact_source fact_checked".split())
VOICES = {"wire", "statement", "think-tank", "regional", "market", "leak"}
PERIODS = {
    "syria": ("syr", dt.date(2011, 1, 1), dt.date(2024, 12, 31)),
    "ukraine": ("ukr", dt.date(2014, 1, 1), dt.date(2025, 12, 31)),
}
# Who backs and who presses must both be told, or the brief has one side only.
NAMED = {
    "syria": ["Russia", "Iran", "China", "Turkey", "Britain", "France", "Qatar", "United States"],
    "ukraine": ["Russia", "Germany", "Poland", "Hungary", "China", "Iran", "United States"],
}

Row = dict[str, str]


def dispatches(name: str) -> list[Row]:
    lines = (EXAMPLES / name / "dispatches.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module", params=sorted(PERIODS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def told(name: str) -> list[Row]:
    return dispatches(name)


def test_every_dispatch_has_every_field(told: list[Row]) -> None:
    assert len(told) >= 20
    for row in told:
        assert set(row) == FIELDS
        empty = {key for key in FIELDS - {"fact_checked"} if not row[key].strip()}
        assert not empty, (row["id"], empty)
    assert len({row["id"] for row in told}) == len(told)
    assert len({row["text"] for row in told}) == len(told)
    assert {row["voice"] for row in told} == VOICES


def test_dates_ascend_within_the_period_and_stand_in_the_ids(name: str, told: list[Row]) -> None:
    prefix, first, last = PERIODS[name]
    days = [dt.date.fromisoformat(row["published"]) for row in told]
    assert days == sorted(days)
    assert first <= days[0] and days[-1] <= last
    assert days[0].year == first.year and days[-1].year == last.year
    for row in told:
        assert row["id"].startswith(f"{prefix}-{row['published']}-")


def test_weekdays_agree_with_the_dates_of_the_facts(told: list[Row]) -> None:
    # A wrong weekday would date the event a week off once it is resolved against `published`.
    compared = 0
    for row in told:
        named = set(re.findall(r"\b(?:Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day\b", row["text"]))
        dated = re.findall(r"\b(\d{1,2} (?:[A-Z][a-z]+) 20\d\d)\b", row["fact"])
        days = [dt.datetime.strptime(day, "%d %B %Y").date() for day in dated]
        published = dt.date.fromisoformat(row["published"])
        assert all(day <= published for day in days), row["id"]
        recent = {f"{day:%A}" for day in days if (published - day).days < 7}
        if named and recent:
            compared += 1
            assert named & recent, (row["id"], named, recent)
    assert compared >= 20


def test_each_fact_names_a_source_that_can_be_followed(told: list[Row]) -> None:
    for row in told:
        assert re.search(r"https?://\S+\.\S+/\S*", row["fact_source"]), row["id"]
        assert re.search(r"\b(19|20)\d\d\b", row["fact"]), row["id"]
        assert "|" not in row["fact"] + row["fact_source"], "a bar would break the table"
        if row["fact_checked"]:
            assert row["published"] <= row["fact_checked"] == "2026-11-22"


def test_texts_are_short_prose_apart_from_their_titles(told: list[Row]) -> None:
    for row in told:
        sentences = re.split(r'(?<=[.!?])["”]?\s+(?=["“]?[A-Z])', row["text"])
        assert 50 <= len(row["text"].split()) <= 160, row["id"]
        assert 2 <= len(sentences) <= 7, row["id"]
        assert row["text"] == " ".join(row["text"].split())
        assert not row["text"].startswith(row["title"])
        assert row["text"].count('"') % 2 == 0, row["id"]


def test_publishers_are_those_of_venezuela_and_plainly_invented(told: list[Row]) -> None:
    known = {(row["voice"], row["source"]) for row in dispatches("venezuela")}
    assert {(row["voice"], row["source"]) for row in told} == known
    assert all(source.startswith("Example ") for _, source in known)


def test_words_of_blame_stand_in_quotation_marks_only(told: list[Row]) -> None:
    for row in told:
        own = re.sub(r'"[^"]*"', "", row["title"] + " " + row["text"] + " " + row["fact"])
        assert not re.search(r"\b(regime|puppet|aggression|collapse|so-called)\b", own), row["id"]


def test_both_sides_are_told(name: str, told: list[Row]) -> None:
    text = " ".join(row["text"] for row in told)
    for state in NAMED[name]:
        assert text.count(state) >= 2, state
    for word in ("promise", "deliver", "ask", "sanction", "veto", "voted"):
        assert re.search(rf"\b{word}", text), word


def test_the_pause_of_march_2025_is_told_from_its_start_to_its_end() -> None:
    days = [r["published"] for r in dispatches("ukraine") if r["published"].startswith("2025-03")]
    assert days == ["2025-03-04", "2025-03-06", "2025-03-12"]


def test_readme_lists_every_dispatch(name: str, told: list[Row]) -> None:
    readme = (EXAMPLES / name / "README.md").read_text(encoding="utf-8")
    for row in told:
        line = f"| `{row['id']}` | {row['voice']} | {row['fact']} | {row['fact_source']} |"
        assert line in readme
    checked = sum(bool(row["fact_checked"]) for row in told)
    assert f"{checked} of the {len(told)} dispatches" in readme
    assert f"patronage brief {name.capitalize()} examples/{name}/dispatches.jsonl" in readme


@pytest.fixture(scope="module")
def expected(name: str) -> list[Row]:
    with (EXAMPLES / name / "expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_expected_events_name_known_things(expected: list[Row]) -> None:
    def known(table: str, column: str) -> set[str]:
        return {row[column] for row in rows(table)}

    types, nouns = known("types", "type"), known("count_nouns", "unit")
    codes = known("organisations", "code")
    for row in expected:
        assert row["type"] in types
        assert set(filter(None, row["also_type"].split("|"))) <= types - {row["type"]}
        assert row["instrument"] in known("instruments", "instrument") | {""}
        assert row["status"] in known("statuses", "status")
        assert row["polarity"] in known("polarities", "polarity") | {""}
        for key in filter(None, [*row["actor"].split("|"), *row["recipient"].split("|")]):
            assert key in codes or re.fullmatch(r"((REB|OPP):)?[A-Z]{3}", key), row
        for amount in filter(None, row["amount"].split("|")):
            told = re.fullmatch(r"[~<>]?\d+(\.\d+)?(-\d+(\.\d+)?)? (\S.*)", amount)
            assert told, row
            unit = told[4].removesuffix("/day")
            assert unit in nouns | {"USD", "EUR", "%"}, row


def test_expected_events_stand_in_their_dispatch(told: list[Row], expected: list[Row]) -> None:
    texts = {row["id"]: row["text"] for row in told}
    assert {row["id"] for row in expected} == set(texts)
    for row in expected:
        assert row["words"] in texts[row["id"]], row
    assert max(Counter(tuple(row.values()) for row in expected).values()) == 1


def test_expected_events_are_counted_in_the_readme_and_frozen(
    name: str, expected: list[Row]
) -> None:
    readme = (EXAMPLES / name / "README.md").read_text(encoding="utf-8")
    assert f"`expected.csv`: {len(expected)} events" in readme
    frozen = json.loads(FROZEN.read_text(encoding="utf-8"))[name]
    assert frozen["expected"] == len(expected)
    assert frozen["matched"] <= min(frozen["expected"], frozen["coded"])

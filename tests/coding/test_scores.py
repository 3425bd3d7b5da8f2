"""The coder's scores are what was counted, for every path that a coding can come by."""

from __future__ import annotations

import importlib.util
from itertools import product
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from patronage import codebook
from patronage.coding.assemble import path_of, score

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "benchmarks" / "coding" / "score_paths.py"
RULES = ("verb:send", "noun:attack", "give+loan", "refuse+noun:aid")
ACTOR_FROM = ("subject", "possessor", "governor-subject", "earlier", "")
RECIPIENT_FROM = ("object", "against", "governor", "relative", "sentence", "earlier", "")


@pytest.fixture(scope="module")
def scoring() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_paths", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ways() -> list[tuple[Any, Any]]:
    """A candidate and its roles for every mix of rule, slots and kind of mention."""
    return [
        (
            SimpleNamespace(rule=rule),
            SimpleNamespace(
                origin=(actor, recipient), actor=(SimpleNamespace(kind=kind),), recipient=()
            ),
        )
        for rule, actor, recipient, kind in product(
            RULES, ACTOR_FROM, RECIPIENT_FROM, ("name", "pronoun")
        )
    ]


def test_table_is_what_the_reading_gives(scoring: ModuleType) -> None:
    assert scoring.TABLE.read_text(encoding="utf-8") == scoring.table(scoring.judged())


def test_every_path_has_a_counted_row() -> None:
    paths = {path_of(candidate, roles) for candidate, roles in ways()}
    rows = {row["path"]: row for row in codebook.rows("coder_scores")}
    assert paths | {"other"} == set(rows)
    for row in rows.values():
        assert 0 <= int(row["right"]) <= int(row["total"])
        assert int(row["total"]) > 0
        assert 0 < float(row["score"]) < 1


def test_score_of_a_coding_is_its_paths() -> None:
    rows = {row["path"]: float(row["score"]) for row in codebook.rows("coder_scores")}
    for candidate, roles in ways():
        assert score(candidate, roles) == rows[path_of(candidate, roles)]


def test_pooled_row_is_the_sum(scoring: ModuleType) -> None:
    for field in scoring.FIELDS:
        *paths, pooled = scoring.counts(scoring.judged(), field).values()
        assert pooled == (sum(right for right, _ in paths), sum(total for _, total in paths))


def test_judgements_are_whole_and_give_their_reasons(scoring: ModuleType) -> None:
    rows = scoring.judged()
    types = {row["type"] for row in codebook.rows("types")}
    for row in rows:
        marks = [row[f"{field}_right"] for field in scoring.FIELDS]
        assert marks[0] in ("0", "1")
        assert set(marks) <= {"0", "1", ""}
        assert ("" in marks) <= (marks == ["0", "", "", "", ""])
        assert bool(row["note"]) == ("0" in marks)
        assert all(": " in fault for fault in row["note"].split("; ") if fault)
        assert row["type"] in types
        assert row["path"] in scoring.PATHS
        assert int(row["start"]) < int(row["end"])
    keys = {(row["document"], row["start"], row["end"], row["type"]) for row in rows}
    assert len(keys) == len(rows)


def test_scores_are_shares_held_off_the_ends(scoring: ModuleType) -> None:
    rows = [{"path": "verb", "event_right": mark} for mark in ("1", "1", "0", "")]
    assert scoring.counts(rows)["verb"] == (2, 3)
    assert scoring.counts(rows)["other"] == (2, 3)
    assert scoring.score(2, 3) == pytest.approx(2.5 / 4)
    assert 0 < scoring.score(0, 40) < scoring.score(40, 40) < 1

"""The coder's scores are what was counted, for every path that a coding can come by."""

from __future__ import annotations

from itertools import product
from types import SimpleNamespace

import pytest
from benchmarks.coding import score_paths

from patronage import codebook
from patronage.coding.assemble import PATHS, path_of, score

WAYS = [
    SimpleNamespace(by=by, probability=some, type_probability=kind)
    for by, some, kind in product(("rule", "model"), (0.01, 0.4, 0.7, 1.0), (0.2, 0.6, 0.9, 1.0))
]


def test_every_path_has_a_counted_row() -> None:
    rows = {row["path"]: row for row in codebook.rows("coder_scores")}
    assert {path_of(way) for way in WAYS} == set(PATHS)
    assert {*PATHS, "other"} == set(rows)
    for row in rows.values():
        assert 0 <= int(row["right"]) <= int(row["total"])
        assert int(row["total"]) > 0
        told = score_paths.score(int(row["right"]), int(row["total"]))
        assert float(row["score"]) == pytest.approx(told, abs=5e-4)


def test_score_of_a_coding_is_its_paths() -> None:
    rows = {row["path"]: float(row["score"]) for row in codebook.rows("coder_scores")}
    for way in WAYS:
        assert score(way) == rows[path_of(way)]


def test_pooled_row_is_the_sum() -> None:
    rows = codebook.rows("coder_scores")
    for key in ("right", "total"):
        *paths, pooled = (int(row[key]) for row in rows)
        assert pooled == sum(paths)


def test_what_the_models_are_surer_of_is_right_more_often() -> None:
    rows = {row["path"]: float(row["score"]) for row in codebook.rows("coder_scores")}
    for by in ("rule", "model"):
        assert rows[f"{by}-likely"] > rows[f"{by}-unlikely"]


def test_scores_are_shares_held_off_the_ends() -> None:
    assert score_paths.score(2, 3) == pytest.approx(2.5 / 4)
    assert 0 < score_paths.score(0, 40) < score_paths.score(40, 40) < 1
    text = score_paths.table({"rule-likely": (2, 3), "other": (2, 3)})
    assert text.splitlines()[1].startswith("rule-likely,0.625,2,3,")

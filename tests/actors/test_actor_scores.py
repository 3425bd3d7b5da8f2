"""The frozen figures hold, and so do the aims: the adversarial set, and the shared phrases."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from patronage.pipeline import resolve

FOLDER = Path(__file__).parents[2] / "benchmarks" / "actors"
GOLD = Path(__file__).parents[3] / "shared" / "gold" / "actor_resolution.jsonl"


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def test_the_adversarial_set_meets_its_aims() -> None:
    made = script("score_adversarial")
    every = made.rows()
    asked = [{**row, "text": row["phrase"], "context": row["text"]} for row in every]
    figures = made.score(list(zip(every, resolve(asked), strict=True)))
    assert figures["right"] >= 0.92
    assert figures["precision_of_countries"] >= 0.97


def test_the_first_score_is_kept() -> None:
    kept: dict[str, Any] = json.loads((FOLDER / "scores.json").read_text(encoding="utf-8"))
    assert kept["adversarial_first"]["all"]["right"] == 0.789
    assert kept["adversarial"]["even_unseen"]["rows"] == 239


@pytest.mark.skipif(not GOLD.exists(), reason="the shared gold phrases are not here")
def test_the_shared_phrases() -> None:
    made = script("score_gold")
    wrong: list[str] = []
    phrases, several = made.phrases(wrong), made.several(wrong)
    assert phrases["country"]["share"] >= 0.9
    assert phrases["sector_strict"]["share"] >= 0.75
    assert several["passed"] >= 16

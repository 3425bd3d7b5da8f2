"""What was measured on made worlds and against a full Bayesian fit, as frozen in benchmarks."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from patronage.measures.filtering import Counts
from patronage.measures.levels import course
from patronage.measures.volume import coverage, weighted

HERE = Path(__file__).parents[2] / "benchmarks/measures"


def frozen(name: str) -> dict[str, Any]:
    found = json.loads((HERE / name).read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def test_intervals_cover_in_every_world_and_size() -> None:
    for told in (frozen("scores.json")["cover"][name] for name in ("smoothed", "filtered")):
        assert all(0.85 <= x <= 0.95 for x in [told["all"], *told["by mean count"].values()])
        assert min(told["by world"]) >= 0.85


def test_a_wave_moves_less_than_a_tenth_of_a_halving() -> None:
    told = frozen("scores.json")["wave"]
    assert max(told["wave over a halving as measured"].values()) < 0.1
    assert max(told["wave over log 2"].values()) < 0.1


def test_the_coercer_moves_the_probability_by_less_than_two_hundredths() -> None:
    assert frozen("scores.json")["coercer"]["largest move"] < 0.02


@pytest.mark.parametrize("name", ["below", "halving"])
def test_a_halving_is_found_about_as_soon_as_by_who_knows_all(name: str) -> None:
    told = frozen("scores.json")["halving"]
    ours, known = told[name], told["cusum that knows"]
    assert ours["alarms in 20 dyad-years"] < 1.25
    assert ours["median delay, all"] <= known["median delay, all"] + 1
    assert ours["median delay, 32 or more a month in bursts of size 20"] <= 4


def test_a_full_bayesian_fit_agrees() -> None:
    told = frozen("bayes.json")
    assert 0.85 < told["mean probability of our 90% intervals under the full fit"] < 0.95
    assert 0.9 < told["median ratio of the widths of 90% intervals"] < 1.1


def test_a_small_made_world_is_covered_here_too() -> None:
    """The frozen figures are of this code: one small world is measured anew."""
    sys.path.insert(0, str(HERE))
    try:
        from world import made
    finally:
        sys.path.remove(str(HERE))
    found = made(np.random.default_rng([1, 3]), 60, 60)
    seen = np.ones((60, 1), bool)
    told = coverage(weighted(found.neutral).sum(axis=1, keepdims=True), seen, 1.0)
    counts = Counts(found.counts, told.shift, told.noise, told.error, seen)
    line = course({"all": counts}, 1.0)
    level = np.exp(found.level)
    assert 0.8 < ((line.low < level) & (level < line.high)).mean() < 0.97
    assert 0.8 < ((line.then_low < level) & (level < line.then_high)).mean() < 0.97

"""What the long runs of benchmarks/trust found is kept, and has nothing left to mend."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SCORES = ROOT / "benchmarks" / "trust" / "scores"


def frozen(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SCORES / f"{name}.json").read_text("utf-8"))
    return found


def test_the_frozen_kills_lost_nothing() -> None:
    kills = frozen("kills")
    assert set(kills["verbs"]) == {"record", "load", "judge", "compact", "serve"}
    assert sum(one["kills"] for one in kills["verbs"].values()) == kills["kills"] >= 200
    assert [kills[name] for name in ("lost", "doubled", "broken", "other")] == [0] * 4
    assert all(one["failures"] == [] for one in kills["verbs"].values())


def test_the_frozen_pages_let_nothing_in() -> None:
    found = frozen("pages")
    assert found["pages"] >= 100 and found["opened in a browser"]
    assert (found["outside requests"], found["ran"]) == (0, 0)
    assert found["active parts"] == found["private paths"] == found["unforeseen"] == []


def test_the_frozen_fuzzing_ran_a_million_times_and_left_nothing_that_it_found() -> None:
    found = frozen("fuzz")
    assert sum(one["runs"] for one in found["readers"].values()) == found["runs"] >= 1_000_000
    assert len(found["readers"]) >= 50
    assert (found["crashes"], found["slow"]) == (0, 0)


def test_nine_in_ten_branches_of_the_rooms_are_run_by_their_tests() -> None:
    found = frozen("covered")
    assert set(found) == {"coding", "ledger", "measures", "audit", "crisis", "backtest"}
    assert min(one["branches run, per cent"] for one in found.values()) >= 90

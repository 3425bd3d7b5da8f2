"""What the long runs of benchmarks/trust found is kept, and has nothing left to mend."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SCORES = ROOT / "benchmarks" / "trust" / "scores"


def frozen(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SCORES / f"{name}.json").read_text("utf-8"))
    return found


def test_the_time_and_memory_of_a_document_are_within_what_is_told() -> None:
    page = (ROOT / "docs" / "reference" / "trust.md").read_text("utf-8")
    seconds, megabytes = map(
        int, re.search(r"at most (\d+) s .*? and (\d+) MB", page, re.S).groups()
    )
    found = frozen("bounds")
    kinds = {name: one for name, one in found.items() if isinstance(one, dict)}
    assert found["characters"] >= 200_000 and len(kinds) >= 10
    for name, one in kinds.items():
        longer = 1e6 / found["characters"]
        assert one["cpu_s"] * longer <= seconds, name
        assert one["mb"] * longer <= megabytes, name
        assert one["exponent"] <= 1.3 or one["cpu_s"] < 1, name


def test_no_expression_takes_more_than_its_bound() -> None:
    found = frozen("expressions")
    assert found["expressions"] > 300
    assert found["slow"] == []


def test_the_frozen_kills_and_faults_lost_nothing() -> None:
    kills = frozen("kills")
    assert set(kills["verbs"]) == {"record", "load", "judge", "compact", "serve"}
    assert sum(one["kills"] for one in kills["verbs"].values()) == kills["kills"] >= 200
    assert [kills[name] for name in ("lost", "doubled", "broken", "other")] == [0] * 4
    faults = frozen("faults")
    assert len(faults) == 5
    for one in (*kills["verbs"].values(), *faults.values()):
        assert one["failures"] == []
        assert not one.get("lost") and not one.get("unforeseen")


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

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


def test_the_frozen_kills_lost_nothing() -> None:
    kills = frozen("kills")
    assert set(kills["verbs"]) == {"record", "load", "judge", "compact", "serve"}
    assert sum(one["kills"] for one in kills["verbs"].values()) == kills["kills"] >= 200
    assert [kills[name] for name in ("lost", "doubled", "broken", "other")] == [0] * 4
    assert all(one["failures"] == [] for one in kills["verbs"].values())


def test_the_frozen_faults_lost_nothing() -> None:
    faults = frozen("faults")
    assert set(faults) == {
        "full disk", "read-only folder", "clock going back", "two versions at once", "lost supply",
    }  # fmt: skip
    for one in faults.values():
        assert one["failures"] == []
        assert (one["lost"], one["doubled"], one["broken"]) == (0, 0, 0)
        assert not one.get("unforeseen")
    assert faults["full disk"]["refused"] > 0
    assert faults["lost supply"]["files dropped"] > 0


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


def test_the_time_and_memory_of_a_document_are_within_what_is_told() -> None:
    page = (ROOT / "docs" / "reference" / "trust.md").read_text("utf-8")
    told = re.search(r"at most (\d+) s of processor time and (\d+) MB", page)
    assert told is not None
    seconds, megabytes = map(int, told.groups())
    found = frozen("bounds")
    kinds = {name: one for name, one in found.items() if isinstance(one, dict)}
    assert found["characters"] >= 200_000
    assert len(kinds) >= 10
    millions = found["characters"] / 1e6
    for name, one in kinds.items():
        assert one["cpu_s"] <= seconds * millions, name
        assert one["mb"] <= megabytes * millions, name
        assert one["exponent"] <= 1.3 or one["cpu_s"] < 1, name


def test_no_expression_is_slow_on_what_it_was_tried_on() -> None:
    found = frozen("expressions")
    assert found["expressions"] > 100
    assert found["slow"] == []


def test_nine_in_ten_branches_of_the_rooms_are_run_by_their_tests() -> None:
    found = frozen("covered")
    assert set(found) == {"coding", "ledger", "measures", "audit", "crisis", "backtest"}
    assert min(one["branches run, per cent"] for one in found.values()) >= 90

"""Each view of a ledger of five million events that grows came within a second after the first."""

from __future__ import annotations

import json
from pathlib import Path

VIEWS = Path(__file__).parents[2] / "benchmarks/dashboard/views.json"


def test_every_view_came_within_a_second_after_the_first() -> None:
    told = json.loads(VIEWS.read_text(encoding="utf-8"))
    assert told["events"] >= 5_000_000
    assert {"client", "client much in the news", "evidence", "as of", "known on"} <= set(
        told["views"]
    )
    for view in told["views"].values():
        assert view["then"] < 1
        assert view["memory_mb"] < 3_000

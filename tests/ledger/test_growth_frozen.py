"""What was measured at size and kept in ``benchmarks/growth/scores/`` is what the docs promise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SCORES = Path(__file__).parents[2] / "benchmarks/growth/scores"
DOCS = Path(__file__).parents[2] / "docs/howto/operations.md"


def kept(name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((SCORES / f"{name}.json").read_text(encoding="utf-8"))
    return told


def test_counting_dyads_costs_little_more_than_bare_duckdb() -> None:
    sizes = {one["rows"]: one for one in kept("dyads")["sizes"]}
    assert max(sizes) >= 40_000_000
    for one in sizes.values():
        assert one["ratio_cpu"] <= 1.3
        assert one["ours_peak_gb"] < 2
        assert one["dyad_cpu_ms"] < 50


def test_the_guide_tells_the_ratios_that_were_measured() -> None:
    table = [
        line for line in DOCS.read_text(encoding="utf-8").splitlines() if " million | " in line
    ]
    ratios = [f"{one['ratio_cpu']:.2f}" for one in kept("dyads")["sizes"]]
    series = [f"{one['dyad_cpu_ms']:.0f} ms" for one in kept("dyads")["sizes"]]
    told = [[cell.strip() for cell in line.split("|")] for line in table[: len(ratios)]]
    assert [row[5] for row in told] == ratios
    assert [row[7] for row in told] == series


def test_a_cluster_that_lost_a_worker_coded_every_document_once() -> None:
    told = kept("cluster")
    assert told["documents"] == told["codings"] == 40_000
    assert told["killed"]
    assert told["wrong"] == told["again"] == told["problems"] == 0


def test_every_engine_gave_the_same_rows() -> None:
    told = kept("engines")
    assert told["events"] == 1_000_000
    assert told["registers"]["icews14"] > 90_000
    assert told["reads"]["queries"] > 50
    assert {"DuckDB, 1 threads", "DuckDB, 2 threads", "DuckDB, 4 threads", "Spark"} <= set(
        told["seconds"]
    )

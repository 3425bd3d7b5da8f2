"""Bilateral trade: the exporter gives, and each import is counted once in either form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.datasets.tabled import changed, text
from tests.datasets.written import reading, sample


def told(flows: list[dict[str, Any]]) -> set[tuple[str, str, float | None]]:
    return {(flow["giver"], flow["receiver"], flow["value"]) for flow in flows}


BOTH = {("VEN", "USA", 30.0), ("USA", "VEN", 20.0)}
TURNED = changed("cow_trade", ccode1=101, ccode2=2, flow1=20.0, flow2=30.0)


def test_the_exporter_is_the_giver(tmp_path: Path) -> None:
    got = reading("cow_trade", text(tmp_path / "a.csv", [changed("cow_trade")]))
    assert told(got.flows) == BOTH
    assert {flow["measure"] for flow in got.flows} == {"imports"}
    assert {flow["instrument"] for flow in got.flows} == {"trade"}


def test_a_pair_told_both_ways_is_counted_once(tmp_path: Path) -> None:
    got = reading("cow_trade", text(tmp_path / "a.csv", [changed("cow_trade"), TURNED]))
    assert len(got.flows) == 2
    assert told(got.flows) == BOTH


def test_a_pair_told_one_way_loses_nothing_beside_others_told_both_ways(tmp_path: Path) -> None:
    alone = changed("cow_trade", ccode1=710, ccode2=101, flow1=5.0, flow2=6.0)
    rows = [changed("cow_trade"), TURNED, alone]
    got = reading("cow_trade", text(tmp_path / "a.csv", rows))
    assert told(got.flows) == BOTH | {("VEN", "CHN", 5.0), ("CHN", "VEN", 6.0)}


def test_minus_nine_is_missing_and_zero_is_zero(tmp_path: Path) -> None:
    rows = [changed("cow_trade", flow1=-9, flow2=0)]
    got = reading("cow_trade", text(tmp_path / "a.csv", rows))
    assert told(got.flows) == {("VEN", "USA", None), ("USA", "VEN", 0.0)}
    assert got.problems == []


def test_the_reference_file_is_read_whole() -> None:
    from patronage import datasets
    from patronage.records import Problem

    rows = flows = 0
    venezuela: dict[tuple[str, str], float] = {}
    for found in datasets.read("cow_trade", sample("cow", "cow_trade_ddy.parquet")):
        if isinstance(found, Problem):
            assert not found.lost
            continue
        assert found.flows is not None
        rows += found.original.num_rows
        flows += found.flows.num_rows
        import pyarrow.compute as pc

        some = found.flows.filter(pc.equal(pc.year(found.flows["start"]), 2014))
        for flow in some.filter(pc.equal(some["receiver"], "VEN")).to_pylist():
            venezuela[flow["giver"], "VEN"] = flow["value"]
    assert (rows, flows) == (1347308, 1343226)
    assert venezuela["USA", "VEN"] > venezuela["RUS", "VEN"] > 0

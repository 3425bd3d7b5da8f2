"""Capabilities, product, distances and shared organisations: levels with their own units."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.datasets.tabled import changed, text
from tests.datasets.written import reading, sample


def test_military_spending_changes_its_currency_in_1914(tmp_path: Path) -> None:
    rows = [changed("cow_nmc", year=year) for year in (1913, 1914)]
    got = reading("cow_nmc", text(tmp_path / "a.csv", rows))
    told = [f for f in got.flows if f["measure"] == "military expenditure"]
    units = {flow["start"].year: flow["unit"] for flow in told}
    assert units == {1913: "thousand GBP", 1914: "thousand USD"}


def test_what_a_register_leaves_out_is_a_flow_without_value(tmp_path: Path) -> None:
    got = reading("cow_nmc", text(tmp_path / "a.csv", [changed("cow_nmc", pec=None, irst=0)]))
    told = {flow["measure"]: flow["value"] for flow in got.flows}
    assert told["primary energy consumption"] is None
    assert told["iron and steel production"] == 0.0
    assert got.problems == []


def test_product_is_an_estimate_and_stays_a_logarithm(tmp_path: Path) -> None:
    got = reading("cow_gdp", text(tmp_path / "a.csv", [changed("cow_gdp")]))
    told = {flow["measure"]: flow for flow in got.flows}
    assert told["gross domestic product"]["value"] == 23.5
    assert told["gross domestic product"]["unit"] == "natural log of USD"
    assert all(flow["estimated"] for flow in got.flows)


def test_a_pair_of_one_state_gives_no_flow(tmp_path: Path) -> None:
    rows = [changed("cow_distance", ccode1=255, ccode2=260), changed("cow_distance")]
    got = reading("cow_distance", text(tmp_path / "a.csv", rows))
    assert [(flow["giver"], flow["receiver"]) for flow in got.flows] == [("USA", "VEN")]
    assert "itself" in got.problems[0].message


@pytest.mark.parametrize(
    ("dataset", "file", "rows", "flows"),
    [
        ("cow_nmc", "cow_nmc", 17121, 114737),
        ("cow_gdp", "cow_sdp_gdp", 27753, 103980),
        ("cow_distance", "cow_mindist", 952244, 947628),
        ("cow_igo", "cow_igo_ndy", 917695, 895293),
    ],
)
def test_reference_files_are_read_whole(dataset: str, file: str, rows: int, flows: int) -> None:
    from patronage import datasets
    from patronage.records import Problem

    read = kept = 0
    for found in datasets.read(dataset, sample("cow", f"{file}.parquet")):
        if isinstance(found, Problem):
            assert not found.lost
            assert "names no state" in found.message
            continue
        read += found.original.num_rows
        kept += found.flows.num_rows if found.flows is not None else 0
    assert (read, kept) == (rows, flows)


def test_venezuela_has_a_share_of_capabilities_each_year() -> None:
    got = reading("cow_nmc", sample("cow", "cow_nmc.parquet"))
    shares = [f for f in got.flows if (f["giver"], f["measure"]) == ("VEN", "capability share")]
    assert [flow["start"].year for flow in shares] == list(range(1841, 2023))
    assert shares[-1]["value"] == pytest.approx(0.003410469)

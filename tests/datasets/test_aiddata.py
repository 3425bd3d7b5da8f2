"""AidData by country and year: who gives, which class, and that a 0 is no amount."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from tests.datasets.tabled import changed, text
from tests.datasets.written import Read, loads_once, reading, sample

from patronage import pipeline


def test_china_commits_in_constant_dollars_by_class(tmp_path: Path) -> None:
    got = reading("aiddata", text(tmp_path / "a.csv", [changed("aiddata")]))
    told = {flow["measure"]: flow for flow in got.flows}
    flow = told["official finance, OOF-like"]
    assert (flow["giver"], flow["receiver"], flow["value"]) == ("CHN", "VEN", 2.5e9)
    assert (flow["unit"], flow["base"], flow["stage"]) == (
        "USD", "constant 2021 USD", "commitment",
    )  # fmt: skip
    assert flow["instrument"] is None
    assert (flow["start"], flow["end"]) == (dt.date(2010, 1, 1), dt.date(2011, 1, 1))
    assert told["official finance, vague"]["value"] == 7e6


def test_a_zero_is_missing_and_never_zero(tmp_path: Path) -> None:
    got = reading("aiddata", text(tmp_path / "a.csv", [changed("aiddata")]))
    told = {flow["measure"]: flow["value"] for flow in got.flows}
    assert told["official finance, ODA-like"] is None
    assert got.originals[0]["oda_amt"] == "0"


@pytest.fixture(scope="module")
def whole() -> Read:
    return reading("aiddata", sample("aiddata", "cow_gcdf.csv"))


def billions(whole: Read, measure: str, first: int, last: int) -> float:
    def wanted(flow: dict[str, Any]) -> bool:
        fits = flow["receiver"] == "VEN" and flow["measure"].endswith(measure)
        return fits and first <= flow["start"].year <= last

    return sum(flow["value"] or 0 for flow in whole.flows if wanted(flow)) / 1e9


def test_the_reference_file_is_read_whole(whole: Read) -> None:
    assert len(whole.originals) == 2458
    assert len(whole.flows) == 3 * 2458
    assert whole.problems == []
    assert {flow["giver"] for flow in whole.flows} == {"CHN"}
    assert 0.0 not in {flow["value"] for flow in whole.flows}


def test_venezuela_sums_to_the_checked_figures(whole: Read) -> None:
    assert billions(whole, "OOF-like", 2002, 2016) == pytest.approx(105.46, abs=0.005)
    assert billions(whole, "ODA-like", 2002, 2016) == pytest.approx(0.056, abs=0.0005)
    assert billions(whole, "ODA-like", 2000, 2021) == pytest.approx(0.1026, abs=0.00005)
    # The 7.3 billion of vague finance are those of all years: 0.27 of them are of 2018.
    assert billions(whole, "vague", 2000, 2021) == pytest.approx(7.317, abs=0.0005)
    assert billions(whole, "vague", 2002, 2016) == pytest.approx(7.045, abs=0.0005)


def test_a_look_back_knows_only_what_was_out(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    loads_once("aiddata", sample("aiddata", "cow_gcdf.csv"), ledger)
    back = pipeline.flows(ledger=ledger, receiver="VEN", as_of=dt.date(2023, 11, 5)).to_pylist()
    now = pipeline.flows(ledger=ledger, receiver="VEN", as_of=dt.date(2023, 11, 6)).to_pylist()
    assert max(flow["start"].year for flow in back) == 2020
    assert max(flow["start"].year for flow in now) == 2021

"""Declines, exposure and analogues of Venezuela on the shared registers, where they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from patronage import measures, pipeline
from patronage.measures.explanations import vote_gaps

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
FILES = {
    "sipri": "sipri/trade-register.csv", "aiddata": "aiddata/cow_gcdf.csv",
    "gsdb": "gsdb/GSDB_V4.csv", "ideal_points": "unga/IdealpointestimatesAll_Apr2020.csv",
    "archigos": "leaders/archigos.parquet", "cow_nmc": "cow/cow_nmc.parquet",
    "mids": "cow/cow_mid_ddydisps.parquet", "ucdp_conflict": "cow/ucdp_acd.parquet",
}  # fmt: skip

pytestmark = pytest.mark.full


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    missing = [file for file in FILES.values() if not (REFERENCE / file).exists()]
    if missing:
        pytest.skip(f"no ../shared/reference/{missing[0]} beside this checkout")
    folder = tmp_path_factory.mktemp("venezuela") / "ledger"
    for dataset, file in FILES.items():
        pipeline.load(dataset, [REFERENCE / file], folder)
    return folder


@pytest.fixture
def registers(ledger: Path) -> Iterator[pipeline.auditing.LedgerRegisters]:
    from patronage.pipeline.auditing import LedgerRegisters
    from patronage.pipeline.opening import opened

    yield LedgerRegisters(opened(ledger))


def ask(name: str, ledger: Path, patron: str | None = None, **how: Any) -> tuple[Any, ...]:
    return pipeline.measure(name, "VEN", ledger=ledger, patron=patron, **how)


def test_russian_arms_and_chinese_finance_decline_and_none_is_called_withdrawal(
    ledger: Path,
) -> None:
    found = {(d.patron, d.series): d for d in ask("declines", ledger)}
    arms = found["RUS", "arms deliveries"]
    assert arms.word == "decline"
    assert arms.found is not None and arms.found.probability > 0.95
    assert arms.found.low.year in (2014, 2015) and arms.found.time.year in (2014, 2015)
    money = found["CHN", "official finance, OOF-like"]
    assert money.found is not None and money.found.probability > 0.8
    assert 2015 <= money.found.low.year <= money.found.high.year <= 2018
    assert "withdrawal" not in {d.word for d in found.values()}
    for one in found.values():
        shares = [e.share for e in one.explanations if e.share is not None]
        assert shares == sorted(shares, reverse=True)
        for e in one.explanations:
            assert e.name != "refused by the patron" or e.speaks == "open"


def test_the_last_russian_deliveries_come_in_2014(ledger: Path) -> None:
    (series,) = ask("arms deliveries", ledger, "RUS", period="year")
    values = {p.start.year: p.value for p in series.points}
    assert max((2011, 2012, 2013, 2014), key=lambda y: values[y] or 0) == 2013
    assert values[2014] and not values[2015]


def test_chinas_closeness_at_the_un_shows_no_break(registers: Any) -> None:
    gaps = vote_gaps(registers, "CHN", "VEN")
    series = [(dt.date(year, 1, 1), gaps[year][0]) for year in sorted(gaps) if year >= 1990]
    assert len(series) == 30
    assert measures.breaks(series) == ()


def test_undelivered_orders_are_ordered_less_delivered(ledger: Path, registers: Any) -> None:
    day = dt.date(2012, 1, 1)
    (found,) = ask("exposure", ledger, "RUS", given=pipeline.Given(end=day))
    left = next(s.estimate for s in found.stakes if s.kind == "undelivered orders")
    orders = registers.flows("sipri", "arms orders", "RUS", "VEN")
    came = registers.flows("sipri", "arms deliveries", "RUS", "VEN")
    ordered = sum(r["value"] for r in orders if 1997 < r["start"].year < 2012)
    rows = {r["row"] for r in orders if 1997 < r["start"].year < 2012}
    over = sum(r["value"] for r in came if r["end"] <= day and r["row"] in rows)
    begun = sum(r["value"] for r in came if r["start"] < day and r["row"] in rows)
    assert left is not None
    assert (left.high, left.low) == (pytest.approx(ordered - over), pytest.approx(ordered - begun))
    (now,) = ask("exposure", ledger, "RUS", given=pipeline.Given(end=dt.date(2024, 1, 1)))
    assert next(s.estimate for s in now.stakes if s.kind == "undelivered orders").high == 0


def test_chinese_claims_outstanding_are_unknown_and_commitments_told_by_class(
    ledger: Path,
) -> None:
    (found,) = ask("exposure", ledger, "CHN")
    claims = next(s for s in found.stakes if s.kind == "claims outstanding")
    assert (claims.estimate, claims.at_risk) == (None, None)
    assert claims.note.startswith("Unknown: the register (aiddata) tells commitments by class")
    sunk = {one.name: one for one in found.sunk}
    assert sunk["official finance, OOF-like"].value == pytest.approx(105.5e9, rel=0.01)
    assert "2002 to 2016" in sunk["official finance, OOF-like"].note


def test_what_is_released_later_changes_nothing_as_of_a_day(ledger: Path) -> None:
    early = ask("declines", ledger, "CHN", as_of=dt.date(2012, 1, 1))
    rows = {id for one in early for id in one.evidence}
    known = pipeline.flows(ledger=ledger, receiver="VEN", as_of=dt.date(2012, 1, 1))
    assert rows <= set(known["id"].to_pylist())
    words = {one.series: one.word for one in early}
    assert words["official finance, OOF-like"] == "no decline found"  # it peaks in 2010


def test_every_value_has_its_interval_and_its_rows(ledger: Path) -> None:
    found = [
        *(e for one in ask("exchange", ledger, "RUS") for e in one.estimates),
        *(s.part for one in ask("dependence", ledger) for s in one.shares),
        *(e for one in ask("analogues", ledger, given=pipeline.Given(year=2015))
          for e in (*one.among_nearest, *one.among_all)),
    ]  # fmt: skip
    assert len(found) > 20
    for one in found:
        assert one.low <= one.value <= one.high
        assert one.evidence and one.n


def test_analogues_hold_survivals_as_well_as_falls(ledger: Path) -> None:
    (found,) = ask("analogues", ledger, given=pipeline.Given(year=2015))
    assert found.pool > 300
    shares = {e.name: e.value for e in found.among_all}
    assert shares["leader still in office"] > 0.2 < 1 - shares["leader still in office"]
    assert shares["leader removed or fled"] > 0
    assert all(n.year < 2015 for n in found.nearest)

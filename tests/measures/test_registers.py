"""A register's flows per period: shares, levels, and what is missing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from patronage.datasets import flows_table
from patronage.errors import UsageError
from patronage.measures import Coverage, register_series

COVERED = Coverage(dt.date(2000, 1, 1), dt.date(2010, 1, 1))


def flows(*rows: dict[str, Any]) -> Any:
    common = {"dataset": "arms", "measure": "deliveries", "giver": "RUS", "receiver": "VEN"}
    common |= {"stage": "delivery", "unit": "TIV"}
    full = [common | {"id": f"r{n}", "row": n} | row for n, row in enumerate(rows, 1)]
    return flows_table({key: [row.get(key) for row in full] for key in full[0]})


def year(first: int, last: int | None = None) -> dict[str, dt.date]:
    return {"start": dt.date(first, 1, 1), "end": dt.date((last or first) + 1, 1, 1)}


def told(series: Any) -> dict[int, tuple[float | None, float | None, float | None, int]]:
    return {p.start.year: (p.value, p.low, p.high, p.n) for p in series.points}


def test_a_flow_over_years_is_shared_by_days_and_bounded_by_all_and_nothing() -> None:
    (series,) = register_series(
        flows({"value": 10.0, **year(2001)}, {"value": 73.0, **year(2001, 2002)}), "VEN", COVERED
    )
    values = told(series)
    assert values[2001] == (pytest.approx(46.5), 10.0, 83.0, 2)
    assert values[2002] == (pytest.approx(36.5), 0.0, 73.0, 1)
    assert sum(p.value for p in series.points if p.value) == pytest.approx(83.0)


def test_no_row_is_zero_inside_the_coverage_and_missing_outside() -> None:
    table = flows({"value": 1.0, **year(2008)}, {"value": 1.0, **year(2011)})
    (series,) = register_series(table, "VEN", COVERED, end=dt.date(2013, 1, 1))
    values = told(series)
    assert values[2009] == (0, 0.0, 0.0, 0)
    assert values[2010] == (None, None, None, 0)
    assert values[2011] == (None, None, None, 1)


def test_levels_are_averaged_and_never_zero_by_absence() -> None:
    rows = [
        {"value": v, "stage": "level", "giver": "VEN", "receiver": None, **year(y)}
        for y, v in ((2001, 1.0), (2001, 3.0), (2003, 5.0))
    ]
    (series,) = register_series(flows(*rows), "VEN", COVERED)
    values = told(series)
    assert series.patron is None
    assert values[2001] == (2.0, 1.0, 3.0, 2)
    assert values[2002] == (None, None, None, 0)


def test_missing_values_are_no_zeros() -> None:
    table = flows({"value": None, **year(2001)}, {"value": 2.0, **year(2002)})
    (series,) = register_series(table, "VEN", COVERED)
    assert told(series)[2002] == (2.0, 2.0, 2.0, 1)
    assert "r1" not in {id for p in series.points for id in p.evidence}


def test_units_never_mix() -> None:
    table = flows({"value": 1.0, **year(2001)}, {"value": 1.0, "unit": "USD", **year(2001)})
    with pytest.raises(UsageError, match="several kinds"):
        register_series(table, "VEN", COVERED)


def test_no_rows_no_series() -> None:
    assert register_series(flows({"value": 1.0, **year(2001)}).slice(0, 0), "VEN", COVERED) == ()

"""A register's flows per period: sums or levels, missing outside what the register covers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from patronage.errors import UsageError
from patronage.periods import Grain, Period, periods
from patronage.results import Point, Series

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Coverage", "register_series"]

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a register could tell: its period, cut off where nothing could be known yet."""

    start: dt.date
    end: dt.date

    def holds(self, period: Period) -> bool:
        """Whether the whole period lies inside."""
        return self.start <= period.start and period.end <= self.end


def register_series(
    flows: pa.Table | Sequence[Row],
    client: str,
    coverage: Coverage,
    *,
    grain: Grain = "year",
    start: dt.date | None = None,
    end: dt.date | None = None,
) -> tuple[Series, ...]:
    """One register's flows to a client (or its levels) per period and giver.

    Formula: flows of stage order, delivery or commitment are added up; one that spans several
    periods counts in each by its share of days, and its interval runs from what lies wholly inside
    the period to what touches it. Levels are averaged, from the least to the greatest. Inside the
    coverage a period without a row is zero for flows; for levels, and outside the coverage, it is
    None.

    It does not mean money where the unit is none (TIV), nor what a register leaves out, nor what
    arrived where the stage is an order or a commitment.

    Args:
        flows: rows of one measure of one dataset, as ``Ledger.flows`` gives them, or their dicts.
        client: the receiver's code; for a level of one state alone that state's.
        coverage: what the register could tell by the day of the question.
        grain: ``month``, ``quarter`` or ``year``.
        start: first day; None for the first row's.
        end: the day after the last; None for the coverage's.

    Returns:
        One series per giver, sorted by code; the evidence are the ids of the rows.

    Raises:
        UsageError: where the rows are of several measures, units or price bases.
    """
    rows = list(flows) if isinstance(flows, Sequence) else flows.to_pylist()
    if not rows:
        return ()
    kinds = {(r["dataset"], r["measure"], r["unit"], r["base"], r["stage"]) for r in rows}
    if len(kinds) > 1:
        raise UsageError(f"Rows of several kinds cannot be one series: {sorted(map(str, kinds))}.")
    ((_, measure, unit, base, stage),) = kinds
    first, last = start or min(r["start"] for r in rows), end or coverage.end
    made = []
    for giver, own in sorted(_by_giver(rows, client).items()):
        points = tuple(
            _point(period, own, coverage, level=stage == "level")
            for period in periods(first, last, grain)
        )
        words = f"{unit}, {base}" if base else unit
        made.append(Series(measure, client, giver or None, words, grain, 1.0, points))
    return tuple(made)


def _by_giver(rows: Iterable[Row], client: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    turned: dict[str, list[Row]] = {}
    for row in rows:
        if row["receiver"] == client:
            found.setdefault(row["giver"] or "", []).append(row)
        elif row["receiver"] is None and row["giver"] == client:
            found.setdefault("", []).append(row)
        elif row["stage"] == "level" and row["giver"] == client:
            turned.setdefault(row["receiver"], []).append(row)
    # a level of a pair, such as their distance, is told once and holds both ways
    return turned | found


def _point(period: Period, rows: Iterable[Row], coverage: Coverage, *, level: bool) -> Point:
    touching = [
        r
        for r in rows
        if r["value"] is not None and r["start"] < period.end and period.start < r["end"]
    ]
    ids = tuple(r["id"] for r in touching)
    if not coverage.holds(period):
        return Point(*period, None, None, None, len(ids), ids)
    if level:
        if not touching:
            return Point(*period, None, None, None, 0)
        values = [r["value"] for r in touching]
        mean = sum(values) / len(values)
        return Point(*period, mean, min(values), max(values), len(ids), ids)
    inside = [r for r in touching if period.start <= r["start"] and r["end"] <= period.end]
    value = sum(r["value"] * _share(r, period) for r in touching)
    low, high = (float(sum(r["value"] for r in some)) for some in (inside, touching))
    return Point(*period, value, low, high, len(ids), ids)


def _share(row: Row, period: Period) -> float:
    """The part of a flow's days that lies in the period."""
    start, end = max(row["start"], period.start), min(row["end"], period.end)
    return float((end - start).days / (row["end"] - row["start"]).days)

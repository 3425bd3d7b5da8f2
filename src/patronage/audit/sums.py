"""A register's rows added up over a period: what it holds of a claim's measure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from patronage.audit.registers import Row
from patronage.results import Check

__all__ = ["Sum", "add_up", "mean", "overlap", "yearly"]

_MILLION = {"million USD": 1e6, "thousand USD": 1e3, "thousand GBP": 1e3, "thousand persons": 1e3}


@dataclass(frozen=True, slots=True)
class Sum:
    """What rows add up to: ``low`` lies wholly in the period, ``high`` touches it.

    ``missing`` counts rows of the period whose value the register does not tell. ``unit`` is
    without thousands and millions: ``USD``, ``persons``, ``TIV`` (millions, as SIPRI prints it).
    """

    low: float
    high: float
    unit: str
    rows: tuple[str, ...]
    missing: int
    estimated: int

    def check(
        self,
        register: str,
        operation: str,
        start: dt.date,
        end: dt.date,
        others: Iterable[str] = (),
    ) -> Check:
        """Its arithmetic, to be done again from the rows."""
        return Check(
            register, operation, self.rows, self.low, self.unit, self.high, tuple(others), start,
            end,
        )  # fmt: skip


def overlap(row: Row, start: dt.date, end: dt.date) -> bool:
    """Whether a row's time touches a period, both half-open."""
    return bool(row["start"] < end and start < row["end"])


def add_up(rows: Iterable[Row], start: dt.date, end: dt.date) -> Sum:
    """The sum of the rows of a period; what only touches it counts for the upper end alone.

    A row over several years that begins and ends outside a period is in ``high`` and not in
    ``low``: a register of deliveries does not say how much came in which year.
    """
    kept = [row for row in rows if overlap(row, start, end)]
    known = [row for row in kept if row["value"] is not None]
    inside = [row for row in known if start <= row["start"] and row["end"] <= end]
    scale, unit = _unit(kept)
    return Sum(
        scale * sum(row["value"] for row in inside),
        scale * sum(row["value"] for row in known),
        unit,
        tuple(row["id"] for row in known),
        len(kept) - len(known),
        sum(bool(row["estimated"]) for row in known),
    )


def mean(rows: Iterable[Row], start: dt.date, end: dt.date) -> Sum | None:
    """The mean level of a period, or None where the register tells none or changes its unit."""
    kept = [row for row in rows if overlap(row, start, end)]
    known = [row for row in kept if row["value"] is not None]
    if len({row["unit"] for row in known}) != 1:  # military spending is in pounds up to 1913
        return None
    scale, unit = _unit(known)
    value = scale * sum(row["value"] for row in known) / len(known)
    ids = tuple(row["id"] for row in known)
    return Sum(value, value, unit, ids, len(kept) - len(known), 0)


def yearly(rows: Sequence[Row], first: int, last: int) -> list[tuple[int, float, tuple[str, ...]]]:
    """Year, value and row ids: each row's value spread over its years by days, else zero."""
    made = []
    for year in range(first, last + 1):
        start, end = dt.date(year, 1, 1), dt.date(year + 1, 1, 1)
        touching = [r for r in rows if r["value"] is not None and overlap(r, start, end)]
        value = sum(
            r["value"]
            * (min(end, r["end"]) - max(start, r["start"])).days
            / (r["end"] - r["start"]).days
            for r in touching
        )
        made.append((year, float(value), tuple(r["id"] for r in touching)))
    return made


def _unit(rows: Sequence[Row]) -> tuple[float, str]:
    told = rows[0]["unit"] if rows else ""
    scale = _MILLION.get(told, 1.0)
    return scale, told.split(" ", 1)[1] if told in _MILLION else told

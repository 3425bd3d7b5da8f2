"""A few rows as registers, of the shape that measures ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

COVERS = {
    **{"sipri": (1950, 2023), "aiddata": (2000, 2021), "gsdb": (1950, 2023)},
    **{"cow_nmc": (1816, 2022), "ideal_points": (1946, 2019), "archigos": (1875, 2015)},
    **{"mids": (1816, 2014), "ucdp_conflict": (1946, 2024)},
}
UNITS = {"arms orders": "TIV", "arms deliveries": "TIV", "capability share": "share"}
LAG = 75


class Held(NamedTuple):
    name: str
    start: dt.date
    end: dt.date


@dataclass
class World:
    """Rows put in by a test; ``as_of`` hides what could not be known by then."""

    loaded: Sequence[str] = tuple(COVERS)
    rows: list[dict[str, Any]] = field(default_factory=list)
    deeds: list[dict[str, Any]] = field(default_factory=list)
    day: dt.date | None = None

    def as_of(self, day: dt.date) -> World:
        return replace(self, day=day)

    def held(self, dataset: str) -> Held | None:
        if dataset not in self.loaded:
            return None
        first, last = COVERS[dataset]
        end = dt.date(last + 1, 1, 1)
        if self.day:
            end = min(end, self.day - dt.timedelta(days=LAG))
        return Held(dataset.upper(), dt.date(first, 1, 1), end)

    def _seen(self, row: dict[str, Any]) -> bool:
        return self.day is None or row["end"] + dt.timedelta(days=LAG) <= self.day

    def flows(
        self, dataset: str, measure: str, giver: str | None, receiver: str | None
    ) -> list[dict[str, Any]]:
        return [
            r for r in self.rows
            if (r["dataset"], r["measure"]) == (dataset, measure) and self._seen(r)
            and giver in (None, r["giver"]) and receiver in (None, r["receiver"])
        ]  # fmt: skip

    def acts(self, dataset: str, actor: str | None, recipient: str | None) -> list[dict[str, Any]]:
        return [
            r for r in self.deeds
            if r["dataset"] == dataset and self._seen(r)
            and actor in (None, r["actor"]) and recipient in (None, r["recipient"])
        ]  # fmt: skip

    def flow(
        self, dataset: str, measure: str, sides: str, years: int | tuple[int, int],
        value: float | None, row: int = 0,
    ) -> World:  # fmt: skip
        """Put in a flow; ``sides`` are ``BBB>AAA``, or one state alone."""
        giver, _, receiver = sides.partition(">")
        first, last = years if isinstance(years, tuple) else (years, years)
        number = row or len(self.rows) + 1
        self.rows.append({
            "id": f"{dataset}:{len(self.rows) + 1}", "dataset": dataset, "row": number,
            "measure": measure, "giver": giver, "receiver": receiver or None,
            "instrument": "arms" if measure.startswith("arms") else None,
            "start": dt.date(first, 1, 1), "end": dt.date(last + 1, 1, 1), "value": value,
            "unit": UNITS.get(measure, "level"), "base": None, "estimated": False,
        })  # fmt: skip
        return self

    def deal(self, sides: str, ordered: int, years: int | tuple[int, int] | None,
             value: float) -> World:  # fmt: skip
        """Put in an order and, where it has years, its delivery, both of one row."""
        row = len(self.rows) + 1
        self.flow("sipri", "arms orders", sides, ordered, value, row)
        return self.flow("sipri", "arms deliveries", sides, years, value, row) if years else self

    def act(self, dataset: str, sides: str, day: str, code: str, row: int = 0) -> World:
        """Put in an act of a year (``2015``) or of a day."""
        actor, _, recipient = sides.partition(">")
        start = dt.date.fromisoformat(day if "-" in day else f"{day}-01-01")
        end = start + dt.timedelta(days=1) if "-" in day else dt.date(start.year + 1, 1, 1)
        self.deeds.append({
            "id": f"{dataset}:{len(self.deeds) + 1}", "dataset": dataset,
            "row": row or len(self.deeds) + 1, "actor": actor, "recipient": recipient or None,
            "code": code, "type": None, "start": start, "end": end,
        })  # fmt: skip
        return self

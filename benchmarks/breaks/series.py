"""The list of endings, and the yearly deliveries or orders of its pairs from the SIPRI register.

The register is read through patronage's own loading. A year without a row is zero, since the
register covers every year from 1950 on; a deal that took several years counts in each by its days.
"""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pyarrow.compute as pc

from patronage.measures import Coverage, register_series
from patronage.pipeline import flows, load

HERE = Path(__file__).parent
REGISTER = HERE.parents[2] / "shared" / "reference" / "sipri" / "trade-register.csv"
FIRST, LAST = 1950, 2024  # the years spoken for
BEFORE, AFTER, NEAR = 15, 10, 2  # years of an ending's line, and of its window
JOINED = {"RUS": ("SUN", "RUS"), "YUG": ("YUG", "SCG"), "DDR": ("DDR", "East Germany (GDR)")}


@dataclass(frozen=True)
class Line:
    """One row of the list with its series; ``spoken`` are the years in which an alarm counts."""

    id: str
    group: str
    pair: tuple[str, str]
    year: int
    went_on: bool
    cause: str
    spoken: frozenset[int]
    values: tuple[tuple[int, float], ...]

    @property
    def odd(self) -> bool:
        return int(self.id[1:]) % 2 == 1

    @property
    def dated(self) -> bool:
        """Whether an ending is to be found."""
        return self.group != "steady" and not self.went_on


def lines(ledger: Path | None = None, measure: str = "arms deliveries") -> list[Line]:
    """Every row of the list with its yearly deliveries or, by ``measure``, "arms orders"."""
    with (HERE / "endings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with tempfile.TemporaryDirectory() as folder:
        where = ledger or Path(folder)
        load("sipri", [REGISTER], where)
        pairs = {(row["supplier"], row["recipient"]) for row in rows}
        values = {pair: _yearly(pair, where, measure) for pair in pairs}
    return [_line(row, rows, values) for row in rows]


def _yearly(pair: tuple[str, str], ledger: Path, measure: str) -> tuple[tuple[int, float], ...]:
    found = dict.fromkeys(range(FIRST, LAST + 1), 0.0)
    whole = Coverage(dt.date(FIRST, 1, 1), dt.date(LAST + 1, 1, 1))
    for giver in JOINED.get(pair[0], (pair[0],)):
        table = flows(ledger=ledger, giver=giver, dataset="sipri", measure=measure)
        for receiver in JOINED.get(pair[1], (pair[1],)):
            own = table.filter(pc.equal(table["receiver"], receiver))
            for series in register_series(own, receiver, whole, start=whole.start):
                for point in series.points:
                    found[point.start.year] += point.value or 0.0
    return tuple(sorted(found.items()))


def _line(row: dict[str, str], rows: list[dict[str, str]], values: dict) -> Line:  # type: ignore[type-arg]
    pair = (row["supplier"], row["recipient"])
    year, until = int(row["year"]), int(row["until"])
    if row["group"] == "steady":
        spoken = set(range(year + 1, until + 1))
    else:
        spoken = set(range(max(FIRST, year - BEFORE), min(LAST, year + AFTER) + 1))
    for other in rows:
        if (other["supplier"], other["recipient"]) == pair and other["cause"] and (
            other["went_on"] == "no"
        ):  # fmt: skip
            spoken -= set(range(int(other["year"]) - NEAR, int(other["year"]) + NEAR + 1))
    return Line(
        row["id"], row["group"], pair, year, row["went_on"] == "yes", row["cause"],
        frozenset(spoken), values[pair],
    )  # fmt: skip

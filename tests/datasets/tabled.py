"""One made-up row of each register that is read by columns, and files of them in both forms."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

ROWS: dict[str, dict[str, Any]] = {
    "aiddata": {
        "ccode": 101, "year": 2010, "oof_amt": 2.5e9, "oof_adj": 2e9, "oda_amt": 0, "oda_adj": 0,
        "vof_amt": 7e6, "vof_adj": 7e6,
    },
    "ideal_points": {
        "Row": 1, "ccode": 101, "session": 74, "NVotes": 80, "IdealPoint": -0.5, "QO%": -0.7,
        "iso3c": "VEN", "Countryname": "Venezuela",
    },
    "cow_nmc": {
        "ccode": 2.0, "year": 1920.0, "milex": 11.0, "milper": 12.0, "irst": 13.0, "pec": 14.0,
        "tpop": 15.0, "upop": 16.0, "cinc": 0.25,
    },
    "cow_gdp": {
        "ccode": 2.0, "year": 1920.0, "wbgdp2011est": 23.5, "wbpopest": 15.5, "sdpest": 22.5,
        "wbgdppc2011est": 8.5,
    },
    "cow_trade": {
        "ccode1": 2.0, "ccode2": 101.0, "year": 1990.0, "flow1": 30.0, "flow2": 20.0,
        "smoothflow1": 31.0, "smoothflow2": 21.0,
    },
    "cow_distance": {"ccode1": 2.0, "ccode2": 101.0, "year": 1990.0, "mindist": 1500.5},
    "cow_igo": {"ccode1": 2.0, "ccode2": 101.0, "year": 1990.0, "dyadigos": 40.0},
}  # fmt: skip
#: Flows that the row above gives.
MADE = {
    "aiddata": 3, "ideal_points": 1, "cow_nmc": 7, "cow_gdp": 4, "cow_trade": 2,
    "cow_distance": 1, "cow_igo": 1,
}  # fmt: skip


def changed(dataset: str, **values: Any) -> dict[str, Any]:
    """The made-up row with some values changed."""
    return ROWS[dataset] | values


def text(path: Path, rows: list[dict[str, Any]], encoding: str = "utf-8") -> Path:
    """Rows as a comma-separated file; None is written as NA."""
    with path.open("w", encoding=encoding, newline="") as file:
        lines = csv.DictWriter(file, list(rows[0]))
        lines.writeheader()
        lines.writerows([{k: "NA" if v is None else v for k, v in row.items()} for row in rows])
    return path

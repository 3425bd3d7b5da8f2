"""The list of endings was written before any series was looked at: it must not move afterwards."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from pathlib import Path

from patronage import actors

FOLDER = Path(__file__).parents[2] / "benchmarks" / "breaks"
CAUSES = {
    "refusal", "revolution", "realignment", "embargo", "patron_end", "cannot_pay", "war", "other",
}  # fmt: skip


def rows() -> list[dict[str, str]]:
    with (FOLDER / "endings.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_list_is_the_one_that_was_frozen() -> None:
    digest = hashlib.sha256((FOLDER / "endings.csv").read_bytes()).hexdigest()
    assert digest in (FOLDER / "ENDINGS.md").read_text(encoding="utf-8")


def test_the_list_has_what_it_says() -> None:
    found = rows()
    groups = Counter(row["group"] for row in found)
    assert groups == {"ending": 84, "soviet_end": 21, "steady": 59}
    assert sum(row["went_on"] == "yes" for row in found) == 17
    assert len({row["id"] for row in found}) == len(found)
    keys = [(row["supplier"], row["recipient"], row["year"]) for row in found]
    assert len(set(keys)) == len(keys)


def test_every_row_is_whole() -> None:
    for row in rows():
        assert row["why"] and row["source"]
        assert 1950 <= int(row["year"]) <= int(row["until"]) <= 2024
        assert not row["checked"] or row["source"].startswith("http")
        assert (row["cause"] in CAUSES) == (row["group"] != "steady")
        assert all(actors.state(row[side]) for side in ("supplier", "recipient"))

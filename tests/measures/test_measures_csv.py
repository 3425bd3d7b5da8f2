"""Each public measure has its row, and each row its measure."""

from __future__ import annotations

import csv
from importlib.resources import files

from patronage import measures
from patronage.codebook import rows, tables
from patronage.measures.reports import kinds


def read() -> list[dict[str, str]]:
    text = (files(measures) / "measures.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_every_public_measure_has_a_full_row() -> None:
    found = read()
    given = {
        "Coverage",
        "Hints",
        "Latent",
        "Risk",
        "Sources",
        "Told",
        "empty_frame",
        "hints_of",
        "told_of",
    }
    assert {r["name"] for r in found} == set(measures.__all__) - given
    for r in found:
        assert all(r[k] for k in ("formula", "unit", "range", "source", "does_not_mean")), r["name"]
        assert None not in r, f"{r['name']} has more cells than columns"


def test_every_type_of_the_codebook_has_a_kind() -> None:
    assert "types" in tables()
    assert set(kinds()) == {r["type"] for r in rows("types")}

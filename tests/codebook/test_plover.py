"""The event words are those of the pinned standard, and the crosswalk leads to them alone."""

from __future__ import annotations

import pytest

from patronage.codebook import rows

BACKING = """
    arms materiel logistics training advisers troops intelligence loan debt-rollover grant
    investment trade sanctions-evasion humanitarian territory recognition veto diplomatic
    evacuation
"""
PRESSURE = """
    sanction-trade sanction-arms sanction-financial sanction-travel legal show-of-force
    blockade strike invasion aid-cut
"""


def types() -> dict[str, str]:
    return {row["type"]: row["quad"] for row in rows("types")}


def test_sixteen_types_in_four_quads() -> None:
    assert len(types()) == 16
    assert set(types().values()) == {
        "verbal-cooperation",
        "material-cooperation",
        "verbal-conflict",
        "material-conflict",
    }


@pytest.mark.parametrize(
    ("type", "quad"),
    [
        ("SUPPORT", "verbal-cooperation"),
        ("RETREAT", "material-cooperation"),
        ("REQUEST", "verbal-conflict"),
        ("SANCTION", "material-conflict"),
    ],
)
def test_quads_follow_the_manual(type: str, quad: str) -> None:
    assert types()[type] == quad


def test_intensities_lie_on_the_scale_and_keep_their_sign() -> None:
    for row in rows("types"):
        score = float(row["intensity"])
        assert -10 <= score <= 10
        if row["type"] != "REQUEST":
            assert (score > 0) == row["quad"].endswith("cooperation"), row["type"]
    for row in rows("modes"):
        assert row["type"] in types()
        assert not row["intensity"] or -10 <= float(row["intensity"]) <= 10


def test_only_vandalize_has_no_score() -> None:
    assert [row["mode"] for row in rows("modes") if not row["intensity"]] == ["vandalize"]


def test_crosswalk_leads_to_known_types_modes_and_contexts() -> None:
    modes = {(row["type"], row["mode"]) for row in rows("modes")}
    contexts = {row["context"] for row in rows("contexts")}
    for row in rows("cameo"):
        if not row["type"]:
            assert not row["mode"]
            assert row["cameo"][:2] in {"01", "02"} or row["cameo"] == "08"
            assert row["note"]
            continue
        assert row["type"] in types(), row["cameo"]
        assert not row["mode"] or (row["type"], row["mode"]) in modes, row["cameo"]
        assert {c for c in row["context"].split("|") if c} <= contexts, row["cameo"]


@pytest.mark.parametrize(
    ("cameo", "type", "mode"),
    [
        ("042", "CONSULT", "visit"),
        ("072", "AID", ""),
        ("1032", "REQUEST", "assist"),
        ("163", "COERCE", "restrict"),
        ("1622", "SANCTION", "discontinue"),
        ("191", "COERCE", "restrict"),
        ("0874", "RETREAT", "disarm"),
        ("010", "", ""),
    ],
)
def test_crosswalk_rows(cameo: str, type: str, mode: str) -> None:
    row = next(row for row in rows("cameo") if row["cameo"] == cameo)
    assert (row["type"], row["mode"]) == (type, mode)


def test_instruments_are_those_of_the_design() -> None:
    found = {row["instrument"]: row["class"] for row in rows("instruments")}
    assert list(found) == BACKING.split() + PRESSURE.split()
    assert [name for name, kind in found.items() if kind == "backing"] == BACKING.split()
    assert [name for name, kind in found.items() if kind == "pressure"] == PRESSURE.split()


def test_statuses_and_polarities() -> None:
    assert {row["status"] for row in rows("statuses")} == {
        "occurred",
        "historical",
        "future",
        "hypothetical",
        "negated",
    }
    assert [row["polarity"] for row in rows("polarities")] == ["support", "pressure", "curtailment"]

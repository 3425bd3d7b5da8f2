"""The three shipped examples: where they lie, and what is asked of each."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
# The client as its README calls it, and the state that presses it.
ASKED = {"venezuela": ("VEN", "USA"), "syria": ("Syria", "USA"), "ukraine": ("Ukraine", "RUS")}


def dispatches(name: str) -> Path:
    """An example's texts."""
    return ROOT / "examples" / name / "dispatches.jsonl"


def plan(name: str) -> Path | None:
    """The scenario that goes with an example, where there is one."""
    path = ROOT / "examples" / "scenarios" / f"{name}-2025.yaml"
    return path if path.exists() else None

"""Predictions for situations as values and not as a file: what ``crisis predict`` writes."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from patronage.pipeline.crises import crisis_predict
from patronage.pipeline.opening import Input
from patronage.records import Problem

__all__ = ["crisis_predicted"]

_IDS = ("crisno", "T", "C", "P", "year")


def crisis_predicted(features: Input) -> dict[str, Any]:
    """The probabilities that :func:`.crises.crisis_predict` adds, one row a situation.

    Returns:
        ``note`` and counts as there; ``rows``: who, when and probabilities; ``problems``: rows that
        cannot be forecast.

    Raises:
        UsageError: as there.
    """
    import pyarrow.parquet as pq

    problems: list[Problem] = []
    with tempfile.TemporaryDirectory(prefix="patronage-") as folder:
        out = Path(folder) / "predicted.parquet"
        told = crisis_predict(features, out, report=problems.append)
        made = pq.read_table(out)
    names = [n for n in made.column_names if n in _IDS or n.startswith("p_") or n == "extrapolated"]
    counts = {"situations": told["rows"], "forecast": told["forecast"],
              "extrapolated": told["extrapolated"], "note": told["note"]}  # fmt: skip
    return {**counts, "rows": made.select(names).to_pylist(), "problems": problems}

"""How large the page of a dense corpus is: the Venezuela example eight times, every copy a text.

``.venv/bin/python -m benchmarks.report.dense_page`` codes the copies, draws the brief with its
scenario and writes bytes, rows and bytes for 2,000 rows of evidence to ``dense_page.json`` beside
this file. A dispatch gives four rows, so that a copy has many short texts under titles of their
own, and each claim stands eight times: more than the fixtures of the tests ask of a page.
"""

from __future__ import annotations

import json
import platform
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
COPIES = 8
ROWS = 2_000


def copies(folder: Path) -> Path:
    """The dispatches so many times, each with a last sentence of its own."""
    lines = (ROOT / "examples/venezuela/dispatches.jsonl").read_text(encoding="utf-8").splitlines()
    made = []
    for number in range(COPIES):
        for line in lines:
            row = json.loads(line)
            row["id"] += f"-{number}"
            row["text"] += f" This is edition {number} of the dispatch."
            made.append(json.dumps(row))
    path = folder / "dense.jsonl"
    path.write_text("\n".join(made), encoding="utf-8")
    return path


def main() -> dict[str, float]:
    """Draw the page and weigh it."""
    from patronage import pipeline

    with tempfile.TemporaryDirectory() as name:
        page = Path(name) / "brief.html"
        made = pipeline.brief(
            "VEN", [copies(Path(name))], coercer="USA", out=page, workers=1,
            scenario=ROOT / "examples/scenarios/venezuela-2025.yaml",
        )  # fmt: skip
        size = page.stat().st_size
    rows = len(made.events)
    return {"texts": len(made.documents), "rows": rows, "claims": len(made.claims),
            "bytes": size, "bytes for 2,000 rows": round(size / rows * ROWS)}  # fmt: skip


def keep(told: dict[str, float]) -> None:
    """Print the figures and keep them beside this file, with the command and the Python."""
    print(json.dumps(told))
    made = {"command": "python -m benchmarks.report.dense_page",
            "python": platform.python_version(), **told}  # fmt: skip
    out = Path(__file__).with_suffix(".json")
    out.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    keep(main())

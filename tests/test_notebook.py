"""The tutorial notebook runs from its first cell to its last, and ends in its finding."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.full

NOTEBOOK = Path(__file__).parents[1] / "docs" / "tutorial-notebook.ipynb"


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Any:
    nbclient = pytest.importorskip("nbclient", reason="needs the extra 'notebook'")
    pytest.importorskip("ipykernel", reason="needs the extra 'notebook'")
    pytest.importorskip("pandas", reason="needs the extra 'notebook'")
    import nbformat

    notebook = nbformat.read(NOTEBOOK, as_version=4)
    folder = str(tmp_path_factory.mktemp("notebook"))
    client = nbclient.NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": folder}}
    )
    return client.execute()


def told(cell: Any, kind: str = "text/plain") -> str:
    return "".join(
        out.get("text", "") or out.get("data", {}).get(kind, "") for out in cell.get("outputs", ())
    )


def test_every_cell_runs_and_the_finding_stands_at_the_end(ran: Any) -> None:
    cells = [c for c in ran.cells if c.cell_type == "code"]
    assert all(c.execution_count for c in cells)
    everything = "\n".join(map(told, cells))
    assert re.search(r"then: [1-9]\d* in words, [1-9]\d* in deeds", everything)
    assert re.search(r"now: [1-9]\d* in words, \d+ in deeds", everything)
    assert "Russia's backing has turned from deeds to words" in everything or (
        "may still be chance" in everything
    )
    quotes = told(cells[-1]).splitlines()
    assert len(quotes) >= 7 and all(q.startswith("- ") for q in quotes)


def test_a_brief_and_a_chart_are_shown_as_such(ran: Any) -> None:
    kinds = {kind for c in ran.cells if c.cell_type == "code"
             for out in c.outputs for kind in out.get("data", {})}  # fmt: skip
    assert "text/html" in kinds
    assert "image/svg+xml" in kinds


def test_the_notebook_is_kept_without_outputs() -> None:
    import json

    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    assert all(not c.get("outputs") and c.get("execution_count") is None for c in cells)

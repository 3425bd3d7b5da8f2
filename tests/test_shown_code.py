"""The Python that the documentation shows: blocks and cells are typed, docstrings' examples run."""

from __future__ import annotations

import doctest
import importlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "patronage"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
MODULES = sorted(
    file for file in SOURCE.rglob("*.py") if re.search("^ *>>> ", file.read_text(), re.M)
)


def scripts() -> dict[str, str]:
    """Each page's blocks of Python by name, a notebook's cells together."""
    found = {}
    for page in PAGES:
        for number, block in enumerate(
            re.findall(r"^```python\n(.*?)^```$", page.read_text("utf-8"), re.M | re.S)
        ):
            found[f"{page.stem}_{number}"] = block
    for notebook in (ROOT / "docs").glob("*.ipynb"):
        cells = json.loads(notebook.read_text("utf-8"))["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        found[notebook.stem.replace("-", "_")] = "\n".join(code)
    return found


@pytest.mark.full
def test_blocks_and_cells_pass_the_type_checker(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    for name, text in scripts().items():
        (tmp_path / f"{name}.py").write_text(text + "\n", encoding="utf-8")
    files = sorted(map(str, tmp_path.glob("*.py")))
    assert len(files) >= 3
    command = [sys.executable, "-m", "mypy", "--strict", *files]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_examples_of_docstrings_run(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = file.relative_to(SOURCE.parent).with_suffix("").parts
    module = importlib.import_module(".".join(parts).removesuffix(".__init__"))
    monkeypatch.chdir(tmp_path)
    done = doctest.testmod(module)
    assert done.attempted > 0
    assert done.failed == 0

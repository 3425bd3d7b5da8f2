"""The verb ``breaks``: any series in, breaks out, bad rows told."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from patronage import pipeline
from patronage.errors import UsageError
from patronage.records import Problem


@pytest.fixture
def file(tmp_path: Path) -> Path:
    rows = ["group,time,value"]
    rows += [f"a,{1990 + i},{60 if i < 10 else 1}" for i in range(20)]
    rows += [f"b,2000-{month:02},5" for month in range(1, 13)]
    rows += ["c,2001,1", "a,soon,3", "a,2050,much", "a,1990,7", "a,2051,-2", "a,2052"]
    path = tmp_path / "series.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def test_breaks_and_problems_of_a_file(file: Path) -> None:
    problems: list[Problem] = []
    (found,) = pipeline.breaks(file, report=problems.append)
    assert list(found) == [
        "group", "time", "direction", "probability", "before", "after", "interval",
    ]  # fmt: skip
    assert (found["group"], found["time"], found["direction"]) == ("a", "2000", "down")
    assert (found["before"], found["after"]) == (60, 1)
    assert found["interval"][0] <= "2000" <= found["interval"][1]
    assert [p.place for p in problems if p.lost] == [f"row {n}" for n in range(35, 40)]
    assert all(p.message and p.mend for p in problems)
    assert any("too few" in p.message for p in problems if not p.lost)


def test_a_file_without_the_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("country,year\nA,2000\n", encoding="utf-8")
    with pytest.raises(UsageError, match="group, time, value"):
        list(pipeline.breaks(tmp_path / "x.csv"))
    with pytest.raises(UsageError, match="No file"):
        list(pipeline.breaks(tmp_path / "y.csv"))


def test_the_command_line(file: Path) -> None:
    command = [sys.executable, "-c", "from patronage.cli import main; main()", "breaks", str(file)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 3  # some rows were left out
    (found,) = [json.loads(line) for line in run.stdout.splitlines()]
    assert found["direction"] == "down"
    assert "row 35" in run.stderr

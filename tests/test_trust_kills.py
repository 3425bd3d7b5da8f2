"""A few kills of writing verbs; the many, and losses of supply, are in benchmarks/trust."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

TRUST = Path(__file__).parents[1] / "benchmarks" / "trust"


@pytest.mark.full
@pytest.mark.parametrize("verb", ["load", "judge"])
def test_killed_verbs_lose_and_double_nothing(verb: str, tmp_path: Path) -> None:
    out = tmp_path / "found.json"
    command = [sys.executable, str(TRUST / "kills.py"), "--kills", "2", "--verbs", verb]
    subprocess.run([*command, "--seed", "3", "--out", str(out)], check=True)
    found = json.loads(out.read_text())
    assert found["kills"] == 2
    assert (found["lost"], found["doubled"], found["broken"], found["other"]) == (0, 0, 0, 0)

"""How many lines and branches of each room the tests of that room run.

`python -m benchmarks.trust.covered [--rooms coding,ledger,...] [--out FILE]`

Each room is measured by itself, by its own tests and the few of verbs that are named here, without
those that take minutes. So a branch counts only where a test near it runs it. Needs `coverage`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
LEAST = 90.0  # per cent of branches
ROOMS = {
    "coding": ("coding",),
    "ledger": ("ledger", "test_compact_verb.py"),
    "measures": ("measures", "test_measure_verb.py"),
    "audit": ("audit",),
    "crisis": ("crisis",),
    "backtest": ("backtest",),
}
SETTINGS = "[run]\nbranch = true\nparallel = true\npatch = subprocess\nsource = patronage.{}\n"


def covered(room: str, missing: bool) -> dict[str, float]:
    """Run the tests of a room; statements and branches, and the share of each that was run."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        settings = folder / "coverage.ini"
        settings.write_text(SETTINGS.format(room), encoding="utf-8")
        env = {**os.environ, "COVERAGE_FILE": str(folder / "data")}
        cover = [sys.executable, "-m", "coverage"]
        rc = f"--rcfile={settings}"
        tests = [str(Path("tests") / one) for one in ROOMS[room]]
        run = [*cover, "run", rc, "-m", "pytest", "-m", "not full", *tests]
        subprocess.run(run, cwd=ROOT, env=env, check=True)
        subprocess.run([*cover, "combine", "-q", rc], cwd=ROOT, env=env, check=True)
        told = folder / "told.json"
        subprocess.run([*cover, "json", "-q", rc, "-o", str(told)], cwd=ROOT, env=env, check=True)
        if missing:
            subprocess.run(
                [*cover, "report", rc, "-m", "--skip-covered"], cwd=ROOT, env=env, check=True
            )
        totals = json.loads(told.read_text("utf-8"))["totals"]
    return {
        "statements": totals["num_statements"],
        "statements run, per cent": _share(totals["covered_lines"], totals["num_statements"]),
        "branches": totals["num_branches"],
        "branches run, per cent": _share(totals["covered_branches"], totals["num_branches"]),
    }


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 1)


def main() -> None:
    """Measure and tell; fail where a room has less than the least share of branches."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rooms", default=",".join(ROOMS))
    parser.add_argument("--missing", action="store_true", help="also list what was not run")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    found: dict[str, dict[str, float]] = {}
    if args.out and args.out.exists():  # one room can be measured anew
        found = json.loads(args.out.read_text("utf-8"))
    for room in args.rooms.split(","):
        found[room] = covered(room, args.missing)
        print(room, json.dumps(found[room]), flush=True)
        if args.out:
            args.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    sys.exit(any(one["branches run, per cent"] < LEAST for one in found.values()))


if __name__ == "__main__":
    main()

"""Loading time of GDELT 2.0 events into a ledger, beside bare DuckDB from the same file to Parquet.

Run: python benchmarks/datasets/bench_gdelt.py [--rows N] [--repeats R] [--folder DIR] [--version V]

A made-up file of the format (see ``make_gdelt.py``) is written to DIR and loaded through
``pipeline.load``: hash, parse, check, keep the rows as they stand, make acts, commit. Bare DuckDB
reads it by ``read_csv`` with the column names given, types guessed, and writes Parquet; nothing
else. Both run in processes of their own, in turn, so that neither warms the other; memory is each
process's peak of resident memory. Absolute figures hold for one machine under its load of the
moment; the ratios carry further, that of CPU time furthest. The files are removed at the end.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from make_gdelt import make

AIM_RATIO, AIM_GB = 2.5, 2.0


def load(file: Path, folder: Path, version: str) -> int:
    """Load the file into a new ledger; returns its rows."""
    from patronage import pipeline

    dataset = "gdelt1" if version == "1.0" else "gdelt2"
    done = pipeline.load(dataset, [file], folder / "ledger")
    return done[0].rows


def bare(file: Path, folder: Path, version: str) -> int:
    """Copy the file to Parquet by DuckDB alone; returns its rows."""
    import duckdb
    import pyarrow.parquet as pq

    from patronage.datasets import register

    names = list(register("gdelt1" if version == "1.0" else "gdelt2").columns)
    source = f"read_csv('{file}', delim='\t', header=false, quote='', names={names})"
    target = folder / "bare.parquet"
    duckdb.sql(f"copy (select * from {source}) to '{target}' (format parquet)")
    return int(pq.read_metadata(target).num_rows)


def measured(what: str, file: Path, version: str) -> dict[str, float]:
    """Run one of the two in a process of its own."""
    told = subprocess.run(
        [sys.executable, __file__, "--child", what, "--file", str(file), "--version", version],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    found: dict[str, float] = json.loads(told.splitlines()[-1])
    return found


def child(what: str, file: Path, version: str) -> None:
    """What runs in the process: time, CPU time and the peak of memory, as a line of JSON."""
    folder = Path(tempfile.mkdtemp(prefix="bench-gdelt-", dir=file.parent))
    try:
        start, cpu = time.perf_counter(), time.process_time()
        rows = {"load": load, "bare": bare}[what](file, folder, version)
        took = {"seconds": time.perf_counter() - start, "cpu": time.process_time() - cpu}
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        size = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1024**3
        print(json.dumps({"rows": rows, **took, "peak_gb": peak, "written_gb": size}))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Make the file, measure both in turn, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--version", choices=("1.0", "2.0"), default="2.0")
    parser.add_argument("--child", choices=("load", "bare"))
    parser.add_argument("--file", type=Path)
    asked = parser.parse_args()
    if asked.child:
        child(asked.child, asked.file, asked.version)
        return
    with tempfile.TemporaryDirectory(prefix="bench-gdelt-", dir=asked.folder) as folder:
        file = Path(folder) / "events.export.CSV"
        make(file, asked.version, asked.rows)
        size = file.stat().st_size / 1024**3
        print(f"GDELT {asked.version}, made up: {asked.rows:,} rows, {size:.2f} GB")
        runs: dict[str, list[dict[str, float]]] = {"bare": [], "load": []}
        for _ in range(asked.repeats):
            for what, done in runs.items():
                done.append(measured(what, file, asked.version))
        report(runs, asked.rows)


def report(runs: dict[str, list[dict[str, float]]], rows: int) -> None:
    """Print each run, and the ratios of the fastest ones to the aims."""
    for what, name in (("bare", "DuckDB read_csv to Parquet"), ("load", "pipeline.load")):
        for run in runs[what]:
            assert run["rows"] == rows, f"{name} gave {run['rows']:,} rows of {rows:,}"
            print(
                f"{name:27} {run['seconds']:7.1f} s  {run['cpu']:7.1f} s CPU  "
                f"{run['peak_gb']:5.2f} GB peak  {run['written_gb']:5.2f} GB written"
            )
    wall, cpu = (
        min(run[key] for run in runs["load"]) / min(run[key] for run in runs["bare"])
        for key in ("seconds", "cpu")
    )
    peak = max(run["peak_gb"] for run in runs["load"])
    print(f"ratio: {wall:.2f} in time (aim at most {AIM_RATIO}), {cpu:.2f} in CPU time")
    print(f"peak of memory: {peak:.2f} GB (aim under {AIM_GB:.0f})")


if __name__ == "__main__":
    main()

"""How counting dyad-months and reading one dyad grow with the rows, beside bare DuckDB.

Run: python benchmarks/growth/bench_dyads.py [--rows N ...] [--repeats R] [--folder DIR] [--out F]

For each size a ledger is filled with acts shaped as those of GDELT (made up: a few dyads fill most
rows, as in the register; the register's own 61 columns are left out, for no such query reads them).
Then, each in a process of its own and in turn: ``Ledger.dyads`` by month, and the same counts asked
of DuckDB over the same Parquet files without anything that makes it a ledger: no versions of
files, no ``as_of`` (``--repeats 0`` leaves both out). After ``compact`` a dyad's series is read,
the most frequent one's and a rare one's, twenty times each by an open ledger. Ratios are of CPU
time, which other work on the machine changes least; memory is the process's peak.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
from frozen import freeze

from patronage import codebook
from patronage.ledger import DuckEngine, Ledger, Load, Wanted
from patronage.ledger.schema import RECORDS, arrow_schema
from patronage.records import Act

BLOCK = 500_000
DATASET = "gdelt2"
NOW = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)
FIRST, DAYS = 16_480, 3_700  # from 2015-02-14 on, about ten years
MEMORY = "1GB"  # what DuckDB may take, here and there
DYAD = ("RUS", "VEN")  # more rows than any other: between one and two of a hundred
RARE = ("CHL", "NOR")
BARE = """select dataset, actor, recipient, polarity, cast(date_trunc('month', start) as date) as m,
cast(count(*) as bigint) as acts, cast(sum(coalesce(reports, 1)) as bigint) as reports
from read_parquet({files}, hive_partitioning = false)
group by all order by all"""


def blocks(rows: int) -> Iterator[tuple[pa.Table, pa.Table, None]]:
    """Acts in blocks, each with a thin original."""
    rng = np.random.default_rng(11)
    states = sorted({row["iso3"] for row in codebook.rows("states") if not row["end"]})
    states.sort(key=lambda code: code not in DYAD)  # the two that are read among the frequent ones
    names = pa.array([*states, None])
    types = pa.array(sorted({row["type"] for row in codebook.rows("types")}))
    polarity = pa.array(["support", "pressure", "curtailment", None])
    weight = 1 / np.arange(1, len(names) + 1)
    weight /= weight.sum()
    schema = arrow_schema(RECORDS[Act])
    for first in range(0, rows, BLOCK):
        n = min(BLOCK, rows - first)
        number = np.arange(first, first + n)
        day = FIRST + number * DAYS // rows
        drawn = {
            "id": pa.array(number + 410_000_000).cast(pa.string()),
            "dataset": pa.repeat(DATASET, n), "row": pa.array(number, pa.int32()),
            "actor": names.take(pa.array(rng.choice(len(names), n, p=weight))),
            "recipient": names.take(pa.array(rng.choice(len(names), n, p=weight))),
            "type": types.take(pa.array(rng.integers(0, len(types), n))),
            "polarity": polarity.take(pa.array(rng.integers(0, 4, n))),
            "start": _days(day), "end": _days(day + 1), "available": _days(day + 1),
            "intensity": pa.array(rng.integers(-100, 101, n) / 10),
            "reports": pa.array(np.minimum(rng.zipf(1.8, n), 5_000), pa.int32()),
        }  # fmt: skip
        columns = [drawn.get(f.name, pa.nulls(n, f.type)) for f in schema]
        yield pa.table({"row": drawn["row"]}), pa.table(columns, schema=schema), None


def _days(days: np.ndarray) -> pa.Array:
    return pa.array(days.astype("int32")).cast(pa.date32())


def ours(folder: str) -> int:
    """Dyad-months of the ledger."""
    return Ledger(folder, engine=DuckEngine(memory=MEMORY)).dyads("month").num_rows


def bare(folder: str) -> int:
    """Dyad-months of the files alone."""
    import duckdb

    files = Ledger(folder)._store.files("act")
    with duckdb.connect(config={"memory_limit": MEMORY}) as connection:
        return connection.sql(BARE.format(files=files)).to_arrow_table().num_rows


def dyad(folder: str, times: int = 20) -> dict[str, float]:
    """Milliseconds in which a dyad's monthly counts are read again, by the clock and of CPU."""
    told = {}
    for name, pair in (("dyad", DYAD), ("rare", RARE)):
        ledger, took = Ledger(folder), []
        for _ in range(times + 1):
            began, cpu = time.perf_counter(), time.process_time()
            found = ledger.dyads("month", Wanted(DATASET, *pair))
            took.append((time.perf_counter() - began, time.process_time() - cpu))
            assert found.num_rows > 0
        first, *rest = took
        for how, column in (("clock", 0), ("cpu", 1)):
            spent = [one[column] for one in rest]
            told[f"{name}_{how}_ms"] = 1000 * statistics.median(spent)
            told[f"{name}_{how}_least_ms"] = 1000 * min(spent)
            told[f"{name}_{how}_first_ms"] = 1000 * first[column]
        told[f"{name}_acts"] = sum(found["acts"].to_pylist())
    return told


def measured(what: str, folder: str) -> dict[str, float]:
    """Run one of them in a process of its own."""
    told = subprocess.run(
        [sys.executable, __file__, "--child", what, "--folder", folder],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    found: dict[str, float] = json.loads(told.splitlines()[-1])
    return found


def child(what: str, folder: str) -> None:
    """What runs in the process, as a line of JSON."""
    began, cpu = time.perf_counter(), time.process_time()
    if what == "dyad":
        print(json.dumps(dyad(folder)))
        return
    groups = {"ours": ours, "bare": bare}[what](folder)
    took = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(json.dumps({"groups": groups, **took, "peak_gb": peak}))


def size(rows: int, repeats: int, folder: str, compact: bool) -> dict[str, float]:
    """Fill a ledger of one size and measure; a row of figures."""
    began = time.perf_counter()
    ledger = Ledger(folder, create=True)
    ledger.load(Load(DATASET, "2.0", "made up", "0", True), blocks(rows), NOW, [])
    row = {"rows": rows, "filled_s": time.perf_counter() - began}
    runs: dict[str, list[dict[str, float]]] = {"bare": [], "ours": []}
    for _ in range(repeats):
        for what, done in runs.items():
            done.append(measured(what, folder))
    for what, done in runs.items() if repeats else ():
        for key in ("seconds", "cpu"):
            row[f"{what}_{key}"] = min(run[key] for run in done)
        row[f"{what}_peak_gb"] = max(run["peak_gb"] for run in done)
    if repeats:
        row["groups"] = runs["ours"][0]["groups"]
        assert row["groups"] == runs["bare"][0]["groups"]
        row["ratio_cpu"] = row["ours_cpu"] / row["bare_cpu"]
        row["ratio_seconds"] = row["ours_seconds"] / row["bare_seconds"]
    if compact:
        began = time.perf_counter()
        done = ledger.compact()
        row |= {"compact_s": time.perf_counter() - began, "gb": done.bytes_after / 1e9}
        row |= measured("dyad", folder)
    row["load"] = os.getloadavg()[0]
    return row


def main() -> None:
    """Measure each size, print a line of JSON for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 4_000_000])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--folder", default=None)
    parser.add_argument("--out", type=Path, default=None)
    parser.add_argument("--no-compact", dest="compact", action="store_false")
    parser.add_argument("--child", choices=("bare", "ours", "dyad"))
    asked = parser.parse_args()
    if asked.child:
        child(asked.child, asked.folder)
        return
    found = []
    for rows in asked.rows:
        with tempfile.TemporaryDirectory(prefix="bench-dyads-", dir=asked.folder) as folder:
            row = size(rows, asked.repeats, folder, asked.compact)
            found.append({key: round(value, 3) for key, value in row.items()})
            freeze(asked.out, {"sizes": found})


if __name__ == "__main__":
    main()

"""Every read, measure and check of a ledger on DuckDB with 1, 2 and 4 threads and on Spark.

Run: python benchmarks/growth/check_engines.py [--events N] [--verify] [--spark NAME]
         [--folder DIR] [--out FILE]

Each query that any of them asks is run on all four, and the rows must be the same: values, order
and kinds. Beside the made-up events the ledger holds the registers that lie in ``../shared``, where
that folder is (ICEWS14). Tells how many queries and rows were compared. ``--spark`` names
a session as ``--engine`` does: ``sc://127.0.0.1:15002`` asks a server of Spark Connect, which
``sbin/start-connect-server.sh`` of pyspark starts.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from engines import Compared
from frozen import freeze
from worlds import fill

from patronage import pipeline
from patronage.errors import PatronageError
from patronage.ledger import DuckEngine, Engine, Ledger
from patronage.pipeline import engines as named
from patronage.pipeline.latent import LATENT
from patronage.pipeline.measuring import WIDER

SHARED = Path(__file__).parents[3] / "shared/reference"
REGISTERS = {"icews14": ("icews/icews14/train.txt", "icews/icews14/valid.txt",
                         "icews/icews14/test.txt")}  # fmt: skip
CLIENT, PATRON = "VEN", "RUS"
LOOKS: Mapping[str, Mapping[str, Any]] = {
    "all": {},
    "client": {"client": CLIENT},
    "as of": {"as_of": dt.date(2015, 1, 1)},
    "client, as of, known on": {
        "client": CLIENT, "as_of": dt.date(2020, 1, 1), "known_on": dt.date(2025, 6, 1),
    },
}  # fmt: skip


def reads(ledger: Ledger, whole: bool) -> None:
    """Every read of a ledger, at several looks; ``whole`` also all events as records."""
    for look in LOOKS.values():
        ledger.frame(**look)
        ledger.claims(**look)
        ledger.find("réport 100% oil_", **look)
        ledger.acts(**look)
        ledger.flows(**look)
        for grain in ("day", "month", "quarter", "year"):
            ledger.dyads(grain, **look)  # type: ignore[arg-type]
        rest = {key: value for key, value in look.items() if key != "client"}
        ledger.documents(**rest)
        ledger.sightings(**rest)
        ledger.problems(**rest)
        if whole or look:
            ledger.events(**{**look, "client": "TUR"} if not whole else look)
    ids = ledger.frame(client=CLIENT)["id"].to_pylist()[:50]
    ledger.events(ids)
    ledger.codings()
    ledger.loaded()
    ledger.measures()
    ledger.judgements()
    for register in ledger.loaded():
        ledger.original(register["dataset"], range(1, 50))


def counts(ledger: Ledger) -> None:
    """Dyads once more from the counts that compaction keeps."""
    ledger.compact()
    for look in LOOKS.values():
        ledger.dyads("month", **look)


def measures(folder: str) -> list[str]:
    """Every measure that ``measure`` knows, of a client and patron; returns those that ran."""
    ran = []
    for name in ("backing", "pressure", *WIDER, *LATENT, *Ledger(folder).measures()):
        try:
            pipeline.measure(
                name, CLIENT, ledger=folder, patron=PATRON, period="year", engine="all"
            )
        except PatronageError as error:
            print(f"  {name}: {error}")
            continue
        ran.append(name)
    return ran


def compared(folder: str, spark: Engine, whole: bool, verify: bool) -> Iterator[dict[str, Any]]:
    """Ask everything of a ledger; the figures so far after each step.

    Raises DifferenceError at the first difference.
    """
    threads: dict[str, Engine] = {f"DuckDB, {n} threads": DuckEngine(n) for n in (1, 2, 4)}
    engine = Compared(threads | {"Spark": spark})
    ledger = Ledger(folder, engine=engine)
    real = named.engine_of
    named.engine_of = lambda name: engine if name == "all" else real(name)
    steps: dict[str, Callable[[], Any]] = {"reads": lambda: reads(ledger, whole)}
    steps["measures"] = lambda: measures(folder)
    steps["compacted"] = lambda: counts(ledger)
    if verify:
        steps["verify"] = lambda: [str(problem) for problem in ledger.verify()]
    told: dict[str, Any] = {}
    try:
        for name, step in steps.items():
            before, began = (engine.queries, engine.rows), time.perf_counter()
            found = step()
            told[name] = {
                "queries": engine.queries - before[0], "rows": engine.rows - before[1],
                "wall": round(time.perf_counter() - began, 1),
            }  # fmt: skip
            if found is not None:
                told[name]["names" if name == "measures" else "problems"] = found
            seconds = {name: round(s, 1) for name, s in engine.seconds.items()}
            yield {**told, "seconds": seconds}
    finally:
        named.engine_of = real


def made(folder: str, events: int) -> dict[str, int]:
    """A ledger of so many events, with the registers that are here; returns their rows."""
    ledger = Ledger(folder, create=True)
    fill(ledger, events)
    loaded = {}
    for dataset, files in REGISTERS.items():
        there = [SHARED / file for file in files if (SHARED / file).is_file()]
        if there:
            rows = pipeline.load(dataset, there, folder)
            loaded[dataset] = sum(one.rows for one in rows)
        else:
            print(f"  {dataset}: not here, left out")
    return loaded


def main() -> None:
    """Make the ledger, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--spark", default="local[2]")
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--out", type=Path, default=None)
    parser.add_argument("--verify", action="store_true", help="also what verify asks")
    asked = parser.parse_args()
    # Whole results come back to be compared.
    options = "--driver-memory 3g --conf spark.driver.maxResultSize=0"
    os.environ.setdefault("PYSPARK_SUBMIT_ARGS", f"{options} pyspark-shell")
    with tempfile.TemporaryDirectory(prefix="check-engines-", dir=asked.folder) as folder:
        began = time.perf_counter()
        registers = made(folder, asked.events)
        print(f"{asked.events:,} events, made in {time.perf_counter() - began:.0f} s")
        spark = named.engine_of(asked.spark)
        assert spark is not None
        for told in compared(folder, spark, asked.events <= 100_000, asked.verify):
            freeze(asked.out, {"events": asked.events, "registers": registers, **told})


if __name__ == "__main__":
    main()

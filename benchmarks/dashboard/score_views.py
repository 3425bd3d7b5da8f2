"""How long each view of the dashboard takes on a large ledger, first and then, while one appends.

    python benchmarks/dashboard/make_ledger.py FOLDER
    python benchmarks/dashboard/score_views.py FOLDER [--out scores.json]

The dashboard is started as a user would start it, on FOLDER itself, which grows by a text every two
seconds, appended by a third process through the ledger's own door. Each address is asked once
(``first``) and then thrice more (``then``, the slowest of the three); the page of evidence is asked
of another event each time. Beside the seconds on the clock stand those of the server's processor
(``first_cpu``, ``then_cpu``, of the slowest), which other work on the machine moves less, the
machine's load and the priority (``nice``) at which it was measured. What does not answer within
``--patience`` seconds is told as null. With ``--views`` only some are measured, and ``--out`` keeps
what it had of the others.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import bench_serve

LARGE, MIDDLE = "VEN", "KEN"  # by the generator's weights: 101,000 and 8,800 of 5 million events
VIEWS = {
    "overview": "/",
    "client": f"/view?client={MIDDLE}",
    "table of events": f"/table.csv?client={MIDDLE}&what=events",
    "table of backing": f"/table.csv?client={MIDDLE}&what=backing",
    "evidence": "/correct?event={event}",
    "corrections": "/corrections",
    "documents": "/documents",
    "alerts": "/alerts.jsonl",
    "as of": f"/view?client={MIDDLE}&as_of=2015-01-01",
    "known on": f"/view?client={MIDDLE}&known_on=2026-01-03",
    "one patron": f"/view?client={MIDDLE}&patron=CHN",
    "by quarter": f"/view?client={MIDDLE}&period=quarter",
    "some years": f"/view?client={MIDDLE}&start=2010-01-01&end=2020-01-01",
    "client much in the news": f"/view?client={LARGE}",
}


def main() -> None:
    """Measure, print, and with ``--out`` keep the scores."""
    parser = argparse.ArgumentParser()
    parser.add_argument("ledger")
    parser.add_argument("--append", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--patience", type=float, default=600)
    parser.add_argument("--views", nargs="*", default=list(VIEWS), choices=list(VIEWS))
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    if given.append:
        append(given.ledger)
        return
    with bench_serve.standing(given.ledger, MIDDLE) as (port, pid):
        writer = subprocess.Popen([sys.executable, __file__, given.ledger, "--append"])
        try:
            told = asyncio.run(measure(given, port, pid))
        finally:
            writer.terminate()
            writer.wait(30)
    print(json.dumps(told))


def append(folder: str) -> None:
    """A text every two seconds, until told to end."""
    import make_ledger

    from patronage.ledger import Ledger
    from patronage.ledger.schema import RECORDS
    from patronage.records import Sighting

    world, ledger = make_ledger.World.of(11), Ledger(folder)
    world.rng = random.Random(time.time())
    names = [name for name, _ in RECORDS[Sighting]]
    while True:
        world.count = world.rng.randrange(10**12)
        document, coding = make_ledger.text(world, dt.date(2025, 12, 31))
        first = next(iter(make_ledger.sightings(world, document)))
        sighting = Sighting(**{name: first[name] for name in names})
        ledger.append([(document, sighting)], [coding], dt.datetime.now(dt.UTC))
        time.sleep(2)


async def measure(given: argparse.Namespace, port: int, pid: int) -> dict[str, Any]:
    """Each address once, then thrice more."""
    from patronage.ledger import DuckEngine, Ledger

    book = Ledger(given.ledger, engine=DuckEngine(memory="2GB"))
    ids = book.frame(client=MIDDLE)["id"].to_pylist()
    ids = ids[:: max(1, len(ids) // 4)]  # far from each other
    told: dict[str, Any] = {
        "day": dt.date.today().isoformat(), "events": events(given.ledger),
        "machine": bench_serve.machine(), "views": {},
    }  # fmt: skip
    if given.out and given.out.exists():  # views that are not asked for now stay as they were
        told["views"] = json.loads(given.out.read_text("utf-8"))["views"]
    for name in given.views:
        paths = [VIEWS[name].format(event=id) for id in ids[:4]]
        first, *then = [await asked(path, port, pid, given.patience) for path in paths]
        slowest = None if None in then else max(one for one in then if one)
        told["views"][name] = {
            "first": first and first[0], "first_cpu": first and first[1],
            "then": slowest and slowest[0], "then_cpu": slowest and slowest[1],
            "memory_mb": bench_serve.memory(pid), "load": round(os.getloadavg()[0], 1),
            "nice": os.nice(0),
        }  # fmt: skip
        print(name, told["views"][name], file=sys.stderr)
        if given.out:  # after each: a large ledger on a busy machine takes an hour
            given.out.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    return told


async def asked(path: str, port: int, pid: int, patience: float) -> tuple[float, float] | None:
    """Seconds until an address answered, on the clock and of the server's processor."""
    reader, writer = await asyncio.open_connection(bench_serve.HERE, port)
    began, busy = time.perf_counter(), cpu(pid)
    try:
        status = await asyncio.wait_for(bench_serve.one(reader, writer, path, port), patience)
    except TimeoutError:
        return None
    finally:
        writer.close()
    assert status == 200, (path, status)
    return round(time.perf_counter() - began, 3), round(cpu(pid) - busy, 2)


def cpu(pid: int) -> float:
    """Seconds that a process has had of processors."""
    told = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def events(folder: str) -> int:
    """Events that the files of a ledger hold."""
    import pyarrow.parquet as pq

    from patronage.ledger.store import Store

    return sum(pq.read_metadata(file).num_rows for file in Store(folder).files("event"))


if __name__ == "__main__":
    main()

"""How long each view of the dashboard takes on a large ledger, first and then, while one appends.

    python benchmarks/dashboard/make_ledger.py FOLDER
    python benchmarks/dashboard/score_views.py FOLDER [--out scores.json]

The dashboard is started as a user would start it, on a copy of nothing: FOLDER grows by a text
every two seconds, appended by a third process through the ledger's own door. Each address is asked
once (``first``) and then thrice more (``then``, the slowest of the three); beside the seconds on
the clock stand those of the server's processor (``cpu``), which other work on the machine moves
less. An address that does not answer within ``--patience`` seconds is told as null.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import json
import os
import platform
import random
import re
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
    "one patron": f"/view?client={MIDDLE}&patron=CHN",
    "by quarter": f"/view?client={MIDDLE}&period=quarter",
    "some years": f"/view?client={MIDDLE}&start=2010-01-01&end=2020-01-01",
    "as of": f"/view?client={MIDDLE}&as_of=2015-01-01",
    "known on": f"/view?client={MIDDLE}&known_on=2026-01-03",
    "table of events": f"/table.csv?client={MIDDLE}&what=events",
    "table of backing": f"/table.csv?client={MIDDLE}&what=backing",
    "evidence": "/correct?event={event}",
    "corrections": "/corrections",
    "alerts": "/alerts.jsonl",
    "client much in the news": f"/view?client={LARGE}",
}


def main() -> None:
    """Measure, print, and with ``--out`` keep the scores."""
    parser = argparse.ArgumentParser()
    parser.add_argument("ledger", nargs="?")
    parser.add_argument("--append", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--patience", type=float, default=600)
    parser.add_argument("--views", nargs="*", default=list(VIEWS), choices=list(VIEWS))
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    if given.ledger is None:  # `make bench` runs every benchmark
        print("skipped: name a ledger of make_ledger.py")
        return
    if given.append:
        append(given.ledger)
        return
    words = [sys.executable, "-c", "from patronage.cli import main; main()", "serve", "--ledger",
             given.ledger, "--port", "0", "--watch", MIDDLE, "--rate", "100000"]  # fmt: skip
    server = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    writer = subprocess.Popen([sys.executable, __file__, given.ledger, "--append"])
    try:
        assert server.stderr is not None
        port = int(re.search(r":(\d+)/", server.stderr.readline())[1])  # type: ignore[index]
        told = asyncio.run(measure(given, port, server.pid))
    finally:
        for one in (writer, server):
            one.terminate()
            one.wait(30)
    print(json.dumps(told))
    if given.out:
        given.out.write_text(json.dumps(told, indent=1) + "\n", "utf-8")


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
    from patronage.ledger import Ledger

    event = Ledger(given.ledger).frame(client=MIDDLE)["id"][0].as_py()
    views: dict[str, Any] = {}
    for name in given.views:
        path = VIEWS[name].format(event=event)
        began, busy = time.perf_counter(), cpu(pid)
        first = await asked(path, port, given.patience)
        took, spent = time.perf_counter() - began, cpu(pid) - busy
        slow = None if first is None else [await asked(path, port, 60) for _ in range(3)]
        views[name] = {
            "first": first and round(took, 2), "cpu": round(spent, 2),
            "then": slow and max(round(one or 60.0, 3) for one in slow),
            "memory_mb": bench_serve.memory(pid),
        }  # fmt: skip
        print(name, views[name], file=sys.stderr)
    return {
        "day": dt.date.today().isoformat(), "events": events(given.ledger), "machine": machine(),
        "load": [round(one, 1) for one in os.getloadavg()], "views": views,
    }  # fmt: skip


async def asked(path: str, port: int, patience: float) -> float | None:
    """Seconds until an address answered."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    began = time.perf_counter()
    try:
        status = await asyncio.wait_for(bench_serve.one(reader, writer, path, port), patience)
    except TimeoutError:
        return None
    finally:
        writer.close()
    assert status == 200, (path, status)
    return time.perf_counter() - began


def cpu(pid: int) -> float:
    """Seconds that a process has had of processors."""
    told = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def events(folder: str) -> int:
    """Events that the files of a ledger hold."""
    import pyarrow.parquet as pq

    from patronage.ledger.store import Store

    return sum(pq.read_metadata(file).num_rows for file in Store(folder).files("event"))


def machine() -> str:
    """What it was measured on, without a name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}"


if __name__ == "__main__":
    main()

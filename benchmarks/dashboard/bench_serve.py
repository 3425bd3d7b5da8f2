"""How the dashboard bears many readers at once: 200 connections of this machine for some seconds.

    python benchmarks/dashboard/bench_serve.py [--ledger FOLDER --client VEN] [--seconds 15]
        [--out benchmarks/dashboard/serve.json]

Without a ledger the shipped example is recorded into a temporary one. Readers are counted twice:
while nothing is written, and while a judgement is appended every second, so that pages must be made
anew. Client and server share the machine, so the times hold for both. One JSON line for each:
requests, errors, latencies in ms, the server's memory before, midway, after and at most, in MB.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from patronage import pipeline

HERE = "127.0.0.1"


def main() -> None:
    """Run it and print the lines; with ``--out`` keep them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--ledger")
    parser.add_argument("--client", default="VEN")
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        ledger = given.ledger or f"{folder}/ledger"
        if not given.ledger:
            pipeline.record([pipeline.example()], ledger, workers=1)
        for writing in (False, True):
            with standing(ledger, given.client) as (port, pid):
                crowd = Crowd(given.client, port, pid, given.seconds)
                lines.append(asyncio.run(crowd.measure(given.readers, ledger if writing else None)))
            print(json.dumps(lines[-1]))
    if given.out:
        told = {"day": dt.date.today().isoformat(), "machine": machine(), "runs": lines}
        given.out.write_text(json.dumps(told, indent=1) + "\n", "utf-8")


@contextmanager
def standing(ledger: str, client: str) -> Iterator[tuple[int, int]]:
    """A dashboard started as a user would start it: its port, and the number of its process."""
    command = [sys.executable, "-c", "from patronage.cli import main; main()", "serve"]
    options = ["--ledger", ledger, "--port", "0", "--watch", client, "--rate", "100000"]
    server = subprocess.Popen([*command, *options], stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        yield int(re.search(r":(\d+)/", server.stderr.readline())[1]), server.pid  # type: ignore[index]
    finally:
        server.terminate()
        server.wait(30)


@dataclass
class Crowd:
    """Readers of one dashboard, for so many seconds: what they ask and how it went."""

    client: str
    port: int
    pid: int
    seconds: float
    until: float = 0.0
    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    held: list[int] = field(default_factory=list)  # MB, once a second

    @property
    def paths(self) -> tuple[str, ...]:
        """What is asked, in turn."""
        view = f"/view?client={self.client}"
        table = f"/table.csv?client={self.client}&what=backing"
        return (view, f"{view}&period=quarter", "/", "/alerts.jsonl", table, "/corrections")

    async def measure(self, readers: int, written: str | None) -> dict[str, Any]:
        """Ask, first each page once, then all at once; ``written`` is a ledger to append to."""
        first = {}
        for path in self.paths:
            began = time.perf_counter()
            reader, writer = await asyncio.open_connection(HERE, self.port)
            assert await one(reader, writer, path, self.port) == 200, path
            writer.close()
            first[path] = round(time.perf_counter() - began, 3)
        self.until = time.monotonic() + self.seconds
        await asyncio.gather(self.watch(written), *(self.read(n) for n in range(readers)))
        self.times.sort()
        rank = [min(len(self.times) - 1, int(len(self.times) * q / 100)) for q in (50, 90, 99)]
        p50, p90, p99 = (round(self.times[place], 1) for place in rank)
        return {
            "readers": readers, "seconds": self.seconds, "writing": written is not None,
            "requests": len(self.times), "per_second": round(len(self.times) / self.seconds),
            "errors": len(self.errors), "kinds": sorted(set(self.errors)), "first_s": first,
            "p50": p50, "p90": p90, "p99": p99, "worst": round(self.times[-1], 1),
            "memory_mb": [self.held[0], self.held[len(self.held) // 2], memory(self.pid)],
            "memory_most_mb": max(self.held), "load": round(os.getloadavg()[0], 1),
        }  # fmt: skip

    async def read(self, turn: int) -> None:
        """One reader, who asks one page after the other."""
        reader, writer = await asyncio.open_connection(HERE, self.port)
        while time.monotonic() < self.until:
            path = self.paths[turn % len(self.paths)]
            turn, began = turn + 1, time.perf_counter()
            try:
                status = await one(reader, writer, path, self.port)
            except (OSError, ValueError, asyncio.IncompleteReadError) as error:
                self.errors.append(type(error).__name__)
                reader, writer = await asyncio.open_connection(HERE, self.port)
                continue
            self.times.append(1_000 * (time.perf_counter() - began))
            if status != 200:
                self.errors.append(str(status))
        writer.close()

    async def watch(self, written: str | None) -> None:
        """The server's memory, once a second; and a judgement where the ledger is written to."""
        while time.monotonic() < self.until:
            self.held.append(memory(self.pid))
            if written is not None:
                await asyncio.to_thread(judged, written, self.client)
            await asyncio.sleep(1)


def judged(ledger: str, client: str) -> None:
    """One more judgement in a ledger."""
    event = pipeline.find("a", ledger=ledger, client=client, limit=1)[0].id
    pipeline.judge(event, "mode", "none", ledger=ledger, who="bench", why="bench")


async def one(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, port: int
) -> int:
    """One request over a kept connection; the status."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {HERE}:{port}\r\n\r\n".encode())
    await writer.drain()
    head = await reader.readuntil(b"\r\n\r\n")
    await reader.readexactly(int(re.search(rb"content-length: (\d+)", head.lower())[1]))  # type: ignore[index]
    return int(head.split(b" ", 2)[1])


def memory(pid: int) -> int:
    """Resident memory of a process, in MB."""
    told = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(re.search(r"VmRSS:\s+(\d+)", told)[1]) // 1024  # type: ignore[index]


def machine() -> str:
    """What it was measured on, without a name."""
    held = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {held:.0f} GiB, Python {platform.python_version()}"


if __name__ == "__main__":
    main()

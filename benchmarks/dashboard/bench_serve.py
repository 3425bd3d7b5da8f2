"""How the dashboard bears many readers at once: 200 connections of this machine for some seconds.

    python benchmarks/dashboard/bench_serve.py [--ledger FOLDER --client VEN] [--seconds 15]

Without a ledger the shipped example is recorded into a temporary one; with ``--writing`` a
judgement is appended every second meanwhile, so that pages must be made anew. Client and server
share the machine, so the times hold for both. One JSON line: requests, errors, latencies in ms,
the server's memory before, midway and after, and the most, in MB.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from patronage import pipeline


def main() -> None:
    """Run it and print the line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--ledger")
    parser.add_argument("--client", default="VEN")
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--writing", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ledger = given.ledger or f"{folder}/ledger"
        if not given.ledger:
            pipeline.record([pipeline.example()], ledger, workers=1)
        command = [sys.executable, "-c", "from patronage.cli import main; main()", "serve"]
        options = ["--ledger", ledger, "--port", "0", "--watch", given.client, "--rate", "100000"]
        server = subprocess.Popen([*command, *options], stderr=subprocess.PIPE, text=True)
        try:
            assert server.stderr is not None
            port = int(re.search(r":(\d+)/", server.stderr.readline())[1])  # type: ignore[index]
            print(json.dumps(asyncio.run(measure(given, ledger, port, server.pid))))
        finally:
            server.terminate()
            server.wait(30)


async def measure(given: argparse.Namespace, ledger: str, port: int, pid: int) -> dict[str, Any]:
    """Ask, first each page once, then all at once."""
    view = f"/view?client={given.client}"
    paths = (view, f"{view}&period=quarter", "/", "/alerts.jsonl",
             f"/table.csv?client={given.client}&what=backing", "/corrections")  # fmt: skip
    first = {}
    for path in paths:
        began = time.perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        assert await one(reader, writer, path, port) == 200, path
        writer.close()
        first[path] = round(time.perf_counter() - began, 3)
    before, times, errors = memory(pid), [], []
    until = time.monotonic() + given.seconds
    peak, rests = [before], [before]
    middle = time.monotonic() + given.seconds / 2

    async def read(number: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        turn = number
        while time.monotonic() < until:
            path = paths[turn % len(paths)]
            turn, began = turn + 1, time.perf_counter()
            try:
                status = await one(reader, writer, path, port)
            except (OSError, ValueError, asyncio.IncompleteReadError) as error:
                errors.append(type(error).__name__)
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                continue
            times.append(1_000 * (time.perf_counter() - began))
            if status != 200:
                errors.append(str(status))
        writer.close()

    async def watch() -> None:
        while time.monotonic() < until:
            peak.append(memory(pid))
            if time.monotonic() >= middle and len(rests) == 1:
                rests.append(peak[-1])
            if given.writing:
                event = pipeline.find("a", ledger=ledger, client=given.client, limit=1)[0].id
                await asyncio.to_thread(
                    pipeline.judge, event, "mode", "none", ledger=ledger, who="bench", why="bench"
                )
            await asyncio.sleep(1)

    await asyncio.gather(watch(), *(read(n) for n in range(given.readers)))
    times.sort()
    at = {f"p{q}": round(times[min(len(times) - 1, int(len(times) * q / 100))], 1)
          for q in (50, 90, 99)}  # fmt: skip
    return {
        "readers": given.readers, "seconds": given.seconds, "writing": given.writing,
        "requests": len(times), "per_second": round(len(times) / given.seconds),
        "errors": len(errors), "kinds": sorted(set(errors)), "first_s": first, **at,
        "worst": round(times[-1], 1), "memory_mb": [*rests, memory(pid)],
        "memory_most_mb": max(peak),
        "load": round(os.getloadavg()[0], 1),
    }  # fmt: skip


async def one(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, port: int
) -> int:
    """One request over a kept connection; the status."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    await writer.drain()
    head = await reader.readuntil(b"\r\n\r\n")
    await reader.readexactly(int(re.search(rb"content-length: (\d+)", head.lower())[1]))  # type: ignore[index]
    return int(head.split(b" ", 2)[1])


def memory(pid: int) -> int:
    """Resident memory of a process, in MB."""
    told = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(re.search(r"VmRSS:\s+(\d+)", told)[1]) // 1024  # type: ignore[index]


if __name__ == "__main__":
    main()

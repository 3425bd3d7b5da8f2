"""Code documents on a real Spark cluster while one of its workers is killed, and on this machine.

Run: python benchmarks/growth/check_cluster.py [--documents N] [--kill P] [--folder DIR] [--out F]

Starts a standalone master and two workers on the loopback address, each with one core, records the
documents into a ledger as ``patronage record --engine spark://...`` does, kills a worker with its
executor (SIGKILL) when a share P of the tasks is done, and starts another one. Then the same
documents are recorded by this machine alone. Every document must be there once, with the codings of
the local run; recording again must add nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from frozen import freeze

from patronage import pipeline
from patronage.ledger import Ledger
from patronage.pipeline.engines import session_of

WHO = ("Russia", "China", "Iran", "Cuba", "Turkey", "India", "Belarus", "Syria")
SAID = (
    "{a} sent {n} tankers of fuel to {b} on {d} May 2018.",
    "{a} lent ${n} million to {b}, its ministry said.",
    "{a} condemned sanctions on {b} after {n} days of talks.",
    "{a} delivered {n} helicopters to {b}.",
    "{a} cancelled a visit to {b}.",
)


def write(path: Path, documents: int) -> None:
    """Short texts of two sentences, each with a number of its own, as JSON lines."""
    chance = random.Random(1)
    with path.open("w", encoding="utf-8") as file:
        for number in range(documents):
            told = []
            for form in chance.sample(SAID, 2):
                a, b = chance.sample(WHO, 2)
                told.append(
                    form.format(a=a, b=b, n=chance.randrange(2, 900), d=chance.randrange(1, 31))
                )
            text = f"Note {number}. " + " ".join(told)
            line = {"id": f"note {number}", "text": text, "published": "2018-06-01"}
            file.write(json.dumps(line) + "\n")


class Cluster:
    """A standalone master and its workers, on the loopback address."""

    def __init__(self, folder: Path) -> None:
        import pyspark

        self._home, self._folder = Path(pyspark.__file__).parent, folder
        self.port = _free()
        self.address = f"spark://127.0.0.1:{self.port}"
        self._started: list[subprocess.Popen[bytes]] = []
        self._start("master.Master", "--port", str(self.port), "--webui-port", "0")
        _reachable(self.port)

    def worker(self) -> subprocess.Popen[bytes]:
        """Start a worker with one core."""
        room = tempfile.mkdtemp(prefix="worker-", dir=self._folder)
        return self._start("worker.Worker", "--cores", "1", "--memory", "1500m",
                           "--webui-port", "0", "--work-dir", room, self.address)  # fmt: skip

    def _start(self, what: str, *words: str) -> subprocess.Popen[bytes]:
        command = [str(self._home / "bin/spark-class"), f"org.apache.spark.deploy.{what}",
                   "--host", "127.0.0.1", *words]  # fmt: skip
        env = os.environ | {"SPARK_HOME": str(self._home), "PYSPARK_PYTHON": sys.executable,
                            "SPARK_LOCAL_IP": "127.0.0.1", "OMP_NUM_THREADS": "1"}  # fmt: skip
        log = (self._folder / f"{what}-{len(self._started)}.log").open("wb")
        # A session of its own: a worker goes with the executors that it started.
        made = subprocess.Popen(command, env=env, stdout=log, stderr=log, start_new_session=True)
        self._started.append(made)
        return made

    def stop(self) -> None:
        """End what was started here."""
        for one in reversed(self._started):
            end(one)


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process with all that it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _reachable(port: int, patience: float = 120.0) -> None:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError(f"no Spark master on port {port}")


def content(folder: Path) -> dict[str, Any]:
    """What a ledger holds, without when it was recorded."""
    ledger = Ledger(folder)
    codings = [{k: v for k, v in row.items() if k != "recorded"} for row in ledger.codings()]
    return {"documents": ledger.documents(), "codings": codings, "events": ledger.events(),
            "claims": ledger.claims(), "problems": ledger.problems(),
            "wrong": [p for p in ledger.verify() if p.lost]}  # fmt: skip


def far(texts: Path, folder: Path, cluster: Cluster, share: float) -> dict[str, Any]:
    """Record on the cluster; once a share of its tasks is done, a worker is killed."""
    workers = [cluster.worker(), cluster.worker()]
    killed: list[dict[str, Any]] = []

    def kill() -> None:
        done, tasks = _done(session, share)
        end(workers[0])
        killed.append({"tasks": tasks, "done": done, "after": time.perf_counter() - up})
        cluster.worker()

    began = time.perf_counter()
    session = session_of(cluster.address)
    up = time.perf_counter()
    threading.Thread(target=kill, daemon=True).start()
    pipeline.record([texts], folder, engine=cluster.address)
    coding = time.perf_counter() - up
    assert killed and killed[0]["after"] < coding, "no worker was killed: lower --kill"
    return {"killed": killed[0], "up": up - began, "coding": coding}


def _done(session: Any, share: float) -> tuple[int, int]:
    """Wait until a share of the tasks that code is done; how many are, and of how many."""
    tracker = session.sparkContext.statusTracker()
    while True:
        for stage in map(tracker.getStageInfo, tracker.getActiveStageIds()):
            # Of the stages only the one that codes has many tasks.
            if stage and stage.numTasks > 8 and stage.numCompletedTasks >= share * stage.numTasks:
                return stage.numCompletedTasks, stage.numTasks
        time.sleep(0.2)


def main() -> None:
    """Record on both, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=40_000)
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--kill", type=float, default=0.3)
    parser.add_argument("--out", type=Path, default=None)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="check-cluster-", dir=asked.folder) as name:
        folder = Path(name)
        texts = folder / "texts.jsonl"
        write(texts, asked.documents)
        cluster = Cluster(folder)
        try:
            told = far(texts, folder / "far", cluster, asked.kill)
            again = pipeline.record([texts], folder / "far", engine=cluster.address)
        finally:
            cluster.stop()
        began = time.perf_counter()
        pipeline.record([texts], folder / "here", workers=2)
        told["local"] = time.perf_counter() - began
        here, there = content(folder / "here"), content(folder / "far")
    assert len(there["documents"]) == len(there["codings"]) == asked.documents
    assert (again.documents, again.events) == (0, 0)
    assert there == here and not there["wrong"]
    counts = {key: len(value) for key, value in there.items()}
    freeze(asked.out, {**counts, "again": again.documents, **told})


if __name__ == "__main__":
    main()

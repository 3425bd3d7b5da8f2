"""Three processes that append and two that read one ledger at once: nothing lost, nothing doubled.

Run: python benchmarks/growth/check_writers.py [--documents N] [--folder DIR]

Each writer appends half of its documents alone and half with the next writer; each reader checks,
over and over, that it sees whole documents, none twice, and never fewer than before.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from worlds import NOW, codings

from patronage.ledger import Ledger

WRITERS, READERS, BATCH = 3, 2, 50


def write(folder: str, first: int, past: int) -> None:
    """Append documents in batches."""
    ledger = Ledger(folder)
    for start in range(first, past, BATCH):
        made = list(codings(start, min(start + BATCH, past)))
        ledger.append([(d, s) for d, s, _ in made], [c for *_, c in made], NOW)


def read(folder: str, done: Path) -> int:
    """Read until told to stop; returns how often."""
    seen, reads = set[str](), 0
    while not done.exists() or not reads:
        frame = Ledger(folder).frame()
        counts = Counter(frame["document"].to_pylist())
        assert set(counts.values()) <= {20}, "half a document was seen"
        assert len(frame["id"].unique()) == frame.num_rows, "an event was seen twice"
        assert seen <= counts.keys(), "a document was seen and then not"
        seen, reads = set(counts), reads + 1
    return reads


def main() -> None:
    """Start all, wait, check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=4_000)
    parser.add_argument("--folder", default=None)
    parser.add_argument("--child", nargs="+")
    asked = parser.parse_args()
    if asked.child:
        what, folder, *rest = asked.child
        if what == "write":
            write(folder, *map(int, rest))
        else:
            print(read(folder, Path(rest[0])))
        return
    with tempfile.TemporaryDirectory(prefix="check-writers-", dir=asked.folder) as name:
        folder, done = f"{name}/ledger", Path(name, "done")
        ledger = Ledger(folder, create=True)
        share = asked.documents // (WRITERS + 1)  # and each has the next one's first share too
        began = time.perf_counter()
        command = [sys.executable, __file__, "--child"]
        readers = [
            subprocess.Popen([*command, "read", folder, str(done)], stdout=subprocess.PIPE)
            for _ in range(READERS)
        ]
        writers = [
            subprocess.Popen([*command, "write", folder, str(n * share), str((n + 2) * share)])
            for n in range(WRITERS)
        ]
        codes = [one.wait() for one in writers]
        seconds = time.perf_counter() - began
        done.touch()
        reads = [int(one.communicate()[0]) for one in readers]
        assert codes == [0] * WRITERS and all(one.returncode == 0 for one in readers)
        documents = share * (WRITERS + 1)
        frame = ledger.frame()
        assert frame.num_rows == len(frame["id"].unique()) == 20 * documents
        assert len(ledger.documents()) == documents
        assert [problem for problem in ledger.verify() if problem.lost] == []
    told = {"documents": documents, "events": 20 * documents, "reads": reads}
    print(json.dumps(told | {"seconds": round(seconds, 1)}))


if __name__ == "__main__":
    main()

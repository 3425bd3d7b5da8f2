"""Faults other than kills: a full disk, a folder that may not be written, a clock that goes back,
two versions at once, files that a lost supply drops.

`python -m benchmarks.trust.faults [--only NAME,...] [--out benchmarks/trust/scores/faults.json]`

After each: `verify` finds nothing broken, what was told as done is there, a repeat completes. The
first two mount a small file system in memory and so need root; without it they are left out and
said to be. A lost supply is played after a kill: each file that was not put on the disk (`fsync`,
it and the folders that name it) stays, is cut, emptied or goes, as a machine that loses its supply
may leave it, and `verify --mend` comes before the checks.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.trust.kills import DOCUMENTS, Child, Tally, Verb, state_of, texts_in

from patronage import pipeline
from patronage.ledger import Ledger

SIZES = (300, 420, 560, 700, 900, 1200, 1600, 2200)  # kB; a whole ledger of these texts takes more
VERBS = ("record", "load", "judge", "compact")


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path]:
    """A file system of so many kB."""
    folder.mkdir()
    _mount("-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _mount(*words: str) -> None:
    subprocess.run(["mount", *words], check=True)


def refused(child: Child, tally: Tally, verb: str) -> list[str]:
    """Let a verb fail; it must say why, not break off without a word."""
    while child.process.poll() is None:
        child.listen(0.2)
    assert child.process.stderr
    error = child.process.stderr.read().decode()
    if child.process.returncode == 70 or "Traceback" in error:
        tally.counts["unforeseen"] += 1
        tally.failures.append(f"{verb}: unforeseen: {error.strip().splitlines()[-1][:300]}")
        print(error[-3000:], file=sys.stderr, flush=True)
    tally.counts["refused" if child.process.returncode else "went through"] += 1
    return child.kill()


def full_disk(folder: Path, tally: Tally, rng: random.Random) -> None:
    """Each verb on disks that are full after more and more was written, then on a larger one."""
    for name in VERBS:
        verb = Verb(name, folder / name, rng)
        base = verb.fresh()
        used = sum(f.stat().st_size for f in base.rglob("*") if f.is_file()) // 1024
        for number, more in enumerate(SIZES):
            with small_disk(folder / name / f"disk{number}", int(used * 1.6) + more) as disk:
                ledger = disk / "ledger"
                if base.exists():
                    subprocess.run(["cp", "-a", str(base), str(ledger)], check=True)
                told = refused(Child(name, ledger, verb.inputs), tally, name)
                done = verb.steps(told)
                verb.check(tally, ledger, done)
                _mount("-o", "remount,size=200m", str(disk))
                verb.repeat(tally, ledger, done)


def read_only(folder: Path, tally: Tally, rng: random.Random) -> None:
    """Reads go on, writes say why they cannot, nothing changes; then all completes."""
    for name in VERBS:
        verb = Verb(name, folder / name, rng)
        with small_disk(folder / name / "disk", 200_000) as disk:
            ledger = disk / "ledger"
            base = verb.fresh()
            if base.exists():
                subprocess.run(["cp", "-a", str(base), str(ledger)], check=True)
            else:
                Ledger(ledger, create=True)
            before = state_of(ledger)
            _mount("-o", "remount,ro", str(disk))
            refused(Child(name, ledger, verb.inputs), tally, name)
            verb.check(tally, ledger, set())
            if state_of(ledger) != before:
                tally.failures.append(f"{name}: changed")
            _mount("-o", "remount,rw", str(disk))
            verb.repeat(tally, ledger, set())


def clock_back(folder: Path, tally: Tally, rng: random.Random) -> None:
    """The clock goes back by up to a day at each look; corrections and their undoing still hold."""
    for name in VERBS:
        verb = Verb(name, folder / name, rng)
        for back in (0.001, 60.0, 86_400.0):
            ledger = verb.fresh()
            Child(name, ledger, verb.inputs, FAULT_BACK=str(back)).finish()
            verb.check(tally, ledger, set())
            tally.same(name, ledger, verb.whole)


def two_versions(folder: Path, tally: Tally, rng: random.Random) -> None:
    """Two versions record the same texts at once; then one compacts while a third records."""
    texts = str(texts_in(folder))
    ids = {f"d{n}" for n in range(DOCUMENTS)}
    for number in range(4):
        ledger = folder / f"ledger{number}"
        Ledger(ledger, create=True)
        told = set()
        for verbs in (
            (("record", texts, "0.0.1"), ("record", texts, "0.0.2")),
            (("compact", "3", "0.0.2"), ("record", texts, "0.0.3")),
        ):
            at_work = [Child(verb, ledger, [what], FAULT_VERSION=v) for verb, what, v in verbs]
            for child in at_work:
                child.finish()
            codings = Ledger(ledger).codings()
            told |= {row["coder"].split()[1] for row in codings}
            tally.check("two versions", ledger, ids, {row["document"] for row in codings})
        tally.counts["versions seen"] += len(told)
        if "0.0.3" not in told or len(told) < 2:
            tally.failures.append(f"versions seen: {sorted(told)}")


def dropped(ledger: Path, synced: Path, kept: set[Path], rng: random.Random) -> int:
    """Cut, empty or take away what was not put on the disk; how many files that were.

    A file stays where it was put there, the folder that names it after it, and those above too.
    """
    lines = synced.read_text("utf-8").split() if synced.exists() else []
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for at, line in enumerate(lines):
        first.setdefault(int(line), at)
        last[int(line)] = at
    count = 0
    for file in sorted(p for p in ledger.rglob("*") if p.is_file()):
        number = file.stat().st_ino
        above = [p.stat().st_ino for p in file.parents if p == ledger or ledger in p.parents]
        on_disk = number in first and all(one in last for one in above)
        if file in kept or (on_disk and last[above[0]] > first[number]):
            continue
        count += 1
        fate = rng.choice(("stays", "cut", "emptied", "gone"))
        if fate == "gone":
            file.unlink()
        elif fate != "stays":
            os.truncate(file, file.stat().st_size // 2 if fate == "cut" else 0)
    return count


def lost_supply(folder: Path, tally: Tally, rng: random.Random) -> None:
    """Kill each verb, then drop what the disk does not hold yet; mend, check, repeat."""
    for name in VERBS:
        verb = Verb(name, folder / name, rng)
        for number in range(10):
            ledger, synced = verb.fresh(), folder / f"{name}-synced{number}"
            kept = {p for p in ledger.rglob("*") if p.is_file()}
            child = Child(name, ledger, verb.inputs, FAULT_SYNCED=str(synced))
            child.listen(60, "ready")
            child.listen(rng.uniform(0.0, 1.0) * verb.length)
            told = child.kill()
            tally.counts["files dropped"] += dropped(ledger, synced, kept, rng)
            done = verb.steps(told)
            if (ledger / "ledger.json").exists():
                pipeline.verify(ledger, mend=True)
            verb.check(tally, ledger, done)
            verb.repeat(tally, ledger, done)
            tally.counts["losses of supply"] += 1


FAULTS: dict[str, Callable[[Path, Tally, random.Random], None]] = {
    "full disk": full_disk,
    "read-only folder": read_only,
    "clock going back": clock_back,
    "two versions at once": two_versions,
    "lost supply": lost_supply,
}


def main() -> None:
    """Play every fault and write what was found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default=",".join(FAULTS))
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    found: dict[str, Any] = {}
    if args.out and args.out.exists():
        found = json.loads(args.out.read_text("utf-8"))
    for name in args.only.split(","):
        if name in ("full disk", "read-only folder") and os.geteuid() != 0:
            print(f"{name}: left out, mounting needs root", file=sys.stderr)
            continue
        tally = Tally()
        with TemporaryDirectory() as folder:
            for verb in VERBS:
                (Path(folder) / verb).mkdir()
            FAULTS[name](Path(folder), tally, random.Random(f"{args.seed} {name}"))
        found[name] = {**tally.counts, "failures": tally.failures}
        print(name, json.dumps(found[name]), flush=True)
        if args.out:
            args.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    sys.exit(any(one["failures"] for one in found.values()))


if __name__ == "__main__":
    main()

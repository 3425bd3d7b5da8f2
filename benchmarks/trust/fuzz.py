"""Feed every reader broken and hostile bytes, and see that nothing but a problem comes of it.

`python -m benchmarks.trust.fuzz [--runs 1000000] [--only NAME,...] [--out FILE]`

Seeds are small inputs of our own; each run changes one by cutting, doubling, flipping and mixing it
with the hostile pieces of `pieces.json` (NUL, halves of surrogates, huge numbers, nesting, markup,
formulas, ...). A run counts once a reader was called. A crash is any exception that the reader does
not announce, and what a reader caught unforeseen ("could not be coded", "reading stopped"); slow is
a run of more than two seconds of processor time for an input of at most 20,000 characters. Runs are
shared out among the readers by what they cost; the number of each is told. The same seed gives the
same runs. With `--only`, what the file holds of the other readers stays; what it lists as mended
stays in any case.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.trust import fuzz_tables, fuzz_texts
from benchmarks.trust.fuzz_targets import Target, Unforeseen

SHORT, SLOW = 20_000, 2.0
PIECES: list[str] = json.loads((Path(__file__).parent / "pieces.json").read_text("utf-8"))


class Mutator:
    """Changes seeds, the same way for the same number."""

    def __init__(self, seed: str) -> None:
        self._rng = random.Random(seed)
        self._pieces = [p.encode("utf-8", "surrogatepass") for p in PIECES]

    def make(self, seeds: tuple[bytes, ...]) -> bytes:
        """One input."""
        rng = self._rng
        data = bytearray(rng.choice(seeds))
        for _ in range(rng.choice((1, 1, 2, 3, 6))):
            at = rng.randint(0, len(data))
            kind = rng.randrange(8)
            if kind <= 2:
                data[at:at] = rng.choice(self._pieces)
            elif kind == 3 and data:
                data[min(at, len(data) - 1)] = rng.randrange(256)
            elif kind == 4:
                del data[at : at + rng.choice((1, 2, 5, 20, 200))]
            elif kind == 5:
                piece = bytes(data[at : at + rng.choice((1, 3, 8, 40))])
                data[at:at] = piece * rng.choice((2, 3, 20, 100))
            elif kind == 6:
                other = rng.choice(seeds)
                data[at:] = other[rng.randint(0, len(other)) :]
            else:
                data[at : at + rng.randint(0, 12)] = rng.choice(self._pieces)
        return bytes(data[:SHORT])


def fuzz(targets: list[Target], runs: int, seed: int) -> dict[str, Any]:
    """Run them all; counts of each, and crashes with their inputs."""
    total = sum(target.share for target in targets)
    found: dict[str, Any] = {"runs": 0, "crashes": 0, "slow": 0, "readers": {}, "found": []}
    for target in targets:
        mutator = Mutator(f"{seed} {target.name}")
        count, crashes, slowest = max(200, int(runs * target.share / total)), Counter[str](), 0.0
        began = time.process_time()
        for _ in range(count):
            data = mutator.make(target.seeds)
            at = time.process_time()
            try:
                done = target.call(data)
                assert not isinstance(done, Iterator), "a reader that was not read to its end"
            except target.announced:
                pass
            except Exception as error:
                frames = traceback.extract_tb(error.__traceback__)
                ours = [f for f in frames if "patronage" in f.filename] or frames
                where = f"{Path(ours[-1].filename).name}:{ours[-1].name}"
                key = f"{type(error).__name__} in {where}"
                if isinstance(error, (Unforeseen, AssertionError)):
                    key += f": {str(error)[:160]}"
                if not crashes[key]:
                    found["found"].append([target.name, key, str(error)[:200], repr(data[:600])])
                    print(target.name, key, repr(str(error)[:160]), file=sys.stderr, flush=True)
                crashes[key] += 1
            took = time.process_time() - at
            slowest = max(slowest, took)
            if took > SLOW:
                found["slow"] += 1
                found["found"].append([target.name, f"slow: {took:.1f} s", "", repr(data[:600])])
                print(target.name, "slow", took, file=sys.stderr, flush=True)
        found["runs"] += count
        found["crashes"] += sum(crashes.values())
        found["readers"][target.name] = {
            "runs": count, "crashes": sum(crashes.values()), "slowest_s": round(slowest, 3),
            "cpu_s": round(time.process_time() - began, 1),
        }  # fmt: skip
    return found


def write(
    path: Path, readers: dict[str, Any], found: dict[str, Any], before: dict[str, Any]
) -> None:
    """Keep what was found, of readers that were not run now as it stood."""
    sums = {name: sum(one[name] for one in readers.values()) for name in ("runs", "crashes")}
    slow = sum(one["slowest_s"] > SLOW for one in readers.values())
    told = {**sums, "slow": slow, "readers": readers, "found": found["found"]}
    told["mended"] = before.get("mended", [])
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Fuzz and write what was found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--only", default="")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as name:
        folder = Path(name)
        made = [
            *fuzz_texts.documents(),
            *fuzz_tables.registers(folder),
            *fuzz_tables.users(folder),
            *fuzz_tables.doors(folder),
            *fuzz_texts.coder(),
            *fuzz_tables.tools(folder),
        ]
        only = set(args.only.split(",")) - {""}
        targets = [t for t in made if not only or t.name in only or t.name.split()[0] in only]
        found = fuzz(targets, args.runs, args.seed)
    print(json.dumps({k: v for k, v in found.items() if k != "found"}, indent=1))
    if args.out:
        before = json.loads(args.out.read_text("utf-8")) if args.out.exists() else {}
        kept = {t.name: before.get("readers", {}).get(t.name) for t in made}  # in their order
        readers = {name: found["readers"].get(name, one) for name, one in kept.items()}
        write(args.out, {name: one for name, one in readers.items() if one}, found, before)
    sys.exit(bool(found["found"]))


if __name__ == "__main__":
    main()

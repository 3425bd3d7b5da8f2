"""Time and memory that one document takes by its length, of news and of hostile texts.

`python -m benchmarks.trust.bounds [--most 1000000] [--out FILE]`

Each kind of text is coded in a process of its own, at a fifth of the length and then at the whole:
processor seconds, megabytes above what a coder holds before, and the exponent by which the seconds
grow (1: in proportion). The longest document that is read has five million characters.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import resource
import subprocess
import sys
import time
from itertools import count
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DAY = dt.date(2020, 3, 2)
WARM = "Russia sent 12 tanks to Cuba on Monday. The United States condemned Russia."
TEXTS = {
    "one letter": "a",
    "names": "Russia, ",
    "numbers": "1,",
    "opened quotations": "“Russia said ",
    "no full stop": "Russia sent $2 million to Cuba and ",
    "short sentences": "Cuba met Iran. ",
    "years": "two years ago, in 2018, ",
    "lines": "Iran\n",
    "marks": "-“.,(",
}


def news(size: int) -> str:
    """The shipped dispatches, again and again, each with another number."""
    file = ROOT / "examples" / "venezuela" / "dispatches.jsonl"
    texts = [json.loads(line)["text"] for line in file.read_text("utf-8").splitlines()]
    made, length = [], 0
    for number in count():
        text = f"{texts[number % len(texts)]} This was report number {number}."
        made.append(text)
        length += len(text) + 2
        if length >= size:
            return "\n\n".join(made)[:size]
    raise AssertionError


def text_of(kind: str, size: int) -> str:
    """A text of one kind and of so many characters."""
    return news(size) if kind == "news" else (TEXTS[kind] * (size // len(TEXTS[kind]) + 1))[:size]


def child(kind: str, size: int) -> None:
    """Code a short and a long text and tell what the long one took."""
    from patronage.coding import Coder
    from patronage.records import Document

    coder = Coder()
    coder.code(Document.of(WARM, published=DAY))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    times = []
    for length in (size // 5, size):
        text = text_of(kind, length)
        began = time.process_time()
        done = coder.code(Document.of(text, published=DAY))
        times.append(time.process_time() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    told = {
        "cpu_s": round(times[1], 1), "exponent": _exponent(*times), "mb": round(peak / 1024),
        "events": len(done.events), "claims": len(done.claims), "problems": len(done.problems),
    }  # fmt: skip
    print(json.dumps(told))


def measured(kind: str, size: int) -> dict[str, float]:
    """What a text of that kind took, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.trust.bounds", "--child", kind]
    told = subprocess.run(
        [*command, "--most", str(size)], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    found: dict[str, float] = json.loads(told.splitlines()[-1])
    return found


def _exponent(short: float, long: float) -> float:
    return round(math.log(max(long, 0.1) / max(short, 0.1)) / math.log(5), 2)


def main() -> None:
    """Measure every kind of text and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--most", type=int, default=1_000_000, help="characters")
    parser.add_argument("--only", default=",".join(["news", *TEXTS]))
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    if args.child:
        child(args.child, args.most)
        return
    found: dict[str, object] = {"characters": args.most}
    for kind in args.only.split(","):
        found[kind] = measured(kind, args.most)
        print(kind, json.dumps(found[kind]), flush=True)
        if args.out:
            args.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

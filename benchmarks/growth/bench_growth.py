"""How the time of the text readers grows with the length of one line: the exponent of a power law.

An exponent of 1 is linear, 2 quadratic. Run: `python benchmarks/growth/bench_growth.py`.
"""

from __future__ import annotations

import datetime as dt
import math
import time
from collections.abc import Callable

from patronage.actors import gazetteer
from patronage.coding import amounts, sentences, times

READERS: dict[str, Callable[[str], object]] = {
    "sentences.split": sentences.split,
    "gazetteer.find": lambda text: gazetteer().find(text),
    "amounts.find": amounts.find,
    "times.find": lambda text: times.find(text, dt.date(2020, 3, 2)),
}
PIECES = ("Russia, ", "U.S. A. ", "Mr. ", "1,", "two years ", '."', "a", "Iran's ", "2018-")
SHORT, LONG = 100_000, 800_000


def seconds(read: Callable[[str], object], piece: str, size: int) -> float:
    """The least of three runs, CPU time."""
    text = piece * (size // len(piece))
    best = math.inf
    for _ in range(3):
        began = time.process_time()
        read(text)
        best = min(best, time.process_time() - began)
    return best


def main() -> None:
    """Print one line a reader and piece: MB a second and the exponent."""
    print(f"{'reader':18} {'piece':12} {'MB/s':>8} {'exponent':>9}")
    for name, read in READERS.items():
        read("Russia and China met on Monday.")
        for piece in PIECES:
            short, long = seconds(read, piece, SHORT), seconds(read, piece, LONG)
            exponent = math.log(long / short) / math.log(LONG / SHORT) if short > 0 else math.nan
            print(f"{name:18} {piece!r:12} {LONG / 1e6 / long:8.2f} {exponent:9.2f}")


if __name__ == "__main__":
    main()

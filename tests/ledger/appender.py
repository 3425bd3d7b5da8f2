"""A process that appends: ``python -m ledger.appender FOLDER FIRST PAST STEP [SEED]``.

With a seed it appends its batches in an order of its own. A process of its own because after any
call of the Delta library a forked child dies.
"""

from __future__ import annotations

import random
import sys

from patronage.ledger import Ledger

from .samples import NOW, batch


def append(folder: str, numbers: range, step: int, seed: int | None = None) -> None:
    ledger = Ledger(folder)
    starts = list(range(numbers.start, numbers.stop, step))
    if seed is not None:
        random.Random(seed).shuffle(starts)
    for start in starts:
        ledger.append(*batch(range(start, min(start + step, numbers.stop))), NOW)


if __name__ == "__main__":
    first, past, step, *seed = (int(word) for word in sys.argv[2:])
    append(sys.argv[1], range(first, past), step, *seed)

"""Our own phrases for what one side does to another, as drills: ``phrases.csv``.

Each row has a type, by ``GUIDELINE.md``, and words: ``{a}`` does it, to ``{b}`` it is done, the
trigger stands in brackets. Rows of NONE tell no deed between the two. Column ``where`` is filled
where a row holds in ``pairs`` alone, whose types take in what is to come or refused (table
``intents``), or in ``sentences`` alone.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

import numpy as np

TABLE = Path(__file__).parent / "phrases.csv"


@cache
def phrases(where: str) -> dict[str, tuple[str, ...]]:
    """The phrases of each type and of NONE for ``pairs`` or for ``sentences``."""
    found: dict[str, list[str]] = defaultdict(list)
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["where"] in ("", where):
                found[row["type"]].append(row["phrase"])
    return {kind: tuple(some) for kind, some in found.items()}


def phrased(where: str, kind: str, one: str, two: str, rng: np.random.Generator) -> tuple[str, int]:
    """A deed of the one to the other, and how long its trigger is, 0 for NONE.

    A sign stands before the trigger (1), around the one (2, 3) and around the other (4, 5).
    """
    some = phrases(where)[kind]
    given = some[int(rng.integers(len(some)))]
    start, _, rest = given.partition("[")
    trigger, _, end = rest.partition("]")
    marked = f"{start}\1{trigger}{end}" if trigger else given
    length = len(trigger.split("{")[0].strip())
    return marked.format(a=f"\2{one}\3", b=f"\4{two}\5"), length

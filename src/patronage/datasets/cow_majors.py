"""Major powers as the Correlates of War names them, year by year."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from patronage.datasets.catalogue import Register
from patronage.datasets.shapes import Batch
from patronage.datasets.spans import read_spans
from patronage.records import Problem


def read(path: Path, register: Register) -> Iterator[Batch | Problem]:
    """Batches of spans as a major power; the list of all states has these columns and names too."""
    return read_spans(path, register, "major power", foreign=("statenme", "stateabb"))

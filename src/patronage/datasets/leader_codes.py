"""Leader codes: a key from Archigos 4.1 to Archigos 2.9 and LEAD; rows alone, nothing dated."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from patronage.datasets.catalogue import Register
from patronage.datasets.parquet import chunks
from patronage.datasets.shapes import Batch
from patronage.records import Problem


def read(path: Path, register: Register) -> Iterator[Batch | Problem]:
    """Batches of original rows; a key makes no acts and no flows."""
    for chunk in chunks(path, register):
        yield chunk if isinstance(chunk, Problem) else Batch(chunk.original)

"""How many intergovernmental organisations two states share as full members, each pair once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from patronage.datasets.catalogue import Register
from patronage.datasets.levels import Level, read_levels
from patronage.datasets.shapes import Batch
from patronage.records import Problem

_LEVELS = (Level("dyadigos", "shared organisations", "organisations"),)


def read(path: Path, register: Register) -> Iterator[Batch | Problem]:
    """Batches of pairs of states and years; the state with the lower COW number is the giver."""
    yield from read_levels(path, register, _LEVELS, codes=("ccode1", "ccode2"))

"""Gross and surplus domestic product of states: estimates, all in natural logarithms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from patronage.datasets.catalogue import Register
from patronage.datasets.levels import Level, read_levels
from patronage.datasets.shapes import Batch
from patronage.records import Problem

_LOG, _BASE = "natural log of USD", "2011 USD"
_LEVELS = (
    Level("wbgdp2011est", "gross domestic product", _LOG, _BASE, estimated=True),
    Level("wbpopest", "population", "natural log of persons", estimated=True),
    Level("sdpest", "surplus domestic product", _LOG, _BASE, estimated=True),
    Level("wbgdppc2011est", "gross domestic product per head", _LOG, _BASE, estimated=True),
)


def read(path: Path, register: Register) -> Iterator[Batch | Problem]:
    """Batches of state-years with a level for each of the four columns."""
    yield from read_levels(path, register, _LEVELS)

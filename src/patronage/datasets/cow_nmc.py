"""COW's National Material Capabilities: six counts a state and year, and the share made of them.

Military spending is in pounds sterling up to 1913 and in US dollars from 1914 on, so that it is
told in two units which are never added up.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from patronage.datasets.catalogue import Register
from patronage.datasets.levels import Level, read_levels
from patronage.datasets.shapes import Batch
from patronage.records import Problem

_CURRENT = "current prices"
_LEVELS = (
    Level("milex", "military expenditure", "thousand GBP", _CURRENT, last=1913),
    Level("milex", "military expenditure", "thousand USD", _CURRENT, first=1914),
    Level("milper", "military personnel", "thousand persons"),
    Level("irst", "iron and steel production", "thousand tons"),
    Level("pec", "primary energy consumption", "thousand tons of coal equivalent"),
    Level("tpop", "population", "thousand persons"),
    Level("upop", "urban population", "thousand persons"),
    Level("cinc", "capability share", "share"),
)


def read(path: Path, register: Register) -> Iterator[Batch | Problem]:
    """Batches of state-years with a level for each of the seven columns."""
    yield from read_levels(path, register, _LEVELS)

"""What every verb begins with: the ledger, the clock, codes from names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from patronage.actors.states import state
from patronage.records import Problem

if TYPE_CHECKING:
    from patronage.ledger import Ledger

__all__ = ["Input", "Report", "Tick", "now", "opened", "state_or_none"]

Input = str | Path
Report = Callable[[Problem], None]
Tick = Callable[[int], None]


def opened(place: Input, *, create: bool = False, engine: str | None = None) -> Ledger:
    """A ledger; ``engine`` names what runs its queries, see :func:`.engines.engine_of`."""
    from patronage.ledger import Ledger
    from patronage.pipeline.engines import engine_of

    return Ledger(place, create=create, engine=engine_of(engine))


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def state_or_none(name: str | None) -> str | None:
    return state(name) if name else None

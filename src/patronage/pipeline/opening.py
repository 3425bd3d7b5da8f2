"""What every verb begins with: the ledger, the clock, codes from names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Union

from patronage.actors.states import state
from patronage.records import Problem

if TYPE_CHECKING:
    from patronage.ledger import Ledger

__all__ = ["Input", "Place", "Report", "Tick", "now", "opened", "state_or_none"]

Input = str | Path
Place = Union[Input, "Ledger"]  # a name that is not there at run time
Report = Callable[[Problem], None]
Tick = Callable[[int], None]


def opened(place: Place, *, create: bool = False, engine: str | None = None) -> Ledger:
    """A ledger; ``engine`` names what runs its queries, see :func:`.engines.engine_of`.

    One that is open already is given back as it is.
    """
    from patronage.ledger import Ledger
    from patronage.pipeline.engines import engine_of

    if isinstance(place, Ledger):
        return place
    return Ledger(place, create=create, engine=engine_of(engine))


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def state_or_none(name: str | None) -> str | None:
    return state(name) if name else None

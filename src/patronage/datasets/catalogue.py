"""What each register is: one small TOML file a register, beside its reader.

Coverage is data: the period, states and kinds that a register holds. Outside it values are missing
and never zero. When a value could be known is data too: ``lag_days`` after the period's end.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from importlib.resources import files

from patronage.errors import UnknownNameError, nearest

__all__ = ["Register", "catalogue", "register"]


@dataclass(frozen=True, slots=True)
class Register:
    """One public dataset: what it holds, where people get it, on which terms.

    ``shape`` is ``acts``, ``flows`` or ``acts and flows``. ``start`` and ``end`` bound its coverage
    in years, both held; ``end`` None goes on. ``lag_days`` is how long after a period's end its
    rows can be known (a stated assumption where the publisher states no date). ``columns`` are the
    column names by which a file is recognised. ``whole`` tells that one file holds all of the
    register, so that a later edition takes the place of an earlier one. ``redistribution`` is
    ``forbidden`` where ``licence`` says or assumes so; exports then leave its rows out. ``checked``
    is the day its description was compared with the publisher's own, or empty.
    """

    name: str
    title: str
    publisher: str
    version: str
    shape: str
    holds: str
    start: int
    end: int | None
    states: str
    kinds: str
    unit: str
    stage: str
    lag_days: int
    lag_reason: str
    files: str
    home: str
    licence: str
    citation: str
    limits: str
    redistribution: str = "not stated"
    whole: bool = True
    columns: tuple[str, ...] = ()
    source: str = ""
    checked: str = ""

    def available(self, end: dt.date) -> dt.date:
        """When what happened in a period that ends (exclusive) at ``end`` could be known."""
        return end + dt.timedelta(days=self.lag_days)


@cache
def catalogue() -> tuple[Register, ...]:
    """Every register that this installation can read, by name."""
    found = []
    for file in files("patronage.datasets").joinpath("registers").iterdir():
        if file.name.endswith(".toml"):
            found.append(_register(file.name[:-5], file.read_text(encoding="utf-8")))
    for plugin in entry_points(group="patronage.datasets"):
        found.append(plugin.load().REGISTER)
    return tuple(sorted(found, key=lambda r: r.name))


def _register(name: str, text: str) -> Register:
    told = tomllib.loads(text)
    columns = tuple(told.pop("columns", ()))
    end = told.pop("end", None)
    return Register(name=name, columns=columns, end=end, **told)


def register(name: str) -> Register:
    """One register by name.

    Raises:
        UnknownNameError: where no register has the name; the message lists all.
    """
    known = {r.name: r for r in catalogue()}
    if name not in known:
        raise UnknownNameError(
            f"No dataset '{name}'. {nearest(name, known)} Datasets: {', '.join(known)}."
        )
    return known[name]

"""Codes of states in other systems, at the right time: COW, Gleditsch-Ward, names in registers.

ISO 3166-1 alpha-3 is the key of this project. A code may have meant another state before: COW's 365
is the Soviet Union and then Russia, 255 and 260 are the Germanies.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from patronage import codebook
from patronage.errors import UnknownNameError, nearest

__all__ = ["SYSTEMS", "state_in", "states_by"]

#: Systems with a column of ``states.csv`` each; ``name`` reads every name in use, folded.
SYSTEMS = ("iso2", "iso3", "cow", "cown", "gwn", "name")


@cache
def states_by(system: str) -> Mapping[str, tuple[tuple[str, int, int], ...]]:
    """For each code of a system the states it meant: ``(iso3, first year, last year)``.

    A state's own code stands in ``states.csv``; further ones, of earlier times, in
    ``state_codes.csv``.

    Raises:
        UnknownNameError: for a system that no column holds.
    """
    if system not in SYSTEMS:
        raise UnknownNameError(f"No system '{system}'. {nearest(system, SYSTEMS)}")
    found: dict[str, list[tuple[str, int, int]]] = {}
    for row in codebook.rows("states"):
        first = int(row["start"][:4]) if row["start"] else 0
        last = int(row["end"][:4]) if row["end"] else 9999
        for code in _codes(row, system):
            found.setdefault(code, []).append((row["iso3"], first, last))
    for row in codebook.rows("state_codes"):
        if row["system"] == system:
            first, last = int(row["start"][:4]), int(row["end"][:4] or 9999)
            found.setdefault(row["code"], []).append((row["iso3"], first, last))
    return {code: tuple(states) for code, states in found.items()}


def _codes(row: Mapping[str, str], system: str) -> set[str]:
    if system != "name":
        return {row[system]} - {""}
    names = {row["name"].casefold()}
    for other in codebook.rows("state_names"):
        if other["iso3"] == row["iso3"] and other["kind"] in ("name", "abbreviation"):
            names.add(other["text"].casefold())
    return names


def state_in(system: str, code: str, year: int | None = None) -> str | None:
    """The state that a code or name of a system meant in a year; None where none is known.

    Without a fitting year the state that bears it today is taken.

    >>> state_in("cown", "365", 1980), state_in("cown", "365", 2000)
    ('SUN', 'RUS')
    """
    key = code.strip().casefold() if system == "name" else code.strip()
    states = states_by(system).get(key, ())
    at = 9999 if year is None else year
    fitting = [iso3 for iso3, first, last in states if first <= at <= last]
    return fitting[0] if fitting else (states[0][0] if len(states) == 1 else None)

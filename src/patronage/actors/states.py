"""Names of states and codes in calls and tables: to a code, and back to a name to show."""

from __future__ import annotations

from collections.abc import Iterable

from patronage import codebook
from patronage.errors import UnknownNameError, nearest

__all__ = ["names_of", "state"]

_PARTIES = {"OPP": "opposition", "REB": "rebels"}


def state(name: str) -> str:
    """The code of a state by code or name.

    >>> state("ven"), state("Russia")
    ('VEN', 'RUS')
    """
    codes = {row["iso3"] for row in codebook.rows("states")}
    if name.upper() in codes:
        return name.upper()
    names = {row["text"].casefold(): row["iso3"] for row in codebook.rows("state_names")
             if row["kind"] in ("name", "abbreviation")}  # fmt: skip
    names |= {row["name"].casefold(): row["iso3"] for row in codebook.rows("states")}
    if name.casefold() in names:
        return names[name.casefold()]
    known = nearest(name.upper(), codes) or nearest(name.casefold(), names)
    raise UnknownNameError(f"No state '{name}'. {known} Give an ISO 3166 code or an English name.")


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """A name for every state, and for those of the given actor keys that are no state.

    A code that several bodies share (``IGO``) has no name of its own and is left out.

    >>> names_of(["OPP:VEN"])["OPP:VEN"]
    'Venezuela (opposition)'
    """
    names = {row["iso3"]: row["name"] for row in codebook.rows("states")}
    bodies: dict[str, set[str]] = {}
    for row in codebook.rows("organisations"):
        if row["code"] and not row["country"]:
            bodies.setdefault(row["code"], set()).add(row["name"])
    names |= {code: found.pop() for code, found in bodies.items() if len(found) == 1}
    for key in keys:
        sector, _, country = key.partition(":")
        if sector in _PARTIES:
            names[key] = f"{names.get(country, country)} ({_PARTIES[sector]})"
    return names

"""Names of states and codes in calls and tables: to a code, and back to a name to show."""

from __future__ import annotations

from collections.abc import Iterable

from patronage import codebook
from patronage.errors import UnknownNameError, nearest

__all__ = ["KIND_NAMES", "names_of", "state"]

#: Keys that name a kind of bodies and not one of them, in words.
KIND_NAMES = {
    "IGO": "international bodies", "NGO": "relief and campaign groups", "MNC": "companies",
    "IMG": "armed groups", "INT": "international actors", "ISM": "movements",
}  # fmt: skip
_KINDS = frozenset({"", *KIND_NAMES})
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

    A code of a kind of bodies (``IGO``) names none of them and is left out.

    >>> names_of(["OPP:VEN"])["OPP:VEN"]
    'Venezuela (opposition)'
    """
    names = {row["iso3"]: row["name"] for row in codebook.rows("states")}
    for row in codebook.rows("organisations"):  # a body stands before its organs
        if row["code"] not in _KINDS and not row["country"]:
            names.setdefault(row["code"], row["name"])
    for key in keys:
        sector, _, country = key.partition(":")
        if sector in _PARTIES:
            names[key] = f"{names.get(country, country)} ({_PARTIES[sector]})"
    return names

"""What we know, as data: tables of types, instruments, states, leaders, names and cues.

Each table is a UTF-8 CSV file beside this module with a header line and, in its last two columns,
``source`` (where the fact is from) and ``checked`` (the source was opened, or empty). Adding a
leader or an instrument never needs Python.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from types import MappingProxyType

from patronage.errors import UnknownNameError, nearest

__all__ = ["codebook_hash", "rows", "tables"]

Row = Mapping[str, str]


@cache
def tables() -> tuple[str, ...]:
    """Names of every table, sorted."""
    folder = files(__name__)
    return tuple(sorted(f.name[:-4] for f in folder.iterdir() if f.name.endswith(".csv")))


@cache
def rows(table: str) -> tuple[Row, ...]:
    """All rows of one table, every value a string, empty where unknown.

    >>> "RUS" in {row["iso3"] for row in rows("states")}
    True
    """
    if table not in tables():
        raise UnknownNameError(f"No codebook table '{table}'. {nearest(table, tables())}")
    text = (files(__name__) / f"{table}.csv").read_text(encoding="utf-8")
    return tuple(MappingProxyType(row) for row in csv.DictReader(text.splitlines()))


@cache
def codebook_hash() -> str:
    """A short hash of every table, part of each coder's name."""
    digest = blake2b(digest_size=6)
    for table in tables():
        digest.update((files(__name__) / f"{table}.csv").read_bytes())
    return digest.hexdigest()

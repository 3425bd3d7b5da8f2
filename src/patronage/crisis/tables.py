"""The room's own tables: facts, rungs, outcomes, shocks and priors, each a CSV file beside this."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

__all__ = ["by_name", "rung_names", "table"]

Row = Mapping[str, str]


@cache
def table(name: str) -> tuple[Row, ...]:
    """All rows of one table, every value a string, empty where there is none.

    >>> [row["outcome"] for row in table("outcomes")]
    ['exit', 'change', 'realignment']
    """
    text = (files(__package__) / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def by_name(name: str) -> Mapping[str, Row]:
    """The same by the first column."""
    return {next(iter(row.values())): row for row in table(name)}


def rung_names() -> tuple[str, ...]:
    """Names of the rungs of pressure, from the lowest."""
    return tuple(row["name"] for row in table("rungs"))

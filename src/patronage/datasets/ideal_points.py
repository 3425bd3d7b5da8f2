"""Ideal points of states from their votes in the UN General Assembly, session by session.

Session 1 sat in 1946; a session begins in September, and most of its votes fall before the year's
end, so the level is told for the calendar year in which the session began.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from patronage.datasets.catalogue import Register
from patronage.datasets.columns import Keys, dates, keys, number, states, tables
from patronage.datasets.notes import Notes, States
from patronage.datasets.shapes import Batch, flows_table
from patronage.records import Problem

_BEFORE_FIRST = 1945


def read(path: Path, register: Register) -> Iterator[Batch | Problem]:
    """Batches of states' sessions, each with a level; quantiles stay in the original row."""
    notes = Notes(path.name)
    known = States("cown", notes)
    for table in tables(path, register, encoding="latin-1"):
        yield table if isinstance(table, Problem) else _batch(table, register, known)
    yield from notes.problems()


def _batch(table: Any, register: Register, known: States) -> Batch:
    import pyarrow.compute as pc

    told = keys(table, ["ccode", "session"], known.notes)
    year = pc.if_else(told.fine, pc.add(told.columns["session"], _BEFORE_FIRST), 0)
    fine = pc.and_(told.fine, pc.less(year, 9000))
    found = Keys({"ccode": told.columns["ccode"], "year": pc.if_else(fine, year, 0)}, fine)
    state = states(known, table, found, "ccode")
    kept = pc.and_(found.fine, pc.is_valid(state))
    columns: dict[str, Any] = {"row": table["row"].combine_chunks(), "giver": state}
    columns |= dates(register, found.columns["year"])
    columns["value"] = number(table, "IdealPoint", known.notes)
    fields: dict[str, Any] = {key: value.filter(kept) for key, value in columns.items()}
    fields |= {"measure": "UN ideal point", "stage": "level", "unit": "ideal point"}
    return Batch(table, flows=flows_table(fields | {"estimated": True}))

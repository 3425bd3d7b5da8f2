"""ATOP's alliance obligations, directed dyad-years: each pledge in force is a level of one.

A pledge told as 0 beside another stays in the original row and gives no flow, as does a missing
one. Who pledges is the giver, toward whom the receiver.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from patronage.datasets.catalogue import Register
from patronage.datasets.columns import apart, dates, keys, number, states, tables
from patronage.datasets.notes import Notes, States
from patronage.datasets.shapes import Batch, flows_table
from patronage.records import Problem

_PLEDGES = {
    "atop_defense": "alliance: defense",
    "atop_offense": "alliance: offense",
    "atop_neutral": "alliance: neutrality",
    "atop_nonagg": "alliance: non-aggression",
    "atop_consul": "alliance: consultation",
}


def read(path: Path, register: Register) -> Iterator[Batch | Problem]:
    """Batches of dyad-years with a flow for every pledge; what has no place is gathered."""
    known = States("cown", Notes(path.name))
    for table in tables(path, register):
        if isinstance(table, Problem):
            yield table
        else:
            yield _batch(table, register, known)
    yield from known.notes.problems()


def _batch(table: Any, register: Register, known: States) -> Batch:
    import pyarrow as pa
    import pyarrow.compute as pc

    found = keys(table, ("ccode1", "ccode2", "year"), known.notes)
    giver, receiver = (states(known, table, found, code) for code in ("ccode1", "ccode2"))
    placed = pc.and_(found.fine, pc.and_(pc.is_valid(giver), pc.is_valid(receiver)))
    placed = pc.and_(placed, apart(table, giver, receiver, known.notes))
    columns = {"row": table["row"].combine_chunks(), "giver": giver, "receiver": receiver}
    columns |= dates(register, found.columns["year"])
    parts = []
    for column, measure in _PLEDGES.items():
        in_force = pc.equal(number(table, column, known.notes), 1.0)
        kept = pc.fill_null(pc.and_(placed, in_force), False)
        fields: dict[str, Any] = {key: values.filter(kept) for key, values in columns.items()}
        fields |= {"measure": measure, "stage": "level", "value": 1.0, "unit": "pledge"}
        parts.append(flows_table(fields))
    return Batch(table, flows=pa.concat_tables(parts))

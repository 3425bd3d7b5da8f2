"""ATOP's alliance obligations, directed dyad-years: each pledge in force is a level of one.

A pledge told as 0 beside another stays in the original row and gives no flow, as does a missing
one. Who pledges is the giver, toward whom the receiver.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from patronage.datasets.catalogue import Register
from patronage.datasets.notes import Notes, States
from patronage.datasets.parquet import Chunk, chunks, whole_numbers
from patronage.datasets.shapes import Batch, flows_table, years
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
    notes = Notes(path.name)
    states = States("cown", notes)
    for chunk in chunks(path, register):
        if isinstance(chunk, Problem):
            yield chunk
        else:
            yield _batch(chunk, register, states, notes)
    yield from notes.problems()


def _batch(chunk: Chunk, register: Register, states: States, notes: Notes) -> Batch:
    import pyarrow as pa
    import pyarrow.compute as pc

    table, first = chunk.table, chunk.first
    told = whole_numbers(table["year"])
    year = told.to_pylist()
    whole = {name: whole_numbers(table[name]) for name in ("ccode1", "ccode2")}
    for name, column in [("year", told), *whole.items()]:
        for row in pc.indices_nonzero(pc.is_null(column)).to_pylist():
            notes.add(f"has no {name}", "The original row is kept and gives nothing.", row + first)
    dates: dict[int | None, Any] = {
        y: years(y) for y in set(year) if y is not None and 0 < y < 9000
    }
    columns: dict[str, Any] = {
        "row": chunk.original["row"].combine_chunks(),
        "giver": pa.array(states.column(whole["ccode1"].to_pylist(), year, first), pa.string()),
        "receiver": pa.array(states.column(whole["ccode2"].to_pylist(), year, first), pa.string()),
    }
    ends = [dates.get(y, (None, None)) for y in year]
    columns["start"] = pa.array([start for start, _ in ends], pa.date32())
    columns["end"] = pa.array([end for _, end in ends], pa.date32())
    known = [register.available(end) if end else None for _, end in ends]
    columns["available"] = pa.array(known, pa.date32())
    placed = pc.and_(pc.is_valid(columns["giver"]), pc.is_valid(columns["receiver"]))
    placed = pc.and_(placed, pc.is_valid(columns["start"]))
    parts = [_pledges(table, columns, placed, name) for name in _PLEDGES]
    return Batch(chunk.original, flows=pa.concat_tables(parts))


def _pledges(table: Any, columns: dict[str, Any], placed: Any, name: str) -> Any:
    import pyarrow.compute as pc

    in_force = pc.equal(whole_numbers(table[name]), 1)
    kept = pc.fill_null(pc.and_(placed, in_force), False)
    fields: dict[str, Any] = {key: pc.filter(column, kept) for key, column in columns.items()}
    fields |= {"measure": _PLEDGES[name], "stage": "level", "value": 1.0, "unit": "pledge"}
    return flows_table(fields)

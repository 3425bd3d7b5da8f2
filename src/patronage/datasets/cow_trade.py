"""COW's bilateral trade: what a state imported from another in a year, in current US dollars.

``flow1`` is what the first state imports from the second, ``flow2`` the other way round. So the
exporter is the giver and the importer the receiver. A file may tell each pair once or in both
directions; ``flow2`` is read only where no row of the file tells the pair the other way round, so
that no import is counted twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from patronage.datasets.catalogue import Register
from patronage.datasets.columns import Keys, apart, dates, keys, number, states, tables
from patronage.datasets.notes import Notes, States
from patronage.datasets.shapes import Batch, flows_table
from patronage.records import Problem

_KEYS = ("ccode1", "ccode2", "year")
_MISSING = (-9,)


def read(path: Path, register: Register) -> Iterator[Batch | Problem]:
    """Batches of pairs of states and years with their imports; smoothed values stay original."""
    notes = Notes(path.name)
    known = States("cown", notes)
    mirrored = _mirrored(path, register)
    for table in tables(path, register):
        if isinstance(table, Problem):
            yield table
            continue
        yield _batch(table, register, mirrored, known)
    yield from notes.problems()


def _mirrored(path: Path, register: Register) -> Any:
    """Pair-years, as numbers, that the file tells the other way round too."""
    import pyarrow as pa
    import pyarrow.compute as pc

    quiet = Notes(path.name)
    there, back = [], []
    for table in tables(path, register):
        if not isinstance(table, Problem):
            found = keys(table, _KEYS, quiet)
            there.append(_pair(found, "ccode1", "ccode2"))
            back.append(_pair(found, "ccode2", "ccode1"))
    if not there:
        return pa.array([], pa.int64())
    told = pa.chunked_array(there).combine_chunks()
    turned = pa.chunked_array(back).combine_chunks()
    return told.filter(pc.is_in(told, value_set=turned))


def _pair(found: Keys, first: str, second: str) -> Any:
    import pyarrow.compute as pc

    joined = pc.add(pc.multiply(found.columns[first], 1_000_000), found.columns[second])
    return pc.add(pc.multiply(joined, 10_000), found.columns["year"])


def _batch(table: Any, register: Register, mirrored: Any, known: States) -> Batch:
    import pyarrow as pa
    import pyarrow.compute as pc

    found = keys(table, _KEYS, known.notes)
    first, second = (states(known, table, found, code) for code in _KEYS[:2])
    placed = pc.and_(found.fine, pc.and_(pc.is_valid(first), pc.is_valid(second)))
    placed = pc.and_(placed, apart(table, first, second, known.notes))
    once = pc.invert(pc.is_in(_pair(found, "ccode1", "ccode2"), value_set=mirrored))
    span = dates(register, found.columns["year"]) | {"row": table["row"].combine_chunks()}
    parts = []
    for column, importer, exporter, kept in (
        ("flow1", first, second, placed),
        ("flow2", second, first, pc.and_(placed, once)),
    ):
        told = span | {"giver": exporter, "receiver": importer}
        told["value"] = number(table, column, known.notes, _MISSING)
        fields: dict[str, Any] = {key: value.filter(kept) for key, value in told.items()}
        fields |= {"measure": "imports", "instrument": "trade", "stage": "delivery"}
        parts.append(flows_table(fields | {"unit": "million USD", "base": "current prices"}))
    return Batch(table, flows=pa.concat_tables(parts))

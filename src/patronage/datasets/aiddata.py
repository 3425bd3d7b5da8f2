"""China's official finance by country and year: AidData's commitments, by class.

The table sums AidData's records that are recommended for aggregates, in constant 2021 US dollars.
It writes 0 both where no commitment of a class was found and where its amount is not known, so a 0
becomes a flow without a value: missing is never zero.

The class says how concessional the money is and not by which instrument it came (OOF-like and
ODA-like hold loans and grants alike), so no instrument is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from patronage.datasets.catalogue import Register
from patronage.datasets.columns import dates, keys, number, states, tables
from patronage.datasets.notes import Notes, States
from patronage.datasets.shapes import Batch, flows_table
from patronage.records import Problem

_CLASSES = {
    "oof_amt": "official finance, OOF-like",
    "oda_amt": "official finance, ODA-like",
    "vof_amt": "official finance, vague",
}


def read(path: Path, register: Register) -> Iterator[Batch | Problem]:
    """Batches of country-years, each with a flow for every class."""
    notes = Notes(path.name)
    known = States("cown", notes)
    for table in tables(path, register):
        yield table if isinstance(table, Problem) else _batch(table, register, known)
    yield from notes.problems()


def _batch(table: Any, register: Register, known: States) -> Batch:
    import pyarrow as pa
    import pyarrow.compute as pc

    found = keys(table, ["ccode", "year"], known.notes)
    receiver = states(known, table, found, "ccode")
    kept = pc.and_(found.fine, pc.is_valid(receiver))
    columns: dict[str, Any] = {"row": table["row"].combine_chunks(), "receiver": receiver}
    columns |= dates(register, found.columns["year"])
    parts = []
    for column, measure in _CLASSES.items():
        fields: dict[str, Any] = {key: value.filter(kept) for key, value in columns.items()}
        fields["value"] = number(table, column, known.notes, missing=(0,)).filter(kept)
        fields |= {"giver": "CHN", "measure": measure, "stage": "commitment"}
        fields |= {"unit": "USD", "base": "constant 2021 USD"}
        parts.append(flows_table(fields))
    return Batch(table, flows=pa.concat_tables(parts))

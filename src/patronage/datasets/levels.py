"""Levels of states, or of pairs of states, year by year: one column of a register, one measure.

A value that the register leaves out becomes a flow without a value: the register looked and has
none, which is not zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from patronage.datasets.catalogue import Register
from patronage.datasets.columns import apart, dates, keys, number, states, tables
from patronage.datasets.notes import Notes, States
from patronage.datasets.shapes import Batch, flows_table
from patronage.records import Problem

__all__ = ["Level", "read_levels"]


@dataclass(frozen=True, slots=True)
class Level:
    """What one column holds: its measure, its unit, its prices, and the years that this is so.

    ``first`` and ``last`` bound the years, both held, where a column changes its unit midway.
    """

    column: str
    measure: str
    unit: str
    base: str | None = None
    estimated: bool = False
    first: int = 0
    last: int = 9999


def read_levels(
    path: Path, register: Register, levels: Sequence[Level], codes: Sequence[str] = ("ccode",)
) -> Iterator[Batch | Problem]:
    """Batches of a register of state-years, or of pairs of states and years.

    Args:
        path: a Parquet or comma-separated file.
        register: the register.
        levels: its measures.
        codes: its columns of COW numbers: one, or two for pairs.
    """
    notes = Notes(path.name)
    known = States("cown", notes)
    for table in tables(path, register):
        if isinstance(table, Problem):
            yield table
            continue
        yield _batch(table, register, levels, codes, known)
    yield from notes.problems()


def _batch(
    table: Any, register: Register, levels: Sequence[Level], codes: Sequence[str], known: States
) -> Batch:
    import pyarrow as pa
    import pyarrow.compute as pc

    found = keys(table, [*codes, "year"], known.notes)
    actors = [states(known, table, found, code) for code in codes]
    placed = found.fine
    for actor in actors:
        placed = pc.and_(placed, pc.is_valid(actor))
    columns: dict[str, Any] = {"row": table["row"].combine_chunks(), "giver": actors[0]}
    if len(actors) > 1:
        columns["receiver"] = actors[1]
        placed = pc.and_(placed, apart(table, actors[0], actors[1], known.notes))
    columns |= dates(register, found.columns["year"])
    parts = []
    for level in levels:
        year = found.columns["year"]
        within = pc.and_(pc.greater_equal(year, level.first), pc.less_equal(year, level.last))
        kept = pc.and_(placed, within)
        fields: dict[str, Any] = {key: column.filter(kept) for key, column in columns.items()}
        value = number(table, level.column, known.notes).filter(kept)
        fields |= {"measure": level.measure, "unit": level.unit, "base": level.base}
        fields |= {"stage": "level", "value": value, "estimated": level.estimated}
        parts.append(flows_table(fields))
    return Batch(table, flows=pa.concat_tables(parts))

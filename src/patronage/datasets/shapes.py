"""The two shapes that every register is read into, as Arrow tables.

A reader gives batches: the original rows as they stand, and the acts and flows made of them. Row
numbers tie the two together, so that every number leads back to its row.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Any

from patronage.records import Act, Flow

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "ACTS",
    "FLOWS",
    "Batch",
    "acts_table",
    "flows_table",
    "original_names",
    "original_table",
    "row_ids",
    "years",
]

#: Columns of each shape; ``id`` is given by :func:`patronage.datasets.read`.
ACTS = tuple(f.name for f in fields(Act))
FLOWS = tuple(f.name for f in fields(Flow))
_DATES = frozenset({"start", "end", "available"})
_NUMBERS = frozenset({"value", "intensity"})
_WHOLE = frozenset({"row", "reports"})


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a register: the originals (with ``row``), and what was made of them."""

    original: pa.Table
    acts: pa.Table | None = None
    flows: pa.Table | None = None


@cache
def _schema(columns: tuple[str, ...]) -> pa.Schema:
    import pyarrow as pa

    def kind(name: str) -> pa.DataType:
        if name in _DATES:
            return pa.date32()
        if name in _NUMBERS:
            return pa.float64()
        if name in _WHOLE:
            return pa.int32()
        return pa.bool_() if name == "estimated" else pa.string()

    return pa.schema([(name, kind(name)) for name in columns])


def acts_table(columns: dict[str, Any]) -> pa.Table:
    """Acts from columns (lists, arrays or one value for all rows); absent ones are null."""
    return _table(ACTS, columns)


def flows_table(columns: dict[str, Any]) -> pa.Table:
    """Flows from columns (lists, arrays or one value for all rows); absent ones are null."""
    return _table(FLOWS, columns | {"estimated": columns.get("estimated", False)})


def _table(names: tuple[str, ...], columns: dict[str, Any]) -> pa.Table:
    import pyarrow as pa

    unknown = set(columns) - set(names)
    if unknown:
        raise ValueError(f"no such columns: {', '.join(sorted(unknown))}")
    schema = _schema(names)
    rows = len(columns["row"])

    def column(name: str) -> Any:
        kind, value = schema.field(name).type, columns.get(name)
        if isinstance(value, pa.Array | pa.ChunkedArray):
            return value.cast(kind)
        if isinstance(value, list | tuple):
            return pa.array(value, kind)
        if value is None:
            return pa.nulls(rows, kind)
        return pa.repeat(pa.scalar(value, kind), rows)

    return pa.table([column(name) for name in names], schema=schema)


def original_names(header: Sequence[str]) -> list[str]:
    """Column names that any store takes: lower case, words joined by underscores, none twice.

    A blank name is a mark of the column before it, as in SIPRI's export.

    >>> original_names(["Year of order", " ", "Year(s) of delivery", ""])
    ['year_of_order', 'year_of_order_mark', 'year_s_of_delivery', 'year_s_of_delivery_mark']
    """
    names: list[str] = []
    for column in header:
        name = re.sub(r"[^0-9a-z]+", "_", column.lower()).strip("_")
        if not name:
            name = f"{names[-1]}_mark" if names else "column"
        while name in names or name == "row":
            name = f"{name}_again"
        names.append(name)
    return names


def original_table(
    header: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int]
) -> pa.Table:
    """Rows of a text file as they stand, every value a string, with their numbers in ``row``."""
    import pyarrow as pa

    columns = [pa.array(values, pa.string()) for values in zip(*rows, strict=True)]
    if not rows:
        columns = [pa.array([], pa.string()) for _ in header]
    table = pa.table(columns, names=original_names(header))
    return table.append_column("row", pa.array(numbers, pa.int32()))


def row_ids(table: pa.Table, dataset: str, file_hash: str) -> pa.Table:
    """Fill ``id`` and ``dataset``: 16 digits of the file's hash, then the place in the batch.

    An id is content-addressed: the same row of the same file has the same id in every ledger.
    Of a row that gives several acts, or several flows of one measure, the second ends in ``:2``,
    the third in ``:3``; all of them must stand in one batch.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = pc.utf8_lpad(table["row"].cast(pa.string()), 10, "0")
    measure = table["measure"] if "measure" in table.column_names else None
    ids = pc.binary_join_element_wise(file_hash[:16], rows, "")
    if measure is not None:
        ids = pc.binary_join_element_wise(ids, measure, ":")
    ids = _distinct(ids)
    table = table.set_column(table.column_names.index("id"), "id", ids)
    names = pa.repeat(pa.scalar(dataset), table.num_rows)
    return table.set_column(table.column_names.index("dataset"), "dataset", names)


def _distinct(ids: Any) -> Any:
    """Ids with a number after those that stand there already."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pc.count_distinct(ids).as_py() == len(ids):
        return ids
    ids = ids.combine_chunks() if isinstance(ids, pa.ChunkedArray) else ids
    ranks = [pc.rank(ids, tiebreaker=way).cast(pa.int64()) for way in ("first", "min")]
    place = pc.subtract(ranks[0], ranks[1])
    numbered = pc.binary_join_element_wise(ids, pc.add(place, 1).cast(pa.string()), ":")
    return pc.if_else(pc.greater(place, 0), numbered, ids)


def years(year: int) -> tuple[dt.date, dt.date]:
    """The half-open period of a calendar year."""
    return dt.date(year, 1, 1), dt.date(year + 1, 1, 1)

"""The data dictionary: every exported field with its meaning, unit and values; and its type."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from patronage import codebook

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["TABLES", "Field", "arrow_table", "dictionary_table", "fields_of"]

#: The tables of a CSV or Parquet export; ``actors`` and ``dyads`` are those of a graph.
TABLES = (
    "documents", "sightings", "codings", "events", "claims", "mentions", "amounts", "attributions",
    "judgements", "problems", "loadings", "acts", "flows",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """One exported field. ``values`` lists what it may hold or whose ids it holds, or is empty."""

    table: str
    field: str
    kind: str
    meaning: str
    unit: str
    values: str


@cache
def _all() -> tuple[Field, ...]:
    text = files("patronage.report.exports").joinpath("fields.csv").read_text(encoding="utf-8")
    return tuple(
        Field(**{**row, "values": _spelt(row["values"])})
        for row in csv.DictReader(text.splitlines())
    )


def _spelt(values: str) -> str:
    """``@types.type`` is every type of the codebook."""
    if not values.startswith("@"):
        return values
    table, column = values[1:].split(".")
    return " | ".join(dict.fromkeys(row[column] for row in codebook.rows(table)))


def fields_of(table: str) -> tuple[Field, ...]:
    """The fields of a table, in order.

    >>> [f.field for f in fields_of("actors")]
    ['key', 'name']
    """
    return tuple(f for f in _all() if f.table == table)


def dictionary_table(tables: Iterable[str]) -> pa.Table:
    """The dictionary of some tables as a table of its own: one row a field."""
    import pyarrow as pa

    wanted = set(tables)
    columns = ("table", "field", "kind", "meaning", "unit", "values")
    rows = [{c: getattr(f, c) for c in columns} for f in _all() if f.table in wanted]
    return pa.Table.from_pylist(rows, schema=pa.schema([(c, pa.string()) for c in columns]))


def arrow_table(table: str, rows: Iterable[Mapping[str, Any]] | pa.Table) -> pa.Table:
    """Rows, or a wider Arrow table, as the exported table of that name.

    >>> arrow_table("actors", [{"key": "VEN", "name": "Venezuela"}]).num_rows
    1
    """
    import pyarrow as pa

    kinds = {
        "text": pa.string(), "int": pa.int64(), "number": pa.float64(), "date": pa.date32(),
        "instant": pa.timestamp("us", "UTC"), "yes/no": pa.bool_(), "list": pa.list_(pa.string()),
    }  # fmt: skip
    schema = pa.schema([(f.field, kinds[f.kind]) for f in fields_of(table)])
    if isinstance(rows, pa.Table):
        return rows.select(schema.names).cast(schema)
    return pa.Table.from_pylist([dict(row) for row in rows], schema=schema)

"""Registers that come as Parquet: read in chunks, checked against the columns they must have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from patronage.datasets.catalogue import Register
from patronage.datasets.shapes import original_names
from patronage.records import Problem

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Chunk", "chunks", "day", "pieces", "whole_numbers"]

_ROWS = 50_000


class Chunk(NamedTuple):
    """Some rows of a file: its own columns, the originals with ``row``, the first row's number."""

    table: pa.Table
    original: pa.Table
    first: int


def chunks(
    path: Path, register: Register, foreign: tuple[str, ...] = (), rows: int = _ROWS
) -> Iterator[Chunk | Problem]:
    """A Parquet file in chunks, or one problem where it is none or another dataset's.

    Args:
        path: the file.
        register: what it should be; its ``columns`` must all be there.
        foreign: columns that tell another dataset which has those of this one too.
        rows: rows a chunk, at most.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    mend = f"Get the whole file of {register.title} at {register.home}"
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        told = str(error).splitlines()[0]
        yield Problem(path.name, "file", f"is no whole Parquet file: {told}", mend)
        return
    names = file.schema_arrow.names
    missing = [name for name in register.columns if name not in names]
    if missing:
        yield Problem(path.name, "header", f"has no column {', '.join(missing)}", mend)
        return
    others = [name for name in foreign if name in names]
    if others:
        told = f"has column {', '.join(others)} of another dataset"
        yield Problem(path.name, "header", told, mend)
        return
    first = 1
    try:
        for batch in file.iter_batches(rows):
            table = pa.Table.from_batches([batch])
            numbers = pa.array(range(first, first + table.num_rows), pa.int32())
            original = table.rename_columns(original_names(table.column_names))
            yield Chunk(table, original.append_column("row", numbers), first)
            first += table.num_rows
    except (pa.ArrowInvalid, OSError) as error:
        told = f"cannot be read from here on: {str(error).splitlines()[0]}"
        # A place that begins with "file" tells that the file was not read to its end.
        yield Problem(path.name, f"file, from row {first}", told, mend)


def whole_numbers(column: Any) -> pa.Array:
    """A column of codes or years as 64-bit integers; what is no whole number becomes null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    values = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
        kept = pc.match_substring_regex(values, r"^-?[0-9]{1,9}$")
        return pc.if_else(kept, values, None).cast(pa.int64())
    if pa.types.is_floating(values.type):
        kept = pc.and_(pc.is_finite(values), pc.equal(pc.floor(values), values))
        values = pc.if_else(pc.fill_null(kept, False), values, None)
    return values.cast(pa.int64())


def day(year: Any, month: Any, number: Any) -> dt.date | None:
    """A date from its three parts, or None where they make none."""
    try:
        return dt.date(int(year), int(month), int(number))
    except (TypeError, ValueError, OverflowError):
        return None


def pieces(start: dt.date, end: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """``[start, end)`` cut at the turns of the years.

    A state of things is told year by year, so that a look back knows of no end that came later.

    >>> list(pieces(dt.date(2011, 7, 9), dt.date(2012, 3, 1)))[1]
    (datetime.date(2012, 1, 1), datetime.date(2012, 3, 1))
    """
    while start < end:
        turn = min(dt.date(start.year + 1, 1, 1), end)
        yield start, turn
        start = turn

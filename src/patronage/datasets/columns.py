"""Registers whose rows are plain columns, in Parquet or as text, read by whole columns.

Large registers are handled a batch at a time, so that memory stays bounded, and no row is touched
by itself: numbers, states and dates are made for a column at once.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from patronage.datasets.catalogue import Register
from patronage.datasets.notes import Notes, States
from patronage.datasets.parquet import chunks
from patronage.datasets.shapes import original_names, original_table, years
from patronage.records import Problem

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Keys", "apart", "dates", "keys", "number", "states", "tables"]

_PARQUET_ROWS = 100_000
_TEXT_ROWS = 20_000
_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
#: What registers write where they have no value.
_BLANK = ("", "NA", "NaN", "nan", ".", "NULL")
_KEPT = "The original rows are kept; the value is missing."


class Keys(NamedTuple):
    """Whole numbers of the key columns (0 where there is none), and which rows have them all."""

    columns: dict[str, Any]
    fine: Any


def tables(path: Path, register: Register, encoding: str = "utf-8") -> Iterator[pa.Table | Problem]:
    """The rows of a Parquet or comma-separated file as they stand, with their number in ``row``.

    Column names are those of ``original_names``. A file without the register's columns, and a line
    with more or fewer values than the header, are problems.
    """
    with path.open("rb") as file:
        parquet = file.read(4) == b"PAR1"
    if parquet:
        for chunk in chunks(path, register, rows=_PARQUET_ROWS):
            yield chunk if isinstance(chunk, Problem) else chunk.original
    else:
        yield from _text(path, register, encoding)


def _text(path: Path, register: Register, encoding: str) -> Iterator[pa.Table | Problem]:
    mend = f"Get the whole file of {register.title} at {register.home}"
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        lines = csv.reader(file)
        header = next(lines, [])
        missing = [name for name in register.columns if name not in header]
        if missing:
            yield Problem(path.name, "header", f"has no column {', '.join(missing)}", mend)
            return
        numbered = enumerate((line for line in lines if line), 1)  # blank lines are no rows
        chunk = list(islice(numbered, _TEXT_ROWS))
        while chunk:
            after = list(islice(numbered, _TEXT_ROWS))
            if not after and len(chunk[-1][1]) < len(header):
                row, _ = chunk.pop()
                told = "ends in the middle of this row, which was left out"
                yield Problem(path.name, f"file, row {row}", told, mend)
            for row, line in chunk:
                if len(line) != len(header):
                    told = f"has {len(line)} values and not {len(header)}; it was left out"
                    yield Problem(path.name, f"row {row}", told, mend)
            kept = [(row, line) for row, line in chunk if len(line) == len(header)]
            yield original_table(header, [line for _, line in kept], [row for row, _ in kept])
            chunk = after


def number(table: pa.Table, column: str, notes: Notes, missing: Sequence[float] = ()) -> pa.Array:
    """A column as numbers: null where blank, or no number (then noted), or a code for missing.

    Args:
        table: rows of :func:`tables`.
        column: the column as the register names it.
        notes: gathers what is no number.
        missing: values by which the register says that it has none, such as -9.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    values = table[original_names([column])[0]].combine_chunks()
    if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
        values = pc.utf8_trim_whitespace(values)
        good = pc.fill_null(pc.match_substring_regex(values, _NUMBER), False)
        blank = pc.or_(pc.is_null(values), pc.is_in(values, value_set=pa.array(_BLANK)))
        for row in table["row"].filter(pc.invert(pc.or_(good, blank))).to_pylist():
            notes.add(f"{column} is no number", _KEPT, row)
        values = pc.if_else(good, values, None)
    values = values.cast(pa.float64())
    good = pc.is_finite(values)
    for code in missing:
        good = pc.and_(good, pc.not_equal(values, code))
    return pc.if_else(good, values, None)


def keys(table: pa.Table, columns: Sequence[str], notes: Notes) -> Keys:
    """Key columns (codes, ``year``) as whole numbers; a row that lacks one is noted."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found: dict[str, Any] = {}
    fine: Any = pa.repeat(pa.scalar(True), table.num_rows)
    for column in columns:
        values = number(table, column, notes)
        most = 9000 if column == "year" else 1_000_000
        good = pc.and_(pc.equal(pc.floor(values), values), pc.greater(values, 0))
        good = pc.fill_null(pc.and_(good, pc.less(values, most)), False)
        for row in table["row"].filter(pc.invert(good)).to_pylist():
            notes.add(f"has no fitting {column}", "The original rows are kept; no flow.", row)
        found[column] = pc.if_else(good, values, 0.0).cast(pa.int64())
        fine = pc.and_(fine, good)
    return Keys(found, fine)


def states(known: States, table: pa.Table, found: Keys, column: str) -> pa.Array:
    """The state of each code of a key column in its year; a code without one is noted."""
    import pyarrow as pa
    import pyarrow.compute as pc

    joined = pc.add(pc.multiply(found.columns[column], 10_000), found.columns["year"])
    coded = joined.dictionary_encode()
    pairs = [divmod(pair, 10_000) for pair in coded.dictionary.to_pylist()]
    names = pa.array([known.quiet(*pair) for pair in pairs], pa.string()).take(coded.indices)
    unmapped = pc.and_(found.fine, pc.is_null(names))
    if pc.any(unmapped).as_py():
        codes, rows = found.columns[column].filter(unmapped), table["row"].filter(unmapped)
        counted = pa.table({"code": codes, "row": rows}).group_by("code")
        for told in counted.aggregate([("row", "count"), ("row", "min")]).to_pylist():
            known.unknown(told["code"], told["row_min"], told["row_count"])
    return names


def apart(table: pa.Table, first: Any, second: Any, notes: Notes) -> pa.Array:
    """Which rows pair two states; those of one with itself are noted.

    Two numbers may mean one state: in 1990 both 255 and 260 are Germany.
    """
    import pyarrow.compute as pc

    same = pc.fill_null(pc.equal(first, second), False)
    for row in table["row"].filter(same).to_pylist():
        notes.add("pairs a state with itself", "The original rows are kept; no flow.", row)
    return pc.invert(same)


def dates(register: Register, year: Any) -> dict[str, pa.Array]:
    """``start``, ``end`` (exclusive) and ``available`` of calendar years; null for year 0."""
    import pyarrow as pa

    coded = year.dictionary_encode()
    spans = [years(told) if told else (None, None) for told in coded.dictionary.to_pylist()]
    lists: dict[str, list[Any]] = {
        "start": [start for start, _ in spans],
        "end": [end for _, end in spans],
        "available": [register.available(end) if end else None for _, end in spans],
    }
    return {k: pa.array(v, pa.date32()).take(coded.indices) for k, v in lists.items()}

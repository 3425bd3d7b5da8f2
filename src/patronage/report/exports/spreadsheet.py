"""Cells that a spreadsheet must not run: text that looks like a formula gets an apostrophe."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["guarded"]

# What programs take as the beginning of a formula, the wide signs of East Asian keyboards too. A
# text that begins with an apostrophe gets one more, so that taking one away always gives it back.
_RISKY = "^['=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"


def guarded(table: pa.Table) -> pa.Table:
    """A table for CSV: lists become one text each, and no text begins as a formula would.

    Lists are joined by `` | ``. A text that begins with ``= + - @``, their wide forms, tab, line
    break or an apostrophe gets an apostrophe before it; take one away to have it back. Numbers and
    dates are left alone.

    >>> import pyarrow as pa
    >>> guarded(pa.table({"a": ["=1+1", "it's", None], "b": [-1, 2, 3]})).to_pylist()[0]
    {'a': "'=1+1", 'b': -1}
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    for at, field in enumerate(table.schema):
        column = table.column(at)
        if pa.types.is_list(field.type):
            column = pc.binary_join(column, " | ")
        if pa.types.is_string(column.type):
            risky = pc.match_substring_regex(column, _RISKY)
            with_sign = pc.binary_join_element_wise("'", column, "")
            table = table.set_column(at, field.name, pc.if_else(risky, with_sign, column))
    return table

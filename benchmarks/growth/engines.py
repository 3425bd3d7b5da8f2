"""An engine that asks several engines each query and holds their rows against each other.

Whatever is asked of a ledger with it, by a read, a measure or a check, is compared: the rows, their
order and their kinds. What follows from equal rows is computed here in either case.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence

import pyarrow as pa

from patronage.ledger import Engine

__all__ = ["Compared", "DifferenceError"]


class DifferenceError(AssertionError):
    """Two engines gave different rows."""


class Compared:
    """Engines by name; the first one's rows are handed on."""

    def __init__(self, engines: Mapping[str, Engine]) -> None:
        self._engines = engines
        self.queries = 0
        self.rows = 0
        self.seconds: Counter[str] = Counter()

    def query(
        self, sql: str, stored: Mapping[str, Sequence[str]], given: Mapping[str, pa.Table]
    ) -> pa.Table:
        """The rows of a query, once they are the same everywhere."""
        first, found = "", None
        for name, engine in self._engines.items():
            began = time.perf_counter()
            table = engine.query(sql, stored, given)
            self.seconds[name] += time.perf_counter() - began
            if found is None:
                first, found = name, table
            else:
                _same(sql, first, found, name, table)
        assert found is not None
        self.queries += 1
        self.rows += found.num_rows
        return found


def _same(sql: str, first: str, one: pa.Table, name: str, other: pa.Table) -> None:
    if one.schema.names != other.schema.names:
        raise DifferenceError(f"{first} {one.schema.names}, {name} {other.schema.names}: {sql}")
    for column in one.schema.names:
        here, there = one[column], other[column]
        if not here.type.equals(there.type):  # an item of a list may have another name
            there = there.cast(here.type)
        if not here.equals(there):
            pairs = zip(here.to_pylist(), there.to_pylist(), strict=False)
            row = next((i for i, (a, b) in enumerate(pairs) if a != b), "number of rows")
            told = f"{first} has {len(here)} rows, {name} {len(there)}; first differing: {row}"
            raise DifferenceError(f"Column {column}: {told}. {sql}")

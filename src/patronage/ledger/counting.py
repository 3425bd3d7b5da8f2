"""Counts beside the acts: the rows of a dyad, polarity and day as one row, for series of dyads.

Compaction counts each file of acts into a file of its own. A read of dyads takes that where it is
there, and the acts where it is not. A file of acts never changes, so neither do its counts; they
may be deleted at any time and are made again.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from patronage.ledger.engine import parquet_of
from patronage.ledger.places import joined, names_in, put, remove, size_of
from patronage.ledger.queries import Query
from patronage.ledger.spilling import spilling
from patronage.ledger.store import Store

if TYPE_CHECKING:
    import duckdb

__all__ = ["COUNTED", "DIFFERING", "count", "counted"]

COUNTED = "counted"
"""The folder of the counts, and the name of their relation."""

# Rows that an engine reads or passes over together: fewer make more groups to look at, more make
# more rows to read for one dyad. Measured with files of one to three million rows.
_GROUP = 50_000
# What reads of dyads filter by stays apart. Sums are of whole numbers: no thread changes them.
_COUNTS = """select t.dataset, t.attempt, t.actor, t.recipient, t.polarity, t.start, t.available,
  cast(count(*) as bigint) as acts,
  cast(sum(cast(coalesce(t.reports, 1) as bigint)) as bigint) as reports
from {acts} t group by all
order by t.actor nulls first, t.recipient nulls first, t.start nulls first, t.polarity nulls first,
  t.available nulls first, t.dataset, t.attempt"""

#: Actors of attempts whose counts are not those of their acts.
DIFFERING = Query.of("""with both_sides as (
  select t.attempt, t.actor, t.recipient, t.acts, t.reports from counted t
  union all
  select t.attempt, t.actor, t.recipient, cast(-1 as bigint) as acts,
    cast(-coalesce(t.reports, 1) as bigint) as reports from act t)
select b.attempt, b.actor, b.recipient from both_sides b
group by b.attempt, b.actor, b.recipient having sum(b.acts) <> 0 or sum(b.reports) <> 0
order by b.attempt, b.actor nulls first, b.recipient nulls first""")


def count(store: Store) -> None:
    """Count the acts of files that have no counts; drop counts of files that are gone."""
    folder = store.path(COUNTED)
    there = set(names_in(folder))
    with spilling(store.root) as connection:
        for file in store.files("act"):
            if (name := _name(store, file)) not in there:
                put(joined(folder, name), _counts(connection, file))
    for name in there:
        # A file that was replaced stays for a day, for readers that have it open; so do its counts.
        # A name with a dot is a draft of another process.
        if name[0] != "." and size_of(joined(store.path("act"), *name.split(_APART))) is None:
            remove(joined(folder, name))


def counted(store: Store, acts: Sequence[str]) -> tuple[list[str], list[str]]:
    """The counts of files of acts, and the files that have none."""
    folder = store.path(COUNTED)
    there = set(names_in(folder))
    named = {file: _name(store, file) for file in acts}
    counts = [joined(folder, name) for name in named.values() if name in there]
    return counts, [file for file, name in named.items() if name not in there]


_APART = "~"


def _name(store: Store, file: str) -> str:
    """The name of a file's counts: its path below the table's folder as one word."""
    return file.removeprefix(store.path("act")).strip("/\\").replace("\\", "/").replace("/", _APART)


def _counts(connection: duckdb.DuckDBPyConnection, file: str) -> bytes:
    import pyarrow.parquet as pq

    reader = connection.sql(_COUNTS.format(acts=parquet_of([file]))).to_arrow_reader(_GROUP)
    told = io.BytesIO()
    with pq.ParquetWriter(told, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch, row_group_size=_GROUP)
    return told.getvalue()

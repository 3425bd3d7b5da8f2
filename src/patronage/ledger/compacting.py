"""Upkeep: many small files become few, sorted so that the rows of a dyad lie together.

A rewriting replaces one partition in one commit, against the version that it read: whatever another
writer adds to or takes from that partition meanwhile makes the commit fail, and it is done again.
Files that were replaced stay for a day, for readers that have them open.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from patronage.ledger.counting import count
from patronage.ledger.engine import parquet_of
from patronage.ledger.places import held_in, joined, put, text_at
from patronage.ledger.schema import PARTS, TABLES, arrow_schema, fields
from patronage.ledger.spilling import clear, spilling
from patronage.ledger.store import ORIGINALS, Store

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

__all__ = ["KEPT_HOURS", "Compacted", "Held", "compact", "held"]

KEPT_HOURS = 24  # readers that are open may hold old files; attempts may be under way
# Tables that are read by dyad, and by what they are sorted; the id last, so that the order is one.
ORDER: Mapping[str, tuple[str, ...]] = {
    "event": ("actor_key", "recipient_key", "time_start", "id"),
    "claim": ("subject_key", "document", "id"),
    "act": ("actor", "recipient", "start", "id"),
    "flow": ("giver", "receiver", "start", "id"),
}
# Which files were sorted already. It may be lost: then they are sorted once more.
_NOTE = "compacted.json"
_BATCH = 100_000
# Rows that an engine reads or passes over together: a dyad of a large register fills few.
_GROUP = 131_072


@dataclass(frozen=True, slots=True)
class Compacted:
    """Files and bytes of all tables before and after, and rows dropped on request.

    ``disk`` are the bytes of the whole folder afterwards: replaced files stay for 24 hours.
    """

    files_before: int
    files_after: int
    dropped: int
    bytes_before: int
    bytes_after: int
    disk: int


@dataclass(frozen=True, slots=True)
class Held:
    """How many files hold the tables now, their bytes, and those of the whole folder."""

    files: int
    bytes: int
    disk: int


def held(store: Store) -> Held:
    """What the tables of a store take up."""
    sizes = [store.sizes(name) for name in _names(store)]
    files, size = (sum(each) for each in zip(*sizes, strict=True))
    return Held(files, size, held_in(store.root))


def compact(store: Store) -> None:
    """Join the small files of every table, sort those that are read by dyad, sweep the old ones.

    Then the acts are counted, for series of dyads.
    """
    note = store.path(_NOTE)
    clear(store.root, KEPT_HOURS)
    done = _read(note)
    for name in _names(store):
        if name in ORDER:
            done[name] = _sorted(store, name, done.get(name, {}))
        else:
            store.join(name)
        store.sweep(name, KEPT_HOURS)
    count(store)
    with suppress(OSError):  # a full disk: then they are sorted once more
        put(note, json.dumps(done, indent=0, sort_keys=True) + "\n")


def _names(store: Store) -> list[str]:
    return [*TABLES, *(f"{ORIGINALS}/{dataset}" for dataset in store.originals())]


def _read(note: str) -> dict[str, dict[str, list[str]]]:
    try:
        found = json.loads(text_at(note) or "{}")
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _sorted(store: Store, name: str, known: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Sort the partitions of a table whose files are not those of last time; their files now."""
    for part, files in _parts(store.table(name)).items():
        if sorted(files) != known.get(_key(part)):
            store.rewrite(name, lambda part=part: _rewrite(store, name, part))  # type: ignore[misc]
    return {_key(part): sorted(files) for part, files in _parts(store.table(name)).items()}


_Part = tuple[tuple[str, Any], ...]


def _parts(table: Any) -> dict[_Part, list[str]]:
    """The files of a table by partition."""
    import pyarrow as pa

    found: dict[_Part, list[str]] = {}
    names = [name for name, _ in PARTS]
    for row in pa.table(table.get_add_actions(flatten=True)).to_pylist():
        part = tuple((name, row[f"partition.{name}"]) for name in names)
        found.setdefault(part, []).append(row["path"])
    return found


def _key(part: _Part) -> str:
    return json.dumps([value for _, value in part])


def _rewrite(store: Store, name: str, part: _Part) -> None:
    import pyarrow as pa
    from deltalake import WriterProperties, write_deltalake

    # One object for reading and writing: its commit is checked against the version it was read at.
    table = store.table(name)
    files = [joined(store.path(name), path) for path in _parts(table).get(part, ())]
    if not files:
        return
    schema = arrow_schema(fields(TABLES[name]))
    with spilling(store.root) as connection:
        rows = _in_order(connection, files, ORDER[name], schema, part)
        write_deltalake(
            table, pa.RecordBatchReader.from_batches(schema, rows), mode="overwrite",
            predicate=" and ".join(f"{column} {_is(value)}" for column, value in part),
            writer_properties=WriterProperties(
                compression="ZSTD", compression_level=3, max_row_group_size=_GROUP
            ),
        )  # fmt: skip


def _in_order(
    connection: duckdb.DuckDBPyConnection, files: Sequence[str], order: Sequence[str],
    schema: pa.Schema, part: _Part,
) -> Iterator[pa.RecordBatch]:  # fmt: skip
    """The rows of some files sorted, a batch at a time."""
    import pyarrow as pa

    by = ", ".join(f"{column} nulls first" for column in order)
    sql = f"select * from {parquet_of(files, True)} order by {by}"
    for batch in connection.sql(sql).to_arrow_reader(_BATCH):
        table = pa.Table.from_batches([batch])
        values = dict(part)  # and null in columns that all these files are older than
        for column in schema.names:
            if column not in table.column_names:
                cell = pa.scalar(values.get(column), schema.field(column).type)
                table = table.append_column(column, pa.repeat(cell, len(batch)))
        yield from table.select(schema.names).cast(schema).to_batches()


def _is(value: Any) -> str:
    if value is None:
        return "is null"
    return f"= {value}" if isinstance(value, int) else "= '" + str(value).replace("'", "''") + "'"

"""Upkeep: many small files become few, sorted so that the rows of a dyad lie together.

A rewriting replaces one partition in one commit, against the version that it read: whatever another
writer adds to or takes from that partition meanwhile makes the commit fail, and it is done again.
Files that were replaced stay for a day, for readers that have them open.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from patronage.ledger.engine import parquet_of
from patronage.ledger.places import filesystem_of, held_in, is_remote, joined, put, text_at
from patronage.ledger.schema import PARTS, TABLES, arrow_schema, fields
from patronage.ledger.store import ORIGINALS, Store

if TYPE_CHECKING:
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
_SPILL = ".sorting-"
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
    """Join the small files of every table, sort those that are read by dyad, sweep the old ones."""
    note = store.path(_NOTE)
    if not is_remote(store.root):
        _clear(Path(store.root))
    done = _read(note)
    for name in _names(store):
        if name in ORDER:
            done[name] = _sorted(store, name, done.get(name, {}))
        else:
            store.join(name)
        store.sweep(name, KEPT_HOURS)
    with suppress(OSError):  # a full disk: then they are sorted once more
        put(note, json.dumps(done, indent=0, sort_keys=True) + "\n")


def _clear(root: Path) -> None:
    """Delete what sortings that were killed over a day ago had spilt."""
    for folder in root.glob(f"{_SPILL}*"):
        with suppress(FileNotFoundError):
            if time.time() - folder.stat().st_mtime > KEPT_HOURS * 3600:
                shutil.rmtree(folder, ignore_errors=True)


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
    beside = None if is_remote(store.root) else store.root
    with tempfile.TemporaryDirectory(dir=beside, prefix=_SPILL) as spill:
        rows = _in_order(files, ORDER[name], schema, part, spill)
        write_deltalake(
            table, pa.RecordBatchReader.from_batches(schema, rows), mode="overwrite",
            predicate=" and ".join(f"{column} {_is(value)}" for column, value in part),
            writer_properties=WriterProperties(
                compression="ZSTD", compression_level=3, max_row_group_size=_GROUP
            ),
        )  # fmt: skip


def _in_order(
    files: Sequence[str], order: Sequence[str], schema: pa.Schema, part: _Part, spill: str
) -> Iterator[pa.RecordBatch]:
    """The rows of some files sorted, a batch at a time; what does not fit in memory is spilt."""
    import duckdb
    import pyarrow as pa

    with duckdb.connect(":memory:", config={"temp_directory": spill}) as connection:
        connection.execute("set TimeZone = 'UTC'")
        if (objects := filesystem_of(files[0])) is not None:
            connection.register_filesystem(objects)
        by = ", ".join(f"{column} nulls first" for column in order)
        reader = connection.sql(
            f"select * from {parquet_of(files, True)} order by {by}"
        ).to_arrow_reader(_BATCH)  # fmt: skip
        for batch in reader:
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

"""Many rows at once: Parquet files written as the rows come, one commit a table that shows them.

Delta's own writer takes several times as long over text columns, and a commit a batch leaves many
small files. Here the files are written by Arrow in a second thread, while the next rows are read;
a file that no commit names is seen by nobody, and vacuum takes it away.
"""

from __future__ import annotations

import json
import re
import time
from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from patronage.errors import LedgerError
from patronage.ledger.places import joined, remove, size_of, writing_to

if TYPE_CHECKING:
    import pyarrow as pa
    from deltalake.transaction import AddAction

    from patronage.ledger.store import Store

__all__ = ["Bulk"]

_ROWS_A_FILE = 4_000_000
_ROWS_A_GROUP = 250_000
_LOOK = 10_000  # rows by which a column is known to repeat its values
_AHEAD = 1  # tables that wait for the writing thread: each holds a whole batch in memory


@dataclass(slots=True)
class _Target:
    """A Delta table being filled: its columns, its open files by partition, those done."""

    path: str
    name: str
    parts: tuple[str, ...]
    kinds: dict[str, pa.DataType] = field(default_factory=dict)
    open: dict[tuple[str, ...], _File] = field(default_factory=dict)
    done: list[AddAction] = field(default_factory=list)


@dataclass(slots=True)
class _File:
    path: str
    names: list[str]
    writer: Any
    stream: Any
    rows: int = 0

    def close(self) -> None:
        self.writer.close()
        self.stream.close()


class Bulk:
    """Rows on their way into a store's tables; nothing is seen before :meth:`commit`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._targets: dict[str, _Target] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ledger-bulk")
        self._waiting: deque[Future[None]] = deque()

    def __enter__(self) -> Bulk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._thread.shutdown(wait=True, cancel_futures=True)
        for target in self._targets.values():
            for file in target.open.values():
                with suppress(OSError):  # of a full or read-only disk: told below
                    file.close()
                    remove(joined(target.path, file.path))
            for action in target.done:
                with suppress(OSError):
                    remove(joined(target.path, action.path))
        if isinstance(value, OSError):
            raise LedgerError(
                f"Rows cannot be written: {value.strerror or value}. Check the disk and the rights "
                "of the ledger's folder, then repeat; repeating adds nothing twice."
            ) from value

    def original(self, dataset: str, rows: pa.Table) -> None:
        """Add a register's rows as they stand to the table of its own columns.

        Columns that a later edition of the register adds are added; they are null for older rows.
        """
        key = f"original/{dataset}"
        if key not in self._targets:
            self._targets[key] = _Target(self._store.original_path(dataset), key, ())
        target = self._targets[key]
        new = {f.name: _storable(f.type) for f in rows.schema if f.name not in target.kinds}
        if new:
            target.kinds = self._store.ready_original(dataset, new)
        self._submit(target, rows, {})

    def rows(self, name: str, rows: pa.Table, where: Mapping[str, str]) -> None:
        """Add rows to a table of the format, all to one partition; ``where`` names it."""
        if name not in self._targets:
            self._targets[name] = _Target(self._store.path(name), name, tuple(where))
        target = self._targets[name]
        target.kinds |= {f.name: f.type for f in rows.schema}
        self._submit(target, rows, where)

    def commit(self) -> None:
        """Make all rows seen, a table at a time."""
        while self._waiting:
            self._waiting.popleft().result()
        for target in self._targets.values():
            for where in list(target.open):
                _close(target, where)
            if target.done:
                self._store.add_files(target.path, target.name, target.done, target.parts)
                target.done = []

    def _submit(self, target: _Target, rows: pa.Table, where: Mapping[str, str]) -> None:
        while len(self._waiting) > _AHEAD:
            self._waiting.popleft().result()
        if rows.num_rows:
            self._waiting.append(self._thread.submit(_write, target, rows, dict(where)))


def _write(target: _Target, rows: pa.Table, where: dict[str, str]) -> None:
    import pyarrow as pa

    key = tuple(where[part] for part in target.parts)
    file = target.open.get(key)
    if file is not None and (file.names != rows.column_names or file.rows >= _ROWS_A_FILE):
        _close(target, key)
        file = None
    schema = pa.schema([(name, target.kinds[name]) for name in rows.column_names])
    try:
        ready = rows.cast(schema)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise LedgerError(
            f"Rows do not fit the table '{target.name}', which holds other kinds of values: "
            f"{error}. Load them into a new ledger."
        ) from error
    if file is None:
        file = target.open[key] = _open(target, where, ready)
    file.writer.write_table(ready, row_group_size=_ROWS_A_GROUP)
    file.rows += rows.num_rows


def _open(target: _Target, where: dict[str, str], first: pa.Table) -> _File:
    import pyarrow.parquet as pq

    # Folder names are for people: what Delta goes by stands in its log.
    folders = [f"{part}={re.sub(r'[^0-9A-Za-z_-]', '_', told)}" for part, told in where.items()]
    path = "/".join([*folders, f"part-{uuid4().hex}.zstd.parquet"])
    stream = writing_to(joined(target.path, path))
    writer = pq.ParquetWriter(
        stream, first.schema, compression="zstd", compression_level=1,
        use_dictionary=_repeating(first), coerce_timestamps="us",
    )  # fmt: skip
    return _File(path, first.column_names, writer, stream)


def _close(target: _Target, key: tuple[str, ...]) -> None:
    from deltalake.transaction import AddAction

    file = target.open.pop(key)
    file.close()
    target.done.append(
        AddAction(
            path=file.path,
            size=size_of(joined(target.path, file.path)) or 0,
            partition_values=dict(zip(target.parts, key, strict=True)),
            modification_time=int(time.time() * 1000),
            data_change=True,
            stats=json.dumps({"numRecords": file.rows}),
        )
    )


def _repeating(table: pa.Table) -> list[str]:
    """Columns whose values repeat: for the others a dictionary is work for nothing."""
    import pyarrow as pa
    import pyarrow.compute as pc

    head = table.slice(0, _LOOK).combine_chunks()
    return [
        name
        for name in head.column_names
        if not pa.types.is_nested(head[name].type)
        and 2 * pc.count_distinct(head[name]).as_py() <= head.num_rows
    ]


def _storable(kind: pa.DataType) -> pa.DataType:
    """The kind that Delta has for an Arrow kind, wide enough for every value."""
    import pyarrow as pa

    wider = {
        pa.uint8(): pa.int16(), pa.uint16(): pa.int32(), pa.uint32(): pa.int64(),
        pa.uint64(): pa.float64(), pa.float16(): pa.float32(), pa.null(): pa.string(),
        pa.large_string(): pa.string(), pa.date64(): pa.date32(),
    }  # fmt: skip
    if pa.types.is_dictionary(kind):
        return _storable(kind.value_type)
    if pa.types.is_timestamp(kind):
        return pa.timestamp("us", kind.tz)
    return wider.get(kind, kind)

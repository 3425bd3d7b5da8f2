"""Engines: what runs a query over a ledger's files. One method, so that another can join.

A query names relations; the engine gets each as a list of Parquet files or as an Arrow table.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from patronage.errors import LedgerError
from patronage.ledger.places import filesystem_of, is_remote
from patronage.ledger.schema import ADDED, PARTS, TABLES, arrow_schema, fields

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["DuckEngine", "Engine", "parquet_of"]


class Engine(Protocol):
    """Runs SQL in the subset common to the engines."""

    def query(
        self, sql: str, stored: Mapping[str, Sequence[str]], given: Mapping[str, pa.Table]
    ) -> pa.Table:
        """Run one query.

        ``stored`` maps names of ledger tables to their Parquet files (perhaps none), ``given``
        names to small Arrow tables. Returns the result as an Arrow table.
        """
        ...


class DuckEngine:
    """DuckDB in memory; extensions are neither needed nor fetched.

    ``threads`` and ``memory`` ("1GB") bound what a query takes; None leaves both to DuckDB. They
    change no row.
    """

    def __init__(self, threads: int | None = None, memory: str | None = None) -> None:
        self._connection: Any = None
        self._opening = threading.Lock()  # of two threads that ask first, one opens for both
        self._reaches = False
        bounds = {"threads": threads, "memory_limit": memory}
        self._bounds = {name: value for name, value in bounds.items() if value is not None}

    def query(
        self, sql: str, stored: Mapping[str, Sequence[str]], given: Mapping[str, pa.Table]
    ) -> pa.Table:
        """See :class:`Engine`."""
        import duckdb

        # Views of a cursor are its own: two threads may ask at once.
        with self._open().cursor() as cursor:
            try:
                for name, files in stored.items():
                    self._reach(files)
                    _view(cursor, name, files)
                for name, table in given.items():
                    cursor.register(name, table)
                return cursor.sql(sql).to_arrow_table()
            except (duckdb.IOException, duckdb.InvalidInputException) as error:
                raise LedgerError(
                    f"A file of the ledger cannot be read: {str(error).splitlines()[0]} "
                    "Restore it from a backup, or record the inputs into a new ledger."
                ) from error

    def _reach(self, files: Sequence[str]) -> None:
        """Let the connection read an object store, at the first query that needs one."""
        if not self._reaches and files and is_remote(files[0]):
            self._open().register_filesystem(filesystem_of(files[0]))
            self._reaches = True

    def _open(self) -> Any:
        import duckdb

        with self._opening:
            if self._connection is None:
                options: dict[str, Any] = {
                    "autoinstall_known_extensions": False,
                    "autoload_known_extensions": False,
                    **self._bounds,
                }
                connection = duckdb.connect(":memory:", config=options)
                connection.execute("set TimeZone = 'UTC'")
                self._connection = connection
        return self._connection


def _view(cursor: Any, name: str, files: Sequence[str]) -> None:
    if not files:
        cursor.register(name, arrow_schema(fields(TABLES[name])).empty_table())
        return
    # Editions of a register may differ in columns, and so may files of a table that got new ones.
    rows = f"select * from {parquet_of(files, name == 'original' or name in ADDED)}"
    if name in ADDED:
        cursor.register(f"no_{name}", _empty(name))
        rows = f"select * from no_{name} union all by name {rows}"
    cursor.execute(f"create temp view {name} as {rows}")


def _empty(name: str) -> pa.Table:
    """A table without rows, and without the columns that its files do not hold."""
    return arrow_schema(fields(TABLES[name])).empty_table().drop_columns([n for n, _ in PARTS])


def parquet_of(files: Sequence[str], by_name: bool = False) -> str:
    """Parquet files as DuckDB's relation of their own columns.

    The folder columns are left alone: DuckDB would guess their types, and those of any folder named
    a=b above the ledger.
    """
    listed = ", ".join("'" + _literal(file) + "'" for file in files)
    return f"read_parquet([{listed}], hive_partitioning = false, union_by_name = {by_name})"


def _literal(path: str) -> str:
    """A path as DuckDB takes it within quotes: its glob characters stand for themselves."""
    plain = "".join(f"[{letter}]" if letter in "*?[" else letter for letter in path)
    return plain.replace("'", "''")

"""The engine of a ledger that outgrew one machine: Spark, over the same files with the same SQL.

The session is given, so that whoever runs the cluster sets it up. Files are named by the ledger and
read with the columns that it says they have; nothing is fetched, no Delta extension is needed. On a
cluster every worker must see the ledger's folder under the same path.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from patronage.errors import LedgerError
from patronage.ledger.places import filesystem_of, is_remote
from patronage.ledger.schema import PARTS, TABLES, arrow_schema, fields

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["SparkEngine"]

# What makes Spark answer as DuckDB does: instants in UTC, names as written.
_SETTINGS = {"spark.sql.session.timeZone": "UTC", "spark.sql.caseSensitive": "true"}


class SparkEngine:
    """Runs queries in a Spark session, local, of a cluster or behind Spark Connect.

    Args:
        session: a ``pyspark.sql.SparkSession``.
    """

    def __init__(self, session: Any) -> None:
        self._session = session
        self._kinds: dict[str, Any] = {}
        self._lock = threading.Lock()  # views belong to the session
        for name, value in _SETTINGS.items():
            session.conf.set(name, value)

    def query(
        self, sql: str, stored: Mapping[str, Sequence[str]], given: Mapping[str, pa.Table]
    ) -> pa.Table:
        """See :class:`patronage.ledger.Engine`."""
        from pyspark.errors import PySparkException

        with self._lock:
            try:
                for name, files in stored.items():
                    self._stored(name, files).createOrReplaceTempView(name)
                for name, table in given.items():
                    self._frame(table).createOrReplaceTempView(name)
                return _plain(self._session.sql(sql).toArrow())
            except PySparkException as error:
                raise LedgerError(
                    f"Spark could not answer: {str(error).strip().splitlines()[0]} Workers must "
                    "see the ledger's files under the paths that this machine has for them."
                ) from error

    def _stored(self, name: str, files: Sequence[str]) -> Any:
        """The rows of some files. Columns that older files lack are null in their rows."""
        columns = _columns(name, files)
        if not files:
            return self._frame(columns.empty_table())
        kinds = self._kind_of(name, columns)
        if not is_remote(files[0]):
            return self._session.read.schema(kinds).parquet(*map(_literal, files))
        listed = self._session.createDataFrame([(file,) for file in files], "file string")
        return listed.repartition(len(files)).mapInArrow(_reading(columns), kinds)

    def _kind_of(self, name: str, columns: pa.Schema) -> Any:
        if name not in self._kinds or name not in TABLES:  # a register's columns are its own
            self._kinds[name] = _kinds(columns)
        return self._kinds[name]

    def _frame(self, table: pa.Table) -> Any:
        """A table in Spark; of one without rows Spark Connect asks for the kinds of its columns."""
        if table.num_rows:
            return self._session.createDataFrame(table)
        return self._session.createDataFrame([], _kinds(table.schema))


def _kinds(columns: pa.Schema) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(columns)


def _columns(name: str, files: Sequence[str]) -> pa.Schema:
    """A table's columns but those in folder names; of a register's own rows, those of its files."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if name in TABLES:
        parts = {part for part, _ in PARTS}
        return arrow_schema(tuple(f for f in fields(TABLES[name]) if f[0] not in parts))
    fs = filesystem_of(files[0])
    found = [pq.read_schema(file, filesystem=fs).remove_metadata() for file in files]
    return pa.unify_schemas(found, promote_options="permissive")


def _reading(columns: pa.Schema) -> Any:
    """The function by which a worker reads files of an object store, without any of its jars."""

    def read(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow.parquet as pq

        for batch in batches:
            for file in batch.column(0).to_pylist():
                whole = pq.ParquetFile(filesystem_of(file).open(file))
                for rows in whole.iter_batches(50_000):
                    yield _widened(rows, columns)

    return read


def _widened(rows: pa.RecordBatch, columns: pa.Schema) -> pa.RecordBatch:
    import pyarrow as pa

    there = set(rows.schema.names)
    nulls = {f.name: pa.nulls(len(rows), f.type) for f in columns if f.name not in there}
    arrays = [nulls[f.name] if f.name in nulls else rows[f.name].cast(f.type) for f in columns]
    return pa.RecordBatch.from_arrays(arrays, schema=columns)


def _literal(path: str) -> str:
    """A path as Hadoop takes it: its glob characters stand for themselves."""
    return "".join(f"\\{letter}" if letter in "*?{}" else letter for letter in path)


def _plain(table: pa.Table) -> pa.Table:
    """The table as any engine gives it: columns may hold nulls, and texts are plain strings."""
    import pyarrow as pa

    wide = {
        pa.large_string(): pa.string(),
        pa.timestamp("us", "Etc/UTC"): pa.timestamp("us", "UTC"),
    }
    columns = [pa.field(f.name, wide.get(f.type, f.type)) for f in table.schema]
    return table.cast(pa.schema(columns))

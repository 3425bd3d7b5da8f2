"""Engines by name: DuckDB on this machine, or Spark wherever its master is."""

from __future__ import annotations

import os
import re
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

from patronage.errors import UsageError

if TYPE_CHECKING:
    from patronage.ledger import Engine

__all__ = ["LOCAL", "engine_of", "session_of"]

#: The name of the engine that needs nothing but this machine.
LOCAL = "local"

_MASTER = re.compile(r"(local\[[\d*]+\]|spark://\S+|sc://\S+|yarn|k8s://\S+)")


def engine_of(name: str | None) -> Engine | None:
    """The engine of a name; None is DuckDB, the ledger's own.

    Args:
        name: ``local`` (or None) for DuckDB; ``spark://host:7077``, ``yarn`` or ``k8s://...`` for a
            cluster, ``sc://host:15002`` for Spark Connect, ``local[2]`` for Spark on this machine.

    Raises:
        UsageError: for another name, or where Spark is not installed or does not answer.

    >>> engine_of("local") is None
    True
    """
    if name is None or name == LOCAL:
        return None
    from patronage.ledger import SparkEngine

    return SparkEngine(session_of(name))


@cache
def session_of(name: str) -> Any:
    """The Spark session of an engine's name, one in this process.

    What a cluster's owner sets (``spark-defaults.conf``, ``SPARK_CONF_DIR``) holds; set here is
    only that workers run the Python of this program where ``PYSPARK_PYTHON`` names no other.
    """
    if not _MASTER.fullmatch(name):
        raise UsageError(
            f"No engine '{name}'. Pass local, local[2], spark://HOST:PORT, sc://HOST:PORT, yarn "
            "or k8s://ADDRESS."
        )
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise UsageError(
            "This engine needs Spark. Install it: pip install 'patronage[spark]'; it needs Java 17 "
            "or later too."
        ) from None
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("patronage")
    try:
        if name.startswith("sc://"):
            return builder.remote(name).getOrCreate()
        builder = builder.master(name).config("spark.ui.showConsoleProgress", "false")
        if name.startswith("local["):
            # A machine of one's own: no port for others, and few parts for its few cores.
            for key, value in _ALONE.items():
                builder = builder.config(key, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")  # what fails comes back as an error anyway
        return session
    except (PySparkException, OSError, RuntimeError) as error:
        told = str(error).strip().splitlines() or [type(error).__name__]
        raise UsageError(
            f"Spark at '{name}' does not answer: {told[0]} Check the address, and that Java 17 or "
            "later is there (java -version)."
        ) from error


_ALONE = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "8",
}

"""A DuckDB for upkeep: what does not fit in memory is spilt beside the ledger."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from patronage.ledger.places import filesystem_of, is_remote

if TYPE_CHECKING:
    import duckdb

__all__ = ["clear", "spilling"]

_SPILL = ".sorting-"


@contextmanager
def spilling(root: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection for the files of a ledger, with room beside it; of a remote one, here."""
    import duckdb

    beside = None if is_remote(root) else root
    with (
        tempfile.TemporaryDirectory(dir=beside, prefix=_SPILL) as spill,
        duckdb.connect(":memory:", config={"temp_directory": spill}) as connection,
    ):
        connection.execute("set TimeZone = 'UTC'")
        if (objects := filesystem_of(root)) is not None:
            connection.register_filesystem(objects)
        yield connection


def clear(root: str, hours: int) -> None:
    """Delete what upkeep that was killed so many hours ago had spilt."""
    for folder in [] if is_remote(root) else Path(root).glob(f"{_SPILL}*"):
        with suppress(FileNotFoundError):
            if time.time() - folder.stat().st_mtime > hours * 3600:
                shutil.rmtree(folder, ignore_errors=True)

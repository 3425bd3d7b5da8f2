"""Changes of one Delta table that others may be changing too."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from patronage.errors import LedgerError

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["again", "widen"]

_PATIENCE = 120.0  # seconds of lost races before giving up; a merge takes about 10 ms
_T = TypeVar("_T")


def widen(path: str, columns: Mapping[str, pa.DataType]) -> dict[str, pa.DataType]:
    """Add the columns that a table lacks, null in its rows; the kinds of those it had."""
    import pyarrow as pa
    from deltalake import DeltaTable, Field, Schema

    table = DeltaTable(path)
    there = {f.name: f.type for f in pa.schema(table.schema().to_arrow())}
    wanted = Schema.from_arrow(pa.schema(list(columns.items()))).fields
    if lacking := [f for f in wanted if f.name not in there]:
        table.alter.add_columns([Field(f.name, f.type, nullable=True) for f in lacking])
    return there


def again(action: Callable[[], _T], what: str) -> _T:
    """Do a commit, again while another writer wins the race, after longer and longer waits."""
    from deltalake.exceptions import CommitFailedError, DeltaError

    chance, until, wait = random.Random(), time.monotonic() + _PATIENCE, 0.01
    while True:
        try:
            return action()
        except CommitFailedError as error:
            if time.monotonic() > until:
                raise LedgerError(
                    f"Other writers kept changing the table '{what}' for {_PATIENCE:.0f} s: "
                    f"{error}. Let them finish and repeat; repeating adds nothing twice."
                ) from error
            time.sleep(wait * chance.uniform(0.5, 1.5))
            wait = min(wait * 2, 1.0)
        except (DeltaError, OSError) as error:
            raise LedgerError(
                f"The table '{what}' cannot be written: {error}. Check the disk and the rights of "
                "the ledger's folder, then repeat; repeating adds nothing twice."
            ) from error

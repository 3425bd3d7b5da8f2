"""Dropping on request what no read of the present sees: replaced codings, rows of dead attempts."""

from __future__ import annotations

import time
from collections.abc import Sequence

from patronage.ledger import register_checks
from patronage.ledger.compacting import KEPT_HOURS
from patronage.ledger.invariants import ORPHANS
from patronage.ledger.queries import LATEST, Query
from patronage.ledger.reading import Asked, Reading
from patronage.ledger.store import Store

__all__ = ["drop"]

_SUPERSEDED = Query.of(f"""with {LATEST}
select c.attempt from coding c
where c.attempt not in (select l.attempt from latest l) order by c.attempt""")


def drop(store: Store, reading: Reading, *, superseded: bool, orphans: bool) -> int:
    """Delete what is asked for; returns how many rows that were.

    Of the orphans those over 24 hours old alone: a younger attempt may be under way.
    """
    dropped = 0
    if superseded:
        dropped += _coded(store, _attempts(reading, _SUPERSEDED))
    if orphans:
        oldest = f"{int(time.time()) - KEPT_HOURS * 3600:010x}"
        found = sorted(set(_attempts(reading, ORPHANS)))
        dropped += _coded(store, [attempt for attempt in found if attempt < oldest])
        left = [one for one in register_checks.orphans(reading) if one.attempt < oldest]
        for kind in sorted({one.kind for one in left}):
            dropped += store.delete(kind, [one.attempt for one in left if one.kind == kind])
    return dropped


def _attempts(reading: Reading, query: Query) -> list[str]:
    return [row["attempt"] for row in reading.run(query, Asked()).to_pylist()]


def _coded(store: Store, attempts: Sequence[str]) -> int:
    """Delete attempts, their ``coding`` rows first: a kill then leaves nothing half-seen."""
    tables = ("coding", "span", "event", "claim", "problem")
    return sum(store.delete(name, attempts) for name in tables)

"""What a ledger holds of one client and, as a sample, of others: its files read once for all.

A brief asks for the client's events, its claims and a sample of other events. Each is found by the
same joins over texts, codings and spans, which in a large ledger cost most: here the rows that any
of them needs are taken out of the files first, and the same queries are then asked of these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from patronage.ledger import queries
from patronage.ledger.engine import Engine
from patronage.ledger.queries import Query
from patronage.ledger.reading import Asked, Reading
from patronage.ledger.store import Store

if TYPE_CHECKING:
    import pyarrow as pa

    from patronage.records import Claim

__all__ = ["Part", "taken"]

# What says which rows hold before the rows themselves: what it promises was written before it was.
_TABLES = ("coding", "judgement", "event", "claim", "sighting", "document", "span")


@dataclass(frozen=True, slots=True)
class Part:
    """The event frame of a client, its claims, and the event frame of ``others``.

    Of others stand here the events of one text in ``of``, chosen by a hash of its id.
    """

    frame: pa.Table
    claims: list[Claim]
    others: pa.Table
    of: int


class _Taken(Reading):
    """Asks rows that were taken out of the files."""

    def __init__(self, store: Store, engine: Engine, tables: Mapping[str, pa.Table]) -> None:
        super().__init__(store, engine)
        self._tables = tables

    def run(
        self, query: Query, asked: Asked, given: Mapping[str, pa.Table] | None = None,
        origin: str | None = None,
    ) -> pa.Table:  # fmt: skip
        rows = {name: self._tables[name] for name in query.tables}
        return self._engine.query(query.sql, {}, {"ask": asked.relation(), **rows, **(given or {})})


def taken(store: Store, engine: Engine, judged: pa.Table, asked: Asked) -> Reading:
    """The rows of a ledger that tell of ``asked.client``, or are in texts before ``asked.share``.

    Args:
        store: where the files lie.
        engine: what reads them.
        judged: the spans that readers corrected: of their texts all events are taken, since a
            reader may have judged that the client acted where the coder named somebody else.
        asked: the client and the bound of the hashes of other texts.
    """
    import pyarrow as pa

    files = {name: store.files(name) for name in _TABLES}
    ask = asked.relation()

    def rows(sql: str, names: Sequence[str], **given: Any) -> pa.Table:
        return engine.query(sql, {name: files[name] for name in names}, given)

    held = {
        "event": rows(queries.PART_EVENTS, ("event", "coding"), ask=ask, judged=judged),
        "claim": rows(queries.PART_CLAIMS, ("claim",), ask=ask),
        "judgement": rows("select t.* from judgement t", ("judgement",)),
    }
    for name, (key, sql) in queries.PART_OF.items():
        chunks = [c for n in ("event", "claim") for c in held[n][key].cast(pa.string()).chunks]
        wanted = pa.table({"id": pa.chunked_array(chunks, pa.string()).unique()})
        held[name] = rows(sql, (name,), wanted=wanted)
    return _Taken(store, engine, held)

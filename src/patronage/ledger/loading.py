"""Loading a register's file: its rows as they stand, then its acts and flows, then the mark.

As with codings, nothing is seen before the ``loading`` row is there, and exactly one of several
attempts at the same file wins. Of a register whose files each hold the whole of it (``whole``)
reads see the latest alone; of one that comes in parts they see them all. A file that ends too early
never hides a whole one.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from patronage.ledger.bulk import Bulk
from patronage.ledger.queries import Query
from patronage.ledger.reading import Asked, Reading
from patronage.ledger.schema import PARTS, RECORDS, TABLES, arrow_schema, fields
from patronage.ledger.store import Store
from patronage.records import Act, Flow

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "SEEN",
    "Load",
    "Loaded",
    "Wanted",
    "load",
    "loaded",
    "recorded",
    "registers_query",
    "rows_of",
    "wanted_relation",
]

_SHORT = "file"  # how the place of a problem begins that tells of a file not read to its end

_KNOWN = Query.of("""select l.attempt from loading l join batch b
  on b.dataset = l.dataset and b.digest = l.digest and b.version = l.version
order by l.attempt""")

_RECORDED = Query.of("""select l.recorded from loading l join batch b on b.dataset = l.dataset""")

# Of each whole register the latest loading among those known, of the others every one; but a file
# that was read to its end goes before one that was not, which is seen until a file of its name is.
# A file all of whose rows came to be known after ``as_of`` changes nothing as of that day.
SEEN = """seen as (
  select dataset, digest, file, version, attempt from (
    select l.dataset, l.digest, l.file, l.version, l.attempt, l.whole, l.complete,
    row_number() over (
      partition by l.dataset, case when l.whole then '' else l.file end
      order by l.complete desc, l.recorded desc, l.version desc, l.attempt desc) as place,
    row_number() over (
      partition by l.dataset, l.digest
      order by l.complete desc, l.recorded desc, l.version desc, l.attempt desc) as edition
    from loading l cross join ask a
    where (a.known_on is null or l.recorded <= a.known_on)
      and (a.as_of is null or l.first is null or l.first <= a.as_of)) numbered
  where edition = 1 and (place = 1 or (complete and not whole)))"""

LOADED = Query.of(f"""with {SEEN}
select l.dataset, l.digest, l.file, l.version, l.rows, l.acts, l.flows, l.problems, l.complete,
  l.recorded
from loading l join seen s on s.attempt = l.attempt order by l.dataset, l.recorded, l.file""")


MEASURES = Query.of(f"""with {SEEN}
select distinct t.measure, t.dataset from flow t join seen s on s.attempt = t.attempt
order by t.measure, t.dataset""")

LATEST = Query.of(f"""with {SEEN}
select o.* from original o join seen s on s.attempt = o.attempt join chosen c
  on c.row = o.row or c.row is null
order by o.row, s.digest""")


@dataclass(frozen=True, slots=True)
class Load:
    """What is loaded: a register's file by its hash. ``whole``: the file is all of the register."""

    dataset: str
    version: str
    file: str
    digest: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows were read, and how many acts and flows are new to the ledger."""

    rows: int = 0
    acts: int = 0
    flows: int = 0
    known: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of the registers a read wants; None takes all."""

    dataset: str | None = None
    actor: str | None = None
    recipient: str | None = None
    measure: str | None = None


def wanted_relation(wanted: Wanted) -> pa.Table:
    """The one-row relation ``wants``."""
    import pyarrow as pa

    names = ("dataset", "actor", "recipient", "measure")
    row = {name: getattr(wanted, name) for name in names}
    return pa.Table.from_pylist([row], schema=pa.schema([(name, pa.string()) for name in names]))


def registers_query(table: str, wanted: Wanted) -> Query:
    """Acts or flows of the registers, with the file that each row is from.

    What is wanted is joined and not compared beside ``or``: so an engine can pass over the parts of
    a sorted file that cannot hold it.
    """
    record = {"act": Act, "flow": Flow}[table]
    names = ", ".join(f"t.{name}" for name, _ in RECORDS[record])
    return Query.of(f"""with {SEEN}
select {names}, s.file, s.version, s.digest
{rows_of(table, wanted)}
order by t.dataset, t.start nulls last, s.digest, t.row, t.id""")


def rows_of(table: str, wanted: Wanted) -> str:
    """What is wanted of a table of the registers, as ``t``: from where, joined with what, where."""
    giver, receiver = ("giver", "receiver") if table == "flow" else ("actor", "recipient")
    columns = {
        "dataset": "dataset", "actor": giver, "recipient": receiver,
        "measure": "measure" if table == "flow" else "type",
    }  # fmt: skip
    given = [name for name in columns if getattr(wanted, name) is not None]
    same = " and ".join(f"t.{columns[name]} = w.{name}" for name in given)
    join = f"join wants w on {same}" if given else ""
    return f"""from {table} t join seen s on s.attempt = t.attempt {join} cross join ask a
where (a.as_of is null or t.available <= a.as_of)
  and (a.client is null or t.{giver} = a.client or t.{receiver} = a.client)"""


def loaded(reading: Reading, asked: Asked) -> list[dict[str, Any]]:
    """The loadings that reads see."""
    rows: list[dict[str, Any]] = reading.run(LOADED, asked).to_pylist()
    return rows


def known(reading: Reading, load: Load) -> bool:
    """Whether this file of this version of the register is in."""
    columns = {"dataset": [load.dataset], "digest": [load.digest], "version": [load.version]}
    return bool(reading.among(_KNOWN, columns))


def recorded(reading: Reading, dataset: str) -> list[dt.datetime]:
    """When files of a register were loaded."""
    return [row["recorded"] for row in reading.among(_RECORDED, {"dataset": [dataset]})]


def load(
    store: Store,
    load: Load,
    batches: Iterable[tuple[pa.Table, pa.Table | None, pa.Table | None]],
    recorded: dt.datetime,
    problems: list[Any],
) -> Loaded:
    """Write one file: each batch of originals, acts and flows, then the mark.

    ``problems`` is filled by whoever makes the batches while they are made; its length is kept, and
    one whose place begins with ``file`` tells that the file was not read to its end. A file without
    a row that could be read is not marked as loaded: tried again, it tells its problems again.
    """
    attempt = f"{int(time.time()):010x}{uuid4().hex[:16]}"
    rows = acts = flows = 0
    first: list[dt.date] = []
    with Bulk(store) as bulk:
        for original, some_acts, some_flows in batches:
            bulk.original(load.dataset, _marked(original, attempt))
            rows += original.num_rows
            acts += _append(bulk, "act", some_acts, attempt)
            flows += _append(bulk, "flow", some_flows, attempt)
            first = _first(first, some_acts, some_flows)
        if not rows and any(problem.lost for problem in problems):
            return Loaded()
        bulk.commit()
    mark = {
        "dataset": load.dataset,
        "digest": load.digest,
        "file": load.file,
        "version": load.version,
        "whole": load.whole,
        "complete": not any(p.lost and p.place.startswith(_SHORT) for p in problems),
        "first": min(first, default=None),
        "rows": rows,
        "acts": acts,
        "flows": flows,
        "problems": len(problems),
        "attempt": attempt,
        "recorded": recorded,
    }
    won = store.insert("loading", [mark])
    return Loaded(rows, acts, flows) if won else Loaded(rows, known=True)


def _first(known: list[dt.date], *tables: pa.Table | None) -> list[dt.date]:
    """The earliest day on which a row could be known, of those so far and of some tables."""
    import pyarrow.compute as pc

    found = [pc.min(table["available"]).as_py() for table in tables if table is not None]
    days = [*known, *(day for day in found if day is not None)]
    return [min(days)] if days else []


def _append(bulk: Bulk, name: str, table: pa.Table | None, attempt: str) -> int:
    import pyarrow.compute as pc

    if table is None or not table.num_rows:
        return 0
    parts = {part for part, _ in PARTS}
    schema = arrow_schema(tuple(f for f in fields(TABLES[name]) if f[0] not in parts))
    marked = _marked(table, attempt).select(schema.names).cast(schema)
    year = pc.fill_null(pc.year(table["available"]), 0)
    origin = table["dataset"][0].as_py()
    for told in pc.unique(year).to_pylist():
        some = (
            marked if pc.all(pc.equal(year, told)).as_py() else marked.filter(pc.equal(year, told))
        )
        bulk.rows(name, some, {"part_origin": origin, "part_year": str(told)})
    return int(table.num_rows)


def _marked(table: pa.Table, attempt: str) -> pa.Table:
    import pyarrow as pa

    return table.append_column("attempt", pa.repeat(pa.scalar(attempt), table.num_rows))
